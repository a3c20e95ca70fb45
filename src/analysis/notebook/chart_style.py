"""A common style for charts: fonts, colours safe for colour blindness, a title with the finding, and a source line."""

import base64
import logging
import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from itertools import pairwise
from operator import attrgetter
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.core.formatting import number, readable
from analysis.core.han import FONTS, HAN, NOTE, without_han
from analysis.core.words import capitalised
from analysis.notebook.chart_notes import label_lines, place_notes
from analysis.notebook.provenance_links import readable_html

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure as Chart
    from matplotlib.text import Text
    from matplotlib.ticker import Formatter
    from PIL import Image

# The palette of Okabe and Ito, darkest first, safe for common forms of colour blindness. Its first colours are similar
# in grey, so lines also differ in their dashes and areas in their hatches.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)), (0, (1, 3)))
HATCHES = ("", "//", "..", "xx", "--", "\\\\")
INK, MUTED, GRID = "#1b1f24", "#57606a", "#d8dee4"
WIDTH = 5.6  # inches; a chart is shown 560 pixels wide, and at 335 pixels, on a phone, its letters are 9 pixels high
_DOTS_PER_INCH = 150  # on a phone two and a half pixels to a pixel of the page, on a wide screen one and a half
_LINE = 0.24  # height of a line of text in inches
_LETTERS = 0.094  # width of a letter of normal text in inches
_MOST_LINES = 6  # that are labelled at their ends
# Blanks at which no line of a title ends.
_HELD = re.compile(r"(?<=\d) (?=(?:%|Mt|µm|[mbtr]+illion)(?!\w))|(?<=\b[A-Z]{3}) (?=[−\d])")
_AREAS = 12  # colours that begin as the most frequent ones
_OTHERS = 20  # that begin as the ones of maximum coverage
_ROUNDS = 8  # of k-means at most
CHARTS = "ANALYSIS_CHARTS"  # the variable of the environment that is "none" where charts are left out


def style() -> None:
    """Set the style of all following charts."""
    import matplotlib as mpl
    from cycler import cycler

    mpl.rcParams.update(
        {
            "figure.figsize": (WIDTH, 3.6),
            "figure.constrained_layout.use": True,
            "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
            "font.size": 11,
            "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=LINES),
            "hatch.linewidth": 0.6,
            "axes.titlesize": 12,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.titlepad": 12,
            "axes.labelsize": 11,
            "xtick.labelsize": 10.5,
            "ytick.labelsize": 10.5,
            "legend.fontsize": 10.5,
            "axes.labelcolor": INK,
            "axes.edgecolor": MUTED,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": GRID,
            "grid.linewidth": 0.8,
            "text.color": INK,
            "xtick.color": MUTED,
            "ytick.color": MUTED,
            "legend.frameon": False,
            "lines.linewidth": 2,
        }
    )


def new_chart(height: float = 3.6) -> "tuple[Chart, Axes]":
    """Return an empty chart as wide as a column and `height` inches high, and its axes."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(WIDTH, height))


def write_at(
    axes: "Axes", words: str, point: tuple[float, float], across: float = 0, up: float = 0, **style: Any
) -> None:
    """Write words a few points to the right of and above a data point."""
    axes.annotate(words, point, xytext=(across, up), textcoords="offset points", **style)


def name_rows(axes: "Axes", names: Iterable[str]) -> None:
    """Name the rows of a horizontal chart, the first on top, without a grid between them."""
    listed = list(names)
    axes.set_yticks(range(len(listed)), listed)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)


def chart(figure: "Chart", alt: str, source: str = "", *, title: str = "", key: bool = False) -> None:
    """Display a chart with a source line and an alternative text, then close it.

    `title` is set on the first axes unless they have one. `key` marks the one chart of a notebook that a report shows
    on its first page. If charts are disabled by the environment, as in a sweep that only collects results, the
    alternative text is shown instead. The output also has a record of what the chart states, which no viewer shows,
    `analysis check` compares by value, and a report offers as data. All texts are shown in words, see `readable`.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    from nbcompare.chart_record import MIME, chart_record

    alt, source = readable(alt), readable_html(source)[0]
    if os.environ.get(CHARTS) == "none":
        plt.close(figure)
        display({"text/plain": f"[chart] {alt}"}, raw=True)
        return
    if title:
        figure.axes[0].set_title(title)
    picture, width = rendered(figure, source)
    record = chart_record(figure)
    plt.close(figure)
    display(
        {"image/png": picture, MIME: record, "text/plain": f"[chart] {alt}"},
        raw=True,
        metadata={"image/png": {"width": width, "alt": alt, "source": source} | ({"key": True} if key else {})},
    )


