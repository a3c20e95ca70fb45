"""Finds the figures that a model needs in the sources, by the words around each figure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from analysis.core.errors import NamedFigureError
from analysis.core.figures import Figure
from analysis.core.paths import data_folder
from analysis.core.schemas import read_checked_yaml
from analysis.core.units import CURRENCY_CODES, check_unit, convert
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.english.hedge_rules import hedge_start_in
from analysis.extraction.lexicon import SHARES
from analysis.extraction.sections import Section, sections_of
from analysis.extraction.sentences import sentence_span, sentence_starts

_SECTION_RANK: dict[Section, int] = {"body": 0, "highlights": 1, "title": 1, "boilerplate": 2}
_CONTEXT_SENTENCES = 2  # context words may be in this many sentences before that of the figure
_MAX_GAP = 220  # a keyword farther from the figure than this (boundaries add to the distance) does not belong to it
# Where another part of the sentence begins. "more than" and "up to" are hedges, so they do not start a new part.
_BOUNDARY = re.compile(
    r"[,;:()]|\b(?:while|whereas|against|versus|compared|but|and|or|(?<!\bup )to|(?<!\bmore )(?<!\bless )than)\b",
    re.IGNORECASE,
)
_SIZE_CLASS = re.compile(r"(?:million|billion|trillion)[-\s]", re.IGNORECASE)  # "a trillion-yuan cluster"
_GAIN = re.compile(r"\b(?:profit|earn|margin|income|gain)\w*", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+\Z")


@dataclass(frozen=True)
class VerificationSpec:
    """What a named figure is checked against: the key `verify` of data/named_figures.yaml."""

    quantity: str
    region: str = ""
    scope: str = ""
    related: tuple[str, ...] = ()
    increase_of: str = ""
    starts_from: str = ""
    growth_plans: tuple[str, ...] = ()
    outturn: tuple[str, ...] = ()
    price_growth: str = ""
    share_of: str = ""
    ratio: tuple[str, str] | None = None
    ratio_words: re.Pattern[str] | None = None
    narrow_words: re.Pattern[str] | None = None
    wider_words: re.Pattern[str] | None = None


@dataclass(frozen=True)
class FigureRule:
    """How to find one named figure, and which parameter it feeds. data/named_figures.yaml explains the fields."""

    name: str
    meaning: str
    kind: str
    operational: bool
    caution: str
    units: tuple[str, ...]
    direction: str | None
    parameter: str | None
    parameter_unit: str
    context: tuple[re.Pattern[str], ...]
    keywords: re.Pattern[str] | None
    excluded_keywords: re.Pattern[str] | None
    losses: re.Pattern[str] | None
    inherits_after: frozenset[str]
    not_after: frozenset[str]
    other_places: re.Pattern[str] | None
    own_places: re.Pattern[str] | None
    preceding_units: frozenset[str]
    verify: VerificationSpec


@dataclass(frozen=True)
class NamedFigure:
    """A figure chosen by a rule, with its value in the unit of the parameter that it feeds."""

    rule: FigureRule
    figure: Figure
    section: Section
    hedge: str = ""  # its words as printed: "nearly" and "about" share a qualifier

    @property
    def value(self) -> float:
        """The value in the unit of the parameter; for a range, its midpoint."""
        return self.in_parameter_unit((self.figure.low + self.figure.high) / 2)

    def in_parameter_unit(self, amount: float) -> float:
        """Convert an amount from the unit of the figure to the unit of its parameter."""
        unit = self.figure.unit
        if unit in CURRENCY_CODES and self.rule.parameter_unit == "bn":
            unit = "dimensionless"  # the parameter has no currency, so the amount is taken as printed
        return convert(amount, unit, self.rule.parameter_unit)


@dataclass(frozen=True)
class _Candidate:
    """A figure in the right unit, the part of the article that it is in, and the reason if it does not qualify."""

    figure: Figure
    section: Section
    hedge: str = ""
    reason: str = ""

    @property
    def rank(self) -> int:
        return _SECTION_RANK[self.section]

    @property
    def reading(self) -> tuple[float, float, str]:
        return self.figure.low, self.figure.high, self.figure.unit

    def restates(self, other: "_Candidate", rule: FigureRule) -> bool:
        """Whether this figure in the body has the value of a figure found in the highlights of the same article.

        A highlight repeats the body and may drop the hedge. The body may refer to the subject only as "it".
        """
        return (
            (self.section, other.section) == ("body", "highlights")
            and (self.figure.source_id, self.reading) == (other.figure.source_id, other.reading)
            and rule.direction in (None, self.figure.direction)
        )


@cache
def load_rules(path: Path | None = None) -> dict[str, FigureRule]:
    """Return the rules of data/named_figures.yaml by name; raise AnalysisError if a rule is malformed."""
    path = path or data_folder() / "named_figures.yaml"
    return {name: _rule(name, entry) for name, entry in read_checked_yaml(path, "named_figures").items()}


def find_named_figures(sources: Sources, names: Iterable[str]) -> dict[str, NamedFigure]:
    """Return the named figures with these names; raise NamedFigureError if one is missing or ambiguous.

    The names are the keys of data/named_figures.yaml. The message lists the candidates with their places.

    >>> from analysis.core.paths import project_folder
    >>> from analysis.documents.sources import read_sources
    >>> found = find_named_figures(read_sources(project_folder() / "seeds"), ["lithium_foil_profit"])
    >>> found["lithium_foil_profit"].figure.as_text
    'more than 1,400 USD/t'
    """
    found, problems = search_named_figures(sources, names)
    if problems:
        raise NamedFigureError("\n".join(problems.values()))
    return found


def search_named_figures(sources: Sources, names: Iterable[str]) -> tuple[dict[str, NamedFigure], dict[str, str]]:
    """Return the named figures that were found, and a message for each that is missing or ambiguous."""
    passages = [_Passages(document) for document in sources.documents]
    found: dict[str, NamedFigure] = {}
    problems: dict[str, str] = {}
    for name in names:
        rule = load_rules().get(name)
        if rule is None:
            known = ", ".join(load_rules())
            raise NamedFigureError(f"unknown named figure {name!r}; data/named_figures.yaml defines {known}.")
        candidates = [candidate for passage in passages for candidate in passage.candidates(rule)]
        fitting = [candidate for candidate in candidates if not candidate.reason]
        best = _best(fitting)
        if len({item.reading for item in best}) == 1:
            best += [item for item in candidates if any(item.restates(other, rule) for other in best)]
            # Prefer the body, then a hedged figure, then the first in the text.
            chosen = min(best, key=lambda item: (item.rank, item.figure.qualifier == "="))
            found[name] = NamedFigure(rule, chosen.figure, chosen.section, chosen.hedge)
        else:
            problems[name] = _problem(rule, best or candidates, ambiguous=bool(best))
    return found, problems


def _best(fitting: list[_Candidate]) -> list[_Candidate]:
    """Return the figures in the best part of each article.

    The body wins over the highlights of the same article, but not over the highlights of another article. The page
    around the articles counts only if no article states the figure.
    """
    article = [item for item in fitting if item.section != "boilerplate"] or fitting
    least: dict[str, int] = {}
    for item in article:
        least[item.figure.source_id] = min(item.rank, least.get(item.figure.source_id, item.rank))
    return [item for item in article if item.rank == least[item.figure.source_id]]


def every_named_figure(sources: Sources) -> list[NamedFigure]:
    """Return each named figure once for each part of each article that states it, in text order.

    Unlike `find_named_figures`, this keeps contradictions: different values, and highlights as well as the body that
    they repeat. If no rule matches a figure in the highlights by its words, it counts as the figure of the body with
    the same value, and the other way round. The page around an article is ignored.
    """
    found: list[NamedFigure] = []
    for document in sources.documents:
        passages = _Passages(document)
        by_rule = {rule: list(passages.candidates(rule)) for rule in load_rules().values()}
        fitting = {
            rule: [item for item in candidates if not item.reason and item.section != "boilerplate"]
            for rule, candidates in by_rule.items()
        }
        taken = {item.figure.start for items in fitting.values() for item in items}
        for rule, items in fitting.items():
            repeats = [
                item
                for item in by_rule[rule]
                if item.figure.start not in taken and any(_repeats(item, other) for other in items)
            ]
            once = {(item.section, item.reading): item for item in [*repeats, *items]}
            found += [NamedFigure(rule, item.figure, item.section, item.hedge) for item in once.values()]
    return sorted(found, key=lambda item: (item.figure.source_id, item.figure.start, item.rule.name))


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    """Whether two figures of an article have the same value, one in its body and one in its highlights."""
    return {one.section, other.section} == {"body", "highlights"} and one.reading == other.reading


class _Passages:
    """The sentences of a document with their figures, to which rules are applied."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.figures = document.figures
        self.starts = sentence_starts(self.text)
        self.by_sentence: dict[int, list[Figure]] = {}
        for figure in self.figures:
            self.by_sentence.setdefault(self._sentence(figure)[0], []).append(figure)
        self.sections = sections_of(self.text)

    def candidates(self, rule: FigureRule) -> Iterable[_Candidate]:
        """Yield every figure in a unit of the rule, with the reason if it does not qualify."""
        for figure in self.figures:
            if figure.unit in rule.units and not _SIZE_CLASS.match(figure.text):
                hedge = self.text[hedge_start_in(self.text, figure.start) : figure.start]
                section = self.sections.at(figure.start)
                yield _Candidate(self._signed(rule, figure), section, hedge.strip(), self._misfit(rule, figure))

    def _signed(self, rule: FigureRule, figure: Figure) -> Figure:
        """The figure, negative if a word for a loss belongs to it and none for a gain is closer."""
        begin, end = self._sentence(figure)
        rivals = self._rivals(rule, begin)
        if rule.losses is None or not self._keyword_of(figure, rule.losses, rivals, begin, end):
            return figure
        loss, gain = (
            min((self._gap(word, figure, rivals) for word in words.finditer(self.text, begin, end)), default=_MAX_GAP)
            for words in (rule.losses, _GAIN)
        )
        return replace(figure, low=-figure.high, high=-figure.low) if loss < gain else figure

    def _rivals(self, rule: FigureRule, begin: int) -> list[Figure]:
        """The figures of a sentence in a unit of the rule."""
        same_units = SHARES.union(rule.units) if SHARES.intersection(rule.units) else rule.units
        return [item for item in self.by_sentence[begin] if item.unit in same_units]

    def _misfit(self, rule: FigureRule, figure: Figure) -> str:
        """Return why a figure does not satisfy the rule; empty if it does."""
        if rule.direction and figure.direction != rule.direction:
            return f"its direction is {figure.direction}, not {rule.direction}"
        begin, end = self._sentence(figure)
        other_place = rule.other_places.search(self.text, begin, end) if rule.other_places else None
        if other_place and not (rule.own_places and rule.own_places.search(self.text, begin, end)):
            return f"its sentence is about {other_place.group()!r}"
        context = self.text[self._context_start(begin) : end]
        for words in rule.context:
            if not words.search(context):
                return f"no {_listed(words)} near it"
        hedge_start = hedge_start_in(self.text, figure.start)
        match = _WORD_BEFORE.search(self.text[max(begin, hedge_start - 20) : hedge_start])
        before = match.group(1).lower() if match else ""
        if before in rule.not_after:
            return f"it follows {before!r}"
        in_sentence = self.by_sentence[begin]
        rivals = self._rivals(rule, begin)
        earlier = [item for item in in_sentence if item.start < figure.start]
        if rule.preceding_units and (not earlier or earlier[-1].unit not in rule.preceding_units):
            return f"no figure in {' or '.join(sorted(rule.preceding_units))} precedes it"
        if rule.excluded_keywords and (
            word := self._keyword_of(figure, rule.excluded_keywords, in_sentence, begin, end)
        ):
            return f"{word!r} belongs to it"
        owners = [figure]
        if before in rule.inherits_after:  # "foil took margins from $15 to $1,400": "foil" is closer to the first
            owners += [item for item in rivals if item.start < figure.start][-1:]
        if rule.keywords and not any(self._keyword_of(owner, rule.keywords, rivals, begin, end) for owner in owners):
            return f"no {_listed(rule.keywords)} belongs to it"
        return ""

    def _sentence(self, figure: Figure) -> tuple[int, int]:
        return sentence_span(self.starts, self.text, figure.start)

    def _context_start(self, begin: int) -> int:
        """Where the context of a sentence begins; it stays within the same part of the article."""
        section = self.sections.at(begin)
        for _ in range(_CONTEXT_SENTENCES):
            earlier = sentence_span(self.starts, self.text, max(0, begin - 1))[0]
            if self.sections.at(earlier) != section:
                break
            begin = earlier
        return begin

    def _keyword_of(self, figure: Figure, words: re.Pattern[str], rivals: list[Figure], begin: int, end: int) -> str:
        """Return the first keyword that is closer to this figure than to any rival; empty if there is none."""
        for match in words.finditer(self.text, begin, end):
            if figure.start < match.end() and match.start() < figure.end:
                continue
            nearest = min(rivals, key=lambda rival: self._gap(match, rival, rivals))
            if nearest is figure and self._gap(match, figure, rivals) <= _MAX_GAP:
                return match.group()
        return ""

    def _gap(self, word: re.Match[str], figure: Figure, rivals: list[Figure]) -> int:
        """The characters between a word and a figure, plus a penalty for each boundary and each figure between."""
        start, end = (word.end(), figure.start) if word.end() <= figure.start else (figure.end, word.start())
        between = sum(start <= rival.start < end for rival in rivals)
        return len(self.text[start:end]) + 40 * len(_BOUNDARY.findall(self.text, start, end)) + 200 * between


