"""The tables of data/ that a run computes with: who published their rows, and the rows themselves as CSV."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from analysis.claims.uses import Use, load_uses
from analysis.core.csv_files import write_csv
from analysis.models.producers import Producer, load_producers

QUESTION = "western_exposure"  # the question that computes with these tables
ORIGINS = {
    "primary": "read at the publisher",
    "reprint": "read in a copy by somebody else",
    "derived": "the rest, computed from the other rows",
}
OUTPUTS, USES = "outputs_by_country.csv", "uses.csv"


@dataclass(frozen=True)
class DataSource:
    """Who published rows of a table, how many the run uses, and of what; `file` is the table in the report."""

    publisher: str
    title: str
    date: str
    address: str
    origin: str
    what: str
    rows: int
    file: str


def write_data_tables(folder: Path, run: Mapping[str, Any]) -> tuple[list[DataSource], Mapping[str, Any] | None]:
    """Write the rows that a run uses as CSV; return their sources and the record of the notebook that uses them.

    Without such a notebook nothing is written, and the record is None.
    """
    entry = next((item for item in run["notebooks"] if item["notebook"].endswith(QUESTION) and item["page"]), None)
    if entry is None:
        return [], None
    outputs = _outputs(*(entry["parameters"].get(name, {}).get("value") for name in ("material", "year")))
    _write(folder / OUTPUTS, Producer, outputs)
    _write(folder / USES, Use, load_uses())
    return [*_sources(outputs, OUTPUTS), *_sources(load_uses(), USES)], entry


def _outputs(material: str | None, year: int | None) -> list[Producer]:
    """The outputs of the material in each year up to `year`, and those of the others in their latest year till then."""
    editions = [(key, found) for key, found in load_producers().items() if year is None or key[2] <= year]
    latest: dict[tuple[str, str], int] = {}
    for (name, stage, of_year), _ in editions:
        latest[name, stage] = max(of_year, latest.get((name, stage), of_year))
    return [
        row
        for (name, stage, of_year), found in editions
        if name == material or of_year == latest[name, stage]
        for rows in (found.values() if name == material else list(found.values())[:1])
        for row in rows
    ]


def _write(path: Path, record: type[Producer] | type[Use], rows: Iterable[Producer | Use]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, [field.name for field in fields(record)], map(asdict, rows))


def _sources(rows: Sequence[Producer] | Sequence[Use], file: str) -> list[DataSource]:
    """The sources of rows, each once, by publisher and title."""
    groups: dict[tuple[str, str, str, str, str], list[str]] = {}
    for row in rows:
        what = f"{row.material}, {row.stage}" if isinstance(row, Producer) else row.use
        groups.setdefault((row.publisher, row.title, row.date or "", row.address, row.standing), []).append(what)
    found = [
        DataSource(*source[:4], ORIGINS.get(source[4], source[4]), "; ".join(dict.fromkeys(what)), len(what), file)
        for source, what in groups.items()
    ]
    return sorted(found, key=lambda item: (item.publisher.lower(), item.title, item.date))
