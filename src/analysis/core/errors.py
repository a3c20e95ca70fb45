"""Errors shown to users; each message names the thing, where it is, and what to do, such as the closest known name."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


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


def closest(name: str, known: Iterable[str], similarity: float = 0.5) -> str | None:
    """Return the known name most similar to `name` in any case; None if none reaches `similarity` (0 to 1)."""
    plain = {item.lower(): item for item in known}
    return next((plain[item] for item in get_close_matches(name.lower(), plain, n=1, cutoff=similarity)), None)


def did_you_mean(name: str, known: Iterable[str], otherwise: str, *, listed: bool = True) -> str:
    """Return the end of an error message: "did you mean ...?", or `otherwise` and, if `listed`, all known names."""
    names = list(known)
    close = closest(name, names)
    return f"did you mean {close}?" if close else f"{otherwise} {', '.join(names)}." if listed else otherwise
