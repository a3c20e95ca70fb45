"""Finding documents by path, their names, headers, dates and damage, and errors that name the file."""

import gzip
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from analysis.core.errors import SourceError
from analysis.documents.document import read_document
from analysis.documents.sources import find_documents, read_sources

ENGLISH = "The smelter’s output rose 5% – to €1.2 billion, its “best” year. Costs fell by £3 million, he said.\n" * 3
CHINESE = "铜箔厂的利润每吨1200美元,比铜线高得多。江南地区的有色金属产业全年收入达到五千亿元。\n" * 4
RUSSIAN = "Выручка завода выросла на 5% и составила 12 млрд рублей, сообщила компания в понедельник.\n" * 4


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "encoding", "stated"),
    [
        (ENGLISH, "utf-8", True),
        (ENGLISH, "utf-8-sig", True),
        (ENGLISH, "utf-16", True),
        (ENGLISH, "utf-16-le", False),
        (ENGLISH, "utf-16-be", False),
        (ENGLISH, "cp1252", False),
        (CHINESE, "utf-8", True),
        (CHINESE, "gb18030", False),
        (RUSSIAN, "cp1251", False),
    ],
)
def test_text_is_decoded_from_any_encoding(tmp_path, text, encoding, stated):
    document = read_document(write(tmp_path, "a.txt", text.encode(encoding)))
    assert document.text == text
    assert document.encoding_guessed is not stated
    assert bool(document.notes) is not stated  # a guess is said, never silent
    assert document.sha256 == sha256(text.encode(encoding)).hexdigest()


def test_figures_do_not_depend_on_the_encoding(tmp_path):
    spans = [
        [
            (figure.start, figure.text, figure.low)
            for figure in read_document(write(tmp_path, "a.txt", ENGLISH.encode(code))).figures
        ]
        for code in ("utf-8", "cp1252", "utf-16", "utf-16-le")
    ]
    assert spans[0][:2] == [(ENGLISH.index("5%"), "5%", 5), (ENGLISH.index("€"), "€1.2 billion", 1.2e9)]
    assert spans[1:] == spans[:1] * 3


def test_newlines_are_not_changed(tmp_path):
    document = read_document(write(tmp_path, "a.txt", b"one\r\ntwo 5%\rthree\n"))
    assert document.text == "one\r\ntwo 5%\rthree\n"
    assert [figure.start for figure in document.figures] == [9]


def test_windows_line_endings_change_no_figure(tmp_path):
    article = (Path(__file__).parents[1] / "data" / "other_articles" / "wrapped_cornwall.txt").read_text("utf-8")
    readings = [
        [
            (item.low, item.high, item.unit, item.qualifier, item.direction, item.period, item.sentence)
            for item in figures
        ]
        for figures in (
            read_document(write(tmp_path, "a.txt", article.replace("\n", ends).encode())).figures
            for ends in ("\n", "\r\n")
        )
    ]
    assert readings[0] == readings[1]
    assert len(readings[0]) == 14


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\1\2\3" * 40, "binary"),
        (b"\xef\xbb\xbfabc \xff\xfe", "utf-8-sig at byte"),
    ],
)
def test_a_file_without_text_is_named(tmp_path, data, message):
    path = write(tmp_path, "odd.txt", data)
    with pytest.raises(SourceError, match=message) as error:
        read_document(path)
    assert str(path) in str(error.value)


def test_missing_files_and_folders_are_named(tmp_path):
    for name in ("gone.txt", "gone"):
        with pytest.raises(SourceError, match="no such file or folder") as error:
            read_sources(tmp_path / name)
        assert str(tmp_path / name) in str(error.value)
    with pytest.raises(SourceError, match="no such file"):
        read_document(tmp_path / "gone.txt")


def test_a_folder_without_documents_is_named(tmp_path):
    write(tmp_path, "photo.jpg", b"\xff\xd8")
    with pytest.raises(SourceError, match=r"\.txt, \.md, .* or \.pdf") as error:
        read_sources(tmp_path)
    assert str(tmp_path) in str(error.value)


