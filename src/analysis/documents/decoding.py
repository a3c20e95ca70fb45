"""Bytes to text: the encoding that is stated, UTF-8, or the likeliest one; what that lost or guessed is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.core.errors import SourceError

_BOMS = {  # longer marks first: the UTF-32 mark starts like the UTF-16 mark
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# What articles come in; in order of preference if several fit equally well.
_GUESSES = [
    "utf_8",
    "cp1252",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "cp1251",
    "cp874",
    "utf_16_le",
    "utf_16_be",
]
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_LEAD_BYTES = re.compile(rb"[\xc2-\xf4]")
_LOST = "\ufffd"
# What pages call their encoding and what their bytes really are: each is read as its superset.
_SUPERSETS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its text, what it says of itself, and what a person should know of the reading.

    `encoding` is None for a format that has none of its own, as PDF.
    """

    text: str
    encoding: str | None
    guessed: bool = False
    remarks: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def decode(data: bytes, path: Path, stated: str | None = None) -> Content:
    r"""Return the text of a file with every newline as it is; raise SourceError, naming the file, for binary data.

    `stated` is the encoding that the document itself names, as HTML does; a byte order mark outweighs it.

    >>> decode("5 % – ça va".encode("cp1252"), Path("a.txt")).text
    '5 % – ça va'
    """
    found = _decode(data, path, stated)
    if found is None or len(_CONTROLS.findall(found.text)) > 0.001 * len(found.text) + 2:
        raise SourceError(f"{path}: a binary file, no text. Save the article as UTF-8 .txt or .md.")
    return found


def _decode(data: bytes, path: Path, stated: str | None) -> Content | None:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return _whole(data, encoding)
            except UnicodeDecodeError as error:
                raise SourceError(f"{path}: not valid {encoding} at byte {error.start}. Save it as UTF-8.") from None
    if not _is_wide(data):
        name = (stated or "").strip().lower()
        # A page that names UTF-16 could not have been read so far: what names it is one byte a letter.
        for encoding in ("utf-8", _SUPERSETS.get(name, name) if not name.startswith("utf") else ""):
            try:
                return Content(data.decode(encoding), encoding)
            except (UnicodeError, LookupError):
                continue
    return _repair(data) or _guess(data)


def _is_wide(data: bytes) -> bool:
    """Whether every second byte is mostly zero, as in UTF-16 of Latin letters; a stray NUL does not count."""
    return b"\0" in data and max(data[1::2].count(0), data[::2].count(0)) * 3 > len(data)


def _repair(data: bytes) -> Content | None:
    """Return UTF-8 with few broken places (halves of surrogates, a torn end, stray bytes), None if it is not UTF-8."""
    if _is_wide(data):
        return None
    try:
        return _whole(data, "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    lost, torn = text.count(_LOST), text.endswith(_LOST)
    # In text of one byte a letter, hardly any lead byte is followed by the right bytes.
    valid = len(_LEAD_BYTES.findall(data)) > max(lost, 10 * (lost - torn))
    return _with_losses(text, "utf-8") if valid else None


def _whole(data: bytes, encoding: str) -> Content:
    """Decode all of it; some programs write a letter beyond the first 65,536 as two surrogates, or half of one.

    The text as stored never holds a surrogate, since nothing could write it down again.
    """
    text = data.decode(encoding, "surrogatepass")
    clean = text if text.isascii() else without_surrogates(text)
    return Content(text, encoding) if clean == text else _with_losses(clean, encoding)


def _with_losses(text: str, encoding: str) -> Content:
    lost = text.count(_LOST)
    remark = f"broken {encoding.upper()} in {lost} places, read as U+FFFD, the first at offset {text.find(_LOST)}"
    return Content(text, encoding, remarks=(remark,) if lost else ())


def without_surrogates(text: str) -> str:
    r"""Return a text in which two halves of a surrogate are their character, and a lone half is U+FFFD.

    >>> without_surrogates("a\ud800b") == "a\ufffdb"
    True
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _guess(data: bytes) -> Content | None:
    """The most likely encoding of text that is neither marked nor UTF-8."""
    from charset_normalizer import from_bytes

    if b"\0" in data and not _is_wide(data):
        return None
    matches = list(from_bytes(data, cp_isolation=_GUESSES))
    if not matches:
        return None
    least = min(match.chaos for match in matches)
    likely = [match for match in matches if match.chaos <= least + 0.02]
    likely.sort(key=lambda match: (-round(match.coherence, 2), _GUESSES.index(match.encoding)))
    for match in likely:
        try:
            return Content(data.decode(match.encoding), match.encoding, guessed=True)
        except UnicodeDecodeError:  # very long data is guessed from its beginning
            continue
    return None
