"""What a language brings to the reading: its rules and the small functions that know its words.

The steps that join numbers, units, ranges and tables are the same for all languages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from analysis.extraction.directions import DirectionRule, Surroundings
from analysis.extraction.hedges import HedgeFound


class Period(NamedTuple):
    """A period that a sentence names: where, and its reading in ISO 8601."""

    start: int
    end: int
    reading: str


class PeriodFound(NamedTuple):
    """The period of a figure, None if it is unsure, and the name of the rule that chose it."""

    reading: str | None = None
    rule: str = ""


class SubjectFound(NamedTuple):
    """What a figure measures, None if it is unsure, and the name of the rule that found it."""

    phrase: str | None = None
    rule: str = ""


class HedgeAround(Protocol):
    """Find the hedge of the figure from `start` to `end`; `floor` is the end of the figure before it, or -1."""

    def __call__(  # noqa: D102 - described above
        self, text: str, start: int, end: int, floor: int, *, plus: bool, duration: bool
    ) -> HedgeFound: ...


class SurroundingsOf(Protocol):
    """Collect what the direction rules see of the figure from `start` (before its hedge) to `end`."""

    def __call__(  # noqa: D102 - described above
        self,
        text: str,
        sentence: tuple[int, int],
        floor: int,
        start: int,
        end: int,
        *,
        unit: str,
        value: float,
        before: str = "none",
        carried: str = "none",
    ) -> Surroundings: ...


class SenseAfter(Protocol):
    """Return the direction that the words after a figure give it, None if they give none."""

    def __call__(self, text: str, end: int, stop: int, *, share: bool) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which figures can be read.

    `periods_in` finds the periods of a sentence, `period_at` chooses that of a figure, `period_of_head` reads the head
    of a column; `subject_of` says what a figure measures.
    """

    name: str
    hedge_around: HedgeAround
    surroundings_of: SurroundingsOf
    direction_rules: tuple[DirectionRule, ...]
    sense_after: SenseAfter
    periods_in: Callable[[str, date | None], tuple[Period, ...]]
    period_at: Callable[[tuple[Period, ...], str, int, int], PeriodFound]
    period_of_head: Callable[[str], PeriodFound]
    subject_of: Callable[[str, int, int, int, int], SubjectFound]
