"""Reading one file: pages, PDFs, compressed files, and errors that say what to do."""

import gzip
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from analysis.core.errors import SourceError
from analysis.documents import document, pdf_pages
from analysis.documents.document import document_of, read_document
from analysis.documents.html_pages import read_html
from analysis.documents.pdf_pages import _printed_once

STORY = (
    "The invented Lake works made 5,400 tons of copper foil last year, 12% more than the year before. "
    "Its costs fell by about 4% to $1,250/t, while profit rose to over €900 a ton."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Foil up 12% | Example Metals</title>
<meta property="og:title" content="Foil up 12%"><meta property="og:site_name" content="Example Metals">
<meta property="article:published_time" content="2026-02-03T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/m">77 markets</a></nav><article><h1>Foil up 12%</h1>
<ul><li>Costs down about 4%</li><li>320 people</li></ul>
<p>{STORY}</p><p>Analysts expect demand to <b>grow by 8%</b> a year until 2030; the plant spends $45 million.</p>
<table><tr><th>Product</th><th>Profit</th></tr><tr><td>Foil</td><td>$1,400/t</td></tr></table></article>
<script>var share = "99%";</script><footer>Read by 12,000 people</footer></body></html>"""


def pdf(*pages, title=None, password=None):
    """Return a PDF with the lines of each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 40 780 Td 12 TL {shown} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    data = f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")
    if title is None and password is None:
        return data
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    if title:
        writer.add_metadata({"/Title": title})
    if password is not None:
        writer.encrypt(password, "owner", algorithm="RC4-128")
    sink = BytesIO()
    writer.write(sink)
    return sink.getvalue()


def read(data, name):
    return document_of(data.encode() if isinstance(data, str) else data, Path(name), "a")


def assert_offsets_fit(document):
    assert document.figures
    for figure in document.figures:
        assert document.text[figure.start : figure.end] == figure.text


def test_a_page_gives_article_title_publisher_and_date():
    document = read(PAGE, "a.html")
    assert document.metadata == {"title": "Foil up 12%", "publisher": "Example Metals", "date": "2026-02-03"}
    assert document.published == date(2026, 2, 3)
    assert document.notes == []
    assert document.text.startswith("Foil up 12%\n\n- Costs down about 4%\n- 320 people\n\nThe invented Lake works")
    assert "to grow by 8% a year" in document.text
    assert "$1,400/t" in document.text  # a table belongs to the article
    for boilerplate in ("77 markets", "99%", "12,000"):
        assert boilerplate not in document.text
    assert_offsets_fit(document)


def test_paragraphs_of_a_page_are_separated_by_blank_lines():
    heading = "A heading that is longer than many a line and has no full stop at all"
    text = read(f"<article><h2>{heading}</h2><p>{STORY}</p><p>{STORY}</p></article>", "a.htm").text
    assert f"{heading}\n\nThe invented" in text


def test_a_missing_title_is_prepended():
    text = read(f"<html><head><title>Foil up 33%</title></head><body><p>{STORY}</p></body></html>", "a.html").text
    assert text == f"Foil up 33%\n\n{STORY}"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("declaration", ['<meta charset="gb2312">', '<?xml version="1.0" encoding="gb2312"?>'])
def test_a_page_is_decoded_with_its_stated_or_actual_encoding(encoding, declaration):
    text = "铜箔厂的利润每吨1200美元,比铜线高得多。江南地区的有色金属产业去年收入达到五千亿元。"
    document = read(f"{declaration}<html><body><p>{text}</p></body></html>".encode(encoding), "a.html")
    assert document.text == text


def test_a_page_without_main_text_is_read_completely_with_a_remark(monkeypatch):
    monkeypatch.setattr("analysis.documents.html_pages._main_text", lambda page: None)
    found = read_html(PAGE.encode(), Path("a.html"))
    (remark,) = found.remarks
    assert "no main text" in remark
    assert "grow by 8% a year" in found.text  # within a line
    assert "Costs down about 4%\n\n320 people" in found.text  # blocks are apart
    assert "Read by 12,000 people" in found.text
    assert "99%" not in found.text  # scripts are not text


@pytest.mark.parametrize("data", ["<html><head><title>5%</title></head><body></body></html>", "<!-- 5% -->"])
def test_a_page_without_text_is_an_error(data):
    with pytest.raises(SourceError, match=r"a\.html: .*no text"):
        read(data, "a.html")


def test_a_pdf_gives_its_lines_and_title():
    document = read(pdf(["Output rose 5% in", "the second year.", "It cost $20/t."], title="Foil  news"), "a.pdf")
    assert document.text == "Output rose 5% in\nthe second year.\nIt cost $20/t."
    assert document.metadata == {"title": "Foil news"}
    assert document.encoding is None
    assert_offsets_fit(document)


HEADLINE, DATED = "Smelter output rises in Laos", "Mekong Mineral Digest, Vientiane, 22 October 2026"
BODY = ["The plant sold 50 kt of copper in 2025. It is larger than before and", "it employs 200 people."]


@pytest.mark.parametrize("title", ["re_pdf.html", "article-22.htm", "saved.PDF", "news.example.com", "铜箔.docx",
                                   "Microsoft Word - tin draft 2.docx"])  # fmt: skip
@pytest.mark.parametrize("below", [[DATED], []])
def test_the_name_of_a_file_is_not_the_title_of_a_pdf(title, below):
    assert read(pdf([HEADLINE, *below, *BODY], title=title), "a.pdf").title == HEADLINE


@pytest.mark.parametrize("title", ["Foil news", "Copper at $9.5k", "Foil up 12.5", "What the U.S. pays", "Tin"])
def test_the_title_of_a_pdf_wins_over_its_first_line(title):
    assert read(pdf([HEADLINE, DATED, *BODY], title=title), "a.pdf").title == title


def test_a_sentence_that_goes_on_below_is_no_title_of_a_pdf():
    assert read(
        pdf(["The plant sold 50 kt of copper and", "it employs 200 people."], title="b.html"), "a.pdf"
    ).title != ("The plant sold 50 kt of copper and")


@pytest.mark.parametrize("name", ["Mekong Mineral Digest", "Ore Bulletin", "Andes Metals Monitor", "Copperbelt Courier",
                                  "Tin Observer", "Harbour Gazette", "Foil Weekly", "Smelter Review", "Metals Insider",
                                  "Mekong Post", "Battery Wire", "The Zinc Inquirer"])  # fmt: skip
def test_the_line_of_the_date_names_the_publisher_of_a_pdf(name):
    document = read(pdf([HEADLINE, f"{name}, Vientiane, 22 October 2026", *BODY], title="re_pdf.html"), "a.pdf")
    assert document.metadata == {"title": HEADLINE, "publisher": name}


def test_headers_and_page_numbers_of_a_pdf_are_dropped_but_not_figures():
    texts = ["First 5%", "Second 7%", "Third 9%", "Fourth 5%"]
    pages = [["Example Metals", f"Page {number} of 4", text] for number, text in enumerate(texts, 1)]
    assert read(pdf(*pages), "a.pdf").text == "First 5%\nSecond 7%\nThird 9%\nFourth 5%"


def test_lines_on_two_pages_only_are_kept():
    assert read(pdf(["Output rose 5%"], ["Output rose 5%"]), "a.pdf").text == "Output rose 5%\nOutput rose 5%"


def test_headers_and_footers_printed_by_a_browser_are_dropped():
    page = ["11/22/26, 1:06 AM Foil up 12% | Example", "Output rose 5%.", "https://example.org/a?b=1 1/1"]
    assert read(pdf(page), "a.pdf").text == "Output rose 5%."


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The alu-", "minium works"], "The aluminium works"),
        (["a low-carbon mill, a low-", "carbon plant"], "a low-carbon mill, a low-carbon plant"),
        (["a 30-", "day stop"], "a 30-\nday stop"),  # no broken word
    ],
)
def test_hyphenated_words_are_joined(lines, text):
    assert read(pdf(lines), "a.pdf").text == text


