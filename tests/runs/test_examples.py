"""Examples of functions inside the package: what they return for typical arguments."""

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
    assert width == 660


def test_examples_of_ticks():
    assert _ticks(0.05, 0.5) == [0.2, 0.4]
    assert _ticks(3.0, 3.0) == [3.0]


def test_examples_of_model_refusal():
    assert (
        model_refusal(["growth_scenarios"], {"cluster_cny_bn": 600.0, "cluster_target_cny_bn": 500.0})[:47]
        == "cluster_target_cny_bn must be at least cluster_"
    )
