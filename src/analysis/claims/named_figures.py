"""Named figures: which figure of the sources is the one that a model asks for, by the words around it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
from analysis.extraction.cues import hedge_before
from analysis.extraction.lexicon import SHARES
from analysis.extraction.sections import Section, sections_of
from analysis.extraction.sentences import sentence_span, sentence_starts

_SECTION_RANK: dict[Section, int] = {"body": 0, "highlights": 1, "title": 1, "furniture": 2}
_NEIGHBOURS = 2  # sentences before the figure's own in which a word may stand
_FARTHEST = 220  # a word farther from the figure than this, boundaries counted, is not its own
# Where another part of the sentence begins; "more than" and "up to" are hedges and begin none.
_BOUNDARY = re.compile(
    r"[,;:()]|\b(?:while|whereas|against|versus|compared|but|and|or|(?<!\bup )to|(?<!\bmore )(?<!\bless )than)\b",
    re.IGNORECASE,
)
_SIZE_CLASS = re.compile(r"(?:million|billion|trillion)[-\s]", re.IGNORECASE)  # "a trillion-yuan cluster"
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+\Z")


@dataclass(frozen=True)
class Comparison:
    """What a named figure is compared with, see data/named_figures.yaml, key verify."""

    quantity: str
    region: str = ""
    scope: str = ""
    related: tuple[str, ...] = ()
    level: str = ""
    start: str = ""
    plans: tuple[str, ...] = ()
    price: str = ""
    share_of: str = ""
    ratio: tuple[str, str] | None = None
    ratio_when: re.Pattern[str] | None = None
    narrow: re.Pattern[str] | None = None
    wider: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Rule:
    """How one named figure is found, and which parameter it feeds. See data/named_figures.yaml."""

    name: str
    meaning: str
    kind: str
    caution: str
    units: tuple[str, ...]
    direction: str | None
    parameter: str | None
    parameter_unit: str
    words: tuple[re.Pattern[str], ...]
    own: re.Pattern[str] | None
    without: re.Pattern[str] | None
    or_after: frozenset[str]
    not_after: frozenset[str]
    elsewhere: re.Pattern[str] | None
    here: re.Pattern[str] | None
    beside: frozenset[str]
    verify: Comparison


@dataclass(frozen=True)
class NamedFigure:
    """A figure that a rule has chosen, with its value in the unit of the parameter that it feeds."""

    rule: Rule
    figure: Figure
    section: Section
    hedge: str = ""  # the words of the hedge before it: "nearly" and "about" share a qualifier

    @property
    def value(self) -> float:
        """The printed value in the unit of the parameter; the middle of a range."""
        return self.in_parameter_unit((self.figure.low + self.figure.high) / 2)

    def in_parameter_unit(self, amount: float) -> float:
        """Return an amount in the figure's unit in the unit of the parameter that the figure feeds."""
        unit = self.figure.unit
        if unit in CURRENCY_CODES and self.rule.parameter_unit == "bn":
            unit = "dimensionless"  # a parameter that names no currency takes the amount as printed
        return convert(amount, unit, self.rule.parameter_unit)


@dataclass(frozen=True)
class _Candidate:
    """A figure of the right unit, the part of the article that holds it, and why it does not fit if it does not."""

    figure: Figure
    section: Section
    hedge: str = ""
    reason: str = ""

    @property
    def rank(self) -> int:
        return _SECTION_RANK[self.section]

    def restates(self, other: "_Candidate", rule: Rule) -> bool:
        """Whether this figure of the body has the value of one that was found in the highlights of its article.

        A highlight repeats the body and may drop the hedge, while the body may say "it" for what is measured.
        """
        mine, its = self.figure, other.figure
        return (
            (self.section, other.section) == ("body", "highlights")
            and (mine.source_id, mine.low, mine.high, mine.unit) == (its.source_id, its.low, its.high, its.unit)
            and rule.direction in (None, mine.direction)
        )