def _problem(rule: FigureRule, candidates: list[_Candidate], *, ambiguous: bool) -> str:
    """The message for a named figure that is missing or ambiguous, with the candidates and their places."""
    head = f"{rule.name} ({rule.meaning}) "
    head += "has conflicting values in the sources" if ambiguous else "is not in the sources"
    shown = candidates if ambiguous else sorted(candidates, key=lambda item: item.rank)[:6]
    lines = [
        f"  {item.figure.place}  {item.figure.text!r} = {item.figure.as_text}"
        + (f": {item.reason}" if item.reason else f", in the {item.section}")
        for item in shown
    ]
    if not lines:
        lines = [f"  no figure in {' or '.join(rule.units)}"]
    advice = "  Keep only one of them in the sources" if ambiguous else "  Add a source that states it"
    advice += f", or set -p {rule.parameter}=VALUE ({rule.parameter_unit})." if rule.parameter else "."
    return "\n".join([head + ("; candidates:" if shown else ":"), *lines, advice])


def _rule(name: str, entry: Mapping[str, Any]) -> FigureRule:
    feeds = entry.get("feeds") or {"parameter": None, "unit": entry["unit"][0]}
    for unit in [*entry["unit"], feeds["unit"]]:
        check_unit(unit)
    return FigureRule(
        name=name,
        meaning=entry["meaning"],
        kind=entry["kind"],
        operational=entry.get("operational", False),
        caution=entry.get("caution", ""),
        units=tuple(entry["unit"]),
        direction=entry.get("direction"),
        parameter=feeds["parameter"],
        parameter_unit=feeds["unit"],
        context=tuple(_pattern(words) for words in entry.get("context", [])),
        keywords=_optional_pattern(entry, "keywords"),
        excluded_keywords=_optional_pattern(entry, "excluded_keywords"),
        losses=_optional_pattern(entry, "losses"),
        inherits_after=frozenset(entry.get("inherits_after", ())),
        not_after=frozenset(entry.get("not_after", ())),
        other_places=_optional_pattern(entry, "other_places"),
        own_places=_optional_pattern(entry, "own_places"),
        preceding_units=frozenset(entry.get("preceding_units", ())),
        verify=_verification_spec(entry.get("verify") or {}, name),
    )


