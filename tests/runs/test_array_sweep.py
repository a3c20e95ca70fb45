"""A sweep of a model calls it with arrays and gives the same table as executed notebooks."""

import csv
import json
import math
import shutil
import sys
from itertools import pairwise

import numpy as np
import pytest
from lxml import html

from analysis.core.errors import NamedFigureError, ParameterError
from analysis.core.paths import project_folder
from analysis.models import MODELS
from analysis.runs import array_sweep
from analysis.runs.array_sweep import why_notebooks
from analysis.runs.parameter_sets import ParameterSet, ParameterSets, Sample, parameter_sets
from analysis.runs.progress import Progress
from analysis.runs.sweep import sweep

from ..notebook.test_same_place import ARTICLE, COMPARING
from ..report.visible_text import machine_words

SEEDS = project_folder() / "seeds"


class MessageLog(Progress):
    def __init__(self):
        super().__init__(each=False)
        self.lines = []

    def say(self, text):
        self.lines.append(text)


def start(notebook, sets, out, progress=None, sources=SEEDS, **more):
    found = sets if isinstance(sets, ParameterSets) else parameter_sets(sets)
    return sweep(str(notebook), found, sources=sources, out=str(out), progress=progress or MessageLog(), **more)


def rows(out):
    with open(out / "results.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else math.nan


def test_one_row_per_set_with_the_results_of_the_model(tmp_path):
    swept = start("margin_uplift", {"foil_share": "0.1:0.5:3", "discount_rate": "0.05,0.1"}, tmp_path / "out")
    assert (swept.sets, dict(swept.counts), swept.cached, swept.status) == (6, {"ok": 6}, 0, "ok")
    table = rows(tmp_path / "out")
    assert [(float(row["foil_share"]), float(row["discount_rate"])) for row in table] == [
        (share, rate) for share in (0.1, 0.3, 0.5) for rate in (0.05, 0.1)
    ]
    for row in table:
        given = {name: float(row[name]) for name in ("foil_share", "discount_rate")}
        found = MODELS["margin_uplift"](**given)
        assert float(row["discounted_payback_years"]) == pytest.approx(found.discounted_payback_years, rel=1e-12)
    assert list(table[0])[-4:] == ["status", "seconds", "identity", "error"]
    assert not (tmp_path / "out" / "sets").exists()
    record = json.loads((tmp_path / "out" / "sweep.json").read_text(encoding="utf-8"))
    assert (record["computed"], record["varied"]) == ("margin_uplift", ["foil_share", "discount_rate"])
    assert record["units"]["annual_uplift_usd"] == "USD/year"


def test_a_swept_parameter_is_not_drawn_once_more_as_a_result(tmp_path):
    start("margin_uplift", {"discount_rate": "0.05,0.08,0.1"}, tmp_path / "out")
    assert "discount_rate_result" in rows(tmp_path / "out")[0]
    page = html.parse(str(tmp_path / "out" / "index.html"))
    (words,) = page.xpath("//img/@alt[starts-with(., 'Results against')]")
    assert "discount rate result" not in words
    assert not any("result" in head.text_content() for head in page.iter("th"))


def test_the_table_equals_the_table_of_executed_notebooks(tmp_path, without_kernels):
    sets = parameter_sets({"rare_earth_reserves_mt": "50,55"}, presets=["high"])
    start("rare_earths", sets, tmp_path / "arrays")
    start("rare_earths", sets, tmp_path / "notebooks", notebooks=True, charts=False)
    ours, theirs = rows(tmp_path / "arrays"), rows(tmp_path / "notebooks")
    assert [list(row) for row in ours] == [list(row) for row in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        for name in mine.keys() - {"seconds", "identity"}:
            assert mine[name] == other[name] or float(mine[name]) == pytest.approx(float(other[name]), rel=1e-11), name


def test_a_result_that_would_compare_two_places_is_left_out_with_the_reason(tmp_path):
    (tmp_path / "article.md").write_text(ARTICLE.format(place="Yunnan"), encoding="utf-8")
    sets, log = parameter_sets({"output_growth": "0.03,0.04"}), MessageLog()
    start("growth_scenarios", sets, tmp_path / "out", log, tmp_path)
    compared = COMPARING - {"value_added_over_output_growth"}  # the sweep sets the growth of output for this place
    assert all(not row[name] for row in rows(tmp_path / "out") for name in compared)
    assert all(row["value_added_over_output_growth"] for row in rows(tmp_path / "out"))
    assert {line.partition(" is left out")[0].lower() for line in log.lines if "left out" in line} == {
        name.replace("_", " ") for name in compared
    }


def test_a_rejected_set_is_a_failed_row_and_does_not_stop_the_others(tmp_path):
    out = tmp_path / "out"
    swept = start("growth_scenarios", {"cluster_target_cny_bn": "1000,500", "base_year": "2025,2027"}, out)
    assert dict(swept.counts) == {"ok": 1, "failed": 3}
    table = rows(out)
    assert [row["status"] for row in table] == ["ok", "failed", "failed", "failed"]
    assert all(words in table[1]["error"] for words in ("target_year", "base_year", "2027"))
    assert all(words in table[2]["error"] for words in ("cluster_target_cny_bn", "500"))
    assert table[1]["required_growth"] == ""
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Sets that failed" in page
    assert "notebook of set" not in page


def test_words_and_missing_values_are_swept(tmp_path):
    given = {"cost_scope": "conversion,annual_total", "productivity_reading": "throughput,labour", "capex_usd": "0,1e7"}
    start("automation_effects", given, tmp_path / "out")
    found = {
        (row["cost_scope"], row["productivity_reading"], float(row["capex_usd"])): row for row in rows(tmp_path / "out")
    }
    assert len(found) == 8
    for (scope, reading, capex), row in found.items():
        if (scope, reading) == ("annual_total", "labour"):
            assert row["status"] == "failed"
            continue
        one = MODELS["automation_effects"](cost_scope=scope, productivity_reading=reading, capex_usd=capex)
        assert number(row["npv_usd"]) == pytest.approx(one.npv_usd)
        assert number(row["irr"]) == pytest.approx(one.irr if math.isfinite(one.irr) else math.nan, nan_ok=True)
    start("growth_scenarios", {"growth_per_year": "none,0.1"}, tmp_path / "growth")
    growths = [float(row["assumed_growth"]) for row in rows(tmp_path / "growth")]
    assert growths == pytest.approx([MODELS["growth_scenarios"]().historic_growth, 0.1])


def test_rows_of_a_file_are_combined_with_a_sample(tmp_path):
    starts = [
        ParameterSet("low", {"foil_share": "0.2"}),
        ParameterSet("base", {}),
        ParameterSet("base", {"foil_share": "0.4"}),
    ]
    sets = parameter_sets({"tonnage_t_per_year": "1e5..2e5"}, rows=starts, sample=Sample("sobol", 4, seed=1))
    start("margin_uplift", sets, tmp_path / "out")
    table = rows(tmp_path / "out")
    assert [row["preset"] for row in table] == ["low"] * 4 + ["base"] * 8
    shares = [float(row["foil_share"]) for row in table]
    assert (shares[0], shares[4], shares[8]) == (0.2, 0.1, 0.4)
    for row, item in zip(table, sets, strict=True):
        assert float(row["tonnage_t_per_year"]) == pytest.approx(item.values["tonnage_t_per_year"], rel=1e-12)


def test_the_table_does_not_depend_on_the_chunk_size(tmp_path, monkeypatch):
    given = {"foil_share": "0:1:50", "unit_profit_source": "usd_printed,cny_round"}
    start("margin_uplift", given, tmp_path / "whole")
    monkeypatch.setattr(array_sweep, "PART", 7)
    start("margin_uplift", given, tmp_path / "parts")
    whole, parts = rows(tmp_path / "whole"), rows(tmp_path / "parts")
    assert [row | {"seconds": ""} for row in whole] == [row | {"seconds": ""} for row in parts]
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(tmp_path / "parts" / "results.parquet")
    assert table.column_names == list(whole[0])
    assert table.column("annual_uplift_usd").to_pylist() == [float(row["annual_uplift_usd"]) for row in whole]
    assert table.column("error").null_count == 100


def test_the_page_of_many_sets_is_small_and_says_what_it_shows(tmp_path):
    start("margin_uplift", {"foil_share": "0:1:100", "discount_rate": "0.01:0.2:100"}, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "The charts show 1,000 of the 10,000 sets of this sweep, drawn at random" in page
    assert "The first 500 of 10000 sets" in page
    assert (
        "additional profit in a year USD 0 to 138 million a year" in page
    )  # the ends of all sets, also of those not drawn
    assert len(page) < 1_000_000


def test_the_page_speaks_in_labels_and_units_of_a_reader(tmp_path):
    given = {"growth_per_year": "-0.9,0.1", "volatility": "0.01,0.1", "target_year": "2027,2030"}
    start("growth_scenarios", given, tmp_path / "out")
    page = html.parse(str(tmp_path / "out" / "index.html"))
    rows = [[cell.text_content() for cell in row] for row in page.iter("tr")]
    first = dict(zip(*rows[:2], strict=True))
    assert first["Growth of the cluster (% a year)"] == first["Assumed growth (% a year)"] == "−90"
    assert (first["Volatility (% per √year)"], first["Target year"]) == ("1", "2027")
    assert "almost 0" in {cell for row in rows for cell in row}
    assert not machine_words(page)


def test_without_pyarrow_only_csv_is_written(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(array_sweep, "PART", 2)
    start("rare_earths", {"rare_earth_reserves_mt": "50,55,60"}, tmp_path / "out")
    assert [float(row["implied_world_reserves_mt"]) for row in rows(tmp_path / "out")] == [125, 137.5, 150]
    assert not (tmp_path / "out" / "results.parquet").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"foil_share": "0.1,7"}, r"set 2: 20_margin_uplift: foil_share .*7"),
        ({"foil_share": "7,0.1"}, r"set 1: 20_margin_uplift: foil_share .*7"),
        ({"foil_share": "0.1", "discount_rate": "0.1,-2,0.2"}, r"set 2: 20_margin_uplift: discount_rate .*-2"),
        ({"foil_share": "0.5:1.5:9"}, r"set 6: .*\n(.*\n)*set 9: "),
        ({"foil_share": "2:9:8"}, "and 3 more values"),
        ({"foil_share": "wide,0.1"}, r"set 1: 20_margin_uplift: foil_share.*'wide'"),
        ({"unit_profit_source": "usd_printed,eur"}, "set 2: 20_margin_uplift: unit_profit_source .*'eur'"),
        ({"foil_shares": "0.1,0.2"}, r"foil_shares.* foil_share\b"),
    ],
)
def test_all_values_are_validated_before_anything_is_written(tmp_path, given, words):
    with pytest.raises(ParameterError, match=words):
        start("margin_uplift", given, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("notebook", "names", "reason"),
    [
        ("10_figures", [], "10_figures"),
        ("60_verification", ["milestone_base_year"], "60_verification"),
        ("40_growth_scenarios", ["foil_share"], "foil_share"),
        ("20_margin_uplift", ["foil_share", "seed"], "seed"),
        ("20_margin_uplift", ["foil_share"], ""),
    ],
)
def test_the_reason_for_executing_the_notebook_is_given(notebook, names, reason):
    path = project_folder() / "notebooks" / f"{notebook}.ipynb"
    found = why_notebooks(path, ParameterSets([ParameterSet("base", dict.fromkeys(names, "1"))]))
    assert (bool(found), reason in found) == (bool(reason), True)


