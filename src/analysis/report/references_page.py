"""The page of the references that a run used: publisher, title, date, address, standing, grade, and what uses it."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from analysis.claims.glossary import SOURCE_LETTERS
from analysis.claims.reference_check import source_letter
from analysis.claims.uses import Use, load_uses
from analysis.claims.verdicts import VerifiedClaim
from analysis.core.formatting import name_text, readable
from analysis.core.references import LETTERS, Reference, load_references, page_order, short_citation, split_citations
from analysis.core.run_record import NotebookRecord, RunRecord
from analysis.core.text_files import save_csv
from analysis.models.producers import Producer, load_producers
from analysis.notebook.quantity_text import bounded_text, range_text
from analysis.notebook.questions.verification import STANDINGS
from analysis.report.links import REFERENCES, anchor, source_address
from analysis.report.templating import render

QUESTION = "western_exposure"  # the question that computes with these tables
ORIGINS = {
    "primary": "read at the publisher",
    "reprint": "read in a copy by somebody else",
    "derived": "the rest, computed from the other rows",
}
OUTPUTS, USES = "outputs_by_country.csv", "uses.csv"


TABLE = "references.csv"
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class UsedReference:
    """A reference with the claims and the notebooks that use it; `uses` are words with their addresses."""

    reference: Reference
    uses: tuple[tuple[str, str], ...]
    names_claimant: bool = False  # as another row has everything else in common with it, such as one of another firm

    @property
    def what(self) -> tuple[str, ...]:
        """The quantity, scope, region and time of its number."""
        item = self.reference
        claimant = item.claimant if self.names_claimant else ""
        return tuple(filter(None, (name_text(item.quantity), claimant, item.scope, item.region, item.period)))

    @property
    def name(self) -> str:
        """Publisher and year, as it is cited."""
        return short_citation(self.reference)

    @property
    def anchor(self) -> str:
        """Its anchor on the page."""
        return anchor(self.reference.id)

    @property
    def value(self) -> str:
        """Its number in words."""
        return value_text(*self.reference.ends, self.reference.unit)

    @property
    def kind(self) -> str:
        """The kind of its publisher in words."""
        return STANDINGS.get(self.reference.standing, self.reference.standing)

    @property
    def grade(self) -> str:
        """The letter of its publisher in an Admiralty grade."""
        return source_letter(self.reference)

    @property
    def address(self) -> str:
        """Where it is on the web, empty if it is not."""
        on_the_web = _ADDRESS.search(self.reference.address)
        return on_the_web[0].rstrip(".,;)") if on_the_web else ""


class TableSource(NamedTuple):
    """A publication from which rows of a table of data/ were read: what they are about, how many, and their CSV."""

    publisher: str
    title: str
    date: str
    address: str
    origin: str
    what: str
    rows: int
    file: str


def value_text(low: float, value: float, high: float, unit: str) -> str:
    """Return the number of a reference in words, with its range if it has one."""
    between = f" ({range_text(low, high, unit, 4)})" if math.isfinite(high - low) and low != high else ""
    return bounded_text(low, value, high, unit, 4) + between


def claim_use(claim: str) -> str:
    """Return how the page says that a claim uses a reference."""
    return f"Claim: {name_text(claim)}"


def used_references(verified: Sequence[VerifiedClaim], pages: Mapping[str, tuple[str, str]]) -> list[UsedReference]:
    """Return the references that the verdicts of a run cite or that its pages name, by publisher."""
    references = load_references()
    uses: dict[str, dict[tuple[str, str], None]] = {}
    stated = Counter(item.claim.name for item in verified)
    for item in verified:
        cited = [*item.computed.references, *(item.judgement.references if item.judgement else ())]
        named = [name for _, name in split_citations(item.reason, references) if name]
        figure = item.claim.named.figure
        several = f" ({readable(item.claim.named.printed)})" if stated[item.claim.name] > 1 else ""
        use = claim_use(item.claim.name) + several, source_address(figure.source_id, figure.start, figure.end)
        for name in dict.fromkeys([*cited, *named]):
            uses.setdefault(name, {})[use] = None
    for address, (title, html) in pages.items():
        for name in dict.fromkeys(re.findall(rf'href="{REFERENCES}#([^"]+)"', html)):
            if name in references:
                uses.setdefault(name, {})[title, address] = None
    used = [UsedReference(references[name], tuple(found)) for name, found in uses.items() if name in references]
    alike = Counter((item.name, item.what) for item in used)
    told = (replace(item, names_claimant=alike[item.name, item.what] > 1) for item in used)
    return sorted(told, key=lambda item: page_order(item.reference))


def references_page(
    run: RunRecord,
    used: Sequence[UsedReference],
    tables: Sequence[TableSource] = (),
    user: NotebookRecord | None = None,
) -> str:
    """Return the page as HTML, with the references by the kind of their publisher.

    `tables` are the sources of the tables that the notebook with the record `user` uses.
    """
    by_kind = sorted(used, key=lambda item: (LETTERS[item.reference.standing], item.reference.standing))
    groups = [(kind, list(own)) for kind, own in groupby(by_kind, key=lambda item: item.kind)]
    return render(
        "references.html.j2", run=run, groups=groups, letters=SOURCE_LETTERS, count=len(used), tables=tables, user=user
    )


def write_references(path: Path, used: Iterable[UsedReference]) -> None:
    """Write the used references as CSV, with the columns of data/reference.csv and what uses each of them."""
    names = [field.name for field in fields(Reference)]
    rows = (
        {name: getattr(item.reference, name) for name in names}
        | {"grade": item.grade, "used_by": "; ".join(words for words, _ in item.uses)}
        for item in used
    )
    save_csv(path, [*names, "grade", "used_by"], rows)


def write_data_tables(folder: Path, run: RunRecord) -> tuple[list[TableSource], NotebookRecord | None]:
    """Write the rows that a run uses as CSV; return their sources and the record of the notebook that uses them."""
    entry = next((item for item in run.notebooks if item.notebook.endswith(QUESTION) and item.page), None)
    if entry is None:
        return [], None
    outputs = _outputs(*(entry.parameters[name].value for name in ("material", "year")))
    for file, record, rows in ((OUTPUTS, Producer, outputs), (USES, Use, load_uses())):
        save_csv(folder / file, [field.name for field in fields(record)], map(asdict, rows))
    return [*_sources(outputs, OUTPUTS), *_sources(load_uses(), USES)], entry


def _outputs(material: str, year: int) -> list[Producer]:
    """The outputs of the material in every year up to `year`, and of the others in their latest year up to it."""
    editions = [(key, found) for key, found in load_producers().items() if key[2] <= year]
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


def _sources(rows: Sequence[Producer] | Sequence[Use], file: str) -> list[TableSource]:
    """The sources of rows, each once, by publisher and title; chapters at one address are one source."""
    groups: dict[tuple[str, str, str, str], list[tuple[str, str]]] = {}
    for row in rows:
        what = f"{row.material}, {row.stage}" if isinstance(row, Producer) else row.use
        groups.setdefault((row.publisher, row.date or "", row.address, row.standing), []).append((row.title, what))
    found = [
        TableSource(
            publisher,
            joint_title(dict.fromkeys(title for title, _ in told)),
            date,
            address,
            ORIGINS.get(standing, standing),
            "; ".join(dict.fromkeys(what for _, what in told)),
            len(told),
            file,
        )
        for (publisher, date, address, standing), told in groups.items()
    ]
    return sorted(found, key=lambda item: (item.publisher.lower(), item.title, item.date))


def joint_title(titles: Iterable[str]) -> str:
    """Return the titles of chapters as one, with what they have in common once.

    >>> joint_title(["Summaries 2026, Cobalt", "Summaries 2026, Copper"])
    'Summaries 2026: Cobalt, Copper'
    >>> joint_title(["Tin in 2026", "Zinc in 2026"])
    'Tin in 2026; Zinc in 2026'
    """
    parts = [title.rpartition(", ") for title in titles]
    if len(parts) > 1 and len({stem for stem, _, _ in parts}) == 1 and parts[0][0]:
        return f"{parts[0][0]}: {', '.join(chapter for _, _, chapter in parts)}"
    return "; ".join("".join(part) for part in parts)
