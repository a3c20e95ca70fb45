"""How likely each word of a line begins a column heading."""

from functools import lru_cache
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.language import Labels
from analysis.extraction.table_cells import YEAR, TextCell
from analysis.extraction.table_headers import SMALL

_MONTH = rf"(?:{lex.MONTH_STEMS})[a-z]{{0,6}}\.?"
A_MONTH = lazy_regex(rf"{_MONTH}\Z")
DAY = lazy_regex(r"\d\d?,?\Z")
_WORD = lazy_regex(r"\([^()\n]*\)|\S+")
_ITS_YEAR = lazy_regex(r"(?:\d\d?,)?(?:(?:FY|CY)?['’]?(?:19|20)|(?:FY|CY)['’]?|['’])\d\d[AEFaef]?\Z")
_SHORT_YEAR = lazy_regex(rf"(?:{_MONTH}[\s'’-]{{0,3}}|[QH][1-4] |[1-4][QH] |\d\d?M |FY |CY )\d\d\Z")
_GOES_ON = lazy_regex(r"(?:(?:\w\S*)?[,/&–-]|on|of|in|from|per|to|by|for|at|over|vs\.?|and|the|ended)\Z")
_CHANGE = lazy_regex(r"(?i)(?:change|chg|ch|var(?:iance|iation)?|difference)\b")
PERCENT = lazy_regex(r"%|(?i:percent(?:age)?)")
_ELEMENT = lazy_regex(r"(?:A[glu]|C[oru]?|Fe|Li|Mg|M[no]|Ni|Pb|P[dt]?|S[bin]?|Ti|V|W|Zn)(?:\d?O\d?)?\Z")
_METAL_IN = lazy_regex(r"(?:[Cc]ontained|[Pp]ayable|[Rr]ecover(?:ed|able))\Z")
_COMPARED = lazy_regex(r"(?:19|20)?\d\d[/–-](?:19|20)?\d\d")
_PART_OF_YEAR = lazy_regex(r"(?:[QH][1-4]|[1-4][QH]|\d\d?M)")
_OF_TIME = lazy_regex(r"(?:day|week|month|quarter|half|year|season|period)s?\Z")
_WHICH = lazy_regex(r"(?i)(?:this|last|previous|prior|current|same|full|whole|a|one|per)\Z")
_CAPITALIZED = lazy_regex(r"[A-Z][a-z]{3,}\Z")
# What a year belongs to: "May 2025", "31 December 2024", "Q3 FY25".
DATED = lazy_regex(
    rf"(?:.*[\s–-])?(?:{_MONTH}(?: \d\d?,)?|[1-4]?[QH][1-4]?|\d\d?M|FY|CY|YTD|quarter|half|year|months)\Z"
)
# How likely a word begins a head; a line has as many heads as there are columns if their first words are the likeliest.
NEVER, _HARDLY, PERHAPS, _LIKELY_SO, _SURELY = 0, 1, 3, 4, 5


def words_in(line: TextCell) -> list[TextCell]:
    """Return the words of a line; text in brackets counts as one word."""
    return [TextCell(line.start + word.start(), word[0]) for word in _WORD.finditer(line.text)]


@lru_cache(maxsize=1024)  # tables of one document have the same heads
def beginnings(text: str, labels: Labels) -> tuple[list[TextCell], list[int]]:
    """Return the words of a line of headings, and how likely each is to begin one."""
    words = words_in(TextCell(0, text))
    alike = not any(word.text[0].isupper() or word.text[0] in "([" for word in words[1:])
    alike = alike and not any(_GOES_ON.match(word.text) for word in words)
    begins, head = [_SURELY], words[0].text
    for before, word, following in zip(words, words[1:], [*words[2:], None], strict=False):
        likely = _begins(head, word.text, following.text if following else "", labels)
        if likely == _HARDLY and alike:
            likely = PERHAPS
        new_line = NEVER < likely < _SURELY and "\n" in text[before.end : word.start]
        begins.append(likely + new_line)
        head = word.text if begins[-1] > PERHAPS else f"{head} {word.text}"
    return words, begins


