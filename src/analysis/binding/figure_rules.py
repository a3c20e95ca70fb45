"""The rules of named figures: what each named figure measures, and which model input it feeds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from analysis.binding.concepts import as_read, concept_layers, dimension_of, load_concepts, word_pattern
from analysis.binding.question_files import QuestionFile, QuestionFiles, question_files
from analysis.core.errors import AnalysisError, NamedFigureError, UnitError, did_you_mean
from analysis.core.paths import OWN_MODELS, data_files, project_folder
from analysis.core.schemas import left_out, line_in, read_checked_yaml
from analysis.core.units import CURRENCY_CODES, check_unit, convert
from analysis.models import MODELS, PARAMETERS
from analysis.models.catalog import catalog


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
class Assumption:
    """What is assumed if the sources omit a figure: a number, or words such as "reference PLAN25V"."""

    value: float | str
    because: str


@dataclass(frozen=True)
class FigureRule:
    """How to find one named figure, and which parameter it feeds. data/named_figures.yaml explains the fields."""

    name: str
    question: str
    file: Path
    meaning: str
    kind: str
    operational: bool
    caution: str
    units: tuple[str, ...]
    direction: str | None
    parameter: str | None
    parameter_unit: str
    years: tuple[str, ...]
    undated: tuple[int, ...]  # for `years` without a year: years after the one of the article
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
    assumed: Assumption | None = None

    @property
    def aspect(self) -> str:
        """Which sense of the words in data/concepts.yaml applies: the dimension, with shares and changes kept apart."""
        dimension = dimension_of(self.units[0])
        if dimension != "percent":
            return dimension
        return "change" if self.direction in ("up", "down") else "share"


@dataclass(frozen=True)
class Rules:
    """The rules by name, and a message for each question of the project whose rules cannot be used."""

    rules: Mapping[str, FigureRule]
    problems: Mapping[str, str]
    ignored: str = ""


def load_rules(path: Path | None = None) -> Mapping[str, FigureRule]:
    """Return the rules by name; a rule of the project replaces the package's rule of the same name."""
    return all_rules().rules if path is None else _read_rules(path)


def all_rules() -> Rules:
    """Return the rules of the package and of the project, and what is wrong with the rules of the project."""
    return _rules_of(project_folder(), question_files())


@lru_cache(maxsize=8)
def _rules_of(project: Path, files: QuestionFiles) -> Rules:
    shipped, *own = data_files("named_figures.yaml")
    rules = {name: rule for item in _in_order(files.shipped, files) for name, rule in _rules_in(item).items()}
    rules |= _read_rules(shipped)
    problems = dict(files.problems)
    for item in _in_order(files.own, files):
        try:
            found = _rules_in(item)
            _refuse_second_feeds({**rules, **found})
        except AnalysisError as error:
            problems[item.name] = str(error)
        else:
            rules |= found
    ignored = ""
    for path in own:
        try:
            found = {**rules, **_read_rules(path)}
            _refuse_second_feeds(found)
        except AnalysisError as error:
            ignored = left_out(path, error)
        else:
            rules = found
    return Rules(rules, problems, ignored)


def _in_order(found: Mapping[str, QuestionFile], files: QuestionFiles) -> list[QuestionFile]:
    return [found[name] for name in files.names if name in found]


@cache
def _read_rules(path: Path) -> dict[str, FigureRule]:
    return _rules_in(QuestionFile("", path, False, read_checked_yaml(path, "named_figures")))


def _rules_in(file: QuestionFile) -> dict[str, FigureRule]:
    return {name: _rule(name, entry, file) for name, entry in file.figures.items()}


def _refuse_second_feeds(rules: Mapping[str, FigureRule]) -> None:
    """Raise NamedFigureError if two rules feed one parameter."""
    fed: dict[str, FigureRule] = {}
    for rule in rules.values():
        if rule.parameter and fed.setdefault(rule.parameter, rule) is not rule:
            where = _where(rule.file, rule.question, rule.name, "feeds")
            other = fed[rule.parameter].name
            raise NamedFigureError(
                f"{where}: {other} already feeds {rule.parameter}; name the rule {other} to replace it, or feed another"
            )


def _where(path: Path, question: str, *place: str) -> str:
    """The file, the line and the keys of a part of a rule."""
    return line_in(path, *(("figures",) if question else ()), *place)


