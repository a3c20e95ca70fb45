"""Sentences and tables of the notebook on exposure: producers, what others must add, uses, claims, references."""

import math
from dataclasses import dataclass
from typing import Any

from analysis.claims.uses import load_uses, stated_percentages, uses_named
from analysis.core.figures import Figure
from analysis.core.formatting import number
from analysis.core.html_table import linked_title
from analysis.models.producers import REST, Producer, load_producers, producers, share_of, stages_of
from analysis.models.questions.western_exposure import MATERIALS
from analysis.notebook.display_tables import nothing_here, table
from analysis.notebook.provenance_links import cited, cited_place, place_in_words
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.record import Quoted, marked
from analysis.notebook.study import Study

SINCE = 2015
MOST = 8  # producers in a table
SINGLE_PRODUCER = 10_000  # the concentration of one producer


@dataclass(frozen=True)
class Supply:
    """A material at one stage in one year, with its producers, the largest first."""

    material: str
    stage: str
    year: int
    rows: tuple[Producer, ...]

    @property
    def words(self) -> str:
        """The material and the stage, and the year."""
        return f"{self.material}, {self.stage} ({self.year})"

    @property
    def china(self) -> float:
        """China's share."""
        return share_of(self.rows)


def supplies(year: int) -> list[Supply]:
    """Return each material and stage in a year, else in the last year before it; the highest share of China first."""
    found = []
    for material in MATERIALS:
        for stage, years in stages_of(material).items():
            known = [one for one in years if one <= year]
            if known:
                found.append(Supply(material, stage, known[-1], producers(material, stage, known[-1])))
    return sorted(found, key=lambda supply: -round(supply.china, 9))  # in whole percent many are alike


def rank_text(study: Study) -> str:
    """Return how many other materials and stages have a higher share of China than the one of a study, as a clause."""
    here = study.values["material"], study.values["stage"]
    others = [supply for supply in supplies(study.values["year"]) if (supply.material, supply.stage) != here]
    higher = sum(supply.china > study.outcome.china_share for supply in others)
    some = {0: "none", len(others): "each"}.get(higher, f"{higher}")
    verb = "has" if some in ("none", "each", "1") else "have"
    return f"{some} of the {len(others)} other materials and stages {verb} a higher share"


def addition_text(outcome: Any, limit: float) -> str:
    """Return what others would have to add to bring China's share to a limit, as a sentence without a full stop."""
    goal = quantity_text(limit, "fraction")
    if outcome.output_to_add == 0:
        return f"The share is not above {goal}, so others would have to add nothing"
    if math.isinf(outcome.output_to_add):
        return f"No output of others, however large, would bring the share to {goal}"
    tonnes, of_world = outcome.output_to_add_t, quantity_text(outcome.output_to_add, "fraction")
    known = math.isfinite(tonnes)
    amount = f"{_tonnes(tonnes)} t a year" if known else f"{of_world} of what the world makes"
    if math.isinf(outcome.growth_elsewhere):
        return f"To bring the share to an assumed limit of {goal}, others, who make none, would have to make {amount}"
    more = quantity_text(outcome.growth_elsewhere, "fraction")
    start = f"To bring the share to an assumed limit of {goal} while China makes as much as now"
    return f"{start}, all others together would have to make {more} more, another {amount}"


def addition(study: Study) -> Quoted:
    """Return `addition_text` for a study of `western_exposure`, as a part of a sentence that leads back."""
    outcome = study.outcome
    numbers = {"growth_elsewhere": quantity_text(outcome.growth_elsewhere, "fraction")}
    if math.isfinite(outcome.output_to_add_t):
        numbers["output_to_add_t"] = f"{_tonnes(outcome.output_to_add_t)} t a year"
    else:
        numbers["output_to_add"] = quantity_text(outcome.output_to_add, "fraction")
    limit = study.values["share_limit"]
    return marked(addition_text(outcome, limit), {"share_limit": quantity_text(limit, "fraction"), **numbers})


def _tonnes(tonnes: float) -> str:
    return number(float(f"{tonnes:.3g}"))


def growth_text(growth: float) -> str:
    """Return how much all others would have to grow to bring China's share down to a limit, in words."""
    if growth == 0:
        return "others would have to add nothing"
    if math.isinf(growth):
        return "no growth of what others make would be enough"
    return f"all others together would have to make {quantity_text(growth, 'fraction')} more than they do"


def concentration_text(outcome: Any) -> str:
    """Return the concentration as a number, or as its two bounds where countries that are not named matter."""
    low, high = (f"{value:,.0f}" for value in (outcome.concentration_points, outcome.concentration_at_most_points))
    return low if low == high else f"{low} to {high}"


def producer_table(study: Study) -> None:
    """Show the largest producers of the material, the stage and the year of a study, the rest as one row."""
    rows = producers(study.values["material"], study.values["stage"], study.values["year"])
    named = [row for row in rows if row.country != REST]
    rest = [*named[MOST:], *(row for row in rows if row.country == REST)]
    shown = [_producer_row(row.country, row.value, rows, row.note or "") for row in named[:MOST]]
    if rest:
        shown.append(_producer_row("all others", sum(row.value for row in rest), rows, ""))
    table(shown)


