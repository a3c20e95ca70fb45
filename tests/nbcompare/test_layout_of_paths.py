"""Blanks and line breaks that follow the length of a path pass; without a path they are compared."""

from pprint import pformat

import pandas as pd
import pytest
from IPython.lib.pretty import pretty

from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

SHORT, LONG = "/tmp/a", "/home/ann/projects/metals/reports/2026"
FILES = ["copper.csv", "tin.csv", "zinc.csv"]


def frame(folder, header="file"):
    return pd.DataFrame({header: [f"{folder}/{name}" for name in FILES], "rows": [5, 17, 3]})


SHOWN = {
    "a frame": lambda folder: frame(folder).to_string(),
    "a frame without an index": lambda folder: frame(folder).to_string(index=False),
    "a frame with a wide heading": lambda folder: frame(folder, "the file that was read").to_string(),
    "a frame with paths as its index": lambda folder: frame(folder).set_index("file").to_string(),
    "a frame with a number after": lambda folder: frame(folder).assign(price=[1.5, 2.5, 30.25]).to_string(),
    "a series": lambda folder: frame(folder)["file"].to_string(),
    "a frame between other lines": lambda folder: f"read:\n{frame(folder).to_string()}\n  done",
    "a list": lambda folder: pretty([f"{folder}/{name}" for name in FILES]),
    "a list of pprint": lambda folder: pformat([f"{folder}/{name}" for name in FILES]),
    "a dictionary": lambda folder: pretty({name: f"{folder}/{name}" for name in FILES}),
    "a dictionary of pprint": lambda folder: pformat({name: f"{folder}/{name}" for name in FILES}),
    "a tuple in a list": lambda folder: pretty([(name, f"{folder}/{name}", 5) for name in FILES]),
    "a list between other lines": lambda folder: f"read (all\n{pretty([f'{folder}/{n}' for n in FILES])}\nrows: 5",
    "a call": lambda folder: f"Reader(\n    path='{folder}/copper.csv',\n)" if len(folder) > 9 else
    f"Reader(path='{folder}/copper.csv')",
    "a column of a format": lambda folder: f"{f'{folder}/tin.csv':>60} 5\n{'rows':>60} 17",
}  # fmt: skip
TABLE = f"""  file{" " * 20}rows\n0 {SHORT}/tin.csv  5"""
BROKEN = [
    ("metals\n    tin", "metals\n  tin"),
    (f"{SHORT}/tin.csv\n\n    tin", f"{LONG}/tin.csv\n\n  tin"),
    (f"{SHORT}/tin.csv 5\nsame\nsame\n    tin", f"{LONG}/tin.csv 5\nsame\nsame\n  tin"),
    (f"['{SHORT}/tin.csv', 5]", f"['{LONG}/tin.csv',\n 6]"),
    ("['copper', 'tin']", "['copper',\n 'tin']"),
    (f"{SHORT}/tin.csv\n['copper', 'tin']", f"{LONG}/tin.csv\n['copper',\n 'tin']"),
    (f"['{SHORT}/tin.csv',\n '{SHORT}/zinc.csv']", f"['{LONG}/zinc.csv', '{LONG}/tin.csv']"),
    (TABLE, TABLE.replace(SHORT, LONG).replace("5", "6")),
    (TABLE, TABLE.replace(SHORT, LONG).replace("rows", "lines")),
    (f"('{SHORT}/tin.csv' (5)\nrows", f"('{LONG}/tin.csv' (5) rows"),
    (f"{SHORT}/tin.csv 1 5", f"{LONG}/tin.csv 15"),
]


def differences(before, after):
    sides = [[{"output_type": "stream", "name": "stdout", "text": text}] for text in (before, after)]
    return compare_outputs(*sides, Settings())


@pytest.mark.parametrize("name", SHOWN)
def test_the_layout_of_paths_passes(name):
    for before, after in ((SHORT, LONG), (LONG, SHORT)):
        assert differences(SHOWN[name](before), SHOWN[name](after)) == []


@pytest.mark.parametrize(("before", "after"), BROKEN)
def test_other_layout_and_content_are_compared(before, after):
    assert differences(before, after)
    assert differences(after, before)


def displayed(folder, **changed):
    """A frame that pandas prints in two blocks if its paths are long."""
    shown = frame(folder).assign(unit="USD per tonne", remark="as reported").assign(**changed)
    data = {"text/plain": shown.to_string(line_width=80), "text/html": shown.to_html()}
    return {"output_type": "execute_result", "metadata": {}, "data": data}


def test_the_blocks_of_a_displayed_frame_follow_its_paths_and_only_them():
    short, long = displayed(SHORT), displayed(LONG)
    assert long["data"]["text/plain"].count("\n") > short["data"]["text/plain"].count("\n")
    assert compare_outputs([short], [long], Settings()) == compare_outputs([long], [short], Settings()) == []
    assert compare_outputs([short], [displayed(LONG, rows=[5, 17, 4])], Settings())
    other = displayed(LONG)
    other["data"]["text/plain"] = other["data"]["text/plain"].replace("17", "18")
    assert compare_outputs([short], [other], Settings())
    same = displayed(SHORT)
    same["data"]["text/plain"] = same["data"]["text/plain"].replace("\n2", "\n 2")
    assert compare_outputs([short], [same], Settings())
