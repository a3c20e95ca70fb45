"""Compare the exceptions of a cell: what was raised, with its notes, and the exceptions that caused it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nbcompare.difference import Difference
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_texts

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# What a traceback of IPython has besides the exceptions: rules, heads, and the code of each call.
_CALL = re.compile(
    r"\s*(?:-{3,}|File |Cell |<?ipython|[\w.]+\s+Traceback \(most recent call last\)|Traceback \(|\[\.\.\.)"
)


def compare_errors(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], settings: Settings
) -> list[Difference]:
    """Return the differences of the stored exception of a cell and a fresh one; each side has at most one.

    >>> stored = [{"ename": "KeyError", "evalue": "'copper'", "traceback": []}]
    >>> [item.message for item in compare_errors(stored, [], Settings())]
    ["the stored exception KeyError: 'copper' is no longer raised"]
    """
    if not before and not after:
        return []
    old, new = (_raised(side) for side in (before, after))
    if not after:
        return [Difference("error", f"the stored exception {old} is no longer raised")]
    if not settings.raises:
        again = ", as it did when it was stored" if before else ""
        return [Difference("error", f"raises {new}{again}. If this is intended, add the tag raises-exception")]
    if not before:
        return [Difference("error", f"raises {new}; nothing was raised when it was stored")]
    if not settings.check:
        return []
    found = [Difference("error", f"the exception: {item.message}") for item in compare_texts(old, new, settings)]
    if found:
        return found
    causes = compare_texts(_causes(before[0]), _causes(after[0]), settings)
    return [Difference("error", f"the causes and notes of the exception: {item.message}") for item in causes]


def _raised(outputs: Sequence[Mapping[str, Any]]) -> str:
    return f"{outputs[0].get('ename', '')}: {outputs[0].get('evalue', '')}" if outputs else ""


def _causes(output: Mapping[str, Any]) -> str:
    """The exceptions in a traceback, without the calls, since the lines of these move with every edit."""
    parts = [_COLOURS.sub("", part) for part in output.get("traceback", ())]
    return "\n".join(part.strip("\n") for part in parts if part.strip() and not _CALL.match(part))
