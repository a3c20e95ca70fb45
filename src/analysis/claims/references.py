"""Independent figures and judgements: data/reference.csv and data/judgements.csv, checked row by row on reading."""

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from analysis.core.errors import AnalysisError, UnitError
from analysis.core.paths import data_folder, read_table
from analysis.core.schemas import check_row
from analysis.core.units import check_unit

NUMBERS = ("value", "low", "high")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # no 1_000, no other digits
VERDICTS = ("consistent", "partly", "contradicted", "not comparable", "unverified")


@dataclass(frozen=True)
class Reference:
    """One independent figure: what it measures, where, when, and who published it.

    The columns are described in data/reference.schema.json. `low` without `high` is a lower bound, `high` without
    `low` an upper one.
    """

    id: str
    quantity: str
    series: str
    region: str | None
    scope: str | None
    period: str | None
    value: float
    low: float | None
    high: float | None
    unit: str
    publisher: str
    title: str
    published: str | None
    place: str | None
    standing: str
    independent: str
    note: str | None

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the largest value that the row allows, in its unit; inf where it is a bound."""
        if self.low is None and self.high is None:
            return self.value, self.value
        return (-math.inf if self.low is None else self.low), (math.inf if self.high is None else self.high)

    @property
    def citation(self) -> str:
        """Publisher, title and date in one line."""
        return ", ".join(part for part in (self.publisher, self.title, self.published) if part)


@dataclass(frozen=True)
class Judgement:
    """A verdict that needs a person: on which claim, why, and on which references it rests."""

    claim: str
    verdict: str
    reason: str
    references: tuple[str, ...]


@cache
def load_references(path: Path | None = None) -> dict[str, Reference]:
    """Return the references by id; raise AnalysisError, naming line and column, where a row is wrong."""
    path = path or data_folder() / "reference.csv"
    references: dict[str, Reference] = {}
    for line, row in _rows(path, [field.name for field in fields(Reference)]):
        where = f"{path.name}, line {line}"
        record: dict[str, Any] = {name: text or None for name, text in row.items()}
        for column in NUMBERS:
            record[column] = _number(row[column], f"{where}: {column}")
        check_row(record, "reference", where)
        try:
            check_unit(row["unit"])
        except UnitError as error:
            raise AnalysisError(f"{where}: unit: {error}. Write it as figures do, such as USD/t or CNY bn.") from None
        if row["id"] in references:
            raise AnalysisError(f"{where}: id: {row['id']} stands in an earlier line too. Give each row its own.")
        found = Reference(**record)
        _check_order(found, where)
        references[found.id] = found
    return references


@cache
def load_judgements(path: Path | None = None) -> dict[str, Judgement]:
    """Return the judgements by claim; raise AnalysisError, naming line and column, where a row is wrong."""
    path = path or data_folder() / "judgements.csv"
    known = load_references()
    judgements: dict[str, Judgement] = {}
    for line, row in _rows(path, ["claim", "verdict", "reason", "references"]):
        where = f"{path.name}, line {line}"
        check_row(row, "judgements", where)
        cited = tuple(row["references"].split())
        for name in cited:
            if name not in known:
                raise AnalysisError(f"{where}: references: {name} is no id in reference.csv.")
        if row["claim"] in judgements:
            raise AnalysisError(f"{where}: claim: {row['claim']} stands in an earlier line too.")
        judgements[row["claim"]] = Judgement(row["claim"], row["verdict"], row["reason"], cited)
    return judgements


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line; AnalysisError where it has other columns or a row has more or fewer."""
    with io.StringIO(read_table(path), newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise AnalysisError(f"{path.name}: the columns are {', '.join(columns)}, in this order.")
        for row in reader:
            if None in row or None in row.values():
                raise AnalysisError(
                    f"{path.name}, line {reader.line_num}: {len(columns)} columns are wanted; quote a text with commas."
                )
            yield reader.line_num, {name: text.strip() for name, text in row.items()}


def _number(text: str, where: str) -> float | None:
    if not text:
        return None
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise AnalysisError(f"{where}: {text!r} is no number. Write one value a row, with a point and no spaces.")
    return number


def _check_order(found: Reference, where: str) -> None:
    low, high = found.interval
    if not low <= found.value <= high:
        raise AnalysisError(f"{where}: value: {found.value:g} lies outside low and high, {low:g} to {high:g}.")
    if found.period:
        try:
            first, last = period_span(found.period)
        except ValueError:
            raise AnalysisError(
                f"{where}: period: {found.period!r} is no date. Write ISO 8601, such as 2025-01."
            ) from None
        if first >= last:
            raise AnalysisError(f"{where}: period: {found.period!r} ends before it begins.")
    try:
        period_span(found.published or "2000")
    except ValueError:
        raise AnalysisError(
            f"{where}: published: {found.published!r} is no date. Write ISO 8601, such as 2025-01."
        ) from None


def period_span(period: str) -> tuple[float, float]:
    """Return where an ISO 8601 period begins and ends, in years.

    >>> period_span("2025"), period_span("2025-01/2025-06")
    ((2025.0, 2026.0), (2025.0, 2025.5))
    """
    first, _, last = period.partition("/")
    return _year(first, end=False), _year(last or first, end=True)


def _year(text: str, *, end: bool) -> float:
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return float(date(year, 1, 1).year + end)
    month = rest[0]
    date(year, month, rest[1] if len(rest) > 1 else 1)  # ValueError for what is no day
    if len(rest) == 1:
        return year + (month - 1 + end) / 12
    return year + (month - 1) / 12 + (rest[1] - 1 + end) / 372
