"""Regular expressions that are compiled when they are first used, so that importing a module compiles none."""

import re
from functools import partial
from typing import AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _LazyRegex:
    """Stands for a pattern; after its first use, its methods are those of the compiled one."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._compile = partial(re.compile, pattern, flags)

    def __getattr__(self, name: str) -> object:
        compiled = self._compile()
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, but compile the pattern at its first use; a wrong one raises there.

    A reading uses a fourth of the patterns of the package, and compiling all of them takes longer than the rest of the
    import.
    """
    return cast("re.Pattern[AnyStr]", _LazyRegex(pattern, flags))
