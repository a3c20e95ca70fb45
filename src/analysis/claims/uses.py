"""What the sources say about exposure: the uses that they name, and the percentages next to a material."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from analysis.core.errors import AnalysisError, did_you_mean
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import data_folder
from analysis.core.schemas import checked_rows
from analysis.documents.sources import Sources
from analysis.documents.statements import SourceSentence, sentence_at
from analysis.extraction.sections import FRONT_MATTER, sections_of
from analysis.extraction.sentences import sentence_starts
from analysis.models.questions.western_exposure import MATERIALS

USE_WORDS = {
    "electric vehicles": lazy_regex(r"\bEVs?\b|\b(?i:electric[- ](?:vehicles?|cars?|buses)|e-mobility)\b"),
    "batteries": lazy_regex(r"\bbatter(?:y|ies)\b", re.IGNORECASE),
    "power electronics": lazy_regex(r"\bpower[- ](?:electronics?|semiconductors?)\b|\binverters?\b", re.IGNORECASE),
    "defence": lazy_regex(r"(?<!in )\bdefen[cs]e\b(?! of\b)|\bmilitary\b|\bmunitions?\b|\bweapons?\b", re.IGNORECASE),
}
_MATERIAL_WORDS = {name: lazy_regex(rf"\b{name}\b", re.IGNORECASE) for name in MATERIALS} | {
    "rare earths": lazy_regex(r"\brare[- ]earths?\b", re.IGNORECASE),
    "lithium": lazy_regex(r"\blithium\b(?![- ](?:ion|batter))", re.IGNORECASE),  # a lithium battery is not a lithium
}


@dataclass(frozen=True)
class Use:
    """A material that a use needs, and who says so; data/uses.schema.json describes the columns."""

    use: str
    material: str
    why: str
    publisher: str
    title: str
    date: str | None
    address: str
    standing: str


@cache
def load_uses(path: Path | None = None) -> tuple[Use, ...]:
    """Return the rows of data/uses.csv; raise AnalysisError, naming line and column, if one is invalid."""
    uses: list[Use] = []
    for where, record in checked_rows(
        path or data_folder() / "uses.csv", "uses", [field.name for field in fields(Use)]
    ):
        found = Use(**record)
        if found.material not in MATERIALS:
            hint = did_you_mean(found.material, MATERIALS, "the materials are")
            raise AnalysisError(f"{where}: material: unknown material {found.material}; {hint}")
        if any((found.use, found.material) == (other.use, other.material) for other in uses):
            raise AnalysisError(f"{where}: material: {found.material} is listed twice for {found.use}. Keep one row.")
        uses.append(found)
    return tuple(uses)


def uses_named(sources: Sources) -> dict[str, SourceSentence]:
    """Return the first sentence in which the sources name each use, in the order of USE_WORDS, ignoring page furniture.

    >>> from analysis import read_sources
    >>> from analysis.core.paths import project_folder
    >>> list(uses_named(read_sources(project_folder() / "seeds")))
    ['electric vehicles', 'batteries', 'power electronics', 'defence']
    """
    found = {use: next(_sentences(sources, words), None) for use, words in USE_WORDS.items()}
    return {use: statement for use, statement in found.items() if statement}


def _sentences(sources: Sources, words: re.Pattern[str]) -> Iterator[SourceSentence]:
    for document in sources.documents:
        sections, starts = sections_of(document.text), sentence_starts(document.text)
        header = FRONT_MATTER.match(document.text)  # which names a publisher, not a use
        for match in words.finditer(document.text, header.end() if header else 0):
            if sections.at(match.start()) != "boilerplate":
                yield sentence_at(document, starts, match.start())


def materials_in(sentence: str) -> list[str]:
    """Return the materials that a sentence names."""
    return [name for name in MATERIALS if _MATERIAL_WORDS[name].search(sentence)]


def stated_percentages(sources: Sources) -> list[tuple[Figure, list[str]]]:
    """Return the percentages from 0 to 100 in sentences that name a material, with these materials.

    A rise or a fall is not a share and is left out. The sentence says what a percentage is a share of.
    """
    stated = (
        (figure, materials_in(figure.sentence))
        for figure in sources.figures
        if figure.unit == "percent" and figure.direction == "none" and 0 <= figure.low <= figure.high <= 100
    )
    return [(figure, materials) for figure, materials in stated if materials]