@pytest.mark.parametrize("mark", ["\u2010", " \u2010", "\u00ad", "-"])
def test_soft_and_unicode_hyphens_are_removed(mark):
    assert pdf_pages._joined_words(f"the alu{mark}\nminium works") == "the aluminium works"


def table_page(rows, above=(), below=()):
    """The lines of a page whose cells are printed in columns, as Tm operators inside a line of `pdf`."""
    shown, height = [], 700
    for line in above:
        shown.append(f"1 0 0 1 40 {height} Tm ({line}) Tj")
        height -= 14
    for row in rows:
        shown += [f"1 0 0 1 {40 + 120 * place} {height} Tm ({cell}) Tj" for place, cell in enumerate(row) if cell]
        height -= 14
    shown += [f"1 0 0 1 40 {height - 14 * place} Tm ({line}) Tj" for place, line in enumerate(below)]
    return [") Tj " + " ".join(shown) + " ("]


def test_a_text_in_one_endless_line_is_refused(monkeypatch):
    monkeypatch.setattr(document, "MAX_LINE", 50)
    with pytest.raises(SourceError, match="50 bytes"):
        read(b"Output rose 5%. " * 10, "a.txt")
    assert read(b"Output rose 5%.\n" * 10, "a.txt").figures


ROWS = [["", "2023", "2024"], ["Copper", "61.4", "57.9"], ["Zinc", "30.2", "31.0"], ["Lead", "8.1", "7.7"]]


