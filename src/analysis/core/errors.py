"""Errors shown to users; each message names the thing, where it is, and what to do, such as the closest known name."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from math import ceil

from analysis.core.lazy_regex import lazy_regex

_WORD = lazy_regex(r"[a-z]+")
_NEARLY, _SURELY = 0.75, 0.8  # of the letters of two names: two are interchanged, or one or two are mistyped
_BEGINNING = 3  # letters that a shortened word has at least
_MOST_ALIKE = 3


class AnalysisError(Exception):
    """Base class of all errors that this package raises deliberately."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython show only the message, without a traceback."""
        return [f"{type(self).__name__}: {self}"]


class SourceError(AnalysisError):
    """A folder or document cannot be read."""


def none_read(errors: Sequence[SourceError], most: int = 5) -> SourceError:
    """Return one error for a folder without a readable document, with a line for each of at most `most` documents.

    >>> print(none_read([SourceError("a.txt: empty"), SourceError("b.pdf: not a PDF"), SourceError("c.md: empty")], 2))
    a.txt: empty
    b.pdf: not a PDF
    and 1 more that cannot be read
    """
    more = [f"and {len(errors) - most:,} more that cannot be read"] if len(errors) > most else []
    return SourceError("\n".join([*map(str, errors[:most]), *more]))


class UnitError(AnalysisError, ValueError):
    """A unit is unknown, or two units cannot be converted into each other."""


class NamedFigureError(AnalysisError):
    """The sources do not state a named figure, or state conflicting values."""


class ParameterError(AnalysisError, ValueError):
    """A parameter is unknown, of the wrong type, or outside its limits."""


class NotebookError(AnalysisError):
    """A notebook is missing, malformed, or failed while it ran."""


def alike(name: str, known: Iterable[str]) -> list[str]:
    """Return up to three known names that `name` may mean, best first: a misspelled one, or those with its words.

    Letters that two names happen to share say nothing: two of three words must agree, or all of the known name, or
    nearly all letters.

    >>> names = ["material", "stage", "foil_share", "foil_yield", "wire_profit_usd_per_t", "tax_rate"]
    >>> alike("foil", names), alike("foil_yeild", names), alike("profit", names), alike("wage", names)
    (['foil_share', 'foil_yield'], ['foil_yield'], ['wire_profit_usd_per_t'], [])
    """
    likeness = {item: SequenceMatcher(None, item.lower(), name.lower()).ratio() for item in known}
    found = [item for item, ratio in likeness.items() if ratio >= _NEARLY or _agree(name.lower(), item.lower())]
    found.sort(key=lambda item: -likeness[item])
    words = set(_WORD.findall(name.lower()))
    whole = [item for item in found if words and words <= set(_WORD.findall(item.lower()))]
    is_misspelled = not whole and found and likeness[found[0]] >= _SURELY
    return found[:1] if is_misspelled else (whole or found)[:_MOST_ALIKE]


def _agree(name: str, known: str) -> bool:
    """Whether two names have the same words, or nearly, perhaps misspelled or shortened."""

    def same(part: str, other: str) -> bool:
        begun = max(_BEGINNING, ceil(0.75 * min(len(part), len(other))))
        is_short_for = part[:begun] == other[:begun] and len(part) >= begun
        return part == other or is_short_for or SequenceMatcher(None, part, other).ratio() >= _SURELY

    parts, others = _WORD.findall(name), _WORD.findall(known)
    shared = sum(any(same(part, other) for other in others) for part in parts)
    whole = all(any(same(other, part) for part in parts) for other in others)
    return bool(parts and others) and (whole or 3 * shared >= 2 * len(parts))


def did_you_mean(name: str, known: Iterable[str], otherwise: str, *, listed: bool = True) -> str:
    """Return the end of an error message: "did you mean ...?", or `otherwise` and, if `listed`, all known names."""
    names = list(known)
    if close := alike(name, names):
        return f"did you mean {' or '.join([*filter(None, [', '.join(close[:-1])]), close[-1]])}?"
    return f"{otherwise} {', '.join(names)}." if listed else otherwise
