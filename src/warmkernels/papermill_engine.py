"""The entry point of papermill's engine `warm`.

papermill loads its engines while it is being imported itself. This module therefore imports nothing of papermill:
otherwise, importing the engine first would find both partially initialised.
"""

from typing import Any


class WarmEngine:
    """The methods of an engine that papermill calls, forwarded to `warmkernels.engine`."""

    @staticmethod
    def execute_notebook(nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook in a forked kernel, or a launched one if forking is not possible, and return it."""
        return _engine().execute_notebook(nb, kernel_name, **options)

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> str:
        """Return the kernel name, by default the one of the notebook."""
        return str(_engine().nb_kernel_name(nb, name))

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> str:
        """Return the language, by default the one of the notebook."""
        return str(_engine().nb_language(nb, language))


def _engine() -> Any:
    from warmkernels.engine import PapermillEngine

    return PapermillEngine
