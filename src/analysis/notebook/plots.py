"""Chart types shared by several notebooks; each draws on axes that the notebook creates and labels."""

import math
from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.core.formatting import number, unit_text
from analysis.models.fan_chart import Fan
from analysis.models.sensitivity import TornadoBar
from analysis.models.spread import MEDIAN, Spread
from analysis.notebook.chart_style import COLOURS, HATCHES, INK, LINES, MUTED, name_rows, write_at

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Chart
_LABEL = 46  # letters of the name of a claim next to its scale
_LETTER = 0.035  # width of a letter in a bar as a share of the longest bar


def labelled_bars(axes: "Axes", values: Mapping[str, float]) -> None:
    """Draw a horizontal bar for each value, the first on top, labelled with its number; an infinite one has no bar."""
    drawn = [value if np.isfinite(value) else 0.0 for value in values.values()]
    colours = [COLOURS[value < 0] for value in drawn]
    bars = axes.barh(range(len(drawn)), drawn, height=0.55, color=colours)
    axes.bar_label(bars, [number(value, 3) for value in values.values()], padding=6)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.margins(x=0.22 if min(values.values(), default=0) >= 0 else 0.28)  # room for a number on both sides
    name_rows(axes, values)


def stacked_bars(axes: "Axes", rows: Mapping[str, Mapping[str, float]]) -> None:
    """Draw a stacked horizontal bar for each row, the first on top, with a number in each part that has room for it."""
    from matplotlib.ticker import MaxNLocator

    left = np.zeros(len(rows))
    longest = max(sum(map(float, parts.values())) for parts in rows.values())
    if all(float(width).is_integer() for parts in rows.values() for width in parts.values()):
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))  # there are no 2.5 figures
    for part, name in enumerate(next(iter(rows.values()))):
        widths = np.array([float(parts[name]) for parts in rows.values()])
        colour, hatch = COLOURS[part % len(COLOURS)], HATCHES[part % len(HATCHES)]
        bars = axes.barh(
            range(len(rows)), widths, left=left, label=name, height=0.55, color=colour, hatch=hatch, edgecolor="white"
        )
        numbers = [number(width, 3) for width in widths]
        shown = [
            text if width > _LETTER * len(text) * longest else "" for text, width in zip(numbers, widths, strict=True)
        ]
        # Only the first part has no hatch.
        box = {"facecolor": "white" if part else colour, "edgecolor": "none", "pad": 1.5}
        for label in axes.bar_label(bars, shown, label_type="center", color=INK if part else "white"):
            label.set_bbox(box if label.get_text() else None)
        left += widths
    name_rows(axes, rows)
    axes.legend()


def grouped_bars(axes: "Axes", series: Mapping[str, Mapping[str, float]], label: str) -> None:
    """Draw the parts of each series as grouped bars, the first part on top; `label` is the label of the axis."""
    parts = list(next(iter(series.values())))
    height = 0.7 / len(series)
    for number_of_series, (name, values) in enumerate(series.items()):
        places = [place + (number_of_series - (len(series) - 1) / 2) * height for place in range(len(parts))]
        colour, hatch = COLOURS[number_of_series], HATCHES[number_of_series]
        widths = [values[part] for part in parts]
        axes.barh(places, widths, height=height, label=name, color=colour, hatch=hatch, edgecolor="white")
    axes.axvline(0, color=INK, linewidth=0.8)
    name_rows(axes, parts)
    axes.set_xlabel(label)
    axes.legend()


