"""Chart a number among the values that others have measured: the number first, then the others in rising order."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import shorten
from typing import TYPE_CHECKING

from analysis.binding.inputs import by_parameter
from analysis.claims.claim import claim_from
from analysis.claims.conversion import converted
from analysis.claims.reference_check import NEAR, compare, widened
from analysis.claims.verdicts import VerifiedClaim, comparable_references
from analysis.core.formatting import name_text, readable, unit_text
from analysis.core.references import Reference, citation_of, load_references
from analysis.core.words import capitalised
from analysis.models import PARAMETERS
from analysis.notebook.chart_style import COLOURS, INK, MUTED, chart, new_chart, on_even_lines, write_at
from analysis.notebook.display_tables import note
from analysis.notebook.parameter_tables import source_line
from analysis.notebook.provenance_links import Mark, source_names
from analysis.notebook.quantity_text import axis_label, axis_scale, bounded_text, quantity_text, range_text
from analysis.notebook.record import Quoted, filled
from analysis.notebook.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 8  # others that the chart shows
_LETTERS = 75  # of a name
CLAIM, SET = "claim", "set for this run"


@dataclass(frozen=True)
class ChartRow:
    """One number of the chart with its range, in the unit of the chart; an open end is infinite.

    `kind` is "own" for the number that the chart is about, "other" for one to compare it with, and "related" for one
    that measures something else of the same kind. `hedge` is the hedge of a claim in words, such as "more than".
    """

    name: str
    low: float
    value: float
    high: float
    kind: str = "other"
    is_range: bool = False
    hedge: str = ""

    def words(self, unit: str) -> str:
        """The number in words with its hedge, of a range both ends; 4 digits if it is set or without a hedge."""
        digits = 4 if self.name.startswith((CLAIM, SET)) and not self.hedge else 3
        text = (
            range_text(self.low, self.high, unit, digits) if self.is_range
            else quantity_text(self.value, unit, digits) if self.kind == "own"
            else bounded_text(self.low, self.value, self.high, unit, digits)
        )  # fmt: skip
        return f"{self.hedge} {text}".lstrip()


def among_title(name: str, own: ChartRow, others: Sequence[ChartRow], unit: str, *, of_its_time: bool = False) -> str:
    """Return how a number compares with what others measured, as a sentence without a full stop.

    `of_its_time` says that there are numbers of other times, which are not among `others`.
    """
    printed = own.words(unit)
    if own.name == SET and not others:
        return f"{name}: {printed}, set for this run; no article states it"
    compared = [row for row in others if row.kind == "other"]
    if not compared:
        if others:
            return f"{name}: {printed}; others have published only numbers of something related"
        return f"{name}: nobody else has published a number of its kind and time to compare with {printed}"
    low, high = min(row.low for row in compared), max(row.high for row in compared)
    values = [row.value for row in compared]
    count = len(compared)
    alike = sum(row.low <= own.high and own.low <= row.high for row in compared)
    close = sum(low <= own.value <= high for low, high in (widened(row.low, row.high, NEAR) for row in compared))
    side, some = (
        ("agrees with", alike) if alike
        else ("is close to", close) if close
        else ("is above", count) if own.low > high
        else ("is below", count) if own.high < low
        else ("is among", 0)
    )  # fmt: skip
    who = "the one other" if count == 1 else f"{count} others"
    if some == count > 1:
        who = "both others" if count == 2 else f"all {who}"
    who = f"{some} of {who}" if 0 < some < count else who
    who += " of its time" if of_its_time else ""
    have = "have" if count > 1 else "has"
    return f"{name}: {printed} {side} {who}, which {have} {range_text(min(values), max(values), unit)}"


def claim_rows_among(study: Study, parameter: str) -> list[ChartRow]:
    """Return the row of a claim of the sources, then the rows of its references from low to high."""
    kept = by_parameter(study.inputs, study.parameters)
    used = study.parameters[parameter]
    if parameter not in study.inputs:
        return [ChartRow(SET, used, used, used, "own")]
    found = study.inputs[parameter]
    claim = claim_from(found.named, study.sources)
    who = source_names(study.sources)[claim.source_id]
    allowed = PARAMETERS[parameter]
    low, high = max(claim.low, allowed.low), min(claim.high, allowed.high)  # no cut is larger than the whole
    rows = [ChartRow(f"{CLAIM}: {who}", low, claim.base, high, "own", found.named.is_range, found.named.hedge_words)]
    if parameter not in kept:
        rows.insert(0, ChartRow(SET, used, used, used, "own"))
    references = load_references()
    assessed = compare(claim, references)
    compared = comparable_references(VerifiedClaim(claim, assessed, (), None), references)
    kind = "other" if compared else "related"
    if not compared:
        related = {name: converted(claim, references[name], references) for name in assessed.references}
        compared = {name: row for name, row in related.items() if row is not None}
    names = Counter(measured_by(references[name], kind) for name in compared)
    others: dict[ChartRow, None] = {}
    for name, values in compared.items():
        who = measured_by(references[name], kind)
        if names[who] > 1:  # such as two firms on one page
            who = measured_by(references[name], kind, references[name].claimant or "")
        others[ChartRow(who, *values, kind)] = None
    return [*rows, *sorted(list(others)[:MOST], key=lambda row: row.value)]


def others_clause(study: Study, parameter: str) -> Quoted:
    """Return that all references are below or above a claim of the sources, as a clause after its sentence.

    It is empty if they are not, if there are none, or if the run sets the value.
    """
    own, *rows = claim_rows_among(study, parameter)
    others = [row for row in rows if row.kind == "other"]
    below, above = all(row.high < own.low for row in others), all(row.low > own.high for row in others)
    if own.name == SET or not others or not (below or above):
        return filled("")
    return filled(
        f"; {'the one reference' if len(others) == 1 else 'all references'} of its time for the {name_text(parameter)} "
        f"{'is' if len(others) == 1 else 'are'} {'below' if below else 'above'} {{claimed}}",
        claimed=Mark(quantity_text(own.value, study.unit(parameter), 4), "parameter", parameter),
    )


def measured_by(reference: Reference, kind: str, claimant: str = "") -> str:
    """Return who measured what: publisher, what distinguishes the row, and the period, else the publication year."""
    period = reference.period or ""
    who = citation_of(reference.publisher, "" if period else reference.published or "", "")
    what = [claimant, reference.scope or "", reference.region or "", period]
    if kind == "related":
        what.insert(0, name_text(reference.quantity))
    return f"{who}: {readable(', '.join(part for part in what if part))}"


def among_chart(study: Study, parameter: str, *, key: bool = True) -> None:
    """Show a claim of the sources among the values that others have measured; a sentence if there are none."""
    rows = claim_rows_among(study, parameter)
    name = name_text(parameter)
    own, others = rows[0], [row for row in rows if row.kind != "own"]
    unit = study.unit(parameter)
    left_out = False  # whether the quantity was measured for another time
    if parameter in study.inputs:
        claim, references = claim_from(study.inputs[parameter].named, study.sources), load_references()
        left_out = any(
            item.quantity == claim.verify.quantity
            and not claim.meets(item.period)
            and converted(claim, item, references) is not None
            for item in references.values()
        )
    title = among_title(capitalised(name), own, others, unit, of_its_time=left_out)
    if len(rows) == 1:  # a single dot compares nothing
        note(f"{title}.")
        return
    named = "; others as named in the chart" if others else ""
    named += "; bar: what the wording allows" if own.low < own.high and not own.is_range else ""
    draw_among(rows, unit, title, f"{source_line(study, parameter)}{named}", name=name, key=key)


def draw_among(
    rows: Sequence[ChartRow], unit: str, title: str, source: str, *, name: str = "", key: bool = False
) -> None:
    """Show numbers with their names above them: the numbers of the run first and bold, related ones hollow.

    The axis has the `name` of what they measure, and its unit.
    """
    scale, words = axis_scale([row.value for row in rows], unit)
    room = [_LETTERS - 8 * (row.kind == "own") for row in rows]  # names of the run are bold
    named = [shorten(capitalised(row.name), 2 * most, placeholder=" …") for row, most in zip(rows, room, strict=True)]
    heads = list(map(on_even_lines, named, room))
    above = [0.16 * (head.count("\n") + 1) for head in heads]  # a row, in inches
    places = list(accumulate(above, lambda place, lines: place + 0.34 + lines))
    figure, axes = new_chart(places[-1] + 1.44)
    for place, row, head in zip(places, rows, heads, strict=True):
        _draw_row(axes, place, row, scale, unit)
        weight = "bold" if row.kind == "own" else "normal"
        text = axes.text(0.0, place - 0.1, head, transform=axes.get_yaxis_transform(), fontsize=10)
        text.set(va="bottom", fontweight=weight, linespacing=1.0, in_layout=False)
    ends = [scale * end for row in rows for end in (row.low, row.value, row.high) if math.isfinite(end)]
    low, high = min(ends), max(ends)
    margin = 0.06 * ((high - low) or 0.3 * abs(high) or 1.0)
    if low > 0:  # shown from zero, so that a difference looks as large as it is
        low, margin = 0.0, 0.03 * high
    axes.set_xlim(low - margin, high + 5.5 * margin)
    axes.set_ylim(places[-1] + 0.325, -0.215)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    if low < 0 < high:
        axes.axvline(0, color=MUTED, linewidth=0.8)
    axes.set_xlabel(axis_label(name, unit_text(words) or words))
    axes.grid(axis="y", visible=False)
    listed = "; ".join(f"{row.name}{'' if ': ' in row.name else ':'} {row.words(unit)}" for row in rows)
    source += "; triangle: at least or at most" if any(math.isinf(row.high - row.low) for row in rows) else ""
    chart(figure, f"{title}. {listed}.", source, title=title, key=key)


def _draw_row(axes: "Axes", place: float, row: ChartRow, scale: float, unit: str) -> None:
    own = row.kind == "own"
    colour = COLOURS[1] if own else COLOURS[0]
    low, high = (scale * (end if math.isfinite(end) else row.value) for end in (row.low, row.high))
    if low < high:
        axes.plot([low, high], [place, place], "-", color=colour, linewidth=7, alpha=0.3, solid_capstyle="butt")
    open_end = math.isinf(row.high) or math.isinf(row.low)
    marker = (">" if math.isinf(row.high) else "<") if open_end else "D" if own else "o"
    face = "white" if row.kind == "related" else colour
    axes.plot(
        scale * row.value, place, marker, color=colour, markerfacecolor=face, markersize=9, label=readable(row.name)
    )
    weight = "bold" if own else "normal"
    words = row.words(unit)
    write_at(axes, words, (high, place), 9, fontweight=weight, color=INK, va="center")


def rates_among(own: Mapping[str, float], others: Mapping[str, float], most: int = MOST) -> list[ChartRow]:
    """Return rows for numbers without ranges: the own ones, then the others from low to high."""
    rows = [ChartRow(name, value, value, value, "own") for name, value in own.items()]
    return [*rows, *spread([ChartRow(name, value, value, value) for name, value in others.items()], most)]


def spread(rows: Sequence[ChartRow], most: int = MOST) -> list[ChartRow]:
    """Return rows from low to high: at most `most` of them, evenly spread and with both ends."""
    ordered = sorted(rows, key=lambda row: row.value)
    if len(ordered) <= most:
        return ordered
    step = (len(ordered) - 1) / max(most - 1, 1)
    return [ordered[round(place * step)] for place in range(most)]
