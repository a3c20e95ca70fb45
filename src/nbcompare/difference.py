"""One difference found by a comparison, in words that a person can act on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from nbcompare.image_diff import PictureDifference

Kind = Literal["number", "text", "table", "result", "picture", "output", "warning", "error", "stored", "more"]


MOST_LISTED = 200  # differences of one text, of one table, of one JSON value


@dataclass(frozen=True)
class Difference:
    """One difference between a stored output and a fresh one.

    `message` says where it is, and how the value changed; `picture` has the two pictures if there are any. One of the
    kind "more" stands for any number of further ones.

    >>> Difference("number", "line 2: from 5 to 6").message
    'line 2: from 5 to 6'
    """

    kind: Kind
    message: str
    picture: "PictureDifference | None" = None

    def within(self, place: str) -> "Difference":
        """Return the difference with its place in front of the message.

        >>> Difference("text", "from 'a' to 'b'").within("stdout").message
        "stdout: from 'a' to 'b'"
        """
        return Difference(self.kind, f"{place}: {self.message}", self.picture)


def first_of(differences: Iterator[Difference]) -> list[Difference]:
    """Return the first `MOST_LISTED` differences, and one that says that there are more, if there are."""
    found = list(islice(differences, MOST_LISTED))
    more = next(differences, None) is not None
    return [*found, Difference("more", f"there are more differences after the first {MOST_LISTED}")] if more else found


def shorten(text: str, length: int = 70) -> str:
    """Return a text on one line; a long one is cut in the middle, since both ends identify it."""
    line = " ".join(text.split())
    half = (length - 1) // 2
    return line if len(line) <= length else f"{line[:half]}…{line[-half:]}"
