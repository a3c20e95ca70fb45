"""Errors shown to users; each message names the thing, where it is, and what to do."""


class AnalysisError(Exception):
    """Base class of all errors that this package raises deliberately."""

    def _render_traceback_(self) -> list[str]:
        """Let IPython show only the message, without a traceback."""
        return [f"{type(self).__name__}: {self}"]


class SourceError(AnalysisError):
    """A folder or document cannot be read."""


class UnitError(AnalysisError, ValueError):
    """A unit is unknown, or two units cannot be converted into each other."""


class NamedFigureError(AnalysisError):
    """The sources do not state a named figure, or state conflicting values."""


class ParameterError(AnalysisError, ValueError):
    """A parameter is unknown, of the wrong type, or outside its limits."""


class NotebookError(AnalysisError):
    """A notebook is missing, malformed, or failed while it ran."""
