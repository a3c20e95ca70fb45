"""The regular expressions of figures, built from the lexicon, and what they must not match.

`QUANTITY` finds a number with all that is written next to it: sign, currency, scale, unit, rate.
`EXCLUSIONS` are the places where digits are no figure; each stands with an example.
What a match means is decided in quantities.py.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.text import lexicon as lex
from analysis.units import CURRENCY_CODES

# White space inside a figure may wrap once; the bounds keep every match linear in the text.
SPACE = r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,3})?|\n[^\S\n]{0,3})"
MAYBE_SPACE = rf"{SPACE}?"


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; a space in a word may wrap."""
    return "|".join(re.escape(word).replace(r"\ ", SPACE) for word in sorted(words, key=lambda w: (-len(w), w)))


_ENDS = r"(?![A-Za-z0-9])"
_BY_CASE = alternatives(unit for unit in lex.CASE_UNITS if unit not in lex.ATTACHED_UNITS)
_BY_WORD = alternatives(unit for unit in lex.WORD_UNITS if unit not in lex.ATTACHED_UNITS)
_UNIT = rf"(?:%|(?:{_BY_CASE}){_ENDS}|(?i:{_BY_WORD}){_ENDS})"
_ATTACHED = rf"(?:{alternatives(lex.ATTACHED_UNITS)}){_ENDS}"
_PER_UNIT = (
    rf"(?:(?:{alternatives([*lex.CASE_UNITS - {'%'}, *lex.PER_ONLY])}){_ENDS}"
    rf"|(?i:{alternatives([*lex.WORD_UNITS, *lex.PER_ONLY])}){_ENDS})"
)
_CODES = alternatives(CURRENCY_CODES)
_SIGNS = alternatives(lex.CURRENCY_SIGNS)
_NAMES = rf"(?:(?i:{alternatives(n for n in lex.CURRENCY_NAMES if n[0].isalpha() and n != 'c')}){_ENDS}|(?:{_CODES}){_ENDS}|CN¥|[€£¥$](?!\s?\d))"
_SCALE = rf"(?:(?i:{alternatives(lex.SCALES)}){_ENDS}(?:\.(?={SPACE}?[€$£¥]))?)"
# "fifty-five", "two hundred and five", "one thousand two hundred": words that only follow each other are no number.
_TENS = alternatives(word for word, value in lex.NUMBER_WORDS.items() if value >= 20)
_ONES = alternatives(word for word, value in lex.NUMBER_WORDS.items() if 0 < value < 10)
_BELOW_20 = alternatives(word for word, value in lex.NUMBER_WORDS.items() if 0 < value < 20)
_BELOW_100 = rf"(?:(?:{_TENS})(?:(?:-|{SPACE})(?:{_ONES})(?![A-Za-z]))?|{_BELOW_20})(?![A-Za-z])"
_BELOW_1000 = rf"(?:{_BELOW_100}[-\s]hundred(?:(?:-|{SPACE})(?:and{SPACE})?{_BELOW_100})?|{_BELOW_100})"
_WORDS = rf"(?i:{_BELOW_1000}[-\s]thousand(?:{SPACE}(?:and{SPACE})?{_BELOW_1000})|{_BELOW_1000})"

_DIGITS = r"""(?:
    \d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,24})?              # 1,234.5
  | \d{1,2}(?:,\d{2}){1,8},\d{3}(?:\.\d{1,24})?        # 12,34,567 in the Indian style
  | \d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,8}(?:[.,]\d{1,24})?  # 1 234,5 with hard or thin spaces
  | \d{1,3}(?:\.\d{3}){2,8}(?:,\d{1,24})?             # 1.234.567
  | \d{1,3}(?:\.\d{3}){1,8},\d{1,24}                  # 1.234,5
  | \d{1,24}\.\d{1,24} | \.\d{1,24} | \d{1,24},\d{1,2} | \d{1,24}
)(?![\d]|[.,:]\d)"""
_FRACTIONS = alternatives([*lex.FRACTION_WORDS, *(w + "s" for w in lex.FRACTION_WORDS if w != "half")])

# What a figure can begin with: looked at first, because most characters begin none.
_FIRST = r"[\w.+−-]|[$€£¥￥₹₽₩₺₴₦₱]\s{0,7}[-−+~≈]?[\d.]"

