"""Whether two values are the same, and how a change is worded: one rule and one wording for all comparisons.

Two numbers are the same if they differ by at most RTOL of the larger one. If one of them is zero, the other may be
up to ATOL, and if their signs differ, they may be as far apart. nan is the same as nan, and an infinity only as itself.
Whole numbers are counts, years or identifiers, and must be equal, as must all values that are not numbers.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from nbcompare.image_diff import PictureDifference


RTOL = 1e-6  # above what another processor or library build changes, below any digit that a report prints
ATOL = 1e-15  # what remains of a sum that should be zero: a few units in the last place of numbers near one


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number; booleans are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def close(before: float, after: float, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Return whether two numbers are equal within the tolerances.

    The default `atol` applies only next to a zero and on both sides of it, so that very small numbers such as constants
    of nature still differ; any other `atol` is the smallest difference that counts.
    """
    if math.isnan(before) or math.isnan(after):
        return math.isnan(before) and math.isnan(after)
    if before == after:
        return True
    if math.isinf(before) or math.isinf(after):
        return False
    allowed = rtol * max(abs(before), abs(after))
    if before == 0 or after == 0 or atol != ATOL or (before < 0) != (after < 0):
        allowed = max(allowed, atol)
    return abs(before - after) <= allowed


def same(before: Any, after: Any) -> bool:
    """Return whether two values are the same: numbers within the tolerance, everything else exactly."""
    if is_number(before) and is_number(after):
        return before == after if isinstance(before, int) and isinstance(after, int) else close(before, after)
    return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)


def difference(before: Any, after: Any) -> float | None:
    """Return the new value less the old one, None if either is not a finite number, or larger than a float can be."""
    if not (is_number(before) and is_number(after)) or max(abs(before), abs(after)) > sys.float_info.max:
        return None
    found = after - before  # of whole numbers exactly
    return float(found) if abs(found) <= sys.float_info.max else None


def percent(before: Any, after: Any) -> float | None:
    """Return the difference in percent of the size of the old value, None if there is none or the old value is 0."""
    found = difference(before, after)
    return None if found is None or not before else 100 * found / abs(float(before))


def by(before: Any, after: Any) -> str:
    """Return how far a number moved, in percent or, from zero, as a plain difference; empty for anything else."""
    change, share = difference(before, after), percent(before, after)
    return "" if change is None else _moved(change, 6) if share is None else f"{_moved(share, 3)} %"


def _moved(change: float, digits: int) -> str:
    """A change with its sign, a comma after thousands, and no power of ten below 10¹⁶."""
    return f"{float(f'{change:.{digits}g}'):+,.15g}"


def from_to(before: Any, after: Any, printed: str = "", then: str = "") -> str:
    """Return a change in words: from what to what, and by how much; `printed` and `then` are the values as shown."""
    words = f"from {printed or before} to {then or after}"
    change, share = difference(before, after), percent(before, after)
    if change is None:
        return words
    return f"{words} (by {_moved(change, 6)}{'' if share is None else f', {_moved(share, 3)} %'})"


MOST_LISTED = 200  # differences of one text, of one table, of one JSON value


@dataclass(frozen=True)
class Difference:
    """One difference between a stored output and a fresh one.

    `message` says where it is, and how the value changed; `picture` has the two pictures if there are any. With `more`
    it represents any number of further ones.
    """

    message: str
    picture: "PictureDifference | None" = None
    more: bool = False

    def within(self, place: str) -> "Difference":
        """Return the difference with its place in front of the message.

        >>> Difference("from 'a' to 'b'").within("stdout").message
        "stdout: from 'a' to 'b'"
        """
        return replace(self, message=f"{place}: {self.message}")


def first_of(differences: Iterator[Difference]) -> list[Difference]:
    """Return the first `MOST_LISTED` differences, and one that says that there are more, if there are."""
    found = list(islice(differences, MOST_LISTED))
    more = next(differences, None) is not None
    words = f"there are more differences after the first {MOST_LISTED}"
    return [*found, Difference(words, more=True)] if more else found


def shorten(text: str, length: int = 70) -> str:
    """Return a text on one line; a long one is cut in the middle, since both ends identify it."""
    line = " ".join(text.split())
    half = (length - 1) // 2
    return line if len(line) <= length else f"{line[:half]}…{line[-half:]}"
