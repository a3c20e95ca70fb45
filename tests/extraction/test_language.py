"""A language without spaces between words goes through the same pipeline: a sketch of Chinese."""

import re
from dataclasses import replace

import pytest

from analysis.extraction.directions import Surroundings
from analysis.extraction.english import ENGLISH
from analysis.extraction.extract import extract_figures, read_figures
from analysis.extraction.hedges import HedgeFound
from analysis.extraction.language import PeriodFound, SubjectFound
from analysis.extraction.lexer import Token
from analysis.extraction.quantity import Found, Quantity
from analysis.extraction.rules import Case, Rule

WORDS = {"约": "~", "超过": ">", "增长": "up", "下降": "down"}
UNITS = {"%": ("percent", 1), "万吨": ("t", 1e4), "吨": ("t", 1), "亿元": ("CNY", 1e8)}
NUMBER = re.compile(rf"(\d+(?:\.\d+)?)({'|'.join(UNITS)})")
TOKEN = re.compile(rf"{'|'.join(WORDS)}|\S")  # a known word, else one character


def numbers_in(context, tables):
    found = []
    for match in NUMBER.finditer(context.text):
        unit, factor = UNITS[match[2]]
        value = float(match[1]) * factor
        found.append(Quantity(match.start(), match.end(), value, value, unit))
    return Found(found, [])


def tokens_in(text, start, end):
    return tuple(
        Token(match.start(), match.end(), "word", match.group(), match.group())
        for match in TOKEN.finditer(text, start, end)
    )


def hedge_around(quantity):
    last = quantity.left[-1:]
    hedge = WORDS.get(last[0].word, "") if last else ""
    return HedgeFound(hedge, last[0].start, "word before") if hedge in {"~", ">"} else HedgeFound("=", quantity.start)


def surroundings_of(quantity, hedge_start, before, carried):
    left = quantity.sentence.between(max(0, quantity.floor), hedge_start)
    words = tuple(token.word for token in left)
    return Surroundings(quantity, hedge_start, left, quantity.right, words, (words or ("",))[-1], ("", ""), "", True)


def changed(near):
    return {"up": "up", "down": "down"}.get(WORDS.get(near.last))


CASE = Case("铜产量增长5%", "5%", "up")
CHINESE = replace(
    ENGLISH,
    name="Chinese",
    numbers_in=numbers_in,
    tokens_in=tokens_in,
    steps=(),
    hedge_around=hedge_around,
    surroundings_of=surroundings_of,
    direction_rules=(Rule("verb", changed, CASE, CASE),),
    sense_after=lambda right, share: None,
    periods_in=lambda sentence, published: (),
    period_at=lambda periods, sentence, start, end: PeriodFound(),
    subject_of=lambda quantity, hedge_start: SubjectFound(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("铜产量增长约5%，至1.2万吨。", ["about 5 %, a rise", "12,000 t"]),
        ("利润下降3%。营收超过2亿元。", ["3 %, a fall", "more than 200 million CNY"]),
        ("库存300吨", ["300 t"]),
        ("没有数字。", []),
    ],
)
def test_a_language_without_spaces_uses_the_same_steps(text, expected):
    assert [reading.figure.as_text for reading in read_figures(text, language=CHINESE)] == expected


def test_without_its_language_the_words_are_not_understood():
    assert [figure.as_text for figure in extract_figures("铜产量增长约5%。")] != ["about 5 %, a rise"]
