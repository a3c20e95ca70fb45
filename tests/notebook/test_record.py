"""Results go into a notebook's outputs and come back from there, by name, with unit and order."""

import json
import math

import pytest

from analysis.core.errors import NotebookError
from analysis.models import rare_earths
from analysis.notebook.record import read_results, record, results_in


@pytest.fixture
def recorded(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data))
    return shown


def write(path, *outputs):
    cells = [{"cell_type": "code", "metadata": {}, "source": "", "outputs": [{"data": data}]} for data in outputs]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_an_outcome_comes_back_with_values_units_and_order(recorded, tmp_path):
    record(rare_earths())
    found = results_in(write(tmp_path / "a.ipynb", *recorded))
    assert list(found) == [
        "implied_world_reserves_mt",
        "implied_world_reserves_low_mt",
        "implied_world_reserves_high_mt",
    ]
    total = found["implied_world_reserves_mt"]
    assert (total["value"], total["unit"]) == (137.5, "Mt")
    assert total["inputs"] == ["rare_earth_reserves_mt", "rare_earth_reserve_share"]
    assert found["implied_world_reserves_high_mt"]["value"] == pytest.approx(57.5 / 0.35, rel=1e-11)


def test_a_single_result_keeps_its_range(recorded, tmp_path):
    record("uplift", 1385.0, "USD/t", ranges={"uplift": {"low": 1200, "high": 1600}})
    found = results_in(write(tmp_path / "a.ipynb", *recorded))
    assert found == {"uplift": {"value": 1385.0, "unit": "USD/t", "low": 1200, "high": 1600}}


@pytest.mark.parametrize(
    ("value", "stored"),
    [(0.1 + 0.2, 0.3), (math.inf, "never"), (math.nan, None), ({"a": 1, "b": 2}, {"a": 1, "b": 2}), (7, 7)],
)
def test_stored_records_are_the_same_json_on_every_machine(recorded, tmp_path, value, stored):
    record("x", value, "count")
    assert results_in(write(tmp_path / "a.ipynb", *recorded))["x"]["value"] == stored


def test_a_name_recorded_twice_is_an_error(recorded, tmp_path):
    record("x", 1, "count")
    record("x", 2, "count")
    with pytest.raises(NotebookError, match=r"a\.ipynb records x twice"):
        results_in(write(tmp_path / "a.ipynb", *recorded))


def test_a_missing_result_names_notebook_and_result(recorded, tmp_path):
    record("x", 1.5, "multiple")
    write(tmp_path / "a.ipynb", *recorded)
    results = read_results(str(tmp_path))
    assert str(results.quote("a", "x")) == "1.5"
    with pytest.raises(NotebookError, match=r"a in .* recorded no y, but x\b"):
        results.value("a", "y")
    with pytest.raises(NotebookError, match=r"b in .* recorded no x, but nothing"):
        results.value("b", "x")


def test_a_notebook_that_reads_results_is_not_among_them(recorded, tmp_path):
    record("x", 1, "count")
    write(tmp_path / "a.ipynb", *recorded)
    reader = json.loads(write(tmp_path / "b.ipynb", *recorded).read_text(encoding="utf-8"))
    assert list(read_results(str(tmp_path))) == ["a", "b"]
    reader["cells"].append(
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["results_from = '.'"], "outputs": []}
    )
    (tmp_path / "b.ipynb").write_text(json.dumps(reader), encoding="utf-8")
    assert list(read_results(str(tmp_path))) == ["a"]


def test_numbers_in_sentences_have_units(recorded, tmp_path):
    record("uplift", 1385.0, "USD/t")
    record("growth", 0.2909944, "fraction/year")
    write(tmp_path / "a.ipynb", *recorded)
    results = read_results(str(tmp_path))
    assert str(results.quote("a", "uplift")) == "USD 1,385 per tonne"
    assert str(results.quote("a", "growth", 3, percent=True)) == "29.1 %"
