"""Charts carry an alternative text and a source, look the same each time, and draw what they are given."""

import base64

import matplotlib as mpl
import pandas as pd
import pytest

from analysis.core.formatting import number
from analysis.models import growth_scenarios, margin_uplift
from analysis.models.distributions import hedge_distribution
from analysis.models.fan_chart import growth_fan
from analysis.models.sampling import SamplingPlan
from analysis.models.sensitivity import TornadoBar, one_at_a_time
from analysis.models.simulation import simulate
from analysis.notebook.chart_style import chart, rendered, style
from analysis.notebook.plots import (
    claims_and_references,
    fan_chart,
    grouped_bars,
    heat_map,
    histogram,
    labelled_bars,
    low_base_high,
    spider,
    stacked_bars,
    tornado,
    waterfall,
)
from analysis.notebook.quantity_text import percent_number
from analysis.notebook.questions.rare_earths import timeline_chart

mpl.use("agg")
import matplotlib.pyplot as plt


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append((data, kwargs)))
    style()
    plt.close("all")  # what other tests left open
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
    assert kwargs["metadata"]["image/png"] == {"width": 560, "alt": "a line", "source": "tests"}
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


def test_no_line_of_a_title_ends_within_a_number_with_its_unit(displayed):
    for words in range(1, 12):
        figure, axes = plt.subplots()
        axes.set_title(f"{'word ' * words}{'43.3 % and USD 1,500 or 2 billion, ' * 4}")
        chart(figure, "a chart", "tests")
        lines = figure.get_suptitle().split("\n")
        assert len(lines) > 1
        assert not [line for line in lines if line.startswith(("%", "billion")) or line.endswith("USD")]


def test_the_same_data_gives_the_same_picture_and_other_data_another(displayed):
    first, again, other = (drawn(displayed, values)[0]["image/png"] for values in ([1, 2], [1, 2], [1, 3]))
    assert first == again
    assert first != other


def test_a_heat_map_writes_its_numbers_and_leaves_gaps_empty(displayed):
    _, axes = plt.subplots()
    heat_map(axes, pd.DataFrame([[1.0, float("nan")], [-3.0, 1e-70]]), percent_number)
    assert [text.get_text() for text in axes.texts] == ["1", "−3", "almost 0"]


def test_a_tornado_has_the_widest_on_top_with_the_results_at_its_ends(displayed):
    _, axes = plt.subplots()
    bars = [TornadoBar("wide", (1, 1.5, 2), (-10, 3, 10)), TornadoBar("narrow", (3, 4), (0, 2))]
    tornado(axes, bars, 0.0, number, ["wide\n1 to 2", "narrow\n3 to 4"])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["narrow\n3 to 4", "wide\n1 to 2"]
    assert [text.get_text() for text in axes.texts] == ["0", "2", "-10", "10"]
    assert [round(bar.get_width()) for bar in axes.patches] == [0, 2, -10, 10]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["input low", "input high"]
    assert [bool(bar.get_hatch()) for bar in axes.patches] == [True, False, True, False]  # told apart in grey print


@pytest.mark.parametrize(("answers", "negative"), [((0.001, 0.12), False), ((-0.02, 0.12), True)])
def test_a_tornado_has_a_negative_number_on_its_axis_only_if_a_result_is_negative(displayed, answers, negative):
    _, axes = plt.subplots()
    tornado(axes, [TornadoBar("growth", (1, 2), answers)], 0.014, number, ["growth"])
    left, right = axes.get_xlim()
    assert left < 0 < max(axes.get_xticks()) <= right or negative
    assert (min(tick for tick in axes.get_xticks() if tick >= left) < 0) == negative


@pytest.mark.parametrize("values", [{"a": -25.5, "b": 12.1, "c": 5.11}, {"a": -4.0}, {"a": 3.0, "b": 4.0}])
def test_the_numbers_of_bars_are_within_the_axes(displayed, values):
    figure, axes = plt.subplots(figsize=(5.6, 2.5))
    labelled_bars(axes, values)
    figure.draw_without_rendering()
    inside = axes.get_window_extent()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert all(inside.x0 < box.x0 and box.x1 < inside.x1 for box in boxes)


