"""The functions that notebooks call: study, answer, tables, charts, evidence, equations and recorded results."""

from analysis.core.formatting import number
from analysis.notebook.among import among_chart, draw_among, others_clause
from analysis.notebook.cards import record_card
from analysis.notebook.chart_style import chart, style
from analysis.notebook.charts import (
    bar_chart,
    bridge_chart,
    curve_chart,
    curve_table,
    dots_chart,
    grid_chart,
    layers_chart,
    readings_chart,
    result_grid,
    scenario_chart,
    sensitivity_charts,
)
from analysis.notebook.display_tables import note, nothing_here, table
from analysis.notebook.formulas import equations
from analysis.notebook.parameter_tables import evidence, figure_rows, parameter_table, source_line
from analysis.notebook.provenance_links import Mark, cited, cited_place, source_names
from analysis.notebook.quantity_text import (
    by_sign,
    more_or_less,
    payback_text,
    probability_text,
    quantity_text,
    range_text,
)
from analysis.notebook.record import read_results, record, record_sentence
from analysis.notebook.scenario_table import counted_text, scenarios, sensitivity
from analysis.notebook.stated import record_stated
from analysis.notebook.study import study
from analysis.notebook.uncertainty import (
    chances_table,
    conditional_table,
    layers_table,
    show_uncertainty,
    simulate_readings,
    uncertainty,
)
