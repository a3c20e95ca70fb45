"""Firms, their plants and subsidiaries, and governments: who belongs to whom, by the names in texts."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from analysis.core.errors import AnalysisError, did_you_mean
from analysis.core.paths import data_files
from analysis.core.schemas import checked_rows

PLANT = "plant"
_PLANT_WORDS = r"(?:smelt(?:er|ing)|refiner(?:y|ies)|plant|works|mill|factory|site|complex|line|workshop|mine)s?"


@dataclass(frozen=True)
class Organisation:
    """A firm, plant or government; `owner` is the name of another one, `also` are other names for it.

    A plant is also found by its place and what it is: "Guixi smelter" in "the copper smelting works at Guixi".
    """

    name: str
    kind: str
    owner: str
    also: tuple[str, ...]
    note: str

    @property
    def pattern(self) -> str:
        """The pattern that finds it in a text."""
        patterns = [_name_pattern(name) for name in (self.name, *self.also)]
        if self.kind == PLANT:
            place = re.escape(self.name.rpartition(" ")[0])
            patterns.append(
                rf"\b{place}(?:'s)?(?: [\w-]+){{0,2}} (?i:{_PLANT_WORDS})\b"
                rf"|\b(?i:{_PLANT_WORDS})(?: [\w-]+){{0,2}} (?:in|at|near|of) {place}\b"
            )
        return "|".join(patterns)


def _name_pattern(name: str) -> str:
    """A name as a whole word; a name of several words in any capitalisation."""
    if not name.isascii():
        return re.escape(name)
    found = rf"\b{re.escape(name)}\b"
    return f"(?i:{found})" if " " in name else found


def load_organisations(path: Path | None = None) -> dict[str, Organisation]:
    """Return the organisations by name; a row of the project replaces the package's row of the same name."""
    return _organisations((path,) if path else tuple(data_files("organisations.csv")))


@cache
def _organisations(paths: tuple[Path, ...]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    places: dict[str, str] = {}
    for path in paths:
        seen: set[str] = set()
        for where, row in checked_rows(path, "organisations", ["name", "kind", "owner", "also", "note"]):
            name, others = row["name"], (row["also"] or "").split(";")
            if name in seen:
                raise AnalysisError(f"{where}: name: duplicate name {name}. Keep one of the rows.")
            seen.add(name)
            also = tuple(part for other in others if (part := other.strip()))
            found[name] = Organisation(name, row["kind"], row["owner"] or "", also, row["note"] or "")
            places[name] = where
    for name, item in found.items():
        if item.owner and item.owner not in found:
            hint = did_you_mean(item.owner, found, "the names are")
            raise AnalysisError(f"{places[name]}: owner: unknown organisation {item.owner}; {hint}")
        _owner_of(name, found, places[name])
    return found


def _owner_of(name: str, known: dict[str, Organisation], where: str = "") -> str:
    """The organisation at the top of a chain of owners; the name itself if it is not known."""
    passed = [name]
    while name in known and known[name].owner:
        name = known[name].owner
        if name in passed:
            raise AnalysisError(f"{where}: owner: {' is owned by '.join([*passed, name])}. Remove one of the owners.")
        passed.append(name)
    return name


def group_of(name: str) -> str:
    """Return the group that an organisation belongs to: the owner of its owners, or its own name."""
    return _owner_of(name, load_organisations())


def groups_in(text: str) -> frozenset[str]:
    """Return the groups that a text names, by any of their names, plants and subsidiaries.

    The longest name counts: "Jiangxi Copper" does not name the government of Jiangxi.
    """
    return _groups_in(text, tuple(data_files("organisations.csv")))


@lru_cache(maxsize=256)
def _groups_in(text: str, paths: tuple[Path, ...]) -> frozenset[str]:
    known = _organisations(paths)
    spans: list[tuple[int, int, str]] = []
    for name, item in known.items():
        spans += [(*match.span(), name) for match in re.finditer(item.pattern, text)]
    outer = [
        name
        for start, end, name in spans
        if not any(begin <= start and end <= stop and (begin, stop) != (start, end) for begin, stop, _ in spans)
    ]
    return frozenset(_owner_of(name, known) for name in outer)


def named_in_text(claimant: str, text: str) -> bool:
    """Return whether a text names one of the claimants, a list separated by semicolons, or their group."""
    known, groups = load_organisations(), groups_in(text)
    names = [name for part in claimant.split(";") if (name := part.strip())]
    return any(
        group_of(name) in groups if name in known else bool(re.search(_name_pattern(name), text)) for name in names
    )
