"""Find the numbers of an English text, each with the unit next to it."""

import math
import re
from bisect import bisect_right
from dataclasses import replace

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.quantity_parser import assemble
from analysis.extraction.number_parser import Numeral, read_digits, read_words
from analysis.extraction.quantity import EXCLUDED, NO_STYLE, Quantity, Rejected, ScanResult
from analysis.extraction.unit_parser import Prefix, before_number, money_name, unit_at

_BEGINS_WORDS = (
    frozenset(lex.NUMBER_WORDS) - {"zero"}
    | frozenset(lex.MULTIPLE_WORDS)
    | {"half", "million", "billion", "trillion", "crore", "lakh"}
)
# "A" begins a number only if a fraction or a scale follows.
_AFTER_ARTICLE = patterns.word_tree(
    [*lex.FRACTION_WORDS, "dozen", "hundred", "thousand", "million", "billion", "trillion", "crore", "lakh"]
)
_VULGAR = "".join(lex.VULGAR_FRACTIONS)
_INITIALS = "".join(sorted({word[0] for word in _BEGINS_WORDS} | {"a", "z"}))
_BEGINNING = (
    rf"(?:{patterns.word_tree(sorted(_BEGINS_WORDS))}(?![A-Za-z])"
    rf"|[aA]n?(?=[\s-]{_AFTER_ARTICLE})|[zZ]ero(?=\s+point\s))"
)
# The next place where a number may begin, with what is before it, whose words are passed over whole: a run of digits, a
# vulgar fraction, or a word that begins a number; nothing after so many words or at the end of the text. The group is
# not possessive, since Python before 3.11.5 does not match those with a lookahead in them rightly.
_ANCHOR = lazy_regex(
    rf"(?:[^A-Za-z\d{_VULGAR}]++|(?!(?<![A-Za-z0-9])(?=[{_INITIALS}{_INITIALS.upper()}]){_BEGINNING})[A-Za-z]++){{0,200}}"
    rf"(\d+|[{_VULGAR}]|{_BEGINNING}|)"
)
_SCALE_NEXT = lazy_regex(r"\)\s?(?:million|billion|thousand|crore|lakh|mn|bn|m)\b", re.IGNORECASE)
_ABBREVIATED = lazy_regex(r"(?:\b(?:c|ca|approx|est|max|min|Rs|avg))\.\Z", re.IGNORECASE)
_ONE_OF_FEW = lazy_regex(rf"(?:{patterns.SPACE}(?:to|or){patterns.SPACE}|-to-)(?:two|three)\b", re.IGNORECASE)
_STICKS = "followed by letters that are not a unit"


def numbers_in(context: Context, tables: list[tuple[int, int]]) -> ScanResult:
    """Return each number outside `tables` that no exclusion covers, and the rejected ones with the reason."""
    text = context.text
    covered = {
        "header or web address": patterns.excluded_spans(text),
        "axis of a chart": patterns.axis_spans(text),
        "list of numbers without words": patterns.list_spans(text),
        "number of an item in a list": patterns.enumeration_spans(text),
    }
    rejected = [Rejected(*span, reason) for reason, spans in covered.items() for span in spans]
    spans = sorted([*(item[:2] for item in rejected), *tables])
    begins = [begin for begin, _ in spans]
    found: list[Quantity] = []
    done = 0
    name: Rejected | None = None
    for anchor in _ANCHOR.finditer(text):
        first = anchor[1]
        start = anchor.end() - len(first)
        if start < done or not first:
            continue
        digits = not first[0].isalpha()
        if spans and (index := bisect_right(begins, start) - 1) >= 0 and spans[index][1] > start:
            continue
        reading = _digits(context, start, done) if digits else _words(context, start, first.lower(), done)
        may_pair = digits and text.startswith(" (", reading.end)
        if may_pair and isinstance(reading, Quantity) and (pair := _with_year_before(context, reading, start)):
            found += pair[:2]
            name, done = None, pair[2]
            continue
        if name and isinstance(reading, Quantity) and _is_named_too(text, name, reading):
            reading = Rejected(start, reading.end, EXCLUDED, reading.end)
        name = None
        if isinstance(reading, Rejected):
            rejected.append(reading)
            name = reading if reading.reason == EXCLUDED else None
            done = reading.resume or done
        else:
            found.append(reading)
            done = reading.end
    return ScanResult(found, rejected)


# "EUR 1,482 (1,390) million", "a margin of 9.8 (9.1) percent": the figure of the year before in brackets.
_YEAR_BEFORE = lazy_regex(
    r"\s\((?P<digits>\d[\d.,]*)\)"
    r"(?=\s?(?:million|billion|thousand|crore|lakh|mn|bn|m|k?t|tonnes|percent|per cent|%)(?!\w))"
)


