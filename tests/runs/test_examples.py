"""Examples of functions inside the package: what they return for typical arguments."""

import re

import numpy as np

from analysis.runs.run_comparison import moved
from analysis.runs.sweep_page import _ticks, small_multiples
from analysis.runs.unanswered import model_refusal


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
