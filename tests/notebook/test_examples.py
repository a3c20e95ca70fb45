"""Examples of functions inside the package: what they return for typical arguments."""

import math

from analysis.core.references import load_references
from analysis.notebook.among import SET, ChartRow, among_title, measured_by
from analysis.notebook.cards import would_change
from analysis.notebook.chart_notes import _stacked
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.provenance_links import place_text
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.questions.automation_effects import readings_range
from analysis.notebook.questions.briefing import spread_text
from analysis.notebook.questions.growth_scenarios import (
    PAST_AT_LEAST,
    growth_paths,
    industry_past,
    pace_rows,
    paces_near_target,
    past_text,
    path_rows,
    price_text,
    required_path,
    rest_text,
    size_year_text,
)
from analysis.notebook.questions.margin_uplift import capital_text, mix_text, paybacks, widest_text
from analysis.notebook.questions.western_exposure import addition, concentration_text, growth_text, supplies
from analysis.notebook.scenario_table import counted_text


def test_examples_of_among_title():
    own = ChartRow("claim", 1400.0, 1400.0, 1600.0, "own")
    assert (
        among_title(
            "Foil profit", own, [ChartRow("a", 869.0, 869.0, 869.0), ChartRow("b", -529.0, -529.0, -529.0)], "USD/t"
        )
        == "Foil profit: USD 1,400 per tonne is above both others, which have USD −529 to 869 per tonne"
    )
    assert (
        among_title("Foil profit", own, [], "USD/t")
        == "Foil profit: nobody else has published a number of its kind and time to compare with USD 1,400 per tonne"
    )
    assert (
        among_title("Cost cut", own, [ChartRow("a", 40.0, 40.0, 40.0, "related")], "USD/t")
        == "Cost cut: USD 1,400 per tonne; others have published only numbers of something related"
    )
    assert (
        among_title("Size", ChartRow("claim", 5.0, 5.0, 6.0, "own"), [ChartRow("a", 5.5, 5.5, 5.5)], "Mt")
        == "Size: 5 Mt agrees with the one other, which has 5.5 Mt"
    )
    assert (
        among_title("Size", ChartRow("claim", 47.0, 48.0, 49.0, "own"), [ChartRow("a", 44.0, 44.0, 44.0)], "Mt")
        == "Size: 48 Mt is close to the one other, which has 44 Mt"
    )
    assert (
        among_title("Size", ChartRow(SET, 5.0, 5.0, 5.0, "own"), [], "Mt")
        == "Size: 5 Mt, set for this run; no article states it"
    )
    own = ChartRow("claim", 0.05, 0.065, 0.08, "own", is_range=True)
    assert (
        among_title("Cost cut", own, [ChartRow("a", 0.1, 0.1, 0.1)], "fraction")
        == "Cost cut: 5 to 8 % is below the one other, which has 10 %"
    )
    own = ChartRow("claim", 800.0, 800.0, 900.0, "own", hedge="more than")
    assert (
        among_title("Wire profit", own, [ChartRow("a", 15.0, 15.0, 15.0)], "USD/t")
        == "Wire profit: more than USD 800 per tonne is above the one other, which has USD 15 per tonne"
    )


def test_examples_of_paybacks():
    from analysis.notebook.study import study

    loss = study({"sources": "seeds", "foil_profit_usd_per_t": -5.0}, "margin_uplift")
    assert paybacks(loss).text == "never pays back, with or without interest"


def test_examples_of_mix_text():
    assert mix_text(15, 1400, 150, 0.0975) == "The mix earns USD 150 per tonne with at least 9.75 % of foil"
    assert mix_text(15, 15, 15, 0) == "Every mix earns at least USD 15 per tonne"
    assert mix_text(-10, -5, 0, math.inf) == "No share of foil earns USD 0 per tonne"


def test_examples_of_capital_text():
    assert (
        capital_text(9293.46, 10)
        == "With interest, foil above USD 9,293 per tonne of yearly capacity does not pay back within 10 years"
    )
    assert capital_text(0, 10) == "Foil earns no more than wire: no capital cost pays back"


def test_examples_of_past_text():
    assert past_text(0.0456) == "grew by 4.6 % a year"
    assert past_text(0.118, PAST_AT_LEAST) == "grew by at least 11.8 % a year"
    assert past_text(-0.05, PAST_AT_LEAST) == "shrank by at most 5 % a year"
    assert past_text(0.0) == "did not grow"