def _with_year_before(context: Context, item: Quantity, start: int) -> tuple[Quantity, Quantity, int] | None:
    """The two quantities of "1,482 (1,390) million", which share what is after the bracket, and where that ends."""
    text = context.text
    match = _YEAR_BEFORE.match(text, item.end)
    if match is None or item.printed.scaled or (item.unit is not None and not item.currency):
        return None
    first = read_digits(text, start, decimal_comma=context.decimal_comma)
    second = read_digits(text, match.start("digits"), decimal_comma=context.decimal_comma)
    if first is None or second is None or first.end != item.end or second.end != match.end("digits"):
        return None
    both = assemble(context, before_number(text, start), start, replace(first, end=match.end()))
    if both is None or both.unit is None or not first.value:
        return None
    value = both.low / first.value * second.value
    other = replace(both, start=match.start("digits"), end=second.end, low=value, high=value)
    return replace(both, end=item.end), other, both.end


_NEXT_NAME = lazy_regex(r"\s?(?:and|or|to|&|/|[-–—])\s?(?=\d)|,\s(?=\d{1,3}(?:,| and| or)\s\d)")


def _is_named_too(text: str, name: Rejected, item: Quantity) -> bool:
    """Whether a number after the number of a name is another one: "Scope 1 and 2 emissions", "Lines 3, 4 and 5"."""
    first, second = text[name.start : name.end], text[item.start : item.end]
    if item.unit is not None or item.printed.scaled or not (first.isdigit() and second.isdigit()):
        return False
    alike = len(first) == len(second) or int(second) == int(first) + 1
    joint = _NEXT_NAME.match(text, name.end) if alike else None
    return joint is not None and joint.end() == item.start


def _digits(context: Context, start: int, done: int) -> Quantity | Rejected:
    """Read the quantity whose digits begin at `start`, or return why it is not one."""
    text = context.text
    if text[start] in lex.VULGAR_FRACTIONS:
        fraction = Numeral(lex.VULGAR_FRACTIONS[text[start]], start + 1, "fraction")
        return assemble(context, Prefix(start), start, fraction) or Rejected(start, start + 1, _STICKS)
    point = start > done and text[start - 1] == "." and not _is_stop(text, start - 2)
    if point and (found := _after_point(context, start, done)):
        return found
    footnote = text[start - 1 : start] == ","  # "China,5 100%"
    numeral = read_digits(text, start, decimal_comma=context.decimal_comma, spaced=not footnote)
    if numeral is None or math.isnan(numeral.value):
        end = numeral.end if numeral else start + 1
        return Rejected(start, end, NO_STYLE, end)
    excluded, named = patterns.excluded_end(text, start)
    left = before_number(text, start)
    if left.money in lex.CUED_SIGNS:  # "N4.2 trillion" in news from Nigeria, but not "the N95 mask"
        sized = numeral.grouped or numeral.decimal or _SIZED.match(text, numeral.end)
        if not (sized and context.shared_money(left.money or "", left.start)):
            left = Prefix(start)
    if excluded >= 0 and left.money in {None, "R"} and not (named and numeral.value and _has_unit(text, numeral.end)):
        return Rejected(start, excluded, EXCLUDED, max(excluded, start + 1))
    if text[start - 1 : start] == "(" and (found := _accounting(context, start, numeral, done)):
        return found
    if left.start < done:  # "34.25 USD -2.53%": the sign is its own, the money is not
        own = done < start - 1 and text[start - 2 : start] in {" -", " −", " +"}
        left = Prefix(start - own, own and left.negative)
    if left.money is None and left.start == start and start and not _may_begin(text, start, done):
        return Rejected(start, numeral.end, "part of a code or name", numeral.end)
    return assemble(context, left, start, numeral) or Rejected(start, numeral.end, _STICKS)


def _is_stop(text: str, place: int) -> bool:
    """Whether a point after this place ends a sentence: "2%.6" has the mark of a footnote."""
    before = text[place : place + 1] if place >= 0 else ""
    return before.isalnum() or before in tuple("%)]”’\"'")


_SIZED = lazy_regex(r"\s?(?:million|billion|trillion|thousand|[mbt]n\b|[kKmMbB]\b|/|per\b|a\b)")


_COUNTED = lazy_regex(r"[ -][a-z]{3,}s(?: [A-Za-z-]+){0,6} ")  # "2,316 employees at year-end (2,198)"


