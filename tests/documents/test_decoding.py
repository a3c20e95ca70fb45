"""Decoding: stated, guessed and broken encodings, with correct offsets for all of them."""

from pathlib import Path

import pytest

from analysis.core.errors import SourceError
from analysis.documents.decoding import decode

FOIL = "Foil – the plant’s best – rose 5% to €900, said Zoë. "


def read(data, stated=None):
    return decode(data, Path("a.txt"), stated)


@pytest.mark.parametrize(
    ("text", "encoding", "stated"),
    [
        ("Preis: 5 € für Kupfer\n" * 3, "cp1252", "iso-8859-1"),  # as all browsers read it
        ("铜箔每吨1200美元" * 3, "gbk", "gb2312"),
        ("銅箔の価格は5%上昇した。" * 3, "shift_jis", "Shift_JIS"),
    ],
)
def test_a_stated_encoding_is_used(text, encoding, stated):
    found = read(text.encode(encoding), stated)
    assert found.text == text
    assert not found.guessed


@pytest.mark.parametrize("stated", ["iso-8859-1", "utf-16", "no-such-encoding", "zip", ""])
def test_valid_utf_8_takes_precedence_over_the_stated_encoding(stated):
    assert read(FOIL.encode(), stated).text == FOIL


def test_a_wrongly_stated_encoding_is_guessed():
    text = "Выручка завода выросла на 5% за год, сообщила компания в понедельник. " * 3
    found = read(text.encode("cp1251"), "shift_jis")
    assert (found.text, found.guessed) == (text, True)


@pytest.mark.parametrize(
    ("data", "text", "lost"),
    [
        (FOIL.encode() + b"\xe2\x80", FOIL + "\ufffd", 1),  # torn off in the middle of a letter
        (FOIL.encode() * 9 + b"5\xff% " + FOIL.encode(), FOIL * 9 + "5\ufffd% " + FOIL, 1),
        (b"5% \xed\xa0\x80 rose", "5% \ufffd rose", 1),  # half of a surrogate
        (b"5% \xed\xa0\xbd\xed\xb8\x80 rose", "5% \U0001f600 rose", 0),  # both halves are one letter
    ],
)
def test_slightly_broken_utf_8_is_read_with_a_remark(data, text, lost):
    found = read(data)
    assert (found.text, found.encoding, found.guessed) == (text, "utf-8", False)
    where = text.find("\ufffd")
    expected = [f"broken UTF-8 in {lost} places, read as U+FFFD, the first at offset {where}"] if lost else []
    assert list(found.remarks) == expected
    found.text.encode("utf-8")  # the text as stored can be written down again


def test_a_lone_surrogate_in_utf_16_loses_one_character():
    found = read("5% \ud800 rose – ".encode("utf-16", "surrogatepass") + "\U0001f600".encode("utf-16-le"))
    assert found.text == "5% \ufffd rose – \U0001f600"
    assert found.remarks == ("broken UTF-16 in 1 places, read as U+FFFD, the first at offset 3",)


def test_a_single_byte_encoding_is_not_taken_for_broken_utf_8():
    text = "Später fiel der Preis um 5 %, für Öl aber nicht – so die Käufer.\n" * 3
    assert read(text.encode("cp1252")).text == text


@pytest.mark.parametrize("data", [b"a\0b 5% c", b"\0output rose 5%\0", b"x" * 9000 + b"\0" * 10])
def test_a_few_nul_bytes_are_kept(data):
    assert read(data).text == data.decode()


@pytest.mark.parametrize("data", [b"\0" * 50, b"ab\0\1" * 50, b"5\0\0\0\0%"])
def test_many_nul_bytes_are_not_text(data):
    with pytest.raises(SourceError, match=r"a\.txt: .*binary"):
        read(data)


SIMPLIFIED = "2025年，精炼铜产量１２.５万吨，同比增长5%。"
TRADITIONAL = "2025年，精煉銅產量１２.５萬噸，按年增長5%。"


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "big5", "big5hkscs"])
@pytest.mark.parametrize("times", [1, 3, 40])
def test_chinese_is_recognised_in_each_of_its_encodings(encoding, times):
    text = (TRADITIONAL if encoding.startswith("big5") else SIMPLIFIED) * times
    found = read(text.encode(encoding))
    assert found.text == text
    assert found.guessed == (not encoding.startswith("utf"))


def test_a_few_chinese_bytes_are_not_a_binary_file_but_random_ones_are():
    assert read("铜价涨".encode("gbk")).text == "铜价涨"
    with pytest.raises(SourceError, match=r"a\.txt"):
        read(bytes(range(128, 256)) * 4 + b"\x00\x01\x02" * 9)
