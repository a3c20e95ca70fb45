"""The pictures at the end of a cell, with fewer drawings that nobody sees.

As a cell ends, pyplot draws its figures for windows, of which a kernel has none. Then the inline backend draws each
twice more: without marks, to know its extent, and for the picture. In a forked kernel a plain figure, of those parts
that most charts are made of, is drawn by pyplot without marks too, and by the backend for the picture alone, where
the drawing for the extent could but repeat the one before. Layout, positions, warnings and errors come from the
drawings that remain. Any other figure is drawn as ever.

Nothing is replaced but attributes of single figures, for a moment, so that no line of this module stands in a
traceback or is taken for the origin of a warning.
"""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import lru_cache, partial
from typing import Any
from weakref import WeakSet

_MAX_POINTS = 20_000  # of a line or an area: of many more, Agg may find that it cannot draw them
# Of these it is known what a drawing does: it calls nothing of the notebook's, logs nothing, and changes nothing twice.
_PARTS = {
    "matplotlib.axes._axes": {"Axes"},
    "matplotlib.axis": {"XAxis", "YAxis"},
    "matplotlib.collections": {"FillBetweenPolyCollection", "LineCollection", "PathCollection", "PolyCollection"},
    "matplotlib.figure": {"Figure"},
    "matplotlib.image": {"AxesImage"},
    "matplotlib.legend": {"Legend"},
    "matplotlib.lines": {"Line2D"},
    "matplotlib.offsetbox": {"DrawingArea", "HPacker", "TextArea", "VPacker"},
    "matplotlib.patches": {"FancyBboxPatch", "Polygon", "Rectangle"},
    "matplotlib.spines": {"Spine"},
    "matplotlib.text": {"Annotation", "Text"},
}
_TICKERS = {
    "matplotlib.category": {"StrCategoryFormatter", "StrCategoryLocator"},
    "matplotlib.ticker": {
        *("AutoLocator", "FixedLocator", "MaxNLocator", "NullLocator"),
        *("FixedFormatter", "NullFormatter", "PercentFormatter", "ScalarFormatter", "StrMethodFormatter"),
    },
}
_SAID_ONCE = {"default", "ignore", "once"}  # what a filter may do with a warning that comes again
_WARNINGS_OF_DRAWINGS = (UserWarning, RuntimeWarning, DeprecationWarning)


def draw_less(events: Any) -> None:
    """Surround what pyplot will register on the events of the kernel's shell: its drawing as a cell ends."""
    register, end = events.register, CellEnd()

    def surrounded(event: str, function: Callable[..., Any]) -> None:
        around = (event, getattr(function, "__name__", "")) == ("post_execute", "_draw_all_if_interactive")
        for callback in (end.before, function, end.after) if around else (function,):
            register(event, callback)

    events.register = surrounded


