"""Read a piece of HTML for a comparison: its tables by structure, its pictures, and the markup around them as lines.

Ids have no meaning, and many libraries draw them at random, so they are numbered in the order in which they
appear, wherever they are used. Styles that refer to one cell by its id become part of the look of that cell.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

_BLOCKS = frozenset(
    "address article aside blockquote br caption center col colgroup dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main meta nav noscript ol option p "
    "pre script section select style summary svg table tbody td tfoot th thead title tr ul video".split()
)
_VERBATIM = frozenset(("script", "style", "pre", "textarea"))  # blanks and lines matter in them
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
_IGNORED = ("id", "border", "scope")  # the number of an id is enough where it is used
_TABLE_IGNORED = (*_IGNORED, "class")
_POSITIONS = re.compile(r"(?:row|col|level)\d+|data|row_heading|col_heading|blank|index_name")  # classes of pandas
_WORD = re.compile(r"[\w-]+")
_FEW = 50  # ids that are found faster than words
_COLON = re.compile(r"\s*:\s*")
_TAG = re.compile(r"<[^<>]*>")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=\s]+)")
_ENCODED = re.compile(  # a picture or a document in an address: folium.IFrame writes one into a script
    r"data:(?:image/(?:png|jpeg);base64,(?P<picture>[A-Za-z0-9+/=]+(?:\\\n[A-Za-z0-9+/=]*+)*)"
    r"|(?:text/html|image/svg\+xml)(?:;charset=[\w-]+|;utf-?8)?(?:;base64,(?P<base64>[A-Za-z0-9+/=]+)|,(?P<quoted>[^\s\"'`<>]+)))"
)
_SPAN_MOST = 1000  # HTML itself stops at a thousand columns
_WIDTH_MOST = 5000


class Cell(NamedTuple):
    """A cell: its text with the markup inside it, its look, its first column, and how many columns and rows it spans.

    `tag` is th or td; the look has its attributes, such as style, class and hidden.
    """

    text: str
    look: str = ""
    tag: str = "td"
    column: int = 0
    across: int = 1
    down: int = 1


class HtmlRow(NamedTuple):
    """A row: its cells, its look and its section's, and its name, which is the text of its first cell."""

    cells: tuple[Cell, ...]
    look: str = ""
    name: str = ""


@dataclass(frozen=True)
class ParsedTable:
    """A table; `header` counts the rows that name the columns, `frame` is the look of the table and its columns."""

    rows: tuple[HtmlRow, ...]
    header: int
    caption: str = ""
    frame: str = ""

    @property
    def columns(self) -> list[str]:
        """The names of the columns, joined where the header has several rows."""
        names: dict[int, dict[str, None]] = {}
        width = max((cell.column + cell.across for row in self.rows for cell in row.cells), default=0)
        for row in self.rows[: self.header]:
            for cell in row.cells:
                for column in range(cell.column, cell.column + cell.across if cell.text else 0):
                    names.setdefault(column, {})[cell.text] = None
        return [" / ".join(names.get(i, ())) or f"column {i + 1}" for i in range(min(width, _WIDTH_MOST))]

    def label(self, row: int) -> str:
        """The name of a row in messages: its name without markup, or its number among the rows below the header."""
        name = _TAG.sub("", self.rows[row].name)
        foot = " of the foot" if self.rows[row].look.rpartition("; ")[2].startswith("foot") else ""
        return (repr(name) if name else str(row - self.header + 1)) + foot


@dataclass
class Html:
    """A piece of HTML: its outermost tables, pictures as Base64, framed documents, JSON of scripts, and all else."""

    tables: list[ParsedTable] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    markup: str = ""


def read_html(html: str) -> Html:
    """Return the parts of a piece of HTML; an empty table is left in the markup in place of each."""
    from lxml import etree

    reader = etree.HTMLParser(huge_tree=True)
    document = etree.fromstring(f"<html><body>{html.replace(chr(0), '')}</body></html>", reader)
    root = None if document is None else document.find("body")
    if root is None or any(entry.level == etree.ErrorLevels.FATAL for entry in reader.error_log):
        return Html(markup=html)  # nested too deeply to be read
    found = Html()
    _number_ids(root)
    _take_out_pictures(root, found)
    for script in root.iter("script"):
        script.text = without_data(script.text or "", found.data)
    looks = _take_out_styles(root)
    inner = set(root.xpath(".//table//table"))
    for table in [element for element in root.iter("table") if element not in inner]:
        found.tables.append(_table(table, looks))
        tail = table.tail
        table.clear()
        table.tail = tail
    found.markup = _markup(root, looks, lines=True).removeprefix("<body>").removesuffix("</body>").strip()
    return found


