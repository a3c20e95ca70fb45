"""The errors that a person may see: each names the thing, where it is, and what to do."""


class AnalysisError(Exception):
    """Base of every error that this package raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a notebook: the message, without the frames that led to it."""
        return [f"{type(self).__name__}: {self}"]


class SourceError(AnalysisError):
    """A folder or document that cannot be read."""


class UnitError(AnalysisError, ValueError):
    """A unit that is unknown, or two units that do not convert into each other."""


class NamedFigureError(AnalysisError):
    """A named figure that the sources lack, or give more than once with different values."""


class ParameterError(AnalysisError, ValueError):
    """A parameter that is unknown, of the wrong type, or outside its limits."""


class NotebookError(AnalysisError):
    """A notebook that is missing, malformed, or failed while it ran."""