def _accounting(context: Context, start: int, numeral: Numeral, done: int) -> Quantity | None:
    """Read "RMB (120) million" and a bare "(918,273)": brackets are a minus sign."""
    text = context.text
    if text[numeral.end : numeral.end + 1] != ")":
        return None
    left = before_number(text, start - 1)
    between = text[done : start - 1] if done else "."
    repeated = not between.strip() or bool(_COUNTED.fullmatch(between))  # "4,567 million (4,123)": the year before
    scaled = _SCALE_NEXT.match(text, numeral.end)
    if left.start < done or repeated or not (left.money or numeral.grouped or scaled):
        return None
    begin = left.start if left.money else start - 1
    return assemble(context, Prefix(begin, True, left.money), start, replace(numeral, end=numeral.end + 1))


def _after_point(context: Context, start: int, done: int) -> Quantity | None:
    """Read ".5": digits after a point without digits before it."""
    text = context.text
    numeral = read_digits(text, start, decimal_comma=False, spaced=False)
    if numeral is None or not text[start : numeral.end].isdigit():
        return None
    left = before_number(text, start - 1)
    left = Prefix(start - 1) if left.start < done else left
    value = float(f"0.{text[start : numeral.end]}")
    return assemble(context, left, start - 1, Numeral(value, numeral.end, "digits", decimal=True))


def _has_unit(text: str, end: int) -> bool:
    """Whether a unit of more than one letter is right after a number."""
    place = end + (text[end : end + 1] in {" ", "-"})
    unit = unit_at(text, place)
    return unit is not None and len(unit.surface) > 1 and unit.surface not in lex.ATTACHED_UNITS


def _may_begin(text: str, start: int, done: int) -> bool:
    """Whether a number may begin after the character before it: not in a code, a name or a version."""
    before = text[start - 1]
    if before == " ":
        return True
    if (start == done and before in "%°") or (start - 1 == done and before in "/–—-"):
        return True  # "200MW/800MWh", "10t-12t"
    if before == "." and _ABBREVIATED.search(text[max(0, start - 8) : start]):
        return True
    if before.isalnum() or before in "_#&":
        return False
    if before in "-–—/" and start > 1 and text[start - 2].isalpha():
        return text[start - 3 : start - 1] == "to"  # "200,000 to-260,000"; "DDH-102" and "A/320" are names
    return not (before == "." and _is_stop(text, start - 2))


def _words(context: Context, start: int, word: str, done: int) -> Quantity | Rejected:
    """Read the quantity whose number in words begins at `start`, or return why it is not one."""
    text, end = context.text, start + len(word)
    if start and (text[start - 1].isalnum() or text[start - 1] in "_-&'’"):
        return Rejected(start, end, "part of a longer word")
    if patterns.excluded_end(text, start)[0] >= 0:
        return Rejected(start, end, EXCLUDED)
    if word == "ten" and _OF_EVERY.search(text, max(0, start - 14), start):
        return Rejected(start, end, "whole of a share")
    if word in lex.SCALES:
        return _scale_alone(context, start, word) or Rejected(start, end, "scale without a number")
    numeral = read_words(text, start, word)
    if numeral is None:
        return Rejected(start, end, "word that is not a number here")
    prefix = before_number(text, start)
    if prefix.start < done or (prefix.money is None and not prefix.negative):
        prefix = Prefix(start)
    reading = assemble(context, prefix, start, numeral)
    if reading is None:
        return Rejected(start, numeral.end, _STICKS)
    if word == "one" and numeral.end == start + 3:
        few = _ONE_OF_FEW.match(text, reading.end)
        if (reading.unit in {None, "multiple"} or reading.unit == "dimensionless") and not (
            reading.printed.scaled or few
        ):
            return Rejected(start, numeral.end, "pronoun")
    return reading


_OF_EVERY = lazy_regex(
    r"\b(?:of|in|from) (?:every|each) \Z", re.IGNORECASE
)  # "nine of every ten tonnes" are nine tenths
_NOT_ALONE = lazy_regex(r"[\d.%]\s?-?\Z|\b(?:several|many|few|of|hundred|multi|a|per)[\s-]\Z")
# The unit of a table or an axis: "Supply (million tonnes)", "in million euros", "Reserves, million tonnes".
_UNIT_OF_A_LABEL = lazy_regex(r"(?:[(\[,:;|]\s?|\b(?:in|units?)\s)\Z", re.IGNORECASE)


def _scale_alone(context: Context, start: int, word: str) -> Quantity | None:
    """Read "trillion-yuan industry": a scale before money or a unit, without a number, means one."""
    text, end = context.text, start + len(word)
    before = text[max(0, start - 9) : start]
    if not text[end : end + 1] or text[end] not in " -\n" or _NOT_ALONE.search(before):
        return None
    if text[end] == " " and _UNIT_OF_A_LABEL.search(before):
        return None
    if money_name(text, end + 1) is None and unit_at(text, end + 1) is None:
        return None
    found = assemble(context, Prefix(start), start, Numeral(1.0, start, "words"))
    if found and not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return found if text[found.end :].partition("\n")[0].strip() else None  # the title of an axis is a line
    return found