def rendered(figure: "Chart", source: str = "") -> tuple[str, int]:
    """Return a chart with its title and source line as PNG in Base64, and the width to show it at, in pixels."""
    title = readable(figure.axes[0].get_title(loc="left")) if figure.axes else ""
    heading = None
    _fit(figure)
    if title:  # at the edge of the figure, as the source line: above long labels it would run out of the picture
        figure.axes[0].set_title("", loc="left")
        heading = figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    if source:
        lines = wrap(f"Source: {source}", int(figure.get_figwidth() / _LETTERS * 1.25))
        figure.set_figheight(figure.get_figheight() + 0.8 * _LINE * (len(lines) - 1))
        figure.supxlabel("\n".join(lines), x=0.01, ha="left", fontsize=9, color=MUTED)
    restore = _fit_han(figure)
    if heading:
        _fold_heading(figure, heading)
    picture = with_palette(_drawn(figure))
    for undo in restore:
        undo()
    return base64.b64encode(picture).decode("ascii"), round(figure.get_figwidth() * 100)


def with_palette(picture: "Image.Image") -> bytes:
    """Return an RGB picture as PNG with at most 32 colours: a quarter of the size, with no visible difference."""
    from PIL import Image

    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    pixels = np.array([count for count, _ in counted], dtype=float)
    colours = np.array([colour for _, colour in counted], dtype=np.uint32)
    covering = picture.quantize(_OTHERS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).getpalette() or []
    means = np.concatenate([colours[:_AREAS], np.reshape(covering, (-1, 3))[:_OTHERS]]).astype(float)
    for _ in range(_ROUNDS):
        nearest = ((colours[:, None, :] - means) ** 2).sum(axis=2).argmin(axis=1)
        weights = np.bincount(nearest, pixels, len(means))[:, None]
        sums = np.stack([np.bincount(nearest, pixels * channel, len(means)) for channel in colours.T], axis=1)
        before, means = means, np.where(weights > 0, sums / np.maximum(weights, 1), means)
        if np.abs(means - before).max() < 1 / 2:
            break
    index_of, packed = np.zeros(2**24, dtype=np.uint8), np.array([2**16, 2**8, 1], dtype=np.uint32)
    index_of[colours @ packed] = nearest
    few = Image.fromarray(index_of[np.asarray(picture, dtype=np.uint32) @ packed])
    few.putpalette(np.rint(means).astype(np.uint8).tobytes())
    reduced = BytesIO()
    few.save(reduced, format="png", compress_level=8)  # 9 takes two and a half times as long for one per cent
    return reduced.getvalue()


def _fold_heading(figure: "Chart", heading: "Text") -> None:
    """Break the title of a chart into lines that fit its width, and make room for them."""
    title, room = heading.get_text(), 0.98 * figure.bbox.width
    letters = len(title)
    while letters > 1 and (width := heading.get_window_extent().width) > room:
        letters = min(letters - 1, int(letters * room / width))  # a line of wide letters takes another try
        heading.set_text(on_even_lines(_HELD.sub("\u00a0", title), letters).replace("\u00a0", " "))
    figure.set_figheight(figure.get_figheight() + _LINE * heading.get_text().count("\n"))