class _Next(NamedTuple):
    """A word after one that may be the last of a heading, and the word after it, which may be empty."""

    head: str
    word: str
    following: str
    labels: Labels

    @property
    def last(self) -> str:
        """The last word of the heading."""
        return self.head.split()[-1]

    @property
    def ends(self) -> list[str]:
        """The last word of the heading, the last two and the last three."""
        before = self.head.split()[-3:]
        return [" ".join(before[-count:]) for count in (1, 2, 3)]

    @property
    def digits(self) -> str:
        """The word without a comma."""
        return self.word.rstrip(",")

    @property
    def is_complete(self) -> bool:
        """Whether the heading ends with a unit, a period or a bracket."""
        known = (is_period(end, self.labels) or self.labels.unit_of(end) for end in self.ends)
        return self.last[-1] in ")%" or any(known)


def _begins(head: str, word: str, following: str, labels: Labels) -> int:
    """How likely a word is to begin a heading, after one that may be another heading."""
    seen = _Next(head, word, following, labels)
    if _goes_on(seen):
        return NEVER
    answers = (rule(seen) for rule in (_of_a_period, _of_a_percentage, _of_a_unit, _of_a_word))
    return next(likely for likely in answers if likely is not None)


def _goes_on(seen: _Next) -> bool:
    """Whether a word goes on with the heading before it."""
    head, word, last, labels = seen.head, seen.word, seen.last, seen.labels
    dated = any(_SHORT_YEAR.match(f"{end} {seen.digits}") for end in seen.ends)
    if dated or (DATED.match(head) and _ITS_YEAR.match(seen.digits)):
        return True
    if seen.digits in SMALL or word[0] in "([" or _GOES_ON.match(last) or (word == "YTD" and YEAR.match(last)):
        return True
    compared = _COMPARED.fullmatch(word) or (_COMPARED.fullmatch(seen.following) and is_period(word, labels))
    if compared and labels.change.search(head) and "%" not in last:  # "% change Jan-Sep 21/20"
        return True
    if (_ELEMENT.match(word) or word == "LCE") and _METAL_IN.match(last):  # "Contained Cu (kt)"
        return True
    if word in {"FY", "CY"} and _PART_OF_YEAR.fullmatch(last):  # "H1 FY 26"
        return True
    return bool(word.islower() and _OF_TIME.match(word) and _WHICH.match(last))


def _of_a_period(seen: _Next) -> int | None:
    word, last, labels = seen.word, seen.last, seen.labels
    if YEAR.match(seen.digits):
        return _SURELY if seen.digits == word or seen.is_complete else _HARDLY
    if A_MONTH.match(word):
        return NEVER if DAY.match(last) and not any(map(_SHORT_YEAR.match, seen.ends)) else _SURELY
    dated = (DATED.match(word) and word[-1].isupper()) or (A_MONTH.match(seen.following) and DAY.match(word))
    return _SURELY if dated or is_period(word, labels) else None


def _of_a_percentage(seen: _Next) -> int | None:
    word, following = seen.word, seen.following
    if PERCENT.fullmatch(seen.last):
        return NEVER if _CHANGE.match(word) or word[0].islower() or _ELEMENT.match(word) else _SURELY
    if word != "%":
        return None
    return _SURELY if seen.is_complete or following[:1].islower() or _CHANGE.match(following) else NEVER


def _of_a_unit(seen: _Next) -> int | None:
    head, word, labels = seen.head, seen.word, seen.labels
    if _CAPITALIZED.match(word):
        return None
    if labels.unit_of(f"{seen.last} {word}") and word[-1] != ",":  # "US$ million", "lb Cu", not "kt Cu, %"
        return NEVER
    if not (labels.unit_of(word) or labels.unit_of(f"{word} {seen.following}")):
        return None
    if head[0] == "%" or labels.unit_of_label(head):
        return _SURELY
    return PERHAPS if head == seen.last and not is_period(head, labels) else _HARDLY


def _of_a_word(seen: _Next) -> int:
    last, labels = seen.last, seen.labels
    if labels.change.search(seen.word) and labels.unit_of_label(seen.head):
        return _SURELY
    if not seen.word[0].isupper():
        return _HARDLY
    if YEAR.match(last):  # "2024 Output 2023 Output"
        return PERHAPS
    return _SURELY if seen.is_complete else _LIKELY_SO if last[0].islower() else PERHAPS


def is_period(head: str, labels: Labels) -> bool:
    """Return whether a heading is a period, or ends with a year."""
    return bool(labels.period.match(head) or _SHORT_YEAR.match(head) or _ITS_YEAR.match(head.rsplit(" ", 1)[-1]))
