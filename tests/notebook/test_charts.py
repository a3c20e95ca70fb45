"""Charts take their units, titles and words from the results that they draw."""

import json
import math

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from analysis.models import automation_effects, growth_scenarios, margin_uplift
from analysis.models.decompositions import growth_decomposition
from analysis.notebook.among import ChartRow, draw_among
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
from analysis.notebook.plots import stacked_bars
from analysis.notebook.questions.growth_scenarios import split_chart
from analysis.notebook.scenario_table import scenarios, sensitivity
from analysis.notebook.study import study
from analysis.notebook.uncertainty import uncertainty

from ..conftest import ROOT
from .in_process import execute

mpl.use("agg")


@pytest.fixture
def charts(monkeypatch, displayed):
    """The titles and words of the charts that are shown, without drawing them to the end."""
    monkeypatch.setenv("ANALYSIS_CHARTS", "none")
    return displayed


@pytest.fixture(scope="module")
def case():
    return study({"sources": "seeds"}, margin_uplift)


def test_a_table_along_an_input_has_the_units_of_a_reader(displayed, case):
    curve_table(case, "foil_share", [0.0, 0.1], ["blended_profit_usd_per_t", "foil_profit_share"])
    assert displayed[0].split("\n")[0].split("  ") == [
        "Foil share (%)",
        "Profit of the mix (USD per tonne)",
        "Foil in the profit (%)",
    ]
    assert "10" in displayed[0]
    assert "91.2" in displayed[0]


def test_a_share_that_does_not_exist_is_not_never_in_a_table(displayed):
    given = {"sources": "seeds", "cost_cut": 0.85, "energy_cut": 0.31, "productivity_gain": 11.0}
    curve_table(study(given, automation_effects), "energy_share", [0.1, 0.5], ["labour_share_with_energy"])
    assert "never" not in displayed[0]
    assert "–" in displayed[0]


