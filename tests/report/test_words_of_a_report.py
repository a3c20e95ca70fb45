"""What a report says is in the words of its readers: first page, cards, references, data of charts, visible text."""

import csv
import json

import pytest
from lxml import html

from analysis.claims.verdicts import verify
from analysis.core.formatting import meaning_text, readable
from analysis.core.references import load_references, short_citation, split_citations
from analysis.core.run_record import RunRecord
from analysis.documents.sources import read_sources
from analysis.notebook import among
from analysis.notebook.among import ChartRow, among_title, claim_rows_among, rates_among
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.study import study
from analysis.report.chart_data import chart_csv
from analysis.report.references_page import references_page, used_references, write_references
from analysis.runs.progress import Progress
from analysis.runs.run import run

from .. import in_this_process
from ..conftest import ROOT
from . import readme_picture
from .visible_text import machine_words

RUN = RunRecord("a", started="2026-01-01", scenario="base", versions={"metals-analysis": "1"})


class Quiet(Progress):
    def say(self, message):
        pass


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("foil_profit_usd_per_t", ["foil_profit_usd_per_t"]),
        ("it is nan", ["nan"]),
        ("inf years", ["inf"]),
        ("869 USD/t", ["USD/"]),
        ("600 CNY bn", ["CNY bn"]),
        ("a fraction", ["fraction"]),
        ("3.5 um", ["um"]),
        ("fell to -5", ["-"]),
        ("7 count:department", ["count:department"]),
        ("389,310 t/year", ["t/year"]),
        ("in 000_<wbr>cf4b1ec34a5132fe", ["000_cf4b1ec34a5132fe"]),
        ("as in FG25DL", ["FG25DL"]),
        ("USD −5 per tonne, 7.14 CNY/USD in 2025-01", []),
    ],
)
def test_the_check_of_visible_text_finds_words_of_a_machine(text, words):
    assert machine_words(html.document_fromstring(f"<p>{text}</p>"), load_references()) == words


def test_code_does_not_count_as_visible_text():
    assert machine_words(html.document_fromstring("<p>ok <code>foil_share</code></p>")) == []


def lowered_headings(page):
    """Headings that begin like a name in a program, or that name a part of a card as the program does."""
    headings = [heading.text_content().strip() for heading in html.document_fromstring(page).iter("h1", "h2", "h3")]
    named = ("card ", "sentence ", "caveat ")
    return [heading for heading in headings if heading[:1].islower() or heading.lower().startswith(named)]


def test_headings_that_begin_like_names_are_found():
    page = "<h1>Numbers</h1><h3>card answer</h3><h3>Sentence joint</h3><h3>the same with interest</h3><h3>Payback</h3>"
    assert lowered_headings(page) == ["card answer", "Sentence joint", "the same with interest"]


@pytest.mark.parametrize("folder", ["seeds", "tests/data/other_articles", "one article"])
def test_no_page_of_a_report_shows_words_of_a_machine(folder, tmp_path, monkeypatch):
    (in_this_process.use_stored if folder == "seeds" else in_this_process.use)(monkeypatch)
    sources = ROOT / folder
    if folder == "one article":  # most questions have no answer
        sources = tmp_path / "sources"
        sources.mkdir()
        text = (ROOT / "tests/data/other_articles/wire_only.txt").read_text(encoding="utf-8")
        (sources / "wire_only.txt").write_text(text, encoding="utf-8")
    finished = run(sources=sources, out=tmp_path / "reports", progress=Quiet())
    assert finished.status == "ok"
    found = {}
    for page in sorted(finished.folder.rglob("*.html")):
        words = machine_words(html.document_fromstring(page.read_text(encoding="utf-8")), load_references())
        found |= {page.name: sorted(set(words))} if words else {}
    assert found == {}
    assert lowered_headings((finished.folder / "numbers.html").read_text(encoding="utf-8")) == []
    if folder == "seeds":
        index = (finished.folder / "index.html").read_text(encoding="utf-8")
        assert readme_picture.is_fresh(index), "docs/first_page.png is stale: run make readme-picture"
        check_one_chance(finished.folder)
    if folder == "one article":
        check_sections_of_one_claim(finished.folder / "60_verification.html")
    recorded = json.loads((finished.folder / "results.json").read_text(encoding="utf-8"))
    tables = [item for found in recorded.values() for item in found.values() if item["unit"] == "table"]
    assert [item for item in tables if not item.get("meaning")] == []


def check_sections_of_one_claim(page):
    """An article on the profit of wire has no sections on reserves, the milestone or plans, nor links to them."""
    text = html.document_fromstring(page.read_text(encoding="utf-8")).text_content()
    assert "Claims and their references" in text
    for words in ("Reserves by edition", "What the revenue is made of", "Implied growth and plans", "Korea Herald"):
        assert words not in text


