"""The errors that users see: each names the thing, where it is, and what to do."""


class AnalysisError(Exception):
    """Base class of all errors that this package raises deliberately."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a notebook: the message without a traceback."""
        return [f"{type(self).__name__}: {self}"]


class SourceError(AnalysisError):
    """A folder or document that cannot be read."""


class UnitError(AnalysisError, ValueError):
    """An unknown unit, or two units that cannot be converted into each other."""


class NamedFigureError(AnalysisError):
    """A named figure that the sources do not state, or state with conflicting values."""


class ParameterError(AnalysisError, ValueError):
    """A parameter that is unknown, of the wrong type, or outside its limits."""


class NotebookError(AnalysisError):
    """A notebook that is missing, malformed, or failed while it ran."""
