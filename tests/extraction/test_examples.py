"""Examples of functions inside the package: what they return for typical arguments."""

from analysis.core.figures import Figure
from analysis.extraction.document_conventions import Context
from analysis.extraction.language import LabelUnit
from analysis.extraction.languages import language_of
from analysis.extraction.mojibake import repair
from analysis.extraction.number_parser import Numeral, digits_value, read_digits, read_words
from analysis.extraction.patterns import enumeration_spans, excluded_end, exclusion_at, word_tree
from analysis.extraction.periods import day, months, months_up_to
from analysis.extraction.plausibility import impossible
from analysis.extraction.sections import sections_of
from analysis.extraction.table_headers import counted_noun, unit_of, unit_of_caption, unit_of_label
from analysis.extraction.table_reader import read_tables
from analysis.extraction.unit_parser import Prefix, Rate, before_number, following_piece, rate_after, unit_at


def test_examples_of_language_of():
    assert language_of("铜产量增长5%").name == "Chinese"
    assert language_of("Output rose 5%").name == "English"


def test_examples_of_repair():
    assert repair("a shiftโone of Chinaโs").text == "a shift—one of China’s"
    assert repair("Costs fell to Â£5 â€” a third").text == "Costs fell to £5 — a third"


def test_examples_of_read_digits():
    assert read_digits("1,234.5 t", 0, decimal_comma=False) == Numeral(
        value=1234.5, end=7, kind="digits", grouped=True, decimal=True
    )
    assert read_digits("1.234,5 t", 0, decimal_comma=False).value == 1234.5
    assert read_digits("10 1/2 t", 0, decimal_comma=False).value == 10.5


def test_examples_of_digits_value():
    assert digits_value("12,34,567", decimal_comma=False) == 1234567.0
    assert digits_value("2.966", decimal_comma=True) == 2966.0


def test_examples_of_read_words():
    assert read_words("two-thirds of it", 0, "two").value == 0.6666666666666666
    assert read_words("Tripled", 0, "tripled").kind == "multiple"
    assert read_words("four point eight microns", 0, "four").value == 4.8


def test_examples_of_word_tree():
    assert word_tree(["one", "once"]) == "(?:[oO](?:[nN](?:[cC](?:[eE])|[eE])))"


def test_examples_of_enumeration_spans():
    assert enumeration_spans("(1) revenue of $5 million, (2) a profit of $300 a tonne") == [(0, 3), (27, 30)]


def test_examples_of_excluded_end():
    assert excluded_end("Section 301 duties", 8) == (11, True)


def test_examples_of_exclusion_at():
    assert exclusion_at("Section 301 duties", 8) == "numbered thing"


def test_examples_of_months():
    assert months(2024, 7, 9) == "2024-07/2024-09"
    assert months(2024, 1, 12) == "2024"
    assert months(2024, 5, 5) == "2024-05"
    assert months(2024, 10, 15) == ""


def test_examples_of_months_up_to():
    assert months_up_to(2024, 6, 6) == "2024-01/2024-06"
    assert months_up_to(2025, 3, 12) == "2024-04/2025-03"
    assert months_up_to(2025, 12, 12) == "2025"
    assert months_up_to(2025, 13, 3) == ""


def test_examples_of_day():
    assert day(2026, 5, 4) == "2026-05-04"
    assert day(2026, 2, 31) == ""


def test_examples_of_impossible():
    figure = Figure("a", 0, 5, "300mt", 3e8, 3e8, "t", sentence="A parcel of 300mt of cobalt was sold.")
    assert impossible([figure])[0].reason == "300,000,000 t of cobalt is more than the world makes in a year"


def test_examples_of_sections_of():
    assert sections_of("Steel is back\n\nHighlights\n- up 5%\n\nOutput rose 5%.\n\nRelated News\nMore").kinds == (
        "title",
        "highlights",
        "body",
        "boilerplate",
    )


def test_examples_of_unit_of():
    assert unit_of("RMB'000") == LabelUnit(unit="CNY", factor=1000.0)
    assert unit_of("US$/t") == LabelUnit(unit="USD/t", factor=1.0)
    assert unit_of("Revenue") is None


def test_examples_of_unit_of_label():
    assert unit_of_label("Contained Cu (kt)") == LabelUnit(unit="t", factor=1000.0)
    assert unit_of_label("Net sales (in millions of US dollars, unaudited)") == LabelUnit(unit="USD", factor=1000000.0)
    assert unit_of_label("Gross profit per tonne (RMB)") == LabelUnit(unit="CNY/t")
    assert unit_of_label("Cost per pound of nickel (US cents)") == LabelUnit(unit="USD/lb", factor=0.01)
    assert unit_of_label("Dividend per share (RMB)") == LabelUnit(unit="CNY")
    assert unit_of_label("Costs (USD per tonne)") == LabelUnit(unit="USD/t")
    assert unit_of_label("USD per tonne, first half of 2026") == LabelUnit(unit="USD/t")
    assert unit_of_label("Earned on each tonne sold, in US dollars, all charges deducted") == LabelUnit(unit="USD/t")
    assert unit_of_label("Min, average and max") is None


def test_examples_of_unit_of_caption():
    assert unit_of_caption("Stocks (copper in tonnes; gold in kilograms)", "Gold").unit == "kg"


def test_examples_of_counted_noun():
    assert counted_noun("Staff") == "employee"
    assert counted_noun("Gross profit") == ""


def test_examples_of_read_tables():
    text = "Output (kt) | 2025 | 2024\nCopper | 61.4 | 57.9\n"
    assert [(q.low, q.unit, q.table.subject) for q in read_tables(Context(text)).quantities] == [
        (61400.0, "t", "Copper"),
        (57900.0, "t", "Copper"),
    ]


def test_examples_of_following_piece():
    assert following_piece("5 Tonnes", 1) == "tonnes"
    assert following_piece("5%", 1) == "%"


def test_examples_of_before_number():
    assert before_number("fell to -US$5", 12) == Prefix(start=8, negative=True, money="US$", per="", divisor=1.0)


def test_examples_of_unit_at():
    assert unit_at("5 percentage points", 2).name == "percentage_point"


def test_examples_of_rate_after():
    assert rate_after("$15 a tonne", 3, money=True) == Rate(name="t", divisor=1.0, end=11)