def test_the_names_of_claims_with_long_sources_do_not_touch(displayed):
    name = "lithium foil profit (a belt of makers climbs the value chain as smelters shed their staff, 2026-03-03)"
    rows = [(f"{kind} {name}", "USD/t", (1.0, 2.0, 3.0), [(1.0, 1.5, 2.0)]) for kind in "ab"]
    figure = plt.figure(figsize=(8, 0.85 * len(rows) + 1.1))
    claims_and_references(figure, rows)
    chart(figure, "two claims", "tests")
    first, second = (axes.get_yticklabels()[0].get_text().replace("\n", " ") for axes in figure.axes)
    assert (first[:2], second[:2]) == ("A ", "B ")
    assert max(len(first), len(second)) < 75
    assert first.endswith("… 2026-03-03) (USD per tonne)")


def test_claims_of_one_publisher_keep_what_tells_them_apart_and_the_legend_names_what_is_drawn(displayed):
    whole = float("inf")
    rows = [
        ("foil profit (A newspaper of the province of Hubei, 2026-04-10)", "USD/t", (1, 2, 3), [(1.0, 1.5, 2.0)]),
        ("foil profit (A newspaper of the province of Hubei, 2026-04-11)", "USD/t", (1, 2, 3), [(2.0, 2.0, whole)]),
    ]
    for shown, legend in ((rows, ["reference", "at least"]), (rows[:1], ["reference"])):
        figure = plt.figure(figsize=(8, 3))
        claims_and_references(figure, shown)
        names = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
        assert names == ["claim, and what its hedge allows", *legend]
        labels = [axes.get_yticklabels()[0].get_text() for axes in figure.axes]
        assert len(set(labels)) == len(labels)


def test_a_timeline_has_a_row_for_each_source_with_a_year(displayed):
    dated = [
        {"Source": "a", "When": "--12-20", "What": "launched"},
        {"Source": "b", "When": "2021/2025", "What": "grew"},
    ]
    _, axes = plt.subplots()
    timeline_chart(axes, dated, {"a": "Ore Weekly", "b": "Metal Daily"})
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Metal Daily"]
    assert axes.get_legend() is None  # of a single kind


def test_a_day_of_a_timeline_is_drawn_as_a_dot_and_the_legend_names_what_is_drawn(displayed):
    times = [("2026-01-05", "published"), ("2026-02-01", "sold"), ("2021/2025", "grew")]
    dated = [{"Source": "b", "When": period, "What": what} for period, what in times]
    _, axes = plt.subplots()
    timeline_chart(axes, dated, {"b": "Metal Daily"})
    markers = [line.get_marker() for line in axes.get_lines() if len(line.get_xdata())]
    assert markers == ["D", "o", "None"]
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["published", "day or month named", "period named"]


@pytest.mark.parametrize(
    ("answers", "words"), [((57.7, 95.4), "57.7 to 95.4"), ((30, 10), "30 to 10"), ((60, 60), "60")]
)
def test_a_tornado_labels_a_bar_with_both_ends_on_one_side_at_its_far_end(displayed, answers, words):
    _, axes = plt.subplots()
    tornado(axes, [TornadoBar("growth", (1, 2), answers)], 50.0, number, ["growth"])
    (text,) = axes.texts
    assert (text.get_text(), text.xy[0]) == (words, max(answers, key=lambda value: abs(value - 50)))


def test_a_waterfall_ends_where_the_steps_lead(displayed):
    _, axes = plt.subplots()
    waterfall(axes, ("start", 600.0), {"up": 500.0, "down": -100.0}, "end")
    assert axes.patches[-1].get_height() == 1000.0
    assert axes.patches[2].get_y() + axes.patches[2].get_height() == 1000.0


