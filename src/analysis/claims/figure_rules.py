"""The rules of data/named_figures.yaml: what each named figure measures, and which model input it feeds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.claims.concepts import dimension_of, load_concepts, word_pattern
from analysis.core.errors import NamedFigureError
from analysis.core.paths import data_folder
from analysis.core.schemas import read_checked_yaml
from analysis.core.suggestions import did_you_mean
from analysis.core.units import check_unit


@dataclass(frozen=True)
class VerificationSpec:
    """What a named figure is checked against: the key `verify` of data/named_figures.yaml."""

    quantity: str
    region: str = ""
    scope: str = ""
    related: tuple[str, ...] = ()
    increase_of: str = ""
    starts_from: str = ""
    growth_plans: tuple[str, ...] = ()
    outturn: tuple[str, ...] = ()
    price_growth: str = ""
    share_of: str = ""
    ratio: tuple[str, str] | None = None
    ratio_words: re.Pattern[str] | None = None
    narrow_words: re.Pattern[str] | None = None
    wider_words: re.Pattern[str] | None = None


@dataclass(frozen=True)
class FigureRule:
    """How to find one named figure, and which parameter it feeds. data/named_figures.yaml explains the fields."""

    name: str
    meaning: str
    kind: str
    operational: bool
    caution: str
    units: tuple[str, ...]
    direction: str | None
    parameter: str | None
    parameter_unit: str
    measures: frozenset[str]
    things: frozenset[str]
    metals: frozenset[str]
    cause: frozenset[str]
    kinds: frozenset[str]
    spans: frozenset[str]
    other_spans: frozenset[str]
    place: str
    presumed: frozenset[str]
    plausible: tuple[float, float] | None
    preceding_units: frozenset[str]
    verify: VerificationSpec

    @property
    def aspect(self) -> str:
        """Which sense of the words of data/concepts.yaml counts: the dimension, with shares apart from changes."""
        dimension = dimension_of(self.units[0])
        if dimension != "percent":
            return dimension
        return "change" if self.direction in ("up", "down") else "share"


@cache
def load_rules(path: Path | None = None) -> dict[str, FigureRule]:
    """Return the rules of data/named_figures.yaml by name; raise AnalysisError if a rule is malformed."""
    path = path or data_folder() / "named_figures.yaml"
    return {name: _rule(name, entry) for name, entry in read_checked_yaml(path, "named_figures").items()}


def _rule(name: str, entry: Mapping[str, Any]) -> FigureRule:
    feeds = entry.get("feeds") or {"parameter": None, "unit": entry["unit"][0]}
    for unit in [*entry["unit"], feeds["unit"]]:
        check_unit(unit)
    return FigureRule(
        name=name,
        meaning=entry["meaning"],
        kind=entry["kind"],
        operational=entry.get("operational", False),
        caution=entry.get("caution", ""),
        units=tuple(entry["unit"]),
        direction=entry.get("direction"),
        parameter=feeds["parameter"],
        parameter_unit=feeds["unit"],
        measures=_concepts(name, entry, "measures"),
        things=_concepts(name, entry, "things"),
        metals=_concepts(name, entry, "metals"),
        cause=_concepts(name, entry, "cause"),
        kinds=_concepts(name, entry, "kinds"),
        spans=_concepts(name, entry, "spans"),
        other_spans=_concepts(name, entry, "other_spans"),
        place=entry.get("place", ""),
        presumed=frozenset(entry.get("presumed", ())),
        plausible=tuple(entry["plausible"]) if "plausible" in entry else None,
        preceding_units=frozenset(entry.get("preceding_units", ())),
        verify=_verification_spec(entry.get("verify") or {}, name),
    )


def _verification_spec(entry: Mapping[str, Any], name: str) -> VerificationSpec:
    ratio = entry.get("ratio")
    return VerificationSpec(
        quantity=entry.get("quantity", name),
        region=entry.get("region", ""),
        scope=entry.get("scope", ""),
        related=tuple(entry.get("related", ())),
        increase_of=entry.get("increase_of", ""),
        starts_from=entry.get("starts_from", ""),
        growth_plans=tuple(entry.get("growth_plans", ())),
        outturn=tuple(entry.get("outturn", ())),
        price_growth=entry.get("price_growth", ""),
        share_of=entry.get("share_of", ""),
        ratio=(ratio[0], ratio[1]) if ratio else None,
        ratio_words=_optional_pattern(entry, "ratio_words"),
        narrow_words=_optional_pattern(entry, "narrow_words"),
        wider_words=_optional_pattern(entry, "wider_words"),
    )


def _optional_pattern(entry: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return word_pattern(entry[key]) if key in entry else None


_FAMILY = {
    "measures": "measure",
    "things": "thing",
    "metals": "metal",
    "kinds": "kind",
    "other_spans": "span",
    "spans": "span",
}


def _concepts(name: str, entry: Mapping[str, Any], key: str) -> frozenset[str]:
    """The concepts of one key; NamedFigureError for one that data/concepts.yaml does not define."""
    family = _FAMILY.get(key, key)
    known = load_concepts()[family]
    for concept in entry.get(key, ()):
        if concept not in known:
            hint = did_you_mean(concept, known, "it defines")
            raise NamedFigureError(
                f"named_figures.yaml, {name}, {key}: data/concepts.yaml has no {family} {concept!r}; {hint}"
            )
    return frozenset(entry.get(key, ()))