def _number_ids(root: Any) -> None:
    """Replace each id by its number, also where attributes, styles and scripts refer to it."""
    names: dict[str, str] = {}
    for name in root.xpath(".//@id"):
        names.setdefault(str(name), f"id-{len(names) + 1}")
    if not names:
        return
    few = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) if len(names) <= _FEW else ""
    words = re.compile(rf"(?:{few})(?![\w-])") if few else _WORD

    def replaced(match: re.Match[str]) -> str:
        inside = _WORD.match(match.string, max(0, match.start() - 1), match.start())
        return match[0] if inside else names.get(match[0], match[0])

    def numbered(text: str) -> str:
        return words.sub(replaced, text)

    for element in root.xpath(".//*[@id or @for or @headers or @aria-labelledby or @aria-describedby "
                              "or @*[contains(., '#')]]"):  # fmt: skip
        for key, value in element.attrib.items():
            if key == "id" and _WORD.fullmatch(value):
                element.set(key, names[value])
            elif key in ("id", "for", "headers", "aria-labelledby", "aria-describedby") or "#" in value:
                element.set(key, numbered(value))
    for element in root.iter("script", "style"):
        element.text = numbered(element.text or "")


def _take_out_pictures(root: Any, found: Html) -> None:
    """Take pictures and documents out of the elements that frame them, and out of the addresses in scripts."""

    def numbered(match: re.Match[str]) -> str:
        if match["picture"]:
            found.pictures.append(match["picture"].replace("\\\n", ""))  # matplotlib breaks the lines of a script
            return f"picture {len(found.pictures)}"
        found.frames.append(_decoded(match["base64"]) if match["base64"] else unquote(match["quoted"]))
        return f"document {len(found.frames)}"

    for element in root.iter("img", "iframe", "image", "object", "embed", "script"):
        for key, value in element.attrib.items():
            if key == "srcdoc":
                found.frames.append(value)
                element.set(key, f"document {len(found.frames)}")
            elif match := _PICTURE.fullmatch(value.strip()):
                found.pictures.append(match[1])
                element.set(key, f"picture {len(found.pictures)}")
            elif match := _ENCODED.fullmatch(value.strip()):
                element.set(key, numbered(match))
        if element.tag == "script" and "data:" in (element.text or ""):
            element.text = _ENCODED.sub(numbered, element.text)


