"""The pictures at the end of a cell, with fewer drawings that nobody sees.

As a cell ends, pyplot draws its figures for windows, of which a kernel has none. Then the inline backend draws each
twice more: without marks, to know its extent, and for the picture. In a forked kernel pyplot's drawing makes no marks
either, and where the next one can only repeat it, that one is left out. All else that a drawing does is done: layout,
positions, warnings, errors. A figure with marks that are not Matplotlib's own is drawn as ever.

Nothing is replaced but attributes of single figures, for a moment, so that no line of this module stands in a
traceback or is taken for the origin of a warning.
"""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any

_INLINE = {"inline", "module://matplotlib_inline.backend_inline"}
_TICKS = {"matplotlib.ticker", "matplotlib.dates", "matplotlib.category"}
_SAID_ONCE = {"default", "ignore", "once"}  # what a filter may do with a warning that comes again
_WARNINGS_OF_DRAWINGS = (UserWarning, RuntimeWarning, DeprecationWarning)


def draw_less(events: Any) -> None:
    """Surround what pyplot will register on the events of the kernel's shell: its drawing as a cell ends."""
    register, end = events.register, CellEnd()

    def surrounded(event: str, function: Callable[..., Any]) -> None:
        around = getattr(function, "__module__", None) == "matplotlib.pyplot"
        for callback in (end.before, function, end.after) if around else (function,):
            register(event, callback)

    events.register = surrounded


class CellEnd:
    """What is called `before` and `after` pyplot draws all figures."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._without_marks = ExitStack()
        self._figures: list[Any] = []  # that pyplot draws now
        self._repeating: list[Any] = []  # that are to leave out their next drawing

    def before(self) -> None:
        """Let pyplot draw without marks what the inline backend will draw next, and close."""
        for figure in self._repeating:
            vars(figure).pop("draw", None)  # its picture failed
        self._repeating.clear()
        for figure in _to_be_shown():
            with suppress(Exception):  # what cannot be drawn is to fail where pyplot draws it
                if figure.stale and all(map(_is_drawn_by_matplotlib, _artists(figure))):
                    self._without_marks.enter_context(figure.canvas.get_renderer()._draw_disabled())
                    self._figures.append(figure)

    def after(self) -> None:
        """Let figures be drawn with marks again, and leave out the next drawing without them where it is the same."""
        self._without_marks.close()
        for figure in self._figures:
            with suppress(Exception):  # then it is drawn as often as ever
                if not figure.stale and repeats_itself(figure):
                    figure.draw = partial(_draw, figure, figure.dpi)
                    self._repeating.append(figure)
        self._figures.clear()


def _to_be_shown() -> list[Any]:
    """The figures of which the inline backend will make pictures now: nobody can look at their last drawing."""
    backend: Any = sys.modules.get("matplotlib_inline.backend_inline")
    if backend is None or not backend.show._draw_called or backend.matplotlib.get_backend() not in _INLINE:
        return []
    settings = backend.InlineBackend.instance()
    if not settings.close_figures or not settings.figure_formats:
        return []
    figures = [manager.canvas.figure for manager in backend.Gcf.get_all_fig_managers()]
    return [figure for figure in figures if figure.axes or figure.lines]


def _draw(figure: Any, dpi: float, renderer: Any) -> None:
    """Draw a figure that was drawn without marks just now, unless this is the same drawing."""
    vars(figure).pop("draw", None)
    without_marks = "draw_path" in vars(renderer)
    if not without_marks or figure.dpi != dpi or type(renderer) is not type(figure.canvas.get_renderer()):
        figure.draw(renderer)


def repeats_itself(figure: Any) -> bool:
    """Whether drawing a figure of Matplotlib's own marks again, unchanged, does what the last drawing did and no more.

    It is not so, or not to be known, for an engine that lays axes out anew, for functions from elsewhere that label
    the ticks, for listeners, and where a warning is said each time.
    """
    return (
        figure.get_layout_engine() is None
        and not figure.canvas.callbacks.callbacks.get("draw_event")
        and not any(_is_said_each_time(action, category) for action, _, category, *_ in warnings.filters)
        and all(map(_is_labelled_by_matplotlib, _artists(figure)))
    )


def _is_said_each_time(action: str, category: Any) -> bool:
    return action not in _SAID_ONCE and any(issubclass(kind, category) for kind in _WARNINGS_OF_DRAWINGS)


def _artists(artist: Any) -> Iterator[Any]:
    """An artist and all below it, apart from the ticks of an axis, which would be made by looking at them."""
    yield artist
    if not hasattr(artist, "major"):
        for child in artist.get_children():
            yield from _artists(child)


def _is_drawn_by_matplotlib(artist: Any) -> bool:
    own = type(artist).__module__.startswith("matplotlib.") and "draw" not in vars(artist)
    return own and artist.get_agg_filter() is None


def _is_labelled_by_matplotlib(artist: Any) -> bool:
    tickers = [artist.major, artist.minor] if hasattr(artist, "major") else []
    parts = [part for ticker in tickers for part in (ticker.locator, ticker.formatter)]
    return all(type(part).__module__ in _TICKS and not hasattr(part, "func") for part in parts)
