"""The words that belong to a figure, and where they are."""

from dataclasses import dataclass

from analysis.claims.concepts import Mention

OWN, SAME, AFTER = "its words", "its sentence", "the text after"


@dataclass(frozen=True)
class Attachment:
    """The words of a family that belong to a figure, nearest first; `strength` is 1 where they are its own."""

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
