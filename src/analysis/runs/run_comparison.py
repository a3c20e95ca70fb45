"""Find what changed between two runs: the status of notebooks, sources, parameters and results."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from analysis.core.formatting import name_text, number
from analysis.core.html_table import Table
from analysis.core.references import cited_in_words
from analysis.core.run_record import AnswerChange, RunRecord
from analysis.core.words import shortened
from analysis.notebook.record import NOT_NUMBERS, TABLE
from analysis.runs.run_history import Run
from nbcompare.value_diff import by, difference, is_number, same

Kind = Literal["status", "source", "parameter", "result"]
_HEADINGS: dict[Kind, str] = {"status": "Status", "source": "Sources", "parameter": "Parameters", "result": "Results"}
_STATUSES = {"ok": "answered", "unanswered": "not answered", None: "not asked"}
_CELL = 40  # characters of a value in a terminal


@dataclass(frozen=True)
class Change:
    """One change: its kind, where it is, its name, the old and the new value (None if missing), and their unit."""

    kind: Kind
    where: str
    name: str
    old: Any
    new: Any
    unit: str = ""

    @property
    def before(self) -> str:
        """The old value as people write it, without its unit."""
        return _word(self.old)

    @property
    def after(self) -> str:
        """The new value as people write it, without its unit."""
        return _word(self.new)

    @property
    def words(self) -> tuple[str, str]:
        """The old and the new value in words with their unit, with as many digits as it takes to tell them apart.

        >>> Change("result", "20_margin_uplift", "payback_years", 7.22022, 8.43882, "year").words
        ('7.22 years', '8.439 years')
        """
        pairs = [(self._in_words(self.old, digits), self._in_words(self.new, digits)) for digits in (4, 6, 12)]
        return next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])

    def _in_words(self, value: Any, digits: int) -> str:
        from analysis.notebook.parameter_tables import parameter_text
        from analysis.notebook.quantity_text import quantity_text

        if self.kind == "source":  # its checksum says nothing to a reader
            if None in (self.old, self.new):
                return "not in the folder" if value is None else "in the folder"
            return "as it was" if value is self.old else "changed"
        if self.kind == "status":
            return _STATUSES.get(value, str(value))
        if not is_number(value):
            return cited_in_words(_word(value))
        if self.kind == "parameter":
            return parameter_text(self.name, value, digits)
        return quantity_text(value, self.unit, digits)

    @property
    def row(self) -> dict[str, str]:
        """The change as a row of a table, in words."""
        what = ", ".join(map(name_text, self.name.split(", ")))
        before, after = self.words
        heading = _HEADINGS[self.kind]
        return {"kind": heading, "where": self.where, "what": what, "before": before, "after": after, "by": self.by}

    @property
    def by(self) -> str:
        """How far a number moved, in percent, or as a plain difference from zero; empty for anything else."""
        from analysis.models import PARAMETERS

        known = PARAMETERS.get(self.name) if self.kind == "parameter" else None
        return moved(self.old, self.new, self.unit or (known.unit if known else ""))


def moved(before: Any, after: Any, unit: str = "") -> str:
    """Return how far a number moved: a share in percentage points, anything else in percent of the old value."""
    change = difference(before, after) if unit in ("fraction", "fraction/year") else None
    if not change:
        return by(before, after)
    points = float(f"{100 * change:.3g}")
    return f"{points:+,.15g} percentage point{'' if abs(points) == 1 else 's'}"


def as_table(changes: Sequence[Change]) -> str:
    """Return the changes as a table for a terminal, with aligned cells and long ones cut.

    >>> print(as_table([Change("result", "20_margin_uplift", "uplift_usd_per_t", 1385.0, 1108.0, "USD/t")]))
    What    Where             Name              Before  After  Unit   Change
    result  20_margin_uplift  uplift_usd_per_t  1,385   1,108  USD/t  -20 %
    """
    columns = ("What", "Where", "Name", "Before", "After", "Unit", "Change")
    rows = [
        (c.kind, c.where, c.name, shortened(c.before, _CELL), shortened(c.after, _CELL), c.unit, c.by) for c in changes
    ]
    return Table(columns, rows).text


def compare_runs(old: Run, new: Run) -> list[Change]:
    """Return the changes between two runs: status, sources, parameters, then results, in the order of the new run."""
    answered = [{item.notebook for item in run.record.notebooks if item.status != "unanswered"} for run in (old, new)]
    before, after = dict(_items(old)), dict(_items(new))
    changes = []
    # Within a kind, as in the new run.
    for key in sorted(after | before, key=lambda key: list(_HEADINGS).index(key[0])):
        kind, where, name = key
        first, second = (_present(found[key][0]) if key in found else None for found in (before, after))
        # A notebook that is missing or not answered is reported once, and not for each of its parameters and results.
        if not same(first, second) and (kind in ("status", "source") or where in answered[0] & answered[1]):
            changes.append(Change(kind, where, name, first, second, (after.get(key) or before[key])[1]))
    return changes


def write_comparison(
    page: Path, old: Run, new: Run, changes: Sequence[Change], answers: Sequence[AnswerChange]
) -> None:
    """Write the changes as a page, with links to the first pages of both runs."""
    from analysis.report.templating import render

    page.parent.mkdir(parents=True, exist_ok=True)
    start = page.parent.resolve()
    before, after = (Path(os.path.relpath(run.index.resolve(), start)).as_posix() for run in (old, new))
    text = render(
        "comparison.html.j2",
        old=old.record,
        new=new.record,
        addresses=(before, after),
        answers=answers,
        folder=after.rpartition("/")[0],  # of the new report, in which the causes of an answer are
        changes=changes_in_words(changes, old.record, new.record),
    )
    page.write_text(text, encoding="utf-8")


def changes_in_words(changes: Iterable[Change], old: RunRecord, new: RunRecord) -> tuple[dict[str, str], ...]:
    """Return the changes as rows of a table, each with the title of its question or article."""
    titles = {item.notebook: item.title or item.notebook for run in (old, new) for item in run.notebooks}
    titles |= {item.source_id: item.title or item.source_id for run in (old, new) for item in run.sources}
    return tuple(change.row | {"where": titles.get(change.where, change.where)} for change in changes)


def _items(run: Run) -> Iterator[tuple[tuple[Kind, str, str], tuple[Any, str]]]:
    """What may change in a run: its kind, where it is and its name, with its value and unit."""
    for entry in run.record.notebooks:
        yield ("status", entry.notebook, "status"), (entry.status, "")
        for name, decided in entry.parameters.items():
            if name != "results_from":  # the folder of the run itself
                yield ("parameter", entry.notebook, name), (decided.value, "")
    for item in run.record.sources:
        yield ("source", item.source_id, "article"), (item.sha256[:12], "")
    for notebook, found in run.results.items():
        for name, item in found.items():
            if item["unit"] == TABLE:  # by its lines, since a change of a whole table says nothing
                for line, value in _lines(item["value"]):
                    of_result = found.get(line.rpartition(", ")[2], {})  # such as a result in a scenario
                    unit = of_result.get("unit", "") if is_number(value) else ""
                    yield ("result", notebook, f"{name}, {line}"), (value, "" if unit in NOT_NUMBERS else unit)
            else:
                yield ("result", notebook, name), (item["value"], "" if item["unit"] in NOT_NUMBERS else item["unit"])


def _lines(table: Any, above: str = "") -> Iterable[tuple[str, Any]]:
    """The lines of a table, and of tables nested in it, by their names."""
    for name, value in table.items() if isinstance(table, Mapping) else ():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{above}{name}, ")
        else:
            yield f"{above}{name}", value


def _present(value: Any) -> Any:
    """A present value; None or {} means that a parameter was not set, not that it is missing."""
    return "not set" if value is None or value == {} else value


def _word(value: Any) -> str:
    """A value in words: the entries of a mapping or list, "none" if it has none."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_word(item)}" for name, item in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(_word(item) for item in value) or "none"
    return "missing" if value is None else number(value, 6) if is_number(value) else str(value)
