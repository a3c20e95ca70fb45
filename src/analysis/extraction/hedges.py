"""Hedges: the words around a figure that make it "about", "more than" or "at most" the printed value.

Each language has its own table of rules; this module defines what a rule sees and what it returns.
"""

from typing import NamedTuple

from analysis.extraction.lexer import Tokens


class HedgeCandidate(NamedTuple):
    """Words before a figure that may hedge it, and their surroundings.

    `words` is the hedge in lower case (empty if there is none) and `meaning` its qualifier; the hedge begins at
    `position`, the figure at `start`.
    `left` are the tokens before the hedge, back to the previous figure of the sentence; `right` those after the figure.
    `article` is the article between hedge and figure. `compared` is true if another figure comes right before the
    hedge, `plus` if a plus sign follows the number, `duration` if the figure is a span of time.
    """

    words: str
    meaning: str
    position: int
    start: int
    left: Tokens
    right: Tokens
    article: str = ""
    compared: bool = False
    plus: bool = False
    duration: bool = False


class HedgeFound(NamedTuple):
    """A qualifier, where its words begin if they precede the figure, and the name of the rule."""

    qualifier: str
    start: int
    rule: str = ""
