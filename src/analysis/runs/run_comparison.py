"""What changed from one run to another: sources, parameters, results, and what became of the notebooks."""

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from analysis.core.formatting import number
from analysis.core.html_table import Table
from analysis.notebook.record import NOT_NUMBERS, TABLE
from analysis.runs.run_history import PastRun

Kind = Literal["status", "source", "parameter", "result"]
_CELL = 40  # letters of a value in a terminal
SAME = 1e-9  # relative: results are written with twelve digits


@dataclass(frozen=True)
class Change:
    """One thing that differs: what kind, where, its name, its old and its new value, and the unit of both."""

    kind: Kind
    where: str
    name: str
    old: Any
    new: Any
    unit: str = ""

    @property
    def difference(self) -> float | None:
        """New less old, None where either is no number."""
        if _is_number(self.old) and _is_number(self.new):
            return float(self.new) - float(self.old)
        return None

    @property
    def percent(self) -> float | None:
        """The difference in percent of the old value, None where that is none."""
        return None if self.difference is None or not self.old else 100 * self.difference / abs(self.old)

    @property
    def before(self) -> str:
        """The old value in words, without its unit."""
        return _word(self.old)

    @property
    def after(self) -> str:
        """The new value in words, without its unit."""
        return _word(self.new)

    @property
    def by(self) -> str:
        """How far it moved: in percent, the difference where that is none, empty for what is no number."""
        if self.difference is None:
            return ""
        return f"{self.difference:+.4g}" if self.percent is None else f"{self.percent:+.3g} %"

    @property
    def spoken(self) -> str:
        """The change in words.

        >>> Change("result", "20_margin_uplift", "uplift_usd_per_t", 1385.0, 1108.0, "USD/t").spoken
        '20_margin_uplift, uplift_usd_per_t: 1,385 USD/t, now 1,108 USD/t (-20 %)'
        """
        old, new = (
            f"{_word(x)} {self.unit}" if self.unit and _is_number(x) else _word(x) for x in (self.old, self.new)
        )
        return f"{self.where}, {self.name}: {old}, now {new}{'' if self.percent is None else f' ({self.by})'}"


def as_table(changes: Sequence[Change]) -> str:
    """Return changes as a table for a terminal, cells aligned and long ones cut.

    >>> print(as_table([Change("result", "20_margin_uplift", "uplift_usd_per_t", 1385.0, 1108.0, "USD/t")]))
    What    Where             Name              Before  After  Unit   Change
    result  20_margin_uplift  uplift_usd_per_t  1,385   1,108  USD/t  -20 %
    """
    columns = ("What", "Where", "Name", "Before", "After", "Unit", "Change")
    rows = [(c.kind, c.where, c.name, _cut(c.before), _cut(c.after), c.unit, c.by) for c in changes]
    return Table(columns, rows).text


def compare_runs(old: PastRun, new: PastRun) -> list[Change]:
    """Return what differs between two runs: status first, then sources, parameters and results, in the new order."""
    shared = {item["notebook"] for item in old.record["notebooks"]} & {
        item["notebook"] for item in new.record["notebooks"]
    }
    changes = [*_statuses(old, new), *_sources(old, new), *_parameters(old, new), *_results(old, new)]
    # That a notebook is missing is said once, and not again for each of its parameters and results.
    return [change for change in changes if change.kind in ("status", "source") or change.where in shared]


def write_comparison(page: Path, old: PastRun, new: PastRun, changes: Sequence[Change]) -> None:
    """Write what changed as a page, with links to the first pages of both runs where these lie."""
    from analysis.report.comparison_page import comparison_page

    page.parent.mkdir(parents=True, exist_ok=True)
    start = page.parent.resolve()
    addresses = [Path(os.path.relpath(run.folder.resolve() / "index.html", start)).as_posix() for run in (old, new)]
    page.write_text(comparison_page(old.record, new.record, changes, (addresses[0], addresses[1])), encoding="utf-8")


def _statuses(old: PastRun, new: PastRun) -> Iterable[Change]:
    before, after = ({item["notebook"]: item["status"] for item in run.record["notebooks"]} for run in (old, new))
    return (Change("status", name, "status", first, second) for name, (first, second) in _differing(before, after))


def _sources(old: PastRun, new: PastRun) -> Iterable[Change]:
    before, after = ({item["source_id"]: item["sha256"][:12] for item in run.record["sources"]} for run in (old, new))
    return (Change("source", name, "text", first, second) for name, (first, second) in _differing(before, after))


def _parameters(old: PastRun, new: PastRun) -> Iterable[Change]:
    before, after = (
        {
            (item["notebook"], name): decided["value"]
            for item in run.record["notebooks"]
            for name, decided in item["parameters"].items()
            if name != "results_from"  # the folder of the run itself
        }
        for run in (old, new)
    )
    return (
        Change("parameter", notebook, name, first, second)
        for (notebook, name), (first, second) in _differing(before, after)
    )


def _results(old: PastRun, new: PastRun) -> Iterable[Change]:
    before, after = (
        {(notebook, name): item for notebook, found in run.results.items() for name, item in found.items()}
        for run in (old, new)
    )
    values = ({key: item["value"] for key, item in found.items()} for found in (before, after))
    for key, (first, second) in _differing(*values):
        unit = (after.get(key) or before[key])["unit"]
        if unit == TABLE:  # by its lines: a table as a whole says nothing
            lines = (dict(_lines(value)) for value in (first, second))
            for line, pair in _differing(*lines):
                yield Change("result", key[0], f"{key[1]}, {line}", pair[0], pair[1])
        else:
            yield Change("result", key[0], key[1], first, second, "" if unit in NOT_NUMBERS else unit)


def _lines(table: Any, above: str = "") -> Iterable[tuple[str, Any]]:
    """The lines of a table, and of the tables in it, by their names."""
    for name, value in table.items() if isinstance(table, Mapping) else ():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{above}{name}, ")
        else:
            yield f"{above}{name}", value


def _differing(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterable[tuple[Any, tuple[Any, Any]]]:
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = (_told(found[key]) if key in found else None for found in (before, after))
        if not _same(old, new):
            yield key, (old, new)


def _told(value: Any) -> Any:
    """A value that is there: one that is None was not set, and is not missing."""
    return "not set" if value is None else value


def _same(old: Any, new: Any) -> bool:
    if _is_number(old) and _is_number(new):
        return math.isclose(old, new, rel_tol=SAME, abs_tol=0.0)
    return bool(old == new)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _word(value: Any) -> str:
    return "not there" if value is None else number(value, 6) if _is_number(value) else str(value)


def _cut(text: str) -> str:
    """A cell that a terminal has room for."""
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"
