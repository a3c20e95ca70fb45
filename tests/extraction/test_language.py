"""A third language goes through the same pipeline: a sketch of Spanish, with ten sentences."""

import re
from dataclasses import replace

import pytest

from analysis.extraction.english import ENGLISH
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.extract import extract_figures, read_figures
from analysis.extraction.languages import language_of
from analysis.extraction.lexer import said
from analysis.extraction.number_parser import read_digits
from analysis.extraction.periods import Period
from analysis.extraction.quantity import Quantity, ScanResult
from analysis.extraction.rules import Example, Found, HedgeFound, Rule, Surroundings

SCALES = {"mil": 1e3, "millones": 1e6, "millones de": 1e6, "mil millones de": 1e9}
UNITS = {"%": "percent", "por ciento": "percent", "puntos porcentuales": "percentage_point", "toneladas": "t",
         "dólares por tonelada": "USD/t", "dólares": "USD", "euros": "EUR", "trabajadores": "count:worker"}  # fmt: skip
AFTER = re.compile(rf" ?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})? ?(?P<unit>{'|'.join(UNITS)})")
HEDGES = {"unos": "~", "unas": "~", "casi": "~", "más de": ">", "menos de": "<", "al menos": ">=", "hasta": "="}
VERBS = {"subió": "up", "creció": "up", "aumentó": "up", "cayó": "down", "bajó": "down"}


def numbers_in(context, tables):
    found, done = [], 0
    for match in re.finditer(r"\d+", context.text):
        if match.start() < done:
            continue
        numeral = read_digits(context.text, match.start(), decimal_comma=True)
        done = numeral.end
        after = AFTER.match(context.text, numeral.end)
        if after:
            value = numeral.value * SCALES.get(after["scale"], 1)
            found.append(Quantity(match.start(), after.end(), value, value, UNITS[after["unit"]], "unit after"))
            done = after.end()
    return ScanResult(found, [])


def hedge_around(quantity):
    for count in (2, 1):
        words = said(quantity.left[-count:])
        if words in HEDGES:
            return HedgeFound(HEDGES[words], quantity.left[-count:][0].start, "words before")
    return HedgeFound("=", quantity.start)


def surroundings_of(quantity, hedge_start, before, carried):
    left = quantity.sentence.between(max(0, quantity.floor), hedge_start)
    words = tuple(token.word for token in left if token.word not in {"un", "una", "el"})
    last = (words or ("",))[-1]
    return Surroundings(quantity, hedge_start, left, quantity.right, words, last, ("", ""), "", True)


RULES = (
    Rule("verb", lambda near: VERBS.get(near.last),
         Example("subió un 5 %", "5 %", "up"), Example("es 5 %", "5 %", "none")),
)  # fmt: skip


PERIOD_RULES = (
    Rule("first", lambda seen: seen.candidates[0].period.reading if seen.candidates else None,
         Example("subió un 5 % en 2024", "5 %", "2024"), Example("es 5 %", "5 %", "")),
)  # fmt: skip


def periods_in(text, start, end, published, before):
    return tuple(
        Period(*match.span(), match.group()) for match in re.compile(r"(?<=en )20\d\d").finditer(text, start, end)
    )


SPANISH = replace(
    ENGLISH,
    name="Spanish",
    numbers_in=numbers_in,
    tokens_in=tokens_in,
    steps=(),
    hedge_around=hedge_around,
    surroundings_of=surroundings_of,
    direction_rules=RULES,
    sense_after=lambda right, unit: None,
    periods_in=periods_in,
    period_exclusions=(),
    period_rules=PERIOD_RULES,
    subject_of=lambda quantity, hedge_start: Found(),
)
SENTENCES = [
    ("La producción de cobre creció un 5,2 % en 2024.", ["5.2 %, a rise"]),
    ("Los costes de la fundición cayeron; el precio cayó un 3 por ciento.", ["3 %, a fall"]),
    ("La empresa vendió unas 12.500 toneladas.", ["about 12,500 t"]),
    ("El beneficio es de 1.400 dólares por tonelada.", ["1,400 USD/t"]),
    ("Los ingresos superan los 2 mil millones de euros.", ["2 billion EUR"]),
    ("La mina emplea a más de 3.200 trabajadores.", ["more than 3,200 workers"]),
    ("Invertirán al menos 45,5 millones de dólares en la planta.", ["at least 45.5 million USD"]),
    ("La cuota subió 1,3 puntos porcentuales.", ["1.3 percentage points, a rise"]),
    ("El precio bajó a 9.600 dólares por tonelada.", ["9,600 USD/t"]),
    ("La planta abrió en 1998 y cerró en 2015.", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_third_language_uses_the_same_steps(text, expected):
    assert [reading.figure.as_text for reading in read_figures(text, language=SPANISH)] == expected


def test_its_period_is_read():
    (reading,) = read_figures(SENTENCES[0][0], language=SPANISH)
    assert reading.figure.period == "2024"


def test_without_its_language_the_numbers_are_misread():
    assert [figure.as_text for figure in extract_figures(SENTENCES[2][0])] != SENTENCES[2][1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "English"),
        ("Output rose 5%.", "English"),
        ("Jiangxi Copper (江西铜业) said its output rose 5% to 1.2 million tonnes in 2024.", "English"),
        ("铜产量增长5%。", "Chinese"),
        ("銅產量增長5%。", "Chinese"),
        ("SMM 1#电解铜现货对当月2510合约报升水50-80元/吨", "Chinese"),
        ("銅の価格が上がりました。生産量は5万トンです。", "a language that is not read"),
    ],
)
def test_the_language_is_found_by_the_script(text, name):
    assert language_of(text).name == name
