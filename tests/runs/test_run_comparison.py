"""Changes between two runs, and finding, listing and pruning the runs of a folder."""

import json
import os
import re

import pytest

from analysis.core.errors import AnalysisError
from analysis.runs.answer_changes import answer_changes, answers_text
from analysis.runs.run_comparison import Change, as_table, changes_in_words, compare_runs
from analysis.runs.run_history import find_run, past_runs, prune, same_run


@pytest.fixture
def make_run(tmp_path):
    """Write the records of a run and read it back."""

    def make(name, results, *, status="ok", parameters=None, sources=None, notebook_status="ok", **more):
        folder = tmp_path / name
        folder.mkdir()
        decided = {
            key: value if isinstance(value, dict) and "decided_by" in value else {"value": value}
            for key, value in (parameters or {}).items()
        }
        (folder / "index.html").write_text("the first page", encoding="utf-8")
        record = {
            "run_id": name,
            "status": status,
            "started": f"{name[:10]} 00:00:00 UTC",
            "sources": [{"source_id": key, "sha256": value} for key, value in (sources or {}).items()],
            "notebooks": [
                {"notebook": "20_margin", "title": "Margin?", "status": notebook_status, "parameters": decided}
            ],
            **more,
        }
        (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
        (folder / "results.json").write_text(json.dumps({"20_margin": results}), encoding="utf-8")
        return next(run for run in past_runs(tmp_path) if run.run_id == name)

    return make


def value(number, unit="USD/t"):
    return {"value": number, "unit": unit}


def card(number):
    """The results of a question whose first page shows a number."""
    return {
        "uplift": value(number),
        "card_number": {"value": f"USD {number:g} per tonne", "unit": "card", "quotes": [[0, 9, "uplift"]]},
        "card_answer": {"value": f"Foil earns USD {number:g} more.", "unit": "card", "quotes": []},
    }


def figure(low, source="000", start=5):
    """A parameter that a figure of a source decides."""
    place = {"source_id": source, "start": start, "end": start + 4, "low": low, "high": low, "unit": "USD/t"}
    figure = place | {"qualifier": "=", "name": "lithium_foil_profit", "as_text": f"{low:g} USD/t"}
    return {"value": low, "decided_by": "figure", "figure": figure}


def test_every_kind_of_change_has_old_new_and_difference(make_run):
    old = make_run(
        "2026-01-01_a",
        {"uplift": value(1385.0), "gone": value(1.0), "same": value(2.0), "table": value({"a": 1, "b": 2}, "table")},
        parameters={"share": 0.1, "results_from": "a"},
        sources={"000": "abc", "001": "def"},
    )
    new = make_run(
        "2026-01-02_b",
        {"uplift": value(1108.0), "same": value(2.0 + 1e-12), "new": value("never", "year"),
         "table": value({"a": 1, "b": 3}, "table")},
        parameters={"share": 0.2, "results_from": "b"},
        sources={"000": "xyz"},
        notebook_status="failed",
    )  # fmt: skip
    assert compare_runs(old, new) == [
        Change("status", "20_margin", "status", "ok", "failed"),
        Change("source", "000", "article", "abc", "xyz"),
        Change("source", "001", "article", "def", None),
        Change("parameter", "20_margin", "share", 0.1, 0.2),
        Change("result", "20_margin", "uplift", 1385.0, 1108.0, "USD/t"),
        Change("result", "20_margin", "new", None, "never", "year"),
        Change("result", "20_margin", "table, b", 2, 3),
        Change("result", "20_margin", "gone", 1.0, None, "USD/t"),
    ]
    assert compare_runs(new, new) == []


def test_a_question_that_is_answered_at_last_is_one_change(make_run):
    old = make_run("2026-01-01_a", {}, notebook_status="unanswered")
    new = make_run("2026-01-02_a", {"uplift": value(1385.0)}, parameters={"share": 0.1})
    assert compare_runs(old, new) == [Change("status", "20_margin", "status", "unanswered", "ok")]


def test_a_changed_answer_names_the_figure_and_parameter_that_caused_it(make_run):
    old = make_run("2026-01-01_a", card(100.0), parameters={"foil_profit_usd_per_t": figure(115.0), "share": 0.1})
    new = make_run(
        "2026-01-02_a", card(150.0), parameters={"foil_profit_usd_per_t": figure(165.0, "001"), "share": 0.2}
    )
    (answer,) = answer_changes(old, new)
    assert (answer.before, answer.after) == ("USD 100 per tonne", "USD 150 per tonne")
    assert (answer.title, answer.by) == ("Margin?", "+50 %")
    by_figure, by_parameter = answer.causes
    assert (by_figure.kind, by_figure.address) == ("figure", "sources/001.html#f5-9")
    assert "165 USD/t" in by_figure.words
    assert "115 USD/t in 000" in by_figure.words
    assert (by_parameter.kind, by_parameter.words) == ("parameter", "share 0.2, formerly 0.1")
    assert "+50 %" in answers_text([answer])
    assert answer_changes(new, new) == []


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("-p", "share 0.1, its default, formerly 0.2"),
        ("scenario", "share 0.1, its default, formerly 0.2"),
        ("default", "the default of share is 0.1, formerly 0.2"),
    ],
)
def test_a_default_that_holds_again_is_not_called_a_new_one(make_run, held, words):
    old = make_run("2026-01-01_a", card(100.0), parameters={"share": {"value": 0.2, "decided_by": held}})
    new = make_run("2026-01-02_a", card(150.0), parameters={"share": {"value": 0.1, "decided_by": "default"}})
    (answer,) = answer_changes(old, new)
    assert [cause.words for cause in answer.causes] == [words]


