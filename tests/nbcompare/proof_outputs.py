"""Pairs of single outputs that differ by one defect, which must be named, or by nothing that matters.

They have the shape that pandas, great_tables, altair, folium and plotly give their outputs, and the pictures are drawn
by matplotlib at the resolution of the inline backend.
"""

import base64
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from nbcompare.widget_content import MIME as WIDGET

from .proof import draw

TABLE = (
    '<table class="t"><caption>Prices, USD/t</caption><thead><tr><th rowspan=2>metal</th><th colspan=2>price</th>'
    "<th>n</th></tr><tr><th>low</th><th>high</th><th>x</th></tr></thead><tbody>"
    '<tr class="loss"><th>Cu</th><td>10<sup>6</sup></td><td>1<br>400</td><td><del>4</del></td></tr>'
    '<tr><th>Zn</th><td>5.5</td><td><a href="#z">6.5</a></td><td><input type="checkbox" checked></td></tr>'
    "</tbody></table>"
)
STYLED = (
    '<style>#T_{id}_row0_col0 {{ color: red; }}\n#T_{id}_row0_col1, #T_{id}_row1_col1 {{ width: 40%; }}</style>'
    '<table id="T_{id}"><thead><tr><th>price</th><th>mines</th></tr></thead><tbody>'
    '<tr><td id="T_{id}_row0_col0" class="data row0 col0">9.50</td><td id="T_{id}_row0_col1">12</td></tr>'
    '<tr><td id="T_{id}_row1_col0" class="data row1 col0">2.25</td><td id="T_{id}_row1_col1">7</td></tr>'
    "</tbody></table>"
).format  # fmt: skip
GREAT = (
    '<div id="{id}"><style>#{id} .gt_row {{ padding: 8px; }}</style><table class="gt_table"><tr><th>price</th></tr>'
    '<tr><td class="gt_row" style="background-color: red">9.5</td></tr><tfoot><tr><td>USD per t</td></tr></tfoot>'
    "</table></div>"
).format
VEGA = (
    '<div id="altair-viz-{id}"></div><script>var spec = {{"data": {{"name": "data-{id}"}}, "mark": "bar", '
    '"encoding": {{"y": {{"field": "price", "title": "USD/t", "scale": {{"type": "linear"}}}}}}}};</script>'
).format
MAP = (
    "<iframe srcdoc=\"&lt;div id=&quot;map_{id}&quot;&gt;&lt;/div&gt;&lt;script&gt;var map_{id} = L.map('map_{id}');\n"
    "L.marker([45.0, 5.0]).bindPopup('mine A').addTo(map_{id});&lt;/script&gt;\"></iframe>"
).format
ICONS = (
    '<svg><defs><path id="m0a1b2c3d4e" stroke="red"/><path id="m9f8e7d6c5b" stroke="green"/></defs>'
    '<use href="#{}" x="10"/><use href="#{}" x="50"/></svg>'
).format
ICON, OTHER_ICON = "m0a1b2c3d4e", "m9f8e7d6c5b"
HEX, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
SPEC = {"data": [{"type": "scatter", "mode": "lines", "y": [1.5, 2.5]}], "layout": {"yaxis": {"title": "USD/t"}}}


@dataclass(frozen=True)
class Pair:
    """An output as it was stored, another one, and what the message must contain; empty if there must be none."""

    name: str
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    names: str = ""


def shown(mime, data):
    return [{"output_type": "display_data", "metadata": {}, "data": {mime: data}}]


def printed(text, stream="stdout"):
    return [{"output_type": "stream", "name": stream, "text": text}]


def html(name, before, old, new, names=""):
    assert old in before, (name, old)
    return Pair(name, shown("text/html", before), shown("text/html", before.replace(old, new)), names)


def text(name, before, after, names=""):
    return Pair(name, printed(before), printed(after), names)


def as_json(name, before, after, names=""):
    return Pair(
        name, shown("application/vnd.some.v1+json", before), shown("application/vnd.some.v1+json", after), names
    )


