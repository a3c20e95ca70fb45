"""Reserves of rare earths: what a survey printed and what claims imply in comparison, and the dates in the sources."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.binding.inputs import by_parameter
from analysis.claims.claim import Claim, claim_from
from analysis.claims.reference_check import TOLERANCE
from analysis.core.formatting import number
from analysis.core.references import Reference, load_references, period_span
from analysis.core.words import capitalised
from analysis.notebook.chart_style import COLOURS
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import bounded_text, by_sign, range_text
from analysis.notebook.record import Quoted, filled
from analysis.notebook.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORLD_TOTAL = "rare_earth_reserves"  # the quantity of the references for the world, by edition of the survey


_SHORT = 1 / 6  # of a year; a shorter bar would be too narrow to be seen
_TIMES: dict[str, Any] = {
    "published": {"color": COLOURS[1], "linestyle": "", "marker": "D", "markersize": 9, "zorder": 3},
    "day or month named": {"color": COLOURS[0], "linestyle": "", "marker": "o", "markersize": 5, "zorder": 4},
    "period named": {"color": COLOURS[0], "linestyle": "-", "linewidth": 9, "alpha": 0.35, "solid_capstyle": "butt"},
}


def survey_of_the_world(study: Study) -> Reference:
    """Return the world's reserves in the latest edition before the article of the claim, else in the first edition."""
    rows = [row for row in load_references().values() if row.quantity == WORLD_TOTAL and row.region == "world"]
    rows.sort(key=lambda row: row.published or "")
    item = study.inputs.get("rare_earth_reserves_mt")
    appeared = claim_from(item.named, study.sources).published if item else None
    known = [row for row in rows if not appeared or (row.published or "") <= appeared]
    return known[-1] if known else rows[0]


def survey_text(survey: Reference) -> str:
    """Return the number of a survey in words, as a bound if it is one."""
    return bounded_text(*survey.ends, survey.unit)


def rounding_sentence(study: Study, survey: Reference) -> Quoted:
    """The range of the world's reserves that rounding allows, and whether a survey's number is within it, in Mt."""
    low, high = (f"implied_world_reserves_{end}_mt" for end in ("low", "high"))
    least, most = getattr(study.outcome, low), getattr(study.outcome, high)
    lowest, highest = survey.interval
    implied = study.outcome.implied_world_reserves_mt  # fits within the tolerance too, as in verification
    near = lowest * (1 - TOLERANCE) <= implied <= highest * (1 + TOLERANCE)
    fits = "fits" if near or (least <= highest and lowest <= most) else "does not fit"
    fits = "does not exclude that" if fits == "fits" and math.isinf(highest) else fits
    allowed = "only {low}" if least == most else "{low} or more" if math.isinf(most) else "{low} to {high}"
    rounded = "Without any rounding" if least == most else "With rounding"
    rounded = "Between their ends" if study.stated_ranges(low) else rounded
    return filled(
        f"{rounded} the two numbers allow {allowed}; the survey had {{survey}}, which {fits}.",
        low=study.text(low),
        high=study.text(high),
        survey=Mark(survey_text(survey), "result", "survey"),
    )


def claimed(study: Study) -> Quoted:
    """Return the reserves of a study with their place, such as "55 Mt in China"; without it if no source names one."""
    item = by_parameter(study.inputs, study.values).get("rare_earth_reserves_mt")
    place = f" in {item.region}" if item and item.region not in ("", "world") else ""
    return filled("{reserves}{place}", reserves=study.text("rare_earth_reserves_mt"), place=place)


def difference(study: Study, survey: Reference) -> str:
    """Return how far a survey is from the reserves of the world that the claims imply, such as "13 % less"."""
    low, high = survey.interval
    implied = study.outcome.implied_world_reserves_mt
    if low <= implied <= high:
        return "which does not exclude that" if math.isinf(high) or math.isinf(low) else "which agrees"
    end = low if implied < low else high
    return by_sign(end / implied - 1, "fraction", "{} more", "{} less", "", digits=2)


def survey_sentence(study: Study, survey: Reference) -> Quoted:
    """Return what a survey had for the world and how far that is from the claims, and when it had their reserves."""
    words = {"survey": survey_text(survey), "edition": survey.period, "apart": difference(study, survey)}
    return filled(
        "{publisher} had {survey} for the world in the edition of {edition}, {apart}.{older}",
        publisher=survey.publisher,
        older=last_printed(study),
        **{name: Mark(said, "result", "survey") for name, said in words.items()},
    )


def last_printed(study: Study) -> Quoted:
    """Return in which edition the survey last printed the claimed reserves, as a sentence with a space before it."""
    edition = edition_of_the_claim(study)
    if not edition:
        return filled("")
    return filled(
        " The survey last printed {reserves} for China in its edition of {edition}.",
        reserves=study.text("rare_earth_reserves_mt"),
        edition=Mark(edition, "result", "survey"),
    )


