"""An archive reads each article once, keeps what it states by content, and knows what speaks for today."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from analysis.claims import archive as archives
from analysis.claims.archive import articles_to_read, current_of, ledger_rows, open_archive
from analysis.core.errors import AnalysisError, SourceError

FOIL = "lithium_foil_profit"


def write(folder, name, day, profit, standing="press"):
    text = f"---\ndate: {day}\nstanding: {standing}\n---\nBattery foil earns a profit of about ${profit} a tonne.\n"
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    write(tmp_path / "articles", "a_old", "2024-02-01", 700)
    write(tmp_path / "articles", "b_new", "2026-02-01", 900)
    return tmp_path / "articles"


def uses(folder, **options):
    with open_archive(folder, **options) as archive:
        return {row["source"]: row["use"] for row in ledger_rows(archive, FOIL)}


def test_the_ledger_has_date_source_place_value_hedge_grade_and_verdict(folder):
    with open_archive(folder) as archive:
        rows = list(ledger_rows(archive, FOIL, ["b_new:78-89"]))
    assert [row["date"] for row in rows] == ["2024-02-01", "2026-02-01"]
    assert [row["value"] for row in rows] == [700, 900]
    assert {row["hedge"] for row in rows} == {"about"}
    assert all(row["verdict"] and row["grade"] for row in rows)
    assert rows[1]["place"].startswith("b_new:")
    assert rows[0]["low"] < 700 < rows[0]["high"]


def test_the_newest_statement_of_the_best_source_is_current(folder):
    assert uses(folder) == {"a_old": "history", "b_new": "current"}
    write(folder, "c_web", "2026-03-01", 500, "web")
    assert uses(folder) == {"a_old": "history", "b_new": "current", "c_web": "history"}


def test_a_cutoff_day_leaves_out_later_articles(folder):
    assert uses(folder, as_of=date(2026, 1, 31)) == {"a_old": "current"}


def test_a_planned_profit_is_a_plan(folder):
    text = "2026-04-01\n\nA mill hopes to earn a profit of $990 per tonne of battery foil.\n"
    (folder / "d.txt").write_text(text, encoding="utf-8")
    assert uses(folder).get("d") in ("plan", None)
    with open_archive(folder) as archive:
        assert "d" not in current_of(archive.statements(FOIL)).articles


def test_a_corrected_and_a_denied_value_are_told_apart_from_current_ones(folder):
    text = "Date: 2026-02-08\nStanding: press\n\nCorrection: battery foil earns a profit of $800 a tonne.\n"
    (folder / "c.txt").write_text(text, encoding="utf-8")
    assert uses(folder) == {"a_old": "history", "b_new": "corrected", "c": "current"}
    text = "2026-02-09\n\nThe mill denied that battery foil earns a profit of $800 a tonne.\n"
    (folder / "d.txt").write_text(text, encoding="utf-8")
    assert uses(folder)["d"] == "denied"


def test_a_large_archive_reads_the_article_that_denies_a_current_value(folder, monkeypatch):
    monkeypatch.setattr(archives, "MOST_READ", 1)
    for name, denied in (("c", 900), ("d", 600)):
        text = f"2026-02-09\n\nThe mill denied that battery foil earns a profit of ${denied} a tonne.\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_archive(folder) as archive:
        assert articles_to_read(archive) == {"b_new", "c"}


def test_only_new_and_changed_articles_are_read(folder, tmp_path, monkeypatch):
    store = tmp_path / "readings.sqlite"
    with open_archive(folder, store) as archive:
        assert (archive.read, archive.articles) == (2, 2)
    write(folder, "c", "2026-04-01", 950)
    with open_archive(folder, store) as archive:
        assert (archive.read, archive.articles) == (1, 3)
    write(folder, "c", "2026-04-01", 9950)
    with open_archive(folder, store) as archive:
        assert archive.read == 1
        assert [row["value"] for row in ledger_rows(archive, FOIL)] == [700, 900, 9950]
    monkeypatch.setattr(archives, "stamp", lambda: "another version")
    with open_archive(folder, store) as archive:
        assert archive.read == 3


def test_an_article_that_is_gone_is_in_no_ledger(folder, tmp_path):
    store = tmp_path / "readings.sqlite"
    with open_archive(folder, store):
        pass
    (folder / "b_new.md").unlink()
    assert uses(folder, store=store) == {"a_old": "current"}


def test_an_unreadable_article_is_named_and_not_read_again(folder, tmp_path):
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    for read in (3, 0):
        with open_archive(folder, tmp_path / "readings.sqlite") as archive:
            assert archive.read == read
            assert "broken.txt" in str(archive.errors[0])
            assert archive.articles == 2


def test_the_stamp_covers_every_module_that_reads_an_article(monkeypatch):
    hashed = set()

    def collect(folders, *texts, without=()):
        for folder, pattern in folders:
            hashed.update(path for path in folder.rglob(pattern) if path.relative_to(folder).parts[0] not in without)
        return ""

    monkeypatch.setattr(archives, "fingerprint", collect)
    archives._stamp.__wrapped__(None, ())
    files = "[module.__file__ for name, module in sys.modules.items() if name.startswith('analysis.')]"
    code = f"import sys, analysis.claims.archive; print(*{files}, sep=chr(10))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")
    assert {Path(file) for file in loaded if file} - hashed == set()


def test_the_stamp_follows_the_data_as_they_are_now(project):
    before = archives.stamp()
    (project / "data").mkdir()
    (project / "data" / "concepts.yaml").write_text("measure: {}\n", encoding="utf-8")
    first = archives.stamp()
    (project / "data" / "concepts.yaml").write_text("measure: {}\n# changed\n", encoding="utf-8")
    assert len({before, first, archives.stamp()}) == 3


def test_processes_read_the_same(folder):
    with open_archive(folder) as one, open_archive(folder, workers=2) as two:
        assert list(ledger_rows(one, FOIL)) == list(ledger_rows(two, FOIL))


def test_an_empty_folder_and_a_damaged_store_are_errors(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="empty"), open_archive(tmp_path / "empty"):
        pass
    (tmp_path / "damaged.sqlite").write_text("no database" * 100, encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"damaged\.sqlite"), open_archive(folder, tmp_path / "damaged.sqlite"):
        pass


def test_notebooks_read_only_current_articles_of_a_large_archive(folder, monkeypatch):
    for number in range(60):
        (folder / f"z{number}.txt").write_text(f"Nothing of use, number {number}.\n", encoding="utf-8")
    with open_archive(folder) as archive:
        assert articles_to_read(archive) == {"b_new"}
        assert articles_to_read(archive, ["z3"]) == {"b_new", "z3"}


def test_a_target_is_not_a_plan_for_the_current_size(tmp_path):
    text = "2026-04-01\n\nThe copper cluster of Jiangxi is worth 600 billion yuan. "
    text += "Planners want the copper cluster to reach 900 billion yuan by 2027.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with open_archive(tmp_path) as archive:
        sizes, targets = (
            [item["value"] for item in ledger_rows(archive, f"copper_cluster_{name}")] for name in ("size", "target")
        )
    assert (sizes, targets) == ([600.0], [900.0])


def test_the_sentence_of_a_statement_says_where_it_is_true(tmp_path):
    head = "---\ntitle: Jiangxi speeds up\npublisher: News\ndate: 2026-03-18\n---\n"
    text = "The national plan is for the value added of the metals industry to grow by 5%.\n"
    (tmp_path / "a.md").write_text(head + text, encoding="utf-8")
    with open_archive(tmp_path) as archive:
        (row,) = ledger_rows(archive, "value_added_growth")
    assert row["verdict"] == "quoted correctly"