class CellEnd:
    """What is called `before` and `after` pyplot draws all figures."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._during = ExitStack()  # what is undone once pyplot has drawn
        self._drawn: list[Any] = []  # events of the drawings that came to their end
        self._repeating: WeakSet[Any] = WeakSet()  # figures that are to leave out their next drawing

    def before(self) -> None:
        """Let pyplot draw without marks the plain figures that are shown and closed next."""
        for figure in self._repeating:
            vars(figure).pop("draw", None)  # its picture failed
        self._repeating.clear()
        with suppress(Exception):  # what cannot be drawn is to fail where pyplot draws it
            for figure in _to_be_shown():
                if figure.stale and is_plain(figure):
                    self._during.enter_context(figure.canvas.get_renderer()._draw_disabled())
                    listener = figure.canvas.mpl_connect("draw_event", self._drawn.append)
                    self._during.callback(figure.canvas.mpl_disconnect, listener)

    def after(self) -> None:
        """Let figures be drawn with marks again, and leave out the next drawing without them where it is the same."""
        self._during.close()
        for figure in (event.canvas.figure for event in self._drawn):
            if not figure.stale and figure.get_layout_engine() is None:  # which might move what it has placed
                figure.draw = partial(_draw, figure, figure.dpi)
                self._repeating.add(figure)
        self._drawn.clear()


def _to_be_shown() -> list[Any]:
    """The figures of which the inline backend will make pictures now: nobody can look at their last drawing."""
    backend: Any = sys.modules.get("matplotlib_inline.backend_inline")
    if backend is None or not backend.show._draw_called:
        return []
    settings = backend.InlineBackend.instance()
    printer = settings.shell.display_formatter.formatters["image/png"].type_printers.get(backend.Figure)
    drawn_by_ipython = getattr(getattr(printer, "func", None), "__module__", None) == "IPython.core.pylabtools"
    if not settings.close_figures or not drawn_by_ipython:
        return []
    figures = [manager.canvas.figure for manager in backend.Gcf.get_all_fig_managers()]
    return [figure for figure in figures if figure.axes or figure.lines]


def _draw(figure: Any, dpi: float, renderer: Any) -> None:
    """Draw a figure that was drawn without marks just now, unless this is the same drawing."""
    vars(figure).pop("draw", None)
    without_marks = "draw_path" in vars(renderer)
    if not without_marks or figure.dpi != dpi or type(renderer) is not type(figure.canvas.get_renderer()):
        figure.draw(renderer)


def is_plain(figure: Any) -> bool:
    """Whether a figure has known parts alone, nobody listens to its drawing, and no warning is said each time."""
    return (
        not figure.canvas.callbacks.callbacks.get("draw_event")
        and not any(_is_said_each_time(action, category) for action, _, category, *_ in warnings.filters)
        and all(map(_is_plain_part, _parts(figure)))
    )


def _is_said_each_time(action: str, category: Any) -> bool:
    drawings = category.__module__.startswith("matplotlib") or any(
        issubclass(k, category) for k in _WARNINGS_OF_DRAWINGS
    )
    return drawings and action not in _SAID_ONCE


def _parts(artist: Any) -> Iterator[Any]:
    """An artist and all below it, apart from the ticks of an axis, which would be made by looking at them."""
    yield artist
    children = artist.get_children() if not hasattr(artist, "major") else (artist.label, artist.offsetText)
    for child in children:
        yield from _parts(child)


def _is_plain_part(artist: Any) -> bool:
    kind = type(artist)
    if kind.__name__ not in _PARTS.get(kind.__module__, ()) or "draw" in vars(artist) or artist.get_animated():
        return False
    if artist.get_agg_filter() is not None or artist.get_path_effects():
        return False
    check = _CHECKS.get(kind.__name__)
    return check is None or check(artist)


def _of_axis(axis: Any) -> bool:
    parts = [part for ticker in (axis.major, axis.minor) for part in (ticker.locator, ticker.formatter)]
    known = all(type(part).__name__ in _TICKERS.get(type(part).__module__, ()) for part in parts)
    families = axis.get_tick_params().get("labelfontfamily") or ()
    return known and axis.get_scale() == "linear" and _are_found([families] if isinstance(families, str) else families)


def _of_collection(collection: Any) -> bool:
    return sum(len(path.vertices) for path in collection.get_paths()) <= _MAX_POINTS and _of_colours(collection)


def _of_colours(mappable: Any) -> bool:
    kinds = (type(mappable.norm), type(mappable.cmap))
    return all(kind.__module__ == "matplotlib.colors" and kind.__name__ != "FuncNorm" for kind in kinds)


def _of_text(text: Any) -> bool:
    return _are_found(text.get_fontfamily()) and not text.get_wrap()


def _of_annotation(annotation: Any) -> bool:
    named = isinstance(annotation.xycoords, str) and isinstance(annotation.anncoords, str)
    return named and annotation.arrow_patch is None and annotation.get_bbox_patch() is None and _of_text(annotation)


def _are_found(families: Any) -> bool:
    """Whether there is a font for each of the families: Matplotlib logs one that is missing with each drawing."""
    from matplotlib import rcParams

    return all(_is_found(family, *rcParams["font.sans-serif"]) for family in families)


@lru_cache
def _is_found(family: str, *_: str) -> bool:
    from matplotlib.font_manager import FontProperties, findfont

    try:
        findfont(FontProperties(family=[family]), fallback_to_default=False)
    except ValueError:
        return False
    return True


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "Annotation": _of_annotation,
    "Axes": lambda axes: axes.get_axes_locator() is None,
    "AxesImage": _of_colours,
    **dict.fromkeys(_PARTS["matplotlib.axis"], _of_axis),
    **dict.fromkeys(_PARTS["matplotlib.collections"], _of_collection),
    "Line2D": lambda line: len(line.get_xdata(orig=True)) <= _MAX_POINTS,
    "Polygon": lambda polygon: len(polygon.get_xy()) <= _MAX_POINTS,
    "Text": _of_text,
}
