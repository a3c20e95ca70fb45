"""Model inputs: a named figure becomes the value of a parameter, its hedge the range around it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.models import PARAMETERS, hedge_interval
from analysis.models.hedges import Hedge
from analysis.named_figures import NamedFigure, find_named_figures, load_rules
from analysis.text.sources import Sources
from analysis.units import CURRENCY_CODES, convert

_NEARLY = re.compile(r"(?:nearly|almost|close to|approach\w*|nearing|just shy of)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class ModelInput:
    """The value of one parameter, in its unit, as a named figure gives it.

    `low` and `high` say how far the hedge lets the printed number be off, and `rule` by which convention;
    a target has no range: it is a threshold and not a measurement.
    """

    parameter: str
    value: float
    unit: str
    kind: str
    low: float
    high: float
    rule: str
    named: NamedFigure

    @property
    def printed(self) -> str:
        """The figure as the source prints it, in words."""
        return self.named.figure.spoken


def figure_names(parameters: Iterable[str]) -> dict[str, str]:
    """Return, for those of the parameters that a named figure feeds, the name of that figure.

    >>> figure_names(["foil_share", "foil_profit_usd_per_t"])
    {'foil_profit_usd_per_t': 'lithium_foil_profit'}
    """
    fed = {rule.parameter: rule.name for rule in load_rules().values() if rule.parameter}
    return {name: fed[name] for name in parameters if name in fed}


def model_inputs(sources: Sources, parameters: Iterable[str]) -> dict[str, ModelInput]:
    """Return the inputs that the sources give, by parameter; parameters that no figure feeds are left out.

    Raises NamedFigureError, listing the candidates, where a figure is missing or ambiguous.
    """
    names = figure_names(parameters)
    found = find_named_figures(sources, names.values())
    return {parameter: _input(parameter, found[name]) for parameter, name in names.items()}


def same_value(value: float, model_input: ModelInput) -> bool:
    """Whether a parameter has the value of its figure, apart from the rounding of a decimal number."""
    return abs(value - model_input.value) <= 1e-12 * max(abs(value), abs(model_input.value))


def _input(name: str, named: NamedFigure) -> ModelInput:
    figure, rule = named.figure, named.rule
    parameter = PARAMETERS[name]
    number = abs(figure.low)
    interval = hedge_interval(
        number,
        figure.qualifier,
        abs(figure.high) if figure.high != figure.low else None,
        hedge=_hedge_class(named),
    )
    sign = -1 if figure.low < 0 else 1
    unit = "dimensionless" if figure.unit in CURRENCY_CODES and rule.parameter_unit == "bn" else figure.unit
    low, high = sorted(
        min(max(convert(sign * bound, unit, rule.parameter_unit), parameter.low), parameter.high)
        for bound in (interval.low, interval.high)
    )
    return ModelInput(name, named.value, rule.parameter_unit, rule.kind, low, high, interval.rule, named)


def _hedge_class(named: NamedFigure) -> Hedge | None:
    """The class of a hedge where the qualifier does not say enough: targets are fixed, "nearly" stays below."""
    figure = named.figure
    if named.rule.kind == "target":
        return "fixed"
    if figure.low == figure.high and figure.qualifier == "~" and _NEARLY.match(named.hedge):
        return "nearly"
    return None


def by_parameter(inputs: Mapping[str, ModelInput], values: Mapping[str, object]) -> dict[str, ModelInput]:
    """Return the inputs whose parameter still has the value of its figure, the rest having been set by hand."""
    return {
        name: item
        for name, item in inputs.items()
        if isinstance(value := values.get(name), (int, float)) and same_value(float(value), item)
    }