def datasets(first, second, names=(HEX, OTHER)):
    """A vega-lite chart of two layers, whose datasets have random names."""
    values = {f"data-{name}": [{"x": number}] for number, name in enumerate(names)}
    return {"datasets": values, "layer": [{"data": {"name": f"data-{name}"}} for name in (first, second)]}


def raised(*causes, name="ValueError", value="no price", line=3):
    """An exception with the traceback of IPython: for each cause its head, the code, and the exception."""
    code = f"Cell In[{line}], line {line}\n----> {line} f()"
    parts = [part for cause in (*causes, f"{name}: {value}") for part in (f"{name}  Traceback (most recent call last)",
                                                                          code, cause)]  # fmt: skip
    return [{"output_type": "error", "ename": name, "evalue": value, "traceback": ["-" * 75, *parts]}]


def widget(content):
    """A tab with an Output widget, with what it shows."""
    data = {"text/plain": "Tab(children=(Output(),))", WIDGET: {"shown": [printed(content)]}}
    return [{"output_type": "display_data", "metadata": {}, "data": data}]


def among(*parts):
    """Printed texts and displays in their order; a display is a text in a tuple."""
    pieces = [shown("text/html", f"<p>{part[0]}</p>") if isinstance(part, tuple) else printed(part) for part in parts]
    return [piece for listed in pieces for piece in listed]


def changed_widget(**values):
    """A slider, with its values that changed after it was displayed."""
    data = {"text/plain": "IntSlider(value=3)", WIDGET: {"changed": values}}
    return [{"output_type": "display_data", "metadata": {}, "data": data}]


@cache
def unchanged(content):
    return draw(content)


def picture(name, content, names="", rc=None, **changes):
    one, other = (base64.b64encode(data).decode() for data in (unchanged(content), draw(content, rc=rc, **changes)))
    return Pair(name, shown("image/png", one), shown("image/png", other), names)


def curves(axes, dash="--", marker="o", width=1.5, labels=("copper", "zinc"), unit="USD/t", grid=True, ticks=None):
    steps = range(60)
    axes.plot(steps, [20 + (i % 20) for i in steps], dash, lw=width, label=labels[0])
    axes.plot(steps[::6], [30 + i / 4 for i in steps[::6]], marker=marker, lw=1.2, label=labels[1])
    axes.set(ylabel=f"price ({unit})", title="Prices in 2021", ylim=(0, 60))
    axes.set_yticks(range(10, 60, 10), ticks or ["10", "20", "30", "40", "50"])
    axes.grid(grid)
    axes.legend(loc="lower right")


def errors(axes, longer=1.0, minus="\N{MINUS SIGN}", cap=3):
    spans = [longer * span for span in (3, 2, 4, 3, 5)]
    axes.errorbar(range(5), [-10, 5, 2, 8, 11], yerr=spans, capsize=cap, fmt="o", lw=1)
    axes.set_yticks([-10, 0, 10], [f"{minus}10", "0", "10"])
    axes.set(xlabel="plant", ylim=(-20, 20))


def points(axes, size=20, opacity=0.7, marker="o"):
    axes.scatter([i % 11 for i in range(40)], [i % 7 for i in range(40)], s=size, alpha=opacity, marker=marker)


def hatched(axes, hatch="///", edge="0.5", count=8):
    for number, bar in enumerate(axes.bar(list("abcdefgh"), range(1, 9), color="0.9", edgecolor=edge)):
        bar.set_hatch(hatch if number < count else None)


