"""Make the cells of a notebook safe to show: nothing runs, loads or navigates; a sentence replaces unsafe content."""

import base64
import binascii
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from nh3 import Cleaner

PNG = "image/png"
_SVG = "image/svg+xml"
_HTML = "text/html"
_INTERACTIVE = re.compile(r"<(?:script|iframe|object|embed|form)\b", re.IGNORECASE)
_DRAWING = re.compile(r"<svg\b(?:(?!<svg\b).)*?</svg\s*>", re.DOTALL)
_ATTACHED = re.compile(r"!\[(?P<text>[^\]]*)\]\(attachment:(?P<name>[^)\s]*)[^)]*\)")
# Types that a browser shows only with a script; JupyterLab has one for each.
_SCRIPTED = re.compile(r"^application/(?:javascript$|vnd\.(?:jupyter\.widget|plotly|vega|vegalite|bokehjs|holoviews))")
_NOT_SHOWN = (
    "An interactive output is not shown here: a report runs no scripts of notebooks. Open the notebook to see it."
)

_MATH = {
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
_MATH_ATTRIBUTES = {
    "columnalign", "columnlines", "depth", "display", "displaystyle", "fence", "form", "height", "linethickness",
    "lspace", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowspacing", "rspace",
    "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width", "xmlns",
}  # fmt: skip
_ANYWHERE = {"class", "dir", "hidden", "id", "lang", "role", "style", "tabindex", "title"}


def safe_html(html: str) -> str:
    """Return HTML without anything that could act: scripts, forms, frames, event handlers, refreshes, pings."""
    return _cleaner().clean(html)


def make_showable(cell: Any) -> None:
    """Replace what a page cannot show in a cell of a notebook by a sentence that says so; it is changed in place."""
    if cell.cell_type == "markdown":
        attached = cell.get("attachments") or {}
        attached.update({quote(name): data for name, data in attached.items()})  # as JupyterLab refers to them
        cell.source = _ATTACHED.sub(
            lambda match: match[0] if match["name"] in attached else f"*The attachment {match['name']} is missing.*",
            cell.source,
        )
    for output in cell.get("outputs", ()):
        if "data" in output:
            output["data"] = _showable_data(output["data"])


def not_shown(cell: Any, error: Exception) -> Any:
    """Return a Markdown cell to show in place of one that could not be converted."""
    from nbformat.v4 import new_markdown_cell

    reason = escape(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}")
    return new_markdown_cell(f"**This {cell.cell_type} cell cannot be shown** ({reason}).")  # type: ignore[no-untyped-call]


def _showable_data(data: dict[str, Any]) -> dict[str, Any]:
    kept = {kind: value for kind, value in data.items() if not _SCRIPTED.match(kind)}
    scripted = len(kept) < len(data)
    if PNG in kept and not _is_png(kept[PNG]):
        del kept[PNG]
        kept["text/plain"] = "A picture is damaged and cannot be shown."
    if isinstance(kept.get(_SVG), str):
        drawing = _as_picture(kept.pop(_SVG))
        if PNG not in kept:
            kept.setdefault(_HTML, drawing)
    if isinstance(kept.get(_HTML), str):
        kept[_HTML] = _DRAWING.sub(lambda match: _as_picture(match[0]), kept[_HTML])
    if _INTERACTIVE.search(str(kept.get(_HTML, ""))):
        scripted = True
        if PNG in kept:
            del kept[_HTML]
    if scripted and PNG not in kept:
        kept[_HTML] = f"{kept.get(_HTML, '')}<p><em>{_NOT_SHOWN}</em></p>"
    return kept


def _as_picture(svg: str) -> str:
    """An SVG as an image element, in which no script runs and nothing is loaded."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    source = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:{_SVG};base64,{source}" alt="A drawing without a description">'


def _is_png(text: Any) -> bool:
    try:
        data = base64.b64decode(text)
        return len(data) > 24 and data.startswith(b"\x89PNG\r\n\x1a\n")
    except (binascii.Error, ValueError, TypeError):
        return False


@cache
def _cleaner() -> "Cleaner":
    import nh3

    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["*"] = _ANYWHERE
    attributes["details"] = {"open"}
    attributes.setdefault("table", set()).add("border")
    attributes.update(dict.fromkeys(_MATH, _MATH_ATTRIBUTES))
    return nh3.Cleaner(
        tags=nh3.ALLOWED_TAGS | _MATH | {"section", "style", "tfoot"},
        clean_content_tags={"embed", "iframe", "noscript", "object", "script", "svg", "template", "title"},
        attributes=attributes,
        attribute_filter=_without_foreign_pictures,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes={"data", "http", "https", "mailto"},
    )


def _without_foreign_pictures(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, None for an address that a page must not load."""
    address = value.strip().lower()
    if (tag, attribute) == ("img", "src"):
        scheme = re.match(r"[a-z][a-z0-9+.-]*:|//|\\", address)
        return value if scheme is None or address.startswith("data:image/") else None
    if attribute in ("href", "cite") and address.startswith("data:"):
        return None
    return value