def test_examples_of_price_text():
    assert (
        price_text(0.0456, 0.0814)
        == "Prices rose by 8.1 % a year, and the revenue grew by 4.6 % a year: volume and mix fell"
    )
    assert (
        price_text(-0.05, -0.03)
        == "Prices fell by 3 % a year, and the revenue shrank by 5 % a year: volume and mix fell"
    )


def test_examples_of_widest_text():
    assert widest_text({"volume": 0.3, "mix": -16.6}, "the profit") == "Mix moves the profit most"
    assert widest_text({"volume": 0.0}, "the profit") == "Nothing moves the profit"


def test_examples_of_counted_text():
    assert counted_text(["low_case"], 3, "lose money") == "1 of 3 scenarios loses money: low case"
    assert counted_text([], 3, "lose money") == "None of 3 scenarios loses money"
    assert (
        counted_text(["low_case", "high"], 3, "reach the target") == "2 of 3 scenarios reach the target: low case, high"
    )


def test_examples_of_rest_text():
    assert rest_text("dear copper", 0.1736) == "With dear copper, tonnage and mix still have to add 17.4 % a year"
    assert rest_text("dear copper", -0.02) == "With dear copper, tonnage and mix may shrink by 2 % a year"


def test_examples_of_spread_text():
    assert (
        spread_text([{"Result": "Payback", "low": 2.0, "base": 4.0, "high": 12.0}])
        == "Widest from low to high, against its base case: payback"
    )


def test_examples_of_would_change():
    from analysis.notebook.study import study
    from analysis.notebook.uncertainty import uncertainty

    found = uncertainty(study({"sources": "seeds"}, "margin_uplift"), ["uplift_usd_per_t"])
    assert would_change(found, "uplift_usd_per_t").partition(":")[0] == "Foil profit"


def test_examples_of_readings_range():
    from analysis.notebook.study import study

    case = study({"sources": "seeds"}, "automation_effects")
    assert [readings_range(case, "unit_cost_change", grid).text for grid in ([-10, -3.5], [-13.04, -0.35], [0, 0])] == [
        "−10 to −3.5 % over all ways to read the sentence",
        "−13 to −0.35 % over all ways to read the sentence",
        "however the sentence is read",
    ]


def test_examples_of_stacked():
    assert _stacked([(0.5, 0.1), (1.0, 0.1), (1.0, 0.1)]) == [0.5, 0.7, 0.9]


def test_examples_of_parameter_text():
    assert parameter_text("foil_share", 0.1) == "10 %"
    assert parameter_text("target_year", 2027) == "2027"
    assert parameter_text("question", "") == "not set"
    assert parameter_text("milestone_base_year", 2021) == "2021"
    assert parameter_text("my_tonnes_per_year", 2021) == "2,021"


def test_examples_of_supplies():
    assert supplies(2025)[0].words == "gallium, refined (2025)"
    assert supplies(1990) == []


def test_examples_of_addition():
    from analysis import western_exposure

    assert (
        addition(western_exposure(), 0.5).text
        == "To bring the share to an assumed limit of 50 % while China makes as much as now, all others together would "
        "have to make 126 % more, another 151,000 t a year"
    )
    assert (
        addition(western_exposure(share_limit=0.8), 0.8).text
        == "The share is not above 80 %, so others would have to add nothing"
    )


def test_examples_of_growth_text():
    assert growth_text(1.263) == "all others together would have to make 126 % more than they do"
    assert growth_text(0.0) == "others would have to add nothing"
    assert growth_text(math.inf) == "no growth of what others make would be enough"


def test_examples_of_concentration_text():
    from analysis import western_exposure

    assert concentration_text(western_exposure()) == "5,072"
    assert concentration_text(western_exposure(material="copper")) == "1,036 to 1,206"


def test_examples_of_growth_paths():
    from analysis.notebook.study import study

    assert growth_paths(study({"sources": "seeds"}, "growth_scenarios"), {"a tenth": 0.1}) == {
        "a tenth": [600.0, 660.0, 726.0]
    }


def test_examples_of_industry_past():
    from analysis.notebook.study import study

    assert industry_past(study({"sources": "seeds"}, "growth_scenarios")) == ([2020, 2025], [800.0, 1000.0])


def test_examples_of_required_path():
    from analysis.notebook.study import study

    years, sizes = required_path(study({"sources": "seeds"}, "growth_scenarios"), 2024)
    assert years == [2024, 2025, 2026, 2027]
    assert [round(size, 1) for size in sizes] == [600.0, 711.4, 843.4, 1000.0]