PICTURES = (
    ("a_grey_hatch", hatched, {"hatch": "\\\\\\"}),
    ("a_hatch_of_crosses", hatched, {"hatch": "xx"}),
    ("a_dash_style", curves, {"dash": ":"}),
    ("a_marker", curves, {"marker": "s"}),
    ("a_line_twice_as_wide", curves, {"width": 3.0}),
    ("a_legend_swapped", curves, {"labels": ("zinc", "copper")}),
    ("a_unit_of_an_axis", curves, {"unit": "CNY/t"}),
    ("a_grid_gone", curves, {"grid": False}),
    ("all_tick_labels", curves, {"ticks": ["16", "26", "36", "46", "56"]}),
    ("the_sign_of_a_tick", errors, {"minus": ""}),
    ("error_bars_a_fifth_longer", errors, {"longer": 1.2}),
    ("caps_gone", errors, {"cap": 0}),
    ("a_size_of_points", points, {"size": 40}),
    ("an_opacity", points, {"opacity": 0.4}),
    ("a_shape_of_points", points, {"marker": "s"}),
)
RENDERINGS = (
    ("no_hinting", {"text.hinting": "no_hinting"}),
    ("other_hinting", {"text.hinting": "force_autohint"}),
    ("letters_not_smoothed", {"text.antialiased": False}),
    ("lines_not_smoothed", {"lines.antialiased": False, "patch.antialiased": False}),
)


def png_again(data):
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    note, buffer = PngInfo(), io.BytesIO()
    note.add_text("Software", "another")
    Image.open(io.BytesIO(data)).save(buffer, "PNG", compress_level=1, pnginfo=note)
    return buffer.getvalue()


