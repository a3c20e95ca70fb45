"""A run on an archive reads what speaks for today, writes the ledger, and says which article changed which answer."""

import csv
import json
from datetime import date

import pytest

from analysis.core.errors import SourceError
from analysis.documents.sources import read_sources, write_selection
from analysis.runs.progress import Progress
from analysis.runs.run import run

CELL = "foil_profit_usd_per_t: float = 3.5  # USD/t, figure lithium_foil_profit"
RECORD = "from analysis import notebook as nb\nnb.record('doubled', 2 * foil_profit_usd_per_t, 'USD/t')"


def write(folder, name, day, profit):
    text = f"---\ntitle: News {name}\ndate: {day}\n---\nBattery foil earns a profit of about ${profit} a tonne.\n"
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """Return a folder of more articles than notebooks read, of which two state a profit."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(55):
        (articles / f"z{number}.txt").write_text(f"Nothing of use, number {number}.\n", encoding="utf-8")
    write(articles, "old", "2024-02-01", 700)
    write(articles, "new", "2026-02-01", 900)
    return articles


def test_an_archive_gives_its_current_figure_and_the_ledger(make_notebook, folder, tmp_path, without_kernels):
    cell = 'sources: str = "x"\n' + CELL
    read = "from analysis import read_sources\nfrom analysis.core.paths import resolve"
    read += "\nnb.record('read', len(read_sources(resolve(sources)).documents), 'count')"
    path = make_notebook(cell, RECORD, read)
    out = tmp_path / "reports"
    done = run([str(path)], sources=folder, out=out, progress=Progress())
    assert {name: item["value"] for name, item in done.results["50_small"].items()} == {"doubled": 1800, "read": 1}
    with (done.folder / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["source"], row["use"]) for row in rows] == [("old", "history"), ("new", "feeds the model")]
    page = (done.folder / "ledger.html").read_text(encoding="utf-8")
    assert "News old" in page
    assert "charts/ledger_lithium_foil_profit.svg" in page
    assert "ledger.html" in done.index.read_text(encoding="utf-8")
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert (record["archive"], len(record["sources"])) == (57, 1)
    assert run([str(path)], sources=folder, out=out, progress=Progress()).unchanged

    write(folder, "newest", "2027-02-01", 950)
    later = run([str(path)], sources=folder, out=out, progress=Progress())
    (answer,) = later.record.since.answers
    assert answer.title == "Small"
    (cause,) = answer.causes
    for part in ("“News newest” (2027-02-01)", "lithium foil profit about 950 USD/t", "formerly about 900 USD/t"):
        assert part in cause.words
    before = run([str(path)], sources=folder, out=out, as_of=date(2026, 12, 31), progress=Progress())
    assert before.results["50_small"]["doubled"]["value"] == 1800
    assert before.results["50_small"]["read"]["value"] == 1
    (tmp_path / "one").mkdir()
    write(tmp_path / "one", "only", "2026-02-01", 900)
    only = run([str(path)], sources=tmp_path / "one", out=out, as_of=date(2026, 12, 31), progress=Progress())
    assert "1 article is in the archive up to 2026-12-31; the models use it." in only.index.read_text(encoding="utf-8")
    with pytest.raises(SourceError, match="2001"):
        run([str(path)], sources=tmp_path / "one", out=out, as_of=date(2001, 1, 1), progress=Progress())


def test_a_list_of_articles_is_read_in_place_of_a_folder(folder, tmp_path):
    path = write_selection(tmp_path, folder, [("new", str(folder / "new.md"))])
    read = read_sources(path)
    assert [item.source_id for item in read.documents] == ["new"]
    assert read.folder.resolve() == folder.resolve()
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(SourceError, match=path.name):
        read_sources(path)
