"""Mark the tables of a page whose rows a phone shows as cards, because their texts do not fit next to each other."""

import re
from html import escape, unescape

_PROSE = 45  # characters of the longest cell, which take more than a line of a phone
_MOST = 9  # columns that style.css gives their label
_TABLE = re.compile(r"<table(?=[\s>]).*?</table>", re.DOTALL)
_HEAD = re.compile(r"<thead(?=[\s>]).*?</thead>", re.DOTALL)
_ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_ROW = re.compile(rf"<tr(?=[\s>]){_ATTRIBUTES}>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(rf"<(t[hd])(?=[\s>])({_ATTRIBUTES})>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(rf"<{_ATTRIBUTES}>")
_SPAN = re.compile(r"\b(?:col|row)span\b")


def mark_cards(html: str) -> str:
    r"""Return a page in which each table with texts has the class `cards` and the labels of its columns in its style.

    A table of numbers or with joined cells stays as it is, so that its columns can be compared.

    >>> head = "<thead><tr><th>Claim</th><th>Why</th></tr></thead>"
    >>> row = "<tr><td>Size</td><td>It is the number of an older edition than the newest</td></tr>"
    >>> mark_cards(f"<table>{head}{row}</table>")[:53]
    '<table class="cards" style="--h1:\'Claim\';--h2:\'Why\'">'
    """
    return _TABLE.sub(lambda match: _marked(match[0]), html)


def _marked(table: str) -> str:
    """A table of a page, marked if its texts need it."""
    head = _HEAD.search(table)
    columns = [_words(cell[3]) for cell in _CELL.finditer(head[0])] if head else []
    if head is None or not 1 < len(columns) <= _MOST or "<table" in table[6:] or not table.startswith("<table>"):
        return table
    cells = [cell for row in _ROW.finditer(table, head.end()) for cell in _CELL.finditer(row[1])]
    joined = any(_SPAN.search(cell[2]) for cell in cells)
    if joined or all(len(_words(cell[3])) < _PROSE for cell in cells):
        return table
    labels = ";".join(f"--h{place}:{_css_text(words)}" for place, words in enumerate(columns, 1))
    return f'<table class="cards" style="{escape(labels, quote=False).replace(chr(34), "&quot;")}">{table[7:]}'


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _css_text(words: str) -> str:
    r"""A text as a string of CSS.

    >>> _css_text("China's share")
    "'China\\'s share'"
    """
    return "'{}'".format(words.replace("\\", "\\\\").replace("'", "\\'"))
