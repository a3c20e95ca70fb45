"""Regular expressions that are compiled when they are first used, so that importing a module compiles none."""

import re
import sys
from functools import partial
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _LazyRegex:
    """Stands for a pattern until its first use, when the compiled one replaces it among the `names` of its module.

    Elsewhere it has the methods of the compiled pattern, but they take longer to look up.
    """

    def __init__(self, pattern: AnyStr, flags: int, names: dict[str, Any]) -> None:
        self._compile, self._names = partial(re.compile, pattern, flags), names

    def __getattr__(self, name: str) -> object:
        compiled = self._compile()
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        self._names |= {known: compiled for known, value in self._names.items() if value is self}
        return getattr(compiled, name)


def lazy_regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, but compile the pattern at its first use; a wrong one raises there.

    Reading a text uses a quarter of the patterns of the package, and compiling all takes longer than the rest of the
    import.
    """
    return cast("re.Pattern[AnyStr]", _LazyRegex(pattern, flags, sys._getframe(1).f_globals))


def phrase_regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""Return `lazy_regex` of a pattern in which a space matches any white space.

    >>> phrase_regex("per (?:tonne|ton)").pattern
    'per\\s+(?:tonne|ton)'
    """
    return cast("re.Pattern[str]", _LazyRegex(pattern.replace(" ", r"\s+"), flags, sys._getframe(1).f_globals))
