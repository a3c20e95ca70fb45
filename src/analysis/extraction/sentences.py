"""Split text into sentences: prose, lists and hard-wrapped lines."""

import re
from bisect import bisect_right

from analysis.core.lazy_regex import lazy_regex

_ABBREVIATIONS = frozenset(
    "u.s u.k e.g i.e mr mrs ms dr no nos inc ltd co corp approx ca vs lb lbs oz st jan feb mar apr jun jul "
    "aug sep sept oct nov dec mio mrd p.a fig rs incl excl prev resp".split()
)
_UNITS = frozenset("lb lbs oz".split())
_BEFORE_NUMBER = frozenset("max min est avg vol spec".split())  # "max. 0.6 mm"
_NUMBER_BEGINS = frozenset("0123456789$€£¥")
# The first character is outside the alternatives, so that the search skips to the few places where one can be.
_END = lazy_regex(
    r"""[.!?\r\n。！？](?:
      (?<=[。！？])[”’」』）)]*\s*(?P<full>) (?=\S)                              # a full stop without a space
    | (?<=[.!?])['"”’)\]]*\s+(?P<stop>) (?=['"“‘(\[]?[^\s\W_]|[$€£¥￥₹•#*-])   # a full stop, then a new beginning
    | (?:(?<=[a-z]{2}[.!?])|(?<=[%)][.!?]))(?P<tight>) (?=[A-Z][a-z]*[ ,])  # a full stop whose space was lost
    | (?<=\n)[ \t\r]*\n\s*(?P<blank>)                                       # a blank line
    | (?:(?<=\n)|(?<=\r)\n)[ \t]*(?P<line>)                                 # one newline: a new line or a soft wrap
    )""",
    re.VERBOSE,
)
_HAN = lazy_regex("[\u4e00-\u9fff，、]")
_WORD = lazy_regex(r"\S+")
_WIDEST = 400  # characters of a line
_FILLED = 0.8
_LAST_WORD = lazy_regex(r"[\w.]+$")
_AFTER_NUMBER = lazy_regex(r"[\d/]\s?$")
_LEADER = lazy_regex(r"(?<=\s)\.{3,}\s+(?=[A-Z$€£¥]{0,3}\s?\d)|\.{5}")  # between the label of a row and its value
_LABEL = lazy_regex(r"[A-Z][^\d\n.:;,|]{1,40}:\s")  # "APT: 208,000 yuan/t" begins a line of a list
# Longer text without full stops (a table, a list) is cut, which bounds the work for each figure.
_LONGEST = 1000


def sentence_starts(text: str) -> list[int]:
    """Return the offset at which each sentence begins, the first one 0.

    A soft wrap, a newline after which a long line continues, does not end a sentence.
    """
    starts = [0]
    for match in _END.finditer(text):
        if match.lastgroup in {"stop", "tight"} and (
            _is_leader(text, match.start()) or _is_abbreviation(text, match.start())
        ):
            continue
        if match.lastgroup == "line" and is_soft_wrap(text, match.start(), match.end()):
            continue
        _cut(text, starts, match.end())
        starts.append(match.end())
    _cut(text, starts, len(text))
    return starts


def _cut(text: str, starts: list[int], end: int) -> None:
    """Cut the text from the last start to `end` into pieces of bounded length, between words if possible."""
    while end - starts[-1] > _LONGEST:
        limit = starts[-1] + _LONGEST
        space = max(text.rfind(" ", starts[-1], limit), text.rfind("\n", starts[-1], limit))
        starts.append(space + 1 if space > starts[-1] else limit)


def sentence_span(starts: list[int], text: str, position: int) -> tuple[int, int]:
    """Return the start and end of the sentence at `position`, without trailing white space."""
    index = bisect_right(starts, position) - 1
    start = starts[index]
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_leader(text: str, stop: int) -> bool:
    """Whether a full stop is the last of the leader dots between a label and its value."""
    dots = stop
    while dots and text[dots - 1] == ".":
        dots -= 1
    return dots < stop and _LEADER.match(text, dots) is not None


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether a full stop belongs to an abbreviation or an initial and does not end a sentence."""
    if text[stop] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, stop - 12), stop)
    if word is None:
        return False
    letters = word.group()
    if letters.lower() in _UNITS:  # "$9.80/lb. Exporters" begins a sentence, "5 oz. of gold" does not
        return not text[stop + 1 : stop + 9].lstrip()[:1].isupper()
    if _AFTER_NUMBER.search(text, max(0, word.start() - 2), word.start()):
        return letters.lower() in _ABBREVIATIONS  # "$20/t." and "12 V." are units
    before_number = text[stop + 1 : stop + 2] == " " and text[stop + 2 : stop + 3] in _NUMBER_BEGINS
    initial = len(letters) == 1 and letters.isupper() and text[word.start() - 1 : word.start()] != "&"  # "J. Smith"
    return letters.lower() in _ABBREVIATIONS or initial or (before_number and letters.lower() in _BEFORE_NUMBER)


def is_soft_wrap(text: str, newline: int, following: int) -> bool:
    """Return whether a newline is a soft wrap: a long line without final punctuation, then a word."""
    line_start = text.rfind("\n", max(0, newline - 400), newline) + 1
    if following >= len(text):
        return False
    if _HAN.match(text[newline - 1]) and _HAN.match(text[following]):
        return newline - line_start >= 30  # without spaces between words a line is broken anywhere
    if newline - line_start < 50 or " | " in text[line_start:newline] or _LEADER.search(text, line_start, newline):
        return False
    word, end = _WORD.match(text, following), text.find("\n", following, following + _WIDEST)
    width = (end if end >= 0 else min(len(text), following + _WIDEST)) - following
    if word and newline - line_start + word.end() - following < _FILLED * width:
        return False  # a line would not have been broken there
    if _LABEL.match(text, following):
        return False
    return text[newline - 1] not in ".!?:;|" and (text[following].isalnum() or text[following] in "$€£¥(\"“'")
