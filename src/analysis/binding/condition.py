"""One condition of a named figure: met, unknown or failed, with its weight; and the words that belong to a figure."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.binding.concepts import Mention

WEIGHTS = {
    "measure": 3.0, "thing": 3.0, "metal": 2.0, "cause": 2.0, "kind": 1.0, "span": 1.0, "direction": 2.0, "said": 2.0,
    "place": 1.5, "firm": 1.0, "wording": 3.0, "part": 1.0, "level": 1.0, "size": 0.5, "converted": 1.0,
}  # fmt: skip
LEAST_WORDS = 50  # of an article; fewer are a sentence or two, which need not say what they are about


@dataclass(frozen=True)
class Condition:
    """One condition of a named figure: whether a figure meets it, how firmly (0 to 1), and by which words.

    `detail` is for rules that treat some answers specially: the modality of what is said, or `HERE` if a word
    for what is measured is in the sentence of the figure.
    """

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
    """Return names for a message, without those that are the last word of another: "battery foil", not "foil"."""
    every = set(names)
    ordered = sorted(name for name in every if not any(other.endswith(f" {name}") for other in every))
    return " or ".join(filter(None, (", ".join(ordered[:-1]), *ordered[-1:])))


HERE = "here"
OWN, SAME, AFTER = "its words", "its sentence", "the text after"


@dataclass(frozen=True)
class Attachment:
    """The words of a family that belong to a figure, nearest first; `strength` is 1 if they are its own alone."""

    mentions: tuple[Mention, ...]
    strength: float
    where: str

    def first(self, concepts: frozenset[str]) -> Mention | None:
        """Return the first word of one of the concepts."""
        return next((item for item in self.mentions if item.concept in concepts), None)

    @property
    def here(self) -> bool:
        """Whether the words are in the sentence of the figure."""
        return self.where in (OWN, SAME, "its column")
