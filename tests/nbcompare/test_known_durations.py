"""A duration passes that is not longer than the execution, in a sentence, as a key and below a heading."""

import re

import pytest

from .test_known_run import differences

DURATIONS = [
    "took {} s",
    "Done in {} seconds",
    "elapsed: {}",
    "read 5 rows in {} s",
    "--- {} seconds ---",
    "[{}s] step 1",
    "Total time: {}s",
    "finished after {} s",
    "execution time = {} s",
    "mean_fit_time: {}",
    "the query took about {} s",
    "step 1/3 done [{}s]",
    "fit done ({} s)",
    "load ...... {} sec",
    "Execution time: 0 min {} s",
]


IN_UNITS = [
    ("elapsed_ms: {}", 1000),
    ("{{'elapsed_ms': {}}}", 1000),
    ("done elapsed_ms={} rows=3", 1000),
    ("Elapsed time [ms] = {}", 1000),
    ("wall_time_us: {}", 1_000_000),
    ("Duration (s): {}", 1),
    ('{{"duration_ms": {}, "rows": 3}}', 1000),
    ("3 rows ({} ms)", 1000),
    ("12 rows in set ({} sec)", 1),
]


@pytest.mark.parametrize(("template", "factor"), IN_UNITS)
def test_a_duration_passes_in_the_unit_that_is_said_before_it(template, factor):
    stored, fresh, longer = (template.format(seconds * factor) for seconds in (12.345, 0.0927, 86.5))
    assert differences(stored, fresh) == []
    assert differences(stored, longer)
    assert differences(stored, fresh.replace("3", "4") if "3" in template else f"{fresh} of copper")


@pytest.mark.parametrize("template", DURATIONS)
def test_a_duration_passes_that_is_not_longer_than_the_execution(template):
    assert differences(template.format("12.345"), template.format("0.127")) == []
    assert differences(template.format("12.345"), template.format("86.127"))
    assert differences(template.format("12.345"), template.format("0.127") + " of copper")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("delivery took 12 days", "delivery took 13 days"),
        ("smelting took 4.5 h", "smelting took 4.6 h"),
        ("charging time: 20.8 s", "charging time: 20.9 s"),
        ("median response 1.5 ms", "median response 1.6 ms"),
        ("9 rows in 3 parts", "9 rows in 4 parts"),
        ("a rate of 5 in 1.25", "a rate of 5 in 1.35"),
        ("took 3 orders", "took 4 orders"),
        ("reaction (0.45 s)", "reaction (0.46 s)"),
        ("half-life 0.45 sec", "half-life 0.46 sec"),
        ("shutter [0.5 s, f/8]", "shutter [0.6 s, f/8]"),
        ("loaded (0.5 t)", "loaded (0.6 t)"),
        ("Cu ...... 0.5 %", "Cu ...... 0.6 %"),
        ("cooling 0 min 0.5 s", "cooling 0 min 0.6 s"),
        ("took 0.5 t of ore", "took 0.6 t of ore"),
        ("completed: 0.85", "completed: 0.80"),
        ("loading time: 0.85", "loading time: 0.80"),
        ("elapsed 0.5 of 1", "elapsed 0.6 of 1"),
        ("processing time: 20.5 s per part", "processing time: 21.5 s per part"),
        ("reaction time (ms): 350.5", "reaction time (ms): 360.5"),
        ("time_s: 0.5", "time_s: 0.6"),
        ("duration_ms: 350", "duration_ms: 360"),
        ("Duration (d): 0.5", "Duration (d): 0.6"),
        ("elapsed_s: 5", "elapsed_s: 6"),
        ("3 rows (0.5 t)", "3 rows (0.6 t)"),
        ("results (9.58 s)", "results (9.61 s)"),
    ],
)
def test_a_duration_that_is_data_is_compared(before, after):
    assert differences(before, after)


