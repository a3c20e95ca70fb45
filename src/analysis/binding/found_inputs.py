"""Report which figure feeds which input, as one JSON object and as lines for a person."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.binding.candidates import Candidate
from analysis.binding.figure_rules import FigureRule
from analysis.binding.inputs import figure_names
from analysis.binding.named_figures import Binding
from analysis.binding.question_files import short_name
from analysis.core.figures import Figure
from analysis.models.catalog import model_named
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import defaults_of

_NEAREST = 3  # candidates shown for an input that was not found, and runners-up of one that was


def figures_of_question(question: str) -> list[str]:
    """Return the named figures that feed the model of a question, given by its name or its notebook."""
    model = model_named(short_name(Path(question).stem))
    declared = declaration_of(model)
    return list(figure_names([*defaults_of(model), *(declared.extras if declared else ())]).values())


def found_record(bindings: Mapping[str, Binding]) -> dict[str, Any]:
    """Return what was found by name: the figure, or the candidates that a person must choose from."""
    record: dict[str, Any] = {}
    for name, binding in bindings.items():
        if binding.chosen:
            record[name] = _figure(binding.chosen.figure, binding.rule)
        elif binding.open:
            candidates = [_figure(item.figure, binding.rule) for item in binding.open]
            record[name] = {"ambiguous": True, "candidates": candidates}
    return record


def missing_record(bindings: Mapping[str, Binding]) -> dict[str, list[dict[str, Any]]]:
    """Return the nearest figures for each missing named figure, with the reason why each does not qualify."""
    return {
        name: [{**_figure(item.figure, binding.rule), "why": item.reason} for item in _nearest(binding)]
        for name, binding in bindings.items()
        if not binding.chosen and not binding.open
    }


def found_lines(binding: Binding) -> list[str]:
    """Return what a person should read about one binding: the choice, the runners-up, and options to copy."""
    name = binding.rule.name
    shown = [item for item in binding.candidates if not _is_chosen(item, binding)][:_NEAREST]
    if binding.chosen:
        figure = binding.chosen.figure
        how = "picked" if binding.picked else _ranked(_chosen(binding), binding)
        lines = [f"{name}: {figure.as_text} ({figure.place}, {how})"]
        if conversion := binding.chosen.conversion:
            lines.append(f"    {conversion}")
        lines += [f"    {note}" for note in _met(binding)]
        rest = [
            f"{item.figure.as_text} ({item.figure.place}): {item.reason or _ranked(item, binding)}" for item in shown
        ]
        return lines + [f"    not chosen: {line}" for line in rest]
    if binding.open:
        head = f"{name}: choose one, since these differ and none is clearly better"
        options = [
            f"    --pick {name}={item.figure.place}   {item.figure.as_text}: {_apart(item, binding)}"
            for item in binding.open
        ]
        return [head, *options]
    nearest = _nearest(binding)
    if not nearest:
        return [f"{name}: not found, no figure in {' or '.join(binding.rule.units)}"]
    is_near = bool(binding.foreign) or any(item.is_about_it for item in nearest)
    head = f"{name}: not found; {'nearest' if is_near else 'figures in its unit, none with a word for it'}:"
    return [head, *(_option(item, binding) for item in nearest)]


def _nearest(binding: Binding) -> tuple[Candidate, ...]:
    return (*binding.foreign, *binding.candidates)[:_NEAREST]


def _option(item: Candidate, binding: Binding) -> str:
    """A figure that a person could pick, or could if its currency converted."""
    place = item.figure.place
    pick = place if item in binding.foreign else f"--pick {binding.rule.name}={place}"
    return f"    {pick}   {item.figure.as_text}: {item.reason}"


def _apart(item: Candidate, binding: Binding) -> str:
    """The rank of a figure, and the words that meet the conditions of the rule, strongest first."""
    met = sorted((one for one in item.conditions if one.outcome == "met" and one.points), key=lambda one: -one.points)
    return ", ".join([_ranked(item, binding), *(one.note for one in met[:2])])


def _ranked(item: Candidate, binding: Binding) -> str:
    """The score of a figure and, if several articles state one, the dates and grades that decide which is current."""
    articles = {one.figure.source_id for one in binding.candidates if not one.reason}
    stated = f", {binding.stated[item.figure.source_id]}" if len(articles) > 1 else ""
    return f"score {item.score:.2f}{stated}"


def _is_chosen(item: Candidate, binding: Binding) -> bool:
    return binding.chosen is not None and item.figure.place == binding.chosen.figure.place


def _chosen(binding: Binding) -> Candidate:
    return next(item for item in binding.candidates if _is_chosen(item, binding))


def _met(binding: Binding) -> list[str]:
    """The conditions in words: those met with "+", and for a pick those that it fails with "-"."""
    told = [item for item in _chosen(binding).conditions if item.outcome != "unknown"]
    return [f"{'-' if item.outcome == 'failed' else '+'} {item.name}: {item.note}" for item in told]


def _figure(figure: Figure, rule: FigureRule) -> dict[str, Any]:
    per_year = figure.unit.endswith("/year") and figure.unit not in rule.units  # "85 billion yuan a year" is a revenue
    return {
        "file": figure.source_id, "start": figure.start, "end": figure.end, "low": figure.low, "high": figure.high,
        "unit": figure.unit.removesuffix("/year") if per_year else figure.unit, "qualifier": figure.qualifier,
    }  # fmt: skip
