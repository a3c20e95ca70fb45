"""Models: pure functions of numbers, with every input described in PARAMETERS."""

from collections.abc import Callable

from analysis.models.automation import PARAMETERS as _AUTOMATION
from analysis.models.automation import automation_effects
from analysis.models.distributions import hedge_distribution
from analysis.models.evaluator import compute
from analysis.models.exposure import PARAMETERS as _EXPOSURE
from analysis.models.exposure import western_exposure
from analysis.models.growth import PARAMETERS as _GROWTH
from analysis.models.growth import growth_scenarios
from analysis.models.hedge_intervals import hedge_interval
from analysis.models.margin import PARAMETERS as _MARGIN
from analysis.models.margin import margin_uplift
from analysis.models.parameters import Parameter
from analysis.models.rare_earths import PARAMETERS as _RARE_EARTHS
from analysis.models.rare_earths import rare_earths
from analysis.models.results import Outcome
from analysis.models.sampling import DRAWS, SEED
from analysis.models.simulation import simulate

# The models that have a notebook, sliders and presets, by name.
MODELS: dict[str, Callable[..., Outcome]] = {
    model.__name__: model
    for model in (margin_uplift, automation_effects, growth_scenarios, rare_earths, western_exposure)
}
PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for model in (_MARGIN, _AUTOMATION, _GROWTH, _RARE_EARTHS, _EXPOSURE, (DRAWS, SEED))
    for parameter in model
}

__all__ = [  # noqa: RUF022 - in order of use
    "hedge_interval",
    "margin_uplift",
    "automation_effects",
    "growth_scenarios",
    "rare_earths",
    "western_exposure",
    "compute",
    "hedge_distribution",
    "simulate",
    "MODELS",
    "PARAMETERS",
]
