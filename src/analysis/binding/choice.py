"""Choose the candidate that feeds a named figure, or list those that a person must choose from."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analysis.binding.amount_conditions import in_unit
from analysis.binding.candidates import Candidate
from analysis.binding.figure_rules import FigureRule
from analysis.binding.told_figures import has_own_unit
from analysis.core.figures import Figure
from analysis.extraction.sections import Section

MARGIN = 0.08  # two values of an article whose scores differ by less are a question
MARGIN_BETWEEN = 0.2  # the same for values of two articles, since nothing in one speaks against the other
_WORDS_ROUND = 0.1  # how far a fraction in words may be from the percentage that it rounds
_FACTORS: dict[tuple[str, str | None, str], float] = {}  # pint is slow, and an archive has few units
SECTION_RANK: dict[Section, int] = {"body": 0, "highlights": 1, "title": 1, "boilerplate": 2}


@dataclass(frozen=True)
class Stated:
    """An article that states a named figure: its date and the reliability of its source (A to F)."""

    source_id: str
    published: date | None
    letter: str = "F"

    def __str__(self) -> str:
        return f"{f'{self.published}, ' if self.published else ''}graded {self.letter}"


def choose(
    rule: FigureRule, every: Sequence[Candidate], stated: Mapping[str, Stated]
) -> tuple[Candidate | None, tuple[Candidate, ...]]:
    """Return the candidate that feeds a named figure, or None and those of other values whose scores are close."""
    best = _current(_with_own_directions(_with_own_units(best_parts([item for item in every if not item.reason]))))
    best = _corrected(rule, best, stated)
    if not best:
        return None, ()
    if denials := _denials(rule, best, every, stated):
        answered = {item.figure.source_id for item in best} & {item.figure.source_id for item in denials}
        rest = [item for item in best if not _says(rule, item, denials)]
        if not answered or not rest:
            return None, (*best, *denials)
        best = rest
    top = max(item.score for item in best)
    home = next(item.figure.source_id for item in best if item.score == top)
    near = [item for item in best if item.score >= top - (MARGIN if item.figure.source_id == home else MARGIN_BETWEEN)]
    others = _distinct(rule, near)
    lower = [item for item in best if item.figure.source_id == home and item.score < top - MARGIN]
    near += [
        item
        for item in lower
        if item.score >= top - MARGIN_BETWEEN and any(_is_rounded(rule, other, item) for other in others)
    ]
    articles = {item.figure.source_id for item in near}
    current = current_articles(stated[name] for name in articles)
    near = [item for item in near if item.figure.source_id in current]
    others = _distinct(rule, near)
    near = [item for item in near if not any(_is_rounded(rule, item, other) for other in others)]
    others = _distinct(rule, near)
    near = [item for item in near if not any(_supersedes(rule, other, item) for other in others)]
    if len({value_of(rule, item) for item in near}) > 1:
        return None, tuple(near)
    history = articles - current
    agreeing = [
        item
        for item in best
        if value_of(rule, item) == value_of(rule, near[0]) and item.figure.source_id not in history
    ]
    repeated = {(item.figure.source_id, item.reading) for item in agreeing if item.section == "highlights"}
    agreeing += [item for item in every if _restates(item, repeated, rule)]
    # Prefer the body, then a hedged figure, then the higher score, then the first in the text.
    return min(agreeing, key=lambda item: (SECTION_RANK[item.section], item.figure.qualifier == "=", -item.score)), ()


def _distinct(rule: FigureRule, items: Iterable[Candidate]) -> list[Candidate]:
    """Return one candidate of each kind that pairwise comparisons distinguish, to limit their number."""
    kinds = {
        (value_of(rule, item), item.figure.qualifier, item.figure.unit, item.figure.source_id * _in_words(item.figure),
         item.corrects, item.year): item
        for item in items
    }  # fmt: skip
    return list(kinds.values())


def _in_words(figure: Figure) -> bool:
    """Whether a figure is a fraction in words: "a third"."""
    return figure.unit == "fraction" and not any(mark.isdigit() for mark in figure.text)


def oriented(rule: FigureRule, figure: Figure) -> Figure:
    """Return a figure as the rule counts it: "minus 8 %" is a cut of 8 %."""
    if rule.direction == "down" and figure.high < 0:
        return replace(figure, low=-figure.high, high=-figure.low)
    return figure


def value_of(rule: FigureRule, item: Candidate) -> tuple[float, float]:
    """Return low and high in the unit of the parameter, by which figures in different units agree."""
    figure = oriented(rule, item.figure)
    key = figure.unit, figure.period, rule.parameter_unit
    if key not in _FACTORS:
        _FACTORS[key] = in_unit(figure, 1.0, rule.parameter_unit)
    low, high = (amount * _FACTORS[key] for amount in (figure.low, figure.high))
    return float(f"{low:.6g}"), float(f"{high:.6g}")


def best_parts(fitting: Iterable[Candidate]) -> list[Candidate]:
    """Return the figures in the best part of each article.

    The body wins over the highlights of the same article, but not over the highlights of another article.
    """
    article = list(fitting)
    least: dict[str, int] = {}
    for item in article:
        rank = SECTION_RANK[item.section]
        least[item.figure.source_id] = min(rank, least.get(item.figure.source_id, rank))
    return [item for item in article if SECTION_RANK[item.section] == least[item.figure.source_id]]


def _with_own_units(items: Sequence[Candidate]) -> list[Candidate]:
    """Return the figures of each article whose unit is printed with them; all of them if there are none."""
    own = {item.figure.source_id for item in items if has_own_unit(item.figure)}
    return [item for item in items if item.figure.source_id not in own or has_own_unit(item.figure)]


def _current(items: list[Candidate]) -> list[Candidate]:
    """Return the figures without those in an article that another one, with a similar score, declares outdated."""
    now: dict[str, float] = {}
    for item in items:
        if item.is_current:
            now[item.figure.source_id] = max(item.score, now.get(item.figure.source_id, 0.0))
    return [
        item for item in items if item.is_current or now.get(item.figure.source_id, 0.0) < item.score - MARGIN_BETWEEN
    ]


def _with_own_directions(items: Sequence[Candidate]) -> list[Candidate]:
    """Drop figures that are merely near a word for change if their sentence states a change."""
    own = {
        (item.figure.source_id, item.words)
        for item in items
        if item.figure.direction != "none" and any(x.name == "direction" and x.strength == 1 for x in item.conditions)
    }
    return [item for item in items if item.figure.direction != "none" or (item.figure.source_id, item.words) not in own]


def _supersedes(rule: FigureRule, newer: Candidate, older: Candidate) -> bool:
    """Whether a figure replaces another one: it is about a later year."""
    if value_of(rule, newer) == value_of(rule, older):
        return False
    return bool(newer.year and older.year and newer.year > older.year)


def _corrected(rule: FigureRule, items: list[Candidate], stated: Mapping[str, Stated]) -> list[Candidate]:
    """Return the figures without those replaced by a correction, which also quotes the wrong value."""
    top = max((item.score for item in items), default=0.0)
    corrections = [item for item in items if item.corrects and item.score >= top - 2 * MARGIN_BETWEEN]
    if not corrections:
        return items
    days = {item.figure.source_id: stated[item.figure.source_id].published for item in items}
    last = max((day for item in corrections if (day := days[item.figure.source_id])), default=None)
    others = [item for item in items if not item.corrects]
    values = {value_of(rule, item) for item in corrections}
    if len(values) > 1:
        values -= {value_of(rule, item) for item in others}
    if not values:
        return items
    return [
        item
        for item in items
        if value_of(rule, item) in values
        or (not item.corrects and last and (day := days[item.figure.source_id]) and day > last)
    ]


def _denials(
    rule: FigureRule, items: list[Candidate], every: Sequence[Candidate], stated: Mapping[str, Stated]
) -> list[Candidate]:
    """Return the figures of articles that deny what another article, no newer, states."""

    def answers(denial: Candidate, item: Candidate) -> bool:
        ours, theirs = (stated[one.figure.source_id] for one in (denial, item))
        newer = ours.published and theirs.published and theirs.published > ours.published
        return ours.source_id != theirs.source_id and not newer and value_of(rule, denial) == value_of(rule, item)

    denied = [item for item in every if item.is_denied]
    return [denial for denial in denied if any(answers(denial, item) for item in items)]


def _says(rule: FigureRule, item: Candidate, denials: list[Candidate]) -> bool:
    """Whether a figure has a value that a figure of another article denies."""
    return any(value_of(rule, item) == value_of(rule, denial) for denial in denials)


def _is_rounded(rule: FigureRule, item: Candidate, other: Candidate) -> bool:
    """Whether a figure is the value of another one, rounded to its own last digit, and says so by its hedge."""
    value, exact = value_of(rule, item), value_of(rule, other)
    if _in_words(item.figure):  # "almost a third"
        same = item.figure.source_id == other.figure.source_id and other.figure.unit == "percent"
        return same and abs(value[0] - exact[0]) <= _WORDS_ROUND * abs(exact[0])
    if item.figure.qualifier == "=" or value == exact or exact[0] != exact[1] or value[0] != value[1]:
        return False
    digits = _digits(value[0])
    if digits >= _digits(exact[0]) or not exact[0]:
        return False
    side = {">": exact[0] > value[0], ">=": exact[0] >= value[0], "<": exact[0] < value[0], "<=": exact[0] <= value[0]}
    grain = 10 ** (math.floor(math.log10(abs(value[0]))) + 1 - digits)
    return abs(exact[0] - value[0]) <= grain / 2 and side.get(item.figure.qualifier, True)


def _digits(value: float) -> int:
    """How many significant digits a value has."""
    return len(f"{abs(value):.6e}".partition("e")[0].rstrip("0").replace(".", "")) or 1


def _restates(item: Candidate, repeated: set[tuple[str, tuple[float, float, str]]], rule: FigureRule) -> bool:
    """Whether a figure in the body has the source and reading of a figure found in the highlights.

    A highlight repeats the body and may drop the hedge. The body may refer to the subject only as "it".
    """
    return (
        item.section == "body"
        and (item.figure.source_id, item.reading) in repeated
        and rule.direction in (None, item.figure.direction)
    )


SAME_TIME = timedelta(days=180)  # assumption: articles within half a year report on one time
RECENT = timedelta(days=3 * 365)  # assumption: what is older is history, whoever says it


def current_articles(articles: Iterable[Stated]) -> set[str]:
    """Return the articles that are current; the others are history.

    Of the last three years, counted from the newest article, the best grade counts; of that, the newest article and
    those up to half a year older. An undated article counts, since nothing shows that it is older.
    """
    every = list(articles)
    dated = [(item.published, item) for item in every if item.published]
    undated = {item.source_id for item in every if not item.published}
    if not dated:
        return undated
    newest = max(day for day, _ in dated)
    recent = [(day, item) for day, item in dated if newest - day <= RECENT]
    best = min(item.letter for _, item in recent)
    days = [(day, item) for day, item in recent if item.letter == best]
    last = max(day for day, _ in days)
    return undated | {item.source_id for day, item in days if last - day <= SAME_TIME}
