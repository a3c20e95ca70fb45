"""Examples of functions inside the package: what they return for typical arguments."""

import math

from analysis.explorer.panel import _rounded, change


def test_examples_of_rounded():
    assert _rounded(7.142857142857) == 7.143
    assert _rounded(12092.41) == 12092.0
    assert _rounded(0.0) == 0.0
    assert _rounded(0.012346) == 0.01235


def test_examples_of_change():
    assert change(110.0, 100.0, "USD/t") == "+10 %"
    assert change(12.0, 10.0, "%") == "+2 points"
    assert change(1.0, 1.0, "USD") == ""
    assert change(math.inf, 7.0, "years") == "now never"
    assert change(7.0, math.inf, "years") == "was never"
    assert change(3.0, 0.0, "USD") == "+3 USD"
