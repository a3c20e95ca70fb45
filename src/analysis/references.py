"""Independent reference figures: data/reference.csv, one value a row, each with publisher, title and date."""

import csv
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.paths import data_folder
from analysis.units import check_unit

STANDINGS = ("primary", "reprint", "derived")


@dataclass(frozen=True)
class Reference:
    """One independent figure: what it measures, where, when, and who published it.

    `standing` is primary, reprint, or derived with its formula in `note`.
    """

    id: str
    series: str
    region: str
    period: str
    value: float
    low: float | None
    high: float | None
    unit: str
    publisher: str
    title: str
    published: str
    place: str
    standing: str
    note: str

    @property
    def citation(self) -> str:
        """Publisher, title and date in one line."""
        return ", ".join(part for part in (self.publisher, self.title, self.published) if part)


@cache
def load_references(path: Path | None = None) -> dict[str, Reference]:
    """Return the references by id; raise AnalysisError, naming row and column, where one is wrong."""
    path = path or data_folder() / "reference.csv"
    names = [field.name for field in fields(Reference)]
    references: dict[str, Reference] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != names:
            raise AnalysisError(f"{path.name}: the columns are {', '.join(names)}, in this order.")
        for row in reader:
            where = f"{path.name}, line {reader.line_num}"
            for column in ("id", "series", "publisher", "value", "unit"):
                if not row[column]:
                    raise AnalysisError(f"{where}: {column} is empty.")
            if row["id"] in references:
                raise AnalysisError(f"{where}: the id {row['id']} stands in an earlier line too.")
            if row["standing"] not in STANDINGS:
                raise AnalysisError(f"{where}: standing is {row['standing']!r}, wanted is {', '.join(STANDINGS)}.")
            check_unit(row["unit"])
            numbers = {column: _number(row[column], f"{where}: {column}") for column in ("value", "low", "high")}
            references[row["id"]] = Reference(**{**row, **numbers})  # type: ignore[arg-type]
    return references


def _number(text: str, where: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise AnalysisError(f"{where} is {text!r}, wanted is a number.") from None
