"""A common style for charts: fonts, colours safe for colour blindness, a title with the finding, and a source line."""

import base64
import logging
import os
from collections.abc import Callable
from functools import partial
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

from analysis.core.han import FONTS, HAN, NOTE, without_han

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Chart
    from matplotlib.ticker import Formatter

# The palette of Okabe and Ito, darkest first, safe for common forms of colour blindness. Its first colours are similar
# in grey, so lines also differ in their dashes and areas in their hatches.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1)), (0, (1, 3)))
HATCHES = ("", "//", "..", "xx", "--", "\\\\")
INK, MUTED, GRID = "#1b1f24", "#57606a", "#d8dee4"
_DOTS_PER_INCH = 200  # a chart of 8 inches is shown 800 pixels wide: two to a pixel on a dense screen
CHARTS = "ANALYSIS_CHARTS"  # the variable of the environment that is "none" where charts are left out


def style() -> None:
    """Set the style of all following charts."""
    import matplotlib as mpl
    from cycler import cycler

    mpl.rcParams.update(
        {
            "figure.figsize": (8.0, 4.2),
            "figure.constrained_layout.use": True,
            "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
            "font.size": 10,
            "axes.prop_cycle": cycler(color=COLOURS) + cycler(linestyle=LINES),
            "hatch.linewidth": 0.6,
            "axes.titlesize": 12,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.titlepad": 12,
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


def chart(figure: "Chart", alt: str, source: str = "", *, title: str = "", key: bool = False) -> None:
    """Display a chart with a source line and an alternative text, then close it.

    `title` is set on the first axes unless they have one. `key` marks the one chart of a notebook that a report shows
    on its first page. If charts are disabled by the environment, as in a sweep that only collects results, the
    alternative text is shown instead. The output also has a record of what the chart states, which no viewer shows
    and `analysis check` compares by value.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    from nbcompare.chart_record import MIME, chart_record

    if os.environ.get(CHARTS) == "none":
        plt.close(figure)
        display({"text/plain": f"[chart] {alt}"}, raw=True)  # type: ignore[no-untyped-call]
        return
    if title:
        figure.axes[0].set_title(title)
    picture, width = rendered(figure, source)
    record = chart_record(figure)
    plt.close(figure)
    display(
        {"image/png": picture, MIME: record, "text/plain": f"[chart] {alt}"},
        raw=True,
        metadata={"image/png": {"width": width, "alt": alt} | ({"key": True} if key else {})},
    )  # type: ignore[no-untyped-call]


def rendered(figure: "Chart", source: str = "") -> tuple[str, int]:
    """Return a chart with its title and source line as PNG in Base64, and the width to show it at, in pixels."""
    title = figure.axes[0].get_title(loc="left") if figure.axes else ""
    heading = None
    if title:  # at the edge of the figure, as the source line: above long labels it would run out of the picture
        figure.axes[0].set_title("", loc="left")
        heading = figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    if source:
        figure.supxlabel(f"Source: {source}", x=0.01, ha="left", fontsize=8, color=MUTED)
    restore = _fit_han(figure)
    if heading:
        title = heading.get_text()
        fits = 0.98 * figure.bbox.width / heading.get_window_extent().width
        if fits < 1:
            heading.set_text("\n".join(wrap(title, int(fits * len(title)))))
    buffer = BytesIO()
    uncompressed = {"compress_level": 0}  # it is read again at once
    figure.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None}, pil_kwargs=uncompressed)
    for undo in restore:
        undo()
    return base64.b64encode(with_palette(buffer.getvalue())).decode("ascii"), round(figure.get_figwidth() * 100)


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
    figure.text(0.99, 0.01, NOTE, ha="right", va="bottom", fontsize=8, color=MUTED)
    return restore


def _without_han_at(formatter: "Formatter", value: float, position: int | None) -> str:
    return without_han(formatter(value, position))


def _han_family() -> str | None:
    """The best installed font that has Chinese characters; None if there is none."""
    from matplotlib.font_manager import fontManager

    installed = set(fontManager.get_font_names())
    return next((name for name in FONTS if name in installed), None)


def with_palette(png: bytes) -> bytes:
    """Return a PNG with 256 colours of its own: a third of the size of full colour, and no difference to the eye."""
    from PIL import Image

    reduced = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(reduced, format="png", optimize=True)
    return reduced.getvalue()