@cache
def broken():
    """The pairs with a defect; pictures are drawn when it is first called."""
    return [
        html("a_caption", TABLE, "USD/t", "CNY/t", "table, caption: from 'Prices, USD/t' to 'Prices, CNY/t'"),
        html("a_caption_gone", TABLE, "<caption>Prices, USD/t</caption>", "", "caption"),
        html("a_head", TABLE, "<th>low", "<th>mean", "column 'price / low' is now 'price / mean'"),
        html("a_row_span", TABLE, "rowspan=2", "rowspan=3", "spans 3 rows, 2 when stored"),
        html("a_column_span", TABLE, "colspan=2>price</th><th", "colspan=1>price</th><th colspan=2", "column"),
        html("a_power", TABLE, "10<sup>6</sup>", "106", "from '10<sup>6</sup>' to '106'"),
        html("an_index", TABLE, "<sup>6</sup>", "<sub>6</sub>", "<sub>"),
        html("a_line_break", TABLE, "1<br>400", "1400", "from '1<br>400' to '1400'"),
        html("a_strike_through", TABLE, "<del>4</del>", "4", "<del>"),
        html("a_row_class", TABLE, ' class="loss"', "", "row 'Cu', look: from 'class=loss' to ''"),
        html("a_row_colour", TABLE, "<tr><th>Zn", '<tr style="color: red"><th>Zn', "style=color: red"),
        html("a_hidden_row", TABLE, '<tr class="loss">', '<tr class="loss" hidden>', "hidden"),
        html("a_hidden_cell", TABLE, "<td>5.5", '<td style="display:none">5.5', "display: none"),
        html("a_heading_cell", TABLE, "<th>Zn</th>", "<td>Zn</td>", "from a heading to an ordinary cell"),
        html("a_link", TABLE, "#z", "#y", "#y"),
        html("a_tick_in_a_box", TABLE, " checked", "", "checked"),
        html("a_styled_colour", STYLED(id="a1b2c"), "color: red", "color: green", "row '9.50', column 'price', look"),
        html("a_styled_bar", STYLED(id="a1b2c"), "40%", "60%", "column 'mines', look"),
        html("a_style_of_another_cell", STYLED(id="a1b2c"), "row0_col0 {", "row1_col0 {", "look"),
        html("a_source_note", GREAT(id="abcdefghij"), "USD per t", "CNY per t", "CNY per t"),
        html("a_fill", GREAT(id="abcdefghij"), "color: red", "color: blue", "blue"),
        html("a_title_of_a_vega_axis", VEGA(id=HEX), "USD/t", "CNY/t", "CNY/t"),
        html("a_mark_of_a_vega_chart", VEGA(id=HEX), '"bar"', '"line"', "line"),
        html("a_scale_of_a_vega_chart", VEGA(id=HEX), '"linear"', '"log"', "log"),
        html("a_place_on_a_map", MAP(id=HEX), "[45.0,", "[46.0,", "embedded document"),
        html("a_popup_on_a_map", MAP(id=HEX), "mine A", "mine B", "mine B"),
        html("an_open_section", "<details open>5</details>", " open", "", "details"),
        as_json("a_true_that_became_1", {"open": True}, {"open": 1}, "open: from True to 1"),
        as_json("a_false_that_became_0", [False], [0], "from False to 0"),
        as_json("a_number_that_became_text", {"a": 1}, {"a": "1"}, "a: from 1 to '1'"),
        as_json("a_mode_of_plotly", SPEC, {**SPEC, "data": [{**SPEC["data"][0], "mode": "markers"}]}, "data[0].mode"),
        as_json("an_axis_of_plotly", SPEC, {**SPEC, "layout": {"yaxis": {"title": "CNY/t"}}}, "layout.yaxis.title"),
        as_json("a_packed_array", {"dtype": "f8", "bdata": "AAAAAAAA8D8="}, {"dtype": "f8", "bdata": "AAAAAAAAAEA="},
                "from 1.0 to 2.0"),
        text("another_quarter", "read /srv/one/m/2024Q1/p.csv", "read /srv/one/m/2024Q2/p.csv", "from '2024Q1'"),
        text("a_sign", "\N{MINUS SIGN}4.2", "4.2", "4.2"),
        text("an_exponent", "1.2e-05", "1.2e+05", "1.2e+05"),
        text("lines_exchanged", "a\nb\n", "b\na\n", "line 1"),
        text("a_file", "/tmp/out/prices.csv", "/tmp/out/costs.csv", "costs.csv"),
        Pair("two_icons_exchanged", shown("text/html", ICONS(ICON, OTHER_ICON)),
             shown("text/html", ICONS(OTHER_ICON, ICON)), "markup"),
        Pair("two_icons_of_a_picture", shown("image/svg+xml", ICONS(ICON, OTHER_ICON)),
             shown("image/svg+xml", ICONS(OTHER_ICON, ICON)), "SVG picture"),
        as_json("two_datasets_exchanged", datasets(HEX, OTHER), datasets(OTHER, HEX), "layer[0].data.name"),
        as_json("a_dataset_twice", datasets(HEX, OTHER), datasets(HEX, HEX), "layer[1].data.name"),
        as_json("the_shape_of_a_packed_array", {"z": {"dtype": "i1", "bdata": "AQIDBAUG", "shape": "2, 3"}},
                {"z": {"dtype": "i1", "bdata": "AQIDBAUG", "shape": "3, 2"}}, "z: from 2 to 3 entries"),
        Pair("a_cause", raised("KeyError: 'copper'"), raised("KeyError: 'zinc'"), "causes and notes"),
        Pair("a_note", raised("no price\nof copper"), raised("no price\nof zinc"), "causes and notes"),
        Pair("an_output_widget", widget("42"), widget("43"), "Output widget: printed text: from 42 to 43"),
        Pair("a_widget_after_its_display", changed_widget(value=5), changed_widget(value=8),
             "widget: value: from 5 to 8"),
        Pair("a_widget_that_stays", changed_widget(value=5), changed_widget(), "widget: value: no longer set to 5"),
        Pair("a_widget_that_moves", changed_widget(), changed_widget(value=5), "widget: value: now set to 5"),
        Pair("the_state_of_a_thread", printed("<Thread(reader, started 4711)>"),
             printed("<Thread(reader, stopped 4711)>"), "printed text"),
        Pair("a_heading_after_its_table", among("worst:\n", ("1",), "best:\n", ("2",)),
             among(("1",), "worst:\n", ("2",), "best:\n"), "the printed text moved: 'worst:' is now after output 1"),
        Pair("another_stream", printed("a\n"), printed("a\n", "stderr"), "the printed text is missing"),
        *(picture(name, content, "picture:", **changes) for name, content, changes in PICTURES),
    ]  # fmt: skip


