"""Comparing texts line by line, and JSON values."""

import pytest

from nbcompare.json_diff import compare_json
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_texts


def messages(before, after, compare=compare_texts, settings=None):
    return [item.message for item in compare(before, after, settings or Settings())]


def test_a_number_is_identified_by_its_line_and_the_words_before_it():
    assert messages("a\nprofit of foil = 1.5 USD", "a\nprofit of foil = 3 USD") == [
        "line 2, 'profit of foil': from 1.5 to 3 (by +1.5, +100 %)"
    ]


def test_a_number_in_a_long_line_is_identified_by_the_last_words():
    (found,) = messages("word " * 20 + "1.5", "word " * 20 + "1.6")
    assert found.startswith("…'")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a\nb\nc", "a\nc", "line 2 is missing: 'b'"),
        ("a\nc", "a\nb\nc", "line 2 is new: 'b'"),
        ("pays 5 USD", "pays 5 CNY", "from 'pays 5 USD' to 'pays 5 CNY'"),
        ("a  b", "a b", "the blanks before 'b': from '  ' to ' '"),
        ("a\n", "a", "the end of a line"),
        ("5 %", "5.0 %", "a whole number became a float"),
    ],
)
def test_text_is_compared_exactly(before, after, said):
    assert said in "\n".join(messages(before, after))


def test_blanks_may_change_only_next_to_a_longer_number():
    assert messages("[0.30000000000000004 0.1                ]", "[0.3 0.1]") == []
    assert messages("[0.3  0.1]", "[0.3 0.1]") != []
    assert messages("    x    y\n0.3  0.5", "x y\n0.30000000000000004 0.5") == []


def test_lines_are_paired_by_their_words_not_by_their_numbers():
    found = messages("head\na 1.5\nb 2.5", "a 1.6\nb 2.5")
    assert found == ["line 1 is missing: 'head'", "line 2, 'a': from 1.5 to 1.6 (by +0.1, +6.67 %)"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"a": 1}, {"a": 2}, "a: from 1 to 2 (by +1, +100 %)"),
        ({"a": 1}, {}, "a is missing"),
        ({}, {"a": 1}, "a is new"),
        ([1, 2], [1], "the list: from 2 to 1 entries"),
        ({"a": True}, {"a": 1}, "a: from True to 1"),
        ({"a": None}, {"a": 0.5}, "a: from None to 0.5"),
        ({"a": "low"}, {"a": "high"}, "a: from 'low' to 'high'"),
        ({"a": [{"b": 1.5}]}, {"a": [{"b": 2.5}]}, "a[0].b: from 1.5 to 2.5"),
    ],
)
def test_json_values(before, after, said):
    assert said in "\n".join(messages(before, after, compare_json))


def test_json_values_within_the_tolerance():
    assert messages({"a": [0.3, 5, "x 0.3"]}, {"a": [0.1 + 0.2, 5.0, "x 0.30000000000000004"]}, compare_json) == []


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/orders/{}",
        "see https://example.org/orders/{} for more",
        "https://example.org/orders?id={}&page=2",
        "http://example.org:{}/status",
        "<a href='https://example.org/{}'>order</a>",
        "s3://bucket/{}/prices.csv",
        "https://example.org/a/{}/b/5, 3 rows",
        "(https://example.org/{})",
    ],
)
def test_a_number_in_an_address_has_no_percentage(line):
    found = compare_texts(line.format(4711), line.format(4800), Settings())
    assert [item.message.rpartition(": ")[2] for item in found] == ["from 4711 to 4800"]


@pytest.mark.parametrize("line", ["https://example.org/prices {}", "https://example.org: {} t", "price {} USD/t"])
def test_a_number_next_to_an_address_has_one(line):
    assert "(by +89" in compare_texts(line.format(4711), line.format(4800), Settings())[0].message


def test_packed_bytes_are_compared_as_one_word():
    packed = "/tmpQ3x0x7f" * 1_000
    (found,) = compare_texts(f"model {packed}", f"model {packed[:-1]}g", Settings())
    assert "checksum" in found.message
    assert len(found.message) < 250
    assert not compare_texts(f"model {packed} 0.3", f"model {packed} 0.30000000000000004", Settings())


def test_packed_bytes_in_json_are_compared_as_one_word():
    packed = "/tmpQ3x0x7f" * 1_000
    (found,) = compare_json({"file": packed}, {"file": f"{packed[:-1]}g"}, Settings())
    assert found.message.startswith("file: from '(11000 characters")


def test_a_number_of_many_digits_stays_a_number():
    (found,) = compare_texts("9" * 6_000, "8" * 6_000, Settings())
    assert "checksum" not in found.message


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("\x1b[31mlow\x1b[0m 5", "\x1b[33mlow\x1b[0m 5", "the colour of 'low': from code 31 to 33"),
        ("\x1b[38;5;9mlow\x1b[0m", "\x1b[38;5;10mlow\x1b[0m", "the colour of 'low': from code 38;5;9 to 38;5;10"),
        ("\x1b[1m5 t\x1b[0m", "\x1b[4m5 t\x1b[0m", "the colour of '5 t': from code 1 to 4"),
        ("a: rgb(247, 251, 255);", "a: rgb(8, 48, 107);", "the colour: from rgb(247, 251, 255) to rgb(8, 48, 107)"),
        ("rgba(1,2,3,0.5)", "rgba(1,2,3,0.6)", "the colour: from rgba(1,2,3,0.5) to rgba(1,2,3,0.6)"),
        ("\x1b[31m5 t\x1b[0m", "\x1b[31m6 t\x1b[0m", "from 5 to 6 (by +1, +20 %)"),
        ("the argb(5) of 5", "the argb(6) of 5", "'the argb(': from 5 to 6 (by +1, +20 %)"),
        ("read 2025.csv", "read 2026.csv", "'read': from 2025 to 2026 (by +1, +0.0494 %)"),
        ("lot 1000000.csv", "lot 1000001.csv", "'lot': from 1000000 to 1000001 (by +1, +0.0001 %)"),
        ("https://a.org/2025.csv", "https://a.org/2026.csv", "'https://a.org/': from 2025 to 2026"),
        ("in 2025. Then", "in 2026. Then", "'in': from 2025. to 2026. (by +1, +0.0494 %)"),
        ("5.e3 t", "6.e3 t", "from 5.e3 to 6.e3 (by +1,000, +20 %)"),
    ],
)
def test_a_colour_is_named_and_the_dot_of_a_file_name_is_not_a_decimal_point(before, after, message):
    assert [item.message for item in compare_texts(before, after, Settings())] == [message]


def test_a_coloured_number_is_a_number():
    assert messages("\x1b[31m0.3\x1b[0m t", "\x1b[31m0.30000000000000004\x1b[0m t") == []
    assert messages("\x1b[31m5\x1b[0m t", "\x1b[31m6\x1b[0m t") == ["from 5 to 6 (by +1, +20 %)"]


def test_a_reference_to_another_random_id_has_no_percentage():
    ids = ["94fad90c1b2a41d2883f0016d3cca426", "a2c38e51d00a4c1b9d3e6655443322ab"]
    page = "var map_{0} = L.map(); var map_{1} = L.map(); map_{0}.show();"
    stored, fresh = page.format(*ids), page.replace("map_{0}.show", "map_{1}.show").format(*ids)
    (found,) = messages(stored, fresh)
    assert found.endswith("from 1 to 2")
