"""Load the Jinja templates of report pages and schedules; a phone shows the rows of tables with texts as cards."""

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from analysis.binding.missing_inputs import options_of, values_to_set
from analysis.claims.glossary import verdict_meaning
from analysis.core.formatting import meaning_text, name_text, number, readable, unit_text
from analysis.core.html_table import linked_addresses
from analysis.core.references import split_citations
from analysis.core.words import capitalised
from analysis.notebook.quantity_text import quantity_text, range_text
from analysis.notebook.record import from_recorded
from analysis.report.links import REFERENCES, anchor

if TYPE_CHECKING:
    from jinja2 import Environment

_PROSE = 45  # characters of the longest cell, which take more than a line of a phone
_MOST = 9  # columns that style.css gives their label
_TABLE = re.compile(r"<table(?=[\s>]).*?</table>", re.DOTALL)


def mark_cards(html: str) -> str:
    """Return a page in which each table with texts has the class `cards` and the labels of its columns in its style.

    A table of numbers, whatever the names of its rows, or with joined cells stays as it is, so that its columns can be
    compared.
    """
    return _TABLE.sub(lambda match: _marked(match[0]), html)


def _marked(table: str) -> str:
    """A table of a page, marked if its texts need it."""
    from lxml import html

    tree = html.fragment_fromstring(table)
    columns = [_words(cell) for cell in tree.xpath("./thead//th | ./thead//td")]
    if tree.attrib or not 1 < len(columns) <= _MOST or tree.xpath(".//table | .//@colspan | .//@rowspan"):
        return table
    cells = tree.xpath("./thead/following-sibling::*//th | ./thead/following-sibling::*//td")
    numeric = (cell.get("class", "").startswith("num") for place, cell in enumerate(cells) if place % len(columns))
    if all(numeric) or all(len(_words(cell)) < _PROSE for cell in cells):
        return table
    labels = ";".join(f"--h{place}:{_css_text(words)}" for place, words in enumerate(columns, 1))
    return f'<table class="cards" style="{escape(labels, quote=False).replace(chr(34), "&quot;")}">{table[7:]}'


def _words(cell: Any) -> str:
    return " ".join(cell.text_content().split())


def _css_text(words: str) -> str:
    return "'{}'".format(words.replace("\\", "\\\\").replace("'", "\\'"))


_HELD = re.compile(r"\d[\d.,]* %|\b\d{4}-\d\d(?:-\d\d)?\b")  # a line does not break in a share or in a date


def held(html: str) -> str:
    """Return HTML without tags in which no line breaks within a share or a date."""
    return _HELD.sub(r'<span class="held">\g<0></span>', html)


def render(template: str, *, package: str = "analysis.report", up: str = "", **values: Any) -> str:
    """Return a filled-in template of a package; `up` is the relative path to the folder of the report."""
    page = _environment(package).get_template(template).render(up=up, **values)
    return mark_cards(page) if ".html" in template else page


@cache
def _environment(package: str) -> "Environment":
    """The template environment of a package; undefined names are errors, and HTML pages are escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["script"] = lambda name: Markup(f"<script>{_scripts()[name]}</script>")
    environment.globals["content_policy"] = Markup(content_policy())
    environment.filters |= {
        "number": number,
        "readable": readable,
        "meaning": meaning_text,
        "unit": unit_text,
        "in_words": lambda name: name_text(str(name)),
        "capitalised": capitalised,
        "quantity": _quantity,
        "span": lambda low, high, unit: range_text(from_recorded(low), from_recorded(high), unit),
        "about_verdict": verdict_meaning,
    }
    environment.filters |= {"values_to_set": values_to_set, "options_of": options_of}
    environment.filters["cited"] = lambda text: Markup(_cited(str(text)))
    environment.filters["linked"] = lambda text: Markup(linked_addresses(str(text)))
    environment.filters["held"] = lambda text: Markup(held(str(escape(text))))
    environment.filters["breakable"] = lambda name: Markup(str(escape(name)).replace("_", "_<wbr>"))
    return environment


@cache
def _scripts() -> dict[str, str]:
    """The scripts of report pages by name. Pages work without them."""
    folder = files("analysis.report") / "templates"
    return {
        file.name.removesuffix(".js"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".js")
    }


def content_policy() -> str:
    """Return the policy of every page: it loads nothing from elsewhere, sends nothing, and runs only its own scripts.

    They are known by their hashes, so that a script which reached a page by another way would not run.
    """
    digests = (hashlib.sha256(text.encode()).digest() for text in _scripts().values())
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; "
        f"script-src {hashes}; form-action 'none'; base-uri 'none'"
    )


def _cited(text: str) -> str:
    """A text in words as HTML, with references linked to their page."""
    parts = []
    for words, reference in split_citations(text):
        shown = escape(words if reference else readable(words), quote=False)
        parts.append(f'<a href="{REFERENCES}#{anchor(reference)}">{shown}</a>' if reference else shown)
    return "".join(parts)


def _quantity(value: Any, unit: str, digits: int = 4, meaning: str = "", *, chance: bool = False) -> str:
    """A recorded value in words with its unit; a text as it is."""
    value = from_recorded(value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if (
        unit == "year" and isinstance(value, int) and value > 1000
    ):  # a calendar year; a payback of 2,000 years is a float
        return str(value)
    return quantity_text(value, unit, digits, meaning, chance=chance) if is_number else readable(str(value))