@pytest.mark.parametrize(
    ("changes", "given", "reason"),
    [
        ([('"implied_world_reserves_mt"', '"implied_reserves_mt"')], {}, "stored in 50_rare_earths"),
        ([('"value": 137.5', '"value": 137.6')], {}, "stored in 50_rare_earths"),
        (
            [("rare_earth_reserves_mt: float = 55.0", "rare_earth_reserves_mt: float = 54.0")],
            {},
            "stored in 50_rare_earths",
        ),
        (
            [('"model:rare_earths"', '"own"'), ("rare_earth_reserve_share: float", "rare_earth_share: float")],
            {},
            "parameters of rare_earths",
        ),
    ],
)
def test_a_notebook_with_different_stored_results_is_executed(tmp_path, monkeypatch, changes, given, reason):
    text = (project_folder() / "notebooks" / "50_rare_earths.ipynb").read_text(encoding="utf-8")
    path = tmp_path / "50_rare_earths.ipynb"
    for old, new in changes:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")

    def execute(*_, **__):
        raise RuntimeError("executed")

    monkeypatch.setattr("analysis.runs.sweep._execute", execute)
    log = MessageLog()
    with pytest.raises(RuntimeError, match="executed"):
        start(path, {"rare_earth_reserves_mt": "50,55"} | given, tmp_path / "out", log)
    assert any("executing the notebook" in text and reason in text for text in log.lines), log.lines


