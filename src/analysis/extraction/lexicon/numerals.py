"""Numbers in words: small numbers, scales, fractions, multiples; and the forms in which words are listed."""

from collections.abc import Mapping
from typing import TypeVar

Meaning = TypeVar("Meaning")


def table(lines: str) -> dict[str, tuple[str, float]]:
    """Read lines of `name = surface | surface` or `name * factor = ...` into surface: (name, factor).

    >>> table("kg * 1000 = tonne | tonnes")["tonnes"]
    ('kg', 1000.0)
    """
    found: dict[str, tuple[str, float]] = {}
    for line in lines.strip().splitlines():
        name, surfaces = line.split(" = ")
        unit, _, factor = name.strip().partition(" * ")
        found |= {surface.strip(): (unit, float(factor or 1)) for surface in surfaces.split(" | ")}
    return found


def names(lines: str) -> dict[str, str]:
    """Read lines as `table` does, without factors."""
    return {surface: name for surface, (name, _) in table(lines).items()}


def by_word(lists: Mapping[Meaning, str], between: str | None = None) -> dict[str, Meaning]:
    """Return the meaning of each word, from the words of each meaning: {">": "over above"} to {"over": ">", ...}."""
    return {word: meaning for meaning, words in lists.items() for word in words.split(between)}


NUMBER_WORDS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))

_SCALES = """
    1e2  hundred
    1e3  thousand thousands ths
    1e5  lakh lakhs lac lacs
    1e6  million millions mln mn mio mil mill millionen millones
    1e7  crore crores cr crs
    1e9  billion billions bln bn mrd mrd. milliarden miljard milliards mlrd
    1e12 trillion trillions trn trln tln tn
"""
SCALES: dict[str, float] = {
    word: float(line.split()[0]) for line in _SCALES.strip().splitlines() for word in line.split()[1:]
} | {"mio.": 1e6, "tsd": 1e3, "tsd.": 1e3}
# These have other meanings too; they are a scale only before money or a unit.
WEAK_SCALES = frozenset({"mil", "mill", "cr", "crs", "ths", "tn", "MN", "BN", "TN"})

# A letter is a scale only with money or a noun: "$5m" is money, "5m" is a length.
DOUBLED_M = "mm"  # "$450MM", "25 MM lbs" are millions
LETTER_SCALES: dict[str, float] = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9, "T": 1e12}

FRACTION_WORDS: dict[str, float] = {
    word: 1 / parts
    for parts, word in enumerate(
        "half third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=2,
    )
} | {"quarter": 1 / 4, "hundredth": 1e-2, "thousandth": 1e-3, "millionth": 1e-6}
# Fractions that are one character in Unicode.
VULGAR_FRACTIONS: dict[str, float] = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip

MULTIPLE_WORDS: dict[str, float] = by_word(
    {
        1 / 2: "halve halves halved halving",
        2: "twice double doubles doubled doubling",
        3: "thrice triple triples tripled tripling treble trebles trebled trebling",
        4: "quadruple quadruples quadrupled quadrupling",
        5: "quintuple quintupled",
    }
) | {f"{word}fold": value for word, value in NUMBER_WORDS.items() if 2 <= value <= 20}
# As verbs these need a word before them that says so: "to double", and not "a double room".
INFINITIVE_MULTIPLES = frozenset("double triple treble quadruple halve".split())
