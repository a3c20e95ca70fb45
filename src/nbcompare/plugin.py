"""The pytest plugin: `pytest --nbval` compares outputs with this package.

One line in the root `conftest.py` loads it: `pytest_plugins = ["nbcompare.plugin"]`.
Without `--nbval` or `--nbval-lax` it does nothing and imports nothing but pytest.
"""

from argparse import ArgumentTypeError
from collections.abc import Generator
from importlib import import_module
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

NBVAL_SEEN = ("0.10.0", "0.11.0")  # the oldest and the newest version tested
# What `pytest_items` uses of nbval, which documents its options, comments and tags, but no class. All of it may change
# without notice: a name that is missing in another version ends in a usage error.
NAMES = (
    "IPyNbFile.collect IPyNbFile.setup IPyNbFile.teardown IPyNbFile.get_sanitize_files "
    "IPyNbCell.runtest IPyNbCell.setup IPyNbCell.repr_failure get_sanitize_patterns"
).split()
OPTIONS = (  # attributes of pytest's option object that nbval sets
    "nbval nbval_lax nbval_cell_timeout nbval_kernel_startup_timeout nbval_kernel_name nbval_current_env"
).split()
NOTE = "nbcompare note"  # a property of a test, which reaches the summary from workers of xdist, too
# Modes of xdist that distribute the cells of one notebook over several kernels.
_SPLITTING = ("no", "load", "worksteal", "loadgroup")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the time limit and the folder for pictures, as options and as settings of a project."""
    group = parser.getgroup("regression", "comparison of notebook outputs, with --nbval")
    limit = "time limit for a whole notebook (default: 600)"
    group.addoption("--regression-timeout", type=float, metavar="SECONDS", help=limit)
    group.addoption("--regression-pictures", type=_folder, metavar="DIR", help="folder for pictures that differ")
    parser.addini("regression_timeout", "time limit for a whole notebook, in seconds (default: 600)", default="600")
    parser.addini("regression_pictures", "folder for pictures that differ", default=".regression")


def _folder(text: str) -> str:
    if not text:
        raise ArgumentTypeError("it is empty; name a folder or leave it out")
    return text


def active(config: pytest.Config) -> bool:
    """Whether notebooks are collected in this run."""
    return bool(getattr(config.option, "nbval", False) or getattr(config.option, "nbval_lax", False))


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an incompatible nbval, and keep the cells of a notebook together under xdist."""
    if not active(config):
        return
    gone = missing_names() + [f"the option {name}" for name in OPTIONS if not hasattr(config.option, name)]
    if gone:
        raise pytest.UsageError(
            f"nbval {version('nbval')} lacks what nbcompare needs: {'; '.join(gone)}. "
            f"Versions tested: nbval {' to '.join(NBVAL_SEEN)}."
        )
    if (seconds := timeout(config)) <= 0:
        raise pytest.UsageError(f"regression_timeout must be a positive number of seconds, got {seconds:g} (e.g. 600).")
    distributed = config.pluginmanager.has_plugin("xdist") and getattr(config.option, "tx", None)
    if distributed and config.option.dist in _SPLITTING:
        config.option.dist = "loadscope"


def missing_names() -> list[str]:
    """Return the names in NAMES that nbval no longer has."""
    module = import_module("nbval.plugin")
    gone = []
    for name in NAMES:
        try:
            attrgetter(name)(module)
        except AttributeError:
            gone.append(f"nbval.plugin.{name}")
    return gone


def timeout(config: pytest.Config) -> float:
    """Return the time limit for a whole notebook in seconds; UsageError if the setting is not a number."""
    given = config.getoption("regression_timeout", None) or config.getini("regression_timeout")
    try:
        return float(given)
    except ValueError:
        raise pytest.UsageError(f"regression_timeout must be a number of seconds, got {given!r} (e.g. 600).") from None


def pictures(config: pytest.Config) -> Path:
    """Return the folder for pictures that differ; a relative one starts at the root of the project."""
    given = config.getoption("regression_pictures", None) or config.getini("regression_pictures")
    return config.rootpath / str(given)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, Any, Any]:
    """Replace nbval's collector by ours."""
    found = yield
    if not active(parent.config) or file_path.suffix != ".ipynb":
        return found
    from nbcompare.pytest_items import replace_collector

    return [replace_collector(item) for item in found]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show which notebooks pass whatever they compute."""
    reports = (report for kind in ("passed", "failed", "skipped") for report in terminalreporter.stats.get(kind, []))
    notes = {text: None for report in reports for name, text in getattr(report, "user_properties", []) if name == NOTE}
    for text in notes:
        terminalreporter.write_line(f"note: {text}")
