"""Tolerances and markers of a cell, read from its tags, its comments and the metadata of its notebook.

The markers are nbval's, repeated here so that they also work where nbval is not installed.
A test compares the table with nbval's own.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from nbcompare import UnusableNotebookError
from nbcompare.value_diff import ATOL, RTOL

# nbval's comments; its tags are the same in lower case with hyphens, and `raises-exception`.
MARKERS: Mapping[str, dict[str, Any]] = {
    "PYTEST_VALIDATE_IGNORE_OUTPUT": {"check": False},
    "NBVAL_IGNORE_OUTPUT": {"check": False},
    "NBVAL_CHECK_OUTPUT": {"check": True},
    "NBVAL_RAISES_EXCEPTION": {"raises": True},
    "NBVAL_SKIP": {"skip": True},
}
_TAGS = {name.lower().replace("_", "-"): marker for name, marker in MARKERS.items()}
_TAGS["raises-exception"] = {"raises": True}
_LIMITS = {"rtol": (0.0, 1.0), "atol": (0.0, math.inf), "picture": (0.0, 100.0)}
_TOLERANCE_TAG = re.compile(rf"(?:{'|'.join(_LIMITS)})\s*[=:]")
_COMMENT = re.compile(r"^\s*#\s*regression\s*:(?P<items>.*)$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """How one cell is compared.

    `rtol` is the relative tolerance of numbers with a decimal point or exponent. If it was set by hand (`explicit`),
    it also applies to whole numbers, which otherwise must be equal. `atol` is the absolute floor, see `value_diff`.
    `picture` is a factor on the thresholds of pictures. `check`, `raises` and `skip` are nbval's markers.
    `folder` is the folder of the notebook, which tells the location of a project from the folders within it.
    `process` is the number of the process that produced the fresh outputs, 0 if it is not known; its notebook and its
    cell began at the times `notebook_began` and `cell_began`, in seconds since 1970. `code` is what it has executed,
    and `source` the last cell of it.
    `replacements` are additional patterns to normalise, such as the patterns in nbval's sanitize files.
    """

    rtol: float = RTOL
    atol: float = ATOL
    picture: float = 1.0
    explicit: bool = False
    check: bool = True
    raises: bool = False
    skip: bool = False
    folder: str = ""
    process: int = 0
    notebook_began: float = 0.0
    cell_began: float = 0.0
    code: str = ""
    source: str = ""
    replacements: tuple[tuple[str, str], ...] = ()


def notebook_settings(metadata: Mapping[str, Any], base: Settings | None = None) -> Settings:
    """Return the settings in the metadata of a notebook; UnusableNotebookError names a malformed one."""
    given = metadata.get("regression", {})
    if not isinstance(given, Mapping):
        raise UnusableNotebookError('the metadata "regression" must be a mapping, e.g. {"regression": {"rtol": 1e-3}}.')
    found = base or Settings()
    for name, value in given.items():
        found = _set(found, str(name), value, f'the metadata "regression": {name}')
    return found


def cell_settings(cell: Mapping[str, Any], base: Settings | None = None) -> Settings:
    """Return the settings of a cell: its comments override its tags, and these override its notebook's."""
    found = base or Settings()
    tags = cell.get("metadata", {}).get("tags", [])
    for tag in tags if isinstance(tags, list) else []:
        if tag in _TAGS:
            found = replace(found, **_TAGS[tag])
        elif _TOLERANCE_TAG.match(tag):
            found = _assign(found, tag, f"the tag {tag!r}")
    source = str(cell.get("source", ""))
    for line in map(str.strip, source.splitlines()):
        if line.startswith("#"):
            found = replace(found, **MARKERS.get(line.lstrip("#").strip(), {}))
    for match in _COMMENT.finditer(source):
        items = match["items"].replace(",", " ").split()
        if not items:
            raise UnusableNotebookError("the comment '# regression:' is empty; write e.g. '# regression: rtol=1e-3'.")
        for item in items:
            found = _assign(found, item, f"the comment {match[0].strip()!r}")
    return found


def _assign(settings: Settings, text: str, where: str) -> Settings:
    name, _, value = text.replace(":", "=", 1).partition("=")
    return _set(settings, name.strip(), value.strip(), where)


def _set(settings: Settings, name: str, value: object, where: str) -> Settings:
    if name not in _LIMITS:
        raise UnusableNotebookError(f"{where}: unknown setting {name!r}; expected {', '.join(_LIMITS)}.")
    least, most = _LIMITS[name]
    try:
        number = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not (math.isfinite(number) and least <= number < most):
        bound = f"from {least:g} to below {most:g}" if math.isfinite(most) else f"of at least {least:g}"
        raise UnusableNotebookError(f"{where}: {name} must be a number {bound}, got {value!r} (e.g. {name}=1e-3).")
    changes: dict[str, Any] = {name: number}
    return replace(settings, explicit=settings.explicit or name == "rtol", **changes)
