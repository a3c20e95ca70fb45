"""jsonschema without the grammar of international addresses, which takes longer to load than pandas.

The grammar is loaded when the first address is checked. nbformat, and therefore papermill, imports jsonschema: import
this module before either of them. Pytest, whose plugins import nbformat, does so with
`-p warmkernels.early_jsonschema`.
"""

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_GRAMMAR = "rfc3987_syntax"


def _is_valid_syntax(term: str, value: str) -> Any:
    from rfc3987_syntax import is_valid_syntax

    return is_valid_syntax(term, value)


if "jsonschema" not in sys.modules and _GRAMMAR not in sys.modules and find_spec(_GRAMMAR):
    sys.modules[_GRAMMAR] = ModuleType(_GRAMMAR)
    vars(sys.modules[_GRAMMAR])["is_valid_syntax"] = _is_valid_syntax
    try:
        import jsonschema
    finally:
        del sys.modules[_GRAMMAR]
else:
    import jsonschema

__all__ = ["jsonschema"]
