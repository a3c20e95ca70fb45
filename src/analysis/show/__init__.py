"""What a notebook shows: its parameters, the evidence behind them, tables, charts, and the results it records."""

from analysis.inputs import by_parameter
from analysis.show.charts import chart, style
from analysis.show.doubt import doubt, show_readings
from analysis.show.evidence import check_parameters, cite, evidence
from analysis.show.marks import Mark, cited
from analysis.show.record import read_results, record, say
from analysis.show.scenarios import joint_view, scenarios
from analysis.show.sensitivity import sensitivity
from analysis.show.tables import table
from analysis.wording import number

__all__ = [  # noqa: RUF022 - in order of use
    "style",
    "check_parameters",
    "evidence",
    "by_parameter",
    "cite",
    "table",
    "Mark",
    "cited",
    "number",
    "chart",
    "scenarios",
    "sensitivity",
    "doubt",
    "show_readings",
    "joint_view",
    "record",
    "read_results",
    "say",
]
