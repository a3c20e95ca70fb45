"""Tables of pages: heads that span columns, cells for signs, empty columns, captions and notes become plain rows."""

from pathlib import Path
from time import process_time

import pytest

from analysis.documents.document import document_of

PAGE = """<html><head><title>Monthly notes</title></head><body><article><h1>Monthly notes</h1>
<p>The works in the valley were visited in spring, and their managers explained what they had produced since.</p>
{table}
<p>A further visit is planned for the autumn, after the repair of the second furnace has been completed.</p>
</article></body></html>"""


def text_of(table: str, page: str = PAGE) -> str:
    return document_of(page.format(table=table).encode(), Path("page.html"), "page").text


def figures_of(table: str) -> list[tuple[str, float, str]]:
    found = document_of(PAGE.format(table=table).encode(), Path("page.html"), "page").figures
    return [(figure.text, figure.low, figure.unit) for figure in found]


def rows_of(table: str) -> list[str]:
    lines = text_of(table).splitlines()
    return [" ".join(line.strip("| ").split()) for line in lines if line.startswith("|")]


SMALL = """<table><tr><td>Port</td><td>kt</td></tr><tr><td>Alba</td><td>14</td></tr>
<tr><td>Brin</td><td>9</td></tr></table>"""
TWO_LEVELS = """<table><tr><th rowspan="2">Smelter</th><th colspan="2">Lead</th><th colspan="2">Zinc</th></tr>
<tr><th>2024</th><th>2025</th><th>2024</th><th>2025</th></tr>
<tr><td>Orrin</td><td>31</td><td>33</td><td>8.5</td><td>9</td></tr>
<tr><td>Tavel</td><td>12</td><td>11</td><td></td><td>4.5</td></tr></table>"""
SIGNS = """<table><tr><td></td><td></td><td colspan="2">2025</td><td></td><td colspan="2">2024</td></tr>
<tr><td>Sales</td><td></td><td>$</td><td>812</td><td></td><td>$</td><td>790</td></tr>
<tr><td>Result</td><td></td><td>$</td><td>(14</td><td>)</td><td>$</td><td>21</td></tr>
<tr><td>Margin</td><td></td><td></td><td>(1.7</td><td>)%</td><td></td><td>2.7</td><td>%</td></tr></table>"""
SPANNED_NUMBERS = """<table><tr><td colspan="3">Ore</td><td colspan="3">Q1</td><td colspan="3">Q2</td></tr>
<tr><td colspan="3">Mined, kt</td><td colspan="2">410</td><td></td><td colspan="2">388</td><td></td></tr>
<tr><td colspan="3">Milled, kt</td><td colspan="2">395</td><td></td><td colspan="2">371</td><td></td></tr></table>"""
SPANNED_LABELS = """<table><tr><td>Metal</td><td>Grade</td><td>€/t</td></tr>
<tr><td rowspan="2">Brass</td><td>Rod</td><td>6,150</td></tr><tr><td>Sheet</td><td>6,420</td></tr>
<tr><td>Bronze</td><td>Wire</td><td>8,900</td></tr></table>"""
NO_CELLS_BELOW = """<table><tr><td>Contract</td><td>Open</td><td>High</td><td>Low</td><td>Last</td></tr>
<tr><td>May</td><td></td><td></td><td></td><td>2,410</td></tr><tr><td>June</td><td></td><td></td><td></td><td>2,431</td></tr>
</table>"""


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (TWO_LEVELS, ["Smelter | Lead | Lead | Zinc | Zinc", "Smelter | 2024 | 2025 | 2024 | 2025",
                      "Orrin | 31 | 33 | 8.5 | 9", "Tavel | 12 | 11 | | 4.5"]),
        (SIGNS, ["2025 | 2024", "Sales | $812 | $790", "Result | $(14) | $21", "Margin | (1.7)% | 2.7%"]),
        (SPANNED_NUMBERS, ["Ore | Q1 | Q2", "Mined, kt | 410 | 388", "Milled, kt | 395 | 371"]),
        (SPANNED_LABELS, ["Metal | Grade | €/t", "Brass | Rod | 6,150", "Brass | Sheet | 6,420",
                          "Bronze | Wire | 8,900"]),
        (NO_CELLS_BELOW, ["Contract | Open | High | Low | Last", "May | | | | 2,410", "June | | | | 2,431"]),
        ("<table><tr><td>Mine<br>or pit</td><td>Ore<div>(Mt)</div></td></tr><tr><td>A</td><td>3</td></tr>"
         "<tr><td><p>B</p><p>west</p></td><td>4</td></tr></table>", ["Mine or pit | Ore (Mt)", "A | 3", "B west | 4"]),
        ("<table><tr><td>\u200b</td><td>2024</td></tr><tr><td>Coal\u200b</td><td>\u200b7</td></tr>"
         "<tr><td>Coke</td><td>9</td></tr></table>", ["2024", "Coal | 7", "Coke | 9"]),
        ("<table><tr><td>Feed | kind</td><td>t</td></tr><tr><td>Slag</td><td>70</td></tr>"
         "<tr><td>Dust</td><td>8</td></tr></table>", ["Feed / kind | t", "Slag | 70", "Dust | 8"]),
        ("<table><tr><td></td><td>2025</td></tr><tr><td colspan='2'>Receipts</td></tr><tr><td>Ore</td><td>5</td></tr>"
         "<tr><td>Slag</td><td>6</td></tr></table>", ["2025", "Receipts |", "Ore | 5", "Slag | 6"]),
    ],
)  # fmt: skip
def test_each_column_has_one_cell_below_its_heads(table: str, expected: list[str]) -> None:
    assert [row.strip(" |") for row in rows_of(table)] == [row.strip(" |") for row in expected]


