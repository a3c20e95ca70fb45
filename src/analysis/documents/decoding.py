"""Decode files to text by stated encoding, UTF-8, or a guess; losses and guesses are reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.core.errors import SourceError
from analysis.core.lazy_regex import lazy_regex

_BOMS = {  # longer marks first, since the UTF-32 mark starts like the UTF-16 mark
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# Candidates in order of preference, if several fit equally well.
_GUESSES = ["utf_8", "cp1252", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp874", "utf_16_le", "utf_16_be"]
_CONTROLS = lazy_regex(r"[\x00-\x08\x0b\x0e-\x1f]")
_LEAD_BYTES = lazy_regex(rb"[\xc2-\xf4]")
_LOST = "\ufffd"
# Encodings that are often stated wrongly, with the superset that is used instead.
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
    """The content of a file: its text, its metadata, and remarks on how it was read."""

    text: str
    encoding: str | None
    guessed: bool = False
    remarks: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


def decode(data: bytes, path: Path, stated: str | None = None) -> Content:
    """Decode a file without changing newlines; raise SourceError, naming the file, for binary data.

    `stated` is the encoding stated in the document, as in HTML; a byte order mark takes precedence.
    """
    found = _decode(data, path, stated)
    if found is None or len(_CONTROLS.findall(found.text)) > 0.001 * len(found.text) + 2:
        raise SourceError(f"{path}: a binary file; save the article as UTF-8 .txt or .md")
    return found


def _decode(data: bytes, path: Path, stated: str | None) -> Content | None:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return _decode_all(data, encoding)
            except UnicodeDecodeError as error:
                raise SourceError(f"{path}: not valid {encoding} at byte {error.start}; save it as UTF-8") from None
    if not _is_wide(data):
        name = (stated or "").strip().lower()
        # A page cannot be UTF-16 if its declaration was found as single bytes.
        for encoding in ("utf-8", _SUPERSETS.get(name, name) if not name.startswith("utf") else ""):
            try:
                return Content(data.decode(encoding), encoding)
            except (UnicodeError, LookupError):
                continue
    return _repair(data) or _guess(data)


def _is_wide(data: bytes) -> bool:
    """Whether every other byte is mostly zero, as in UTF-16 of Latin text."""
    return b"\0" in data and max(data[1::2].count(0), data[::2].count(0)) * 3 > len(data)


def _repair(data: bytes) -> Content | None:
    """Decode UTF-8 with few errors (lone surrogates, a truncated end, stray bytes); None if it is not UTF-8."""
    if _is_wide(data):
        return None
    try:
        return _decode_all(data, "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    lost, torn = text.count(_LOST), text.endswith(_LOST)
    # In single-byte encodings, hardly any lead byte is followed by valid continuation bytes.
    valid = len(_LEAD_BYTES.findall(data)) > max(lost, 10 * (lost - torn))
    return _with_losses(text, "utf-8") if valid else None


def _decode_all(data: bytes, encoding: str) -> Content:
    """Decode all data; some programs encode characters beyond U+FFFF as surrogates, or cut a pair in half.

    The stored text never contains surrogates, since it could not be encoded again.
    """
    text = data.decode(encoding, "surrogatepass")
    clean = text if text.isascii() else without_surrogates(text)
    return Content(text, encoding) if clean == text else _with_losses(clean, encoding)


def _with_losses(text: str, encoding: str) -> Content:
    lost = text.count(_LOST)
    remark = f"broken {encoding.upper()} in {lost} places, read as U+FFFD, the first at offset {text.find(_LOST)}"
    return Content(text, encoding, remarks=(remark,) if lost else ())


def without_surrogates(text: str) -> str:
    """Replace surrogate pairs by their character, and lone surrogates by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _guess(data: bytes) -> Content | None:
    """Decode text without a byte order mark that is not UTF-8, in the most likely encoding."""
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
        except UnicodeDecodeError:  # the guess is based on the beginning of long data
            continue
    return None
