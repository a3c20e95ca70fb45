"""Comparing tables by cell, row and column, and the markup around them as text."""

import base64
import html
import io
import json
from urllib.parse import quote

import pandas as pd
import pytest
from PIL import Image

from nbcompare.html_reader import read_html
from nbcompare.settings import Settings
from nbcompare.table_diff import compare_html

FRAME = pd.DataFrame({"price": [1.5, 2.5, 3.5], "mines": [1, 2, 3]}, index=["copper", "zinc", "tin"])


def messages(before, after):
    return [item.message for item in compare_html(before, after, Settings())]


def changed(**changes):
    return FRAME.assign(**changes).to_html()


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (changed(price=[1.5, 2.6, 3.5]), "table, row 'zinc', column 'price': from 2.5 to 2.6 (by +0.1, +4 %)"),
        (changed(mines=[1.0, 2.0, 3.0]), "row 'copper', column 'mines': from 1 to 1.0 (a whole number became a float)"),
        (FRAME.drop("zinc").to_html(), "table, row 'zinc' is missing (2.5, 2)"),
        (FRAME.drop(columns="mines").to_html(), "table, column 'mines' is missing"),
        (FRAME.rename(columns={"mines": "plants"}).to_html(), "table, column 'mines' is now 'plants'"),
        (FRAME.loc[["zinc", "copper", "tin"]].to_html(), "table, the order of the rows changed, from row 1 on"),
        (FRAME.to_html() + FRAME.to_html(), "from 1 to 2 tables"),
        (FRAME.to_html() + "<p>note</p>", "markup: "),
        (FRAME.to_html(index=False), "table, column"),
        (FRAME.to_html().replace("<td>2.5<", '<td style="color: red">2.5<'), "look: from '' to 'style=color: red'"),
    ],
)
def test_differences_are_named(after, said):
    assert said in "\n".join(messages(FRAME.to_html(), after))


def test_the_last_digit_of_a_float_is_ignored():
    one, other = (pd.DataFrame({"x": [value]}).to_html(float_format=repr) for value in (0.3, 0.1 + 0.2))
    assert one != other
    assert messages(one, other) == []


def test_meaningless_attributes_are_ignored():
    assert messages(FRAME.to_html(), FRAME.to_html(border=0, table_id="t", classes="wide")) == []


def test_headers_of_several_rows_and_spans():
    frame = pd.DataFrame(
        [[1.5, 2.5]], columns=pd.MultiIndex.from_tuples([("foil", "low"), ("foil", "high")]), index=["uplift"]
    )
    (table,) = read_html(frame.to_html()).tables
    assert table.columns[1:] == ["foil / low", "foil / high"]
    frame.iloc[0, 1] = 9.5
    assert "column 'foil / high': from 2.5 to 9.5" in messages(table_html(1.5, 2.5), frame.to_html())[0]


def table_html(*values):
    columns = pd.MultiIndex.from_tuples([("foil", "low"), ("foil", "high")])
    return pd.DataFrame([list(values)], columns=columns, index=["uplift"]).to_html()


def test_a_cell_that_spans_rows_names_each_of_them():
    index = pd.MultiIndex.from_tuples([("metal", "copper"), ("metal", "zinc")])
    (table,) = read_html(pd.DataFrame({"x": [1.5, 2.5]}, index=index).to_html()).tables
    assert [row.name for row in table.rows[-2:]] == ["metal", "metal / zinc"]
    assert [(cell.text, cell.column) for cell in table.rows[-1].cells] == [("zinc", 1), ("2.5", 2)]


def test_broken_html_is_compared():
    assert messages("<table><tr><td>1.5", "<table><tr><td>2.5") == [
        "table, row '1.5', column 'column 1': from 1.5 to 2.5 (by +1, +66.7 %)"
    ]


@pytest.mark.parametrize(
    "odd", ["", "<!-- x", "<table>" * 300, "<?xml version='1.0' encoding='utf-8'?><b>", "\x00\x0b"]
)
def test_unusual_html_is_read_and_numbers_after_it_are_compared(odd):
    assert messages(f"<i>1.5</i>{odd}", f"<i>1.6</i>{odd}") != []


def test_html_without_a_table():
    assert messages("<b>1.5</b>", "<b>1.6</b>") == ["markup: '<b>': from 1.5 to 1.6 (by +0.1, +6.67 %)"]