@cache
def load_rules(path: Path | None = None) -> dict[str, Rule]:
    """Return the rules of data/named_figures.yaml by name; raise AnalysisError if one is wrong."""
    path = path or data_folder() / "named_figures.yaml"
    return {name: _rule(name, entry) for name, entry in read_checked_yaml(path, "named_figures").items()}


def find_named_figures(sources: Sources, names: Iterable[str]) -> dict[str, NamedFigure]:
    """Return the named figures asked for; raise NamedFigureError where one is missing or ambiguous.

    `names` are those of data/named_figures.yaml; the message lists the candidates with their places.

    >>> from analysis.core.paths import project_folder
    >>> from analysis.documents.sources import read_sources
    >>> found = find_named_figures(read_sources(project_folder() / "seeds"), ["lithium_foil_profit"])
    >>> found["lithium_foil_profit"].figure.spoken
    'more than 1,400 USD/t'
    """
    found, problems = search_named_figures(sources, names)
    if problems:
        raise NamedFigureError("\n".join(problems.values()))
    return found


def search_named_figures(sources: Sources, names: Iterable[str]) -> tuple[dict[str, NamedFigure], dict[str, str]]:
    """Return what was found of the named figures asked for, and for each of the others what is wrong."""
    passages = [_Passages(document) for document in sources.documents]
    found: dict[str, NamedFigure] = {}
    problems: dict[str, str] = {}
    for name in names:
        rule = load_rules().get(name)
        if rule is None:
            raise NamedFigureError(f"{name} is no named figure; data/named_figures.yaml has {', '.join(load_rules())}.")
        candidates = [candidate for passage in passages for candidate in passage.candidates(rule)]
        fitting = [candidate for candidate in candidates if not candidate.reason]
        best = _best(fitting)
        if len({(item.figure.low, item.figure.high, item.figure.unit) for item in best}) == 1:
            best += [item for item in candidates if any(item.restates(other, rule) for other in best)]
            # The one in the body, then the hedged one, else the first.
            chosen = min(best, key=lambda item: (item.rank, item.figure.qualifier == "="))
            found[name] = NamedFigure(rule, chosen.figure, chosen.section, chosen.hedge)
        else:
            problems[name] = _problem(rule, best or candidates, ambiguous=bool(best))
    return found, problems


def _best(fitting: list[_Candidate]) -> list[_Candidate]:
    """Return the figures of the best part of each article; the page around one counts only where no article speaks.

    The body wins over the highlights of its own article: what another article says in its highlights still stands.
    """
    article = [item for item in fitting if item.section != "furniture"] or fitting
    least: dict[str, int] = {}
    for item in article:
        least[item.figure.source_id] = min(item.rank, least.get(item.figure.source_id, item.rank))
    return [item for item in article if item.rank == least[item.figure.source_id]]


def every_named_figure(sources: Sources) -> list[NamedFigure]:
    """Return each named figure once for each part of each article that states it, in the order of the text.

    Unlike `find_named_figures` this keeps what contradicts: other values, highlights beside their body. A figure of
    the highlights that no rule finds by its words counts as the one of the body that it repeats, and the other way
    round; the page around an article does not count.
    """
    found: list[NamedFigure] = []
    for document in sources.documents:
        passages = _Passages(document)
        by_rule = {rule: list(passages.candidates(rule)) for rule in load_rules().values()}
        fitting = {
            rule: [item for item in candidates if not item.reason and item.section != "furniture"]
            for rule, candidates in by_rule.items()
        }
        taken = {item.figure.start for items in fitting.values() for item in items}
        for rule, items in fitting.items():
            echoes = [
                item
                for item in by_rule[rule]
                if item.figure.start not in taken and any(_echoes(item, other) for other in items)
            ]
            once = {
                (item.section, item.figure.low, item.figure.high, item.figure.unit): item for item in [*echoes, *items]
            }
            found += [NamedFigure(rule, item.figure, item.section, item.hedge) for item in once.values()]
    return sorted(found, key=lambda item: (item.figure.source_id, item.figure.start, item.rule.name))


