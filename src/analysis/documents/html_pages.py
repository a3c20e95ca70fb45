"""Extract the article, title, publisher and date of an HTML page."""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

from analysis.core.errors import SourceError
from analysis.core.lazy_regex import lazy_regex
from analysis.core.silence import quiet
from analysis.documents.decoding import Content, decode
from analysis.documents.head import PUBLISHER, publisher_of_byline
from analysis.documents.html_tables import is_plain, plain_lines, with_lines, with_plain_tables

_STATED = lazy_regex(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = lazy_regex(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = "//script|//style|//noscript|//template|//head|//svg|//comment()|//processing-instruction()"
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time tt u "
    "var wbr".split()
)
_CELLS = ("td", "th")
_IN_CELL = r"(?:(?!<t[dh]\b|<table\b|</t).)*"
_CELL_WITH_LIST = lazy_regex(rf"<t[dh]\b{_IN_CELL}?<li\b{_IN_CELL}", re.IGNORECASE | re.DOTALL)
_LIST = lazy_regex(r"</?(?:ul|ol|li)\b[^>]*>", re.IGNORECASE)
_ADJACENT_SPANS = lazy_regex(r"</span>(?:</span>)*(?:<span\b[^>]*>)+")
_BEGINS = lazy_regex(r"[A-Z$€£¥+(]|\d[\d.,]")  # a word, an amount or a number, not the 3 of "m3"
_RAISED = lazy_regex(
    r"<(?P<tag>su[pb])\b[^>]{0,300}>(?:\s|<[^>]{0,300}>){0,5}(?P<text>[-−+]?\d{1,3}|[A-Za-z]{1,3})"
    r"(?:\s|</[^>]{0,300}>){0,5}</(?P=tag)\s*>",
    re.IGNORECASE,
)
_SUPERSCRIPTS = str.maketrans("-−+0123456789", "⁻⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")
_TITLE_END = lazy_regex(r"<title>[^<]* [|–—-] (?P<end>[^<|]+)</title>", re.IGNORECASE)
_TABLE = lazy_regex(r"<table\b(?:(?!</?table\b).)*</table\s*>", re.IGNORECASE | re.DOTALL)
_BLOCK = "\u2029"
_NO_MAIN_TEXT = "no main text found in the page; all of its text was read"


def read_html(data: bytes, path: Path) -> Content:
    """Return the title and the main text of a page, with blank lines between paragraphs."""
    stated = _STATED.search(data, 0, 4096)
    source = decode(data, path, stated[1].decode("ascii") if stated else None)
    page = _with_spaces_between_spans(_XML_DECLARATION.sub("", source.text))
    with quiet("trafilatura", "htmldate", "courlan", "justext"):
        try:
            found = _main_text(page)
            text = found.text.strip() if found is not None and found.text else ""
            whole = "" if text else _whole_text(_with_superscripts(page))
        except Exception as error:  # parsers raise many kinds of errors on broken pages
            raise SourceError(
                f"{path}: HTML cannot be read ({type(error).__name__}); save the article as text"
            ) from None
    if not text and not whole:
        raise SourceError(
            f"{path}: the page contains no text; save it after it has loaded, or save the article as text"
        )
    stated_there = {"title": found.title, "publisher": found.sitename, "date": found.date} if found else {}
    metadata = {key: " ".join(value.split()) for key, value in stated_there.items() if value}
    shown, title = with_lines(_paragraphs(text or whole)), metadata.get("title", "")
    if text and title not in " ".join(shown[:1000].split()):  # it may be near the top of the text
        shown = f"{title}\n\n{shown}"
    return Content(
        shown,
        source.encoding,
        source.guessed,
        (*source.remarks, *(() if text else (_NO_MAIN_TEXT,))),
        publisher_of_byline(shown) | _publisher_of_title(page) | metadata,
    )


def without_table_tags(text: str) -> str:
    r"""Return a text whose HTML tables with numbers, which text recognition writes, are rows between pipes.

    >>> page = "<table><tr><td>Metal<td>t</tr><tr><td>Zinc<td>7</tr><tr><td>Tin<td>5</tr></table>"
    >>> [row for row in without_table_tags(page).split("\n") if row]
    ['| Metal | t |', '| Zinc | 7 |', '| Tin | 5 |']
    """
    if "</table" not in text.lower():
        return text
    from lxml.html import fromstring

    def written(table: re.Match[str]) -> str:
        lines = plain_lines(fromstring(_with_superscripts(table[0].replace("\0", " "))))
        return "\n".join(["", *lines, ""]) if lines else table[0]

    return _TABLE.sub(written, text)


def _publisher_of_title(page: str) -> dict[str, str]:
    """The publisher after the last separator in the title of a page: "Rolling | Pilbara Process News"."""
    match = _TITLE_END.search(page)
    named = unescape(match["end"]).strip() if match else ""
    return {"publisher": named} if PUBLISHER.fullmatch(named) else {}


def _main_text(page: str) -> Any:
    from trafilatura import bare_extraction, load_html

    tree = load_html(_whole_page(_without_lists_in_cells(_with_superscripts(page))))
    if tree is None:
        return None
    with_plain_tables(tree)
    # Only a stated date, since the first date in the text may belong to another story.
    dates = {"extensive_search": False, "original_date": True}
    return bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=dates,
    )


