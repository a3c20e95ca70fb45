r"""Find the numbers in a text, and compare two of them.

A number with a decimal point or an exponent is a measurement: it is compared with a relative tolerance.
A whole number is a count, a year or an identifier: it must be equal, unless the cell sets a tolerance by hand.
Dates, times, versions and words with digits (`cell-03`, `CO2`, `3b2f`) are text.

Rounding needs no separate rule. One digit in the last of a few places is far more than the tolerance and
differs; one in the seventeenth place is far less and does not.
"""

import math
import re
from dataclasses import dataclass

from nbcompare.settings import Settings
from nbcompare.value_diff import RTOL, close, from_to, shorten

_SIGN = r"(?:(?<![\w.)\]])[+\-−])"  # after a word or a number it is a hyphen, or a minus between two numbers
_DECIMAL = re.compile(r"-?[0-9]{1,200}\.[0-9]+(?:e[-+][0-9]{1,3})?")
_FORMATTED = 6  # decimals: most that a format writes
_GROUPS = 40  # thousands in one number; without an end, each group of a long list would be tried as the first one
_LISTED = rf"(?<=[\[({{,])[\d,]{{1,{4 * _GROUPS}}}+[\])}}]"  # "[1,234]" lists two numbers
_NO_ENDING = r"(?!(?![eE][+\-−]?\d)[^\W\d_])"  # of a file: 2025.csv
# No quantifier gives back what it has taken (`++`): otherwise a long run of digits is read again from each of them.
_TOKENS = re.compile(
    rf"""
    (?P<colour> \x1b\[[\d;]*m )                                                                     # of a terminal
    | (?P<special> {_SIGN}?(?: \b(?:nan|NaN|NAN|inf|Inf|INF|infinity|Infinity)\b | ∞ ) )
    | (?P<exact>
        \b\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T\ ]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?)?\b   # 2026-11-22
      | \b\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?\b                                               # 06:56
      | \b\d++(?:\.\d++){{2,}}\w*+                                                                # 1.26.4
      | \b0\d++(?![.\w])                                                                           # 03
      | [^\W\d]\w*+(?:\.\d++)*                                                                     # x1, CO2, v2.1
      | (?<!\d)\.\d++(?!{_NO_ENDING})                                                             # the format .1f
    )
    | (?P<number>
        {_SIGN}?
        (?: (?: (?!{_LISTED}) \d{{1,3}}(?:,\d{{3}}){{1,{_GROUPS}}}(?!\d) | \d++ ) (?:\.{_NO_ENDING}\d*+)?
            | (?<!\d)\.\d++{_NO_ENDING} )
        (?: [eE][+\-−]?\d++ )?
        (?! \w*\d )                                                                                # not 3b2f
    )
    | (?P<id> \d\w*+ )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class PrintedNumber:
    """A number as printed, and where it begins in its text."""

    printed: str
    start: int

    @property
    def value(self) -> float:
        """The number; nan and inf as printed, and inf if it is too large for a float."""
        return float(self._plain.replace("∞", "inf"))

    @property
    def whole(self) -> bool:
        """Whether it is printed without a decimal point and exponent."""
        return self._plain.lstrip("+-").isdecimal()

    @property
    def exact(self) -> float:
        """A whole number of any length that a float can hold exactly; any other number as a float."""
        return int(self._plain) if self.whole and not self.overflows else self.value

    @property
    def digits(self) -> str:
        """A whole number of any length, without a plus sign and leading zeros."""
        digits = self._plain.lstrip("+-0")
        return f"-{digits}" if digits and self._plain.startswith("-") else digits or "0"

    @property
    def overflows(self) -> bool:
        """Whether digits are printed that no float can hold."""
        return math.isinf(self.value) and any(character.isdigit() for character in self.printed)

    @property
    def _plain(self) -> str:
        return self.printed.replace("−", "-").replace(",", "")


def split(text: str) -> tuple[list[str], list[PrintedNumber]]:
    """Return the text between the numbers, one piece more than there are numbers, and the numbers."""
    between, numbers, end = [], [], 0
    for match in _TOKENS.finditer(text):
        if match["number"] or match["special"]:
            between.append(text[end : match.start()])
            numbers.append(PrintedNumber(match[0], match.start()))
            end = match.end()
    return [*between, text[end:]], numbers


def compare_numbers(before: PrintedNumber, after: PrintedNumber, settings: Settings) -> str | None:
    """Return the change of a number in words, None if it is the same."""
    if before.printed == after.printed:
        return None
    whole = before.whole, after.whole
    words = f"from {shorten(before.printed)} to {shorten(after.printed)}"
    if all(whole) and not settings.explicit:
        same = before.digits == after.digits
    elif before.overflows or after.overflows:
        same = False
    else:
        if whole[0] != whole[1] and (_ends_in_zeros(before) or _ends_in_zeros(after)):
            kinds = "whole number" if whole[0] else "float", "float" if whole[0] else "whole number"
            return f"{words} (a {kinds[0]} became a {kinds[1]})"
        same = close(before.value, after.value, settings.rtol, settings.atol)
        if same and not settings.explicit and _other_format(before, after):
            return f"{words} (another number of decimals)"
        same = same and (settings.explicit or _same_groups(before, after))
    if not same:
        return from_to(before.exact, after.exact, shorten(before.printed), shorten(after.printed))
    plus = [number.printed.startswith("+") for number in (before, after)]
    minus = any(number.printed.startswith(("-", "−")) for number in (before, after))  # -0.0 and +0.0 are rounding
    if plus[0] == plus[1] or minus or settings.explicit:
        return None
    return f"{words} (the plus sign is {'missing' if plus[0] else 'new'})"


def same_decimals(before: str, after: str, settings: Settings) -> bool:
    """Return whether two texts consist only of numbers with a decimal point and are equal, as most long outputs are.

    >>> same_decimals("0.3", "0.30000000000000004", Settings()), same_decimals("5", "5", Settings())
    (True, False)
    """
    if not (_DECIMAL.fullmatch(before) and _DECIMAL.fullmatch(after)):
        return False
    if not close(float(before), float(after), settings.rtol, settings.atol):
        return False
    decimals = len(before) - before.index("."), len(after) - after.index(".")
    if decimals[0] == decimals[1] or max(decimals) > _FORMATTED + 1:
        return True
    return compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), settings) is None


def _same_groups(before: PrintedNumber, after: PrintedNumber) -> bool:
    """Whether two numbers with commas are also the same if these separate the cells of a row, as in a CSV file."""
    if not ("," in before.printed and "," in after.printed):
        return True
    last = (abs(float(number.printed.rpartition(",")[2])) for number in (before, after))
    return abs(before.value - after.value) <= RTOL * max(1.0, *last)


def _other_format(before: PrintedNumber, after: PrintedNumber) -> bool:
    """Whether two numbers are printed with a few decimals each, but not with equally many.

    A rounding error adds many digits at once: 0.3 becomes 0.30000000000000004.
    """
    found = (re.fullmatch(r"[+-]?[\d]*\.(\d+)", number._plain) for number in (before, after))
    counts = sorted(len(match[1]) if match else 0 for match in found)
    return 0 < counts[0] < counts[1] <= min(_FORMATTED, counts[0] + _FORMATTED // 2)


def _ends_in_zeros(number: PrintedNumber) -> bool:
    """Whether a whole value is printed as a float, `5.0` or `5.`, which no rounding error produces."""
    return re.fullmatch(r"\d+\.0*", number._plain.lstrip("+-")) is not None