def check_one_chance(folder):
    """The table of the first page gives the chance of the target over the draws, as the answer above it does."""
    page = html.document_fromstring((folder / "index.html").read_text(encoding="utf-8"))
    (row,) = [row for row in page.iter("tr") if "probability of the target" in row.text_content().lower()]
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))["40_growth_scenarios"]
    chance = results["probability_of_target"]
    assert "over all that is uncertain" in row[0].text_content()
    assert row[1].text_content() == quantity_text(chance["mean"], "fraction", 3)
    assert row[1].text_content() != quantity_text(chance["value"], "fraction", 3)
    assert f"about {100 * chance['mean']:.0f} % chance" in page.text_content()


FIRST_PAGE = "<main><h1>Briefing</h1><p>as of 2026-01-{}</p><article><p>It pays {}.</p><img alt='{}'></article></main>"


@pytest.mark.parametrize(
    ("day", "answer", "chart", "fresh"),
    [("02", "5", "5", True), ("01", "6", "5", False), ("01", "5", "6", False)],
)
def test_the_picture_is_stale_if_an_answer_or_its_chart_changes(day, answer, chart, fresh, tmp_path, monkeypatch):
    monkeypatch.setattr(readme_picture, "RECORD", tmp_path / "record")
    readme_picture.RECORD.write_text(readme_picture.digest(FIRST_PAGE.format("01", "5", "5")), encoding="utf-8")
    assert readme_picture.is_fresh(FIRST_PAGE.format(day, answer, chart)) is fresh


@pytest.mark.parametrize(
    ("own", "others", "words"),
    [
        ((5, 5, 6), [], "nobody else has published"),
        ((5, 5, 6), [(1, 1, 1), (2, 2, 2)], "is above both others"),
        ((-5, -5, -4), [(1, 1, 1)], "is below the one other"),
        ((1, 2, 3), [(0, 0, 0), (9, 9, 9)], "is among 2 others"),
        ((1, 2, 3), [(2, 2, 2), (9, 9, 9)], "agrees with 1 of 2 others"),
    ],
)
def test_the_title_says_how_a_claim_compares(own, others, words):
    rows = [ChartRow(str(place), *map(float, ends)) for place, ends in enumerate(others)]
    assert words in among_title("Size", ChartRow("claim", *map(float, own), "own"), rows, "Mt")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("earned more than $800 a tonne", "more than USD 800 per tonne"),
        ("earned at least $800 a tonne", "at least USD 800 per tonne"),
        ("earned about $800 a tonne", "about USD 800 per tonne"),
        ("earned close to $800 a tonne", "nearly USD 800 per tonne"),
        ("earned up to $800 a tonne", "at most USD 800 per tonne"),
        ("earned $1,385 a tonne", "USD 1,385 per tonne"),
        ("earned between $800 and $900 a tonne", "USD 800 to 900 per tonne"),
        ("lost more than $800 a tonne", "less than USD −800 per tonne"),
        ("lost about $800 a tonne", "about USD −800 per tonne"),
    ],
)
def test_a_claim_in_a_chart_keeps_its_hedge(said, words, tmp_path):
    text = f"A maker {said} of 6-micron copper foil for batteries as profit. Copper rod earned a profit of $20 a tonne."
    (tmp_path / "foil.txt").write_text(text, encoding="utf-8")
    scope = {"sources": str(tmp_path)}
    scope |= {name: item.value for name, item in study(scope, "margin_uplift").inputs.items()}
    row = claim_rows_among(study(scope, "margin_uplift"), "foil_profit_usd_per_t")[0]
    assert row.words("USD/t") == words
    assert among_title("Foil profit", row, [], "USD/t").endswith(f"compare with {words}")


def test_the_bar_of_a_claim_ends_where_its_parameter_does(tmp_path):
    (tmp_path / "a.txt").write_text("The automated line cut costs by 100 %.\n", encoding="utf-8")
    scope = {"sources": str(tmp_path), "productivity_gain": 0.1, "energy_cut": 0.0, "cost_cut": 1.0}
    row = claim_rows_among(study(scope, "automation_effects"), "cost_cut")[0]
    assert (row.low, row.high) == (pytest.approx(0.9), 1.0)


def test_the_title_tells_related_numbers_from_none():
    own, related = ChartRow("claim", 5.0, 5.0, 5.0, "own"), ChartRow("a", 9.0, 9.0, 9.0, "related")
    assert "nobody else" not in among_title("Size", own, [related], "Mt")


def test_numbers_of_one_page_are_named_by_the_firms_that_they_are_of():
    rows = claim_rows_among(study({"sources": str(ROOT / "seeds")}, "margin_uplift"), "foil_profit_usd_per_t")
    names = [row.name for row in rows]
    assert len(names) > 5
    assert len(set(names)) == len(names)
    assert "website hnnm.cn: Jiayuan, average of a maker's foil, China, H1 2025" in names


def test_of_many_numbers_a_chart_shows_the_ends_and_some_between():
    rows = rates_among({"own": 5.0}, {str(x): float(x) for x in range(22)})
    assert [row.value for row in rows] == [5.0, 0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0]