QUANTITY = re.compile(
    rf"""
    (?<![A-Za-z])(?={_FIRST})
    (?P<minus>(?<![^\s(\[])[-−+](?=\S))?
    (?P<currency>(?<![A-Za-z])(?:{_CODES}){SPACE}?(?=[-−+~≈]?[\d.])|(?<![A-Za-z])(?:{_SIGNS}){SPACE}?(?=[-−+~≈]?[\d.]))?
    (?:
        (?P<sign>(?<![\w.,)%])[-−+])?
        (?(currency)|(?<![A-Za-z]-)(?<![A-Za-z][–—/])(?<![\w.#&]))
        (?P<number>
            (?P<ratio>\d{{1,3}}/\d{{1,3}}(?![\d/.]))
          | (?P<digits>{_DIGITS})(?P<plus>\+)?
        )
      | (?<![\w-])(?P<fraction>(?i:(?:an?|one|two|three|four|five|six|seven|nine)[-\s](?:{_FRACTIONS})|half(?:{SPACE}a(?={SPACE}(?:million|billion|trillion)))?)){_ENDS}
      | (?<![\w-])(?P<words>{_WORDS}){_ENDS}(?!{SPACE}{_WORDS})
      | (?<![\w-])(?P<multiple>(?i:{alternatives(lex.MULTIPLE_WORDS)})){_ENDS}
      | (?<![\w-])(?=(?P<scale_alone>(?i:million|billion|trillion))[-\s](?:{_NAMES}|{_UNIT}))
    )
    (?P<scaled>(?:{MAYBE_SPACE}|-)(?P<scale>{_SCALE})|(?P<letter>[kKmMbBT])(?![A-Za-z0-9/²³]))?
    (?:
        (?:{MAYBE_SPACE}|-)(?P<name>{_NAMES})
      | (?:{MAYBE_SPACE}|-)(?P<unit>{_UNIT})
      | (?P<attached>{_ATTACHED}|{SPACE}m(?={SPACE}(?:long|wide|high|deep|thick|tall|below|above)\b))
    )?
    (?P<rate>
        (?:
            {MAYBE_SPACE}/{MAYBE_SPACE}
          | {SPACE}(?i:per){SPACE}
          | {SPACE}(?i:an?){SPACE}
          | (?P<substance>(?:{SPACE}(?i:of))?(?:{SPACE}[a-z][a-z-]*){{1,2}}){SPACE}per{SPACE}
        )
        (?P<per_number>10+{MAYBE_SPACE})?
        (?P<per>{_PER_UNIT})(?!{SPACE}(?:earlier|ago|before|later|prior)\b)
      | {SPACE}(?P<rate_word>(?i:{alternatives(lex.RATE_WORDS)})){_ENDS}
    )?
    """,
    re.VERBOSE,
)


class Exclusion(NamedTuple):
    """A place where digits are no figure: what it is, its pattern, an example that it must cover."""

    what: str
    pattern: str
    example: str


