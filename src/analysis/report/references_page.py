"""The page of the references that a run used: publisher, title, date, address, standing, grade, and what uses it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from analysis.claims.citations import short_citation, split_citations
from analysis.claims.claim import Claim
from analysis.claims.glossary import SOURCE_LETTERS
from analysis.claims.reference_check import source_letter
from analysis.claims.references import Reference, load_references
from analysis.claims.verdicts import VerifiedClaim
from analysis.core.csv_files import write_csv
from analysis.core.formatting import name_text, readable
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.verification import STANDINGS
from analysis.report.data_tables import DataSource
from analysis.report.links import REFERENCES, reference_anchor, source_address
from analysis.report.templating import render

TABLE = "references.csv"
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class UsedReference:
    """A reference with the claims and the notebooks that use it; `uses` are words with their addresses."""

    reference: Reference
    uses: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        """Its anchor on the page."""
        return reference_anchor(self.reference.id)

    @property
    def name(self) -> str:
        """Publisher and year, as it is cited."""
        return short_citation(self.reference)

    @property
    def value(self) -> str:
        """The value in words, and its range if it has one."""
        item = self.reference
        low, high = item.interval
        shown = quantity_text(item.value, item.unit, 4)
        if item.low is not None and item.high is None:
            return f"at least {quantity_text(low, item.unit, 4)}"
        if item.high is not None and item.low is None:
            return f"at most {quantity_text(high, item.unit, 4)}"
        return (
            shown
            if low == high
            else f"{shown} ({quantity_text(low, item.unit, 4)} to {quantity_text(high, item.unit, 4)})"
        )

    @property
    def what(self) -> str:
        """What it measures, of what, where and when."""
        item = self.reference
        parts = [name_text(item.quantity), item.scope or "", item.region or "", item.period or ""]
        return readable(", ".join(part for part in parts if part))

    @property
    def standing(self) -> str:
        """What kind of publisher it has."""
        return STANDINGS.get(self.reference.standing, self.reference.standing)

    @property
    def grade(self) -> str:
        """The letter of its source."""
        return source_letter(self.reference)

    @property
    def grade_words(self) -> str:
        """What the letter means."""
        return SOURCE_LETTERS[self.grade]

    @property
    def address(self) -> str:
        """The first address on the web in its address; empty if there is none."""
        found = _ADDRESS.search(self.reference.address)
        return found[0].rstrip(".,;)") if found else ""


def used_references(
    verified: Sequence[VerifiedClaim],
    pages: Mapping[str, tuple[str, str]],
    references: Mapping[str, Reference] | None = None,
) -> list[UsedReference]:
    """Return the references that the verdicts of a run cite or that its pages name, by publisher.

    `pages` maps the address of a page to its title and its HTML, in which references are links to this page.
    """
    references = load_references() if references is None else references
    uses: dict[str, dict[tuple[str, str], None]] = {}
    for item in verified:
        cited = [*item.computed.references, *(item.judgement.references if item.judgement else ())]
        named = [name for _, name in split_citations(item.reason, references) if name]
        for name in dict.fromkeys([*cited, *named]):
            uses.setdefault(name, {})[_claim_use(item.claim)] = None
    for address, (title, html) in pages.items():
        for name in dict.fromkeys(re.findall(rf'href="{REFERENCES}#([^"]+)"', html)):
            if name in references:
                uses.setdefault(name, {})[title, address] = None
    return sorted(
        (UsedReference(references[name], tuple(found)) for name, found in uses.items() if name in references),
        key=lambda item: (item.name.lower(), item.reference.period or "", item.reference.id),
    )


def _claim_use(claim: Claim) -> tuple[str, str]:
    figure = claim.named.figure
    return f"claim: {name_text(claim.name)}", source_address(figure.source_id, figure.start, figure.end)


def references_page(
    run: Mapping[str, Any],
    used: Sequence[UsedReference],
    tables: Sequence[DataSource] = (),
    user: Mapping[str, Any] | None = None,
) -> str:
    """Return the page as HTML; `tables` are the sources of the tables that the notebook with the record `user` uses."""
    return render("references.html.j2", run=run, used=used, tables=tables, user=user)


def write_references(path: Path, used: Iterable[UsedReference]) -> None:
    """Write the used references as CSV, with the columns of data/reference.csv and what uses each of them."""
    names = [field.name for field in fields(Reference)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = (
            {name: getattr(item.reference, name) for name in names}
            | {"grade": item.grade, "used_by": "; ".join(words for words, _ in item.uses)}
            for item in used
        )
        write_csv(file, [*names, "grade", "used_by"], rows)