def test_columns_of_a_pdf_are_kept():
    document = read(pdf(table_page(ROWS, ["Output in kt"], ["Source: the company."])), "a.pdf")
    assert [(figure.low, figure.unit, figure.period) for figure in document.figures][:2] == [
        (61400.0, "t", "2023"),
        (57900.0, "t", "2024"),
    ]
    assert len(document.figures) == 6


def test_two_columns_of_running_text_are_not_mixed():
    left = [f"the works in the north made {number}" for number in (31, 32, 33, 34)]
    right = [f"its people in the south sold {number}" for number in (41, 42, 43, 44)]
    page = table_page([list(pair) for pair in zip(left, ["", "", "", ""], right, strict=True)])
    assert not any("  " in line for line in read(pdf(page), "a.pdf").text.splitlines())


@pytest.mark.parametrize("glyphs", ["(cid:12)" * 40, "/12/45/7/33" * 30, "\x01\x02\x03" * 40, "\ue001\ue002" * 40])
def test_glyphs_without_letters_are_known(glyphs):
    assert pdf_pages._is_unmapped(glyphs)
    assert not pdf_pages._is_unmapped("Output rose 5% to 61.4 kt (a record), 3/4 of it abroad. " * 3)


def test_an_encrypted_pdf_without_password_is_read():
    assert read(pdf(["Output rose 5%."], password=""), "a.pdf").text == "Output rose 5%."


GOOD = pdf(["Output rose 5%."])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf(["Output rose 5%."], password="secret"), "a password"),
        (pdf([], []), "no text in its 2 pages"),
        (GOOD[: len(GOOD) // 2], "broken PDF"),
        (GOOD.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), "PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "broken PDF"),
        (b"<html>5%</html>", "not a PDF"),
    ],
)
def test_an_unreadable_pdf_is_one_error_with_advice(data, message, capfd, caplog):
    with pytest.raises(SourceError) as error:
        read(data, "a.pdf")
    assert str(error.value).startswith("a.pdf: ")
    assert message in str(error.value)
    assert capfd.readouterr() == ("", "")  # a library's own warnings are for nobody
    assert caplog.records == []


def test_a_pdf_with_too_much_text_is_an_error(monkeypatch):
    monkeypatch.setattr(pdf_pages, "MAX_LETTERS", 10)
    with pytest.raises(SourceError, match="more than 10 characters"):
        read(GOOD, "a.pdf")


