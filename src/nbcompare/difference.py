"""What a comparison finds: one difference, in words that a person can act on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from nbcompare.image_diff import PictureDifference

Kind = Literal["number", "text", "table", "result", "picture", "output", "warning", "error", "stored"]


@dataclass(frozen=True)
class Difference:
    """One difference between a stored output and a fresh one.

    `kind` says what differs, `message` what, where, from what to what and by how much; `picture` holds the two
    pictures where there is something to see.

    >>> Difference("number", "line 2: from 5 to 6").message
    'line 2: from 5 to 6'
    """

    kind: Kind
    message: str
    picture: "PictureDifference | None" = None

    def within(self, place: str) -> "Difference":
        """Return the difference with the place that it was found in before its message.

        >>> Difference("text", "from 'a' to 'b'").within("stdout").message
        "stdout: from 'a' to 'b'"
        """
        return Difference(self.kind, f"{place}: {self.message}", self.picture)


def shorten(text: str, length: int = 70) -> str:
    """Return a text on one line, cut in the middle where it is long: both ends say what it is.

    >>> shorten("a  b")
    'a b'
    >>> shorten("0123456789", 7)
    '012…789'
    """
    line = " ".join(text.split())
    half = (length - 1) // 2
    return line if len(line) <= length else f"{line[:half]}…{line[-half:]}"