def _whole_page(page: str) -> str:
    """A page starting at its root, without the lines that filing archives put before it."""
    return page if "html" in page[:50].lower() else f"<html>{page}"


def _with_spaces_between_spans(page: str) -> str:
    """Put a space between adjacent spans that do not share a word; the style sheet separates them visually."""

    def spaced(joint: re.Match[str]) -> str:
        before, after = page[joint.start() - 1 : joint.start()], page[joint.end() : joint.end() + 2]
        if before.isdigit():
            apart = after.isalpha() and after[:1].isupper() and len(after) > 1  # "9,142" and "USD", not "5" and "G"
        elif before.islower() or before in {")", "%"}:
            apart = bool(_BEGINS.match(after))
        else:
            apart = before in {".", ",", ":", ";"} and after[:1].isupper()
        return joint[0].replace("<span", " <span", 1) if apart else joint[0]

    return _ADJACENT_SPANS.sub(spaced, page)


def _with_superscripts(page: str) -> str:
    """Write raised digits as superscript characters; trafilatura would join an exponent or a footnote to its number."""

    def written(match: re.Match[str]) -> str:
        text = match["text"]
        return text.translate(_SUPERSCRIPTS) if match["tag"].lower() == "sup" and not text.isalpha() else text

    return _RAISED.sub(written, page)


def _without_lists_in_cells(page: str) -> str:
    """Put a semicolon between the items of a list in a cell of a table, since trafilatura drops such lists."""

    def joined(cell: re.Match[str]) -> str:
        first, *rest = (" ".join(part.split()) for part in _LIST.split(cell[0]) if part.strip())
        return first + "; ".join(rest) if first.endswith(">") else "; ".join([first, *rest])

    return _CELL_WITH_LIST.sub(joined, page)


def _paragraphs(text: str) -> str:
    """Insert a blank line between paragraphs, but not between items of a list or rows of a table."""
    lines = text.split("\n")
    joined = lines[:1]
    for before, line in pairwise(lines):
        together = any(before.startswith(mark) and line.startswith(mark) for mark in ("- ", "|"))
        joined += [line] if together or not line.strip() else ["", line]
    return "\n".join(joined)


def _whole_text(page: str) -> str:
    """Return all visible text of the page, each block in a line."""
    from trafilatura import load_html

    tree = load_html(_whole_page(page))
    if tree is None:
        return ""
    with_plain_tables(tree)
    for element in tree.xpath(_UNSEEN):
        element.drop_tree()
    for row in tree.iter("tr"):
        if is_plain(row):
            row.text, row[-1].tail = "| ", " |"
            for cell in row[:-1]:
                cell.tail = " | "
    for element in tree.iter():
        if element.tag not in _INLINE:
            end = "" if element.tag in _CELLS and is_plain(element.getparent()) else _BLOCK
            end = " " if end and element.tag in _CELLS else end
            element.text = end + (element.text or "")
            element.tail = end + (element.tail or "")
    blocks = (" ".join(block.split()) for block in "".join(tree.itertext()).split(_BLOCK))
    return "\n".join(block for block in blocks if block)