@pytest.mark.parametrize(("name", "data"), [("a.txt", b"Output rose 5%."), ("a.html", PAGE.encode()), ("a.pdf", GOOD)])
def test_a_compressed_document_is_read_like_its_content(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data, mtime=0))
    plain, packed = read_document(tmp_path / name), read_document(tmp_path / f"{name}.gz")
    assert (packed.text, packed.source_id) == (plain.text, "a")
    assert packed.figures == plain.figures


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (gzip.compress(STORY.encode(), mtime=0)[:-12], "gzip"),
        (gzip.compress(STORY.encode(), mtime=0)[:-8] + b"12345678", "gzip"),
        (b"no gzip 5%", "gzip"),
        (gzip.compress(b"", mtime=0), "empty"),
    ],
)
def test_a_broken_compressed_file_is_named(data, message):
    with pytest.raises(SourceError, match=message):
        read(data, "a.txt.gz")


def test_a_file_that_is_too_large_is_named_before_it_fills_the_memory(monkeypatch, tmp_path):
    monkeypatch.setattr(document, "MAX_BYTES", 1000)
    bomb = gzip.compress(b"5% " * 100_000, mtime=0)
    assert len(bomb) < 1000
    with pytest.raises(SourceError, match=r"a\.txt\.gz: .*1,000 bytes"):
        read(bomb, "a.txt.gz")
    (tmp_path / "long.txt").write_bytes(b"5% " * 400)
    with pytest.raises(SourceError, match=r"long\.txt: .*1,000 bytes"):
        read_document(tmp_path / "long.txt")


@pytest.mark.parametrize(
    "text",
    [
        "a\0b 5% \0 c",
        "\u200frose 5%\u200e to\u202b $20/t\u202c",  # marks that turn the direction of writing
        "one\r\ntwo 5%\rthree\n\r\nfour $20/t\u2028five 7%",
        "word " * 20_000 + "Output rose 5% here.",  # one line of 100 kB
    ],
)
def test_offsets_are_right_with_unusual_characters_and_lines(text):
    document = read(text.encode(), "a.txt")
    assert document.text == text
    assert_offsets_fit(document)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Tin cost $90\x000 per tonne.", "1 NUL character, the first at offset 12;"),
        (b"a\0b\0 5% c", "2 NUL characters, the first at offset 1;"),
        (b"a\1b\0 5% c", "2 control characters, the first at offset 1;"),
    ],
)
def test_nul_and_control_characters_are_told(data, told):
    assert [note for note in read(data, "a.txt").notes if f"a.txt: contains {told}" in note]


def test_a_line_of_ten_megabytes_is_decoded():
    line = "Output – rose – " * 500_000
    assert read(line.encode(), "a.txt").text == line


CHINESE = "铜箔产量增长约5%，至1.2万吨。每吨利润逾1400美元。"


def chinese_pdf(*lines):
    """Return a PDF in a font of GBK codes, as old Chinese programs write it."""
    shown = " ".join(f"<{line.encode('gbk').hex()}> Tj T*" for line in lines)
    data = pdf(["x"]).decode("latin-1").replace("(x) Tj T*", shown)
    font = "/Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [3 0 R]"
    return data.replace("/Type /Font /Subtype /Type1 /BaseFont /Helvetica", font).encode("latin-1")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (CHINESE.encode("gb18030"), "a.txt"),
        (CHINESE.encode(), "a.md"),
        (f'<html><head><meta charset="gb2312"></head><body><p>{CHINESE}</p></body></html>'.encode("gbk"), "a.html"),
        (f"<html><body><article><p>{CHINESE * 4}</p></article></body></html>".encode(), "a.htm"),
        (chinese_pdf(CHINESE[:15], CHINESE[15:]), "a.pdf"),
    ],
)  # fmt: skip
def test_chinese_documents_of_each_kind_give_the_same_figures_at_their_places(data, name):
    document = read(data, name)
    first = [figure.as_text for figure in document.figures[:3]]
    assert first == ["about 5 %, a rise", "12,000 t", "more than 1,400 USD/t"]
    assert all(document.text[figure.start : figure.end] == figure.text for figure in document.figures)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        (["Copper", "9,142", "USD"], "Copper 9,142 USD"),
        (["Zinc", "$2,900", "Today"], "Zinc $2,900 Today"),
        (["Price:", "Low", "+3%", "High"], "Price: Low +3% High"),
        # one word or number in several styles
        (["C", "opper"], "Copper"),
        (["5", "G"], "5G"),
        (["12,", "345"], "12,345"),
        (["m", "3"], "m3"),
    ],
)
def test_adjacent_spans_are_separate_words_unless_a_word_continues(spans, text):
    marked = "".join(f"<span>{span}</span>" for span in spans)
    page = PAGE.replace("</article>", f"<p>It is {marked} at the close of trade.</p></article>")
    assert f"It is {text} at the close" in read_html(page.encode(), Path("a.html")).text


