"""The pages of unusual runs: results that are not numbers, notebooks without a title, failures, odd names."""

from dataclasses import replace

import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.claims.verdicts import counts, verify
from analysis.core.run_record import RunRecord, read_record
from analysis.documents.sources import Sources, read_sources
from analysis.notebook.record import RecordedResult
from analysis.report.claim_rows import ClaimIndex, SourceClaim
from analysis.report.first_page import briefing
from analysis.report.links import Links
from analysis.report.templating import _quantity
from analysis.report.write_report import write_pages
from analysis.runs.run_history import source_records

RUN = {
    "run_id": "2026_base", "identity": "0" * 32, "status": "ok", "errors": [], "started": "2026-01-01 00:00:00 UTC",
    "finished": "2026-01-01 00:01:00 UTC", "scenario": "base", "sources_folder": "s", "sources": [], "since": None,
    "git": None, "versions": {"python": "3", "metals-analysis": "1"},
}  # fmt: skip
UNANSWERED = {"reasons": ["the size is missing"], "missing": [], "arguments": ""}
RESULTS = {
    "none": {"value": None, "unit": "USD"},
    "empty": {"value": "", "unit": "word"},
    "never": {"value": "never", "unit": "year"},
    "unreachable": {"value": "never", "unit": "fraction", "meaning": "share that earns it; inf if none does"},
    "listed": {"value": [1, 2], "unit": "count"},
    "nested": {"value": {"low": {"gain": 1.5}, "high": {"gain": "never"}}, "unit": "table"},
    "half": {"value": 1.5, "unit": "USD", "low": 1.0},
    "ranged": {"value": 2.5, "unit": "USD", "low": 2.0, "high": 3.0},
    "said": {"value": "It is <b>5</b>.", "unit": "sentence", "quotes": [[9, 10, "none"]]},
    "told": {"value": "Doubt it.", "unit": "caveat", "quotes": []},
}


def entry(name="20_odd", **more):
    return {
        "notebook": name, "title": "Odd", "identity": "i", "status": "ok", "seconds": 1.0, "cached": False,
        "parameters": {}, "page": f"{name}.html", "failure": None,
    } | more  # fmt: skip


def run_of(*notebooks, sources=(), **more):
    return read_record(RunRecord, RUN | {"notebooks": notebooks, "sources": sources} | more)


def first_page(run, results=None, claims=None, **more):
    found = {
        notebook: {name: read_record(RecordedResult, item) for name, item in own.items()}
        for notebook, own in (results or {}).items()
    }
    return briefing(run, found, Links.of(run, found, Sources(())), claims or ClaimIndex({}, {}, {}), {}, **more)


