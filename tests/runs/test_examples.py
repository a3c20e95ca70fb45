"""Examples of functions inside the package: what they return for typical arguments."""

import re

import numpy as np

from analysis.binding.missing_inputs import model_refusal
from analysis.runs.run_comparison import moved
from analysis.runs.sweep_page import _tick, _ticks, small_multiples


def test_examples_of_moved():
    assert moved(0.2, 0.31, "fraction") == "+11 percentage points"
    assert moved(0.01, 0.02, "fraction/year") == "+1 percentage point"
    assert moved(138.5, 137.5, "USD/t") == "-0.722 %"


def test_examples_of_small_multiples():
    columns = {"share": np.array([0.1, 0.2]), "gain": np.array([1.0, 2.0])}
    picture, width = small_multiples(columns, ["share"], {"gain": "USD"}, "2 sets")
    assert picture.count("<polyline") == 1
    assert width == 680


def test_examples_of_ticks():
    assert _ticks(0.05, 0.5) == [0.2, 0.4]
    assert _ticks(3.0, 3.0) == [3.0]


def test_examples_of_model_refusal():
    assert (
        model_refusal(["growth_scenarios"], {"cluster_cny_bn": 600.0, "cluster_target_cny_bn": 500.0})[:47]
        == "cluster_target_cny_bn must be at least cluster_"
    )


def test_a_legend_and_the_last_label_of_an_axis_fit_into_the_picture():
    rates = [0.0, 0.05, 0.1, 0.15, 0.2]
    pairs = [(tonnes, rate) for tonnes in (100_000.0, 400_000.0) for rate in rates]
    columns = {"throughput_t_per_year": np.array([pair[0] for pair in pairs])}
    columns |= {
        "discount_rate": np.array([pair[1] for pair in pairs]),
        "gain": np.arange(10.0),
        "loss": np.arange(10.0),
    }
    results = {"gain": "USD", "loss": "USD"}
    picture, width = small_multiples(columns, ["throughput_t_per_year", "discount_rate"], results, "10 sets")
    for x, words in re.findall(r'<text x="([\d.]+)"[^>]*>(discount rate [^<]*)<', picture):
        assert float(x) + 6 * len(words) <= width
    assert len(re.findall("discount rate", picture)) == len(rates)
    shift = max(float(x) for x in re.findall(r"translate\((\d+),", picture))
    last = max(float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*middle[^>]*>400,000<', picture))
    assert shift + last + 3 * len("400,000") <= width


def test_the_title_of_each_chart_of_a_sweep_fits_above_it_and_amounts_are_in_millions():
    results = {"breakeven_capex_usd_per_t_year": "USD/(t/year)", "annual_uplift_usd": "USD/year"}
    columns = {"foil_share": np.array([0.1, 0.2]), **dict.fromkeys(results, np.array([2e6, 9e6]))}
    picture, _ = small_multiples(columns, ["foil_share"], results, "2 sets")
    titles = re.findall(r'<text x="74.0" y="([\d.]+)" font-size="11">([^<]*)<', picture)
    assert all(6 * len(line) <= 330 - 74 for _, line in titles)
    assert " ".join(line for _, line in titles) == (
        "Capital cost at break-even (USD per tonne of yearly capacity) Additional profit in a year (million USD a year)"
    )
    assert all(0 < float(y) < 40 for y, _ in titles)
    assert ">8<" in picture


def test_only_years_have_no_separator_on_the_axes_of_a_sweep():
    assert _tick(2030.0, 2026.0, 2031.0) == "2030"
    assert [_tick(value, 8500.0, 10_500.0) for value in (9000.0, 10_000.0)] == ["9,000", "10,000"]


def test_lines_of_a_sweep_that_coincide_are_labelled_together():
    pairs = [(share, rate) for rate in (0.05, 0.1, 0.2) for share in (0.1, 0.2)]
    columns = {"foil_share": np.array([pair[0] for pair in pairs]), "discount_rate": np.array([p[1] for p in pairs])}
    columns["payback_years"] = np.array([4.0, 5.0, 4.0, 5.0, 6.0, 7.0])
    picture, _ = small_multiples(columns, ["foil_share", "discount_rate"], {"payback_years": "year"}, "6 sets")
    assert re.findall(r">([^<]* and [^<]*)<", picture) == ["5 % a year and 10 % a year"]