ENCODINGS = {
    "base64": lambda page: "data:text/html;charset=utf-8;base64," + base64.b64encode(page.encode()).decode(),
    "quoted": lambda page: "data:text/html," + quote(page),
}
PLACES = {
    "script": '<div id=\'m\'></div><script>var i = $(`<iframe src="{}" width="400"></iframe>`)[0];</script>',
    "frame": "<iframe src='{}'></iframe>",
    "object": "<object data='{}'></object>",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_a_document_in_an_address_is_compared_as_a_document(encode, place):
    def page(name, price):
        chart = f"<p>Prices in €</p><div id='{name}'></div><script>Plotly.newPlot('{name}', [{price}])</script>"
        return f"<iframe srcdoc='{html.escape(place.format(encode(chart)))}'></iframe>"

    names = "0da4730c-25c8-4624-958a-21bc7e79f522", "37870533-f6e5-4898-93fb-d6ac99318f5c"
    assert messages(page(names[0], 9.5), page(names[1], 9.5)) == []
    (found,) = messages(page(names[0], 9.5), page(names[1], 9.6))
    assert found.startswith("embedded document: embedded document: ")
    assert "from 9.5 to 9.6" in found


@pytest.mark.parametrize("place", ["<img src='{}'>", *PLACES.values()])
@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_an_svg_picture_in_an_address_is_compared_as_svg(encode, place):
    def page(salt, day, tonnes):
        svg = f"<dc:date>{day}</dc:date><clipPath id='p{salt}'/><g clip-path='url(#p{salt})'>{tonnes} t</g>"
        return place.format(encode(f'<?xml version="1.0"?>\n<svg>{svg}</svg>').replace("text/html", "image/svg+xml"))

    stored = page("0a1b2c3d4e", "2026-11-28T06:56:07", 9.5)
    assert messages(stored, page("ff1b2c3d4e", "2026-11-29T18:00:01", 9.5)) == []
    (found,) = messages(stored, page("ff1b2c3d4e", "2026-11-29T18:00:01", 9.6))
    assert "from 9.5 to 9.6" in found


def test_a_picture_in_a_script_is_compared_by_its_pixels():
    def page(colour, level):
        made = io.BytesIO()
        Image.new("RGB", (40, 40), colour).save(made, "PNG", compress_level=level)
        return f"<script>overlay('data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}')</script>"

    assert messages(page("red", 1), page("red", 9)) == []
    (found,) = messages(page("red", 1), page("blue", 1))
    assert found.startswith("picture: ")


def test_a_row_of_the_foot_is_named_without_its_markup():
    table = (
        "<table><thead><tr><th>metal</th></tr></thead><tbody><tr><td><b>tin</b></td><td>5</td></tr></tbody>"
        "<tfoot class='notes'><tr><td class='note'><span class='md'>Prices: LME</span></td></tr></tfoot></table>"
    )
    assert messages(table, table.replace("5", "6"))[0].startswith("table, row 'tin', column 'column 2': ")
    assert messages(table, table.replace("LME", "SHFE"))[0].startswith("table, row 'Prices: LME' of the foot, ")
    assert messages(table, table.replace("tin", "zinc"))[0].startswith("table, row 'tin', ")


def test_a_picture_of_an_animation_is_named_by_its_number():
    def page(*colours):
        frames = []
        for number, colour in enumerate(colours):
            made = io.BytesIO()
            Image.new("RGB", (40, 40), colour).save(made, "PNG", compress_level=0)
            code = base64.encodebytes(made.getvalue()).decode().replace("\n", "\\\n")  # as matplotlib writes it
            frames.append(f'frames[{number}] = "data:image/png;base64,{code}"')
        return f"<script>{chr(10).join(frames)}</script>"

    assert messages(page("red", "blue", "red"), page("red", "blue", "red")) == []
    (found,) = messages(page("red", "blue", "red"), page("red", "green", "red"))
    assert found.startswith("picture 2 of 3: ")


ROWS = [{"metal": f"metal {i}", "kt": i / 7} for i in range(20)]
SCRIPTS = {
    "altair": "(function(spec) {{ show(spec) }})({}, {{'mode': 'vega-lite'}});",
    "bokeh": "const docs = '{}';",
    "plotly": "Plotly.newPlot('a', [{}], {{}})",
    "type": "{}",
    "two": "show({0}); show({0})",
    "broken before": 'if (a) {{"use strict"}}; show({});',
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_json_in_a_script_is_compared_by_its_path(script):
    def page(changes, rows=ROWS):
        spec = {"mark": "bar", "encoding": {"y": {"field": "kt"}}, "values": rows} | changes
        return f"<script>{script.format(json.dumps(spec))}</script>"

    rows = [row | {"kt": row["kt"] * (1 + 1e-12)} for row in ROWS]
    assert messages(page({}), page({}, rows)) == []
    assert messages(page({}), page({"mark": "bar"}, [dict(reversed(row.items())) for row in ROWS])) == []
    found = messages(page({}), page({"encoding": {"y": {"field": "t"}}}))
    assert {item.partition("encoding")[2] for item in found} == {".y.field: from 'kt' to 't'"}
    assert all(item.startswith("script: ") for item in found)
    found = messages(page({}), page({}, ROWS[:19]))
    assert {item.partition("values")[2] for item in found} == {": from 20 to 19 entries"}


def test_other_code_of_a_script_with_json_is_compared_as_text():
    page = f"<script>{SCRIPTS['altair'].format(json.dumps(ROWS[0] | {'values': ROWS}))}</script>"
    assert "vega-lite" in messages(page, page.replace("vega-lite", "vega"))[0]
    assert messages(page, page.replace("show", "hide")) != []
    short = '<p>5</p><script>show({"kt": 5})</script>'
    assert messages(short, short.replace(": 5", ": 6"))[0].startswith("markup: line ")


def test_an_address_that_is_not_base64_is_compared_as_it_is():
    assert messages(*(f"<iframe src='data:text/html;base64,{code}'></iframe>" for code in ("abc", "abd"))) != []