@pytest.fixture
def write(tmp_path):
    """Write the pages of a run of one notebook with these cells, and return the parsed pages by name."""

    def written(cells, results, **more):
        item = entry(**more)
        nbformat.write(new_notebook(cells=list(cells)), tmp_path / f"{item['notebook']}.ipynb")
        run = run_of(item)
        write_pages(tmp_path, run, {item["notebook"]: results}, Sources(()), [])(run)
        return {path.name: html.fromstring(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.html")}

    return written


def test_every_kind_of_result_has_an_anchor_and_no_link_is_empty(write):
    pages = write([new_markdown_cell("# Odd")], RESULTS)
    for page in pages.values():
        assert [link.get("href") for link in page.iter("a") if not link.text_content().strip()] == []
    names = set(pages["numbers.html"].xpath("//@id"))
    assert {f"20_odd-{name}" for name in RESULTS} <= names
    rows = {row[0].text_content(): row[1].text_content() for row in pages["index.html"].xpath("//tbody/tr")}
    assert rows == {
        "None": "undefined",
        "Empty": "(empty)",
        "Never": "never",
        "Share that earns it": "none",
        "Listed": "[1, 2]",
        "Half": "USD 1.5",
        "Ranged": "USD 2.5",
    }
    assert [
        item.text_content() for item in pages["index.html"].xpath("//section[@aria-labelledby='short']//ol/li")
    ] == ["It is <b>5</b>."]
    assert "Doubt it." in pages["index.html"].text_content()


def test_the_range_of_a_result_comes_from_draws_or_from_the_scenarios(write):
    cases = {"low": {"a": 1.0, "b": 4.0}, "high": {"a": 3.0, "b": "never"}, "target": {"a": 99.0, "b": 0.0}}
    results = {
        "a": {"value": 2.0, "unit": "USD"},
        "b": {"value": 5.0, "unit": "year"},
        "c": {"value": 7.0, "unit": "USD", "low": 6.0, "high": 8.0, "layers": {"evidence": [6.0, 8.0]}},
        "d": {"value": 9.0, "unit": "USD"},
        "e": {"value": None, "unit": "USD", "low": 6.0, "high": 8.0, "layers": {"evidence": [6.0, 8.0]}},
        "scenarios": {"value": cases, "unit": "table", "normative": ["target"]},
    }
    index = write([new_markdown_cell("# Odd")], results)["index.html"]
    ranges = [row[2].text_content() for row in index.xpath("//tbody/tr")]
    assert ranges == ["USD 6 to 8", "USD 1 to 3 (scenarios)", "4 years to never (scenarios)", "", ""]


def test_inputs_of_a_model_come_after_its_results(write):
    results = {"discount_rate": {"value": 0.08, "unit": "fraction/year"}, "a": {"value": 9.0, "unit": "USD"}}
    index = write([new_markdown_cell("# Odd")], results)["index.html"]
    assert [row[1].text_content() for row in index.xpath("//tbody/tr")] == ["USD 9", "8 % a year"]


def test_what_a_scenario_sets_is_shown_with_its_unit_and_its_reference_by_publisher(write):
    decided = {"decided_by": "scenario", "figure": None}
    parameters = {
        "foil_profit_usd_per_t": {"value": 737.0, "because": "FG25DU", **decided},
        "foil_share": {"value": 0.05, "because": "assumption, half of the base case", **decided},
    }
    index = write([new_markdown_cell("# Odd")], {}, parameters=parameters)["index.html"]
    (term,) = index.xpath("//dt[.='Parameters set for this run']")
    words = [item.text_content() for item in term.getnext().iter("li")]
    assert "foil profit: USD 737 per tonne, by scenario (website hnnm.cn, 2025 (calculated))" in words[0]
    assert "foil share: 5 %, by scenario (assumption, half of the base case)" in words[1]


@pytest.mark.parametrize("caveat", [None, "only a draft"])
def test_the_table_of_sources_has_a_column_of_caveats_only_if_a_source_has_one(caveat):
    source = {"source_id": "a", "title": "A", "publisher": "P", "published": None, "figures": 0, "notes": []}
    sources = [source | {"caveat": caveat, "file": "a.md", "sha256": "0"}]
    page = html.fromstring(first_page(run_of(sources=sources)))
    assert ("only a draft" in page.text_content()) == ("Caveat" in page.text_content()) == bool(caveat)


@pytest.mark.parametrize(
    ("russian", "english", "words"),
    [(0, 1, ""), (1, 0, "The article was not read:"), (1, 2, "1 of 3 articles was not read:"), (6, 0, "2 more")],
)
def test_the_first_page_says_at_its_top_which_articles_are_not_read(tmp_path, russian, english, words):
    for number in range(russian):
        (tmp_path / f"r{number}.txt").write_text("Завод в Омске увеличил выручку на 12 процентов.\n", encoding="utf-8")
    for number in range(english):
        (tmp_path / f"e{number}.txt").write_text("The works in Omsk raised revenue by 12 percent.\n", encoding="utf-8")
    run = replace(run_of(), sources=source_records(read_sources(tmp_path)))
    page = html.fromstring(first_page(run))
    told = " ".join(item.text_content() for item in page.xpath("//div[@role='note']"))
    assert (words in told, bool(told)) == (True, bool(words))
    assert len(page.xpath("//div[@role='note']//li")) == min(russian, 5)


@pytest.mark.parametrize(
    ("day", "warning"),
    [("2029-09-17", "Dated after the day of this run: Ore (2029-09-17). Check its date."), ("2026-01-02", "")],
)
def test_the_first_page_warns_of_an_article_from_the_future(tmp_path, day, warning):
    (tmp_path / "a.md").write_text(f"Title: Ore\nDate: {day}\n\nOutput rose 5%.\n", encoding="utf-8")
    run = replace(run_of(), sources=source_records(read_sources(tmp_path)))
    page = html.fromstring(first_page(run))
    assert [item.text_content() for item in page.xpath("//div[@role='note']")] == ([warning] if warning else [])


@pytest.mark.parametrize("options", [[], [{"place": "a:1-2", "reading": "5 %", "why": "it rises", "pick": ""}]])
def test_the_first_page_promises_nearest_figures_only_if_there_are_some(options):
    missing = {"name": "cost_cut", "sentence": "cut of costs is missing", "unit": "fraction", "options": options}
    asked = entry("20_foil") | {
        "unanswered": {"reasons": ["cut of costs is missing"], "missing": [missing], "arguments": ""}
    }
    page = html.fromstring(first_page(run_of(asked))).text_content()
    assert ("choose a figure" in page) == bool(options)
    assert ("no figure is close enough to be listed" in page) == (not options)
    assert ("can set a value" in page) == (not options)


@pytest.mark.parametrize("stated", [True, False])
def test_an_answer_says_if_it_rests_on_no_claim_of_the_articles(stated):
    source = {"source_id": "a", "title": "A", "publisher": "P", "published": None, "figures": 1, "notes": []}
    claim = SourceClaim("foil profit", "USD 5 per tonne", "sources/a.html#f1-2", "not verifiable, F6", "P")
    claims = ClaimIndex({("20_foil", "profit"): claim} if stated else {}, {}, {})
    results = {
        "20_foil": {
            "card_answer": {"value": "It is 5.", "unit": "card", "quotes": [[6, 7, "gain"]]},
            "gain": {"value": 5.0, "unit": "USD", "inputs": ["profit"]},
        }
    }
    sources = [source | {"caveat": None, "file": "a.md", "sha256": "0"}]
    page = html.fromstring(first_page(run_of(entry("20_foil"), sources=sources), results, claims)).text_content()
    assert ("No claim of the articles enters this answer." in page, "foil profit" in page.lower()) == (
        not stated,
        stated,
    )


def test_an_answer_that_no_article_can_enter_does_not_come_before_what_the_articles_ask():
    source = {"source_id": "a", "title": "A", "publisher": "P", "published": None, "figures": 1, "notes": []}
    sources = [source | {"caveat": None, "file": "a.md", "sha256": "0"}]

    def answer(words, given):
        gain = {"value": 5.0, "unit": "USD", "inputs": [given]}
        return {"card_answer": {"value": words, "unit": "card", "quotes": [[0, 2, "gain"]]}, "gain": gain}

    results = {"10_tables": answer("It is general.", "share_limit"), "20_foil": answer("It pays.", "foil_thickness_um")}
    notebooks = [entry("10_tables"), entry("20_foil"), entry("30_no", page=None, unanswered=UNANSWERED)]

    def order(results, sources):
        page = first_page(run_of(*notebooks, sources=sources), results)
        words = ("The answers", "It pays.", "Not answered", "Beyond the articles", "It is general.")
        text = html.fromstring(page).text_content()
        return [word for word in sorted(words, key=text.find) if word in text]

    assert order(results, sources) == [
        "The answers",
        "It pays.",
        "Not answered",
        "Beyond the articles",
        "It is general.",
    ]
    del results["20_foil"]
    assert order(results, sources) == ["Not answered", "Beyond the articles", "It is general."]
    assert order(results, []) == ["The answers", "It is general.", "Not answered"]


def test_a_long_payback_is_no_calendar_year():
    assert (_quantity(2000.0, "year"), _quantity(2027, "year")) == ("2,000 years", "2027")


def test_a_caveat_of_two_questions_is_printed_once_and_names_both():
    caveat = {"value": "Assumed, since no figure of the sources fits: share 5 %.", "unit": "caveat"}
    answer = {"value": "Foil pays.", "unit": "card"}
    names = {"10_foil": "Does foil pay?", "20_ore": "Does ore last?"}
    results = {name: {"card_answer": answer, "caveat_assumed": caveat} for name in names}
    results["30_all"] = {"caveat_figures": {"value": "The sources state 5 figures.", "unit": "caveat"}}
    notebooks = [
        {"notebook": name, "title": title, "page": None, "parameters": {}, "status": "ok"}
        for name, title in names.items()
    ]
    page = html.fromstring(first_page(run_of(*notebooks), results))
    assert [item.text_content() for item in page.xpath("//section[h2/@id='doubt']/p")] == [
        "Assumed, since no figure of the sources fits: share 5 %. (Does foil pay?; Does ore last?)",
        "The sources state 5 figures.",
    ]


OTHERS = "Others have 44 Mt for its time; 55 Mt was printed in 2015"


def test_every_claim_is_listed_with_who_says_it_its_verdict_and_why(tmp_path):
    text = "China has rare earth reserves of 55 million tonnes, or 40 percent of the world's reserves."
    (tmp_path / "a.md").write_text(f"---\npublisher: P\ndate: 2019-05-22\n---\n# A note\n\n{text}\n", encoding="utf-8")
    sources = read_sources(tmp_path)
    source = {"source_id": "a", "title": "A note", "publisher": "P", "published": "2019-05-22", "figures": 2}
    page = first_page(run_of(sources=[source | {"file": "a.md", "sha256": "0"}]), verified=verify(sources))
    rows = [
        [cell.text_content() for cell in row] for row in html.fromstring(page).xpath("//section[h2/@id='claims']//tr")
    ]
    assert rows[1] == ["China's rare earth reserves", "55 Mt", "P, 2019-05-22", "outdated or garbled", OTHERS]
    assert [row[1] for row in rows[2:]] == ["40 %"]


def test_a_claim_that_a_later_article_corrects_is_marked_and_not_counted(tmp_path):
    head = "---\npublisher: P\nstanding: press\ndate: {}\n---\n"
    said = "Battery foil earns a profit of about ${} per tonne{}.\n"
    texts = {
        "a": head.format("2026-09-08") + said.format("1,150", ""),
        "b": head.format("2026-10-20") + "Correction: " + said.format("950", ", not $1,150 per tonne"),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    verified = verify(read_sources(tmp_path))
    described = {"title": "A note", "publisher": "P", "figures": 1, "caveat": None, "notes": [], "sha256": "0"}
    sources = [described | {"source_id": name, "file": f"{name}.md", "published": None} for name in texts]
    page = html.fromstring(first_page(run_of(sources=sources), verified=verified))
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//section[h2/@id='claims']//tr")]
    verdicts = {row[1]: row[3] for row in rows[1:]}
    assert verdicts["about USD 1,150 per tonne"] == "corrected 2026-10-20"
    assert verdicts["about USD 950 per tonne"] == "plausible by analogy"
    assert len(verdicts) == 2
    assert sum(counts(verified).values()) == 1
    (summary,) = page.xpath("//section[h2/@id='claims']//summary")
    assert summary.text_content() == "The claim of the sources, and 1 corrected since"


def test_a_notebook_without_a_title_gets_a_heading(write):
    page = write([new_code_cell("1")], {})["20_odd.html"]
    assert [item.text_content() for item in page.iter("h1")] == ["Odd"]


def test_names_with_special_characters_are_quoted_in_links(write, tmp_path):
    from urllib.parse import unquote

    name = "why?50% #1"
    pages = write([new_markdown_cell("# Odd")], {"my result": {"value": 1, "unit": "count"}}, name=name, notebook=name,
                  page=f"{name}.html")  # fmt: skip
    links = [link.get("href") for page in ("index.html", "numbers.html") for link in pages[page].iter("a")]
    led = [link.partition("#") for link in links if "why" in link or "my" in link]
    assert any(path and unquote(path) == f"{name}.html" for path, _, _ in led)
    anchors = {anchor for _, _, anchor in led if anchor}
    assert anchors
    assert anchors <= set(pages["numbers.html"].xpath("//@id"))


def test_the_policy_of_a_page_stops_a_notebook_from_loading_scripts(write):
    output = new_output("display_data", data={"text/html": '<script src="https://example.org/x.js"></script>'})
    page = write([new_code_cell("1", outputs=[output])], {})["20_odd.html"]
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_a_skipped_notebook_has_no_page_and_no_links(tmp_path):
    item = entry(page=None, status="skipped")
    run = run_of(item, status="failed", errors=["20_odd skipped"])
    write_pages(tmp_path, run, {}, Sources(()), [])(run)
    pages = [html.fromstring((tmp_path / name).read_text(encoding="utf-8")) for name in ("index.html", "numbers.html")]
    assert [link for page in pages for link in page.iter("a") if "20_odd" in link.get("href").partition("#")[0]] == []
    assert "20_odd skipped" in pages[0].text_content()


def test_the_page_of_numbers_says_which_question_is_not_answered(tmp_path):
    unanswered = {"reasons": ["cut of costs by automation is missing"], "missing": [], "command": ""}
    item = entry(page=None, status="unanswered", unanswered=unanswered)
    write_pages(tmp_path, run_of(item), {}, Sources(()), [])
    text = html.fromstring((tmp_path / "numbers.html").read_text(encoding="utf-8")).text_content()
    assert "Not answered. Cut of costs by automation is missing." in text


def test_a_refused_question_is_not_said_to_lack_a_value(tmp_path):
    refused = {"reasons": ["the target is below the size"], "missing": [], "command": "", "arguments": ""}
    run = run_of(entry(page=None, status="unanswered", unanswered=refused))
    write_pages(tmp_path, run, {}, Sources(()), [])(run)
    text = html.fromstring((tmp_path / "index.html").read_text(encoding="utf-8")).text_content()
    assert "do not fit the model of this question" in text
    assert "one clear value" not in text


def test_inputs_of_a_reading_that_is_not_taken_are_not_shown(write):
    result = {"value": 2.0, "unit": "USD", "equation": "2 * stated", "inputs": ["dollars", "rate", "money"]}
    result["steps"] = {"stated": "dollars if money in ('dollars', 'cents') else dollars / rate"}
    shown = {}
    for reading in ("cents", "yuan"):
        given = {"dollars": 1.0, "rate": 7.0, "money": reading}
        parameters = {
            name: {"value": value, "decided_by": "default", "figure": None, "because": ""}
            for name, value in given.items()
        }
        page = write([new_markdown_cell("# Odd")], {"gain": result}, parameters=parameters)["numbers.html"]
        shown[reading] = [item.text_content() for item in page.xpath("//dt[.='Inputs']/following-sibling::dd[1]//a")]
    assert shown == {"cents": ["Dollars", "Money"], "yuan": ["Dollars", "Rate", "Money"]}


def test_an_equation_is_a_formula_with_words_for_what_is_no_number(write):
    result = {"value": 2.0, "unit": "year", "equation": "capex_usd_per_t_year / cash if cash > 0 else inf"}
    result["steps"] = {"cash": "gain if gain >= 0 else nan", "odd": "gain if gain else [gain]"}
    page = write([new_markdown_cell("# Odd")], {"payback_years": result})["numbers.html"]
    (shown,) = page.xpath("//dt[.='Equation']/following-sibling::dd[1]")
    formulas = ["".join(part.text_content().split()) for part in shown.iter("math")]
    assert formulas == ["Payback={CapitalcostCashifCash>0neverotherwise", "Cash={gainifgain≥0undefinedotherwise"]
    assert [part.text for part in shown.iter("code")] == ["odd = gain if gain else [gain]"]  # no formula
    assert shown.find("details/summary").text == "2 quantities in it"


def test_a_converted_amount_has_its_rate_with_its_month_and_source(write):
    figure = {"source_id": "a1", "start": 7, "end": 10, "name": "copper_wire_profit", "as_text": "700 CNY/t"}
    figure |= {"hedge_allows": None, "conversion": "converted at 6.7996 CNY/USD, the rate of 2026-05 (FX202605)"}
    parameters = {"wire": {"value": 103.0, "decided_by": "figure", "figure": figure, "because": ""}}
    recorded = {"value": 2.0, "unit": "USD", "equation": "wire", "steps": {}, "inputs": ["wire"]}
    answer = {"value": "2 more", "unit": "card", "quotes": [[0, 1, "gain"]]}
    pages = write([new_markdown_cell("# Odd")], {"gain": recorded, "card_answer": answer}, parameters=parameters)
    for name in ("numbers.html", "index.html"):
        words = pages[name].text_content()
        assert "converted at 6.7996 CNY/USD, the rate of 2026-05 (US Federal Reserve, 2026)" in words
