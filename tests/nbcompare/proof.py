"""Notebooks with one defect each, which the comparison must detect, and harmless changes, which it must ignore.

One small notebook is executed once. Each case changes its stored side (a stale output, a moved bar) or its code (an
exception that is now swallowed) by one small function. A broken one must fail with a message that says `names`.
Pictures and tables are drawn beforehand and shown from files, so that the kernels import next to nothing.
"""

import base64
import copy
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

MIME = "application/vnd.example.results+json"  # results are recognised by their shape, whatever their type is called
ASSETS = ("table.html", "styled.html", "bars.png", "lines.png", "lines.svg")
SOURCES = {
    "setup": "import os, warnings\nfrom pathlib import Path\nfrom IPython.display import HTML, Image, display",
    "printed": "print('copper wire earns 1.2346 USD/t')\nprint('sold 1,385,000 t until 2026-11-22, version 1.26.4')",
    "sign": "print('change of cost -10.5 %')",
    "float": "0.1 + 0.2",
    "zero": "print('left over', 0.1 + 0.2 - 0.3)",
    "array": "print('shares [%.17g %.17g]\\nsum 1.5' % (0.1 + 0.2, 0.1))",
    "table": "HTML(filename='table.html')",
    "styled": "HTML(filename='styled.html')",
    "bars": "Image('bars.png')",
    "lines": "Image('lines.png')",
    "svg": "display({'image/svg+xml': Path('lines.svg').read_text()}, raw=True)",
    "results": "uplift = 1385.0\nlisted = [dict(name='uplift', value=uplift, unit='USD/t'), "
    "dict(name='plants', value=12, unit='count')]\n"
    f"display({{'{MIME}': {{'results': listed}}, 'text/plain': 'recorded: uplift, plants'}}, raw=True)",
    "json": "display({'application/json': {'prices': [9.5, 9.75], 'open': True}}, raw=True)",
    "warns": "warnings.warn('prices are old')",
    "calm": "prices = [9.5]",
    "object": "object()",
    "timed": "%time sum(range(10))",
    "raises": "1 / 0",
    "quiet": "sum([1, 2, 3]);",
    "where": "print(Path.cwd() / 'prices.csv')\nprint(f'pid={os.getpid()}')",
}


@dataclass(frozen=True)
class Case:
    """One way to change the notebook; `names` is what the message about a defect must contain.

    `code` says that the source is changed, so that only an execution can tell.
    """

    name: str
    change: Any
    names: str = ""
    code: bool = False


# --- the base


def base_notebook():
    notebook = new_notebook(cells=[new_markdown_cell("# Proof")])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for source in SOURCES.values():
        notebook.cells.append(new_code_cell(source))
    cell(notebook, "raises").metadata["tags"] = ["raises-exception"]
    return notebook


def number(name):
    """The number of a cell, from 1 among all cells."""
    return list(SOURCES).index(name) + 2


def cell(notebook, name):
    return notebook.cells[number(name) - 1]


def write_assets(folder):
    import pandas as pd

    frame = pd.DataFrame(
        {"price (USD/t)": [9512.5, 2480.25, 0.30000000000000004], "mines": [12, 7, 3]}, index=["copper", "zinc", "tin"]
    )
    table = frame.rename_axis("metal").reset_index().to_html(index=False, float_format=str)
    folder.joinpath("table.html").write_text(table, encoding="utf-8")
    styled = frame.style.format(precision=2).map(lambda value: "color: #b00020" if value > 9000 else "")
    folder.joinpath("styled.html").write_text(styled.to_html(), encoding="utf-8")
    folder.joinpath("bars.png").write_bytes(draw(bars))
    folder.joinpath("lines.png").write_bytes(draw(lines))
    folder.joinpath("lines.svg").write_bytes(draw(lines, form="svg"))


