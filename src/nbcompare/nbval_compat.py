"""The undocumented parts of nbval, pytest and xdist that the plugin relies on, listed in one place.

nbval documents its options, comments and tags, but no class, so that everything here may change without notice.
The oldest and the newest supported versions are tested; with any other, a missing name ends in a usage error.
"""

import inspect
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

NBVAL_SEEN = ("0.10.0", "0.11.0")


@dataclass(frozen=True)
class PrivateName:
    """One private name: its module, the path to it, what it is needed for, and the parameters that we pass."""

    module: str
    name: str
    needed_for: str
    parameters: tuple[str, ...] = ()


NAMES = (
    PrivateName("nbval.plugin", "IPyNbFile", "the collector of a notebook, which ours replaces"),
    PrivateName("nbval.plugin", "IPyNbFile.collect", "reading the notebook and its markers; sets `nb`"),
    PrivateName("nbval.plugin", "IPyNbFile.setup", "starting nbval's own kernel, which is replaced"),
    PrivateName("nbval.plugin", "IPyNbFile.teardown", "stopping it"),
    PrivateName("nbval.plugin", "IPyNbFile.get_sanitize_files", "the files of --nbval-sanitize-with"),
    PrivateName(
        "nbval.plugin",
        "IPyNbCell",
        "the item of a cell, with `cell_num`, `cell` and `options`",
        ("name", "parent", "cell_num", "cell", "options"),
    ),
    PrivateName("nbval.plugin", "IPyNbCell.runtest", "executing and comparing a cell, which is replaced"),
    PrivateName("nbval.plugin", "IPyNbCell.setup", "expecting failures after a timeout, which is replaced"),
    PrivateName("nbval.plugin", "IPyNbCell.repr_failure", "showing a failure, which is replaced"),
    PrivateName("nbval.plugin", "get_sanitize_patterns", "reading a sanitize file", ("string",)),
)
# Attributes of pytest's option object that nbval and xdist set.
OPTIONS = (
    "nbval nbval_lax nbval_cell_timeout nbval_kernel_startup_timeout nbval_kernel_name nbval_current_env"
).split()


def missing_names(names: tuple[PrivateName, ...] = NAMES) -> list[str]:
    """Return the private names that no longer exist, each with what it is needed for."""
    gone = []
    for item in names:
        try:
            found: Any = import_module(item.module)
            for part in item.name.split("."):
                found = getattr(found, part)
        except (ImportError, AttributeError):
            gone.append(f"{item.module}.{item.name} ({item.needed_for})")
            continue
        if item.parameters:
            target = found.__init__ if inspect.isclass(found) else found
            lost = [name for name in item.parameters if name not in inspect.signature(target).parameters]
            gone += [f"{item.module}.{item.name}({name}=) ({item.needed_for})" for name in lost]
    return gone


def installed(package: str) -> str:
    """Return the version of a package, "none" if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