def test_two_claims_of_one_name_that_use_a_reference_are_told_apart(tmp_path):
    for name, profit in (("a", 900), ("b", 500)):
        text = f"Profit per ton is ${profit} for lithium-battery foil.\n"
        (tmp_path / f"{name}.md").write_text(f"---\ndate: 2026-03-10\n---\n{text}", encoding="utf-8")
    uses = [words for item in used_references(verify(read_sources(tmp_path)), {}) for words, _ in item.uses]
    assert set(uses) == {f"Claim: lithium foil profit (USD {profit} per tonne)" for profit in (900, 500)}


def test_references_that_differ_by_the_firm_alone_name_it():
    makers = {item.claimant: name for name, item in load_references().items() if item.publisher == "hnnm.cn"}
    pages = {"20.html": ("Foil", " ".join(f'<a href="references.html#{name}">x</a>' for name in makers.values()))}
    used = used_references([], pages)
    assert len({(item.name, item.what) for item in used}) == len(used) > 1
    (alone,) = used_references([], {"20.html": ("Foil", f'<a href="references.html#{makers["Tongguan"]}">x</a>')})
    assert "Tongguan" not in alone.what


def test_references_lead_to_their_rows_and_are_written_as_a_table(tmp_path):
    references = load_references()
    pages = {"20.html": ("Foil", '<a href="references.html#RE2018W">x</a> <a href="references.html#GONE">y</a>')}
    (used,) = used_references([], pages)
    assert (used.reference.id, used.uses) == ("RE2018W", (("Foil", "20.html"),))
    page = html.document_fromstring(references_page(RUN, [used]))
    assert page.xpath("//tr[@id='RE2018W']/th/text()") == [short_citation(references["RE2018W"])]
    write_references(tmp_path / "references.csv", [used])
    (row,) = csv.DictReader((tmp_path / "references.csv").read_text(encoding="utf-8").splitlines())
    assert (row["id"], row["used_by"]) == ("RE2018W", "Foil")


def test_only_whole_ids_are_citations():
    assert [name for _, name in split_citations("XRE2018W, RE2018W-1, re2018w, RE2018W")] == ["", "RE2018W"]


def test_data_of_bars_and_grids_have_their_names():
    bar = {"kind": "bar", "label": "", "x": "0 3 3 0 0", "y": "-0.2 -0.2 0.2 0.2 -0.2"}
    grid = {"kind": "grid", "label": "", "values": "1 2"}
    rows = {"label": "", "ticks": "0", "tick labels": "wire"}
    columns = {"label": "", "ticks": "0 1", "tick labels": "low | high"}
    axes = {"x axis": {"label": "USD"}, "y axis": rows, "drawn": [bar]}
    assert chart_csv({"chart": {"axes": [axes]}}, "t", "s").splitlines()[-1] == "1,,bar,wire,0,-0.2,3,0.2"
    axes = {"x axis": columns, "y axis": rows, "drawn": [grid]}
    assert chart_csv({"chart": {"axes": [axes]}}, "t", "s").splitlines()[-2:] == [
        "1,wire,cell,low,,1,,",
        "1,wire,cell,high,,2,,",
    ]


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        ("years until it pays; inf if never", "years until it pays"),
        ("rate; inf without capex, nan without a saving", "rate"),
        ("share; 0 if every mix does, inf if none does", "share"),
        ("a; output rises in one reading", "a; output rises in one reading"),
    ],
)
def test_meanings_leave_out_values_that_are_not_numbers(meaning, words):
    assert meaning_text(meaning) == words


def test_texts_without_names_stay_as_they_are():
    text = "See https://example.org/a_b_c, file data.csv_old/x_y and 2025-01-26; 5-10 t."
    assert readable(text) == text


def test_sources_have_names():
    from analysis.notebook.provenance_links import source_names

    assert len(set(source_names(read_sources(ROOT / "seeds")).values())) == 4


def test_a_title_says_of_which_time_the_others_are_if_there_are_numbers_of_other_times():
    own, other = ChartRow("claim", 5.0, 5.0, 5.0, "own"), ChartRow("a", 9.0, 9.0, 9.0)
    assert among_title("Size", own, [other], "Mt") == "Size: 5 Mt is below the one other, which has 9 Mt"
    told = among_title("Size", own, [other], "Mt", of_its_time=True)
    assert told == "Size: 5 Mt is below the one other of its time, which has 9 Mt"


@pytest.mark.parametrize(
    ("model", "parameter", "words"),
    [
        ("margin_uplift", "foil_profit_usd_per_t", "all 7 others of its time"),  # foil earned more in 2021
        ("rare_earths", "rare_earth_reserves_mt", "all 4 others of its time"),  # older editions have the claim
    ],
)
def test_a_chart_of_the_seeds_compares_a_claim_with_others_of_its_time(model, parameter, words, monkeypatch):
    titles = []
    monkeypatch.setattr(among, "draw_among", lambda rows, unit, title, source, *, name, key: titles.append(title))
    among.among_chart(study({"sources": str(ROOT / "seeds")}, model), parameter)
    assert words in titles[0]
