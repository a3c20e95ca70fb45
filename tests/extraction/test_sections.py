"""Title, highlights, body and the page around an article."""

import pytest

from analysis.extraction.sections import sections_of


def section_of(text, word):
    return sections_of(text).at(text.index(word))


ARTICLE = """Foil is thin

Mar 4, 2026

Highlights

  • POINT one
  • another

The BODY is a sentence.

Related News
MORE of it.
"""


@pytest.mark.parametrize(
    ("word", "section"),
    [("Foil", "title"), ("Mar", "title"), ("POINT", "highlights"), ("BODY", "body"), ("MORE", "boilerplate")],
)
def test_the_parts_of_an_article_are_distinguished(word, section):
    assert section_of(ARTICLE, word) == section


def test_the_first_line_of_a_wrapped_paragraph_is_not_a_title():
    text = "News\n\nThe FIRST line of this paragraph is as long as editors make it\nand its end is here.\n"
    assert section_of(text, "News") == "title"
    assert section_of(text, "FIRST") == "body"


def test_a_header_and_markdown_marks_do_not_hide_the_parts():
    text = "---\ndate: 2026-01-02\n---\n# Title\n\n## Key takeaways\n\n* POINT\n\n## In detail\n\nBODY text.\n"
    assert section_of(text, "POINT") == "highlights"
    assert section_of(text, "BODY") == "body"
    assert section_of(text, "Title") == "title"


def test_an_empty_text_is_one_part():
    assert sections_of("").kinds == ("title",)


def test_the_parts_of_a_chinese_article():
    text = "铜箔更薄\n\n摘要：\n- 利润增长5%\n\n铜箔利润增长5%。\n\n相关新闻\n更多"
    assert sections_of(text).kinds == ("title", "highlights", "body", "boilerplate")
    assert sections_of("铜箔更薄\n\n铜箔利润增长5%。\n产量增长3%。").kinds == ("title", "body")


def test_a_note_may_be_above_the_title_and_a_list_below_it():
    text = "For immediate release.\n\nSteel is back\n\n- up 5%\n\nOutput rose 5% in May.\n"
    assert sections_of(text).kinds == ("title", "highlights", "body")


def test_the_first_sentence_below_a_header_is_the_body_in_chinese_too():
    header = "---\ntitle: 铜箔\n---\n"
    assert section_of(f"{header}本报讯 铜产业集群规模已达约2300亿元。\n", "2300") == "body"
    assert section_of(f"{header}即时发布。\n铜箔更薄\n\n利润增长5%。\n", "铜箔更薄") == "title"


def test_a_table_below_the_title_is_the_body():
    text = "Stocks fall\n\nStocks by port, tonnes:\n\n| Port | May |\n| --- | --- |\n| BUSAN | 90 |\n"
    assert section_of(text, "Stocks fall") == "title"
    assert section_of(text, "BUSAN") == section_of(text, "Stocks by port") == "body"
    assert section_of("By A. Writer | 3 May 2026 | 2 min read\nSTEEL is back\n\nIt rose.", "STEEL") == "title"
