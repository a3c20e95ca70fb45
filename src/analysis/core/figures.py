"""A quantity as stated in a source document: value, unit, hedge, direction, period and place in the text."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, SupportsIndex, overload

from analysis.core.html_table import Shown, Table
from analysis.core.lazy_regex import lazy_regex
from analysis.core.words import counted, plural, shortened

HEDGES = {"=": "", "~": "about", ">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}
QUALIFIERS = tuple(HEDGES)
DIRECTIONS = ("up", "down", "none")
_TURNED = str.maketrans("<>", "><")
_MINUS = lazy_regex(r"[-−–(]|minus|negative|负|負", re.IGNORECASE)
_NEARLY = lazy_regex(
    r"(?:\b(?:nearly|almost|close to|approach\w*|nearing|just shy of)\s+|[接将]?近|逼近)\Z", re.IGNORECASE
)


def place_text(source_id: str, start: int, end: int) -> str:
    """Return a place in a source as it is written on the command line, in picks.yaml and in reports.

    >>> place_text("korea_foil", 779, 793)
    'korea_foil:779-793'
    """
    return f"{source_id}:{start}-{end}"


@dataclass(frozen=True, slots=True)
class Figure(Shown):
    """A quantity as stated in a source, with its position in the text.

    `start` and `end` are offsets in code points into the document as stored, and `text` is that slice.
    `low` and `high` are the printed number in `unit`, or the ends of a range; the hedge is in `qualifier`.
    `period` is an ISO 8601 year, year/year, month or day, and `subject` a short phrase for what is measured; either
    is None if uncertain.

    >>> Figure("a1", 7, 13, "$1,400", 1400.0, 1400.0, "USD/t", ">", "none").as_text
    'more than 1,400 USD/t'
    >>> Figure("a1", 7, 12, "seven", 7.0, 7.0, "count:facility").as_text
    '7 facilities'

    A notebook displays it as a table; `str` gives the reading and the place.
    """

    source_id: str
    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str
    qualifier: str = "="
    direction: str = "none"
    period: str | None = None
    subject: str | None = None
    sentence: str = ""

    def __post_init__(self) -> None:
        if not -math.inf < self.low <= self.high < math.inf:
            raise ValueError(f"low {self.low} and high {self.high} must be finite and in order: {self.text!r}")
        if self.qualifier not in QUALIFIERS:
            raise ValueError(f"qualifier must be one of {QUALIFIERS}, got {self.qualifier!r}: {self.text!r}")
        if self.direction not in DIRECTIONS:
            raise ValueError(f"direction must be one of {DIRECTIONS}, got {self.direction!r}: {self.text!r}")
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} does not fit {self.text!r}")

    @property
    def is_nearly(self) -> bool:
        """Whether the hedge says that the figure lies below the number: "nearly" shares a qualifier with "about".

        >>> Figure("a1", 7, 10, "90%", 90.0, 90.0, "percent", "~", sentence="Nearly 90% of it").is_nearly
        True
        """
        return self.qualifier == "~" and any(map(_NEARLY.search, self.sentence.split(self.text)[:-1]))

    @property
    def hedge_words(self) -> str:
        """The hedge in words; empty without one. A loss of more than 800 is less than −800.

        >>> Figure("a1", 5, 9, "$800", -800.0, -800.0, "USD/t", ">", "none").hedge_words
        'less than'
        """
        is_loss = self.low < 0 and not _MINUS.search(self.text)
        return "nearly" if self.is_nearly else HEDGES[self.qualifier.translate(_TURNED) if is_loss else self.qualifier]

    @property
    def as_text(self) -> str:
        """The reading in words: hedge, value, unit and direction.

        >>> Figure("a1", 7, 14, "a third", 1 / 3, 1 / 3, "fraction", "~", "none").as_text
        'about 33.3 %'
        """
        if self.unit == "fraction":  # a third has no last digit
            low, high = (float(f"{100 * end:.3g}") for end in (self.low, self.high))
            return replace(self, low=low, high=high, unit="percent").as_text
        one = self.low == self.high == 1
        words = {"percent": "%", "dimensionless": "(no unit stated)", "multiple": "time" if one else "times"}
        if not one:
            words |= {unit: f"{unit}s" for unit in ("minute", "hour", "day", "week", "month", "year")}
        counted = self.unit.removeprefix("count:").replace("_", " ")
        if counted != self.unit:
            return self.read_as(counted if one or "/" in counted else plural(counted))
        return self.read_as(words.get(self.unit, self.unit))

    def read_as(self, unit: str) -> str:
        """Return the reading in words, with `unit` as the name of the unit.

        >>> Figure("a1", 7, 10, "10%", 10.0, 10.0, "percent", "~", "down").read_as("percent")
        'about 10 percent, a fall'
        >>> Figure("a1", 7, 9, "0%", 0.0, 0.0, "percent", "=", "down").read_as("percent")
        '0 percent'
        >>> Figure("a1", 7, 27, "1.3 to 1.4 million t", 1.3e6, 1.4e6, "t").read_as("tonnes")
        '1.3 to 1.4 million tonnes'
        >>> Figure("a1", 7, 12, "-4.1%", -4.1, -4.1, "percent", "<", "down").read_as("percent")
        'a fall of more than 4.1 percent'
        """
        if self.direction == "down" and max(self.low, self.high) < 0:  # a fall of a negative number would be a rise
            qualifier = self.qualifier.translate(_TURNED) if _MINUS.search(self.text) else self.qualifier
            size = replace(self, low=-self.high, high=-self.low, direction="none", qualifier=qualifier)
            return f"a fall of {size.read_as(unit)}"
        hedge = self.hedge_words
        amount = _amount if self.unit != "fraction" else "{:.3g}".format  # a third has no end
        value, most = amount(self.low), amount(self.high)
        if most != value:
            scale = most.partition(" ")[2]  # named once: 1.3 to 1.4 million
            value = f"{value.removesuffix(f' {scale}') if scale else value} to {most}"
        sense = {"up": ", a rise", "down": ", a fall", "none": ""}[self.direction] if self.low or self.high else ""
        return f"{hedge}{' ' if hedge else ''}{value} {unit}{sense}"

    @property
    def place(self) -> str:
        """The place of the figure, as `source:start-end`."""
        return place_text(self.source_id, self.start, self.end)

    def __str__(self) -> str:
        return f"{self.as_text} ({self.place})"

    def _table(self, most: int) -> Table:
        rows = [(name.replace("_", " "), "" if value is None else value) for name, value in self.to_dict().items()]
        return Table(("Field", "Value"), rows, self.as_text, row_heads=True)

    def to_dict(self) -> dict[str, Any]:
        """Return the record that `analysis extract` writes."""
        return asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Figure":
        """Read a record as written by `to_dict`; raise ValueError for unknown keys."""
        unknown = set(record) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"unknown fields of a figure: {', '.join(sorted(unknown))}")
        return cls(**record)


class Figures(Shown, tuple[Figure, ...]):
    """A tuple of figures in document order; it is displayed as a table, and so are its slices.

    >>> Figures([Figure("a1", 7, 13, "$1,400", 1400.0, 1400.0, "USD/t", ">", subject="foil")])
    1 figure
    Figure                 Period  Subject  Place    Sentence
    more than 1,400 USD/t          foil     a1:7-13
    """

    __slots__ = ()

    @overload
    def __getitem__(self, place: SupportsIndex) -> Figure: ...
    @overload
    def __getitem__(self, place: slice) -> "Figures": ...
    def __getitem__(self, place: SupportsIndex | slice) -> "Figure | Figures":
        found = super().__getitem__(place)
        return Figures(found) if isinstance(place, slice) else found  # type: ignore[return-value, arg-type]

    def _table(self, most: int) -> Table:
        rows = [
            (figure.as_text, figure.period or "", figure.subject or "", figure.place, shortened(figure.sentence, 70))
            for figure in self[:most]
        ]
        rest = f"and {len(self) - most:,} more" if len(self) > most else ""
        return Table(
            ("Figure", "Period", "Subject", "Place", "Sentence"),
            rows,
            counted(len(self), "figure"),
            row_heads=True,
            note=rest,
        )


def _amount(value: float) -> str:
    """Format a number as news does, e.g. 1.2 trillion."""
    for scale, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= scale:
            return f"{value / scale:,.12g}{word}"
    return f"{value:,.12g}"
