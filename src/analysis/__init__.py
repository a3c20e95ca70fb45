"""Extract figures from metals news, with hedge and source sentence, and feed them through models into reports.

>>> from analysis import extract_figures
>>> [figure.as_text for figure in extract_figures("Costs fell by about 10%.")]
['about 10 %, a fall']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.binding.named_figures import find_named_figures
    from analysis.documents.sources import read_figures, read_sources
    from analysis.explorer import explore
    from analysis.extraction.extract import extract_figures
    from analysis.models import hedge_distribution, hedge_interval, simulate

__version__ = "0.1.0"

# In order of use; the models, such as margin_uplift, are found by their place (`analysis.models.catalog`). Loaded when
# first asked for, so that `import analysis` stays quick.
_VERBS = {
    "read_figures": "analysis.documents.sources",
    "read_sources": "analysis.documents.sources",
    "extract_figures": "analysis.extraction.extract",
    "find_named_figures": "analysis.binding.named_figures",
    "hedge_interval": "analysis.models",
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
    "hedge_distribution",
    "simulate",
    "explore",
]


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        return getattr(import_module(_VERBS[name]), name)
    if not name.startswith("_") and name in _model_files():
        return getattr(import_module("analysis.models"), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, *_model_files(), "__version__"]


def _model_files() -> dict[str, Any]:
    from analysis.core.paths import model_files

    return dict(model_files())
