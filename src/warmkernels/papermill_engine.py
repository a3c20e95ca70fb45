"""The entry point of papermill's engine `warm`.

papermill asks for its engines while it is itself being imported, so that nothing of papermill is imported here: who
imports the engine before papermill would find both half done.
"""

from typing import Any


class WarmEngine:
    """What papermill calls of an engine, handed on to `warmkernels.engine`."""

    @staticmethod
    def execute_notebook(nb: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook in a forked kernel, or a launched one where forking is not to be had; return it."""
        return _engine().execute_notebook(nb, kernel_name, **options)

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> str:
        """Return the name of the kernel that a notebook asks for, unless one is given."""
        return str(_engine().nb_kernel_name(nb, name))

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> str:
        """Return the language of a notebook, unless one is given."""
        return str(_engine().nb_language(nb, language))


def _engine() -> Any:
    from warmkernels.engine import WarmEngine as Engine

    return Engine
