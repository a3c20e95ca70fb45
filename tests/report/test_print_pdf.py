"""The PDF is complete or missing; without Chromium the error says what to install."""

import pytest

from analysis.cli import main
from analysis.core.errors import AnalysisError
from analysis.report.print_pdf import _joined_pages, find_chromium, write_pdf

from ..waiting import is_running

PAGE = '<main id="main"><h1 id="top">{name}</h1>{body}</main>'

ROWS = [("5 %", "mined"), ("5 %", "refined"), ("6 %", "mined")]


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "report"
    (folder / "sources").mkdir(parents=True)
    pages = {
        "index.html": '<a href="numbers.html#n1">5</a> <a href="run.json">how</a> <a href="../index.html">runs</a>',
        "20_small.html": '<a href="#top">up</a><script>alert()</script>',
        "numbers.html": '<p id="n1">5</p><a href="sources/a.html#f1-2">$5</a>',
        "sources/a.html": '<a id="f1-2" href="#rf1-2">$5</a><i id="rf1-2"></i><a href="../numbers.html#n1">feeds</a>',
    }
    for name, body in pages.items():
        (folder / name).write_text(PAGE.format(name=name, body=body), encoding="utf-8")
    return folder


def test_links_between_pages_become_internal_and_links_to_other_files_are_removed(report):
    from lxml import html

    tree = html.fromstring(_joined_pages(report))
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    led = {item.text: item.get("href") for item in tree.iter("a")}
    assert led["how"] is led["runs"] is None
    assert led["5"] == led["feeds"] == "#numbers.html--n1"
    assert led["up"] == "#20_small.html--top"
    assert {address.removeprefix("#") for address in led.values() if address} <= set(names)
    assert tree.findall(".//script") == []


@pytest.mark.parametrize(("installed", "shown"), [(True, True), (False, False)])
def test_chinese_is_printed_only_with_a_font_for_it(report, monkeypatch, installed, shown):
    monkeypatch.setattr("analysis.report.print_pdf.browser_has_han", lambda: installed)
    page = PAGE.format(name="zh", body="<p>铜箔 5 %</p>")
    (report / "sources" / "zh.html").write_text(page, encoding="utf-8")
    joined = _joined_pages(report)
    assert ("铜箔" in joined, "No font" in joined, "[Chinese] 5 %" in joined) == (shown, not shown, not shown)


def test_a_report_without_chinese_needs_no_font(report, monkeypatch):
    monkeypatch.setattr("analysis.report.print_pdf.browser_has_han", lambda: False)
    assert "No font" not in _joined_pages(report)


def fake(tmp_path, monkeypatch, script):
    program = tmp_path / "bin" / "chromium"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")


@pytest.mark.parametrize("script", ["echo it broke >&2; exit 3", "echo nothing was written >&2; exit 0"])
def test_a_failing_chromium_leaves_the_report_unchanged(report, tmp_path, monkeypatch, script):
    fake(tmp_path, monkeypatch, script)
    before = {path.name for path in report.iterdir()}
    with pytest.raises(AnalysisError, match=r"did not print .*report: (it broke|nothing was written)"):
        write_pdf(report)
    assert {path.name for path in report.iterdir()} == before


def test_without_chromium_a_run_stops_early_and_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AnalysisError, match="apt-get install chromium"):
        find_chromium()
    assert main(["run", "--pdf", "--out", str(tmp_path / "reports")]) == 1
    assert "apt-get install chromium" in capsys.readouterr().err
    assert not (tmp_path / "reports").exists()


def test_code_is_not_printed(report):
    body = '<details class="code"><summary>Code</summary><pre>x = 1</pre></details><h3>Payback</h3>'
    (report / "20_small.html").write_text(PAGE.format(name="small", body=body), encoding="utf-8")
    joined = _joined_pages(report)
    assert ("Payback" in joined, "x = 1" in joined) == (True, False)


def test_a_long_word_in_a_table_does_not_push_it_off_the_paper(report):
    from lxml import html

    word, address = "a" * 200, "https://example.org/" + "b" * 60
    row = f'<table><tr><th scope="row">{word} 300 t</th><td><a href="{address}">short</a> {word}&amp;</td></tr></table>'
    (report / "20_small.html").write_text(PAGE.format(name="s", body=f"{row}<math>{word}</math>"), encoding="utf-8")
    tree = html.fromstring(_joined_pages(report))
    assert tree.xpath("//*[contains(@style, 'overflow-wrap: anywhere')]/text()") == [word, f"{word}&"]
    assert tree.xpath("//td/a/@href") == [address]
    assert tree.xpath("//math/text()") == [word]