def test_a_copy_of_the_notebook_is_swept_with_arrays_too(tmp_path):
    path = tmp_path / "50_rare_earths.ipynb"
    shutil.copy(project_folder() / "notebooks" / "50_rare_earths.ipynb", path)
    log = MessageLog()
    start(path, {"rare_earth_reserves_mt": "50,55"}, tmp_path / "out", log)
    assert log.lines == []
    assert not (tmp_path / "out" / "sets").exists()


def test_parameter_sets_are_created_on_access():
    sets = parameter_sets({"a": "1,2", "b": "x,y"}, presets=["low", "high"])
    assert len(sets) == 8
    assert sets[5] == ParameterSet("high", {"a": "1", "b": "y"})
    assert sets[-1] == sets[7] == list(sets)[-1]
    with pytest.raises(IndexError):
        sets[8]
    million = parameter_sets({"a": "0:1:1000", "b": "0:1:1000"})
    assert million[999_999].values == {"a": 1.0, "b": 1.0}
    for name, column in (("a", 1000), ("b", 1)):
        steps = [million[place * column].values[name] for place in range(1000)]
        assert all(first < second for first, second in pairwise(steps))
    assert np.isclose(million[1001].values["b"], 1 / 999)


def test_a_result_without_a_value_in_any_set_is_no_column(tmp_path):
    start("automation_effects", {"throughput_t_per_year": "100000,200000", "productivity_gain": "0"}, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "labour share, by productivity alone undefined" in page
    assert "Labour share, by productivity alone (%)" not in page


AUTOMATED = "Robots came in 2026. Since then costs have fallen by 8 percent and productivity has risen by 24 percent."


@pytest.mark.parametrize("notebooks", [False, True])
def test_what_the_sources_leave_out_is_assumed_as_in_a_run(tmp_path, notebooks, without_kernels):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(AUTOMATED, encoding="utf-8")
    progress, out = MessageLog(), tmp_path / "out"
    given = {"horizon_years": "5,10"}
    start("automation_effects", given, out, progress, tmp_path / "articles", notebooks=notebooks, charts=False)
    assert progress.lines[-1] == "assumed in automation_effects: energy cut"
    assert json.loads((out / "sweep.json").read_text(encoding="utf-8"))["assumed"] == ["energy cut"]
    assert "Assumed, since no figure of the sources fits: energy cut." in (out / "index.html").read_text("utf-8")
    (tmp_path / "articles" / "a.txt").write_text("Productivity has risen by 24 percent since robots run the hall.")
    with pytest.raises(NamedFigureError, match="automation_cost_cut"):
        start("automation_effects", given, tmp_path / "other", progress, tmp_path / "articles")