def test_a_chance_moves_in_percentage_points_of_the_mean_that_is_shown(make_run):
    def chance(mean):
        quoted = {"value": 0.01, "unit": "fraction", "chance": True, "mean": mean}
        number = {"value": f"{100 * mean:g} % chance", "unit": "card", "quotes": [[0, 4, "odds"]]}
        return {"odds": quoted, "card_number": number}

    runs = [make_run(f"2026-01-0{day}_a", chance(mean)) for day, mean in ((1, 0.30), (2, 0.41))]
    (answer,) = answer_changes(*runs)
    assert answer.by == "+11 percentage points"


def test_an_unchanged_number_with_a_changed_range_is_not_listed_separately(make_run):
    ranges = [{"card_range": {"value": words, "unit": "card", "quotes": []}} for words in ("1 to 2", "1 to 3")]
    runs = [make_run(f"2026-01-0{day}_a", card(100.0) | found) for day, found in enumerate(ranges, start=1)]
    (answer,) = answer_changes(*runs)
    assert answer.before != answer.after
    assert answer.by == ""


def test_of_two_answers_only_the_parts_that_differ_are_shown(make_run):
    told = ["It pays. The chance is 40 %; nine draws of ten lie above zero. Others earn less."]
    told.append(told[0].replace("40 %", "45 %"))
    answers = [{"card_answer": {"value": words, "unit": "card", "quotes": []}} for words in told]
    runs = [make_run(f"2026-01-0{day}_a", card(100.0) | found) for day, found in enumerate(answers, start=1)]
    (answer,) = answer_changes(*runs)
    assert (answer.before, answer.after) == ("The chance is 40 %", "The chance is 45 %")


HEAD = "id,value,low,high,unit,publisher,published,profit_basis,note,used_by\n"
CLAIM = {"foil_profit_usd_per_t": figure(115.0)}


