"""The vocabulary of data/concepts.yaml for what a figure is about, compiled to a pattern for each family."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import attrgetter

from analysis.binding.clauses import OTHER_CLAUSE
from analysis.binding.question_files import QuestionFiles, question_files
from analysis.core.errors import UnitError
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.schemas import Layers, read_checked_yaml, read_layers
from analysis.core.units import CURRENCY_CODES, convert

PERCENT = ("share", "change")
FAMILIES = ("measure", "thing", "metal", "cause", "kind", "span")
_WORD_START = lazy_regex(r"(?<!\w)\S")
_MASSES = frozenset("t kg g kt Mt lb ozt mt".split())
_LENGTHS = frozenset("um mm nm micron m cm inch mil".split())
# What a longer phrase may add to a word without naming something else: "to make", "it sells", "tonnes sold".
_SMALL = frozenset("a an the to of in at by for on with it they we he she its their tonne tonnes ton tons".split())
_INSIDE = 0.5  # strength of a word of a question inside a longer phrase that names something else: "copper content"


@dataclass(frozen=True)
class Mention:
    """A word of a text that mentions a concept, with its position.

    `own` if a question has the word. A word of the package `yields` if its concept has a word that the question uses
    too, as "to produce" does where a question has "cash cost".
    """

    start: int
    end: int
    concept: str
    word: str
    own: bool = False
    yields: bool = False
    strength: float = 1.0


@dataclass(frozen=True)
class Vocabulary:
    """The words of one family of concepts for figures of one dimension.

    `own` are the words of a question. They come first: a word of the package that overlaps one of them is not read.
    """

    pattern: re.Pattern[str]
    concepts: Mapping[str, str]  # by the name of the group in the pattern
    beginnings: frozenset[str]  # the first letters of its words, at most three, in lower case
    own: "Vocabulary | None" = None
    yielding: frozenset[str] = frozenset()  # concepts with a word that the question uses too

    def mentions(self, text: str) -> list[Mention]:
        """Return every word of the text that mentions a concept of the family, in order."""
        if self.own is None:
            return self._scanned(text)
        found = [replace(item, yields=item.concept in self.yielding) for item in self._scanned(text)]
        own = [_as_own(item, found) for item in self.own._scanned(text)]
        return sorted(
            [*own, *(item for item in found if not any(overlap(item, other) for other in own))], key=attrgetter("start")
        )

    def _scanned(self, text: str) -> list[Mention]:
        found: list[Mention] = []
        done = 0
        words = _words_by_beginning(text)
        # The pattern has dozens of branches, so it is only tried where a word may be one of them.
        for start in sorted({start for letters in self.beginnings for start in words.get(letters, ())}):
            if start >= done and (match := self.pattern.match(text, start)):
                done = match.end()
                found.append(Mention(start, done, self.concepts[match.lastgroup or ""], match.group()))
        return found


@lru_cache(maxsize=64)  # each family of concepts asks for the same text
def _words_by_beginning(text: str) -> Mapping[str, list[int]]:
    """The starts of the words of a text by their first letter, their first two and three, in lower case."""
    found: dict[str, list[int]] = {}
    for word in _WORD_START.finditer(text):
        start = word.start()
        letters = text[start : start + 3].lower()
        for beginning in {letters[:1], letters[:2], letters}:
            found.setdefault(beginning, []).append(start)
    return found


def overlap(one: Mention | Figure, other: Mention | Figure) -> bool:
    """Whether two stretches of one text have a character in common."""
    return one.start < other.end and other.start < one.end


def _as_own(mention: Mention, shipped: Iterable[Mention]) -> Mention:
    """A word of a question; it is weaker inside a longer phrase of the package that names something else."""
    longer = next((item for item in shipped if overlap(item, mention) and len(item.word) > len(mention.word)), None)
    added = (
        set(re.findall(r"\w+", longer.word.lower())) - set(re.findall(r"\w+", mention.word.lower())) if longer else ()
    )
    return replace(mention, own=True, strength=_INSIDE if set(added) - _SMALL else 1.0)


def question_first(words: list[Mention], figure: Figure, text: str) -> list[Mention]:
    """Return the words of a figure, nearest first, but a word of the question before one that yields to it.

    It does so from the other side of the figure: "cash costs came to $11,200 for each tonne that it took to produce"
    measures cash costs. But "the rod costs $40, and freight is included" does not measure freight.
    """
    before = words[0].end <= figure.start
    others = [item for item in words if item.own and (item.end <= figure.start) != before]
    other = next((item for item in others if not OTHER_CLAUSE.search(text, figure.end, item.start)), None)
    return [other, *(item for item in words if item is not other)] if words[0].yields and other else words


def dimension_of(unit: str) -> str:
    """Return the dimension of a unit, at the detail that the vocabulary distinguishes; empty if no input has it."""
    above, _, below = unit.partition("/")
    if above in CURRENCY_CODES:
        return "rate" if below in _MASSES else "money" if below in ("", "year") else ""
    if unit in ("percent", "fraction", "multiple"):
        return "percent"
    if above in _MASSES and below in ("", "year"):
        return "mass"
    return "length" if unit in _LENGTHS else "money" if unit == "dimensionless" else ""


def as_read(unit: str) -> str:
    """Return a unit with masses and lengths spelled as the figures of articles have them."""
    return "/".join(_as_read(part) if part.isidentifier() else part for part in unit.split("/"))


def _as_read(part: str) -> str:
    read = sorted(_MASSES | _LENGTHS, key=lambda name: (len(name), name))
    if part in {*read, *CURRENCY_CODES, "percent", "fraction", "year"}:
        return part
    return next((name for name in read if _is_equal(part, name)), part)


def _is_equal(one: str, other: str) -> bool:
    try:
        return convert(1, one, other) == 1
    except UnitError:
        return False


Families = dict[str, dict[str, dict[str, list[str]]]]


def load_concepts(question: str = "") -> Families:
    """Return the families of data/concepts.yaml, with the concepts that the file of a question adds.

    The concepts of a question count for its own figures alone, so that no question changes the answer of another one.
    Raises AnalysisError, naming the line, if an entry is malformed; a file of the project with one is left out instead.
    """
    added = [item.concepts for item in question_files().layers(question)]
    families = [*concept_layers().contents, *added]
    return {family: {k: v for found in families for k, v in found.get(family, {}).items()} for family in FAMILIES}


_READ = partial(read_checked_yaml, schema="concepts")


def concept_layers() -> Layers:
    """Return the families of the package, then the ones of the project."""
    return read_layers("concepts.yaml", _READ)


def vocabulary(family: str, dimension: str, question: str = "") -> Vocabulary:
    """Return the words of a family that mean something before a figure of this dimension, for a question."""
    return _vocabulary(family, dimension, question, question_files(), concept_layers())


@lru_cache(maxsize=1024)  # by the files as they are now, which an analyst may edit while a kernel runs
def _vocabulary(family: str, dimension: str, question: str, files: QuestionFiles, layers: Layers) -> Vocabulary:
    added = {key: entry for file in files.layers(question) for key, entry in file.concepts.get(family, {}).items()}
    shipped = {key: entry for key, entry in load_concepts()[family].items() if key not in added}
    every = _words(shipped, dimension)
    own = _words(added, dimension)
    if not own:
        return _compiled(every)
    used = " | ".join(word.replace("*", "") for words in own.values() for word in words)
    yielding = frozenset(concept for concept, words in every.items() if word_pattern(words).search(used))
    return replace(_compiled(every), own=_compiled(own), yielding=yielding)


def _words(concepts: Mapping[str, Mapping[str, list[str]]], dimension: str) -> dict[str, list[str]]:
    """The words of the concepts that mean something before a figure of a dimension."""
    found = {}
    for concept, entry in concepts.items():
        dimensions = entry.get("for", [dimension])
        if dimension in dimensions or (dimension in PERCENT and "percent" in dimensions):
            found[concept] = entry["words"]
    return found


def _compiled(words_of: Mapping[str, list[str]]) -> Vocabulary:
    """Words by concept as a pattern: a phrase is tried before the words in it, as "energy cost" before energy."""
    by_length: dict[tuple[int, str], list[str]] = {}
    for concept, words in words_of.items():
        for word in words:
            by_length.setdefault((-len(re.split(r"[\s-]", word)), concept), []).append(word)
    beginnings = frozenset(start for words in by_length.values() for word in words for start in _beginnings(word))
    names: dict[str, str] = {}
    groups: list[str] = []
    for number, ((_, concept), words) in enumerate(sorted(by_length.items(), key=lambda item: item[0][0])):
        names[f"g{number}"] = concept
        groups.append(f"(?P<g{number}>{'|'.join(map(_expression, words))})")
    return Vocabulary(re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE), names, beginnings)


def _beginnings(word: str) -> Iterable[str]:
    """The first letters of a phrase, at most three; those of each alternative if it begins with a bracket."""
    first = word[1 : word.index(")")].split("|") if word.startswith("(") else [word]
    return (re.split(r"[*\s-]", item)[0][:3].lower() for item in first)


def _expression(word: str) -> str:
    escaped = (
        re.sub(r"\\([()|])", r"\1", re.escape(word))
        .replace("(", "(?:")
        .replace(r"\*", r"\w*")
        .replace(r"\ \.\.\ ", r"\s+(?:[\w'’-]+\s+){0,4}?")
    )
    return escaped.replace(r"\ ", r"[\s-]+")


def word_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words; `*` matches any ending."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_expression, words))})(?!\w)", re.IGNORECASE)
