"""Lazy import of jsonschema, whose grammar of internationalised addresses takes about a second to import."""

import sys
import threading
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_GRAMMAR = "rfc3987_syntax"
_importing = threading.Lock()


def import_jsonschema() -> Any:
    """Return jsonschema, which reads its grammar of international addresses only when it checks the first one.

    Importing the grammar takes longer than importing pandas, and nbformat, thus papermill, imports jsonschema.
    Call this before them.
    """
    with _importing:  # two threads would take each other's stand-in away
        if "jsonschema" not in sys.modules and _GRAMMAR not in sys.modules and find_spec(_GRAMMAR):
            stand_in = ModuleType(_GRAMMAR)
            stand_in.is_valid_syntax = _is_valid_syntax  # type: ignore[attr-defined]
            sys.modules[_GRAMMAR] = stand_in
            try:
                import jsonschema
            finally:
                del sys.modules[_GRAMMAR]
        import jsonschema

    return jsonschema


def _is_valid_syntax(term: str, value: str) -> Any:
    from rfc3987_syntax import is_valid_syntax

    return is_valid_syntax(term, value)
