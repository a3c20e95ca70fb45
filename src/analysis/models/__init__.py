"""Models: pure functions of numbers, with every input described in PARAMETERS."""

from typing import Any

from analysis.core.paths import model_files
from analysis.models.catalog import MODELS, PARAMETERS
from analysis.models.distributions import hedge_distribution
from analysis.models.evaluator import compute
from analysis.models.hedge_intervals import hedge_interval
from analysis.models.simulation import simulate

__all__ = ["hedge_interval", "compute", "hedge_distribution", "simulate", "MODELS", "PARAMETERS"]  # noqa: RUF022 - in order of use


def __getattr__(name: str) -> Any:
    if not name.startswith("_") and name in model_files() and name in MODELS:
        return MODELS[name]
    raise AttributeError(f"module 'analysis.models' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, *model_files()]