@pytest.mark.parametrize(
    ("before", "after", "causes"),
    [
        (
            "A1,5,,,USD/t,Survey,2025-03,,,Margin?",
            "A1,6000.0,5500,6500,USD/t,Survey,2025-03,,,Margin?",
            ["Survey, 2025 has USD 6,000 per tonne (USD 5,500 to 6,500 per tonne), formerly USD 5 per tonne"],
        ),
        (
            "A1,5,,,USD/t,own calculation from ore.cn,2025,,,Claim: lithium foil profit",
            "A1,6,,,USD/t,own calculation from ore.cn,2025,,,Claim: lithium foil profit",
            ["website ore.cn, 2025 (calculated) has USD 6 per tonne, formerly USD 5 per tonne"],
        ),
        (
            "A1,5,,,USD/t,Survey,2025-03,gross,old,Margin?",
            "A1,5,,,USD/t,Survey,2025-03,net,new,Margin?",
            ["Survey, 2025 has another profit basis"],
        ),
        (
            "A1,5,,,USD/t,Survey,2025-03,,,Margin?",
            "A1,5,,,USD/t,Survey,2025-03,,,Margin?\nB2,7,,,Mt,Other,2026,,,Claim: lithium foil profit",
            ["Other, 2026, not used before, has 7 Mt"],
        ),
        (
            "A1,5,,,USD/t,Survey,2025-03,,,Margin?",
            "A1,8,,,USD/t,Survey,2025-03,,,Margin?\nB2,7,,,Mt,Other,2026,,,Margin?",
            [
                "Survey, 2025 has USD 8 per tonne, formerly USD 5 per tonne",
                "Other, 2026, not used before, has 7 Mt",
            ],
        ),
        ("A1,5,,,USD/t,Survey,2025-03,,,Margin?", "", ["Survey, 2025 is no longer among the references"]),
        (
            "A1,5,,,t,Other,,,,Else?",
            "A1,6,,,t,Other,,,,Else?",
            ["a pick, the notebook, the data or the package has changed; the earlier run did not record them"],
        ),
    ],
)
def test_a_changed_reference_is_the_cause_of_an_answer(make_run, before, after, causes):
    runs = [make_run(f"2026-01-0{day}_a", card(100.0 * day), parameters=CLAIM) for day in (1, 2)]
    for run, rows in zip(runs, (before, after), strict=True):
        (run.folder / "references.csv").write_text(f"{HEAD}{rows}\n", encoding="utf-8")
    (answer,) = answer_changes(*runs)
    assert [cause.words for cause in answer.causes] == causes
    assert {cause.address for cause in answer.causes} <= {"", "references.html#A1", "references.html#B2"}


@pytest.mark.parametrize(
    ("sources", "causes"),
    [
        ("a1", ["a pick, the notebook, the data or the package has changed; the earlier run did not record them"]),
        ("a2", ["the text of “a” has changed"]),
        ("a1 b1", ["“b” is a new article"]),
        ("b1", ["“a” is no longer among the articles", "“b” is a new article"]),
        ("a1 b1 c1 d1", ["“b” is a new article", "“c” is a new article", "“d” is a new article"]),
        (
            "a2 b1 c1 d1",
            ["the text of “a” has changed", "“b” is a new article", "2 more articles are new, changed or gone"],
        ),
    ],
)
def test_without_another_cause_the_articles_or_the_program_changed(make_run, sources, causes):
    old = make_run("2026-01-01_a", card(100.0), sources={"a": "1"})
    (answer,) = answer_changes(old, make_run("2026-01-02_a", card(90.0), sources=dict(map(tuple, sources.split()))))
    assert [cause.words for cause in answer.causes] == causes
    assert {cause.address for cause in answer.causes} <= {"", *(f"sources/{name}.html" for name in "abcd")}


MADE_OF = {
    "notebooks/20_margin.ipynb": "a", "notebooks/30_other.ipynb": "a", "data/concepts.yaml": "a",
    "data/questions/other.yaml": "a", "data/questions/margin.yaml": "a", "pick of foil": "a:1-2",
    "package metals-analysis": "a",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "causes"),
    [
        ({"notebooks/20_margin.ipynb": "b"}, ["notebooks/20_margin.ipynb has changed"]),
        ({"pick of foil": "a:3-4"}, ["the pick of foil has changed (a:3-4 instead of a:1-2)"]),
        ({"pick of wire": "a:5-6"}, ["the pick of wire is new (a:5-6)"]),
        ({"data/concepts.yaml": None}, ["data/concepts.yaml is gone"]),
        ({"data/questions/margin.yaml": "b"}, ["data/questions/margin.yaml has changed"]),
        ({"package metals-analysis": "b"}, ["the package metals-analysis has changed"]),
        ({"notebooks/30_other.ipynb": "b", "data/questions/other.yaml": "b"}, []),  # of another question
        ({}, []),
    ],
)
def test_what_else_has_changed_is_named(make_run, changed, causes):
    old = make_run("2026-01-01_a", card(100.0), made_of=MADE_OF, versions={"numpy": "2.1"})
    after = {name: was for name, was in (MADE_OF | changed).items() if was}
    (answer,) = answer_changes(old, make_run("2026-01-02_a", card(90.0), made_of=after, versions={"numpy": "2.1"}))
    told = causes or ["nothing that is recorded: it gives other numbers when it is executed again"]
    assert [cause.words for cause in answer.causes] == told
    new = make_run("2026-01-03_a", card(90.0), made_of=after, versions={"numpy": "2.2"}, sources={"a": "1"})
    (answer,) = answer_changes(old, new)
    assert [cause.words for cause in answer.causes] == ["“a” is a new article", *causes, "numpy is 2.2, formerly 2.1"]


