"""What the words around a figure speak of: the vocabulary of data/concepts.yaml, as patterns by family."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.claims.question_files import question_files
from analysis.core.paths import data_files, project_folder
from analysis.core.schemas import read_checked_yaml
from analysis.core.units import CURRENCY_CODES

PERCENT = ("share", "change")
FAMILIES = ("measure", "thing", "metal", "cause", "kind", "span")
_WORD_START = re.compile(r"(?<!\w)\S")
_MASSES = frozenset("t kg g kt Mt lb ozt mt".split())
_LENGTHS = frozenset("um mm nm micron m cm inch mil".split())


@dataclass(frozen=True)
class Mention:
    """A word of a text that speaks of a concept, and where it is."""

    start: int
    end: int
    concept: str
    word: str


@dataclass(frozen=True)
class Vocabulary:
    """The words of one family of concepts for figures of one dimension."""

    pattern: re.Pattern[str]
    concepts: Mapping[str, str]  # by the name of the group in the pattern
    beginnings: frozenset[str]  # the first letters of its words, at most three, in lower case

    def mentions(self, text: str) -> list[Mention]:
        """Return every word of the text that speaks of a concept of the family, in order."""
        found: list[Mention] = []
        done = 0
        for word in _WORD_START.finditer(text):
            start = word.start()
            # The pattern has dozens of branches, so it is only tried where a word may be one of them.
            if start < done or not self._may_begin(text[start : start + 3].lower()):
                continue
            match = self.pattern.match(text, start)
            if match:
                done = match.end()
                found.append(Mention(start, done, self.concepts[match.lastgroup or ""], match.group()))
        return found

    def _may_begin(self, letters: str) -> bool:
        return letters in self.beginnings or letters[:2] in self.beginnings or letters[:1] in self.beginnings


def dimension_of(unit: str) -> str:
    """Return what a unit measures, as far as words tell it apart; empty for units that no input has.

    >>> [dimension_of(unit) for unit in ("USD/t", "CNY", "percent", "Mt", "um", "count:job")]
    ['rate', 'money', 'percent', 'mass', 'length', '']
    """
    above, _, below = unit.partition("/")
    if above in CURRENCY_CODES:
        return "rate" if below in _MASSES else "money" if below in ("", "year") else ""
    if unit in ("percent", "fraction", "multiple"):
        return "percent"
    if above in _MASSES and below in ("", "year"):
        return "mass"
    return "length" if unit in _LENGTHS else "money" if unit == "dimensionless" else ""


Families = dict[str, dict[str, dict[str, list[str]]]]


def load_concepts(question: str = "") -> Families:
    """Return the families of data/concepts.yaml, with the concepts that the file of a question adds.

    The concepts of a question count for its own figures alone, so that no question changes the answer of another one.
    Raises AnalysisError, naming the line, if an entry is malformed.
    """
    added = [item.concepts for item in question_files().layers(question)]
    families = [read_concepts(path) for path in data_files("concepts.yaml")] + added
    return {family: {k: v for found in families for k, v in found.get(family, {}).items()} for family in FAMILIES}


@cache
def read_concepts(path: Path) -> Families:
    """Read a file such as data/concepts.yaml; raise AnalysisError, naming the line, if an entry is malformed."""
    return read_checked_yaml(path, "concepts")


def vocabulary(family: str, dimension: str, question: str = "") -> Vocabulary:
    """Return the words of a family that mean something before a figure of this dimension, for a question."""
    return _vocabulary(family, dimension, question, project_folder())


@cache
def _vocabulary(family: str, dimension: str, question: str, project: Path) -> Vocabulary:
    # A phrase is tried before the words in it, so that "energy cost" is not read as energy; of one length, the words of
    # the question come first, whatever they mean elsewhere.
    own = {concept for file in question_files().layers(question) for concept in file.concepts.get(family, {})}
    by_length: dict[tuple[int, str], list[str]] = {}
    for concept, entry in sorted(load_concepts(question)[family].items(), key=lambda item: item[0] not in own):
        dimensions = entry.get("for", [dimension])
        if dimension in dimensions or (dimension in PERCENT and "percent" in dimensions):
            for word in entry["words"]:
                by_length.setdefault((-len(re.split(r"[\s-]", word)), concept), []).append(word)
    beginnings = frozenset(re.split(r"[*\s-]", word)[0][:3].lower() for words in by_length.values() for word in words)
    names: dict[str, str] = {}
    groups: list[str] = []
    for number, ((_, concept), words) in enumerate(sorted(by_length.items(), key=lambda item: item[0][0])):
        names[f"g{number}"] = concept
        groups.append(f"(?P<g{number}>{'|'.join(map(_expression, words))})")
    return Vocabulary(re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE), names, beginnings)


def _expression(word: str) -> str:
    escaped = re.escape(word).replace(r"\*", r"\w*").replace(r"\ \.\.\ ", r"\s+(?:[\w'’-]+\s+){0,4}?")
    return escaped.replace(r"\ ", r"[\s-]+")


def word_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words; a * matches any ending."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_expression, words))})(?!\w)", re.IGNORECASE)
