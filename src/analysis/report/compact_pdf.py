"""Rewrite a PDF of Chromium in less room: small objects in compressed streams, pictures with a palette."""

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

from analysis.core.lazy_regex import lazy_regex

_OBJECT = lazy_regex(rb"\d+ 0 obj\s*(?P<body>.*?)\s*endobj\s*\Z", re.DOTALL)
_STREAM = lazy_regex(rb"(?P<entries><<.*?>>)\s*stream\r?\n(?P<data>.*?)\r?\nendstream\Z", re.DOTALL)
_TRAILER = lazy_regex(rb"startxref\s+(?P<place>\d+)\s+%%EOF\s*\Z")
_LENGTH = lazy_regex(rb"/Length \d+")
_RGB, _PLAIN = b"/ColorSpace /DeviceRGB", b"/Filter /FlateDecode"
_MOST = 500  # objects in a stream


def compacted(pdf: bytes) -> bytes:
    """Return a PDF with the same objects in less room; one that is not written as Chromium does stays as it is."""
    found = _TRAILER.search(pdf)
    start = int(found["place"]) if found else 0
    if not found or pdf[start : start + 7] != b"xref\n0 ":
        return pdf
    objects = dict(_objects(pdf, start))
    if any(body is None for body in objects.values()):
        return pdf
    whole = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    small = []
    for number, body in objects.items():
        if body and body.endswith(b"endstream"):
            places[number] = (1, len(whole), 0)
            whole += b"%d 0 obj\n%s\nendobj\n" % (number, _with_palette(body))
        else:
            small.append((number, body or b"null"))
    size = max(objects) + 1
    for first in range(0, len(small), _MOST):
        part = small[first : first + _MOST]
        places |= {number: (2, size, index) for index, (number, _) in enumerate(part)}
        places[size] = (1, len(whole), 0)
        head, content = b"", b""
        for number, body in part:
            head += b"%d %d " % (number, len(content))
            content += body + b"\n"
        entries = b"/Type /ObjStm /N %d /First %d" % (len(part), len(head))
        whole += b"%d 0 obj\n%s\nendobj\n" % (size, _stream(entries, head + content))
        size += 1
    places[size] = (1, len(whole), 0)
    table = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for kind, place, last in (places.get(number, (0, 0, 0)) for number in range(size + 1))
    )
    kept = b" ".join(re.findall(rb"/(?:Root|Info) \d+ 0 R", pdf[start:]))
    entries = b"/Type /XRef /Size %d /W [1 4 2] %s" % (size + 1, kept)
    end = b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (size, _stream(entries, table), len(whole))
    return bytes(whole + end)


def _objects(pdf: bytes, start: int) -> Iterator[tuple[int, bytes | None]]:
    """The number of each object and what is in it, by the table at `start`; None if it cannot be read."""
    count = int(pdf[start + 7 : start + 20].split()[0])
    first = pdf.index(b"\n", start + 7) + 1
    lines = [pdf[first + 20 * number : first + 20 * number + 20] for number in range(count)]
    offsets = {number: int(line[:10]) for number, line in enumerate(lines) if line[17:18] == b"n"}
    ends = sorted([*offsets.values(), start])
    following = dict(pairwise(ends))
    for number, offset in offsets.items():
        match = _OBJECT.match(pdf[offset : following[offset]])
        yield number, match["body"] if match else None


def _stream(entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (entries, len(packed), packed)


def _with_palette(body: bytes) -> bytes:
    """The picture of a chart, which has few colours, with a palette; any other stream as it is."""
    import numpy as np

    match = _STREAM.match(body)
    if not match or _RGB not in match["entries"] or _PLAIN not in match["entries"]:
        return body
    pixels = np.frombuffer(zlib.decompress(match["data"]), dtype=np.uint8).reshape(-1, 3)
    colours, index = np.unique(pixels, axis=0, return_inverse=True)
    if len(colours) > 256:
        return body
    palette = b"/ColorSpace [/Indexed /DeviceRGB %d <%s>]" % (len(colours) - 1, colours.tobytes().hex().encode())
    packed = zlib.compress(index.astype(np.uint8).tobytes(), 9)
    entries = _LENGTH.sub(b"/Length %d" % len(packed), match["entries"].replace(_RGB, palette))
    return b"%s stream\n%s\nendstream" % (entries, packed)