def test_changes_in_words_have_units_titles_and_signs(make_run):
    old = make_run(
        "2026-01-01_a",
        {"uplift_usd_per_t": value(1385.0), "total": value(4, "count"), "odds": value(0.2, "fraction")},
        sources={"x": "1"},
    )
    new = make_run(
        "2026-01-02_a",
        {"uplift_usd_per_t": value(-2e6), "total": value(50, "count"), "odds": value(0.19, "fraction")},
        sources={"y": "1"},
    )
    rows = changes_in_words(compare_runs(old, new), old.record, new.record)
    assert [tuple(row.values()) for row in rows] == [
        ("Sources", "y", "article", "not in the folder", "in the folder", ""),
        ("Sources", "x", "article", "in the folder", "not in the folder", ""),
        ("Results", "Margin?", "additional profit per tonne",
         "USD 1,385 per tonne", "USD −2 million per tonne", "-145,000 %"),
        ("Results", "Margin?", "total", "4", "50", "+1,150 %"),
        ("Results", "Margin?", "odds", "20 %", "19 %", "-1 percentage point"),
    ]  # fmt: skip


def test_another_figure_with_the_same_answer_is_distinguished(make_run):
    old = make_run("2026-01-01_a", card(100.0), parameters={"foil_profit_usd_per_t": figure(115.0)})
    new = make_run("2026-01-02_a", card(100.0), parameters={"foil_profit_usd_per_t": figure(115.0, "001")})
    (answer,) = answer_changes(old, new)
    assert answer.before == answer.after
    assert "the same" in answers_text([answer])


def test_a_question_that_is_answered_now(make_run):
    old = make_run("2026-01-01_a", {}, notebook_status="unanswered")
    new = make_run("2026-01-02_a", card(100.0), parameters={"foil_profit_usd_per_t": figure(115.0), "share": 0.1})
    (answer,) = answer_changes(old, new)
    assert (answer.before, bool(answer.after), [cause.kind for cause in answer.causes]) == ("", True, ["figure"])
    (answer,) = answer_changes(new, old)
    assert (bool(answer.before), answer.after) == (True, "")


@pytest.mark.parametrize("status", ["failed", "unanswered"])
def test_a_question_without_an_answer_in_either_run_has_not_the_same_answer(make_run, status):
    old = make_run("2026-01-01_a", {}, notebook_status="unanswered")
    parameters = {"foil_profit_usd_per_t": figure(115.0)}
    assert answer_changes(old, make_run("2026-01-02_a", {}, notebook_status=status, parameters=parameters)) == []


def unanswered(lacking):
    """The entry of a question that lacked figures."""
    missing = [{"name": name, "sentence": f"{name} is missing"} for name in lacking]
    return [
        {
            "notebook": "20_margin",
            "title": "Margin?",
            "status": "unanswered",
            "parameters": {},
            "unanswered": {"reasons": ["one is missing"], "missing": missing},
        }
    ]


@pytest.mark.parametrize(
    ("lacking", "text", "causes"),
    [
        (["wire"], "1", ["wire profit is set to USD 44 per tonne"]),
        (
            ["lithium_foil_profit"],
            "1",
            ["“000” states lithium foil profit 115 USD/t", "wire profit is set to USD 44 per tonne"],
        ),
        (["wire"], "2", ["“000” states lithium foil profit 115 USD/t", "wire profit is set to USD 44 per tonne"]),
    ],
)
def test_what_made_an_answer_possible_is_named_once_and_nothing_else(make_run, lacking, text, causes):
    given = {"value": 44.0, "decided_by": "-p"}
    parameters = {"foil_profit_usd_per_t": figure(115.0), "foil_year": figure(115.0), "wire_profit_usd_per_t": given}
    old = make_run("2026-01-01_a", {}, sources={"000": text}, notebooks=unanswered(lacking))
    new = make_run("2026-01-02_a", card(100.0), sources={"000": "1"}, parameters=parameters)
    (answer,) = answer_changes(old, new)
    assert [cause.words for cause in answer.causes] == causes