def test_a_waterfall_has_room_for_its_labels_and_none_is_in_a_bar(displayed):
    """Down from 6 over 20 to -4: the bar that hangs from 20 has its label above it, the loss has its own above 0."""
    _, axes = plt.subplots()
    waterfall(axes, ("low", 6.0), {"mix": 14.0, "profit": -24.0}, "high")
    assert [(text.get_text(), text.xy[1]) for text in axes.texts] == [("6", 6), ("+14", 20), ("-24", 20), ("-4", 0)]
    low, high = axes.get_ylim()
    assert low < -5
    assert high > 22
    _, axes = plt.subplots()
    waterfall(axes, ("low", 6.0), {"mix": 14.0}, "high")
    assert axes.get_ylim()[0] == 0


def test_a_tornado_names_an_end_that_never_comes(displayed):
    _, axes = plt.subplots()
    tornado(axes, [TornadoBar("foil", (-400, 0, 1400), (float("inf"), float("inf"), 7.0))], 7.2, number, ["foil"])
    assert [text.get_text() for text in axes.texts] == ["never", "7"]


def test_a_spider_goes_from_low_to_high_and_marks_the_five_points(displayed):
    _, axes = plt.subplots()
    ranges = {"foil_share": (0.05, 0.25), "foil_profit_usd_per_t": (1600, 1400)}
    bars = one_at_a_time(margin_uplift, {}, ranges, "annual_uplift_usd")
    spider(axes, bars)
    assert [line.get_label() for line in axes.lines] == ["foil_share", "foil_profit_usd_per_t"]
    for line, bar in zip(axes.lines, bars, strict=True):
        assert line.get_xdata()[0] == 0
        assert line.get_xdata()[-1] == 100
        assert list(line.get_ydata()) == list(bar.answers)


def test_a_histogram_has_an_outline_for_each_reading_that_varies_and_a_line_for_others(displayed):
    _, axes = plt.subplots()
    over = {"foil_profit_usd_per_t": hedge_distribution(1400, ">")}
    spread = simulate(margin_uplift, {}, over, ("uplift_usd_per_t",), SamplingPlan(16_384)).spreads["uplift_usd_per_t"]
    still = simulate(margin_uplift, {}, {}, ("uplift_usd_per_t",)).spreads["uplift_usd_per_t"]
    histogram(axes, {"one": spread, "still": still, "two": spread}, scale=2)
    outline = axes.patches[0].get_data()
    assert outline.values.max() == 1
    assert outline.values.argmax() == 0  # a Pareto is densest at its beginning
    assert list(outline.edges) == [2 * edge for edge in spread.edges]
    bars = [line.get_xdata() for line in axes.lines if line.get_linewidth() == 4 and len(line.get_xdata()) == 2]
    assert [list(bar) for bar in bars] == [[2 * spread.low, 2 * spread.high]] * 2
    (line,) = (line for line in axes.lines if line.get_label() == "still" and len(line.get_xdata()))
    assert set(line.get_xdata()) == {2 * still.base}


def test_a_fan_ends_where_its_quantiles_do_and_marks_the_target(displayed):
    _, axes = plt.subplots()
    fan = growth_fan({"growth_per_year": 0.1}, last_year=2028)
    fan_chart(axes, fan, 1000.0, 2027, until=2028)
    heights = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert heights.max() == pytest.approx(fan.sizes[0.95][-1].value)
    assert heights.min() == pytest.approx(min(size.value for size in fan.sizes[0.05]))
    marks = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines if line.get_marker() == "D"]
    assert marks == [(2027, 1000.0)]
    assert growth_scenarios(growth_per_year=0.1).projected_cny_bn in axes.lines[0].get_ydata()


def test_a_fan_may_end_before_its_last_year(displayed):
    _, axes = plt.subplots()
    fan_chart(axes, growth_fan({"growth_per_year": 0.1}, last_year=2040), 1000.0, 2027, until=2028)
    assert max(axes.lines[0].get_xdata()) == 2028


def test_labelled_bars_write_infinite_values_in_words(displayed):
    _, axes = plt.subplots()
    labelled_bars(axes, {"a": 2.0, "b": -1.0, "c": float("inf")})
    assert [text.get_text() for text in axes.texts] == ["2", "-1", "never"]
    assert [bar.get_width() for bar in axes.patches] == [2.0, -1.0, 0.0]


