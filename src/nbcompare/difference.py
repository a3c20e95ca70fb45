"""One difference found by a comparison, in words that one can act on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbcompare.image_diff import PictureDifference

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