def _verification_spec(entry: Mapping[str, Any], name: str) -> VerificationSpec:
    ratio = entry.get("ratio")
    return VerificationSpec(
        quantity=entry.get("quantity", name),
        region=entry.get("region", ""),
        scope=entry.get("scope", ""),
        related=tuple(entry.get("related", ())),
        increase_of=entry.get("increase_of", ""),
        starts_from=entry.get("starts_from", ""),
        growth_plans=tuple(entry.get("growth_plans", ())),
        outturn=tuple(entry.get("outturn", ())),
        price_growth=entry.get("price_growth", ""),
        share_of=entry.get("share_of", ""),
        ratio=(ratio[0], ratio[1]) if ratio else None,
        ratio_words=_optional_pattern(entry, "ratio_words"),
        narrow_words=_optional_pattern(entry, "narrow_words"),
        wider_words=_optional_pattern(entry, "wider_words"),
    )


def _optional_pattern(entry: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return _pattern(entry[key]) if key in entry else None


def _pattern(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of the words; a final * matches any ending."""
    parts = (
        re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "")
        for word in words
    )
    return re.compile(rf"(?<![\w])(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _listed(words: re.Pattern[str]) -> str:
    """The words of a pattern for a message, separated by slashes."""
    inner = words.pattern.removeprefix(r"(?<![\w])(?:").removesuffix(r")(?!\w)")
    return "/".join(part.replace(r"\w*", "*").replace(r"\s+", " ").replace("\\", "") for part in inner.split("|"))