def harmless():
    """The pairs without a difference that matters."""
    pixels = unchanged(curves)
    one, other = (base64.b64encode(data).decode() for data in (pixels, png_again(pixels)))
    return [
        html("a_styler_id", STYLED(id="a1b2c"), "T_a1b2c", "T_0f0f0"),
        html("a_random_id", GREAT(id="abcdefghij"), "abcdefghij", "zyxwvutsrq"),
        html("a_vega_id", VEGA(id=HEX), HEX, OTHER),
        html("ids_of_a_map", MAP(id=HEX), HEX, OTHER),
        html("a_uuid", '<div id="1b4e28ba-2fa1-11d2-883f-0016d3cca427"></div>', "1b4e28ba", "2c5f39cb"),
        html("the_order_of_attributes", '<b style="color:red" title="a">5</b>', 'style="color:red" title="a"',
             "title='a' style='color: red;'"),
        html("blanks_between_tags", TABLE, "<tr>", "\n  <tr>\n "),
        html("a_class_of_the_table", TABLE, ' class="t"', ' class="u" border="1"'),
        as_json("the_order_of_keys", SPEC, dict(reversed(SPEC.items()))),
        as_json("the_last_digit", {"y": 0.3}, {"y": 0.1 + 0.2}),
        as_json("a_random_key", {f"data-{HEX}": [1]}, {f"data-{OTHER}": [1]}),
        text("a_temporary_folder", "wrote /tmp/tmpab12cd34/x.csv", "wrote /tmp/tmpzz9_x1ab/x.csv"),
        text("a_temporary_name", "in tmpab12cd34", "in tmpq_w8xyzz"),
        text("a_temporary_name_with_a_prefix", "/tmp/report-k3x_9abd", "/tmp/report-aa12b_cd"),
        html("other_ids_of_icons", ICONS(ICON, OTHER_ICON), ICON, "m1111111111"),
        as_json("other_names_of_datasets", datasets(HEX, OTHER), datasets("c" * 32, "d" * 32, ("c" * 32, "d" * 32))),
        as_json("the_order_of_datasets", datasets(HEX, OTHER),
                {key: dict(reversed(value.items())) if key == "datasets" else value
                 for key, value in datasets(HEX, OTHER).items()}),
        as_json("an_unpacked_array", {"z": {"dtype": "i1", "bdata": "AQIDBAUG", "shape": "2, 3"}},
                {"z": [[1, 2, 3], [4, 5, 6]]}),
        Pair("a_cause_on_another_line", raised("KeyError: 'copper'"), raised("KeyError: 'copper'", line=5)),
        Pair("a_split_stream", among("a\n", "b\n", ("1",), "c\n"), among("a\nb\n", ("1",), "c", "\n")),
        text("blanks_at_the_end", "5 t\n", "5 t  \n\n"),
        Pair("a_warning_on_another_line", printed("x/ipykernel_1/1234.py:3: UserWarning: low\n", "stderr"),
             printed("x/ipykernel_1/1234.py:4: UserWarning: low\n", "stderr")),
        Pair("a_warning_of_another_python", printed("/opt/x/lib/python3.12/m/a.py:8: UserWarning: low", "stderr"),
             printed("/opt/x/lib/python3.11/m/a.py:9: UserWarning: low", "stderr")),
        text("another_thread", "<Thread(Thread-2 (read), started daemon 140124247553728)>",
             "<Thread(Thread-7 (read), started daemon 139109928187584)>"),
        text("another_task", "<Task pending name='Task-7' coro=<read()>>",
             "<Task pending name='Task-12' coro=<read()>>"),
        text("another_connection", "<socket.socket fd=52, laddr=('127.0.0.1', 41237)>",
             "<socket.socket fd=7, laddr=('127.0.0.1', 40009)>"),
        text("another_clone", "/srv/one/src/metals/data/p.csv", "/srv/ci/metals/data/p.csv"),
        Pair("a_picture_written_again", shown("image/png", one), shown("image/png", other)),
        *(picture(f"{content.__name__}_{name}", content, rc=rc) for name, rc in RENDERINGS
          for content in (curves, errors, hatched)),
    ]  # fmt: skip