def test_an_unreadable_file_does_not_stop_the_others(tmp_path, monkeypatch):
    write(tmp_path, "b.txt", b"Output rose 5%.")
    write(tmp_path, "a.md", b"Costs fell 3%.")
    write(tmp_path, "c.txt", b"")
    locked = write(tmp_path, "d.txt", b"secret")
    write(tmp_path, "e.csv", b"1,2")
    write(tmp_path, ".hidden.txt", b"9%")
    plain = Path.open

    def refuse(self, *arguments):
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return plain(self, *arguments)

    monkeypatch.setattr(Path, "open", refuse)  # tests may run as root, whom no file mode stops
    sources = read_sources(tmp_path)
    assert [document.source_id for document in sources.documents] == ["a", "b"]  # in the order of their names
    assert [figure.text for figure in sources.figures] == ["3%", "5%"]
    assert [str(error).split(": ")[0] for error in sources.errors] == [str(tmp_path / "c.txt"), str(locked)]
    assert "cannot be read (Permission denied)" in str(sources.errors[1])
    assert sources.skipped == (tmp_path / "e.csv",)


def test_two_documents_with_the_same_name_are_an_error(tmp_path):
    write(tmp_path, "a.txt", b"5%")
    write(tmp_path, "a.md", b"6%")
    with pytest.raises(SourceError, match="have the same name") as error:
        read_sources(tmp_path)
    assert str(tmp_path / "a.txt") in str(error.value)
    assert str(tmp_path / "a.md") in str(error.value)


def test_a_header_is_metadata_without_figures(tmp_path):
    text = "---\npublisher: Example News\ndate: 2026-02-03\nnote: 'down 7%'\n---\nOutput rose 5% last year.\n"
    document = read_document(write(tmp_path, "a.md", text.encode()))
    assert document.metadata == {"publisher": "Example News", "date": "2026-02-03", "note": "down 7%"}
    assert document.published == date(2026, 2, 3)
    assert [(figure.text, figure.period) for figure in document.figures] == [("5%", "2025")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Mar 4, 2026", date(2026, 3, 4)),
        ("Published: March 4, 2026 21:50", date(2026, 3, 4)),
        ("4 March 2026", date(2026, 3, 4)),
        ("2026-03-04", date(2026, 3, 4)),
        ("The law of March 4, 2026 is new.", None),  # a date in a sentence is not a dateline
        ("Feb 31, 2026", None),
    ],
)
def test_a_date_alone_on_a_line_is_the_date_of_publication(tmp_path, line, expected):
    document = read_document(write(tmp_path, "a.txt", f"Title\n\n{line}\n\nText.".encode()))
    assert document.published == expected


def test_damage_is_reported_with_the_file(tmp_path):
    document = read_document(write(tmp_path, "a.txt", "The mineโs owner left,โ it cost โฌ5 million.".encode()))
    assert [(item.start, item.after) for item in document.repairs] == [(8, "’"), (22, None), (32, "€")]
    assert document.notes == [
        "a.txt: UTF-8 read as the Thai code page in 3 places, 2 repaired for reading, "
        "1 ambiguous and left, the first at offset 22"
    ]
    (figure,) = document.figures
    assert document.text[figure.start : figure.end] == figure.text == "โฌ5 million"


def test_a_header_with_windows_line_endings_has_no_figures(tmp_path):
    text = "---\r\ntitle: 5 million tons\r\ndate: 2025-01-02\r\n---\r\nOutput rose 5%.\r\n"
    found = read_document(write(tmp_path, "a.md", text.encode()))
    assert [figure.text for figure in found.figures] == ["5%"]
    assert found.metadata["title"] == "5 million tons"


def test_utf_32_is_not_read_as_utf_16(tmp_path):
    found = read_document(write(tmp_path, "a.txt", "Output rose 5%.".encode("utf-32")))
    assert (found.text, found.encoding) == ("Output rose 5%.", "utf-32")


def test_control_characters_are_not_text(tmp_path):
    with pytest.raises(SourceError, match=r"a\.txt: .*binary"):
        read_document(write(tmp_path, "a.txt", b"\x01\x02\x03" * 50))


def test_a_broken_link_is_an_error(tmp_path):
    write(tmp_path, "good.txt", b"Output rose 5%.")
    (tmp_path / "lost.md").symlink_to(tmp_path / "gone.md")
    found = read_sources(tmp_path)
    assert [document.source_id for document in found.documents] == ["good"]
    (error,) = found.errors
    assert "lost.md" in str(error)


