"""Estimate from the words around a figure how likely it is a named figure, with weights learnt from labelled articles.

The other conditions look for words that are listed. A writer who is new to them uses others ("what a tonne leaves in
the till"), and each list that was extended for one writer's articles helped little with the next one's. So the words
around the figures of all labelled articles have weights, in `data/wording.json`: the sum of the weights of the words
found is the log of the odds (logistic regression). `benchmarks/wording.py` learns them, and measures on the articles
of writers that were left out.
"""

import json
import math
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from analysis.binding.condition import LEAST_WORDS, Condition
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import data_folder

Cue = tuple[str, str]  # where a word is, and the word
LIKELY = 0.7  # met from this likelihood
AGAINST = -1.0  # failed if the weights of the words alone add up to this
FAMILIAR = 0.9  # the weights say nothing of articles of which less is known: other subjects, other times
_PLACES = ("before", "after", "sentence", "beside", "previous", "opening")
_WORD = lazy_regex(r"[a-z]+|[$%.;:!?,]")
_ENDING = lazy_regex(r"(?<=[a-z]{4})(?:ing|ed|es|s)\Z")
_MARK = lazy_regex(r"[,;:()]|\b(?:and|but|or|while|whereas|against|from|to|than)\b", re.IGNORECASE)
_REACH, _HALF = 12, 6.0  # words on each side that count, and at which distance one counts half
_OPENING = 250


def wording_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition | None:
    """Whether the words around a figure suggest the named figure; None if no labelled article has it."""
    if passages.text is not passages.document.text:  # the words of a gloss are those of our glossary
        return None
    if rule.name not in weights() or familiarity(passages.text) < FAMILIAR:
        return None
    own, shared = weights()[rule.name], weights()[""]  # those of this named figure, and those of all
    parts = {
        cue: amount * (own.get(cue, 0.0) + shared.get(cue, 0.0)) for cue, amount in passages.once(cues, figure).items()
    }
    likelihood = 1 / (1 + math.exp(-sum(parts.values())))
    words = sum(part for (place, _), part in parts.items() if place in _PLACES)
    outcome = "met" if likelihood >= LIKELY else "failed" if words <= AGAINST else "unknown"
    return Condition("wording", outcome, f"{likelihood:.0%} likely by the words around it", likelihood)


def cues(figure: Figure, passages: Passages) -> dict[Cue, float]:
    """Return the words around a figure with their weights: 1 next to the figure, less further away.

    >>> from pathlib import Path
    >>> from analysis.documents.document import Document
    >>> passages = Passages(Document("a", Path("a.txt"), "Foil pays well. It leaves them $900 a tonne.", "0"))
    >>> found = cues(passages.figures[0], passages)
    >>> found["before", "them"], round(found["before", "leav"], 2), found["previous", "foil"], found["unit", "USD/t"]
    (1.0, 0.86, 0.5, 1.0)

    What the sentence says of another figure of the same kind is beside it:

    >>> passages = Passages(Document("a", Path("a.txt"), "Power use fell by 6 percent and costs by 8 percent.", "0"))
    >>> found = cues(passages.figures[1], passages)
    >>> ("beside", "power") in found, ("sentence", "power") in found, ("before", "cost") in found
    (True, False, True)
    """
    text = passages.text
    begin, end = passages.sentence(figure.start)
    index = passages.index_at(begin)
    own_begin, own_end = _own_part(figure, passages, begin, end)
    before, after = _words(text[own_begin : figure.start]), _words(text[figure.end : own_end])
    found: dict[Cue, float] = {("", ""): 1.0}
    part = passages.section(figure.start)
    own = (("unit", figure.unit), ("direction", figure.direction), ("hedge", figure.qualifier), ("part", part))
    found |= dict.fromkeys(own, 1.0)
    opening = text if len(text) <= _OPENING else text[: text.rfind(" ", 0, _OPENING)]  # no piece of a word
    found |= dict.fromkeys((("opening", word) for word in _words(opening)), 0.3)
    if index > 0:
        found |= dict.fromkeys((("previous", word) for word in _words(text[passages.starts[index - 1] : begin])), 0.5)
    beside = (*_words(text[begin:own_begin]), *_words(text[own_end:end]))
    found |= dict.fromkeys((("beside", word) for word in beside), 1.0)
    found |= dict.fromkeys((("sentence", word) for word in (*before, *after)), 1.0)
    for side, words in (("before", before[::-1]), ("after", after)):
        for distance, word in reversed(list(enumerate(words[:_REACH]))):
            found[side, word] = 1 / (1 + distance / _HALF)
    return found


def _own_part(figure: Figure, passages: Passages, begin: int, end: int) -> tuple[int, int]:
    """The part of a sentence that tells of one figure and not of others of its kind: "and costs by 8 %".

    What is said of one ends, and of the next begins, at the first mark or "and" between them, else at once.
    """
    start, stop = passages.part_of(figure)
    parted = _MARK.search(passages.text, start, figure.start) if start > begin else None
    ended = _MARK.search(passages.text, figure.end, stop) if stop < end else None
    return parted.start() if parted else start, ended.start() if ended else figure.end if stop < end else end


@cache
def weights() -> Mapping[str, Mapping[Cue, float]]:
    """Return the weights of data/wording.json by named figure; those under "" count for all."""
    content = json.loads((data_folder() / "wording.json").read_text(encoding="utf-8"))
    return {
        name: {(place, word): weight for place, words in places.items() for word, weight in words.items()}
        for name, places in content.items()
    }


@lru_cache(maxsize=64)
def familiarity(text: str) -> float:
    """Return the share of the words of a text that the labelled articles have as well; 0 for less than an article."""
    words = [word for word in _words(text) if word.isalpha()]
    return sum(word in _known() for word in words) / len(words) if len(words) >= LEAST_WORDS else 0.0


@cache
def _known() -> frozenset[str]:
    return frozenset(word for learnt in weights().values() for _, word in learnt)


def forget() -> None:
    """Forget what was computed with other weights."""
    _known.cache_clear()
    familiarity.cache_clear()


def _words(text: str) -> list[str]:
    """The words of a text in lower case without endings, and its marks."""
    return [_ENDING.sub("", word) for word in _WORD.findall(text.lower())]