def draw(content, rc=None, form="png", dpi=100, **changes):
    """A picture drawn by matplotlib like the inline backend."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    mpl.rcdefaults()
    with mpl.rc_context(rc or {}):
        figure = Figure(figsize=(5.6, 3.6))
        FigureCanvasAgg(figure)
        content(figure.subplots(), **changes)
        buffer = io.BytesIO()
        quickly = {"pil_kwargs": {"compress_level": 1}} if form == "png" else {}
        figure.savefig(buffer, format=form, dpi=dpi, **quickly)
    return buffer.getvalue()


def bars(axes, values=(3.0, 5.0, 2.0, 4.0), colours=("C0", "C1", "C0", "C0"), unit="USD/t", legend=True):
    axes.bar(range(4), values, color=colours, label="profit")
    axes.set_xticks(range(4), ["2021", "2022", "2023", "2024"])
    axes.set(ylim=(0, 6), title="What foil earns", xlabel="year", ylabel=unit)
    if legend:
        axes.legend(loc="upper right")


def lines(axes, target=2.0, shift=0.0, point=1.0, slope=0.0, width=1.5, colours=("C0", "0.5")):
    x = [i / 20 for i in range(201)]
    axes.plot(x, [0.05 * i * i / 10 + shift for i in x], color=colours[0], lw=width, label="output")
    axes.axhline(target, color=colours[1], lw=0.8, label="target")
    axes.plot([1, 9], [slope - 0.3, slope + 2.2], color="0.35", lw=0.8)
    axes.plot([8.0], [point], "o", color="C2", ms=5)
    axes.set(ylim=(-0.5, 3), xlim=(0, 10), title="Output and target", ylabel="CNY bn")
    axes.legend(loc="upper left")


# --- ways to change it


def text_of(output):
    """The place of the text of an output, as (mapping, key)."""
    if output["output_type"] == "stream":
        return output, "text"
    data = output["data"]
    return data, next(mime for mime in ("text/html", "image/svg+xml", "text/plain") if mime in data)


def swap(name, old, new):
    """Change a text in the stored output of a cell."""

    def change(notebook):
        holder, key = text_of(cell(notebook, name).outputs[0])
        assert re.search(old, holder[key]), (old, holder[key])
        holder[key] = re.sub(old, new, holder[key], count=1)

    return change


def source(name, text, tags=None):
    """Change the code of a cell but not its stored outputs."""

    def change(notebook):
        cell(notebook, name).source = text
        if tags is not None:
            cell(notebook, name).metadata["tags"] = tags

    return change


def picture(name, content, **options):
    """Store another picture."""

    def change(notebook):
        data = cell(notebook, name).outputs[0]["data"]
        data["image/png"] = base64.b64encode(draw(content, **options)).decode("ascii")

    return change


def cropped(notebook):
    from PIL import Image

    data = cell(notebook, "bars").outputs[0]["data"]
    whole = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    buffer = io.BytesIO()
    whole.crop((1, 0, whole.width, whole.height - 1)).save(buffer, "PNG")
    data["image/png"] = base64.b64encode(buffer.getvalue()).decode("ascii")


def stored_results(notebook):
    return cell(notebook, "results").outputs[0]["data"][MIME]["results"]


def result(index, **changes):
    def change(notebook):
        stored_results(notebook)[index].update(changes)

    return change


def drop(name):
    def change(notebook):
        cell(notebook, name).outputs = []

    return change


def add(name, **output):
    def change(notebook):
        cell(notebook, name).outputs.append(nbformat.from_dict(copy.deepcopy(output)))

    return change


def strip(notebook):
    for item in notebook.cells[1:]:
        item.outputs, item.execution_count = [], None


def forget(name):
    def change(notebook):
        cell(notebook, name).outputs, cell(notebook, name).execution_count = [], None

    return change


def reorder(notebook):
    one, other = cell(notebook, "calm"), cell(notebook, "object")
    one.execution_count, other.execution_count = other.execution_count, one.execution_count


def move(notebook):
    """Move the printed text below the next cell."""
    cell(notebook, "calm").outputs, cell(notebook, "warns").outputs = cell(notebook, "warns").outputs, []


def row(html, metal):
    return re.search(rf"\s*<tr>\s*<td>{metal}</td>.*?</tr>", html, re.DOTALL)[0]


def without_row(notebook):
    holder, key = text_of(cell(notebook, "table").outputs[0])
    holder[key] = holder[key].replace(row(holder[key], "zinc"), "")


def with_row(notebook):
    holder, key = text_of(cell(notebook, "table").outputs[0])
    zinc = row(holder[key], "zinc")
    holder[key] = holder[key].replace(zinc, zinc + zinc.replace("zinc", "lead"))


def rows_turned(notebook):
    holder, key = text_of(cell(notebook, "table").outputs[0])
    zinc, tin = (row(holder[key], metal) for metal in ("zinc", "tin"))
    holder[key] = holder[key].replace(zinc, "@").replace(tin, zinc).replace("@", tin)


def json_value(*values):
    def change(notebook):
        cell(notebook, "json").outputs[0]["data"]["application/json"]["prices"] = list(values)

    return change


def split_stream(notebook):
    item = cell(notebook, "printed")
    text = item.outputs[0]["text"]
    item.outputs = [
        nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": part}) for part in (text[:9], text[9:])
    ]


def as_result(notebook):
    cell(notebook, "json").outputs[0].update(output_type="execute_result", execution_count=13)


def other_metadata(notebook):
    notebook.metadata["papermill"] = {"duration": 3.5, "start_time": "2026-01-02T03:04:05"}
    notebook.metadata["kernelspec"]["display_name"] = "Python 3 (another)"
    notebook.metadata["language_info"] = {"name": "python", "version": "3.12.1"}
    for position, item in enumerate(notebook.cells):
        item.id = f"another-{position}"
        item.metadata["execution"] = {"iopub.status.busy": "2026-01-02T03:04:05.678Z"}
        item.metadata["collapsed"] = True


def other_picture_metadata(notebook):
    output = cell(notebook, "bars").outputs[0]
    output["data"]["image/png"] = base64.b64encode(draw(bars, dpi=100)).decode("ascii")
    output["metadata"] = {"image/png": {"width": 560, "height": 360}}


def tolerated(how):
    """A number that differs by a thousandth, and a cell or a notebook that allows it."""

    def change(notebook):
        swap("sign", r"-10\.5", "-10.51")(notebook)
        if how == "tag":
            cell(notebook, "sign").metadata["tags"] = ["rtol=1e-2"]
        elif how == "comment":
            cell(notebook, "sign").source += "  \n# regression: rtol=1e-2"
        else:
            notebook.metadata["regression"] = {"rtol": 1e-2}

    return change


def marked(name, marker, old, new):
    def change(notebook):
        swap(name, old, new)(notebook)
        cell(notebook, name).source = f"# {marker}\n{cell(notebook, name).source}"

    return change


BROKEN = (
    Case(
        "one_digit_in_a_table", swap("table", "9512.5", "9513.5"), "row 'copper', column 'price (USD/t)': from 9513.5"
    ),
    Case("the_last_printed_digit", swap("printed", "1.2346", "1.2345"), "from 1.2345 to 1.2346"),
    Case("a_count_by_one", swap("printed", "1,385,000", "1,385,001"), "from 1,385,001 to 1,385,000"),
    Case("a_sign", swap("sign", "-10", "10"), "from 10.5 to -10.5"),
    Case("nan_in_a_table", swap("table", "2480.25", "NaN"), "row 'zinc', column 'price (USD/t)': from NaN to 2480.25"),
    Case("a_count_became_a_float", swap("table", ">7<", ">7.0<"), "a float became a whole number"),
    Case("an_extra_row", without_row, "row 'zinc' is new"),
    Case("a_missing_row", with_row, "row 'lead' is missing"),
    Case("rows_in_another_order", rows_turned, "the order of the rows changed"),
    Case("a_column_renamed", swap("table", "mines", "plants"), "column 'plants' is now 'mines'"),
    Case("a_unit_in_a_table", swap("table", "USD/t", "CNY/t"), "'price (CNY/t)' is now 'price (USD/t)'"),
    Case("a_table_gone", drop("table"), "a new table"),
    Case("the_colour_of_a_styled_cell", swap("styled", "#b00020", "#00b020"), "#b00020"),
    Case("a_unit_in_a_text", swap("printed", "USD/t", "CNY/t"), "CNY/t"),
    Case("a_word", swap("printed", "wire", "foil"), "foil"),
    Case("a_date", swap("printed", "2026-11-22", "2026-11-21"), "2026-11-21"),
    Case("a_version", swap("printed", "1.26.4", "1.26.5"), "1.26.5"),
    Case("a_line_missing", swap("printed", "sold.*\n", ""), "line 2 is new"),
    Case("a_text_cut_off", swap("printed", "(?s)until.*", ""), "until"),
    Case("a_text_below_another_cell", move, "prices are old"),
    Case("a_number_next_to_zero", swap("zero", r"\S+\n$", "5.5e-10\n"), "from 5.5e-10"),
    Case("a_result_renamed", result(0, name="lift"), "result lift renamed to uplift"),
    Case("a_result_changed", result(0, value=1380.0), "result uplift, value: from 1380.0 to 1385.0 (by +5, +0.362 %)"),
    Case("a_result_count_by_one", result(1, value=13), "result plants, value: from 13 to 12"),
    Case("a_unit_of_a_result", result(0, unit="CNY/t"), "result uplift, unit: from 'CNY/t' to 'USD/t'"),
    Case("a_result_gone", lambda notebook: stored_results(notebook).pop(), "result plants is new"),
    Case("a_json_value", json_value(9.5, 9.85), "prices[1]: from 9.85 to 9.75"),
    Case("a_json_list_shorter", json_value(9.5), "prices: from 1 to 2 entries"),
    Case("a_swapped_colour", picture("bars", bars, colours=("C1", "C0", "C0", "C0")), "an area changed its colour"),
    Case("a_faint_colour", picture("bars", bars, colours=("C0", "C1", "#2f87c4", "C0")), "an area changed its colour"),
    Case("a_moved_bar", picture("bars", bars, values=(3.0, 5.15, 2.0, 4.0)), "differs"),
    Case("a_moved_line", picture("lines", lines, shift=0.1), "differs"),
    Case("a_moved_thin_line", picture("lines", lines, target=2.3), "a line differs"),
    Case("a_moved_point", picture("lines", lines, point=1.1), "a shape differs"),
    Case("a_moved_thin_slope", picture("lines", lines, slope=0.1), "a shape differs"),
    Case("a_missing_legend", picture("bars", bars, legend=False), "a shape differs"),
    Case("another_chart", picture("bars", lines), "differs"),
    Case(
        "a_picture_of_another_size",
        picture("bars", bars, dpi=110),
        "the size changed from 616 x 396 to 560 x 360 pixels",
    ),
    Case("a_missing_chart", drop("bars"), "a new picture"),
    Case(
        "a_new_chart",
        add("calm", output_type="display_data", metadata={}, data={"image/png": "", "text/plain": "chart"}),
        "the picture is missing: 'chart'",
    ),
    Case("a_line_of_an_svg", swap("svg", r"(<path d=\"M \d+\.)\d+", r"\g<1>5"), "SVG picture"),
    Case("a_stale_output", source("sign", "print('change of cost -12.5 %')"), "from -10.5 to -12.5", code=True),
    Case("stripped_outputs", strip, "has no stored outputs"),
    Case("a_cell_not_executed", forget("calm"), "'prices = [9.5]') has not been executed"),
    Case("another_order_of_execution", reorder, "was not executed in order"),
    Case(
        "an_exception_swallowed",
        source("raises", "1 / 1;", ["raises-exception"]),
        "ZeroDivisionError: division by zero is no longer raised",
        code=True,
    ),
    Case("an_exception_appeared", source("calm", "prices = [9.5][1]"), "raises IndexError", code=True),
    Case("an_exception_stored_and_untagged", source("raises", "1 / 0", []), "as it did when it was stored", code=True),
    Case("another_exception", source("raises", "int('x')", ["raises-exception"]), "ValueError", code=True),
    Case("a_warning_appeared", drop("warns"), "a new warning: UserWarning: prices are old"),
    Case("a_warning_vanished", source("warns", "pass"), "a warning is gone: UserWarning: prices are old", code=True),
    Case("another_warning", swap("warns", "UserWarning", "FutureWarning"), "a warning is gone: FutureWarning"),
)
HARMLESS = (
    Case("as_it_is", lambda notebook: None),
    Case("the_last_digit_of_a_float", swap("float", "0.30000000000000004", "0.3")),
    Case("the_last_digit_in_a_table", swap("table", "0.3000000000000000\\d*", "0.3")),
    Case("the_last_digit_of_a_result", result(0, value=1384.9999999999998)),
    Case("the_last_digit_moves_a_column", swap("array", r"0\.30000000000000004 0\.1\d*", "0.3                 0.1")),
    Case("a_zero_that_is_left_over", swap("zero", r"\S+\n$", "0.0\n")),
    Case("an_address", swap("object", "0x[0-9a-f]+", "0x7f0123456789")),
    Case("a_styler_id", lambda notebook: swap_all(notebook, "styled", r"T_[0-9a-f]{5}", "T_0a1b2")),
    Case(
        "a_timing", swap("timed", r"(?s)CPU times.*", "CPU times: user 3 s, sys: 1 s, total: 4 s\nWall time: 4.25 s\n")
    ),
    Case("a_folder", swap("where", r"\S*/(?=[^/\s]+/prices)", "/home/ann/elsewhere/")),
    Case("a_process", swap("where", r"pid=\d+", "pid=1")),
    Case("ids_of_an_svg", lambda notebook: other_svg(notebook)),
    Case("another_hinting", picture("bars", bars, rc={"text.hinting": "no_hinting"})),
    Case("letters_not_smoothed", picture("bars", bars, rc={"text.antialiased": False})),
    Case("lines_not_smoothed", picture("lines", lines, rc={"lines.antialiased": False, "patch.antialiased": False})),
    Case("another_font", picture("bars", bars, rc={"font.family": "DejaVu Serif"})),
    Case("a_frame_cut_by_a_pixel", cropped),
    Case("a_figure_rendered_again", other_picture_metadata),
    Case("other_metadata", other_metadata),
    Case("a_stream_in_pieces", split_stream),
    Case("a_result_for_a_display", as_result),
    Case("a_tolerance_by_tag", tolerated("tag")),
    Case("a_tolerance_by_comment", tolerated("comment")),
    Case("a_tolerance_by_metadata", tolerated("metadata")),
    Case("an_ignored_output", marked("sign", "NBVAL_IGNORE_OUTPUT", r"-10\.5", "-99")),
    Case("a_skipped_cell", marked("sign", "NBVAL_SKIP", r"-10\.5", "-99"), code=True),
    Case("a_semicolon_added", source("calm", "prices = [9.5]; prices;"), code=True),
)


def swap_all(notebook, name, old, new):
    holder, key = text_of(cell(notebook, name).outputs[0])
    assert re.search(old, holder[key])
    holder[key] = re.sub(old, new, holder[key])


def other_svg(notebook):
    holder, key = text_of(cell(notebook, "svg").outputs[0])
    again = draw(lines, form="svg").decode("utf-8")
    assert again != holder[key], "the ids of an SVG are random"
    holder[key] = again


# One of each kind that people meet: enough for what only the versions of pytest and nbval may change.
SAMPLE = (
    "one_digit_in_a_table a_swapped_colour a_moved_bar a_missing_chart an_extra_row a_unit_of_a_result a_stale_output "
    "stripped_outputs an_exception_swallowed another_order_of_execution a_result_renamed a_warning_appeared "
    "the_last_digit_of_a_float an_address a_styler_id a_timing another_hinting other_metadata a_skipped_cell"
).split()
# End to end: what only an execution can tell, and some of each other kind; comparing judges them all.
END_TO_END = (
    "a_stale_output an_exception_swallowed an_exception_appeared an_exception_stored_and_untagged another_exception "
    "a_warning_vanished one_digit_in_a_table a_moved_bar stripped_outputs another_order_of_execution "
    "as_it_is an_address a_tolerance_by_metadata a_skipped_cell a_semicolon_added"
).split()


def changed(base: Any, case: Case) -> Any:
    """The notebook of a case; it must differ from the base unless the case changes nothing."""
    notebook = copy.deepcopy(base)
    case.change(notebook)
    assert case.name == "as_it_is" or json.dumps(notebook) != json.dumps(base), case.name
    return notebook


def write(folder: Path, base: Any, cases: Any) -> None:
    """Write the notebooks of the cases into a folder, with the files that they show."""
    for case in cases:
        nbformat.write(changed(base, case), folder / f"{case.name}.ipynb")