def test_a_link_to_itself_is_an_error_that_blames_no_permissions(tmp_path):
    (tmp_path / "round.md").symlink_to(tmp_path / "round.md")
    (error,) = read_sources(tmp_path).errors
    assert "symbolic links" in str(error)
    assert "permissions" not in str(error)


def test_the_briefs_name_the_originals_by_their_hash():
    folder = Path(__file__).resolve().parents[2]
    originals = folder.parent / "shared" / "seeds"
    if not originals.is_dir():
        pytest.skip("../shared/seeds is not there")
    for document in read_sources(folder / "seeds").documents:
        data = (originals / document.metadata["original"]).read_bytes()
        assert document.metadata["sha256"] == sha256(data).hexdigest()


def ids(paths):
    return [place.source_id for place in find_documents(paths).places]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in ("b.txt", "a.md", "2026/a.txt", "2026/05/c.txt.gz", "2025/z.HTML", ".git/x.txt", "2026/d.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"Output rose 5%.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (".", ["a", "b", "2025/z", "2026/a", "2026/05/c"]),  # files of a folder first, then its subfolders
        ("2026", ["a", "05/c"]),
        ("2026/", ["a", "05/c"]),
        (["2026/05/c.txt.gz", "b.txt"], ["c", "b"]),  # as given
        ("*.txt", ["b"]),
        ("2026/**/*.gz", ["05/c"]),
        ("**/*.txt", ["2026/a", "b"]),
        ("202?/*", ["2025/z", "2026/a"]),
    ],
)
def test_documents_are_named_by_their_path_below_the_given_folder(tree, paths, expected):
    assert ids(paths) == expected


def test_names_do_not_depend_on_an_absolute_path(tree):
    assert ids(str(tree)) == ids(".") == ids(tree)


def test_a_file_name_may_look_like_a_pattern(tree):
    (tree / "[draft]*.txt").write_bytes(b"5%")
    assert ids("[draft]*.txt") == ["[draft]*"]


def test_a_pattern_without_documents_is_an_error(tree):
    for pattern in ("*.docx", "2026/*.csv"):
        with pytest.raises(SourceError, match="pattern"):
            find_documents(pattern)


def test_skipped_files_are_listed_up_to_a_limit(tree):
    for number in range(9):
        (tree / f"{number}.jpg").write_bytes(b"\xff\xd8")
    assert find_documents(".").messages == [
        "skipped, not .txt, .md, .html, .htm or .pdf files: 0.jpg, 1.jpg, 2.jpg, 3.jpg, 4.jpg and 5 more"
    ]


def test_a_named_pipe_is_skipped(tree):
    os.mkfifo(tree / "pipe.txt")
    assert find_documents(".").skipped == ["./pipe.txt", "./2026/d.csv"]


def test_equal_names_are_an_error_in_two_folders_but_not_in_subfolders(tree):
    (tree / "2025" / "a.txt").write_bytes(b"6%")
    assert "2025/a" in ids(".")
    with pytest.raises(SourceError, match="have the same name"):
        find_documents(["2025", "2026"])
    with pytest.raises(SourceError, match=r"b\.txt"):
        find_documents(["b.txt", "b.txt"])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Output rose 5%.", "text"),
        (gzip.compress(b"Output rose 5%.", mtime=0), "packed text"),
        (b"\n<!DOCTYPE html><html><body><p>Output rose 5%.</p></body></html>", "a page"),
    ],
)
def test_the_format_of_standard_input_is_detected(data, kind, monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    (document,) = read_sources("-").documents
    assert (document.source_id, document.text, document.sha256) == (
        "stdin",
        "Output rose 5%.",
        sha256(data).hexdigest(),
    )


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_empty_standard_input_is_no_file_to_remove(data, monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    (error,) = read_sources("-").errors
    assert str(error) == "standard input is empty; pipe the text of an article into the command"


def test_reading_text_loads_no_library_for_other_formats(tmp_path):
    write(tmp_path, "a.txt", "Output – a “record” – rose 5% to €7.".encode())
    code = f"""
import sys
from analysis.documents.sources import read_sources
assert read_sources({str(tmp_path)!r}).figures
print({{"trafilatura", "lxml", "pypdf", "pdfminer", "ftfy", "charset_normalizer", "tqdm"}} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
