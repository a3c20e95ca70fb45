"""Charts of the notebook on exposure: shares by country, mining against processing, China's share over the years."""

from typing import Any

from analysis.core.formatting import number
from analysis.models.producers import CHINA, REST, stages_of
from analysis.models.questions.western_exposure import MATERIALS, MINED, STAGES
from analysis.notebook.among import draw_among, rates_among
from analysis.notebook.chart_style import COLOURS, GRID, HATCHES, INK, LINES, chart, new_chart
from analysis.notebook.display_tables import note, table
from analysis.notebook.exposure import SINCE, Supply, rank_text, series_of, supplies
from analysis.notebook.plots import grouped_bars
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.study import Study

SOURCE = "outputs of geological surveys and the energy agency"
SHARE = "Material, stage: China's share (%)"
_LONG = 4  # years that a series has at least, unless it is the chosen one
_MOST_NAMED = 4  # countries that a bar shows one by one
OUTPUT_SHARE = "China's share of the output"
_WIDTH = 0.0165  # of a letter, in a bar of length 1


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
    parts = [(row.country, row.value / total) for row in supply.rows if row.country not in (CHINA, REST)][
        : _MOST_NAMED - 1
    ]
    parts = [(CHINA, supply.china), *parts]
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