def _echoes(one: _Candidate, other: _Candidate) -> bool:
    """Whether two figures of one article, one in its body and one in its highlights, print the same value."""
    mine, its = one.figure, other.figure
    return {one.section, other.section} == {"body", "highlights"} and (mine.low, mine.high, mine.unit) == (
        its.low,
        its.high,
        its.unit,
    )


class _Passages:
    """The sentences of a document with their figures, ready for rules to look at."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.figures = document.figures
        self.starts = sentence_starts(self.text)
        self.by_sentence: dict[int, list[Figure]] = {}
        for figure in self.figures:
            self.by_sentence.setdefault(self._sentence(figure)[0], []).append(figure)
        self.sections = sections_of(self.text)

    def candidates(self, rule: Rule) -> Iterable[_Candidate]:
        """Yield every figure of the rule's unit and direction, with the reason where it does not qualify."""
        for figure in self.figures:
            if figure.unit in rule.units and not _SIZE_CLASS.match(figure.text):
                hedge = self.text[hedge_before(self.text, figure.start, -1, duration=False)[1] : figure.start]
                section = self.sections.at(figure.start)
                yield _Candidate(figure, section, hedge.strip(), self._misfit(rule, figure))

    def _misfit(self, rule: Rule, figure: Figure) -> str:
        """Return why the words around a figure do not fit the rule, empty where they do."""
        if rule.direction and figure.direction != rule.direction:
            return f"its direction is {figure.direction}, not {rule.direction}"
        begin, end = self._sentence(figure)
        elsewhere = rule.elsewhere.search(self.text, begin, end) if rule.elsewhere else None
        if elsewhere and not (rule.here and rule.here.search(self.text, begin, end)):
            return f"its sentence is about {elsewhere.group()!r}"
        around = self.text[self._before(begin) : end]
        for words in rule.words:
            if not words.search(around):
                return f"no {_spoken(words)} near it"
        hedge_start = hedge_before(self.text, figure.start, -1, duration=False)[1]
        match = _WORD_BEFORE.search(self.text[max(begin, hedge_start - 20) : hedge_start])
        before = match.group(1).lower() if match else ""
        if before in rule.not_after:
            return f"it stands after {before!r}"
        everyone = self.by_sentence[begin]
        alike = SHARES.union(rule.units) if SHARES.intersection(rule.units) else rule.units
        rivals = [item for item in everyone if item.unit in alike]
        earlier = [item for item in everyone if item.start < figure.start]
        if rule.beside and (not earlier or earlier[-1].unit not in rule.beside):
            return f"no figure in {' or '.join(sorted(rule.beside))} stands before it"
        if rule.without and (word := self._owned(rule.without, figure, everyone, begin, end)):
            return f"{word!r} belongs to it"
        owners = [figure]
        if before in rule.or_after:  # "foil took margins from $15 to $1,400": the word belongs to the first of the two
            owners += [item for item in rivals if item.start < figure.start][-1:]
        if rule.own and not any(self._owned(rule.own, owner, rivals, begin, end) for owner in owners):
            return f"no {_spoken(rule.own)} belongs to it"
        return ""

    def _sentence(self, figure: Figure) -> tuple[int, int]:
        return sentence_span(self.starts, self.text, figure.start)

    def _before(self, begin: int) -> int:
        """Where the neighbouring sentences begin: not beyond the part of the article that holds the figure."""
        section = self.sections.at(begin)
        for _ in range(_NEIGHBOURS):
            earlier = sentence_span(self.starts, self.text, max(0, begin - 1))[0]
            if self.sections.at(earlier) != section:
                break
            begin = earlier
        return begin

    def _owned(self, words: re.Pattern[str], figure: Figure, rivals: list[Figure], begin: int, end: int) -> str:
        """Return the first word that stands nearer to this figure than to any rival, empty where there is none."""
        for match in words.finditer(self.text, begin, end):
            if figure.start < match.end() and match.start() < figure.end:
                continue
            nearest = min(rivals, key=lambda rival: self._gap(match, rival, rivals))
            if nearest is figure and self._gap(match, figure, rivals) <= _FARTHEST:
                return match.group()
        return ""

    def _gap(self, word: re.Match[str], figure: Figure, rivals: list[Figure]) -> int:
        """The distance of a word from a figure: letters, more for each boundary and each figure between."""
        start, end = (word.end(), figure.start) if word.end() <= figure.start else (figure.end, word.start())
        between = sum(start <= rival.start < end for rival in rivals)
        return len(self.text[start:end]) + 40 * len(_BOUNDARY.findall(self.text, start, end)) + 200 * between