_MONTH = alternatives(lex.MONTHS)
_MONEY = alternatives([*(sign for sign in lex.CURRENCY_SIGNS if sign.isalpha()), *lex.CURRENCY_SIGNS.values()])
_YEAR = r"(?:19|20)\d\d"
# The header of a document: `key: value` lines between two lines of three dashes.
FRONT_MATTER = r"\A---\r?\n(?P<lines>(?:(?!---).*\n){0,60})---[ \t\r]*$"
EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion("front matter", FRONT_MATTER, "---\ndate: 2025-01-02\n---"),
    Exclusion("web address", r"https?://\S+|www\.\S+|\b10\.\d{4,}/\S+", "https://example.org/a/2025-01"),
    Exclusion("mail address", r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+", "desk7@example.org"),
    Exclusion("phone number", r"(?i:tel|fax|phone)\.?:?\s?[+\d][\d\s().-]{6,20}|\+\d{1,3}[\s-]\d[\d\s-]{6,16}", "Tel: +44 20 5550 1234"),
    Exclusion("day and month", rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH})\b\.?(?:,?\s{_YEAR}\b)?", "22 March 2019"),
    Exclusion("month and day", rf"\b(?:{_MONTH})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d|,\d{{3}}|\.\d|%)(?:,?\s{_YEAR}\b)?", "December 20, 2025"),
    Exclusion("month and year", rf"\b(?:{_MONTH})\b\.?,?\s{_YEAR}\b", "January 2015"),
    Exclusion("numeric date", r"\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", "2019.03.18"),
    Exclusion("clock time", r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b)?|\b\d{1,2}\s?[ap]m\b", "5:00pm"),
    Exclusion("year range", rf"(?<![\d.,$€£¥]){_YEAR}\s?[-–—/]\s?(?:{_YEAR}|\d\d)(?![\d.,%]\d|\d|%)", "2025-2026"),
    Exclusion("fiscal period", r"\b(?:FY|Q|H|CY)\s?\d{1,4}(?:[-/]\d{2,4})?\b|\b[1-4][QH]\s?\d{2,4}\b|\b[12]H\b|\b[1-4]Q\b", "Q3 2024"),
    Exclusion("ordinal", r"\b\d+(?:st|nd|rd|th)\b", "20th"),
    Exclusion("plan name", r"(?i:\b(?:\w+[- ])?five[- ]year(?=[- ]plan))|['‘’\"“]\d+['’”\"](?=\s\w)", "Five-Year Plan"),
    Exclusion("contract or grade number", r"(?i:\b(?:SHFE|LME|DCE|INE|GFEX|contract)\s\d{4}\b)|\b\d{4}\s(?=contract)|#\d+", "SHFE 2711"),
    Exclusion(
        "numbered thing",
        r"\b(?:[Ss]ection|[Ll]aw|[Ff]orm|[Pp]hase|[Aa]rticle|[Cc]hapter|[Tt]able|[Ff]ig(?:ure|\.)|[Pp]lant|[Ll]ine|[Nn]o\.|[Nn]umber"
        r"|[Vv]ol(?:ume|\.)|[Pp]age|[Vv]ersion|[Tt]ype|[Gg]rade|[Cc]lass|[Rr]oute|[Bb]lock|[Ss]tep|[Ss]tage|[Tt]ier|[Ss]cope"
        r"|[Aa]nnex|[Aa]ppendix|Act|Rule|Document|Order|ACN|ABN)\s\d{1,6}(?:[-.]\d{1,4}){0,4}(?![\d.,]{0,12}\s?(?:%|percent))(?:-[A-Z])?\b",
        "Section 301",
    ),
    Exclusion("rank", r"\b[Tt]op[- ]\d{1,3}\b(?![,.]\d|\s?(?:%|per\s?cent|k?[tg]\b|(?:m|b|tr)illion|[mbt]n\b|tons?\b|tonnes?\b|mt\b|yuan))", "top 20"),
    Exclusion("generation or code", rf"\b\d+(?:\.\d+)?[GDN]\b|\b(?!(?:{_MONEY})\d)[A-Z]+\d[\w-]*|\b\d+-[A-Z]\b", "5G"),
    Exclusion("one in so many", rf"(?i:\b(?:{_ONES}|\d)\s(?:in|out\sof)\s(?:every\s)?(?:ten|{_ONES}|\d{{1,3}})\b(?!\s?(?:[%,.:]?\d|%|per|year|month|week|day|hour|of)))", "one in five"),
    Exclusion("footnote mark", r"\[\d{1,3}\]", "[12]"),
    Exclusion("vague amount", r"(?i:\b(?:multi|several|few|many|tens of|hundreds of|thousands of)[-\s](?:hundred|thousand|million|billion|trillion)\b)", "several million"),
    Exclusion("page counter", rf"(?i:\b\d[\d,.]{{0,12}}[kKmM]?\s(?:{alternatives(lex.FURNITURE_NOUNS)})\b)", "3,107 messages"),
    Exclusion("page counter", rf"(?i:\b(?:{alternatives(lex.FURNITURE_NOUNS)}):?\s\(?\d[\d,.]{{0,12}}\)?[^\S\n]{{0,3}}$)", "Comments 12"),
)  # fmt: skip
# All begin where a word begins, but for the marks that stand right behind one.
EXCLUDED = re.compile(
    rf"(?:(?<!\w)(?=[\w.+'‘’“\"-])|(?=[\[#]))(?:{'|'.join(f'(?:{item.pattern})' for item in EXCLUSIONS)})", re.MULTILINE
)

BARE_YEAR = re.compile(rf"{_YEAR}s?\Z")

# Between the two numbers of a range or a change; "or" joins only alternatives of one quantity.
DASH = re.compile(rf"{MAYBE_SPACE}[-–—~]{MAYBE_SPACE}\Z")
_HEDGE = rf"(?i:{alternatives(lex.HEDGES)})"
TO = re.compile(rf"{SPACE}(?i:to){SPACE}(?:{_HEDGE}{SPACE})?\Z")
AND = re.compile(rf"{SPACE}(?i:and){SPACE}\Z")
OR = re.compile(rf"{SPACE}(?i:or){SPACE}\Z")

HEDGE_BEFORE = re.compile(rf"(?<![\w>≥<≤])(?P<hedge>{_HEDGE}){MAYBE_SPACE}(?:(?i:the|an?){SPACE})?\Z")
HEDGE_AFTER = re.compile(
    rf"{MAYBE_SPACE}(?P<hedge>\+|(?i:{alternatives(h for h in lex.HEDGES_AFTER if h != '+')}){_ENDS})"
)
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
