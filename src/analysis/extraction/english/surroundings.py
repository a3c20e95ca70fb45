"""The context of a figure that the direction rules look at: the words around it, the last ones without adverbs."""

from analysis.extraction import lexicon as lex
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Surroundings

_REACH = 72  # characters before a figure in which a rule looks for its words
FURTHER = frozenset(("further", "additional", "extra"))  # after "a": "rose by an additional 5 %"
# "Rose by an impressive 94 %": words before a change that say what to think of it.
_PRAISE = frozenset(
    "mere modest meagre meager slight small tiny paltry scant impressive whopping staggering massive huge hefty solid "
    "strong robust healthy sharp steep stunning striking remarkable notable respectable record significant substantial "
    "considerable dramatic stellar massive eye-watering eye-popping moderate marginal full total combined cumulative "
    "similar whole measly sizeable sizable hearty brisk".split()
)
_LEAST_PRAISED = 2
_ADVERBS = FURTHER | frozenset(
    "sharply slightly another only just merely nearly steadily rapidly strongly modestly again roughly "
    "year-on-year yoy y-o-y y-on-y annually overall".split()
)


def surroundings_of(quantity: Quantity, hedge_start: int, before: str, carried: str) -> Surroundings:
    """Collect what the rules need to know about a figure whose hedge begins at `hedge_start`."""
    unit = quantity.unit or "dimensionless"
    left = quantity.before(hedge_start, _REACH)
    if len(left) > 1 and left[-1].word == "between" and left[-2].word in {"of", "by"}:
        left = left[:-1]
    words = tuple([token.word for token in left if token.kind == "word"])
    # Only a dash, or a number that is not a figure, may separate the last word from the figure.
    joined = words and (left[-1].kind in {"word", "number"} or left[-1].word in {"-", "–"})
    last = words[-1] if joined else ""
    adjacent = _without_adverbs(words) if last and unit not in lex.DURATIONS else ("", "")
    share = unit in lex.SHARES
    return Surroundings(
        quantity, hedge_start, left, quantity.right, words, last, adjacent, unit, share, before, carried
    )


def _without_adverbs(words: tuple[str, ...]) -> tuple[str, str]:
    """The last two words without adverbs at the end; empty strings if there are fewer."""
    count = len(words)
    if count > _LEAST_PRAISED and words[count - 2] in {"a", "an"} and words[count - 1] in _PRAISE:
        count -= 2  # "by an impressive 94 %"
    while count and (
        words[count - 1] in _ADVERBS
        or (words[count - 1] in {"a", "an"} and not FURTHER.isdisjoint(words[count : count + 1]))
    ):
        count -= 1
    return (words[count - 2] if count > 1 else ""), (words[count - 1] if count else "")
