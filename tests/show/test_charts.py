"""Charts carry an alternative text and a source, look the same each time, and draw what they are given."""

import base64

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.models.sensitivity import Swing
from analysis.show.charts import chart, style
from analysis.show.plots import heat_map, hedged_dots, tornado, waterfall

mpl.use("agg")
import matplotlib.pyplot as plt


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append((data, kwargs)))
    style()
    yield shown
    plt.close("all")


def drawn(displayed, values):
    figure, axes = plt.subplots()
    axes.plot(values)
    chart(figure, "a line", "tests")
    return displayed[-1]


def test_a_chart_is_shown_with_its_alternative_text_and_closed(displayed):
    data, kwargs = drawn(displayed, [1, 2])
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == "[chart] a line"
    assert kwargs["metadata"]["image/png"] == {"width": 800, "alt": "a line"}
    assert plt.get_fignums() == []


def test_a_long_title_stays_inside_the_picture(displayed):
    figure, axes = plt.subplots(figsize=(8, 3))
    axes.barh(["a label as long as they come in these charts"], [1])
    axes.set_title("word " * 30)
    chart(figure, "a bar", "tests")
    figure.draw_without_rendering()
    box = figure.get_suptitle(), figure._suptitle.get_window_extent()
    assert "\n" in box[0]
    assert 0 <= box[1].x0 < box[1].x1 <= figure.bbox.width


def test_the_same_data_gives_the_same_picture_and_other_data_another(displayed):
    first, again, other = (drawn(displayed, values)[0]["image/png"] for values in ([1, 2], [1, 2], [1, 3]))
    assert first == again
    assert first != other


def test_hedged_dots_reach_from_low_to_high(displayed):
    _, axes = plt.subplots()
    hedged_dots(axes, {"Wire": (12.5, 15, 17.5), "Exact": (3, 3, 3)}, "USD/t")
    assert list(axes.lines[0].get_xdata()) == [12.5, 17.5]
    assert [text.get_text() for text in axes.texts] == ["15 USD/t (hedge: 12.5 to 17.5)", "3 USD/t"]


def test_a_heat_map_writes_its_numbers_and_leaves_gaps_empty(displayed):
    _, axes = plt.subplots()
    heat_map(axes, pd.DataFrame([[1.0, float("nan")], [3.0, 4.0]]), ".1f", "%")
    assert [text.get_text() for text in axes.texts] == ["1.0", "3.0", "4.0"]


def test_a_tornado_has_the_widest_on_top_with_its_inputs_at_the_ends(displayed):
    _, axes = plt.subplots()
    tornado(axes, [Swing("wide", (1, 1.5, 2), (-10, 3, 10)), Swing("narrow", (3, 4), (0, 2))], 0.0)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["narrow", "wide"]
    assert [text.get_text() for text in axes.texts] == ["3", "4", "1", "2"]
    assert [round(bar.get_width()) for bar in axes.patches] == [0, 2, -10, 10]


def test_a_waterfall_ends_where_the_steps_lead(displayed):
    _, axes = plt.subplots()
    waterfall(axes, ("start", 600.0), {"up": 500.0, "down": -100.0}, "end")
    assert axes.patches[-1].get_height() == 1000.0
    assert axes.patches[2].get_y() + axes.patches[2].get_height() == 1000.0