def edition_of_the_claim(study: Study) -> str:
    """Return in which edition the survey last printed the claimed reserves; empty if in the newest one or in none."""
    item = by_parameter(study.inputs, study.values).get("rare_earth_reserves_mt")
    if item is None or item.named.is_range:  # a survey prints one number
        return ""
    claim = claim_from(item.named, study.sources)
    appeared = (claim.published or "9999")[:4]
    rows = [row for row in load_references().values() if (row.quantity, row.region) == (WORLD_TOTAL, "China")]
    editions = {row.period[:4]: row.value for row in rows if row.period and row.period[:4] <= appeared}
    printed = [edition for edition, size in editions.items() if claim.low <= size <= claim.high]
    return max(printed) if printed and max(printed) < max(editions) else ""


def edition_rows(references: Mapping[str, Reference]) -> list[dict[str, Any]]:
    """Return the rare earth reserves that a survey printed, by edition and region."""
    rows = [
        {
            "Edition": item.period[:4],
            "Region": item.region,
            "Reserves (Mt)": item.value,
            "Bound": "at least" if item.low is not None and item.high is None else "",
            "Reference": item.id,
            "Publisher": item.publisher,
        }
        for item in references.values()
        if item.quantity == WORLD_TOTAL and item.period
    ]
    return sorted(rows, key=lambda row: (row["Edition"], row["Region"]))


def draw_editions(axes: "Axes", editions: Sequence[Mapping[str, Any]], claims: Sequence[Claim]) -> str:
    """Draw the reserves of China and the world by edition, and the claims on China's; return the title."""
    for region, marker in (("world", "s"), ("China", "D")):
        own = [row for row in editions if row["Region"] == region]
        sizes = [row["Reserves (Mt)"] for row in own]
        axes.plot([int(row["Edition"]) for row in own], sizes, marker=marker, linestyle=":", label=f"survey, {region}")
    found = {}
    for claim in claims:
        fits = [row for row in editions if claim.low <= row["Reserves (Mt)"] <= claim.high]
        printed = [row["Edition"] for row in fits if row["Region"] == "China"]
        if claim.named.is_range:
            where = f"hold what was last printed in the edition of {max(printed)}" if printed else "hold no edition"
        else:
            where = f"were last printed in the edition of {max(printed)}" if printed else "were printed in no edition"
        size = range_text(claim.low, claim.high, "Mt") if claim.named.is_range else f"{number(claim.base)} Mt"
        size = f"{claim.named.hedge_words} {size}".lstrip()
        name = "" if size in found else f"claimed, {size}" if len(claims) > 1 else "claimed for China"
        axes.axhline(claim.base, color=COLOURS[2], linestyle="--", label=name)
        found[size] = where
    axes.set(xlabel="edition", ylabel="rare earth reserves (Mt)", ylim=(0, None))
    axes.legend()
    parts = [f"{'those' if place else 'claimed reserves'} of {size} {found[size]}" for place, size in enumerate(found)]
    return capitalised("; ".join(parts)) or "What the survey printed for China and the world, by edition"


def timeline_chart(axes: "Axes", dated: Sequence[Mapping[str, str]], sources: Mapping[str, str]) -> None:
    """Draw the dates in the sources, one row per source that has any, each in the style of its kind."""
    from matplotlib.ticker import MaxNLocator

    dated = [row for row in dated if not row["When"].startswith("--")]
    sources = {name: words for name, words in sources.items() if name in {row["Source"] for row in dated}}
    drawn = set()
    for row in dated:
        place = list(sources).index(row["Source"])
        begin, end = period_span(row["When"])
        short = end - begin < _SHORT
        kind = row["What"] if row["What"] == "published" else "day or month named" if short else "period named"
        drawn.add(kind)
        times = [begin] if short else [begin, end]
        axes.plot(times, [place] * len(times), **_TIMES[kind])
    for kind, style in _TIMES.items():
        if kind in drawn:
            axes.plot([], [], label=kind, **style)
    if len(drawn) > 1:
        axes.legend()
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_yticks(range(len(sources)), list(sources.values()))
    axes.set(xlabel="year", ylim=(-0.6, len(sources) - 0.4))


def timeline_title(dated: Sequence[Mapping[str, str]]) -> str:
    """Return which times dated statements name, as a sentence without a full stop; a day without a year is left out.

    >>> timeline_title([{"When": "2021/2025"}, {"When": "2019-05-22"}]), timeline_title([{"When": "--12-20"}])
    ('The sources and their figures are of 2019 to 2025', 'No source names a year')
    """
    years = sorted(end[:4] for row in dated if not row["When"].startswith("--") for end in row["When"].split("/"))
    if not years:
        return "No source names a year"
    return f"The sources and their figures are of {years[0]}{f' to {years[-1]}' if years[0] < years[-1] else ''}"
