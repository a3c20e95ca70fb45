"""Lines of pages of PDFs, with the columns as printed."""

import pytest

from analysis.documents.document import read_document
from analysis.documents.pdf_layout import printed_pages


def page(stream, font="/Subtype /Type1 /BaseFont /Helvetica"):
    """A PDF of one page with a content stream in a font "F"."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Type /Font {font} >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def lines_of_page(data):
    return printed_pages(data)(0)


def at(x, y, text, size=10, turn=(1, 0, 0, 1)):
    """A piece of text at a place."""
    return f"BT /F {size} Tf {' '.join(map(str, turn))} {x} {y} Tm ({text}) Tj ET"


def cells(line):
    return [part.strip() for part in line.split("   ") if part.strip()]


def test_numbers_end_where_they_end_in_print():
    lines = lines_of_page(
        page("\n".join([
            at(40, 700, "Copper"), at(200, 700, "$"), at(230, 700, "1,735"), at(300, 700, "12.5"),
            at(40, 688, "Zinc and lead"), at(243.9, 688, "29"), at(305.6, 688, "9.1"),
        ]))
    )  # fmt: skip
    assert [cells(line) for line in lines] == [["Copper", "$", "1,735", "12.5"], ["Zinc and lead", "29", "9.1"]]
    assert lines[0].index("1,735") + 5 == lines[1].index("29") + 2


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("/F 10 Tf 40 700 Td 150 Tw (Brazil 35) Tj 0 Tw ( 22) Tj", ["Brazil", "35 22"]),  # a wide space
        ("/F 10 Tf 40 700 Td [(Brazil) -15000 (35) -9000 (22)] TJ", ["Brazil", "35", "22"]),
        ("/F 10 Tf 40 700 Td [(Bra) (zil) -15000 (3) (5)] TJ", ["Brazil", "35"]),
        ("/F 10 Tf 40 700 Td (Total) Tj ( output) Tj [-9000 (35)] TJ", ["Total output", "35"]),
        ("/F 1 Tf 10 0 0 10 40 700 Tm (Total) Tj 14 0 Td (35) Tj", ["Total", "35"]),
        ("/F 10 Tf 40 700 Td 12 TL (Total) Tj (sold) '", ["Total"]),
    ],
)  # fmt: skip
def test_pieces_of_text_follow_each_other(shown, expected):
    assert cells(lines_of_page(page(f"BT {shown} ET"))[0]) == expected


def test_a_page_whose_rows_end_with_their_unit_keeps_its_columns(tmp_path):
    rows = [("Tin", "31", "34", "$/kg"), ("Selenium", "11", "12", "$/lb"), ("Indium", "385", "402", "$/kg")]
    places = (40, 200, 300, 400)
    shown = [at(x, 700 - 12 * y, text) for y, row in enumerate(rows) for x, text in zip(places, row, strict=True)]
    (path := tmp_path / "sheet.pdf").write_bytes(page("\n".join(shown)))
    assert [cells(line) for line in read_document(path).text.splitlines() if line] == [[*row] for row in rows]
    path.write_bytes(page("\n".join(shown).replace("$/kg", "each")))
    assert "   " not in read_document(path).text


def test_a_sign_of_money_between_two_numbers_is_that_of_the_second():
    line = at(20, 700, "Cost") + at(100, 700, "0.69") + at(126, 700, "$") + at(200, 700, "0.23")
    assert cells(lines_of_page(page(line))[0]) == ["Cost", "0.69", "$", "0.23"]


def test_words_of_running_text_have_one_space():
    assert lines_of_page(page(at(40, 700, "Output rose to 61.4 kt in 2025."))) == ["Output rose to 61.4 kt in 2025."]


def test_raised_numbers_are_marks_and_the_other_small_ones_are_not():
    lines = lines_of_page(
        page("\n".join([
            at(40, 700, "Castings"), at(80.6, 704, "3", 6), at(200, 700, "7.4"),
            at(40, 680, "m"), at(48.4, 684, "3", 6), at(200, 680, "88"), at(300, 680, "note 2", 6),
        ]))
    )  # fmt: skip
    assert [cells(line) for line in lines] == [["Castings³", "7.4"], ["m³", "88", "note 2"]]


def test_what_is_printed_twice_to_look_bold_is_read_once():
    assert cells(lines_of_page(page(at(40, 700, "Total") + at(40.4, 700, "Total") + at(200, 700, "35")))[0]) == [
        "Total",
        "35",
    ]
    assert lines_of_page(page(at(40, 700, "3") + at(45.6, 700, "3"))) == ["33"]


def test_upright_headings_are_above_their_columns():
    up = (0, 1, -1, 0)
    heads = [
        at(210 + 60 * place, 720, text, turn=up) for place, text in enumerate(["Ore mined", "Metal sold", "Price"])
    ]
    row = (
        at(40, 660, "Source: the company that owns the mine")
        + at(40, 700, "Ardo")
        + "".join(at(200 + 60 * place, 700, str(50 + place)) for place in range(3))
    )
    lines = lines_of_page(page("\n".join([*heads, row])))
    assert [cells(line) for line in lines] == [
        ["Ore mined", "Metal sold", "Price"],
        ["Ardo", "50", "51", "52"],
        ["Source: the company that owns the mine"],
    ]
    assert lines_of_page(page("\n".join([heads[0], row]))) == lines[1:]  # a note at the edge


@pytest.mark.parametrize("turn", [(0, 1, -1, 0), (0, -1, 1, 0)])
def test_a_page_in_landscape_is_turned(turn):
    sign = turn[1]
    shown = [
        at(300 + sign * 14 * line, 400 - sign * 200, text, turn=turn) for line, text in enumerate(["Ardo", "Belmo"])
    ]
    shown += [at(300 + sign * 14 * line, 400, text, turn=turn) for line, text in enumerate(["12", "14"])]
    assert [cells(line) for line in lines_of_page(page("\n".join(shown)))] == [["Ardo", "12"], ["Belmo", "14"]]


def test_an_empty_page_and_far_places():
    assert lines_of_page(page("")) == []
    assert max(map(len, lines_of_page(page(at(40, 700, "a") + at(10**9, 700, "b"))))) < 2_000


def test_the_time_grows_with_the_length():
    words = "".join(at(40 + place % 500, 700 - place % 3, "7", 5 + place % 2 * 5) for place in range(20_000))
    assert lines_of_page(page(words))
