"""Parameters are resolved before a kernel starts: default, then figure, then scenario, then -p."""

import pytest

from analysis.core.errors import NamedFigureError, NotebookError, ParameterError
from analysis.documents.sources import read_sources
from analysis.runs.plan import find_notebooks, plan

MARGIN = find_notebooks(["margin_uplift"])


def planned_job(sources_folder, scenario="base", **given):
    (job,) = plan(MARGIN, read_sources(sources_folder), scenario, given)
    return job


def test_later_origins_override_earlier_ones(sources_folder):
    job = planned_job(sources_folder, "low", foil_share="0.2")
    by = {name: (item.value, item.decided_by) for name, item in job.resolved.items()}
    assert by["wire_profit_usd_per_t"] == (20.0, "figure")
    assert by["foil_profit_usd_per_t"] == (737.0, "scenario")
    assert by["foil_share"] == (0.2, "-p")
    assert by["horizon_years"] == (10.0, "default")
    assert set(job.values) == {name for name, (_, who) in by.items() if who != "default"}


def test_the_record_of_a_parameter_contains_its_sentence(sources_folder):
    record = planned_job(sources_folder).resolved["foil_profit_usd_per_t"].record
    text = (sources_folder / "article.txt").read_text(encoding="utf-8")
    figure = record.figure
    assert record.decided_by == "figure"
    assert text[figure.start : figure.end] == figure.text == "$900"
    assert (figure.name, figure.qualifier, figure.source_id) == ("lithium_foil_profit", ">", "article")
    assert figure.sentence in text


def test_a_preset_value_is_recorded_with_its_reason(sources_folder):
    assert planned_job(sources_folder, "low").resolved["foil_profit_usd_per_t"].record.because == "FG25DU"


def test_a_missing_figure_is_an_error_unless_its_parameter_is_set(sources_folder):
    (sources_folder / "article.txt").write_text("Profit per ton is about $20 for copper wire.\n", encoding="utf-8")
    with pytest.raises(NamedFigureError) as caught:
        planned_job(sources_folder)
    assert "lithium_foil_profit" in str(caught.value)
    assert "article:24-27" in str(caught.value)
    assert "-p foil_profit_usd_per_t=VALUE (USD/t)" in str(caught.value)
    assert (
        planned_job(sources_folder, foil_profit_usd_per_t="950", foil_thickness_um="6").values["foil_profit_usd_per_t"]
        == 950
    )


def test_conflicting_values_are_an_error_with_both_places(sources_folder):
    (sources_folder / "other.txt").write_text("Profit per ton of battery foil is now $700.\n", encoding="utf-8")
    with pytest.raises(NamedFigureError, match="foil_profit") as caught:
        planned_job(sources_folder)
    assert "article:" in str(caught.value)
    assert "other:" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"foil_profit_usd_per_tt": "1"}, "did you mean foil_profit_usd_per_t"),
        ({"foil_share": "a lot"}, "foil_share .*'a lot'"),
        ({"foil_share": "2"}, "foil_share .*2.0"),
        ({"unit_profit_source": "eur"}, "unit_profit_source .*usd_printed, cny_round"),
    ],
)
def test_an_invalid_parameter_is_named(sources_folder, given, named):
    with pytest.raises(ParameterError, match=named):
        planned_job(sources_folder, **given)


def test_notebooks_are_found_by_name_number_and_path():
    assert find_notebooks(["20_margin_uplift"]) == find_notebooks([str(MARGIN[0])]) == MARGIN


def test_notebooks_are_ordered_by_number():
    names = [path.stem for path in find_notebooks([])]
    assert names == sorted(names)
    assert names[-1] == "90_briefing"


def test_the_briefing_includes_the_notebooks_that_it_needs():
    assert find_notebooks(["briefing"]) == find_notebooks([])


def test_an_unknown_notebook_gets_a_suggestion():
    with pytest.raises(NotebookError, match=r"margin_uplft.* margin_uplift\b"):
        find_notebooks(["margin_uplft"])


def test_a_custom_notebook_gets_figures_by_parameter_name(make_notebook, sources_folder):
    path = make_notebook("foil_thickness_um: float = 3.5\nmine: int = 1", "mine")
    (job,) = plan([path], read_sources(sources_folder), "base", {"mine": "2"})
    assert job.values == {"foil_thickness_um": 6.0, "mine": 2}


def test_a_given_value_replaces_an_impossible_figure(sources_folder):
    text = "Profit per ton is about $20 for copper wire and $900 for battery foil. The foil is 0 microns thick.\n"
    (sources_folder / "article.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"article:\d+-\d+ \(0 um\): foil_thickness_um .*-p foil_thickness_um"):
        planned_job(sources_folder)
    assert planned_job(sources_folder, foil_thickness_um="6").values["foil_thickness_um"] == 6.0


@pytest.mark.parametrize("name", ["sources", "results_from"])
def test_parameters_set_by_the_run_cannot_be_given(sources_folder, name):
    with pytest.raises(ParameterError, match=name):
        planned_job(sources_folder, **{name: "x"})


def test_two_notebooks_with_the_same_name_are_rejected(make_notebook):
    path = make_notebook("a = 1", name="20_margin_uplift")
    with pytest.raises(NotebookError, match="20_margin_uplift"):
        find_notebooks(["margin_uplift", str(path)])


def test_needed_notebooks_come_first_regardless_of_their_numbers(make_notebook):
    last = make_notebook('results_from: str = "x"  # results of margin_uplift', name="05_needs")
    assert find_notebooks([str(last)]) == [*MARGIN, last]


def test_a_missing_notebook_is_named():
    with pytest.raises(NotebookError, match=r"somewhere/none\.ipynb"):
        find_notebooks(["somewhere/none.ipynb"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"draws": "10"}, "draws .*1024.* 10 "),
        (
            {"hedges": "{'foil_shares': 'about'}"},
            "20_margin_uplift: hedges: .*foil_shares.* foil_share",
        ),
        ({"hedges": "{'foil_share': 'often'}"}, "20_margin_uplift: .*foil_share .*'often'"),
        ({"correlations": "{'foil_share': 0.5}"}, "correlations .*'foil_share'"),
        ({"correlations": "{'foil_share foil': 0.5}"}, "correlations: .*'foil'"),
        ({"correlations": "{'foil_share discount_rate': 2}"}, "foil_share and discount_rate .*2"),
        ({"hedges": "about"}, "hedges .*dict.*'about'"),
    ],
)
def test_invalid_uncertainty_is_rejected_before_a_kernel_starts(sources_folder, given, words):
    with pytest.raises(ParameterError, match=words):
        planned_job(sources_folder, **given)


def test_each_notebook_gets_the_hedges_of_its_own_parameters(sources_folder):
    given = {"hedges": "{'foil_share': 'about', 'base_year': 'uniform 2024 2026'}"}
    more = {
        "cluster_cny_bn": "600",
        "revenue_cny_bn": "1000",
        "cluster_target_cny_bn": "1000",
        "recycled_target_mt": "20",
    }
    more |= {
        "revenue_usd_bn": "140",
        "five_year_increase_cny_bn": "200",
        "value_added_growth": "0.05",
        "output_growth": "0.015",
    }
    both = find_notebooks(["margin_uplift", "growth_scenarios"])
    margin, growth = plan(both, read_sources(sources_folder), "base", given | more)
    assert margin.resolved["hedges"].value == {"foil_share": "about"}
    assert growth.resolved["hedges"].value == {"foil_share": "about", "base_year": "uniform 2024 2026"}