def low_base_high(axes: "Axes", rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw the low and high case of each result as multiples of its base case, joined by a line."""
    drawn = [row for row in rows if row["base"] and np.isfinite([row["low"], row["base"], row["high"]]).all()]
    for place, row in enumerate(drawn):
        low, high = ((row[case] - row["base"]) / abs(row["base"]) for case in ("low", "high"))
        axes.plot([low, high], [place, place], "-", color=MUTED, linewidth=3, zorder=1)
        for case, times, colour, marker in (("low", low, COLOURS[1], "o"), ("high", high, COLOURS[0], "s")):
            axes.plot(times, place, marker, color=colour, markersize=9, label=case if place == 0 else None)
    axes.axvline(0, color=INK, linewidth=1, label="base")
    axes.margins(x=0.1, y=0.1)
    name_rows(axes, [row["Result"] for row in drawn])
    axes.set_xlabel("change from the base case (multiples of it)")
    axes.legend()


def claims_and_references(
    chart: "Chart", rows: Sequence[tuple[str, str, tuple[float, float, float], Sequence[tuple[float, float, float]]]]
) -> None:
    """Draw each claim on its own scale: a dot, a bar for its hedge, and a diamond for each reference."""
    places, markers = chart.subplots(len(rows), squeeze=False)[:, 0], {"o"}
    for axes, (label, unit, (low, base, high), references) in zip(places, rows, strict=True):
        axes.plot([low, high], [0.4, 0.4], "-", color=COLOURS[0], linewidth=7, alpha=0.3, solid_capstyle="butt")
        axes.plot(base, 0.4, "o", color=COLOURS[0], markersize=8)
        for least, value, most in references:
            if math.isfinite(least) and math.isfinite(most):
                axes.plot([least, most], [-0.4, -0.4], "-", color=COLOURS[1], linewidth=2)
            marker = "D" if math.isfinite(least) and math.isfinite(most) else ">" if math.isinf(most) else "<"
            markers.add(marker)
            axes.plot(value, -0.4, marker, color=COLOURS[1], markersize=7, alpha=0.8)
        named = _in_three_lines(label)
        axes.set_yticks([0], [f"{named} ({unit_text(unit)})" if unit_text(unit) else named])
        axes.set_ylim(-1, 1)
        axes.margins(x=0.12)
        axes.grid(axis="y", visible=False)
    for marker, colour, words in (
        ("o", COLOURS[0], "claim, and what its hedge allows"),
        ("D", COLOURS[1], "reference"),
        (">", COLOURS[1], "at least"),
        ("<", COLOURS[1], "at most"),
    ):
        if marker in markers:
            places[0].plot([], [], marker, color=colour, label=words)
    places[0].legend()


def _in_three_lines(label: str) -> str:
    """The name of a claim, its bracket cut in the middle so that it does not reach into the next row.

    The end has the date or the number that distinguishes it from others of one publisher.

    >>> _in_three_lines("Foil profit (A newspaper of the province of Hubei, 2026-04-10)")
    'Foil profit (A newspaper of the … 2026-04-10)'
    >>> _in_three_lines("Automation productivity gain (FIGURES IN BRIEF (made for the tests))")
    'Automation productivity gain (FIGURES … tests)'
    """
    name, _, inside = label.partition(" (")
    words = inside.removesuffix(")").split()
    if len(label) <= _LABEL or not words:
        return shorten(label, _LABEL, placeholder=" …")
    room = max(_LABEL - len(f"{name} ( … )"), 0)
    count = max((n for n in range(1, len(words)) if len(" ".join(words[-n:])) <= room // 2), default=1)
    end = " ".join(words[-count:])
    end = end.replace(")", "") if "(" not in end else end
    start = shorten(" ".join(words[:-count]), max(room - len(end), 1), placeholder="", break_long_words=False)
    return f"{name} ({start} … {end})".replace("( ", "(")


def heat_map(axes: "Axes", values: "pd.DataFrame", form: Callable[[float], str]) -> None:
    """Draw a table as a heat map with numbers in the cells, the darker the further from 0; empty cells stay empty."""
    import seaborn

    sizes = values.abs()
    least, most = float(np.nanmin(sizes.to_numpy(float))), float(np.nanmax(sizes.to_numpy(float)))
    seaborn.heatmap(
        sizes,
        ax=axes,
        annot=values.map(form),
        fmt="",
        cmap="Blues",
        vmin=least,
        vmax=least + 2.2 * (most - least),
        cbar=False,
        linewidths=1.5,
        annot_kws={"fontsize": 11},
    )
    axes.grid(visible=False)
    axes.tick_params(axis="both", length=0, rotation=0)


def tornado(
    axes: "Axes", bars: Sequence[TornadoBar], base: float, form: Callable[[float], str], names: Sequence[str]
) -> None:
    """Draw how far each input moves the result from `base`, the widest on top, with the result at the ends."""
    for place, bar in enumerate(reversed(bars)):
        first, last = bar.answers[0], bar.answers[-1]
        one_side = (first - base) * (last - base) > 0  # also of infinite ends
        ends = [(first, last, 1), (last, first, 0)]
        if one_side and abs(last - base) > abs(first - base):
            ends.reverse()
        for count, (answer, other, low) in enumerate(ends):
            end = answer if np.isfinite(answer) else base
            label = ("_" if place else "") + ("input low" if low else "input high")  # named once
            (drawn,) = axes.barh(place, end - base, left=base, height=0.55, label=label, color=COLOURS[low])
            drawn.set(hatch=HATCHES[low], edgecolor="white")
            if one_side and count:  # within the bar of the farther end
                continue
            side = -1 if answer < base or (answer == base and other > base) else 1
            aligned = "right" if side < 0 else "left"
            words = f"{form(other)} to {form(answer)}" if one_side and first != last else form(answer)
            write_at(axes, words, (end, place), 5 * side, fontsize=10, color=MUTED, ha=aligned, va="center")
        between = [answer for answer in bar.answers[1:-1] if answer != base and np.isfinite(answer)]
        axes.plot(between, [place] * len(between), "o", color="white", markeredgecolor=INK, markersize=4)
    axes.axvline(base, color=INK, linewidth=1)
    axes.set_yticks(range(len(bars)), list(reversed(names)))
    axes.legend()
    axes.margins(x=0.25)
    if min(answer for bar in bars for answer in bar.answers) >= 0:  # room for labels is not a range of the result
        left, right = axes.get_xlim()
        axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= right])
        axes.set_xlim(left, right)
    axes.grid(axis="y", visible=False)


def spider(axes: "Axes", bars: Sequence[TornadoBar]) -> None:
    """Draw the result along each input from its low value (0 %) to its high value (100 %), the widest first."""
    markers = "osD^vP"
    for place, bar in enumerate(bars[: len(COLOURS)]):
        width = bar.inputs[-1] - bar.inputs[0]
        along = [100 * (value - bar.inputs[0]) / width for value in bar.inputs]
        axes.plot(
            along, bar.answers, marker=markers[place], color=COLOURS[place], linestyle=LINES[place], label=bar.parameter
        )
    axes.set_xlabel("input, from its low to its high value (%)")
    axes.legend()


def histogram(axes: "Axes", spreads: Mapping[str, Spread], scale: float = 1.0) -> None:
    """Draw a histogram outline for each reading, with a bar from 5 to 95 % and the base; a line without spread."""
    spreads = {
        label: spread
        for label, spread in spreads.items()
        if np.isfinite(spread.base) and (spread.sd == 0 or np.sum(spread.counts))
    }
    for place, (label, spread) in enumerate(spreads.items()):
        colour, line = COLOURS[place % len(COLOURS)], LINES[place % len(LINES)]
        if spread.sd == 0:
            axes.axvline(scale * spread.base, color=colour, linestyle=line, linewidth=2, label=label)
            continue
        edges = scale * np.asarray(spread.edges)
        density = np.asarray(spread.counts) / np.max(spread.counts)
        axes.stairs(density, edges, color=colour, linewidth=2, linestyle=line, fill=False)
        axes.stairs(density, edges, color=colour, alpha=0.18, fill=True)
        axes.axvline(scale * spread.base, color=colour, linestyle=":", linewidth=1.2)
        axes.plot([], [], color=colour, linestyle=line, label=label)
    for place, spread in enumerate(spreads.values()):
        if spread.sd == 0:
            continue
        level = -(0.06 + 0.06 * place)
        colour = COLOURS[place % len(COLOURS)]
        axes.plot([scale * spread.low, scale * spread.high], [level, level], color=colour, linestyle="-", linewidth=4)
        axes.plot(scale * spread.quantiles[MEDIAN].value, level, "o", color="white", markeredgecolor=colour)
    axes.plot([], [], color=MUTED, linestyle=":", linewidth=1.2, label="base case")
    axes.plot([], [], color=MUTED, linestyle="-", linewidth=4, label="5 to 95 %, median")
    axes.set_ylim(-(0.1 + 0.06 * len(spreads)), 1.08)
    axes.set_ylabel("density, highest = 1")
    axes.set_yticks([])
    axes.legend()


def fan_chart(axes: "Axes", fan: Fan, target: float, target_year: int, until: int) -> None:
    """Draw the fan of sizes up to a year (5 to 95 % and 25 to 75 %), its median, and the target as line and mark."""
    from matplotlib.ticker import MaxNLocator

    years = [year for year in fan.years if year <= until]
    bands = {p: [size.value for size in sizes[: len(years)]] for p, sizes in fan.sizes.items()}
    probabilities = sorted(bands)
    for low, high, alpha in ((0, -1, 0.2), (1, -2, 0.35)):
        first, last = probabilities[low], probabilities[high]
        label = f"{100 * first:g} to {100 * last:g} %"
        axes.fill_between(years, bands[first], bands[last], color=COLOURS[0], alpha=alpha, linewidth=0, label=label)
    axes.plot(years, bands[MEDIAN], color=COLOURS[0], marker="o", label="median")
    axes.axhline(target, color=COLOURS[2], linestyle=":", label="target")
    axes.plot(target_year, target, "D", color=COLOURS[2], markersize=9)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="year", ylabel="size of the cluster (CNY bn)")
    axes.legend()


def chance_chart(axes: "Axes", fan: Fan, target_year: int) -> None:
    """Draw the chance of reaching the target by the end of each year."""
    axes.plot(fan.years, [100 * chance.value for chance in fan.chance], marker="o", label="chance")
    axes.axvline(target_year, color=COLOURS[2], linestyle=":")
    write_at(axes, f"target, {target_year}", (target_year, 1), 5, -4, va="top", xycoords=("data", "axes fraction"))
    axes.set(xlabel="year", ylabel="chance of the target or more (%)", ylim=(0, 100))


def waterfall(axes: "Axes", start: tuple[str, float], steps: Mapping[str, float], end: str) -> None:
    """Draw a waterfall chart of the steps from a start to an end."""
    level = start[1]
    labels, levels = [start[0], *steps, end], [0.0, level]
    axes.bar(0, level, color=MUTED, width=0.6)
    write_at(axes, number(level, 3), (0, max(0, level)), up=4, ha="center")
    for place, change in enumerate(steps.values(), start=1):
        axes.bar(place, change, bottom=level, color=COLOURS[0] if change >= 0 else COLOURS[1], width=0.6)
        axes.plot([place - 0.7, place + 0.3], [level, level], color=MUTED, linewidth=0.8)
        top = max(level, level + change)
        write_at(axes, f"{'+' if change >= 0 else ''}{number(change, 3)}", (place, top), up=4, ha="center")
        level += change
        levels.append(level)
    axes.bar(len(labels) - 1, level, color=MUTED, width=0.6)
    write_at(axes, number(level, 3), (len(labels) - 1, max(0, level)), up=4, ha="center")
    axes.set_xticks(range(len(labels)), labels)
    axes.grid(axis="x", visible=False)
    low, high = min(levels), max(levels)
    room = 0.12 * (high - low) or 1.0
    axes.set_ylim(low - room * (low < 0), high + room)  # margins would leave no room above a bar that hangs down
