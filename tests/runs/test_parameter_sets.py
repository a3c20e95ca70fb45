"""Parameter sets: values, steps, ranges, presets, rows of a file, and invalid ones."""

import numpy as np
import pytest

from analysis.core.errors import AnalysisError, ParameterError
from analysis.runs.parameter_sets import ParameterSet, Sample, parameter_sets, read_sets


def values(given, **more):
    return [dict(item.values) for item in parameter_sets(given, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1", ["0.1"]),
        ("low,high", ["low", "high"]),
        ("1, 2,3", ["1", "2", "3"]),
        ("0:1:3", [0.0, 0.5, 1.0]),
        ("0.1:0.3:3", [0.1, 0.2, 0.3]),  # and not 0.30000000000000004
        ("1e-3:-1:2", [0.001, -1.0]),
        ("{'a': 'over, 5'}", ["{'a': 'over, 5'}"]),
        ("[1, 2]", ["[1, 2]"]),
    ],
)
def test_a_value_is_single_or_a_list(text, expected):
    assert values({"x": text}) == [{"x": value} for value in expected]


def test_a_grid_has_every_combination_and_the_last_parameter_varies_fastest():
    assert values({"a": "1,2", "b": "x,y"}) == [
        {"a": "1", "b": "x"}, {"a": "1", "b": "y"}, {"a": "2", "b": "x"}, {"a": "2", "b": "y"},
    ]  # fmt: skip
    presets = [item.preset for item in parameter_sets({"a": "1,2"}, presets=["low", "high"])]
    assert presets == ["low", "low", "high", "high"]


@pytest.mark.parametrize("method", ["latin", "sobol"])
def test_a_sample_covers_its_ranges_evenly_and_depends_only_on_the_seed(method):
    given, sample = {"a": "0..1", "b": "-2..2", "c": "7"}, Sample(method, 16, seed=3)
    found = values(given, sample=sample)
    assert found == values(given, sample=sample)
    assert found != values(given, sample=Sample(method, 16, seed=4))
    assert {point["c"] for point in found} == {"7"}
    for name, low, width in (("a", 0.0, 1.0), ("b", -2.0, 4.0)):  # one point in each sixteenth of each range
        slots = np.floor((np.array([point[name] for point in found]) - low) / width * 16)
        assert sorted(slots) == list(range(16))


@pytest.mark.parametrize(
    ("given", "more", "words"),
    [
        ({"a": "1,,2"}, {}, "a=1,,2"),
        ({"a": "0:1:1"}, {}, "a=0:1:1"),
        ({"a": "0:1"}, {}, "a=0:1: steps need a number of values.*0:1:5"),
        ({"a": "0..1"}, {}, "-p a .*--sample"),
        ({"a": "1..0"}, {"sample": Sample("latin", 4)}, r"a=1\.\.0"),
        ({"a": "1"}, {"sample": Sample("latin", 4)}, "--sample"),
        ({"a": "0..1"}, {"sample": Sample("sobol", 12)}, "a power of two"),
        ({"a": "0:1:2000", "b": "0:1:2000"}, {}, "4,000,000 sets"),
        ({"a": "1"}, {"rows": [ParameterSet("base", {"a": "2"})]}, "a is given .*file"),
        ({}, {"rows": [ParameterSet("low", {})], "presets": ["high"]}, "--presets .*low"),
    ],
)
def test_an_invalid_combination_is_named(given, more, words):
    with pytest.raises(ParameterError, match=words):
        parameter_sets(given, **more)


def test_sets_from_a_file(tmp_path):
    path = tmp_path / "sets.csv"
    path.write_text("﻿preset,growth, share\nlow,0.1,\n\n,0.2,0.5\n", encoding="utf-8")
    assert read_sets(path) == [
        ParameterSet("low", {"growth": "0.1"}),
        ParameterSet("base", {"growth": "0.2", "share": "0.5"}),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: "),
        ("a,b c\n1,2\n", "line 1: .*'b c'"),
        ("a,a\n1,2\n", "line 1: .*column"),
        ("a,b\n1\n", "line 2: .*2 columns"),
        ("a\n", "rows"),
    ],
)
def test_an_invalid_file_is_named_with_its_line(tmp_path, text, words):
    path = tmp_path / "sets.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=f"sets.csv.*{words}"):
        read_sets(path)


def test_an_unreadable_file_is_named(tmp_path):
    with pytest.raises(AnalysisError, match=r"none\.csv"):
        read_sets(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes(b"a\n\xff\n")
    with pytest.raises(AnalysisError, match="byte 2"):
        read_sets(tmp_path / "bad.csv")
