"""Tables with texts have labels for phones; tables of numbers keep their columns."""

import pytest
from lxml import html

from analysis.report.templating import mark_cards

TEXT = "It is the number of an older edition, and the newest one has fewer."


def table(*cells, head=("Claim", 'China\'s "share"', "Why"), attributes=""):
    heads = "".join(f"<th scope=col>{words}</th>" for words in head)
    row = "".join(f"<td{attributes}>{cell}</td>" for cell in cells)
    return f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{row}</tr></tbody></table>"


def test_a_table_with_a_text_has_the_labels_of_its_columns():
    marked = html.fragment_fromstring(mark_cards(table("Size", "5 %", f'<a title="a > b">{TEXT}</a>')))
    assert marked.get("class") == "cards"
    assert marked.get("style") == "--h1:'Claim';--h2:'China\\'s \"share\"';--h3:'Why'"
    assert marked.xpath("string(tbody)") == f"Size5 %{TEXT}"


@pytest.mark.parametrize(
    "page",
    [
        table("Size", "5 %", "old"),
        table(TEXT, head=("Claim",)),
        table("Size", "5 %", TEXT, attributes=' rowspan="2"'),
        table(TEXT, "5", "7").replace("<td>5", "<td class=num>5").replace("<td>7", '<td class="num">7'),
        table("Size", *"123456789", TEXT, head=tuple("abcdefghijk")),
        f"<table><tbody><tr><td>{TEXT}</td><td>5</td></tr></tbody></table>",
        f"<p>{TEXT}</p>",
    ],
    ids=["numbers", "one column", "joined cells", "named numbers", "many columns", "no head", "no table"],
)
def test_another_table_stays_as_it_is(page):
    assert mark_cards(page) == page
