"""UTF-8 read as the Thai code page: recognised, repaired where unambiguous; offsets stay those of the stored text."""

import pytest

from analysis.extraction.extract import extract_figures
from analysis.extraction.mojibake import repair

from ..cpu_time import is_linear


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        # only the first byte of the mark is left: the letters on both sides decide
        ("the mineโs owner", "the mine’s owner"),
        ("a shiftโone of manyโended", "a shift—one of many—ended"),
        ("pages 3โ7", "pages 3–7"),
        ("the โnew modelโ of trade", "the “new model” of trade"),
        ("Minersโข earn", "Miners™ earn"),
        # the whole character is there, in two letters or three
        ("ยฉ Example", "© Example"),
        ("โฌ5 million", "€5 million"),
        ("\u0e42\u20ac\u201d so", "— so"),
        ("Caf\u0e23\u0e09 prices", "Café prices"),
    ],
)
def test_the_remaining_bytes_of_a_mark_identify_it(stored, read):
    assert repair(stored).text == read


def test_an_ambiguous_place_stays_and_is_reported():
    repaired = repair("it ended,โ they left")
    assert repaired.text == "it ended,โ they left"
    assert [(item.start, item.before, item.after) for item in repaired.repairs] == [(9, "โ", None)]


def test_thai_text_is_not_changed():
    thai = "ราคาทองแดงวันนี้ 5% โลหะ"
    assert repair(thai).text == thai
    assert repair(thai).repairs == ()
    mixed = "Copper (ทองแดง) rose 5%"
    assert repair(mixed).repairs == ()
    assert [figure.text for figure in extract_figures(mixed)] == ["5%"]


@pytest.mark.parametrize(
    ("text", "slices", "values"),
    [
        # two letters become one before the figure
        ("ยฉ Example. Output rose 5%.", ["5%"], [5]),
        # and inside it
        ("It cost โฌ4.5 million in May.", ["โฌ4.5 million"], [4.5e6]),
        # several before, one inside, one between and one behind
        (
            "ยฉ Theโs ยฉ plant paid โฌ7 million, then โฌ12/t ยฉ.",
            ["โฌ7 million", "โฌ12/t"],
            [7e6, 12],
        ),
        # a range over a repaired dash
        ("Losses of 3โ7% were seen.", ["3โ7%"], [3]),
    ],
)
def test_offsets_point_into_the_stored_text(text, slices, values):
    figures = extract_figures(text)
    assert [figure.text for figure in figures] == slices
    assert [text[figure.start : figure.end] for figure in figures] == slices
    assert [figure.low for figure in figures] == values


def test_each_offset_of_the_repaired_text_leads_to_the_same_letter():
    stored = "ab ยฉ cd โฌ ef โs gh"
    repaired = repair(stored)
    for position, letter in enumerate(repaired.text):
        if letter.isascii():
            assert stored[repaired.stored(position)] == letter
    assert repaired.stored(len(repaired.text)) == len(stored)


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("Costs fell to Â£5 â€” a third", "Costs fell to £5 — a third"),
        ("â‚¬7 million and Â¥9 million", "€7 million and ¥9 million"),
        ("the mineâ€™s â€œbestâ€\x9d year", "the mine’s “best” year"),
        ("3â€“7%, Â±2 Â°C, 5 Âµm, Acmeâ„¢", "3–7%, ±2 °C, 5 µm, Acme™"),
        ("ZÃ¼rich and cafÃ©", "Zürich and café"),
        ("it cost \x805, \x93so\x94", "it cost €5, “so”"),  # code page 1252 read as Latin-1
        ("rose ï¼‘ï¼’%", "rose １２%"),
        ("ÃƒÂ© twice", "é twice"),
        ("ยฉ by Thai, Â£5 by another", "© by Thai, £5 by another"),
    ],
)
def test_text_read_in_another_code_page_is_repaired(stored, read):
    repaired = repair(stored)
    assert repaired.text == read
    assert repaired.stored(len(read)) == len(stored)


@pytest.mark.parametrize(
    "text",
    [
        'straight "quotes", it\'s &amp; &lt;b&gt; stay',
        "full width ５％ and ﬁ stay",
        "À bientôt «à» PORTÉ», São Paulo é “bom” – 5 €",
        "Übergröße §5, 20 °C, ½, Škoda „5“",
        "«Завод» — 5 № 3, Ελλάδα «5», Việt Nam ₫5 tăng “5”",
        "铜箔“5％”，銅箔「5」",
        "a\u0085b",  # a newline of its own
    ],
)
def test_undamaged_text_is_kept(text):
    assert repair(text).text == text
    assert repair(text).repairs == ()


def test_each_repaired_letter_leads_to_its_own_place():
    stored = "Ð¦ÐµÐ½Ð° Â£5"  # four letters of two bytes each, in one run
    repaired = repair(stored)
    assert repaired.text == "Цена £5"
    assert [repaired.stored(place) for place in range(5)] == [0, 2, 4, 6, 8]
    (figure,) = extract_figures(stored + ", the price of the day")
    assert figure.text == "Â£5"


@pytest.mark.parametrize("piece", ["Output â€” rose Â£5. ", "Ð¿", "à «b» "])
def test_a_long_damaged_text_takes_time_in_proportion(piece):
    repair(piece)
    assert is_linear(repair, piece * 1_000, piece * 8_000)
