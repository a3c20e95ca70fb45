"""Versions of libraries, of Python and of its compiler, which describe the environment, not the result.

A version is one of these if it is installed here and printed next to the name of its package.
"""

import importlib.metadata
import platform
import re
from functools import lru_cache

from nbcompare.paired_places import Kind, Texts, matched

_LEAD = 60  # characters before a version in which its name is
VERSIONS = Kind(
    re.compile(r"\d(?<![\d.].)\d*+(?:\.\d++)++(?:[-.]?(?:a|b|rc|dev|post)\d++)*+(?:\+[\w.]+)?(?!\w|\.\d)"),
    re.compile(r"\d\.\d+\.\d|[Vv]ersion|VERSION|[Pp]ython|\.org/v?\d"),
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_MARKUP = re.compile(r"<[^<>\n]*>|['\"\s]")
_ASKS = re.compile(r"version", re.IGNORECASE)  # the code of a notebook that prints a version alone


def without_versions(before: str, after: str, code: str = "") -> Texts:
    """Return two texts with `<version>` in place of an installed one in the fresh text, and of its counterpart.

    The name of its package precedes it in the line, or it is alone in its line and the code asks for a version.

    >>> import platform
    >>> without_versions("Python 2.7.18, 5 rows", f"Python {platform.python_version()}, 5 rows")
    ('Python <version>, 5 rows', 'Python <version>, 5 rows')
    >>> without_versions("prices version 2.7.18", "prices version 2.7.19")
    ('prices version 2.7.18', 'prices version 2.7.19')
    """
    asked = bool(_ASKS.search(code))

    def alike(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        owners = _installed().get(other[0])
        if not owners:
            return None
        begin, end = _line(other.string, other.start())
        lead = other.string[max(begin, other.start() - _LEAD) : other.start()]
        named = any(_plain(word) in owners for word in _WORD.findall(lead))
        alone = asked and _MARKUP.sub("", other.string[begin:end]) == other[0]
        return ("<version>", "<version>") if named or alone else None

    return matched(before, after, VERSIONS, alike)


def _line(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


@lru_cache(maxsize=1)
def _installed() -> dict[str, set[str]]:
    """The distributions and modules that have each version, also by its first two numbers."""
    named: dict[str, set[str]] = {}
    for module, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            named.setdefault(distribution, set()).add(_plain(module))
    found: dict[str, set[str]] = {}

    def add(version: str, names: set[str]) -> None:
        for text in {version, ".".join(version.split(".")[:2])}:
            found.setdefault(text, set()).update(names)

    for item in importlib.metadata.distributions():
        name = item.metadata["Name"]
        if name:
            add(item.version, {_plain(name), *named.get(name, ())})
    add(platform.python_version(), {"python", "cpython"})
    compiler, _, version = platform.python_compiler().partition(" ")
    add(version, {_plain(compiler)})
    return found
