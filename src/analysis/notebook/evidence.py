"""Tables of the parameters of a notebook, and of the figures behind them with their place in the text."""

from analysis.claims.inputs import ModelInput, by_parameter, figure_names, same_value
from analysis.claims.named_figures import load_rules
from analysis.core.formatting import number
from analysis.models import PARAMETERS
from analysis.notebook.display_tables import table
from analysis.notebook.provenance_links import Mark, cited
from analysis.notebook.study import SETTING_NOTES, Study


def parameter_table(study: Study) -> None:
    """Show every parameter of a notebook with value, unit, kind, meaning, and where its default is from."""
    fed = figure_names(study.parameters)
    rows = []
    for name, value in study.parameters.items():
        known = PARAMETERS.get(name)
        shown = "not set" if value is None or value == {} else number(value)
        rows.append(
            {
                "Parameter": name,
                "Value": Mark(shown, "parameter", name),
                "Unit": known.unit if known else "",
                "Kind": known.kind if known else "setting",
                "Meaning": known.meaning if known else SETTING_NOTES[name],
                "Default from": f"figure {fed[name]}" if name in fed else known.source if known else "",
            }
        )
    table(rows)


def evidence(study: Study) -> None:
    """Show the figure behind each parameter, with its hedge and its place.

    A parameter whose value differs from its figure is shown as set for this run.
    """
    rows: list[dict[str, str | Mark]] = []
    for name, figure_name in figure_names(study.parameters).items():
        value = study.parameters[name]
        used = f"{number(value)} {PARAMETERS[name].unit}"
        if name in study.inputs:
            by_hand = not same_value(value, study.inputs[name])
            rows.append(_evidence_row(study.inputs[name], used, by_hand=by_hand))
        else:
            rows.append(_row(load_rules()[figure_name].meaning, f"{used}, set for this run"))
    table(rows)


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


def source_line(study: Study, *names: str) -> str:
    """Return the source line of a chart: the figures behind its inputs, and the values set for this run.

    `names` are the parameters that the chart shows.
    """
    kept = by_parameter(study.inputs, study.parameters)
    figures = [kept[name].named.rule.name for name in names if name in kept]
    own = [name for name in names if name not in kept]
    parts = [f"figures {', '.join(figures)}"] if figures else []
    return "; ".join(parts + ([f"set for this run: {', '.join(own)}"] if own else []))
