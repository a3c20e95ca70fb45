"""The parameters of a notebook and the figures behind them: checked, shown, each with its place in the text."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from analysis.claims.inputs import ModelInput, by_parameter, figure_names, same_value, search_inputs
from analysis.claims.named_figures import load_rules
from analysis.core.errors import NamedFigureError, ParameterError
from analysis.core.formatting import number
from analysis.core.paths import resolve
from analysis.documents.sources import Sources, read_sources
from analysis.models import PARAMETERS
from analysis.notebook.display_tables import table
from analysis.notebook.provenance_links import Mark, cited


def check_parameters(scope: Mapping[str, Any], model: Callable[..., Any], *more: str) -> dict[str, Any]:
    """Check the parameters of a model as a notebook has set them, show them, and return those that the model takes.

    `scope` is the notebook's `globals()`; `more` are parameters that the notebook uses beside the model.
    Raises ParameterError, with a line for each that is missing or impossible.
    """
    names = [*inspect.signature(model).parameters, *more]
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name in names:
        if name not in scope:
            wrong.append(f"{name} is missing: add it to the cell tagged parameters. {PARAMETERS[name].meaning}.")
            continue
        try:
            values[name] = PARAMETERS[name].check(scope[name])
        except ParameterError as error:
            wrong.append(str(error))
    if wrong:
        raise ParameterError("\n".join(wrong))
    fed = figure_names(names)
    table(
        [
            {
                "Parameter": name,
                "Value": Mark(number(values[name]) if values[name] is not None else "not set", "parameter", name),
                "Unit": PARAMETERS[name].unit,
                "Kind": PARAMETERS[name].kind,
                "Meaning": PARAMETERS[name].meaning,
                "Figure": fed.get(name, ""),
            }
            for name in names
        ]
    )
    return {name: value for name, value in values.items() if name not in more}


def evidence(sources: str | Sources, parameters: Mapping[str, Any]) -> dict[str, ModelInput]:
    """Show the figure behind each parameter, with its hedge and its place, and return these inputs.

    A parameter that was set to another value than its figure is shown as set for this run.
    Raises NamedFigureError where a parameter keeps its default although the sources do not state it.
    """
    read = read_sources(resolve(sources)) if isinstance(sources, str) else sources
    inputs, problems = search_inputs(read, parameters)
    missing = [problem for name, problem in problems.items() if _is_default(name, parameters[name])]
    if missing:
        raise NamedFigureError("\n".join(missing))
    rows: list[dict[str, str | Mark]] = []
    for name, figure_name in figure_names(parameters).items():
        used = f"{number(parameters[name])} {PARAMETERS[name].unit}"
        if name in inputs:
            by_hand = not same_value(parameters[name], inputs[name])
            rows.append(_evidence_row(inputs[name], used, by_hand=by_hand))
        else:
            rows.append(_row(load_rules()[figure_name].meaning, f"{used}, set for this run"))
    table(rows)
    return inputs


def _evidence_row(found: ModelInput, used: str, *, by_hand: bool) -> dict[str, str | Mark]:
    figure = found.named.figure
    between = "" if found.low == found.high else f"{number(found.low)} to {number(found.high)}"
    return _row(
        found.named.rule.meaning,
        f"{used}, set for this run" if by_hand else used,
        printed=cited(figure, found.printed),
        between=between,
        kind="assumption" if by_hand else found.kind,
        caution=found.named.rule.caution,
        place=cited(figure, f"{figure.place} ({found.named.section})"),
        sentence=figure.sentence,
    )


def _row(meaning: str, used: str, **found: str | Mark) -> dict[str, str | Mark]:
    return {
        "What": meaning,
        "Printed": found.get("printed", "not in the sources"),
        "Used": used,
        "The hedge allows": found.get("between", ""),
        "Kind": found.get("kind", "assumption"),
        "Caution": found.get("caution", ""),
        "Place": found.get("place", ""),
        "Sentence": found.get("sentence", ""),
    }


def _is_default(name: str, value: Any) -> bool:
    """Whether a value is the default of the models, which restates a figure of the project's own sources."""
    from analysis.models import MODELS

    for model in MODELS.values():
        parameter = inspect.signature(model).parameters.get(name)
        if parameter is not None:
            return bool(parameter.default == value)
    return False


def cite(inputs: Mapping[str, ModelInput], values: Mapping[str, Any], *names: str) -> str:
    """Return the source line of a chart: the figures behind its inputs, and what was set for this run.

    `names` are the parameters that the chart shows.
    """
    kept = by_parameter(inputs, values)
    figures = [kept[name].named.rule.name for name in names if name in kept]
    own = [name for name in names if name not in kept]
    parts = [f"figures {', '.join(figures)}"] if figures else []
    return "; ".join(parts + ([f"set for this run: {', '.join(own)}"] if own else []))
