"""Charts have the same bytes whether they are drawn without marks first, and again or not, or with marks."""

import warnings
from functools import partial
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns  # noqa: F401 - for the charts
from IPython.core.pylabtools import print_figure
from matplotlib.lines import Line2D

from warmkernels.pictures import _draw, draw_less, is_plain

X = np.linspace(0.1, 10, 40)
DAYS = pd.date_range("2025-01-01", periods=40)
CHARTS = {
    "line": "plt.plot(X, np.sin(X)); plt.title('a'); plt.ylabel('b')",
    "offset": "plt.plot(1e7 + X, 1e-9 * X)",
    "rotated": "plt.bar(['copper wire', 'lithium foil'], [15, 1400]); plt.xticks(rotation=40, ha='right')",
    "labels": "plt.bar_label(plt.barh(['a long name of a mark', 'b'], [1, 2]))",
    "histogram": "plt.hist(RANDOM.normal(size=500), 30)",
    "paths": "plt.plot(RANDOM.normal(size=(20, 50)).cumsum(0), color='grey', alpha=0.2)",
    "legend": "plt.plot(X, X, label='a'); plt.plot(X, -X, label='b'); plt.legend()",
    "legend outside": "plt.plot(X, label='a'); plt.legend(bbox_to_anchor=(1, 1), loc='upper left')",
    "arrow": "plt.plot(X); plt.annotate('here', (3, 0), xytext=(5, 9), arrowprops={'arrowstyle': '->'})",
    "second axis": "plt.plot(X); plt.twinx().plot(1e6 * X)",
    "logarithmic": "plt.loglog(X, X**3); plt.grid(which='both')",
    "both signs": "plt.plot(X - 5, X**3 - 100); plt.yscale('symlog')",
    "dates": "plt.plot(DAYS, X); plt.gcf().autofmt_xdate()",
    "of pandas": "pd.Series(X, DAYS).plot()",
    "colour bar": "plt.imshow(RANDOM.random((5, 9))); plt.colorbar(label='t')",
    "contours": "plt.clabel(plt.contour(np.outer(X, X)))",
    "pie": "plt.pie([1, 2], labels=['a', 'b'], autopct='%d')",
    "polar": "plt.subplot(projection='polar').plot(X, X)",
    "three dimensions": "plt.figure().add_subplot(projection='3d').plot(X, X, X)",
    "key of arrows": "plt.quiverkey(plt.quiver([1, 2], [1, 2], [3, 1], [1, 1]), 0.9, 1.1, 2, 'key')",
    "table": "plt.plot(X); plt.table([[1, 2]], loc='bottom')",
    "inset": "axes = plt.gca(); axes.plot(X); axes.indicate_inset_zoom(axes.inset_axes([0.6, 0.1, 0.3, 0.3]))",
    "shared": "figure, axes = plt.subplots(2, 2, sharex=True); axes[1, 0].plot(X); figure.align_labels()",
    "equal": "figure, axes = plt.subplots(1, 2); axes[0].plot(X, X); axes[0].set_aspect('equal')",
    "above": "plt.plot(X); plt.gca().xaxis.tick_top(); plt.title('moved up')",
    "formula": r"plt.plot(X); plt.title(r'$\frac{\alpha}{\beta}$')",
    "wrapped": "plt.text(0.5, 0.5, 'a long text ' * 20, wrap=True)",
    "wide title": "plt.figure(figsize=(3, 2), dpi=150); plt.plot(X); plt.title('a title wider than its figure by far')",
    "map": "sns.heatmap(RANDOM.random((4, 4)), annot=True)",
    "grid": "sns.catplot(pd.DataFrame({'a': ['x', 'y'], 'b': [1, 2]}), x='a', y='b', kind='bar')",
}


def figures(code: str) -> list:
    """Draw nothing yet: the figures that a cell leaves."""
    plt.close("all")
    exec(code, globals() | {"RANDOM": np.random.default_rng(1)})
    return [plt.figure(number) for number in plt.get_fignums()]


@pytest.fixture(autouse=True)
def as_in_a_kernel():
    """Let a figure's own backend be that of pictures, and leave none open."""
    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_does_not_depend_on_the_drawings_before_it(name):
    expected = []
    for figure in figures(CHARTS[name]):
        figure.canvas.draw()
        expected.append(print_figure(figure))
    for left_out in (False, True):
        pictures = []
        for figure in figures(CHARTS[name]):
            figure.draw_without_rendering()
            if left_out:
                figure.draw = partial(_draw, figure, figure.dpi)
            pictures.append(print_figure(figure))
        assert pictures == expected
        assert None not in pictures


def test_a_mark_that_moves_with_each_drawing_is_seen():
    class Moving(Line2D):
        def draw(self, renderer):
            super().draw(renderer)
            self.set_ydata(np.add(self.get_ydata(), 0.1))

    pictures = []
    for left_out in (False, True):
        [figure] = figures("plt.gca()")
        figure.axes[0].add_line(Moving([0, 1], [0, 0.5]))
        figure.draw_without_rendering()
        assert not is_plain(figure)
        if left_out:
            figure.draw = partial(_draw, figure, figure.dpi)
        pictures.append(print_figure(figure))
    assert pictures[0] != pictures[1]


def test_only_the_drawing_at_the_end_of_a_cell_is_surrounded():
    seen = []
    events = SimpleNamespace(register=lambda *registered: seen.append(registered))
    draw_less(events)
    events.register("post_run_cell", plt.close)
    events.register("post_execute", plt.show)
    assert seen == [("post_run_cell", plt.close), ("post_execute", plt.show)]
    events.register("post_execute", plt._draw_all_if_interactive)
    assert [function.__name__ for _, function in seen[2:]] == ["before", "_draw_all_if_interactive", "after"]


def test_charts_of_common_parts_are_plain_and_others_are_left_alone():
    answers: dict[bool, set[str]] = {False: set(), True: set()}
    with warnings.catch_warnings():
        warnings.resetwarnings()  # in tests each warning is an error, so that no figure would be plain
        for name, code in CHARTS.items():
            [figure] = figures(code)
            answers[is_plain(figure)].add(name)
    assert answers[True] >= {
        "line",
        "rotated",
        "labels",
        "histogram",
        "paths",
        "legend",
        "second axis",
        "shared",
        "grid",
    }
    assert answers[False] >= {"table", "three dimensions", "polar", "dates", "of pandas", "colour bar", "arrow", "map"}
