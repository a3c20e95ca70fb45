"""China's share of materials by stage: producers, what others must add, uses, claims, references, and their charts."""

import math
from dataclasses import dataclass
from typing import Any

from analysis.claims.uses import load_uses, stated_percentages, uses_named
from analysis.core.formatting import number
from analysis.core.html_table import HtmlCell, linked_title
from analysis.models.producers import CHINA, REST, Producer, load_producers, producers, share_of, stages_of
from analysis.models.questions.western_exposure import MATERIALS, MINED, STAGES
from analysis.notebook.among import draw_among, rates_among
from analysis.notebook.chart_style import COLOURS, GRID, HATCHES, INK, LINES, chart, new_chart
from analysis.notebook.display_tables import note, nothing_here, table
from analysis.notebook.plots import grouped_bars
from analysis.notebook.provenance_links import Mark, cited, cited_place, place_in_words
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.record import Quoted, filled
from analysis.notebook.study import Study

SINCE = 2015
MOST = 8  # producers in a table
SINGLE_PRODUCER = 10_000  # the concentration of one producer
SOURCE = "outputs of geological surveys and the energy agency"
SHARE = "Material, stage: China's share (%)"
OUTPUT_SHARE = "China's share of the output"
_LONG = 4  # years that a series has at least, unless it is the chosen one
_MOST_NAMED = 4  # countries that a bar shows one by one
_WIDTH = 0.0165  # of a letter, in a bar of length 1


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


def addition(outcome: Any, limit: float) -> Quoted:
    """Return what others would have to add to bring China's share to a limit, as a sentence without a full stop."""

    def marked(name: str, words: str = "") -> Mark:
        return Mark(words or quantity_text(getattr(outcome, name), "fraction"), "result", name)

    goal = marked("share_limit", quantity_text(limit, "fraction"))
    if outcome.output_to_add == 0:
        return filled("The share is not above {goal}, so others would have to add nothing", goal=goal)
    if math.isinf(outcome.output_to_add):
        return filled("No output of others, however large, would bring the share to {goal}", goal=goal)
    amount = filled("{part} of what the world makes", part=marked("output_to_add"))
    if math.isfinite(outcome.output_to_add_t):
        tonnes = f"{number(float(f'{outcome.output_to_add_t:.3g}'))} t a year"
        amount = filled("{tonnes}", tonnes=marked("output_to_add_t", tonnes))
    start = "To bring the share to an assumed limit of {goal}"
    if math.isinf(outcome.growth_elsewhere):
        return filled(f"{start}, others, who make none, would have to make {{amount}}", goal=goal, amount=amount)
    words = f"{start} while China makes as much as now, all others together would have to make {{more}} more, another "
    return filled(f"{words}{{amount}}", goal=goal, more=marked("growth_elsewhere"), amount=amount)


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

    The shares are for the last year of its period, if the source states one and they are published.
    """
    latest = study.values["year"]
    rows = [
        {
            "Printed": cited(figure, figure.as_text),
            "Of what": figure.subject or "",
            "China's computed shares": "; ".join(
                f"{supply.words} {quantity_text(supply.china, 'fraction')}"
                for supply in supplies(min(latest, int((figure.period or str(latest)).rpartition("/")[2][:4])))
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


def sources_table(study: Study) -> None:
    """Show who published the rows behind the charts, once for each edition."""
    rows: dict[tuple[HtmlCell, str], list[str]] = {}
    for supply in supplies(study.values["year"]):
        first = supply.rows[0]
        published = linked_title(first.publisher, first.title, first.date, first.address)
        rows.setdefault((published, first.standing), []).append(supply.words)
    table(
        [
            {"Rows": "; ".join(words), "Published": published, "Standing": standing}
            for (published, standing), words in rows.items()
        ]
    )


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


def among_chart(study: Study) -> None:
    """Show China's share of the chosen material and stage among its shares of the others."""
    chosen = (study.values["material"], study.values["stage"])
    own: dict[str, float] = {}
    others: dict[str, float] = {}
    for supply in supplies(study.values["year"]):
        (own if (supply.material, supply.stage) == chosen else others)[supply.words] = supply.china
    own = own or {", ".join(chosen): study.outcome.china_share}
    share = next(iter(own.values()))
    title = (
        f"China makes {quantity_text(share, 'fraction')} of the world's {chosen[0]} ({chosen[1]}); {rank_text(study)}"
    )
    rows = rates_among(own, others)
    shown = len(rows) - len(own)
    some = f"; {shown} of the {len(others)} others, from the lowest to the highest" if shown < len(others) else ""
    draw_among(rows, "fraction", title, f"{SOURCE}{some}", name=OUTPUT_SHARE, key=True)


def shares_chart(study: Study) -> None:
    """Show each material and stage as a bar of its producers, the highest share of China on top."""
    found = supplies(study.values["year"])
    figure, axes = new_chart(0.4 * len(found) + 1.2)
    for place, supply in enumerate(found):
        _draw_bar(axes, place, supply)
    axes.set_yticks(range(len(found)), [supply.words for supply in found])
    chosen = (study.values["material"], study.values["stage"])
    for tick, supply in zip(axes.get_yticklabels(), found, strict=True):
        tick.set_fontweight("bold" if (supply.material, supply.stage) == chosen else "normal")
    limit = 100 * study.values["share_limit"]
    axes.axvline(limit, color=INK, linestyle=":", linewidth=1.5)
    axes.set(
        xlim=(0, 100),
        ylim=(len(found) - 0.4, -0.6),
        xlabel=f"share of the output (%), dotted: limit of {number(limit, 3)} %",
    )
    axes.grid(axis="y", visible=False)
    above = sum(supply.china > study.values["share_limit"] for supply in found)
    goal = quantity_text(study.values["share_limit"], "fraction")
    title = f"China makes more than {goal} of {above} of the {len(found)} materials and stages"
    listed = "; ".join(f"{supply.words} {quantity_text(supply.china, 'fraction')}" for supply in found)
    source = f"{SOURCE}; China, then the next producers by size, and all others in grey"
    chart(figure, f"{title}. China's share: {listed}.", source, title=title)


