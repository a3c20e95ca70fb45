"""Output by country, from data/exposure.csv, and the numbers that the exposure model looks up in it.

The rows of one edition belong together, since two publishers count differently: shares are computed within one. Where
a year has several editions, the first one in the file is used, and the others are a second opinion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from analysis.core.errors import AnalysisError
from analysis.core.paths import data_folder
from analysis.core.schemas import checked_rows
from analysis.models.parameters import Value

CHINA, REST = "China", "Other countries"
TONNES = {"kg": 1e-3, "t": 1.0, "kt": 1e3, "fraction": np.nan}  # of shares no tonnage is known


@dataclass(frozen=True)
class Producer:
    """What one country produced of one material in one year; data/exposure.schema.json describes the columns."""

    material: str
    stage: str
    year: int
    country: str
    value: float
    unit: str
    edition: str
    publisher: str
    title: str
    date: str | None
    address: str
    standing: str
    note: str | None


Key = tuple[str, str, int]  # material, stage, year
Editions = Mapping[str, tuple[Producer, ...]]  # by name, the one that is used first; the largest producer first


@cache
def load_producers(path: Path | None = None) -> Mapping[Key, Editions]:
    """Return the producers by material, stage and year, then by edition."""
    table: dict[Key, dict[str, list[Producer]]] = {}
    columns = [field.name for field in fields(Producer)]
    for where, record in checked_rows(path or data_folder() / "exposure.csv", "exposure", columns, ["value"], ["year"]):
        found = Producer(**record)
        rows = table.setdefault((found.material, found.stage, found.year), {}).setdefault(found.edition, [])
        if found.country in [other.country for other in rows]:
            raise AnalysisError(f"{where}: country: {found.country} is in {found.edition} twice. Keep one of the rows.")
        if rows and rows[0].unit != found.unit:
            raise AnalysisError(
                f"{where}: unit: {found.unit}, but {found.edition} began with {rows[0].unit}. Convert it."
            )
        rows.append(found)

    def order(row: Producer) -> tuple[bool, float, str]:  # what is not a single country comes last
        return row.country == REST, -row.value, row.country

    return {key: {name: tuple(sorted(rows, key=order)) for name, rows in of.items()} for key, of in table.items()}


def producers(material: str, stage: str, year: int) -> tuple[Producer, ...]:
    """Return the producers of a year in the edition used, largest first; none if there is no row."""
    return next(iter(load_producers().get((material, stage, year), {}).values()), ())


def share_of(rows: tuple[Producer, ...]) -> float:
    """Return China's share in the sum of the rows of one edition; nan without output."""
    total = sum(row.value for row in rows)
    return sum(row.value for row in rows if row.country == CHINA) / total if total else np.nan


def stages_of(material: str) -> dict[str, list[int]]:
    """Return the stages of a material with their years."""
    found: dict[str, list[int]] = {}
    for name, stage, year in load_producers():
        if name == material:
            found.setdefault(stage, []).append(year)
    return {stage: sorted(years) for stage, years in found.items()}


def output_of(who: str, material: str, stage: str, year: ArrayLike) -> Value:
    """Return a yearly output in the unit of the table; 0 if it has no such year."""
    largest = {"the largest": 1, "the three largest": 3}.get(who)

    def of(rows: tuple[Producer, ...]) -> float:
        if largest:
            return sum(row.value for row in [row for row in rows if row.country != REST][:largest])
        return sum(row.value for row in rows if who in ("the world", row.country))

    return _in_years(of, material, stage, year)


def squared_outputs(material: str, stage: str, year: ArrayLike) -> Value:
    """Return the sum of the squared outputs of the named countries, without "Other countries"."""
    return _in_years(lambda rows: sum(row.value**2 for row in rows if row.country != REST), material, stage, year)


def tonnes_per_unit(material: str, stage: str, year: ArrayLike) -> Value:
    """Return the tonnes in a unit of the table; nan if the table has only shares of the world.

    >>> float(tonnes_per_unit("copper", "refined", 2025)), float(tonnes_per_unit("rare earths", "magnets", 2024))
    (1000.0, nan)
    """
    return _in_years(lambda rows: TONNES[rows[0].unit] if rows else np.nan, material, stage, year)


def years_known(material: str) -> str:
    """Return the stages and years that the table has for a material, in words."""
    return ", ".join(f"{stage} in {_spans(years)}" for stage, years in stages_of(material).items()) or "none"


def _spans(years: list[int]) -> str:
    runs = [[year for _, year in run] for _, run in groupby(enumerate(years), lambda pair: pair[1] - pair[0])]
    return " and ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _in_years(value: Callable[[tuple[Producer, ...]], float], material: str, stage: str, year: ArrayLike) -> Value:
    """A number for each year, in the shape of the years."""
    years = np.asarray(year)
    known = {int(one): value(producers(material, stage, int(one))) for one in np.unique(years)}
    found = np.array([known[int(one)] for one in years.flat], dtype=float).reshape(years.shape)
    return found if found.ndim else np.float64(found)
