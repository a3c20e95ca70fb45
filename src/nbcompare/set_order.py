"""The order of a printed set: Python changes it from run to run, so the elements of a set are sorted."""

import re

_OPEN, _CLOSE = "\ue000", "\ue001"  # braces that have been looked at; no text contains these
_DEPTH = 12  # braces within braces that are looked at
_INNERMOST = re.compile(r"\{([^{}\n]*+)\}")
_SEVERAL_LINES = re.compile(r"\{([^{},\n]++(?:,(?:\n[ \t]*| )[^{},\n]++)++)\}")
_TOKENS = re.compile(
    r"""'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+"|(?P<open>[(\[<\ue000]|&lt;)|(?P<close>[)\]>\ue001]|&gt;)"""
    r"""|(?P<comma>,[ ])|(?P<other>:(?=\s|$)|[;=])|[^'"(\[<)\]>,:;=&\ue000\ue001]++|.""",
    re.VERBOSE,
)
_KEY = re.compile(r"""\s|(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|[\w.+-]++)\s*:""")
_NAMED = re.compile(r"[^\W\d]|['\"]")  # numbers alone are printed in the same order each time
_ATTACHED = re.compile(r"[\w\\$^}%]\Z")  # before a brace of LaTeX, of a template, of a format
_WORDS = re.compile(r"[\w .+/-]+")
_SYMBOL = re.compile(r"[^\W\d](?:_?\d+)?")
_CELL = re.compile(r"(?:[ \t]{2}|\t|[>|│] ?)(?:[\[({\ue000](?:(?!  )[^\n])*)?\Z")  # before a set in a cell
_LEAD = 200  # characters before a set that say whether it is in a cell
_CUT = re.compile(r"(?<![\w\\$^}%])\{(?=[^\W\d])[^{}\n:;='\"]{0,200}?, [^{}\n:;='\"]{0,200}?\.\.\.(?=\s|<|$)")


def sort_sets(text: str) -> str:
    """Return a text with the elements of each set sorted; of a shortened set, only `...` remains."""
    if "{" not in text or ", " not in text:
        return text
    text = _CUT.sub("{...", text)
    for _ in range(_DEPTH):
        text, count = _INNERMOST.subn(_sorted, text)
        if not count:
            break
    return text.replace(_OPEN, "{").replace(_CLOSE, "}")


def join_sets(text: str) -> str:
    """Return a text in which each set that IPython has printed over several lines is on one."""
    if "{" not in text or ",\n" not in text:
        return text

    def join(match: re.Match[str]) -> str:
        inside = re.sub(r",\n[ \t]*", ", ", match[1])
        return f"{{{inside}}}" if "\n" in match[1] and _elements(inside) else match[0]

    return _SEVERAL_LINES.sub(join, text)


def _sorted(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _LEAD) : match.start()]
    items = [] if _ATTACHED.match(before[-1:]) else _elements(match[1])
    if not items:  # the usual case
        return f"{_OPEN}{match[1]}{_CLOSE}"
    if "..." in items:
        items = ["..."]
    elif all(map(_WORDS.fullmatch, items)) and not all(map(_SYMBOL.fullmatch, items)):
        in_cell = _CELL.search(before) or match.string.startswith("  ", match.end())
        items = items if in_cell else []
    return f"{_OPEN}{', '.join(sorted(items)) or match[1]}{_CLOSE}"


def _elements(inside: str) -> list[str]:
    """The elements of a set, none if the text in braces is not a set of several elements with texts."""
    if ", " not in inside or _KEY.match(inside) or not _NAMED.search(inside):
        return []
    items, depth, start = [], 0, 0
    for match in _TOKENS.finditer(inside):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind and not depth:
            if kind == "other":
                return []
            items.append(inside[start : match.start()])
            start = match.end()
    items.append(inside[start:])
    return [] if depth or not all(item.strip() for item in items) else items