def _problem(rule: Rule, candidates: list[_Candidate], *, ambiguous: bool) -> str:
    """Say what is wrong with a named figure, and list the candidates with their places."""
    head = f"{rule.name} ({rule.meaning}) "
    head += "is given with different values" if ambiguous else "is not in the sources"
    shown = candidates if ambiguous else sorted(candidates, key=lambda item: item.rank)[:6]
    lines = [
        f"  {item.figure.place}  {item.figure.text!r} = {item.figure.spoken}"
        + (f": {item.reason}" if item.reason else f", in the {item.section}")
        for item in shown
    ]
    if not lines:
        lines = [f"  no figure in {' or '.join(rule.units)} at all"]
    advice = "  Leave one of them in the sources" if ambiguous else "  Add a source that states it"
    advice += f", or set -p {rule.parameter}=VALUE ({rule.parameter_unit})." if rule.parameter else "."
    return "\n".join([head + ("; candidates:" if shown else ":"), *lines, advice])


def _rule(name: str, entry: Mapping[str, Any]) -> Rule:
    feeds = entry.get("feeds") or {"parameter": None, "unit": entry["unit"][0]}
    for unit in [*entry["unit"], feeds["unit"]]:
        check_unit(unit)
    return Rule(
        name=name,
        meaning=entry["meaning"],
        kind=entry["kind"],
        caution=entry.get("caution", ""),
        units=tuple(entry["unit"]),
        direction=entry.get("direction"),
        parameter=feeds["parameter"],
        parameter_unit=feeds["unit"],
        words=tuple(_pattern(words) for words in entry.get("words", [])),
        own=_pattern(entry["own"]) if "own" in entry else None,
        without=_pattern(entry["without"]) if "without" in entry else None,
        or_after=frozenset(entry.get("or_after", ())),
        not_after=frozenset(entry.get("not_after", ())),
        elsewhere=_pattern(entry["elsewhere"]) if "elsewhere" in entry else None,
        here=_pattern(entry["here"]) if "here" in entry else None,
        beside=frozenset(entry.get("beside", ())),
        verify=_comparison(entry.get("verify") or {}, name),
    )


def _comparison(entry: Mapping[str, Any], name: str) -> Comparison:
    ratio = entry.get("ratio")
    return Comparison(
        quantity=entry.get("quantity", name),
        region=entry.get("region", ""),
        scope=entry.get("scope", ""),
        related=tuple(entry.get("related", ())),
        level=entry.get("level", ""),
        start=entry.get("start", ""),
        plans=tuple(entry.get("plans", ())),
        price=entry.get("price", ""),
        share_of=entry.get("share_of", ""),
        ratio=(ratio[0], ratio[1]) if ratio else None,
        ratio_when=_pattern(entry["ratio_when"]) if "ratio_when" in entry else None,
        narrow=_pattern(entry["narrow"]) if "narrow" in entry else None,
        wider=_pattern(entry["wider"]) if "wider" in entry else None,
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of the words; a final * stands for any ending."""
    parts = (
        re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "")
        for word in words
    )
    return re.compile(rf"(?<![\w])(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _spoken(words: re.Pattern[str]) -> str:
    """The words of a pattern, for a message."""
    inner = words.pattern.removeprefix(r"(?<![\w])(?:").removesuffix(r")(?!\w)")
    return "/".join(part.replace(r"\w*", "*").replace(r"\s+", " ").replace("\\", "") for part in inner.split("|"))
