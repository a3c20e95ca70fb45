"""One condition of a named figure: met, unknown or failed, with its weight."""

from collections.abc import Iterable
from dataclasses import dataclass

WEIGHTS = {
    "measure": 3.0, "thing": 3.0, "metal": 2.0, "cause": 2.0, "kind": 1.0, "span": 1.0, "direction": 2.0, "said": 2.0,
    "place": 1.5, "firm": 1.0, "part": 1.0, "level": 1.0, "size": 0.5, "converted": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """One condition of a named figure: whether a figure meets it, how firmly (0 to 1), and by what words."""

    name: str
    outcome: str  # met, unknown or failed
    note: str
    strength: float = 1.0
    detail: str = ""

    @property
    def points(self) -> float:
        """What the condition adds to the score."""
        return WEIGHTS[self.name] * (self.strength if self.outcome == "met" else 0.0)


def listed(names: Iterable[str]) -> str:
    """Return names for a message.

    >>> listed(["size", "revenue", "value"]), listed(["size"])
    ('revenue, size or value', 'size')
    """
    ordered = sorted(names)
    return " or ".join(filter(None, (", ".join(ordered[:-1]), *ordered[-1:])))