def test_examples_of_path_rows():
    from analysis.notebook.study import study

    assert path_rows(study({"sources": "seeds"}, "growth_scenarios"), {"a tenth": [600.0, 660.0]}) == [
        {"Year": "2025", "a tenth (CNY bn)": 600.0},
        {"Year": "2026", "a tenth (CNY bn)": 660.0},
    ]


def test_examples_of_paces_near_target():
    from analysis.core.paths import resolve
    from analysis.documents.sources import read_sources

    assert sorted({row.region for row in paces_near_target(read_sources(resolve("seeds")))}) == ["China", "Jiangxi"]


def test_examples_of_pace_rows():
    from analysis.notebook.study import study

    rows = pace_rows(study({"sources": "seeds"}, "growth_scenarios"), {"needed": 0.186})
    assert [row.kind for row in rows[:1]] == ["own"]
    assert [row.value for row in rows[1:]] == sorted(row.value for row in rows[1:])
    kinds = {row.name.partition(": ")[2].partition(", ")[0]: row.kind for row in rows if ": " in row.name}
    assert {kind for name, kind in kinds.items() if "revenue" in name} == {"other"}
    assert {kind for name, kind in kinds.items() if "revenue" not in name} == {"related"}
    assert "nonferrous revenue growth" in kinds
    assert any(row.low == -math.inf for row in rows)  # a bound stays one


def test_examples_of_measured_by():
    assert measured_by(load_references()["VA2025"], "related") == "CNIA in the press: value added growth, China, 2025"


def test_examples_of_size_year_text():
    from analysis.notebook.study import study

    one, two = (
        size_year_text(study({"sources": "seeds", "earliest_base_year": year}, "growth_scenarios"))
        for year in (2025, 2024)
    )
    assert "; 2025 is assumed" in one
    assert "; a year from 2024 to 2025 is assumed" in two


def test_examples_of_place_text():
    assert place_text("Foil pays\n\nIt is thin. It earns $5.", 31) == "paragraph 2, sentence 2"
    assert place_text("---\ntitle: Foil\n---\nIt earns $5.", 30) == "paragraph 1, sentence 1"


def test_examples_of_quantity_text():
    assert [quantity_text(chance, "fraction", chance=True) for chance in (0.0, 1.12e-6, 0.0225, 0.99999, 1.0)] == [
        "0 %", "less than 0.01 %", "2.25 %", "more than 99.99 %", "100 %"
    ]  # fmt: skip
    assert quantity_text(12_640_000.0, "USD/year") == "USD 12.6 million a year"
    assert quantity_text(1385.0, "USD/t", 4) == "USD 1,385 per tonne"
    assert quantity_text(656.0, "CNY bn") == "CNY 656 billion"
    assert quantity_text(1.33e-74, "fraction") == "almost 0 %"
    assert quantity_text(-2e-9, "fraction/year") == "almost 0 % a year"
    assert quantity_text(-0.1, "fraction") == "−10 %"
    assert quantity_text(7.22, "year", 2) == "7.2 years"
    assert quantity_text(math.inf, "year") == "never"
    assert quantity_text(467_727.0, "USD") == "USD 468,000"
    assert quantity_text(10_504.0, "USD/t") == "USD 10,504 per tonne"
    assert quantity_text(-81_403.0, "USD/year") == "USD −81,400 a year"
    assert quantity_text(999.9996, "CNY bn") == "CNY 1 trillion"
    assert quantity_text(68.1, "worker") == "68.1 workers"
    assert quantity_text(0.84, "Mt/year", 2) == "0.84 Mt a year"
    assert quantity_text(math.nan, "fraction") == "undefined"
    assert quantity_text(3.5, "um") == "3.5 µm"
    assert quantity_text(math.inf, "multiple") == "unlimited"
    assert quantity_text(math.inf, "fraction", meaning="share that earns the target; inf if none does") == "none"
    assert quantity_text(38, "USD/MWh") == "USD 38 per MWh"
    assert quantity_text(78.94, "CNY mn", 4) == "CNY 78.94 million"
    assert quantity_text(2021, "") == "2021"
    assert quantity_text(2021.0, "", 4) == "2,021"
    assert quantity_text(2021, "USD/t", 4) == "USD 2,021 per tonne"