def _draw_bar(axes: Any, place: int, supply: Supply) -> None:
    """One bar: China, then the largest others, then all the rest in grey."""
    total = sum(row.value for row in supply.rows)
    others = [(row.country, row.value / total) for row in supply.rows if row.country not in (CHINA, REST)]
    parts = [(CHINA, supply.china), *others[: _MOST_NAMED - 1]]
    parts.append(("others", max(1 - sum(share for _, share in parts), 0)))
    left = 0.0
    for rank, (country, share) in enumerate(parts):
        last = rank == len(parts) - 1
        colour, hatch = (GRID, "") if last else (COLOURS[rank], HATCHES[rank])
        axes.barh(place, 100 * share, left=100 * left, height=0.7, color=colour, hatch=hatch, edgecolor="white")
        percent = f"{number(100 * share, 2)} %"
        texts = [f"{country.partition(' (')[0]} {percent}", *([percent] if last else [])]
        words = next((text for text in texts if len(text) * _WIDTH <= share), "")
        if rank == 0:  # at the left end, where the line of the limit seldom is
            axes.text(1, place, words, va="center", color="white", fontsize=8)
        elif words:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            middle = 100 * (left + share / 2)
            axes.text(middle, place, words, ha="center", va="center", color=INK, bbox=box, fontsize=8)
        left += share


def stages_chart(study: Study) -> None:
    """Show China's share of mining and of the furthest stage of processing, of each material that has both."""
    found = {(supply.material, supply.stage): supply for supply in supplies(study.values["year"])}
    rows = []
    for material in MATERIALS:
        further = [found[material, stage] for stage in STAGES if stage != MINED and (material, stage) in found]
        if further and (material, MINED) in found:
            rows += [(found[material, MINED], supply) for supply in further]
    if not rows:
        note("No material has both stages by this year.")
        return
    rows.sort(key=lambda pair: pair[0].china - pair[1].china)
    shown = [
        {
            "Material": mined.material,
            "Mined (%)": 100 * mined.china,
            "Year mined": str(mined.year),
            "Stage": supply.stage,
            "Processed (%)": 100 * supply.china,
            "Year processed": str(supply.year),
            "Difference (points)": 100 * (supply.china - mined.china),
        }
        for mined, supply in rows
    ]
    table(shown, 3)
    figure, axes = new_chart(0.6 * len(rows) + 1.6)
    names = [f"{supply.material}, {supply.stage}" for _, supply in rows]
    series = {
        "mined": {name: 100 * mined.china for name, (mined, _) in zip(names, rows, strict=True)},
        "processed": {name: 100 * supply.china for name, (_, supply) in zip(names, rows, strict=True)},
    }
    grouped_bars(axes, series, f"{OUTPUT_SHARE} (%)")
    axes.set_xlim(0, 100)
    higher = sum(supply.china > mined.china for mined, supply in rows)
    title = f"China's share is higher in processing than in mining in {higher} of {len(rows)} cases"
    listed = "; ".join(
        f"{name} {number(row['Processed (%)'], 3)} % against {number(row['Mined (%)'], 3)} % mined"
        for name, row in zip(names, shown, strict=True)
    )
    chart(figure, f"{title}: {listed}.", SOURCE, title=title)


def series_chart(study: Study) -> None:
    """Show China's share since 2015: the material and stage of a study, then those that have moved most."""
    chosen = (study.values["material"], study.values["stage"])
    every = {(name, stage): series_of(name, stage) for name in MATERIALS for stage in stages_of(name)}
    long = [key for key, (_, shares) in every.items() if SINCE in shares and len(shares) >= _LONG]
    ends = {key: (shares[min(shares)], shares[max(shares)]) for key, (_, shares) in every.items() if shares}
    moved = sorted(long, key=lambda key: -abs(ends[key][1] - ends[key][0]))
    keys = [*([chosen] if every[chosen][1] else []), *(key for key in moved if key != chosen)][: len(COLOURS)]
    figure, axes = new_chart(4.6)
    rows: list[dict[str, Any]] = []
    for rank, key in enumerate(keys):
        publisher, shares = every[key]
        years, words = list(shares), ", ".join(key)
        percents = [100 * share for share in shares.values()]
        named = f"{words} {number(percents[-1], 3)}"
        axes.plot(years, percents, color=COLOURS[rank], linestyle=LINES[rank], marker="o", markersize=4, label=named)
        rows.append({SHARE: words, "Publisher": publisher, **{str(year): 100 * x for year, x in shares.items()}})
    years = sorted({year for key in keys for year in every[key][1]})
    axes.set(ylim=(0, 100), ylabel=f"{OUTPUT_SHARE} (%)", xticks=range(SINCE, years[-1] + 1, 2))
    axes.legend()
    columns = (SHARE, "Publisher", *map(str, years))
    table([{name: row.get(name, "") for name in columns} for row in rows], 3)
    risen = sum(ends[key][1] > ends[key][0] for key in keys)
    title = f"China's share has risen in {risen} of these {len(keys)} series"
    alt = "; ".join(
        f"{row[SHARE]} from {quantity_text(ends[key][0], 'fraction')} in {min(every[key][1])} to "
        f"{quantity_text(ends[key][1], 'fraction')} in {max(every[key][1])}"
        for row, key in zip(rows, keys, strict=True)
    )
    chart(figure, f"{title}: {alt}.", f"{SOURCE}; one publisher for each line", title=title)
