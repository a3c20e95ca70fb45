"""The entry point of papermill's engine `warm`.

papermill loads its engines while it is being imported itself. This module therefore imports nothing of papermill:
otherwise, importing the engine first would find both partially initialised.
"""

from typing import Any


class _Engine:
    """A proxy for `warmkernels.engine.PapermillEngine`, which is imported when papermill first uses it."""

    def __getattr__(self, name: str) -> Any:
        from warmkernels.engine import PapermillEngine

        return getattr(PapermillEngine, name)


WarmEngine = _Engine()