def test_a_list_in_a_cell_of_a_table_is_read():
    table = "<table><tr><th>Output</th></tr><tr><td><ul><li>1,250 t</li><li>1,310 t</li></ul></td></tr></table>"
    page = PAGE.replace("</article>", f"{table}</article>") if "</article>" in PAGE else f"<article>{table}</article>"
    assert "1,250 t; 1,310 t" in read_html(page.encode(), Path("a.html")).text


@pytest.mark.parametrize(
    ("markup", "figure"),
    [
        ("makes 2&times;10<sup>6</sup> tonnes a year", "2 million t/year"),
        ("pays USD 500<sup><a href='#f'>1</a></sup> per tonne", "500 USD/t"),
        ("owns 12 km<sup>2</sup> of land", "12 km^2"),
        ("makes 10<sup>6</sup> t of copper", None),  # and not 106 t
        ("emits 4 t CO<sub>2</sub> a year", "4 t/year"),
    ],
)
def test_raised_digits_are_not_joined_to_the_number_before_them(markup, figure):
    page = f"<html><body><article><p>The company {markup}, as it said on Monday.</p></article></body></html>"
    assert [found.as_text for found in read(page.encode(), "a.html").figures] == ([figure] if figure else [])


def test_a_line_that_is_printed_twice_to_look_bold_is_read_once():
    line = "Copper price 9,500 USD"
    assert _printed_once(line * 2) == _printed_once("".join(letter * 2 for letter in line)) == line
    for once in (line, "11223344556677", "no no", "5,500 and 5,501", "1.51.51.51.5"):
        assert _printed_once(once) == once


def test_a_page_without_metadata_names_its_publisher_in_the_line_of_the_date():
    page = (
        "<html><head><title>Estonia counts its barrels</title></head><body><main><h1>Estonia counts its barrels</h1>"
        "<p>{line}</p><p>The separation plant had 840 tonnes of carbonate in stock at midsummer, enough for months.</p>"
        "</main></body></html>"
    )
    dated = read(page.format(line="Baltic Freight Courier, 9 July 2026").encode(), "a.html")
    assert dated.metadata["publisher"] == "Baltic Freight Courier"
    assert "publisher" not in read(page.format(line="It may sell them.").encode(), "a.html").metadata


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        ("Rolling without rollers | Pilbara Process News", "Pilbara Process News"),
        ("Foil &amp; wire - The Anatolian Metals Bulletin", "The Anatolian Metals Bulletin"),
        ("Rolling without rollers | Part two", None),
        ("A day at the Pilbara Process News", None),
    ],
)
def test_the_title_of_a_page_may_end_in_the_publisher(title, publisher):
    text = "The refinery at Kwinana says that its hall has cut production costs by about 12 percent. " * 4
    page = f"<html><head><title>{title}</title></head><body><article><h1>Rolling</h1><p>{text}</p></article></body>"
    assert read_html(page.encode(), Path("a.html")).metadata.get("publisher") == publisher


@pytest.mark.parametrize(("standing", "notes"), [("Press", 0), ("newspaper", 1)])
def test_an_unknown_kind_of_source_is_noted(standing, notes):
    document = document_of(f"Title: Foil\nStanding: {standing}\n\nFoil is thin.\n".encode(), Path("a.txt"), "a")
    assert len(document.notes) == notes
    assert all("'newspaper'" in note and "press, official" in note for note in document.notes)