def _rule(name: str, entry: Mapping[str, Any], file: QuestionFile) -> FigureRule:
    feeds: dict[str, Any] = entry.get("feeds") or {"parameter": None, "unit": entry["unit"][0]}
    for key, units in (("unit", entry["unit"]), ("feeds", [feeds["unit"]])):
        for unit in units:
            try:
                check_unit(unit)
            except UnitError as error:
                where = _where(file.path, file.name, name, key)
                raise UnitError(f"{where}: {error}; units are written as in t, Mt, USD/t, percent, t/year") from None
    if feeds["parameter"]:
        _check_feeds(name, entry["unit"], feeds, file)
    return FigureRule(
        name=name,
        question=file.name,
        file=file.path,
        meaning=entry["meaning"],
        kind=entry["kind"],
        operational=entry.get("operational", False),
        caution=entry.get("caution", ""),
        units=tuple(map(as_read, entry["unit"])),
        direction=entry.get("direction"),
        parameter=feeds["parameter"],
        parameter_unit=feeds["unit"],
        years=tuple(feeds.get("years", ())),
        undated=tuple(feeds.get("undated", ())),
        **{key: _concepts(name, entry, key, file) for key in _FAMILY},
        place=entry.get("place", ""),
        presumed=frozenset(entry.get("presumed", ())),
        plausible=tuple(entry["plausible"]) if "plausible" in entry else None,
        preceding_units=frozenset(entry.get("preceding_units", ())),
        verify=_verification_spec(entry.get("verify") or {}, name),
        assumed=Assumption(**entry["assumed"]) if "assumed" in entry else None,
    )


def _verification_spec(entry: Mapping[str, Any], name: str) -> VerificationSpec:
    given: dict[str, Any] = {"quantity": name} | {
        key: word_pattern(value) if key.endswith("_words") else tuple(value) if isinstance(value, list) else value
        for key, value in entry.items()
    }
    return VerificationSpec(**given)


@cache
def converts(unit: str, target: str) -> bool:
    """Whether amounts convert from one unit to another; yuan a tonne convert to dollars at the rate of their period."""
    if "/year" not in target:
        unit = unit.removesuffix("/year")
    if unit in CURRENCY_CODES and target == "bn":
        unit = "dimensionless"  # the parameter has no currency, so the amount is taken as printed
    if unit.startswith("CNY/") and target.startswith("USD"):
        unit = unit.replace("CNY", "USD", 1)
    try:
        convert(1.0, unit, target)
    except UnitError:
        return False
    return unit.startswith("count:") == target.startswith("count:")


_FAMILY = {
    "measures": "measure",
    "things": "thing",
    "metals": "metal",
    "cause": "cause",
    "kinds": "kind",
    "other_spans": "span",
    "spans": "span",
}


def _concepts(name: str, entry: Mapping[str, Any], key: str, file: QuestionFile) -> frozenset[str]:
    """The concepts of one key; NamedFigureError for one that neither data/concepts.yaml nor the question defines."""
    family = _FAMILY[key]
    known = load_concepts(file.name)[family]
    for concept in entry.get(key, ()):
        if concept not in known:
            hint = did_you_mean(concept, known, "there are")
            raise NamedFigureError(
                f"{_where(file.path, file.name, name, key)}: no {family} {concept!r} is defined; {hint} Or define it "
                f"under `concepts`: {{{family}: {{{concept}: {{words: [...]}}}}}}{concept_layers().hint}"
            )
    return frozenset(entry.get(key, ()))


def _check_feeds(name: str, units: Sequence[str], feeds: Mapping[str, Any], file: QuestionFile) -> None:
    """Raise NamedFigureError if a rule feeds no known parameter, or in units that do not convert into its unit."""
    known = PARAMETERS.get(feeds["parameter"])
    where = partial(_where, file.path, file.name, name)
    if known is None:
        problem = catalog().problems.get(file.name)
        if problem:
            raise NamedFigureError(problem)
        if file.own and file.name not in MODELS:
            raise NamedFigureError(
                f"{where('feeds')}: no model has a parameter {feeds['parameter']}, and there is no file "
                f"{OWN_MODELS}/{file.name}.py, which would be the model of this question; add it"
            )
        hint = did_you_mean(feeds["parameter"], PARAMETERS, "the parameters are")
        raise NamedFigureError(f"{where('feeds')}: no model has a parameter {feeds['parameter']}; {hint}")
    if feeds["unit"].removesuffix("/year") != known.unit.removesuffix("/year"):
        raise NamedFigureError(
            f"{where('feeds')}: the unit is {feeds['unit']}, but {known.name} is declared in {known.unit}; "
            f"write unit: {known.unit}"
        )
    for year in feeds.get("years", ()):
        if year not in PARAMETERS or PARAMETERS[year].unit != "year":
            yearly = [name for name, item in PARAMETERS.items() if item.unit == "year"]
            hint = did_you_mean(year, yearly, "the years are")
            raise NamedFigureError(f"{where('feeds', 'years')}: no model has a year {year}; {hint}")
    for unit in units:
        if not converts(unit, feeds["unit"]):
            raise NamedFigureError(
                f"{where('unit')}: {unit} does not convert into {feeds['unit']}, the unit of {known.name}; "
                f"name units that do, or another unit under feeds"
            )
