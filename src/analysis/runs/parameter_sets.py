"""The parameter sets of a sweep: grids, presets, rows of a CSV file, and samples of ranges."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.claims.presets import BASE
from analysis.core.errors import ParameterError
from analysis.core.secret_names import refuse_secrets
from analysis.core.text_files import read_file

PRESET = "preset"  # the column of a CSV file, and of the results, that names a preset
MOST = 1_000_000  # sets; more are probably a mistyped step
_MOST_WRONG = 5  # invalid values or sets named in an error; the rest are counted
_LITERAL = re.compile(r"""\s*[\[({"']""")  # a list, a mapping or a quoted text is one value, commas or not
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_STEPS = re.compile(rf"({_NUMBER}):({_NUMBER})(?::(\d+))?")
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")


@dataclass(frozen=True)
class ParameterSet:
    """One set: a preset, and values that override it, as text or numbers."""

    preset: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Sample:
    """How ranges are sampled: the method, the number of points, and the seed."""

    method: str
    points: int
    seed: int = 0


@dataclass(frozen=True)
class ParameterSets:
    """All combinations of starts (presets or rows of a file), `lists` of values, and sampled `points`.

    The last one varies fastest. Sets are created on access, so that a million of them take no memory. The values in
    `lists` are combined with each other; the columns of `points` belong together, one row per sampled point.
    """

    starts: Sequence[ParameterSet]
    lists: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    points: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The parameters that some set gives a value."""
        return list(
            dict.fromkeys([*(name for start in self.starts for name in start.values), *self.lists, *self.points])
        )

    @property
    def inner(self) -> int:
        """The number of sets per start."""
        return math.prod(len(values) for values in self.lists.values()) * self._sampled

    @property
    def _sampled(self) -> int:
        return len(next(iter(self.points.values()), (0,)))

    def __len__(self) -> int:
        return len(self.starts) * self.inner

    def __iter__(self) -> Iterator[ParameterSet]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> ParameterSet:
        number = range(len(self))[place]
        number, point = divmod(number, self._sampled)
        chosen: dict[str, Any] = {}
        for name in reversed(list(self.lists)):
            number, which = divmod(number, len(self.lists[name]))
            chosen[name] = self.lists[name][which]
        values = {name: chosen[name] for name in self.lists} | {
            name: float(x[point]) for name, x in self.points.items()
        }
        start = self.starts[number]
        return ParameterSet(start.preset, {**start.values, **values})


def first_of(wrong: Sequence[str], what: str) -> str:
    """Return the first messages about invalid sets, a line each, and how many more of `what` there are."""
    more = [f"and {len(wrong) - _MOST_WRONG:,} more {what}"] if len(wrong) > _MOST_WRONG else []
    return "\n".join(dict.fromkeys([*wrong[:_MOST_WRONG], *more]))


def parameter_sets(
    given: Mapping[str, str],
    presets: Sequence[str] = (),
    rows: Iterable[ParameterSet] = (),
    sample: Sample | None = None,
) -> ParameterSets:
    """Return all combinations of presets, rows of a file, given values and sampled points.

    A value is `0.1`, a list `0.1,0.2,0.5`, steps `0.1:0.5:5` (first, last, number of values), or a range `0.1..0.5`,
    which needs a sample. ParameterError is raised for anything else.
    """
    refuse_secrets(given)
    ranges = {name: span for name, text in given.items() if (span := _range(name, text)) is not None}
    lists = {name: _values(name, text) for name, text in given.items() if name not in ranges}
    if ranges and sample is None:
        names = ", ".join(ranges)
        raise ParameterError(f"-p {names} is a range; add --sample latin|sobol and --points N")
    if sample is not None and not ranges:
        raise ParameterError("--sample needs at least one range, e.g. -p growth=0.05..0.3")
    starts = list(rows) or [ParameterSet(BASE, {})]
    if presets:
        named = [item for item in starts if item.preset != BASE]
        if named:
            raise ParameterError(
                f"--presets cannot be combined with a file of sets that names the preset {named[0].preset}"
            )
        starts = [ParameterSet(preset, item.values) for preset in presets for item in starts]
    twice = sorted({name for item in starts for name in item.values} & given.keys())
    if twice:
        raise ParameterError(f"{twice[0]} is given both with -p and in the file of sets; use one of them")
    sets = ParameterSets(starts, lists, _points(ranges, sample) if sample else {})
    if len(sets) > MOST:
        raise ParameterError(f"{len(sets):,} sets exceed the limit of {MOST:,}; check the steps or sample the ranges")
    return sets


def read_sets(path: Path) -> list[ParameterSet]:
    """Read parameter sets from a CSV file with one row per set, one column per parameter, and optionally `preset`."""
    with io.StringIO(read_file(path), newline="") as file:
        reader = csv.reader(file)
        columns = [name.strip() for name in next(reader, [])]
        wrong = [name for name in columns if not name.isidentifier()]
        if wrong or not columns:
            raise ParameterError(f"{path.name}, line 1: invalid column names: {', '.join(map(repr, wrong)) or 'none'}")
        refuse_secrets(columns, f"{path.name}, line 1")
        if len(set(columns)) < len(columns):
            raise ParameterError(f"{path.name}, line 1: duplicate column")
        sets = []
        for row in reader:
            if not row:
                continue
            if len(row) != len(columns):
                raise ParameterError(
                    f"{path.name}, line {reader.line_num}: expected {len(columns)} columns, got {len(row)}"
                )
            cells = {name: cell.strip() for name, cell in zip(columns, row, strict=True) if cell.strip()}
            sets.append(ParameterSet(cells.pop(PRESET, BASE), cells))
    if not sets:
        raise ParameterError(f"{path.name}: the file has no rows")
    return sets


def _values(name: str, text: str) -> list[Any]:
    if _LITERAL.match(text):
        return [text]
    steps = _STEPS.fullmatch(text.strip())
    if steps:
        first, last, count = float(steps[1]), float(steps[2]), int(steps[3] or 0)
        if count < 2:
            raise ParameterError(
                f"-p {name}={text}: steps need a number of values, at least two, e.g. {steps[1]}:{steps[2]}:5"
            )
        # Rounded to the decimal numbers that one would write.
        return [float(f"{first + (last - first) * step / (count - 1):.12g}") for step in range(count)]
    values = [part.strip() for part in text.split(",")]
    if not all(values):
        raise ParameterError(f"-p {name}={text}: empty value between commas")
    return values


def _range(name: str, text: str) -> tuple[float, float] | None:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    low, high = float(match[1]), float(match[2])
    if low >= high:
        raise ParameterError(f"-p {name}={text}: the end of the range must be above its start")
    return low, high


def _points(ranges: Mapping[str, tuple[float, float]], sample: Sample) -> dict[str, NDArray[np.float64]]:
    """Sample points in the ranges by quasi-Monte Carlo; the same seed gives the same points."""
    from scipy.stats import qmc

    if sample.method == "sobol":
        if sample.points & (sample.points - 1):
            raise ParameterError(f"--points {sample.points}: Sobol sampling needs a power of two, e.g. 64 or 128")
        unit = qmc.Sobol(len(ranges), rng=sample.seed).random(sample.points)
    else:
        unit = qmc.LatinHypercube(len(ranges), rng=sample.seed).random(sample.points)
    lows, highs = zip(*ranges.values(), strict=True)
    return dict(zip(ranges, np.ascontiguousarray(qmc.scale(unit, lows, highs).T), strict=True))