@pytest.mark.parametrize("profit", [1.1, 5.0, 1400.0])
def test_a_payback_of_any_length_is_in_its_chart(monkeypatch, profit):
    notebook = json.loads((ROOT / "notebooks" / "20_margin_uplift.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code = [cell for cell in code if "parameters" not in cell["metadata"].get("tags", ())]
    cells = next(place for place, cell in enumerate(code) if any("set_ylim" in line for line in cell["source"])) + 1
    given = {"wire_profit_usd_per_t": 0.4, "foil_profit_usd_per_t": profit}
    axes = execute(monkeypatch, "20_margin_uplift", given, cells).scope["axes"]
    top = axes.get_ylim()[1]
    assert (axes.lines[0].get_ydata() <= top).sum() > 5


def test_years_in_a_table_have_no_thousands_separator(displayed):
    curve_table(study({"sources": "seeds"}, growth_scenarios), "base_year", [2024, 2025], ["required_growth"])
    assert "2024" in displayed[0]
    assert "2,024" not in displayed[0]
    curve_table(study({"sources": "seeds"}, margin_uplift), "capex_usd_per_t_year", [12_500.0], ["payback_years"])
    assert "12,500" in displayed[1]


def test_a_curve_has_a_dot_for_this_run_and_no_line_where_the_result_never_comes(case):
    figure, axes = curve_chart(case, "capex_usd_per_t_year", 1000, 17500, ["payback_years", "discounted_payback_years"])
    dots = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines if line.get_marker() == "o"]
    assert dots == [
        (10000.0, pytest.approx(case.outcome.payback_years)),
        (10000.0, pytest.approx(case.outcome.discounted_payback_years)),
    ]
    assert np.isnan(axes.lines[2].get_ydata()[-1])
    assert axes.get_ylabel() == "Payback (years)"
    plt.close(figure)


def test_a_curve_that_never_comes_keeps_its_axis():
    losses = study({"sources": "seeds", "foil_profit_usd_per_t": -400.0}, margin_uplift)
    figure, axes = curve_chart(losses, "capex_usd_per_t_year", 0.0, 20_000.0, ["payback_years"])
    assert axes.get_xlim() == (0, 20_000)
    assert [text.get_text() for text in axes.texts] == ["Payback: never"]
    plt.close(figure)


def test_a_curve_says_which_of_its_lines_never_comes_and_does_not_name_it_at_a_line():
    small = study({"sources": "seeds", "foil_profit_usd_per_t": 20.0}, margin_uplift)
    names = ["payback_years", "discounted_payback_years"]
    figure, axes = curve_chart(small, "capex_usd_per_t_year", 1000, 17500, names, ["plainly", "with interest"])
    assert [text.get_text() for text in axes.texts if text.get_gid() is None] == ["with interest: never"]
    assert [line.get_label() for line in axes.lines if not line.get_label().startswith("_")] == ["plainly"]
    plt.close(figure)


def test_layers_that_nothing_moves_are_a_sentence_and_no_chart(charts):
    given = {"cost_cut": 0.12, "energy_cut": 0.07, "productivity_gain": 0.25}
    fixed = study({"sources": "seeds", **given}, automation_effects)
    layers_chart(uncertainty(fixed, ["unit_cost_change"]), "unit_cost_change")
    words = "Unit cost change: −12 % in every draw, since nothing that is uncertain here moves it."
    assert charts == [words]


def test_bars_scale_money_and_say_their_values(charts):
    bar_chart({"low": 3_610_000.0, "fee_trough": -4_320_000.0}, "USD/year", "annual_uplift_usd", "Foil pays", "us")
    assert charts == ["[chart] Foil pays: low USD 3.61 million a year, fee trough USD −4.32 million a year."]


def test_bars_name_infinite_values(charts):
    bar_chart({"low": math.inf, "high": 5.0}, "year", "payback_years", "Payback", "us")
    assert "low never" in charts[0]


def test_the_title_of_scenarios_follows_from_them(charts, case):
    cases = scenarios(case, ["annual_uplift_usd"])
    scenario_chart(case, cases, "annual_uplift_usd")
    low, high = cases.range_of("annual_uplift_usd")
    assert f"USD −{-low / 1e6:.3g} million a year to USD {high / 1e6:.3g} million a year" in charts[-1]


def test_a_stack_of_figures_has_no_half_figures():
    figure, (counts, shares) = plt.subplots(2, 1)
    stacked_bars(counts, {"a": {"hedged": 1, "plain": 2}, "b": {"hedged": 0, "plain": 3}})
    stacked_bars(shares, {"a": {"hedged": 0.5, "plain": 2}})
    assert [any(tick % 1 for tick in axes.get_xticks()) for axes in (counts, shares)] == [False, True]
    plt.close(figure)


def test_an_axis_of_claims_has_no_half_claims(charts, monkeypatch):
    drawn = []
    monkeypatch.setattr("analysis.notebook.charts.chart", lambda figure, alt, *_, **__: drawn.append(figure))
    bar_chart({"confirmed": 1, "contradicted": 3}, "count", "claims", "Claims", "us")
    bar_chart({"low": 1, "high": 3}, "percent", "growth", "Growth", "us")
    claims, growth = ([tick % 1 for tick in figure.axes[0].get_xticks()] for figure in drawn)
    assert (any(claims), any(growth)) == (False, True)


@pytest.fixture
def dots(monkeypatch):
    """Draw rows as dots, and return the axes and the alternative text."""
    drawn = []
    monkeypatch.setattr("analysis.notebook.among.chart", lambda figure, alt, *_, **__: drawn.append((figure, alt)))

    def draw(rows, unit, **more):
        dots_chart(rows, unit, "Two products", "us", **more)
        figure, alt = drawn[-1]
        return figure.axes[0], alt

    yield draw
    plt.close("all")


def test_a_dot_has_its_hedge_in_the_label_and_in_the_alternative_text(dots):
    axes, alt = dots({"wire": (15, 15, 15), "foil": (1400, 1400, 1600)}, "USD/t", hedges={"foil": "more than"})
    assert alt == (
        "Two products. wire: USD 15 per tonne; foil (USD 1,400 to 1,600 per tonne): more than USD 1,400 per tonne."
    )
    labels = ["USD 15 per tonne", "more than USD 1,400 per tonne"]
    assert [text.get_text() for text in axes.texts if text.get_text() in labels] == labels


@pytest.mark.parametrize(
    ("row", "unit", "words"),
    [
        ((-543.2, 406.0, 1662.0), "USD/t", ["Evidence (USD −540 to 1,660 per tonne)", "USD 406 per tonne"]),
        ((1617.7, 1617.7, 1764.8), "USD/t", ["Evidence (USD 1,618 to 1,765 per tonne)", "USD 1,618 per tonne"]),
        ((656.0, 656.0, 802.07), "CNY bn", ["Evidence (CNY 656 to 802 billion)", "CNY 656 billion"]),
        ((3.0, 3.0, 3.0), "USD/t", ["Evidence", "USD 3 per tonne"]),
    ],
)
def test_the_name_of_a_dot_has_its_range_as_the_title_and_tables_have_it(dots, row, unit, words):
    axes, _ = dots({"evidence": row}, unit)
    assert sorted(text.get_text() for text in axes.texts) == sorted(words)


def test_dots_are_in_the_unit_of_the_axis(dots):
    axes, _ = dots({"recovery": (0.55, 0.55, 0.6), "grade": (0.0035, 0.004, 0.0045)}, "fraction")
    assert "%" in axes.get_xlabel()
    assert [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"] == pytest.approx([55, 0.4])


def test_the_axis_of_a_comparison_has_the_name_of_what_is_measured(monkeypatch):
    drawn = []
    monkeypatch.setattr("analysis.notebook.among.chart", lambda figure, *_, **__: drawn.append(figure))
    rows = [ChartRow("claim: a paper", 0.1, 0.1, 0.1, "own"), ChartRow("others: a survey, 2025", 0.4, 0.4, 0.4)]
    draw_among(rows, "fraction", "Two", "us", name="cost cut")
    (figure,) = drawn
    assert figure.axes[0].get_xlabel().lower().startswith("cost cut")
    plt.close(figure)


def test_a_bridge_ends_at_its_start_and_all_steps(displayed, monkeypatch):
    monkeypatch.setenv("ANALYSIS_CHARTS", "none")
    bridge_chart(("low", 1e6), {"mix": 2e6, "rate": -5e5}, "high", "USD/year", "Bridge", "us")
    assert "high USD 2.5 million a year" in displayed[-1]


def test_a_grid_loops_over_readings_with_the_model_and_leaves_out_refused_pairs(charts):
    given = study({"sources": "seeds"}, automation_effects)
    rows, columns = ("cost_scope", ["conversion", "annual_total"]), ("productivity_reading", ["embedded", "throughput"])
    grid = result_grid(given, "unit_cost_change", rows, columns)
    assert grid.loc["conversion", "part of the cut"] == pytest.approx(-10)
    assert math.isnan(grid.loc["total in a year", "part of the cut"])
    assert grid.loc["total in a year", "throughput"] == pytest.approx(100 * (0.9 / 1.3 - 1))
    grid_chart(given, "unit_cost_change", grid, ("costs", "productivity"), "Readings", "us")
    assert charts[-1] == "[chart] Readings. Unit cost change by costs and productivity, from −30.8 to −10 %."


def test_a_grid_of_a_sampled_result_has_its_mean(displayed):
    given = study({"sources": "seeds", "draws": 4096}, growth_scenarios)
    found = uncertainty(given, ["probability_of_target"])
    cells = (("growth_per_year", [0.3]), ("base_year", [2025]))
    sampled = result_grid(given, "probability_of_target", *cells, found).iloc[0, 0]
    assert sampled > result_grid(given, "probability_of_target", *cells).iloc[0, 0]


def test_sensitivity_charts_name_the_widest_input_and_say_where_nothing_moves(charts, case):
    sensitivity_charts(case, sensitivity(case, "annual_uplift_usd"), "annual_uplift_usd")
    assert "the widest first: Foil share, Foil profit" in charts[-2]
    sensitivity_charts(case, [], "annual_uplift_usd")
    assert "No input moves this result" in charts[-1]


def test_the_title_of_a_tornado_is_a_sentence(case, monkeypatch):
    titles = []
    monkeypatch.setattr("analysis.notebook.charts.chart", lambda *_, title, **__: titles.append(title))
    sensitivity_charts(case, sensitivity(case, "annual_uplift_usd"), "annual_uplift_usd")
    assert titles[0] == "Additional profit in a year depends most on foil share"


def test_readings_are_a_table_and_histograms_with_what_they_allow(charts, case):
    given = study({"sources": "seeds", "draws": 4096}, margin_uplift)
    readings_chart(case, {})
    assert charts == []
    found = uncertainty(given, ["uplift_ratio"])
    readings_chart(given, {"as printed": found.evidence.spreads})
    assert charts[-1].startswith("[chart] Histogram. Foil profit over wire profit: ")
    assert charts[-1].endswith("nine times in ten, for as printed.")


def test_a_growth_is_split_into_shares_of_the_whole_if_there_is_any(displayed, charts):
    given = {"cluster_cny_bn": 600.0, "years": 2, "copper_price_usd_per_t": 10_000.0}
    whole = growth_decomposition(**given, cluster_target_cny_bn=1000.0, price_growth=0.1)
    split_chart({"dearer": whole}, "Tonnage grows")
    text = displayed[0]
    assert text.split("\n")[0].split() == ["Part", "Dearer", "(%)"]
    assert text.split("\n")[-1].split() == ["Total", "100"]
    split_chart({"dearer": growth_decomposition(**given, cluster_target_cny_bn=600.0)}, "Tonnage grows")
    assert "there is no growth to split" in displayed[-1]
