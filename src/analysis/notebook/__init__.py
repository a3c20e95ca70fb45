"""What a notebook shows: its parameters, the evidence behind them, tables, charts, and the results it records."""

from analysis.claims.inputs import by_parameter
from analysis.core.formatting import number
from analysis.notebook.chart_style import chart, style
from analysis.notebook.display_tables import table
from analysis.notebook.evidence import check_parameters, cite, evidence
from analysis.notebook.provenance_links import Mark, cited
from analysis.notebook.record import read_results, record, say
from analysis.notebook.scenario_table import joint_view, scenarios
from analysis.notebook.sensitivity_table import sensitivity
from analysis.notebook.uncertainty import doubt, show_readings

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
