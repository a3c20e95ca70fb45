"""Charts are compared by what they state: each change is named, and noise of computing is not one."""

import io
import json

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nbcompare.chart_record import MIME, chart_record, compare_charts, is_chart, numbers
from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

from .proof_outputs import curves, errors, points


def record(content, **changes):
    figure = Figure(figsize=(6, 4))
    FigureCanvasAgg(figure)
    content(figure.subplots(), **changes)
    figure.savefig(io.BytesIO(), format="png")
    return json.loads(json.dumps(chart_record(figure), allow_nan=False))


def messages(before, after):
    return [item.message for item in compare_charts(before, after, Settings())]


def mapped(axes, share=1.0):
    axes.imshow([[0.0, share], [2.0, 3.0]], vmin=0, vmax=3)
    axes.figure.legend(handles=[], title="shares")


def long_line(axes, values, low=0):
    axes.plot(values)
    axes.set(ylim=(low, 20), yscale="linear")
    axes.annotate("peak", (3, 4), xytext=(5, 6), arrowprops={"arrowstyle": "->"})


@pytest.mark.parametrize(
    ("content", "changes", "said"),
    [
        (curves, {"dash": ":"}, "chart, line 'copper', line style: from '--' to ':'"),
        (curves, {"marker": "s"}, "chart, line 'zinc', marker: from 'o' to 's'"),
        (curves, {"width": 3.0}, "chart, line 'copper', line width: from 1.5 to 3 (by +1.5, +100 %)"),
        (curves, {"labels": ("zinc", "copper")}, "chart, legend, legend entry 'copper', text: from 'copper' to 'zinc'"),
        (curves, {"unit": "CNY/t"}, "chart, y axis, label: from 'price (USD/t)' to 'price (CNY/t)'"),
        (curves, {"grid": False}, "chart, y axis, grid: from '#b0b0b0 - 0.8' to ''"),
        (curves, {"ticks": ["16", "26", "36", "46", "56"]}, "chart, y axis, tick labels: from '10 | 20"),
        (errors, {"minus": ""}, "chart, y axis, tick labels: from '−10 | 0 | 10' to '10 | 0 | 10'"),
        (errors, {"longer": 1.2}, "chart, lines 1, y, number 1 of 10: from -13 to -13.6"),
        (errors, {"cap": 0}, "chart: line 2 is missing"),
        (points, {"size": 40}, "chart, points 1, sizes: from 20 to 40"),
        (points, {"opacity": 0.4}, "chart, points 1, opacity: from 0.7 to 0.4"),
        (points, {"marker": "s"}, "chart, points 1, shape"),
        (mapped, {"share": 1.1}, "chart, image 1, values, number 2 of 4: from 1 to 1.1 (by +0.1, +10 %)"),
    ],
)
def test_a_change_is_named(content, changes, said):
    assert said in "\n".join(messages(record(content), record(content, **changes)))


def test_data_of_a_long_line_are_compared_in_parts():
    values = np.sin(np.arange(5000.0)) + 2
    moved, exchanged = values.copy(), values.copy()
    moved[3000] += 0.5
    exchanged[[100, 101]] = exchanged[[101, 100]]
    before = record(long_line, values=values)
    assert "chart, line 1, y, part 5" in messages(before, record(long_line, values=moved))[0]
    assert "chart, line 1, y, part 1" in messages(before, record(long_line, values=exchanged))[0]
    assert messages(before, record(long_line, values=values * (1 + 1e-12))) == []
    assert len(json.dumps(before)) < 4000


def test_limits_are_named():
    before, after = (record(long_line, values=[1, 2, 3], low=low) for low in (0, -5))
    assert "chart, y axis, limits, number 1 of 2: from 0 to -5 (by -5)" in messages(before, after)


def test_nan_and_infinity_are_recorded_as_valid_json():
    assert numbers([1.0, float("nan"), float("inf")]) == "1 nan inf"
    assert json.dumps(numbers(np.full(100, np.nan)), allow_nan=False)


def test_a_record_names_the_change_as_well_as_the_picture():
    before, after = (
        [{"output_type": "display_data", "metadata": {}, "data": {MIME: record(curves, unit=unit), "text/plain": "c"}}]
        for unit in ("USD/t", "CNY/t")
    )
    assert is_chart(before[0]["data"][MIME])
    (found,) = compare_outputs(before, after, Settings())
    assert found.message == "chart, y axis, label: from 'price (USD/t)' to 'price (CNY/t)'"
    assert compare_outputs(before, before, Settings()) == []


def test_dashes_of_a_patch_and_of_a_line_may_be_lengths():
    def draw(axes, gap=2.0):
        axes.plot([1, 2], linestyle=(0, (5, gap)))
        axes.bar([1], [2], edgecolor="red", linestyle=(0, (5, gap)))
        axes.axhspan(0, 1, hatch="//", linestyle=(0, (1, gap)))

    assert [text for text in messages(record(draw), record(draw, gap=4.0)) if "line style" in text] != []


def test_an_unreadable_part_does_not_affect_the_rest():
    def draw(axes):
        (line,) = axes.plot([1, 2], label="odd")
        line.get_xdata = lambda orig: object()
        axes.plot([3, 4], label="plain")

    odd, plain = record(draw)["chart"]["axes"][0]["drawn"]
    assert (odd["label"], "x" in odd, plain["y"]) == ("odd", False, "3 4")
