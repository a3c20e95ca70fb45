"""Model inputs: a named figure becomes the value of a parameter, its hedge the range around it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.errors import NamedFigureError
from analysis.models import PARAMETERS, hedge_interval
from analysis.models.hedges import Hedge
from analysis.named_figures import NamedFigure, load_rules, search_named_figures
from analysis.text.sources import Sources

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


def search_inputs(sources: Sources, parameters: Iterable[str]) -> tuple[dict[str, ModelInput], dict[str, str]]:
    """Return the inputs that the sources give, by parameter, and for each of the others what is wrong.

    Parameters that no figure feeds are in neither.
    """
    names = figure_names(parameters)
    found, problems = search_named_figures(sources, names.values())
    inputs = {parameter: _input(parameter, found[name]) for parameter, name in names.items() if name in found}
    return inputs, {parameter: problems[name] for parameter, name in names.items() if name in problems}


def model_inputs(sources: Sources, parameters: Iterable[str]) -> dict[str, ModelInput]:
    """Return the inputs that the sources give, by parameter; parameters that no figure feeds are left out.

    Raises NamedFigureError, listing the candidates, where a figure is missing or ambiguous.
    """
    inputs, problems = search_inputs(sources, parameters)
    if problems:
        raise NamedFigureError("\n".join(problems.values()))
    return inputs


def same_value(value: float, model_input: ModelInput) -> bool:
    """Whether a parameter has the value of its figure, apart from the rounding of a decimal number."""
    return abs(value - model_input.value) <= 1e-12 * max(abs(value), abs(model_input.value))


def _input(name: str, named: NamedFigure) -> ModelInput:
    figure, parameter = named.figure, PARAMETERS[name]
    if figure.low != figure.high:
        bounds, rule = (figure.low, figure.high), f"range: {figure.low:g} to {figure.high:g}"
    else:
        interval = hedge_interval(abs(figure.low), figure.qualifier, hedge=_hedge_class(named))
        sign = -1 if figure.low < 0 else 1
        bounds, rule = (sign * interval.low, sign * interval.high), interval.rule
    low, high = sorted(min(max(named.in_parameter_unit(bound), parameter.low), parameter.high) for bound in bounds)
    return ModelInput(name, named.value, named.rule.parameter_unit, named.rule.kind, low, high, rule, named)


def _hedge_class(named: NamedFigure) -> Hedge | None:
    """The class of a hedge where the qualifier does not say enough: targets are fixed, "nearly" stays below."""
    if named.rule.kind == "target" or named.figure.low == 0:  # no grain divides zero
        return "fixed"
    return "nearly" if named.figure.qualifier == "~" and _NEARLY.match(named.hedge) else None


def by_parameter(inputs: Mapping[str, ModelInput], values: Mapping[str, object]) -> dict[str, ModelInput]:
    """Return the inputs whose parameter still has the value of its figure, the rest having been set by hand."""
    return {
        name: item
        for name, item in inputs.items()
        if isinstance(value := values.get(name), (int, float)) and same_value(float(value), item)
    }
