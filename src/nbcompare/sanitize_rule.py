"""One rule that replaces, on both sides, meaningless differences between two runs of the same code."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_BEFORE, _AFTER = 200, 16  # characters around an id that show what it is
Replacement = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class SanitizeRule:
    r"""One rule: its name, what it replaces with what and why, an example, and what it must not touch.

    A text without any of the `hints` cannot match; this check is a hundred times faster. With a `shape`, the
    pattern describes the place where a library gives an id of this shape, with `\0` for the id. Such an id is
    replaced wherever it occurs; others of the same shape are data.
    """

    name: str
    pattern: str
    replacement: Replacement
    why: str
    example: str
    counter_example: str
    hints: tuple[str, ...]
    shape: str | None = None

    def apply(self, text: str) -> str:
        """Return a text with what the rule replaces."""
        if not any(hint in text for hint in self.hints):
            return text
        if self.shape:
            return self.rename(text, dict.fromkeys(self.ids(text), str(self.replacement)))
        return re.sub(self.pattern, self.replacement, text)

    def ids(self, text: str) -> list[str]:
        """Return the different ids that the rule finds in a text, in their order."""
        if not any(hint in text for hint in self.hints):
            return []
        if not self.shape:
            return list(dict.fromkeys(match[0] for match in re.finditer(self.pattern, text)))
        found: dict[str, None] = {}
        for match in re.finditer(self.shape, text):
            if match[0] in found:
                continue
            begin, end = match.span()
            low = max(0, begin - _BEFORE)
            before = text[max(low, text.rfind("<", low, begin)) : begin]
            if re.search(self.pattern, f"{before}\0{text[end : end + _AFTER]}"):
                found[match[0]] = None
        return list(found)

    def rename(self, text: str, names: dict[str, str]) -> str:
        """Return a text with ids replaced by names."""
        if not names:
            return text
        return re.sub(self.shape or self.pattern, lambda match: names.get(match[0], match[0]), text)
