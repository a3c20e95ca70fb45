"""Turn named figures into model inputs: the figure sets the value of a parameter, its hedge sets the range."""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from analysis.binding.candidates import passages_of
from analysis.binding.figure_rules import load_rules
from analysis.binding.gloss import gloss_of, in_english
from analysis.binding.missing_inputs import MissingInput
from analysis.binding.named_figures import NamedFigure, search_named_figures
from analysis.binding.passages import Passages
from analysis.binding.places import every_place, inside, named_in, places_in, without_lists
from analysis.core.errors import NamedFigureError, ParameterError, UnitError, did_you_mean
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.core.money_basis import check_basis
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.languages import is_chinese
from analysis.extraction.sections import FRONT_MATTER
from analysis.models import PARAMETERS, hedge_interval
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution, hedge_distribution, set_distribution
from analysis.models.hedge_intervals import Hedge

_YEAR = lazy_regex(r"(?P<year>\d{4})(?:-\d\d){0,2}\Z")  # not a span of years
_EXACTLY = lazy_regex(r"(?:exactly|precisely|an exact|a precise)(?: at)?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class ModelInput:
    """The value of a parameter taken from a named figure, in the unit of the parameter.

    `low` and `high` are the limits that the hedge allows, and `rule` is the convention in words. `distribution` is
    None for a number taken as printed. A target is a threshold, not a measurement, so it has neither a range nor a
    distribution. `region` is the place that the figure is about, empty if the source does not say.
    """

    parameter: str
    value: float
    unit: str
    kind: str
    low: float
    high: float
    rule: str
    distribution: Distribution | None
    named: NamedFigure
    region: str = ""
    assumed: str = ""  # why, if it is the year of a figure that names none

    @property
    def printed(self) -> str:
        """The figure in words, as printed in the source; for the year of a figure, the year."""
        return f"{self.value:.0f}" if self.parameter in self.named.rule.years else self.named.printed


def figure_names(parameters: Iterable[str]) -> dict[str, str]:
    """Return the name of the figure that feeds each parameter; parameters without a figure are left out."""
    fed = {rule.parameter: rule.name for rule in load_rules().values() if rule.parameter}
    return {name: fed[name] for name in parameters if name in fed}


def search_inputs(
    sources: Sources, parameters: Collection[str]
) -> tuple[dict[str, ModelInput], dict[str, MissingInput]]:
    """Return the inputs found in the sources by parameter, and each missing or ambiguous one."""
    names = figure_names(parameters)
    found, problems = search_named_figures(sources, names.values())
    inputs = {parameter: _input(parameter, found[name]) for parameter, name in names.items() if name in found}
    documents = {document.source_id: document for document in sources.documents}
    inputs |= _years(found.values(), set(parameters), documents)
    inputs = {
        parameter: replace(item, region=region_of(item.named, documents[item.named.figure.source_id]))
        for parameter, item in inputs.items()
    }
    return inputs, {parameter: problems[name] for parameter, name in names.items() if name in problems}


def _years(
    found: Iterable[NamedFigure], parameters: set[str], documents: Mapping[str, Document]
) -> dict[str, ModelInput]:
    """The parameters that are the year of a figure; if two figures set one, the later rule counts.

    If a figure names no period, its rule may say how far its year is from the year of the article.
    """
    inputs = {}
    for named in found:
        year = _YEAR.match(named.figure.period or "")
        published = documents[named.figure.source_id].published
        steps = named.rule.undated if published and not named.figure.period else ()
        for name, step in zip_longest(named.rule.years, steps):
            if name not in parameters:
                continue
            if year:
                value, rule, assumed = int(year["year"]), "the year of the figure", ""
            elif published and step is not None:
                value = published.year + step
                rule = assumed = f"the figure names no year, and its article is of {published.year}"
            else:
                continue
            kind = PARAMETERS[name].kind
            inputs[name] = ModelInput(name, value, "year", kind, value, value, rule, None, named, assumed=assumed)
    return inputs


def model_inputs(sources: Sources, parameters: Collection[str]) -> dict[str, ModelInput]:
    """Return the inputs found in the sources by parameter; parameters without a figure are left out."""
    inputs, problems = search_inputs(sources, parameters)
    if problems:
        raise NamedFigureError("\n".join(map(str, problems.values())))
    return inputs


def check_profit_basis(found: ModelInput, reading: object = None) -> None:
    """Raise ParameterError if the source states another kind of profit than the parameter needs."""
    needed = PARAMETERS[found.parameter].basis
    if not needed.profit_basis:
        return
    stated = found.named.stated_basis
    try:
        check_basis(stated, needed, found.parameter)
    except UnitError as error:
        raise ParameterError(str(error)) from None
    choices = PARAMETERS["profit_basis"].choices
    if reading in choices and stated.profit_basis in choices and stated.profit_basis != reading:
        raise ParameterError(
            f"{found.parameter}: the source states a profit {stated.profit_basis.replace('_', ' ')}, but profit_basis "
            f"is {reading}; add -p profit_basis={stated.profit_basis}"
        )


def same_value(value: float, model_input: ModelInput) -> bool:
    """Whether a parameter has the value of its figure, up to floating-point rounding."""
    return abs(value - model_input.value) <= 1e-12 * max(abs(value), abs(model_input.value))


def input_distributions(
    inputs: Mapping[str, ModelInput], values: Mapping[str, object], hedges: Mapping[str, str] | None = None
) -> dict[str, Distribution]:
    """Return the distribution of each uncertain parameter: for a claim from its hedge, for others from `hedges`.

    A claim whose value was replaced loses its hedge. Parameters that are fed by one printed number share its stream, so
    that it is drawn once. `hedges` maps a parameter to "about", "over", "nearly", "fixed",
    "uniform LOW HIGH", "pert LOW MODE HIGH" or "lognormal MEAN SD", and overrides the figure. Raises ParameterError
    for an unknown parameter, a target, or an invalid setting.
    """
    found: dict[str, Distribution | None] = {}
    streams: dict[tuple[str, int], str] = {}
    for name, item in by_parameter(inputs, values).items():
        figure = item.named.figure
        stream = streams.setdefault((figure.source_id, figure.start), name)
        found[name] = replace(item.distribution, stream=stream) if item.distribution else None
    for name, setting in _mapping("hedges", hedges, "{'foil_share': 'about'}").items():
        _check_known("hedges", str(name), values)
        value = values[name]
        number = float(value) if isinstance(value, (int, float)) else None
        found[name] = set_distribution(PARAMETERS[name], setting, number)
    return {name: item for name, item in found.items() if item is not None}


def correlated_pairs(
    values: Mapping[str, object], correlations: Mapping[str, float] | None
) -> dict[tuple[str, str], float]:
    """Return correlations by pair of parameters; a user writes a pair as "cost_cut energy_cut"."""
    pairs = {}
    for words, value in _mapping("correlations", correlations, "{'cost_cut energy_cut': 0.8}").items():
        names = str(words).replace(",", " ").split()
        if len(names) != 2:
            raise ParameterError(f"correlations expects pairs such as 'cost_cut energy_cut', got {words!r}.")
        for name in names:
            _check_known("correlations", name, values)
        pairs[names[0], names[1]] = value
    return pairs


def claim_shares(values: Mapping[str, object], evidence: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of some claims against their references, by parameter, as a user has set it."""
    given = _mapping("evidence", evidence, "{'foil_profit_usd_per_t': 0.5}")
    for name, weight in given.items():
        _check_known("evidence", str(name), values)
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 <= weight <= 1:
            raise ParameterError(f"evidence: the weight of the claim {name} must be from 0 to 1, got {weight!r}.")
    return {str(name): float(weight) for name, weight in given.items()}


def _mapping(where: str, given: Mapping[str, Any] | None, example: str) -> Mapping[str, Any]:
    if given is not None and not isinstance(given, Mapping):
        raise ParameterError(f"{where} must be a mapping such as {example}, got {given!r}.")
    return given or {}


def _check_known(where: str, name: str, values: Mapping[str, object]) -> None:
    if name not in values or name not in PARAMETERS:
        hint = did_you_mean(name, values, "the parameters are")
        raise ParameterError(f"{where}: unknown parameter {name!r}; {hint}")


def _input(name: str, named: NamedFigure) -> ModelInput:
    parameter = PARAMETERS[name]
    low, high, rule, distribution = hedged(named)
    low, high = (min(max(bound, parameter.low), parameter.high) for bound in (low, high))
    if distribution:
        distribution = distribution.scaled(1.0, parameter.low, parameter.high)
    return ModelInput(
        name, named.value, named.rule.parameter_unit, named.rule.kind, low, high, rule, distribution, named
    )


def hedged(named: NamedFigure) -> tuple[float, float, str, Distribution | None]:
    """Return what the hedge of a named figure allows: low, high, the convention in words, and the distribution."""
    figure = named.figure
    unit = named.in_parameter_unit(1.0)
    power = math.log10(unit)
    # The grain depends only on the printed digits, so a power of ten can be factored out: 10 % becomes 0.1.
    shift = unit if abs(power - round(power)) < 1e-9 else 1.0
    printed = [float(f"{value * shift:.12g}") for value in (figure.low, figure.high)]
    low, high, rule, distribution = _hedge_range(printed[0], printed[1], named)
    factor = unit / shift
    return low * factor, high * factor, rule, distribution.scaled(factor) if distribution else None


def _hedge_range(low: float, high: float, named: NamedFigure) -> tuple[float, float, str, Distribution | None]:
    """What the hedge allows for a printed number or range: low, high, the convention, and the distribution."""
    target = named.rule.kind == "target"
    if low != high:
        rule = f"range: {low:g} to {high:g}"
        return low, high, rule, None if target else Distribution(Uniform(low, high), rule)
    sign, qualifier, hedge = -1 if low < 0 else 1, named.figure.qualifier, _hedge_class(named)
    interval = hedge_interval(abs(low), qualifier, hedge=hedge)
    low, high = sorted((sign * interval.low, sign * interval.high))
    spread = None if target else hedge_distribution(abs(interval.base), qualifier, hedge=hedge)
    rule = (spread.rule if spread else interval.rule) + (", below zero" if sign < 0 else "")
    return low, high, rule, replace(spread.scaled(sign), rule=rule) if spread else None


def _hedge_class(named: NamedFigure) -> Hedge | None:
    """The class of a hedge that the qualifier alone does not settle: targets are fixed, "nearly" means below."""
    qualifier = named.figure.qualifier
    if named.rule.kind == "target" or named.figure.low == 0:  # zero has no grain
        return "fixed"
    if qualifier == "=" and _EXACTLY.match(named.hedge):  # "exactly 20" is not the round number 20
        return "fixed"
    return "nearly" if named.figure.is_nearly else None


def by_parameter(inputs: Mapping[str, ModelInput], values: Mapping[str, object]) -> dict[str, ModelInput]:
    """Return the inputs that a figure states and that still have its value; the others were set by hand or assumed."""
    return {
        name: item
        for name, item in inputs.items()
        if not item.assumed and isinstance(value := values.get(name), (int, float)) and same_value(float(value), item)
    }


# A sentence about the whole country, not about "the country's largest producer" or a level "above the country's".
_LARGEST = r"['’]?s? (?:\w+ )?(?:\w+est|most|main|leading|top|first|最|第一)"
NATIONWIDE = phrase_regex(
    r"\b(?:nationwide|nationally|ministr(?:y|ies)|the national (?:plan|target|goal|programme|program|industry)"
    rf"|(?<!than\s)(?<!above\s)(?<!below\s)(?<!unlike\s)the (?:country|nation)\b(?!{_LARGEST}))",
    re.IGNORECASE,
)
_PROVINCIAL = phrase_regex(r"\b(?:the|this|that|its|whole|entire) province\b|\bprovincial\b|省", re.IGNORECASE)
OPENING_CHARACTERS = 1500  # assumption: an article names the place that it is about within its first characters


def _province_of_towns(text: str) -> list[str]:
    """The province in which the towns of a text lie; empty if it is not the only one."""
    provinces = [place for place in every_place(without_lists(text)) if inside(place, "China")]
    return provinces if len(provinces) == 1 else []


# "after Beijing tightened the rules" names no place
_GOVERNMENT = phrase_regex(r"\bBeijing(?= (?:has )?(?:[a-z]+ed|wants|sa(?:ys|id)|sets?|puts?|cuts?|plans|is to)\b)")


def region_of(named: NamedFigure, document: Document) -> str:
    """Return the region of a named figure: the first one in its sentence, title, dateline or opening, or of a town.

    A plan belongs to the place in the sentence before it, if that names only one.

    If these name none, it is the region of its rule where that is a country that the article names, else empty.
    If the rule gives a country and the article is about a province, the claim is about the province, unless its
    sentence says that it is about the country. "world" is never narrowed, and a town inside the region of the rule does
    not change it.
    """
    default = named.rule.verify.region
    if default in ("", "world"):
        return default
    words = _GOVERNMENT.sub("the government", named.words)
    is_country = inside(default, "world") and not inside(default, "China")
    text = FRONT_MATTER.sub("", gloss_of(document).text, count=1)
    title = in_english(document, document.metadata.get("title", "")) or text.strip().partition("\n")[0]
    of_country = NATIONWIDE.search(words) is not None
    of_province = default not in named_in(words) and _PROVINCIAL.search(words) is not None
    passages = passages_of(document)
    about = sorted(passages.about)
    if len([place for place in about if not any(inside(item, place) for item in about)]) > 1:
        about = []  # "makers in Anhui, Jiangxi and Guangdong" are of none of them
    opening = named_in(without_lists(text[:OPENING_CHARACTERS]))  # of several other places, it is about none alone
    for places, narrows in (
        (named_in(without_lists(words)) or _alone_in(words), True),
        (_alone_before(passages, named.words) if named.rule.kind == "target" else [], not of_country),
        (named_in(title), not of_country and not named.rule.place),
        (about if passages.has_dateline else [], False),
        (opening, False),
        (about, False),
        (_province_of_towns(text[: passages.lead_end]), False),
    ):
        if default in places:
            if not (is_country and of_province):
                return default
            continue  # the country of a province that the article may name
        parts = [place for place in places if inside(place, default)]
        if parts:
            return parts[0] if (narrows or of_province) and is_country else default
        others = [place for place in places if not inside(default, place)]
        alone = len(others) == len(places) == 1  # beside China, Brazil is not where a share of Hong Kong rose
        if alone or (others and places is not opening):
            return others[0]
    is_said = is_chinese(document.text) or any(_within(place, default) for place in every_place(text))
    return (
        default if is_country and is_said and not of_province else ""
    )  # do not assume a place that the article never names


# Not "20% faster than one in Austria"
_INSIDE_OF = lazy_regex(
    r"(?i)\A(?![^,;]*\bthan\b[^,;]*\Z)(?:.*\b)?(?:in|across|within|throughout|inside) (?:the )?\Z", re.DOTALL
)


def _alone_in(words: str) -> list[str]:
    """The place in which a sentence says that something is, if it names no other: "in the European Union"."""
    found = list(places_in(words))
    within = any(_INSIDE_OF.match(words[:start]) for start, _, _ in found)
    places = {place for _, _, place in found}
    return list(places) if within and len(places) == 1 else []


def _alone_before(passages: Passages, words: str) -> list[str]:
    """The place that the sentence before one names in its paragraph, if it names one alone and not the country."""
    index = next((place for place, start in enumerate(passages.starts) if passages.words(start) == words), 0)
    paragraph = passages.text[passages.starts[index - 1] : passages.starts[index]] if index else ""
    places = [] if "\n\n" in paragraph else named_in(without_lists(" ".join(paragraph.split())))
    return places if len(places) == 1 and not NATIONWIDE.search(paragraph) else []


def place_told(named: NamedFigure, document: Document) -> str:
    """Return the one place that the sentence of a figure names, else the one that its article is about, if any.

    A figure of a plant is compared with plants anywhere, so its region is the world; this is where the plant is.
    """
    for places in (named_in(without_lists(named.words)), passages_of(document).about):
        innermost = [place for place in places if not any(inside(other, place) for other in places)]
        if len(innermost) == 1:
            return innermost[0]
    return ""


def _within(place: str, region: str) -> bool:
    return place == region or inside(place, region)