def on_even_lines(text: str, letters: int) -> str:
    r"""Break a text into the fewest lines of at most `letters` letters, none much shorter than the others.

    >>> on_even_lines("a foil maker in China, 2024", 25)
    'a foil maker\nin China, 2024'
    """
    lines = wrap(text, letters)
    while letters > 1 and len(narrower := wrap(text, letters - 1)) == len(lines):
        lines, letters = narrower, letters - 1
    return "\n".join(lines)


def _drawn(figure: "Chart") -> "Image.Image":
    """Draw a chart once; `savefig` draws it twice, first without output, only to lay it out."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    own_dpi, own_canvas, engine = figure.get_dpi(), figure.canvas, figure.get_layout_engine()
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(_DOTS_PER_INCH)
    try:
        if engine is not None:
            engine.execute(figure)
            figure.set_layout_engine("none")
        for axes in figure.axes:
            _thin_ticks(axes, canvas.get_renderer())  # type: ignore[no-untyped-call]
            place_notes(axes, canvas.get_renderer())  # type: ignore[no-untyped-call]
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        return Image.frombuffer("RGBA", canvas.get_width_height(), pixels, "raw", "RGBA", 0, 1).convert("RGB")
    finally:
        figure.set_layout_engine(engine)
        figure.set_dpi(own_dpi)
        figure.set_canvas(own_canvas)


def _thin_ticks(axes: "Axes", renderer: Any) -> None:
    """Give the axis below a chart fewer ticks until their labels have room next to each other."""
    from matplotlib.ticker import MaxNLocator

    axis = axes.xaxis
    places = axis.get_major_locator()
    if not isinstance(places, MaxNLocator):
        return
    for most in range(7, 1, -1):
        axis.get_tightbbox(renderer)  # which puts the labels where they are drawn
        every = (tick.get_window_extent(renderer) for tick in axis.get_ticklabels() if tick.get_text())
        inside = [box for box in every if axes.bbox.x0 - 1 <= (box.x0 + box.x1) / 2 <= axes.bbox.x1 + 1]
        inside.sort(key=attrgetter("x0"))
        if all(second.x0 - first.x1 >= first.height / 2 for first, second in pairwise(inside)):
            return
        places.set_params(nbins=most)


def _fit_han(figure: "Chart") -> "list[Callable[[], object]]":
    """Give texts with Chinese characters a font that has them, or else a placeholder and a note.

    Returns what restores the texts, so that the record of a chart is the same on every machine.
    """
    from matplotlib.text import Text

    axis_lines = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    for axis in axis_lines:
        axis.get_ticklabels()  # which have no text before
    texts = [item for item in figure.findobj(Text) if isinstance(item, Text) and HAN.search(item.get_text())]
    family = _han_family() if texts else None
    if family:
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # such fonts may have no bold face
        for item in texts:
            item.set_fontfamily(["DejaVu Sans", family])
    if family or not texts:
        return []
    restore: list[Callable[[], object]] = []
    for item in texts:
        restore.append(partial(item.set_text, item.get_text()))
        item.set_text(without_han(item.get_text()))
    for axis in axis_lines:
        formatter = axis.get_major_formatter()  # it writes the labels of ticks again whenever they are drawn
        restore.append(partial(axis.set_major_formatter, formatter))
        axis.set_major_formatter(partial(_without_han_at, formatter))
    source, height = figure.get_supxlabel(), figure.get_figheight()
    figure.supxlabel(f"{source}\n{NOTE}" if source else NOTE, x=0.01, ha="left", fontsize=9, color=MUTED)
    figure.set_figheight(height + 0.8 * _LINE)
    return [*restore, partial(figure.supxlabel, source), partial(figure.set_figheight, height)]


def _without_han_at(formatter: "Formatter", value: float, position: int | None) -> str:
    return without_han(formatter(value, position))


def _han_family() -> str | None:
    """The best installed font that has Chinese characters; None if there is none."""
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    return next((name for name in FONTS if name in installed), None)


def _fit(figure: "Chart") -> None:
    """Make a chart as wide as a column, its texts readable, and its lines labelled at their ends or above the axes."""
    from matplotlib.category import StrCategoryLocator
    from matplotlib.patheffects import withStroke
    from matplotlib.text import Text
    from matplotlib.ticker import FixedLocator, MaxNLocator, ScalarFormatter

    figure.set_figwidth(WIDTH)
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            room = 0.85 * figure.get_figwidth() if axis is axes.xaxis else 0.8 * figure.get_figheight()
            lines = readable(axis.get_label_text()).split("\n")
            axis.set_label_text(
                "\n".join(
                    fill(capitalised(line), int(room / len(figure.axes) ** (axis is axes.yaxis) / _LETTERS))
                    for line in lines
                )
            )
            if type(axis.get_major_formatter()) is ScalarFormatter and not of_years(axis):
                axis.set_major_formatter(lambda value, _: readable(number(value, 4)))
            places = axis.get_major_locator()
            if isinstance(places, FixedLocator) and axis is axes.xaxis:
                names = [label.get_text() for label in axis.get_ticklabels()]
                if any(names):
                    axis.set_ticks(places(), [capitalised(readable(name)) for name in names])
            if of_years(axis) and isinstance(places, MaxNLocator):
                places.set_params(integer=True)  # there is no year 2012.5
            if isinstance(places, (FixedLocator, StrCategoryLocator)) and axis is axes.yaxis:
                names = [label.get_text() for label in axis.get_ticklabels()]
                if any(names):
                    folded = [_folded(capitalised(readable(name))) for name in names]
                    axis.set_ticks(places(), folded)
                    tallest = max(name.count("\n") + 1 for name in folded)
                    if len(figure.axes) == 1:  # rows of several lines need as much height
                        needed = 1.3 + len(folded) * tallest * 0.8 * _LINE
                        figure.set_figheight(max(figure.get_figheight(), needed))
        for text in [child for child in axes.get_children() if isinstance(child, Text)]:
            text.set_text(readable(text.get_text()))
            if not axes.collections and text.get_color() != "white" and text.get_bbox_patch() is None:
                text.set_path_effects([withStroke(linewidth=3, foreground="white")])  # legible across a line
        legend = axes.get_legend()
        if legend is not None:
            for text in legend.get_texts():
                text.set_text(capitalised(readable(text.get_text())))
            _place_legend(figure, axes)


def of_years(axis: "Axis") -> bool:
    """Return whether an axis shows calendar years, which have no separator of thousands."""
    return all(1800 <= end <= 2200 for end in axis.get_view_interval())


def _folded(name: str) -> str:
    """The name of a row, wrapped so that most of the chart is left to the data."""
    return "\n".join(fill(line, 24) for line in name.split("\n"))


def _place_legend(figure: "Chart", axes: "Axes") -> None:
    """Write the name of each line at its end instead of in the legend; put other legends above the axes."""
    legend = axes.get_legend()
    assert legend is not None
    handles, names = axes.get_legend_handles_labels()
    lines: list[Any] = [handle for handle in handles if hasattr(handle, "get_xdata") and len(handle.get_xdata()) > 1]
    if len(figure.axes) == 1 and 0 < len(lines) == len(handles) <= _MOST_LINES and max(map(len, names)) < 40:
        legend.remove()
        label_lines(axes, dict(zip(map(readable, names), lines, strict=True)))
        return
    shown = [text.get_text() for text in legend.get_texts()]
    beside = [line for label in axes.get_yticklabels() for line in label.get_text().split("\n")]
    room = figure.get_figwidth() - _LETTERS * max(map(len, beside), default=0)  # the legend begins where the axes do
    across = max(1, int(room / (_LETTERS * (max(map(len, shown)) + 5))))
    rows = -(-len(shown) // across)
    axes.legend(
        [handle for handle in legend.legend_handles if handle is not None],
        shown,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=across,
        borderaxespad=0.2,
        columnspacing=1.2,
        handlelength=1.6,
    )
    figure.set_figheight(figure.get_figheight() + _LINE * rows)