@pytest.mark.parametrize(
    "stated", ["(In millions)", "in thousands of euros", "(Figures in kilotonnes)", "Amounts in pounds"]
)
def test_what_is_said_of_all_columns_is_a_line_above_the_table(stated: str) -> None:
    for row in (f"<tr><td></td><td colspan='2'>{stated}</td></tr>", f"<tr><td colspan='3'>{stated}</td></tr>"):
        below = "<tr><td></td><td>2025</td><td>2024</td></tr><tr><td>Ore</td><td>5</td><td>4</td></tr>"
        text = text_of(f"<table>{row}{below}<tr><td>Slag</td><td>6</td><td>7</td></tr></table>")
        assert f"\n\n{stated}\n\n|" in text


def test_captions_and_notes_are_lines() -> None:
    table = """<table><caption>Stocks at ports</caption>
        <tr><td>Port</td><td>kt</td></tr><tr><td>Alba</td><td>14</td></tr>
        <tr><td>Brin</td><td>9</td></tr><tr><td colspan="2">Source: the harbour offices.</td></tr></table>"""
    text = text_of(table)
    assert "\n\nStocks at ports\n\n| Port" in text
    assert "\n\nSource: the harbour offices.\n\nA further visit" in text


def test_tables_without_text_between_stay_apart() -> None:
    other = SMALL.replace("Port", "Mill").replace("kt", "MW")
    assert figures_of(SMALL + other) == [("14", 14_000, "t"), ("9", 9_000, "t"), ("14", 14, "MW"), ("9", 9, "MW")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (SIGNS, [("$812", 812, "USD"), ("$790", 790, "USD"), ("$(14)", -14, "USD"), ("$21", 21, "USD"),
                 ("(1.7)%", -1.7, "percent"), ("2.7%", 2.7, "percent")]),
        (SPANNED_LABELS, [("6,150", 6150, "EUR/t"), ("6,420", 6420, "EUR/t"), ("8,900", 8900, "EUR/t")]),
        (SPANNED_NUMBERS, [("410", 410_000, "t"), ("388", 388_000, "t"), ("395", 395_000, "t"), ("371", 371_000, "t")]),
    ],
)  # fmt: skip
def test_figures_take_their_unit_from_the_heads_of_their_column(
    table: str, expected: list[tuple[str, float, str]]
) -> None:
    assert figures_of(table) == expected


def test_a_table_that_lays_out_a_page_stays() -> None:
    layout = (
        f"<table><tr><td><p>The harbours keep what has been landed but not sold since.</p>{SMALL}</td></tr></table>"
    )
    text = text_of(layout)
    assert "what has been landed" in text
    assert "Alba | 14" in " ".join(text.split())


def test_a_page_without_a_root_element_is_read() -> None:
    """Archives of filings put lines such as <TYPE> before the page."""
    page = "<DOCUMENT>\n<TYPE>20-F\n<SEQUENCE>1\n<FILENAME>report.htm\n<TEXT>\n" + PAGE
    assert "| Alba | 14 |" in text_of(SMALL, page)


def test_tables_in_a_text_are_rows() -> None:
    """Text recognition writes tables as HTML into Markdown."""
    table = "<table><tr><th>SEK m<th>2025</tr><tr><td>Sales<sup>1</sup><td>812</tr><tr><td>Costs<td>-640</tr></table>"
    document = document_of(f"# Accounts\n\n{table}\n\nThe yard was sold.".encode(), Path("page.md"), "page")
    assert "| Sales¹ | 812 |" in document.text
    assert [(figure.low, figure.unit) for figure in document.figures] == [(812e6, "SEK"), (-640e6, "SEK")]
    assert document_of(b"A <table> that <td>7 is not closed", Path("page.md"), "page").text.endswith("closed")


def test_the_time_grows_with_the_rows() -> None:
    def seconds(count: int) -> float:
        rows = "".join(
            f"<tr><td>Pit {n}</td><td>$</td><td>{n},500</td><td rowspan='2'></td></tr>" for n in range(count)
        )
        page = PAGE.format(table=f"<table><tr><td>Pit</td><td></td><td>Cost</td></tr>{rows}</table>").encode()
        start = process_time()
        document_of(page, Path("page.html"), "page")
        return process_time() - start

    seconds(50)
    assert seconds(4_000) < 12 * max(seconds(1_000), 0.02)
