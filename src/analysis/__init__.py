"""Figures out of metals news, each with its hedge and its sentence, through models into reports.

>>> from analysis import extract_figures
>>> [figure.as_text for figure in extract_figures("Costs fell by about 10%.")]
['about 10 %, a fall']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.claims.named_figures import find_named_figures
    from analysis.documents.sources import read_figures, read_sources
    from analysis.explorer import explore
    from analysis.extraction.extract import extract_figures
    from analysis.models import (
        automation_effects,
        growth_scenarios,
        hedge_distribution,
        hedge_interval,
        margin_uplift,
        rare_earths,
        simulate,
        western_exposure,
    )

__version__ = "0.1.0"

# In order of use; loaded when first asked for, so that `import analysis` stays quick.
_VERBS = {
    "read_figures": "analysis.documents.sources",
    "read_sources": "analysis.documents.sources",
    "extract_figures": "analysis.extraction.extract",
    "find_named_figures": "analysis.claims.named_figures",
    "hedge_interval": "analysis.models",
    "margin_uplift": "analysis.models",
    "automation_effects": "analysis.models",
    "growth_scenarios": "analysis.models",
    "rare_earths": "analysis.models",
    "western_exposure": "analysis.models",
    "hedge_distribution": "analysis.models",
    "simulate": "analysis.models",
    "explore": "analysis.explorer",
}
__all__ = [  # noqa: RUF022 - in order of use
    "read_figures",
    "read_sources",
    "extract_figures",
    "find_named_figures",
    "hedge_interval",
    "margin_uplift",
    "automation_effects",
    "growth_scenarios",
    "rare_earths",
    "western_exposure",
    "hedge_distribution",
    "simulate",
    "explore",
]


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        return getattr(import_module(_VERBS[name]), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
