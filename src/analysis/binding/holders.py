"""Whether the clause of a figure is about a firm, works or town that the article did not name before.

A name is known by its form, without a list. It is new if its first word is not in the text before the sentence. It
counts in the subject of the clause ("Qiaoxi Cable earns").
"""

import re

from analysis.binding.clauses import subject_of
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.binding.places import after_dateline, place_of_town, places_in
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_WORD = r"[A-Z][\w-]*[a-z][\w-]*"
_NAME = phrase_regex(rf"(?<![\w'’-]){_WORD}(?: {_WORD})*")
_NO_NAME = lazy_regex(
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)(?:[a-z]*ber|[a-z]*ary|ch|il|ust|t)?|(?:Mon|Tues"
    r"|Wednes|Thurs|Fri|Satur|Sun)day|EBIT\w*|EVs?|Chinese|China|An?|The|I[nft]s?|O[fn]|At|This|That|They|We|Our|Last"
    r"|With|For|Street)"
)
_RELATIVE = phrase_regex(r"\b(?:that|which|who|whom|where)\b", re.IGNORECASE)
_OWN = lazy_regex(r"\W*(?:its|their|our|his|her|the)\b", re.IGNORECASE)  # "The foundry in Rokycany" may be the firm's


def new_holder(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return the name of another firm or place that the clause of a figure is about; empty if there is none.

    The first sentence may name anybody. Clusters and shares are left out: articles on a province or an exchange go on
    to those that they consist of.
    """
    text = passages.text
    begin, end = passages.sentence(figure.start)
    if begin < passages.first_end or "cluster" in rule.things or "a day" in rule.spans:
        return ""
    start = after_dateline(text, begin, end)
    subject = subject_of(text, start, figure.start)
    if subject is None or subject.reports or _OWN.match(text, subject.start):
        return ""
    stop = text.rfind(subject.verb, subject.end, subject.verb_end)
    led = _RELATIVE.search(text, subject.start, stop)  # "foil that it delivers to the car makers of Győr"
    names = _names(text, subject.start, led.start() if led else stop)
    if not names or not all(_is_new(name, text, begin) for name in names):
        return ""
    return names[0] if rule.place or _opening_names_a_firm(passages) else ""


def _is_new(name: str, text: str, begin: int) -> bool:
    word = name.split()[0]
    return not _NO_NAME.fullmatch(word) and word.lower() not in text[:begin].lower()


def _opening_names_a_firm(passages: Passages) -> bool:
    """Whether the first sentence has a name that is not one of a place."""
    begin = passages.sentence(passages.first_end - 1)[0]
    led = after_dateline(passages.text, begin, passages.first_end)
    dateline = passages.text[begin:led].lower()
    return any(
        not any(places_in(name)) and not place_of_town(name) and name.lower() not in dateline
        for name in _names(passages.text, led, passages.first_end)
    )


def _names(text: str, begin: int, end: int) -> list[str]:
    """The names between two offsets; a single word is one if the text has it inside a sentence."""
    found = []
    for match in _NAME.finditer(text, begin, max(begin, end)):
        words = [word for word in match.group().split() if not _NO_NAME.fullmatch(word)]
        if len(words) > 1 or (words and re.search(rf"(?<=[a-z,] ){re.escape(words[0])}\b", text)):
            found.append(" ".join(words))
    return found