def test_measured_times_pass_as_numbers_of_json_and_of_a_table():
    row = "<table><tr><th>step</th><th>{}</th></tr><tr><td>read</td><td>{}</td></tr></table>"
    for name, same in (
        ("mean_fit_time", True),
        ("elapsed", True),
        ("seconds", True),
        ("duration_s", True),
        ("time_s", False),
        ("price", False),
    ):
        pages = row.format(name, 0.0021), row.format(name, 0.0027)
        assert (differences(*pages, "text/html") == []) is same
        assert (differences({name: 0.0021}, {name: 0.0027}, "application/json") == []) is same
    assert differences({"pid": 1726, "rows": 5}, {"pid": 4711, "rows": 5}, "application/json", process=4711) == []
    assert differences({"pid": 1726, "rows": 5}, {"pid": 4711, "rows": 6}, "application/json", process=4711)


PRINTED = {
    "pandas": "  step   elapsed\n0    a  {:8.6f}\n1    b  0.025617",
    "pandas without an index": "model  fit_time  score\nridge  {:8.6f}    0.9\n tree  0.025617    0.8",
    "pandas with a named index": "      wall_time  n\nstep             \na     {:9.6f}  2",
    "wider": "   k  {1:>{0}}\n0  x  {2:>{0}}",
    "markdown": "| step | elapsed (s) |\n|---|---|\n| load | {:.3f} |\n| fit | 0.026 |",
    "rich": "┏━━━━━━┳━━━━━━━━━┓\n┃ step ┃ elapsed ┃\n┡━━━━━━╇━━━━━━━━━┩\n│ a    │ {:6.3f}s │\n└──────┴─────────┘",
    "two tables": "   fit_time\n0  {0:8.6f}\n\n    elapsed  n\n0  {0:8.6f}  5",
    "milliseconds": "   elapsed_ms  n\n0  {0:10.6f}  5",
    "duration": "   duration_s  n\n0  {0:10.6f}  5",
}


@pytest.mark.parametrize("name", PRINTED)
def test_durations_below_a_heading_of_a_printed_table_pass_and_other_values_do_not(name):
    def table(seconds):
        if name != "wider":
            return PRINTED[name].format(seconds * (1000 if name == "milliseconds" else 1))
        return PRINTED[name].format(max(7, len(repr(seconds))), "elapsed", seconds)

    before, after = table(0.0512), table(0.083457)
    assert differences(before, after) == []
    assert differences(before, table(86.5))
    assert differences(before, after.replace("0  ", "2  ").replace("ridge", "lasso").replace("a  ", "c  ") + "\n5")
    words = re.compile("elapsed|fit_time|wall_time|duration")
    assert differences(*(words.sub(lambda word: "price".rjust(len(word[0])), text) for text in (before, after)))


def test_frames_of_a_printed_table_may_be_as_wide_as_the_durations_in_it():
    def table(*seconds):
        width = max(map(len, ["elapsed", *seconds]))
        rows = [f"│ {step} ┆ {value:{width}} │" for step, value in zip("ab", seconds, strict=True)]
        line = "─" * (width + 2)
        return "\n".join([f"┌───┬{line}┐", f"│ s ┆ {'elapsed':{width}} │", f"╞═══╪{line}╡", *rows, f"└───┴{line}┘"])

    assert differences(table("0.0512345", "0.02"), table("0.083457", "0.0278192")) == []
    assert differences(table("0.0512345", "0.02"), table("0.083457", "86.5"))
    assert differences(table("0.0512345", "0.02"), table("0.083457", "0.02").replace("b", "c"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("elapsed  price\n    0.5  0.05", "elapsed  price\n    0.6  0.07"),
        ("price elapsed\n  0.5", "price elapsed\n  0.6"),
        ("elapsed\n\n    0.5", "elapsed\n\n    0.6"),
        ("| elapsed | n |\n| 0.5 | 5 |", "| elapsed | n |\n| 0.6 | 6 |"),
        ("| elapsed | n |\n| 0.5 | 5 |", "| elapsed | n |\n| 5 | 0.5 |"),
        ("total time\n     0.5 t", "total time\n     0.6 t"),
    ],
)
def test_a_number_next_to_a_measured_column_is_compared(before, after):
    assert differences(before, after)
