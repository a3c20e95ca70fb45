"""Languages that are recognised but not read: only shares and ISO currencies next to a number are taken from them."""

import re

from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.english.surroundings import surroundings_of
from analysis.extraction.language import Language
from analysis.extraction.number_parser import digits_value
from analysis.extraction.quantity import Printed, Quantity, Rejected, ScanResult
from analysis.extraction.unread.detection import FUNCTION_WORDS

_RULE = "{} next to the number, in a language that is not read"
_REASON = "language that is not read"
_CODES = "|".join(sorted(CURRENCY_CODES))
# A number that every language reads alike: no lone group of three digits, which may be thousands or decimals.
_NUMBER = (
    r"\d{1,3}(?:[.,]\d{1,2})?(?![\d.,]*\d)|\d{4,15}(?:[.,]\d{1,2})?(?![\d.,]*\d)|\d{1,3}(?:\.\d{3}){2,}(?![\d.,]*\d)"
)
_SHARE = lazy_regex(rf"(?<![A-Za-z\d.,–/-])(?P<sign>[-−+])?(?P<number>{_NUMBER})[ \u00a0\u202f]?%(?![A-Za-z\d])")
_MONEY = lazy_regex(
    rf"(?<![A-Za-z\d.,–/-])(?:(?P<code>{_CODES})[ \u00a0\u202f]?(?P<number>{_NUMBER})"
    rf"|(?P<number2>{_NUMBER})[ \u00a0\u202f]?(?P<code2>{_CODES})(?!\w))"
)
_ANY = lazy_regex(r"\d[\d.,]*")
# The first end of a range is before the number: "entre 5 y 7 %".
_AFTER_NUMBER = lazy_regex(r"\d\s?%?\s?(?:[-–—]|[^\W\d_]{1,3})\s?\Z")
_NEXT_WORD = lazy_regex(r"[^\S\n]*([^\W\d_]+)")


def numbers_in(context: Context, tables: list[tuple[int, int]]) -> ScanResult:
    """Return the shares and ISO currencies next to a number; the other numbers are rejected.

    >>> found = numbers_in(Context("Las ventas suben un 5,2 % y 1.200 toneladas."), [])
    >>> [(item.low, item.unit) for item in found.quantities]
    [(5.2, 'percent')]
    """
    text = context.text
    quantities = [item for match in _SHARE.finditer(text) if (item := _share(text, match))]
    quantities += [item for match in _MONEY.finditer(text) if (item := _money(text, match))]
    quantities = [item for item in quantities if not any(begin <= item.start < end for begin, end in tables)]
    quantities.sort(key=lambda item: item.start)
    taken = [(item.start, item.end) for item in quantities] + tables
    rejected = [
        Rejected(*match.span(), _REASON)
        for match in _ANY.finditer(text)
        if not any(begin <= match.start() < end for begin, end in taken)
    ]
    return ScanResult(quantities, rejected)


def _share(text: str, match: re.Match[str]) -> Quantity | None:
    if _AFTER_NUMBER.search(text, max(0, match.start() - 10), match.start()):
        return None
    return _quantity(match, match["number"], "percent", "percent sign", negative=(match["sign"] or "+") != "+")


def _money(text: str, match: re.Match[str]) -> Quantity | None:
    following = _NEXT_WORD.match(text, match.end())
    if following and following[1].lower() not in FUNCTION_WORDS:
        return None  # it may be a scale: "EUR 54,1 Milliarden"
    if _AFTER_NUMBER.search(text, max(0, match.start() - 10), match.start()):
        return None
    return _quantity(match, match["number"] or match["number2"], match["code"] or match["code2"], "ISO currency")


def _quantity(match: re.Match[str], digits: str, unit: str, what: str, *, negative: bool = False) -> Quantity:
    value = digits_value(digits, decimal_comma=bool(re.search(r",\d{1,2}\Z", digits))) * (-1 if negative else 1)
    printed = Printed(text=match.group().lower())
    currency = unit != "percent"
    return Quantity(*match.span(), value, value, unit, _RULE.format(what), currency=currency, printed=printed)


UNREAD = Language("a language that is not read", numbers_in, tokens_in, surroundings_of)