def _producer_row(country: str, value: float, rows: tuple[Producer, ...], note: str) -> dict[str, Any]:
    unit = rows[0].unit
    output = {} if unit == "fraction" else {f"Output ({unit} a year)": value}
    return {"Country": country, **output, "Share (%)": 100 * value / sum(row.value for row in rows), "Note": note}


def series_of(material: str, stage: str) -> tuple[str, dict[int, float]]:
    """Return China's share by year since 2015, of the publisher with the most years, and who that is."""
    found: dict[str, dict[int, float]] = {}
    for (name, at, year), editions in sorted(load_producers().items()):
        if (name, at) == (material, stage) and year >= SINCE:
            for rows in editions.values():
                found.setdefault(rows[0].publisher.partition(" via ")[0], {}).setdefault(year, share_of(rows))
    return max(found.items(), key=lambda item: len(item[1]), default=("", {}))


def additions_table(study: Study) -> None:
    """Show for every material and stage China's share, the concentration, and what others would have to add."""
    rows = []
    for supply in supplies(study.values["year"]):
        found = study.vary(material=supply.material, stage=supply.stage, year=supply.year)
        rows.append(
            {
                "Material": supply.material,
                "Stage": supply.stage,
                "Year": str(supply.year),
                "China (%)": 100 * float(found.china_share),
                "Concentration (points)": concentration_text(found),
                "To add (t a year)": _reached(found.output_to_add_t),
                "Over the world's output (%)": _reached(100 * found.output_to_add),
                "Growth of all others (%)": _reached(100 * found.growth_elsewhere),
            }
        )
    table(rows)


def _reached(value: float) -> float | str:
    """A number for a table; words if no output, however large, would be enough."""
    return "out of reach" if math.isinf(value) else float(value)


def uses_table(study: Study) -> None:
    """Show the materials of each use named in the sources, China's highest share of each, and who states the need."""
    named = uses_named(study.sources)
    if not named:
        nothing_here("The sources name no use that needs one of the materials.")
        return
    table(
        [
            {
                "Use": use,
                "Named in": place_in_words(found.source_id, found.start, study.sources),
                "Sentence": found.text.lstrip("-•* "),
            }
            for use, found in named.items()
        ]
    )
    tightest: dict[str, Supply] = {}
    for supply in supplies(study.values["year"]):
        tightest.setdefault(supply.material, supply)
    rows = [
        {
            "Use": row.use,
            "Material": row.material,
            "China's highest share (%)": 100 * tightest[row.material].china,
            "Stage": tightest[row.material].stage,
            "Needed for": row.why,
            "Says": linked_title(row.publisher, row.title, row.date, row.address),
        }
        for row in load_uses()
        if row.use in named and row.material in tightest
    ]
    order = list(named)
    rows.sort(key=lambda row: (order.index(str(row["Use"])), -float(str(row["China's highest share (%)"]))))
    table(rows, 3, fold="Use")


def percentages_table(study: Study) -> None:
    """Show each percentage of the sources next to a material, and China's computed shares of that material.

    The shares are for the year of the percentage, if the source states it and they are published.
    """
    rows = [
        {
            "Printed": cited(figure, figure.as_text),
            "Of what": figure.subject or "",
            "China's computed shares": "; ".join(
                f"{supply.words} {quantity_text(supply.china, 'fraction')}"
                for supply in _at_the_time(figure, study.values["year"])
                if supply.material in materials
            )
            or "none published for that time",
            "Sentence": figure.sentence,
            "Place": cited_place(figure, study.sources),
        }
        for figure, materials in stated_percentages(study.sources)
    ]
    if rows:
        table(rows)
    else:
        nothing_here("The sources print no percentage next to one of the materials.")


def _at_the_time(figure: Figure, latest: int) -> list[Supply]:
    """The supplies in the last year of the period of a figure; in the latest one if it has none."""
    year = int((figure.period or str(latest)).rpartition("/")[2][:4])
    return supplies(min(year, latest))


def sources_table(study: Study) -> None:
    """Show who published the rows behind the charts, once for each edition."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for supply in supplies(study.values["year"]):
        first = supply.rows[0]
        shown = {
            "Published": linked_title(first.publisher, first.title, first.date, first.address),
            "Standing": first.standing,
        }
        key = tuple(shown.values())
        words = rows.setdefault(key, {"Rows": ""} | shown)
        words["Rows"] = "; ".join(filter(None, (words["Rows"], supply.words)))
    table(list(rows.values()))


def editions_table(study: Study) -> None:
    """Show the last year that the table has from two editions, with China's share in both, by material and stage."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for (material, stage, year), editions in sorted(load_producers().items()):
        if len(editions) > 1 and year <= study.values["year"]:
            used, other = list(editions.values())[:2]
            rows[material, stage] = {
                "Material": material,
                "Stage": stage,
                "Year": str(year),
                "Edition used": used[0].edition,
                "China (%)": 100 * share_of(used),
                "Other edition": other[0].edition,
                "China there (%)": 100 * share_of(other),
            }
    table(list(rows.values()), 3)
