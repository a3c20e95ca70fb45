"""Presets give their stored results; differences are named with old, new and change."""

import shutil

import pytest

from analysis.cli import main
from analysis.core.errors import AnalysisError, NotebookError
from analysis.runs.preset_results import (
    accept_results,
    compare_results,
    read_table,
    scenario_notebooks,
    scenario_results,
    stored_table,
    table_of,
)
from analysis.runs.run_comparison import Change, as_table

NOTEBOOKS = scenario_notebooks()
RESULTS = {
    ("uplift", "USD/t"): {"low": 722.0, "base": 1385.0, "high": 1585.0},
    ("payback", "year"): {"low": "never", "base": 7.220216606498195, "high": None},
}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_preset_gives_its_stored_results(notebook):
    changes = compare_results(notebook.stem, read_table(stored_table(notebook)), scenario_results(notebook, workers=2))
    assert not changes, f"{as_table(changes)}\nwhere this is wanted: analysis accept --scenarios {notebook.stem}"


def test_a_notebook_that_records_something_else_is_executed(monkeypatch):
    executed = []
    monkeypatch.setattr("analysis.runs.preset_results.why_stored", lambda job: "it differs")
    monkeypatch.setattr(
        "analysis.runs.preset_results.execute_jobs", lambda *args, **kwargs: executed.append(args) or []
    )
    with pytest.raises(ValueError, match="zip"):  # nothing came back
        scenario_results(NOTEBOOKS[0])
    assert executed


def test_exactly_the_notebooks_with_presets_have_stored_results():
    folder = stored_table(NOTEBOOKS[0]).parent
    assert sorted(path.stem for path in folder.glob("*.csv")) == [path.stem for path in NOTEBOOKS]
    with pytest.raises(NotebookError, match="figures"):
        scenario_notebooks(["figures"])


def test_a_table_survives_a_round_trip(tmp_path):
    accept_results(tmp_path / "x.csv", RESULTS)
    stored = read_table(tmp_path / "x.csv")
    assert compare_results("n", stored, RESULTS) == []
    assert table_of(RESULTS).splitlines() == [
        "result,unit,low,base,high", "uplift,USD/t,722,1385,1585", "payback,year,never,7.2202166065,",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "preset", "value", "change"),
    [
        (("uplift", "USD/t"), "base", 1385.0 * (1 + 2e-6), ("base", "uplift", 1385.0, 1385.00277, "USD/t")),
        (("uplift", "USD/t"), "base", 1385.0 * (1 + 5e-7), None),
        (("payback", "year"), "low", 80.0, ("low", "payback", "never", 80.0, "year")),
        (("payback", "year"), "high", 1.0, ("high", "payback", None, 1.0, "year")),
        (("uplift", "USD/t"), "lowest", 1.0, ("lowest", "uplift", None, 1.0, "USD/t")),
        (("uplift", "CNY/t"), "base", 1385.0, ("base", "uplift", None, 1385.0, "CNY/t")),
    ],
)
def test_a_change_names_preset_result_old_and_new_value(key, preset, value, change):
    fresh = {name: dict(found) for name, found in RESULTS.items()}
    fresh.setdefault(key, {})[preset] = value
    expected = [] if change is None else [Change("result", f"n, {change[0]}", *change[1:])]
    assert compare_results("n", RESULTS, fresh) == expected


def test_a_missing_result_is_named():
    fresh = {("uplift", "USD/t"): RESULTS["uplift", "USD/t"]}
    assert compare_results("n", RESULTS, fresh) == [
        Change("result", "n, low", "payback", "never", None, "year"),
        Change("result", "n, base", "payback", pytest.approx(7.220216606), None, "year"),
    ]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "result,unit,low\nuplift,USD/t\n", ""])
def test_a_malformed_table_is_rejected(tmp_path, text):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"x\.csv"):
        read_table(tmp_path / "x.csv")
    assert read_table(tmp_path / "none.csv") == {}


def test_check_shows_a_change_and_accept_stores_it(monkeypatch, tmp_path, capsys):
    folder = tmp_path / "scenarios"
    shutil.copytree(stored_table(NOTEBOOKS[0]).parent, folder)
    name = "50_rare_earths"
    table = folder / f"{name}.csv"
    good = table.read_text(encoding="utf-8")
    table.write_text(good.replace("137.5", "140"), encoding="utf-8")
    monkeypatch.setattr("analysis.runs.preset_results.FOLDER", folder)
    assert main(["check", "--scenarios", name]) == 1
    shown = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["result", f"{name},", "base", "implied_world_reserves_mt", "140", "137.5", "Mt", "-1.79", "%"] in shown
    assert main(["accept", "--scenarios", name]) == 2  # no terminal to ask on
    assert main(["accept", "--scenarios", "--yes", name]) == 0
    assert table.read_text(encoding="utf-8") == good
    assert main(["check", "--scenarios", name]) == 0
