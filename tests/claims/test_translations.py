"""A translation is paired with its original, and what it changes is named."""

from pathlib import Path

import pytest

from analysis.claims import translations
from analysis.claims.translations import agreements, translations_in
from analysis.core.units import convert
from analysis.documents.document import document_of

CHINESE = """发布时间：2025-03-04

江西铜企瞄准更薄的铜箔

2024年，江西省有色金属产业营业收入超过8700亿元，约合1210亿美元。近五年来，产业规模扩大1500多亿元。

电池级铜箔已薄至4.5微米，年产量约3.2万吨。普通铜线每吨利润约22美元，锂电铜箔每吨利润逾1150美元。
贵溪冶炼厂的无人生产线使成本降低约12%，生产效率提高25%。
"""
ENGLISH = """Published: 2025-03-05

Jiangxi copper makers look to thinner foil

In 2024 the non-ferrous metals industry of Jiangxi had revenue of more than 870 billion yuan, about $121 billion.
The industry grew by over 150 billion yuan in the past five years.

Battery foil is now as thin as 4.5 microns, and output is about 32,000 tonnes a year.
Profit per tonne is about $22 for ordinary copper wire and more than $1,150 for lithium-battery foil.
An unmanned line of the Guixi smelter cut costs by about 12% and raised productivity by 25%.
"""
OTHER = "Published: 2025-03-05\n\nNickel rose 3% to $15,200 a tonne. Stocks were 208,000 tonnes, 1.2% more."


def doc(text, name):
    return document_of(text.encode(), Path(f"{name}.txt"), name)


def differing(english, chinese=CHINESE):
    found = agreements(doc(chinese, "zh"), doc(english, "en"))
    return [(item.verdict, (item.original or item.translated).text) for item in found if item.verdict != "same"]


def test_a_faithful_translation_agrees_in_every_figure():
    (pair,) = translations_in([doc(ENGLISH, "en"), doc(CHINESE, "zh"), doc(OTHER, "other")])
    assert (pair.original.source_id, pair.translated.source_id) == ("zh", "en")
    assert pair.differing == ()
    assert pair.sentence.startswith("10 of 10 figures")


SPOILT = [
    ("more than 870 billion", "870 billion", "hedge lost", "8700亿元"),
    ("by 25%", "by almost 25%", "hedge added", "25%"),
    ("32,000 tonnes", "3,200 tonnes", "scale changed", "3.2万吨"),
    ("870 billion yuan", "8.7 trillion yuan", "scale changed", "8700亿元"),
    ("4.5 microns", "4.5 millimetres", "unit changed", "4.5微米"),
    ("cut costs by about 12%", "raised costs by about 12%", "direction changed", "12%"),
    (", about $121 billion", "", "missing", "1210亿美元"),
    ("$1,150", "$1,510", "value changed", "1150美元"),
]


@pytest.mark.parametrize(("right", "wrong", "verdict", "figure"), SPOILT)
def test_each_way_to_spoil_a_translation_is_named(right, wrong, verdict, figure):
    assert right in ENGLISH
    assert differing(ENGLISH.replace(right, wrong)) == [(verdict, figure)]


def spoilt_in_eight_ways():
    english = ENGLISH.replace("by over 150 billion", "by over 1.5 trillion")
    for right, wrong, _, _ in SPOILT:
        english = english.replace(right, wrong) if right != "870 billion yuan" else english
    return english


def test_a_translation_spoilt_in_eight_ways_at_once():
    (pair,) = translations_in([doc(spoilt_in_eight_ways(), "en"), doc(CHINESE, "zh")])
    assert sorted(item.verdict for item in pair.differing) == [
        "direction changed", "hedge added", "hedge lost", "missing", "scale changed", "scale changed", "unit changed",
        "value changed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chinese", "english", "note"),
    [
        ("产量12万吨", "Output is 12,000 tonnes", "万 (ten thousand) is read as a thousand"),
        ("产量12万吨", "Output is 12 million tonnes", "万 (ten thousand) is read as a million"),
        ("收入12亿元", "Revenue is 12 billion yuan", "亿 (a hundred million) is read as a billion"),
        ("收入12亿元", "Revenue is 12 million yuan", "亿 (a hundred million) is read as a million"),
        ("收入1.2万亿元", "Revenue is 1.2 billion yuan", "万亿 (a trillion) is read as a billion"),
    ],
)
def test_the_classic_errors_of_scale_are_explained(chinese, english, note):
    (found,) = agreements(doc(chinese, "zh"), doc(english, "en"))
    assert found.verdict == "scale changed"
    assert note in found.note


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("销量133万1540吨", "Sales were 1.33 million tonnes"),  # rounded
        ("占三分之一", "It is a third of the total"),
        ("占七成", "It is 70% of the total"),
        ("产量翻一番", "Output doubled"),
        ("产量增长2倍", "Output tripled"),
        ("超过5万吨", "Output is at least 50,000 tonnes"),  # both are lower bounds
        ("有3家企业", "The companies are there"),  # small counts are worded freely
    ],
)
def test_other_words_for_the_same_figure_agree(chinese, english):
    assert differing(english, chinese) == []


def test_a_wrong_repetition_of_a_correct_figure_is_reported():
    assert differing(ENGLISH.replace("thinner foil\n", "thinner foil of 4.5 microns\n")) == []
    wrong = ENGLISH.replace("thinner foil\n", "thinner foil: 87 billion yuan\n")
    assert differing(wrong) == [("scale changed", "8700亿元")]


def test_additions_of_a_translation_are_named():
    assert differing(ENGLISH + "It has 420 robots.") == [("added", "420")]


def test_articles_with_other_dates_or_figures_are_not_a_pair():
    later = ENGLISH.replace("2025-03-05", "2025-05-05")
    assert translations_in([doc(later, "en"), doc(CHINESE, "zh")]) == []
    assert translations_in([doc(OTHER, "en"), doc(CHINESE, "zh")]) == []
    assert translations_in([doc(ENGLISH, "en"), doc(ENGLISH, "again")]) == []


@pytest.mark.parametrize(("month", "pairs"), [("2025-03", 1), ("March 2025", 1), ("2025-05", 0)])
def test_an_article_dated_by_a_month_may_be_of_any_day_of_it(month, pairs):
    assert len(translations_in([doc(ENGLISH.replace("2025-03-05", month), "en"), doc(CHINESE, "zh")])) == pairs


def test_of_two_translations_the_closer_one_is_the_pair():
    short = "\n".join(ENGLISH.splitlines()[:6])
    (pair,) = translations_in([doc(short, "short"), doc(ENGLISH, "en"), doc(CHINESE, "zh")])
    assert pair.translated.source_id == "en"


def test_pairing_converts_each_pair_of_units_once_however_many_articles_there_are(monkeypatch):
    asked = []
    monkeypatch.setattr(translations, "convert", lambda *given: asked.append(given) or convert(*given))
    translations._means_same.cache_clear()
    articles = [doc(text.replace("4.5", f"{number}.5"), f"{name}{number}")
                for number in range(1, 6) for name, text in (("zh", CHINESE), ("en", ENGLISH))]  # fmt: skip
    pairs = translations_in(articles)
    assert len(pairs) == 5
    tried = [units for value, *units in asked if value == 1.0]
    assert 0 < len(tried) < 100
    assert len(set(map(tuple, tried))) == len(tried)
    asked.clear()
    assert translations_in(articles) == pairs
    assert asked == []