def _decoded(code: str) -> str:
    """A text decoded from Base64; unchanged if it is not Base64."""
    try:
        return base64.b64decode(code, validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return code


def _take_out_styles(root: Any) -> Mapping[str, str]:
    """Remove the style rules of single elements from the style sheets, and return them by id."""
    looks: dict[str, str] = {}
    known = {element.get("id") for element in root.xpath(".//table//*[@id]")}
    for sheet in root.iter("style"):
        rest = []
        for selectors, declared in _RULE.findall(sheet.text or ""):
            declared = _declarations(declared)
            left = []
            for selector in map(str.strip, selectors.split(",")):
                if selector.startswith("#") and selector[1:] in known:
                    looks[selector[1:]] = "; ".join(filter(None, (looks.get(selector[1:]), declared)))
                else:
                    left.append(selector)
            if left:
                rest.append(f"{', '.join(left)} {{{declared}}}")
        if "@" not in (sheet.text or ""):  # rules within rules are left as they are
            sheet.text = "\n".join(rest)
    return looks


def _declarations(style: str) -> str:
    parts = (" ".join(part.split()) for part in style.split(";"))
    return "; ".join(_COLON.sub(": ", part, count=1) for part in parts if part)


def _table(element: Any, looks: Mapping[str, str]) -> ParsedTable:
    rows: list[HtmlRow] = []
    below: dict[int, tuple[int, str]] = {}  # column: how many rows more a cell above reaches down, and its text
    last: Any = None
    header, caption, frame = 0, "", [_look(element, looks, _TABLE_IGNORED)]
    for line, section in _lines(element):
        if line.tag != "tr":
            if line.tag == "caption":
                caption = _inside(line, looks)
            else:
                frame.append(_markup(line, looks))
            continue
        if section is not last:  # a cell never reaches into another section
            below, last = {}, section
        cells: list[Cell] = []
        column, name = 0, below[0][1] if 0 in below else ""
        reaching: dict[int, tuple[int, str]] = {}
        for source in line:
            if source.tag not in ("td", "th"):
                continue
            while column in below:
                column += 1
            if not source.attrib:  # most cells of a long table
                cells.append(Cell(_inside(source, looks), "", source.tag, column))
                column += 1
                continue
            across, down = _span(source, "colspan"), _span(source, "rowspan")
            text = _inside(source, looks)
            cells.append(Cell(text, _look(source, looks, (*_IGNORED, "colspan", "rowspan")), source.tag, column, across,
                              down))  # fmt: skip
            if down > 1:
                reaching.update((i, (down - 1, text)) for i in range(column, min(column + across, _WIDTH_MOST)))
            column += across
        below = {i: (left - 1, text) for i, (left, text) in below.items() if left > 1} | reaching
        in_head = section is not None and section.tag == "thead"
        if len(rows) == header and (in_head or (cells and all(cell.tag == "th" for cell in cells))):
            header += 1
        first = cells[0].text if cells else ""
        look = "; ".join(filter(None, (_look(line, looks, _IGNORED), _section(section, looks))))
        rows.append(HtmlRow(tuple(cells), look, f"{name} / {first}" if name else first))
    return ParsedTable(tuple(rows), header, caption, "; ".join(filter(None, frame)))


def _lines(table: Any) -> Iterator[tuple[Any, Any]]:
    """The rows of a table with their sections, its caption and its groups of columns, without inner tables."""
    for part in table:
        if part.tag in ("thead", "tbody", "tfoot"):
            yield from ((line, part) for line in part if line.tag == "tr")
        elif part.tag in ("tr", "caption", "colgroup", "col"):
            yield part, None


def _section(section: Any, looks: Mapping[str, str]) -> str:
    if section is None or (section.tag == "tbody" and not section.attrib):
        return ""
    look = _look(section, looks, _IGNORED)
    return look if section.tag == "tbody" else " ".join(filter(None, ("" if section.tag == "thead" else "foot", look)))


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1")
    return min(int(text[:5]), _SPAN_MOST) if text.isdecimal() and text.isascii() and int(text[:5]) else 1


def _look(element: Any, looks: Mapping[str, str], ignored: tuple[str, ...]) -> str:
    """The attributes of an element in the order of their names, and its rules in the style sheet."""
    if not element.attrib:
        return ""
    parts = []
    for key, value in sorted(element.attrib.items()):
        if key in ignored:
            continue
        if key == "class":
            value = " ".join(word for word in value.split() if not _POSITIONS.fullmatch(word))
        elif key == "style":
            value = _declarations(value)
        if value or key != "class":
            parts.append(f"{key}={value}" if value else key)
    styled = looks.get(element.get("id", ""), "")
    return "; ".join([*parts, *([f"style={styled}"] if styled else [])])


def _inside(element: Any, looks: Mapping[str, str]) -> str:
    """The text of a cell with the markup in it."""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    text = _markup(element, looks)
    return text[text.index(">") + 1 : text.rindex("<")].strip()


def _markup(root: Any, looks: Mapping[str, str], *, lines: bool = False) -> str:
    """The markup of an element without its own attributes, blanks collapsed; with `lines`, a line for each block.

    Elements without meaning, a span or a font without attributes, are left out.
    """
    from lxml.etree import iterwalk

    parts: list[str] = []
    end = "\n" if lines else ""
    verbatim = 0
    left_out: list[bool] = []  # whether each element around has no tags here
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        if not isinstance(element.tag, str):
            _add(parts, element.tail or "", verbatim)
            continue
        block = element.tag in _BLOCKS
        verbatim += (event == "start") - (event == "end") if element.tag in _VERBATIM else 0
        if event == "start":
            look = "" if element is root else _look(element, looks, _IGNORED)
            left_out.append(element.tag in ("span", "font") and not look)
            if not left_out[-1]:
                if block:
                    _trim(parts)
                parts.append(f"{end if block and parts else ''}<{element.tag}{' ' if look else ''}{look}>")
            _add(parts, element.text or "", verbatim or element.tag in _VERBATIM, after_block=block)
        else:
            if not left_out.pop() and element.tag not in _VOID and not (element.tag == "table" and lines):
                if block:
                    _trim(parts)
                parts.append(f"{end if block else ''}</{element.tag}>")
            if element is not root:
                _add(parts, element.tail or "", verbatim, after_block=block)
    return "".join(parts)


def _add(parts: list[str], text: str, verbatim: int, *, after_block: bool = False) -> None:
    if not text:
        return
    if verbatim:
        parts.append(text)
        return
    words = " ".join(text.split())
    before = " " if text[0].isspace() and not after_block else ""
    parts.append(f"{before}{words}{' ' if text[-1].isspace() and words else ''}")


def _trim(parts: list[str]) -> None:
    if parts and parts[-1][-1:].isspace():
        parts[-1] = parts[-1].rstrip()


_BEGIN = re.compile(r'\[?\{"')
_LEAST = 200  # characters; a shorter value is easier to read in its line
_FAILED_MOST = 20  # attempts at what only begins like JSON; each may read a script to its end


def without_data(script: str, data: list[Any]) -> str:
    """Return a script with the number of each long JSON value in its place, and append the values to `data`."""
    parts, end, position, failed = [], 0, 0, 0
    while failed < _FAILED_MOST and (match := _BEGIN.search(script, position)):
        begin = match.start()
        try:
            value, position = json.JSONDecoder().raw_decode(script, begin)
        except (ValueError, RecursionError):
            position, failed = match.end(), failed + 1
            continue
        if position - begin >= _LEAST:
            data.append(value)
            parts += [script[end:begin], f"data {len(data)}"]
            end = position
    return "".join([*parts, script[end:]])
