"""The kinds of chart that several notebooks share; each draws on axes that the notebook gives and labels."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.models.sensitivity import Swing
from analysis.show.charts import COLOURS, INK, MUTED
from analysis.show.tables import number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def hedged_dots(axes: "Axes", printed: Mapping[str, tuple[float, float, float]], unit: str) -> None:
    """Draw a dot for each printed value and a bar from low to high: how far its hedge lets it be off.

    `printed` maps a label to (low, base, high).
    """
    for place, (low, base, high) in enumerate(printed.values()):
        axes.plot([low, high], [place, place], color=COLOURS[0], linewidth=9, alpha=0.3, solid_capstyle="butt")
        axes.plot(base, place, "o", color=COLOURS[0], markersize=9)
        text = (
            f"{number(base)} {unit}"
            if low == high
            else f"{number(base)} {unit} (hedge: {number(low)} to {number(high)})"
        )
        axes.annotate(text, (base, place), xytext=(0, 13), textcoords="offset points", ha="center", color=INK)
    axes.set_yticks(range(len(printed)), list(printed))
    axes.set_ylim(-0.6, len(printed) - 0.3)
    axes.grid(axis="y", visible=False)


def heat_map(axes: "Axes", values: "pd.DataFrame", form: str, label: str, colours: str = "cividis") -> None:
    """Draw a table as colours with its numbers written in the cells; empty cells stay empty."""
    import seaborn

    seaborn.heatmap(
        values,
        ax=axes,
        annot=True,
        fmt=form,
        cmap=colours,
        linewidths=1.5,
        annot_kws={"fontsize": 10},
        cbar_kws={"label": label},
    )
    axes.grid(visible=False)
    axes.tick_params(axis="both", length=0, rotation=0)


def tornado(axes: "Axes", swings: Sequence[Swing], base: float) -> None:
    """Draw how far each input moves the answer from `base`, the widest on top, with the input values at the ends."""
    for place, swing in enumerate(reversed(swings)):
        for given, answer, colour in (
            (swing.low_input, swing.at_low, COLOURS[1]),
            (swing.high_input, swing.at_high, COLOURS[0]),
        ):
            axes.barh(place, answer - base, left=base, color=colour, height=0.55)
            other = swing.at_high if answer == swing.at_low else swing.at_low
            side = -1 if answer < base or (answer == base and other > base) else 1
            axes.annotate(
                number(given, 4),
                (answer, place),
                xytext=(5 * side, 0),
                textcoords="offset points",
                ha="right" if side < 0 else "left",
                va="center",
                fontsize=9,
                color=MUTED,
            )
    axes.axvline(base, color=INK, linewidth=1)
    axes.set_yticks(range(len(swings)), [swing.parameter for swing in reversed(swings)])
    axes.margins(x=0.15)
    axes.grid(axis="y", visible=False)


def waterfall(axes: "Axes", start: tuple[str, float], steps: Mapping[str, float], end: str) -> None:
    """Draw how the steps lead from a start to an end, each bar on top of the one before."""
    level = start[1]
    labels = [start[0], *steps, end]
    axes.bar(0, level, color=MUTED, width=0.6)
    axes.annotate(number(level, 4), (0, level), xytext=(0, 4), textcoords="offset points", ha="center")
    for place, change in enumerate(steps.values(), start=1):
        axes.bar(place, change, bottom=level, color=COLOURS[0] if change >= 0 else COLOURS[1], width=0.6)
        axes.plot([place - 0.7, place + 0.3], [level, level], color=MUTED, linewidth=0.8)
        top = max(level, level + change)
        axes.annotate(f"{change:+,.0f}", (place, top), xytext=(0, 4), textcoords="offset points", ha="center")
        level += change
    axes.bar(len(labels) - 1, level, color=MUTED, width=0.6)
    axes.annotate(number(level, 4), (len(labels) - 1, level), xytext=(0, 4), textcoords="offset points", ha="center")
    axes.set_xticks(range(len(labels)), labels)
    axes.grid(axis="x", visible=False)
    axes.margins(y=0.12)
