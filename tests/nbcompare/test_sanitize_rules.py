"""Volatile text is replaced, but nothing that could be a result."""

import re
from pathlib import Path

import pytest

from nbcompare.number_diff import split
from nbcompare.sanitize_rules import OF_LINES, RULES, normalise
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_texts

DOCS = Path(__file__).resolve().parents[2] / "docs" / "nbcompare.md"
by_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@by_rule
def test_each_rule_changes_its_example(rule):
    lines = [rule.example] if rule in OF_LINES else rule.example.split("\n")
    assert [line for line in lines if rule.apply(line) == line] == []


@by_rule
def test_no_rule_changes_a_counter_example(rule):
    assert normalise(rule.counter_example) == rule.counter_example


@by_rule
def test_normalising_is_idempotent(rule):
    assert normalise(normalise(rule.example)) == normalise(rule.example)


@pytest.mark.parametrize(
    "text",
    [
        "1.23 s",
        "heating takes 4.5 min and 3 s",
        "12.3 ms ± 0.5 ms",
        "9512.5 USD/t, 1.5 kg/m2/year",
        "0x1F of 0xFF",
        "2026-11-22 06:56:07",
        "shares 0.1/0.2/0.7",
        "https://example.org/home/3.5/x",
        "pid 0.5 kp",
        "[12.5, 3]",
        "In 12.5 of 14 cases",
        "id 1234567890abcdef",
        "T_00123 = 4.5",
        "ratio 3:45, 12:30",
    ],
)
def test_numbers_of_results_are_not_replaced(text):
    assert normalise(text) == text


def test_a_path_keeps_its_last_part_and_the_numbers_around_it():
    text = normalise("read /home/ann/data/2026/prices.csv in 3 parts of 1.5 MB")
    assert text == "read …/prices.csv in 3 parts of 1.5 MB"
    assert [number.printed for number in split(text)[1]] == ["3", "1.5"]


def test_two_machines_agree_on_a_warning():
    one = normalise("/tmp/ipykernel_11/22.py:1: UserWarning: prices are old\n  warnings.warn('prices are old')")
    other = normalise(
        "/var/folders/x/ipykernel_333/4.py:1: UserWarning: prices are old\n  warnings.warn('prices are old')"
    )
    assert one == other


def test_the_order_of_a_set_with_texts_makes_no_difference():
    one, other = "{'year': 2026, 'units': {('t', 1), 'kt'}}", "{'year': 2026, 'units': {'kt', ('t', 1)}}"
    assert normalise(one) == normalise(other)
    assert normalise("{'a', 'b'}") != normalise("{'a', 'c'}")
    for ordered in ("['zinc', 'copper']", "('zinc', 'copper')", "{'zinc': 1, 'copper': 2}"):
        assert normalise(ordered) == ordered


def test_when_a_regression_was_fitted_makes_no_difference_but_its_numbers_do():
    summary = "OLS\nDate:   {}   R-squared:  0.50\nTime:           {}   AIC:  {}\n"
    stored = summary.format("Sat, 28 Nov 2026", "19:46:11", -12.5)
    assert not compare_texts(stored, summary.format("Mon, 03 Aug 2026", "09:15:01", -12.5), Settings())
    assert not compare_texts(stored, summary.format("Sat, 28 Nov 2026", "09:15:01", -12.5), Settings())
    assert compare_texts(stored, summary.format("Sat, 28 Nov 2026", "19:46:11", -12.7), Settings())
    assert compare_texts("Date: Sat, 28 Nov 2026", "Date: Sun, 29 Nov 2026", Settings())


def test_the_code_below_a_warning_makes_no_difference_but_the_warning_does():
    stored = "prices.py:12: UserWarning: low\n  warn('low')\nrows: 5\n"
    assert not compare_texts(stored, stored.replace("warn('low')", "warn(f'{word}')"), Settings())
    assert compare_texts(stored, stored.replace("UserWarning: low", "UserWarning: high"), Settings())
    assert compare_texts(stored, stored.replace("rows: 5", "rows: 6"), Settings())


def test_patterns_of_a_project_come_first():
    assert normalise("run 17 of 20", [(r"run \d+", "run N")]) == "run N of 20"


def test_the_documentation_lists_every_rule_with_its_reason():
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert [row for row in rows if row[0] in {rule.name for rule in RULES}] == [(r.name, r.why) for r in RULES]
