"""The sentence in which a source limits what its figures are good for."""

import pytest

from analysis.documents.sources import Sources, read_document
from analysis.documents.statements import caveat_of, dated_statements, timeline


def document(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def test_a_disclaimer_is_found_with_its_place(tmp_path):
    source = document(tmp_path, "Output rose 5%. All numbers here should be independently verified first. The end.")
    caveat = caveat_of(source)
    assert caveat.text == "All numbers here should be independently verified first."
    assert source.text[caveat.start : caveat.end] == caveat.text


def test_the_caveat_may_be_in_the_header(tmp_path):
    source = document(tmp_path, "---\npublisher: p\ncaveat: figures of one company\n---\nText, for reference only.\n")
    caveat = caveat_of(source)
    assert caveat.text == "figures of one company" == source.text[caveat.start : caveat.end]


@pytest.mark.parametrize(
    "caveat",
    [
        "数据仅供读者参考。",
        "該數字未經獨立核實。",
        "以上内容不构成任何投资建议。",
        "上述数字尚待核实。",
        "投資者據此操作，風險自負。",
    ],
)
def test_a_chinese_caveat_is_found(caveat, tmp_path):
    assert caveat_of(document(tmp_path, f"2025年产量为5万吨。{caveat}铜价上涨。")).text == caveat


@pytest.mark.parametrize("words", ["公司提供参考价格。", "经核实，产量为5万吨。", "项目构成新的增长点。", "风险可控。"])
def test_words_of_a_chinese_caveat_alone_are_none(words, tmp_path):
    assert caveat_of(document(tmp_path, f"2025年产量为5万吨。{words}")) is None


@pytest.mark.parametrize(
    "caveat",
    [
        "The figures have not been audited.",
        "All numbers are unaudited.",
        "公司数据未经审计。",
        "These figures are the smelter's own and have not been checked by the authorities.",
        "She warns that the numbers are estimates which nobody outside can verify.",
        "No one has audited the accounts.",
        "The newspaper could not verify the figures.",
    ],
)
def test_figures_that_nobody_audited_are_a_caveat(caveat, tmp_path):
    assert caveat_of(document(tmp_path, f"Output rose 5%. {caveat} Prices rose.")).text == caveat


def test_a_source_without_a_caveat_has_none(tmp_path):
    for words in (
        "Output rose 5%, the auditor says; the accounts were audited.",
        "The figures were confirmed by the ministry. The mine did not close.",
        "The company did not close the check point.",
    ):
        assert caveat_of(document(tmp_path, words)) is None
    assert caveat_of(document(tmp_path, "Output rose 5% on the year.")) is None
    brief = "---\ncaveat: none stated\n---\nOutput rose 5%, for reference only.\n"
    assert caveat_of(document(tmp_path, brief)) is None


def test_the_year_of_a_day_comes_from_its_sentence_or_the_publication(tmp_path):
    source = document(
        tmp_path,
        "---\ndate: 2026-03-02\n---\nThe plant opened on December 20. On the 28th shares rose 5%. "
        "A deal was signed on 3 May 2025.\n\nRelated News\nOn June 1, 2020 there was more.\n",
    )
    found = [(item.period, item.text) for item in dated_statements(source)]
    assert found == [
        ("--12-20", "The plant opened on December 20."),
        ("2026-02-28", "On the 28th shares rose 5%."),
        ("2025-05-03", "A deal was signed on 3 May 2025."),
    ]


def test_the_timeline_joins_publication_periods_and_days_in_order(tmp_path):
    source = document(
        tmp_path, "---\ndate: 2026-03-02\n---\nRevenue is to pass 5 billion yuan by 2028. It began on May 4.\n"
    )
    rows = [(row["When"], row["What"]) for row in timeline(Sources((source,)))]
    passes = "Revenue is to pass 5 billion yuan by 2028."
    assert rows == [("2026-03-02", "published"), ("2028", passes), ("--05-04", "It began on May 4.")]


def test_the_day_of_a_dateline_belongs_to_the_article_and_not_to_its_sentence(tmp_path):
    text = "NANCHANG, Jiangxi, 2 March 2026 - Output was 5 t in 2025. On 1 March 2026 it stopped."
    source = document(tmp_path, f"---\ndate: 2026-03-02\n---\n{text}\n")
    assert [item.period for item in dated_statements(source)] == ["2026-03-01"]