def test_a_figure_that_is_no_longer_stated_is_not_told_as_a_default(make_run):
    gone = {"value": None, "decided_by": "default"}
    old = make_run("2026-01-01_a", card(100.0), parameters={"rare_earth_export_share": figure(0.9)})
    new = make_run("2026-01-02_a", card(90.0), parameters={"rare_earth_export_share": gone})
    (answer,) = answer_changes(old, new)
    assert [cause.words for cause in answer.causes] == [
        "the sources do not state rare earth export share, formerly 90 %"
    ]


def test_mappings_are_written_in_words():
    change = Change("parameter", "n", "hedges", {}, {"Ore, 2026-01-26": 24, "share": 0.5})
    assert (change.before, change.after) == ("none", "Ore, 2026-01-26: 24; share: 0.5")


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        (100.0, 90.0, ["100", "90", "t", "-10 %"]),
        (-50.0, -25.0, ["-50", "-25", "t", "+50 %"]),
        (0.0, 5.0, ["0", "5", "t", "+5"]),
        (None, 5.0, ["missing", "5", "t"]),
        (5.0, None, ["5", "missing", "t"]),
        ("never", 5.0, ["never", "5", "t"]),
        (5.0, "never", ["5", "never", "t"]),
    ],
)
def test_a_change_is_a_row_of_a_table(old, new, cells):
    row = as_table([Change("result", "n", "x", old, new, "t")]).splitlines()[1]
    assert re.split(" {2,}", row) == ["result", "n", "x", *cells]


def test_differences_below_one_part_in_a_million_are_ignored(make_run):
    first, second, third = (
        make_run(f"2026-01-0{day}_a", {"x": value(number)}) for day, number in enumerate((1.0, 1.000002, 1.0 + 5e-7), 1)
    )
    assert len(compare_runs(first, second)) == 1
    assert compare_runs(first, third) == []


def test_runs_are_listed_newest_first_without_other_folders(make_run, tmp_path):
    make_run("2026-01-01_a", {})
    make_run("2026-02-01_b", {})
    (tmp_path / "notes").mkdir()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "run.json").write_text('{"run_id": "2026-01-01_a"}', encoding="utf-8")
    os.symlink("2026-02-01_b", tmp_path / "latest")
    assert [run.run_id for run in past_runs(tmp_path)] == ["2026-02-01_b", "2026-01-01_a"]


def test_a_run_is_found_by_name_folder_or_latest(make_run, tmp_path):
    run = make_run("2026-01-01_a", {})
    os.symlink("2026-01-01_a", tmp_path / "latest")
    for name in ("2026-01-01_a", "latest", str(tmp_path / "2026-01-01_a")):
        assert find_run(name, tmp_path) == run
    with pytest.raises(AnalysisError, match=r"nothing.*2026-01-01_a"):
        find_run("nothing", tmp_path)


def test_an_unset_value_differs_from_a_missing_one(make_run):
    old = make_run("2026-01-01_a", {}, parameters={"x": 0.2, "y": 1})
    new = make_run("2026-01-02_a", {}, parameters={"x": None, "z": None})
    assert [(change.name, change.before, change.after) for change in compare_runs(old, new)] == [
        ("x", "0.2", "not set"), ("z", "missing", "not set"), ("y", "1", "missing"),
    ]  # fmt: skip


def test_same_run_returns_the_newest_good_run_with_the_identity(make_run, tmp_path):
    make_run("2026-01-01_a", {}, identity="x")
    make_run("2026-01-02_a", {}, identity="x")
    make_run("2026-01-03_a", {}, identity="x", status="failed")
    assert same_run(tmp_path, "x").run_id == "2026-01-02_a"
    assert same_run(tmp_path, "y") is None
    (tmp_path / "2026-01-02_a" / "index.html").unlink()
    assert same_run(tmp_path, "x").run_id == "2026-01-01_a"


def test_pruning_keeps_the_newest_and_the_last_good_run(make_run, tmp_path):
    for day, status in enumerate(("ok", "ok", "failed", "failed", "failed"), start=1):
        make_run(f"2026-01-0{day}_a", {}, status=status)
    assert prune(tmp_path, 2) == ["2026-01-03_a", "2026-01-01_a"]
    assert [run.run_id for run in past_runs(tmp_path)] == ["2026-01-05_a", "2026-01-04_a", "2026-01-02_a"]
    assert not list(tmp_path.glob(".removed*"))