def test_a_brief_has_the_first_page_and_who_measured_what(report):
    from lxml import html

    cells = "".join(f"<td>{place}</td>" for place in range(6))
    (report / "references.html").write_text(
        f'<main id="main"><h1>References</h1><table><tr>{cells}</tr></table></main>', encoding="utf-8"
    )
    tree = html.fromstring(_joined_pages(report, "brief"))
    assert [heading.text for heading in tree.iter("h1")] == ["index.html", "References"]
    assert [cell.text for cell in tree.iter("td")] == ["0", "1", "2"]


@pytest.mark.parametrize(("count", "kept"), [(40, 40), (77, 40)])
def test_a_brief_has_a_page_of_claims_the_decided_ones_first(report, count, kept):
    from lxml import html

    verdict = '<span class="badge {}">v</span>'
    rows = [verdict.format("confirmed" if number % 7 == 6 else "not-verifiable") for number in range(count)]
    body = "".join(f"<tr><td>{number}</td><td>{row}</td></tr>" for number, row in enumerate(rows))
    table = f"<details><summary>All</summary><table><tbody>{body}</tbody></table></details>"
    page = PAGE.format(name="index.html", body=f'<section aria-labelledby="claims">{table}</section>')
    (report / "index.html").write_text(page, encoding="utf-8")
    tree = html.fromstring(_joined_pages(report, "brief"))
    shown = [int(number) for number in tree.xpath("//tr/td[1]/text()")]
    assert len(shown) == kept
    if count > kept:
        decided = list(range(6, count, 7))
        assert shown[: len(decided)] == decided
        assert tree.xpath("string(//summary)") == "40 of the 77 claims and targets; the report has all of them"
    assert len(html.fromstring(_joined_pages(report)).xpath("//tr/td[1]")) == count


def test_a_brief_speaks_of_nothing_that_it_leaves_out(report):
    from lxml import html

    body = (
        '<p>Open<span class="online">; see the list below</span>: <a href="#q1">why</a> <a href="#kept">this</a></p>'
        '<p id="kept">x</p><section aria-labelledby="notebooks"><ul><li id="q1">a list</li></ul></section>'
    )
    (report / "index.html").write_text(PAGE.format(name="index.html", body=body), encoding="utf-8")
    tree = html.fromstring(_joined_pages(report, "brief"))
    assert "Open: why" in tree.text_content()
    assert {link.text: link.get("href") for link in tree.iter("a")} == {"why": None, "this": "#index.html--kept"}
    assert "see the list below" in _joined_pages(report)


def test_a_print_removes_the_remains_of_a_killed_one(report, tmp_path, monkeypatch):
    browser = tmp_path / "chromium"
    browser.write_text(
        '#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) echo %PDF > "${word#*=}";; esac; done\n'
    )
    browser.chmod(0o755)
    monkeypatch.setattr("analysis.report.print_pdf.find_chromium", lambda: str(browser))
    report.joinpath(".report_brief.html").write_text("half", encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text("mine", encoding="utf-8")
    report.joinpath(".report_full.html").symlink_to(other)
    write_pdf(report, "brief")
    write_pdf(report, "full")
    assert other.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in report.glob(".*")] == []
    assert report.joinpath("report.pdf").read_text() == "%PDF\n"


def test_helpers_of_a_browser_that_was_stopped_end_with_it(report, tmp_path, monkeypatch):
    helper = tmp_path / "helper"
    fake(tmp_path, monkeypatch, f"sleep 3600 > /dev/null 2>&1 & echo $! > {helper}; exit 3")
    with pytest.raises(AnalysisError):
        write_pdf(report)
    assert not is_running(int(helper.read_text()))


def test_rows_of_a_brief_that_say_the_same_are_printed_once(report):
    rows = "".join(f"<tr><td>USGS</td><td>Copper</td><td>{value}</td><td>{more}</td></tr>" for value, more in ROWS)
    page = PAGE.format(name="References", body=f"<table>{rows}</table>")
    (report / "references.html").write_text(page, encoding="utf-8")
    assert _joined_pages(report, "brief").count("USGS") == 2
    assert _joined_pages(report).count("USGS") == 3
