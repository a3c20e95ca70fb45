"""Lazy import of jsonschema, whose grammar of international addresses takes about a second to load."""

import sys
import threading
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_GRAMMAR = "rfc3987_syntax"
_importing = threading.Lock()


def import_jsonschema() -> Any:
    """Return jsonschema, which loads its grammar of international addresses when it checks the first one.

    Loading the grammar takes longer than importing pandas, and nbformat, and therefore papermill, imports jsonschema.
    Call this before importing either of them.
    """
    with _importing:  # two threads would remove each other's placeholder
        if "jsonschema" not in sys.modules and _GRAMMAR not in sys.modules and find_spec(_GRAMMAR):
            placeholder = ModuleType(_GRAMMAR)
            placeholder.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
            sys.modules[_GRAMMAR] = placeholder
            try:
                import jsonschema
            finally:
                del sys.modules[_GRAMMAR]
        import jsonschema

    return jsonschema


def _is_valid_syntax(term: str, value: str) -> Any:
    from rfc3987_syntax import is_valid_syntax

    return is_valid_syntax(term, value)