def test_low_base_high_leaves_out_results_without_a_multiple(displayed):
    _, axes = plt.subplots()
    cases = [(2.0, 4.0, 8.0), (1.0, 0.0, 2.0), (1.0, 2.0, float("inf"))]
    low_base_high(axes, [{"Result": str(k), "low": a, "base": b, "high": c} for k, (a, b, c) in enumerate(cases)])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["0"]
    assert [list(line.get_xdata()) for line in axes.lines[:3]] == [[-0.5, 1.0], [-0.5], [1.0]]


def test_stacked_bars_hold_their_parts_and_differ_without_colour(displayed):
    _, axes = plt.subplots()
    stacked_bars(axes, {"before": {"energy": 35.0, "labour": 20.0}, "after": {"energy": 31.5, "labour": 0.0}})
    energy, labour = axes.containers
    assert [bar.get_width() for bar in energy] == [35.0, 31.5]
    assert [bar.get_x() for bar in labour] == [35.0, 31.5]
    assert [text.get_text() for text in axes.texts] == ["35", "31.5", "20", ""]
    assert len({bars[0].get_hatch() for bars in axes.containers}) == 2


def test_lines_and_bars_differ_in_grey_print(displayed):
    _, (left, right) = plt.subplots(1, 2)
    for level in range(6):
        left.plot([1, 2], [level, level])
    grouped_bars(right, {name: {"a": 1.0, "b": -2.0} for name in ("one", "two", "three")}, "size")
    dashes = {line.get_linestyle() + str(line._unscaled_dash_pattern) for line in left.lines}
    assert len(dashes) == 6
    assert len({bars[0].get_hatch() for bars in right.containers}) == 3


def test_a_chart_may_be_the_key_chart_of_its_notebook(displayed):
    figure, _ = plt.subplots()
    chart(figure, "a line", key=True)
    assert displayed[-1][1]["metadata"]["image/png"]["key"] is True


def labelled(label):
    figure, axes = plt.subplots()
    axes.barh([label, "copper"], [1, 2])
    axes.set_title(f"{label} and copper")
    return figure


def test_without_a_font_chinese_is_a_placeholder_with_a_note(displayed, monkeypatch):
    monkeypatch.setattr("analysis.notebook.chart_style.FONTS", ())
    drawn = []
    figure = labelled("江西铜业")
    draw = figure.draw
    monkeypatch.setattr(figure, "draw", lambda renderer: drawn.extend(texts_of(figure)) or draw(renderer))
    chart(figure, "alt", "x")
    assert "[Chinese]" in drawn
    assert any(text.startswith("Source: x\nNo font") for text in drawn)  # below the source, not over it
    assert not any("江" in text for text in drawn)
    assert "江西铜业" in texts_of(figure)  # restored, so that the record is the same on every machine


def test_chinese_text_uses_an_installed_font(displayed, monkeypatch):
    monkeypatch.setattr("analysis.notebook.chart_style.FONTS", ("No such font", "DejaVu Serif"))  # stands for one
    figure = labelled("江西铜业")
    with pytest.warns(UserWarning, match="Glyph"):
        chart(figure, "alt", "x")
    labels = [item for item in figure.findobj(mpl.text.Text) if "江" in item.get_text()]
    assert labels
    assert all(item.get_fontfamily() == ["DejaVu Sans", "DejaVu Serif"] for item in labels)


def test_charts_without_chinese_have_no_note(displayed):
    figure = labelled("tin")
    chart(figure, "alt", "x")
    assert not any("No font" in text for text in texts_of(figure))


def texts_of(figure):
    return [item.get_text() for item in figure.findobj(mpl.text.Text)]


def test_lines_that_coincide_have_one_label():
    style()
    figure, axes = plt.subplots()
    for name, rise in {"north": 1, "south": 1, "east": 2}.items():
        axes.plot([1, 2], [1, 1 + rise], label=name)
    axes.legend()
    rendered(figure)
    plt.close(figure)
    assert sorted(text.get_text() for text in axes.texts) == ["East", "North and south"]
