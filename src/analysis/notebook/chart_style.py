"""A common style for charts: fonts, colours safe for colour blindness, a title with the finding, and a source line."""

import base64
import os
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Chart

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
    if title:  # at the edge of the figure, as the source line: above long labels it would run out of the picture
        figure.axes[0].set_title("", loc="left")
        heading = figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        fits = 0.98 * figure.bbox.width / heading.get_window_extent().width
        if fits < 1:
            heading.set_text("\n".join(wrap(title, int(fits * len(title)))))
    if source:
        figure.supxlabel(f"Source: {source}", x=0.01, ha="left", fontsize=8, color=MUTED)
    buffer = BytesIO()
    uncompressed = {"compress_level": 0}  # it is read again at once
    figure.savefig(buffer, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None}, pil_kwargs=uncompressed)
    return base64.b64encode(with_palette(buffer.getvalue())).decode("ascii"), round(figure.get_figwidth() * 100)


def with_palette(png: bytes) -> bytes:
    """Return a PNG with 256 colours of its own: a third of the size of full colour, and no difference to the eye."""
    from PIL import Image

    reduced = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(reduced, format="png", optimize=True)
    return reduced.getvalue()
