"""The pytest plugin: `pytest --nbval` compares as this package does.

One line in the root `conftest.py` loads it: `pytest_plugins = ["nbcompare.plugin"]`.
Without `--nbval` and `--nbval-lax` it does nothing; nothing but pytest is imported until then.
"""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from nbcompare.nbval_compat import NBVAL_SEEN, OPTIONS, installed, missing_names

_SPLITTING = (
    "no",
    "load",
    "worksteal",
    "loadgroup",
)  # ways of xdist that hand the cells of one notebook to several kernels


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the limit of time and the folder of pictures, on the command line and in the settings of a project."""
    group = parser.getgroup("regression", "comparison of notebook outputs, with --nbval")
    group.addoption("--regression-timeout", type=float, metavar="SECONDS", help="a whole notebook may take so long")
    group.addoption("--regression-pictures", metavar="DIR", help="folder for pictures that differ")
    parser.addini("regression_timeout", "seconds that a whole notebook may take (default: 600)", default="600")
    parser.addini("regression_pictures", "folder for pictures that differ", default=".regression")


def active(config: pytest.Config) -> bool:
    """Whether notebooks are collected in this run."""
    return bool(getattr(config.option, "nbval", False) or getattr(config.option, "nbval_lax", False))


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an nbval that we do not fit, and keep the cells of a notebook together under xdist."""
    if not active(config):
        return
    gone = missing_names() + [f"the option {name}" for name in OPTIONS if not hasattr(config.option, name)]
    if gone:
        raise pytest.UsageError(
            f"nbval {installed('nbval')} lacks what nbcompare needs: {'; '.join(gone)}. "
            f"Seen to work: nbval {' to '.join(NBVAL_SEEN)}."
        )
    if timeout(config) <= 0:
        raise pytest.UsageError("regression_timeout: wanted are seconds above zero, as 600.")
    distributed = config.pluginmanager.has_plugin("xdist") and getattr(config.option, "tx", None)
    if distributed and config.option.dist in _SPLITTING:
        config.option.dist = "loadscope"


def timeout(config: pytest.Config) -> float:
    """Seconds that a whole notebook may take; UsageError where the setting is no number."""
    given = config.getoption("regression_timeout", None) or config.getini("regression_timeout")
    try:
        return float(given)
    except ValueError:
        raise pytest.UsageError(f"regression_timeout = {given!r}: wanted are seconds, as 600.") from None


def pictures(config: pytest.Config) -> Path:
    """The folder for pictures that differ, from the root of the project where it is relative."""
    given = config.getoption("regression_pictures", None) or config.getini("regression_pictures")
    return config.rootpath / str(given)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, Any, Any]:
    """Put our collector in the place of nbval's."""
    found = yield
    if not active(parent.config) or file_path.suffix != ".ipynb":
        return found
    from nbcompare.pytest_items import replace_collector

    return [replace_collector(item) for item in found]
