"""The page of a translation shows each figure in its sentence, with its reading and what differs."""

from pathlib import Path

import pytest
from lxml import html

from analysis.claims.translations import translations_in
from analysis.core.run_record import RunRecord
from analysis.documents.document import document_of
from analysis.notebook.questions.verification import pair_rows, translation_rows
from analysis.report.source_page import translation_name, translation_page

CHINESE = "标题：铜箔\n\n产量约3.2万吨，增长5%。利润逾1150美元/吨，投资12亿元。"
ENGLISH = (
    "Title: Foil\n\nOutput is about 3,200 tonnes, up 5%. Profit is over $1,150 a tonne, investment 1.2 billion yuan."
)
RUN = RunRecord("r1", scenario="base", versions={"metals-analysis": "1"}, started="now")


@pytest.fixture
def pair():
    documents = [
        document_of(text.encode(), Path(f"{name}.txt"), name) for name, text in (("b", ENGLISH), ("a", CHINESE))
    ]
    (found,) = translations_in(documents)
    return found


def test_the_page_quotes_both_sentences_with_readings_and_links(pair):
    page = translation_page(pair, RUN)
    text = " ".join(html.fromstring(page).text_content().split())
    assert "3 of 4 figures of the original are the same" in text
    assert "产量约3.2万吨，增长5%。" in text
    assert "about 32,000 t" in text
    assert "0.1 times the original: 万 (ten thousand) is read as a thousand" in text
    assert "“Foil” is paired with its original, “铜箔”" in text
    assert "by their dates" not in text  # neither has one
    links = [item.get("href") for item in html.fromstring(page).iter("a") if item.get("class") == "number"]
    assert len(links) == 8
    assert all(link.startswith("sources/") for link in links)
    assert translation_name(pair) == "translation-a-b.html"


def test_the_tables_of_the_notebook(pair):
    (row,) = translation_rows([pair])
    assert (row["Agreement"], row["Original"].value, row["Translated"].value) == (
        "scale changed", "3.2万吨: about 32,000 t", "3,200 tonnes: about 3,200 t",
    )  # fmt: skip
    assert row["Translation"] == "Foil"
    assert pair_rows([pair])[0] == {"Original": "铜箔", "Translation": "Foil", "Agreement": pair.sentence}
    assert translation_rows([]) == []
    assert pair_rows([]) == []
