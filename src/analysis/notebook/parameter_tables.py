"""Tables of the parameters of a notebook, and of figures with their place in the text: those it uses, and all."""

import re
from typing import Any

from analysis.binding.candidates import not_facts
from analysis.binding.figure_rules import load_rules
from analysis.binding.inputs import by_parameter, figure_names, same_value
from analysis.core.formatting import label, name_text
from analysis.core.html_table import HtmlCell
from analysis.core.units import amount_unit
from analysis.documents.sources import Sources
from analysis.extraction.sections import sections_of
from analysis.models import PARAMETERS
from analysis.models.hedge_intervals import is_round
from analysis.notebook.display_tables import table
from analysis.notebook.provenance_links import Mark, cited, cited_place, place_text, source_names
from analysis.notebook.quantity_text import quantity_text, range_text
from analysis.notebook.study import SETTING_NOTES, Study, parameter_defaults

NOTHING_FITS = "no figure that fits"


def parameter_table(study: Study) -> None:
    """Show every parameter with its name for `-p`, value, kind, meaning, and where its default is from."""
    fed = figure_names(study.parameters)
    rows = []
    for name in study.parameters:
        known = PARAMETERS.get(name)
        rows.append(
            {
                "Parameter": label(name, known.unit if known else ""),
                "Value": Mark(_used(study, name), "parameter", name),
                "Kind": known.kind if known else "setting",
                "Meaning": known.meaning if known else SETTING_NOTES[name],
                "Default from": _default_from(study, name, fed.get(name)),
                "Name": HtmlCell(name, f"<code>{name}</code>"),
            }
        )
    table(rows)


def _default_from(study: Study, name: str, figure: str | None) -> str:
    """The origin of a parameter that no run sets: a figure, an assumption in its place, or its own source."""
    if name in study.assumed:
        return f"assumed: {study.assumed[name].because}"
    if name in study.inputs:
        rule, assumed = study.inputs[name].named.rule, study.inputs[name].assumed
        if assumed:
            return f"assumption: {assumed}"
        return f"the sources: {'year of ' if name in rule.years else ''}{name_text(rule.name)}"
    if figure:
        return NOTHING_FITS
    known = PARAMETERS.get(name)
    return known.source if known else ""


def _used(study: Study, name: str) -> str:
    value, found = study.parameters[name], study.inputs.get(name)
    return parameter_text(name, value, unit=found.named.figure.unit if found and same_value(value, found) else "")


def parameter_text(name: str, value: object, digits: int = 4, unit: str = "") -> str:
    """Return the value of a parameter in words, with its unit.

    An amount of money in any currency has that of its figure, whose `unit` is given.

    >>> parameter_text("rare_earth_value_gain_bn", 41.2, unit="CNY"), parameter_text("rare_earth_value_gain_bn", 39.5)
    ('CNY 41.2 billion', '39.5 billion (no currency stated)')
    """
    known = PARAMETERS.get(name)
    if value in (None, {}, ""):
        return "not set"
    if known is None and isinstance(value, int) and re.search("(?<!_per)_year$", name):
        return str(value)
    if isinstance(value, (str, dict)) or known is None or known.choices:
        return f"{value:,}" if isinstance(value, int) else name_text(value) if isinstance(value, str) else str(value)
    if name.endswith("year") and known.unit == "year":
        return f"{value:.0f}"
    return quantity_text(value, amount_unit(known.unit, unit), digits)


def evidence(study: Study) -> None:
    """Show the figure behind each parameter, with its hedge and its place."""
    rows: list[dict[str, str | Mark]] = []
    for name, figure_name in figure_names(study.parameters).items():
        value, used, found = study.parameters[name], _used(study, name), study.inputs.get(name)
        row: dict[str, str | Mark] = {"What": load_rules()[figure_name].meaning, "Printed": NOTHING_FITS, "Used": used}
        row |= {"The hedge allows": "", "Kind": "assumption", "Caution": "", "Place": "", "Sentence": ""}
        if found:
            by_hand, figure, rule = not same_value(value, found), found.named.figure, found.named.rule
            converted = ", ".join(filter(None, (used, found.named.conversion)))
            ends = found.low, found.high, found.named.unit, figure.low, figure.high, figure.qualifier
            row |= {
                "What": rule.meaning,
                "Printed": cited(figure, found.printed),
                "Used": f"{used}, set for this run" if by_hand else converted,
                "The hedge allows": allowed_text(*ends),
                "Kind": "assumption" if by_hand else found.kind,
                "Caution": rule.caution,
                "Place": cited_place(figure, study.sources),
                "Sentence": figure.sentence,
            }
        elif name in study.assumed:
            row |= {"Used": f"{used}, assumed", "Caution": study.assumed[name].because}
        elif value is None:
            continue
        else:
            row["Used"] = f"{used}, {'the default' if _is_default(study, name) else 'set for this run'}"
        rows.append(row)
    table(rows)


def allowed_text(low: float, high: float, unit: str, printed: float, printed_high: float, qualifier: str) -> str:
    """Return what the hedge of a printed number allows, and of a number without one whether it is taken as round.

    >>> allowed_text(52.5, 57.5, "Mt", 55, 55, "="), allowed_text(44, 44, "Mt", 44, 44, "=")
    ('52.5 to 57.5 Mt, since it is a round number', 'taken as printed, since it is not round')

    A target is a threshold, whatever its hedge:

    >>> allowed_text(1400, 1600, "USD/t", 1400, 1400, ">"), allowed_text(20, 20, "Mt", 20, 20, ">")
    ('USD 1,400 to 1,600 per tonne', 'taken as printed')
    """
    if low == high:
        is_exact = qualifier == "=" and not is_round(abs(printed))
        return f"taken as printed{', since it is not round' if is_exact else ''}"
    between = range_text(low, high, unit, 4)
    return f"{between}, since it is a round number" if qualifier == "=" and printed == printed_high else between


def source_line(study: Study, *names: str) -> str:
    """Return the source line of a chart: who states the figures, and which values are defaults or set for this run."""
    kept = by_parameter(study.inputs, study.parameters)
    known = source_names(study.sources)
    parts = list(dict.fromkeys(known[kept[name].named.figure.source_id] for name in names if name in kept))
    kinds: dict[str, list[str]] = {"by default": [], "set for this run": [], "assumed": []}
    for name in names:
        if name not in kept:
            how = (
                "assumed" if name in study.assumed else "by default" if _is_default(study, name) else "set for this run"
            )
            kinds[how].append(name_text(name))
    parts += [f"{how}: {', '.join(own)}" for how, own in kinds.items() if own]
    return "; ".join(parts)


def _is_default(study: Study, name: str) -> bool:
    """Whether a parameter has the default of the model, set by neither a figure nor a person."""
    return name not in study.inputs and study.parameters[name] == parameter_defaults(study.name)[name]


def figure_rows(sources: Sources) -> list[dict[str, Any]]:
    """Return a row for each figure of the sources: its place, the printed text, the reading, and what it is about."""
    names, stated_as = source_names(sources), not_facts(sources.documents)
    texts = {document.source_id: document.text for document in sources.documents}
    parts = {name: sections_of(text) for name, text in texts.items()}
    return [
        {
            "Source": names[figure.source_id],
            "Place": cited(figure, place_text(texts[figure.source_id], figure.start)),
            "Part": parts[figure.source_id].at(figure.start),
            "Printed": cited(figure),
            "Reading": figure.as_text,
            "Stated as": stated_as.get(figure.place),
            "Period": figure.period,
            "Subject": figure.subject,
        }
        for figure in sources.figures
    ]
