"""Find the figures that a model needs in the sources, by ranked conditions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from analysis.binding.amount_conditions import in_unit
from analysis.binding.candidates import Candidate, every_candidate, in_other_currencies
from analysis.binding.choice import Stated, choose, oriented
from analysis.binding.figure_rules import FigureRule, load_rules
from analysis.binding.missing_inputs import MissingInput, missing_input
from analysis.binding.picks import Pick, check_unit, entry_of, figure_at, read_picks
from analysis.core.errors import NamedFigureError, did_you_mean
from analysis.core.figures import Figure
from analysis.core.money_basis import Basis, stated_basis
from analysis.core.references import LETTERS, Reference, conversion_words, exchange_rate
from analysis.core.units import amount_unit
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.sections import Section


@dataclass(frozen=True)
class NamedFigure:
    """A figure chosen by a rule, with its value in the unit of the parameter that it feeds."""

    rule: FigureRule
    figure: Figure
    section: Section
    hedge: str = ""  # its words as printed, in English
    words: str = ""  # its sentence in English words
    is_planned: bool = False  # whether its article states it as a plan or a forecast only, where a fact is asked for
    published: str | None = None  # when its article appeared, for the exchange rate
    corrects: bool = False  # whether its article says that it corrects an earlier figure

    @property
    def printed(self) -> str:
        """The figure in words; the direction is omitted if the name already says that it is a cut or a rise."""
        named = self.rule.direction in ("up", "down")
        figure = replace(self.figure, direction="none") if named else self.figure
        is_bare = self.unit == "bn" and figure.unit == "dimensionless"
        return figure.read_as("(no currency stated)") if is_bare else figure.as_text

    @property
    def hedge_words(self) -> str:
        """The hedge in words, such as "more than"; empty without one."""
        return self.figure.hedge_words

    @property
    def is_range(self) -> bool:
        """Whether the source gives two ends instead of one number."""
        return self.figure.low != self.figure.high

    @property
    def stated_basis(self) -> Basis:
        """The kind of profit or price that the clause of the figure states."""
        return stated_basis(self.words, self.figure.text if self.figure.text in self.words else "")

    @property
    def value(self) -> float:
        """The value in the unit of the parameter; for a range, its midpoint."""
        return self.in_parameter_unit((self.figure.low + self.figure.high) / 2)

    @property
    def unit(self) -> str:
        """The unit of the parameter; where it is an amount in any currency, with that of the figure, if it has one."""
        return amount_unit(self.rule.parameter_unit, self.figure.unit)

    def in_parameter_unit(self, amount: float) -> float:
        """Convert an amount from the unit of the figure to the unit of its parameter."""
        return in_unit(self._dated, amount, self.rule.parameter_unit)

    @property
    def _dated(self) -> Figure:
        """The figure with a period for the exchange rate: its own, or else the publication date of its article."""
        return self.figure if self.figure.period else replace(self.figure, period=self.published)

    @property
    def rate_used(self) -> Reference | None:
        """The exchange rate that converts yuan a tonne to dollars, a row of data/reference.csv; None if not needed."""
        converted = self.figure.unit.startswith("CNY/") and self.rule.parameter_unit.startswith("USD/")
        return exchange_rate(self._dated.period) if converted else None

    @property
    def conversion(self) -> str:
        """The exchange rate that was used, with its time and its reference, in words; empty without one."""
        return conversion_words(self.rate_used) if self.rate_used else ""


@dataclass(frozen=True)
class Binding:
    """Which figure feeds a named figure: the chosen one, or those that a person must choose from.

    `candidates` are all figures in a unit of the rule, the best first; `open` the ones of different values whose
    scores are too close. Both have their conditions. If nothing was found, `foreign` are figures in a currency that
    does not convert.
    """

    rule: FigureRule
    chosen: NamedFigure | None
    candidates: tuple[Candidate, ...]
    open: tuple[Candidate, ...] = ()
    picked: bool = False
    foreign: tuple[Candidate, ...] = ()
    stated: Mapping[str, Stated] = field(default_factory=dict)  # the articles by name


def find_named_figures(sources: Sources, names: Iterable[str]) -> dict[str, NamedFigure]:
    """Return the named figures with these names; raise NamedFigureError if one is missing or ambiguous.

    >>> from analysis.core.paths import project_folder
    >>> from analysis.documents.sources import read_sources
    >>> found = find_named_figures(read_sources(project_folder() / "seeds"), ["lithium_foil_profit"])
    >>> found["lithium_foil_profit"].figure.as_text
    'more than 1,400 USD/t'
    """
    found, problems = search_named_figures(sources, names)
    if problems:
        raise NamedFigureError("\n".join(map(str, problems.values())))
    return found


def search_named_figures(
    sources: Sources, names: Iterable[str]
) -> tuple[dict[str, NamedFigure], dict[str, MissingInput]]:
    """Return the named figures that were found, and what is missing or ambiguous."""
    found: dict[str, NamedFigure] = {}
    problems: dict[str, MissingInput] = {}
    for name, binding in bind_figures(sources, names).items():
        if binding.chosen:
            found[name] = binding.chosen
        else:
            problems[name] = missing_input(binding)
    return found, problems


def bind_figures(sources: Sources, names: Iterable[str] | None = None) -> dict[str, Binding]:
    """Return for each named figure the figure that feeds it, or the candidates; NamedFigureError for unknown names."""
    rules = load_rules()
    chosen = list(rules) if names is None else list(names)
    for name in chosen:
        if name not in rules:
            hint = did_you_mean(name, rules, "data/named_figures.yaml defines")
            raise NamedFigureError(f"unknown named figure {name!r}; {hint}")
    stated = {document.source_id: _stated(document) for document in sources.documents}
    picks = read_picks(sources)
    return {
        name: _picked(rules[name], picks[name], sources, stated)
        if name in picks
        else _bind(rules[name], sources, stated)
        for name in chosen
    }


def _picked(rule: FigureRule, pick: Pick, sources: Sources, stated: Mapping[str, Stated]) -> Binding:
    """The binding of a figure that a person picked, regardless of the conditions it fails."""
    bound = _bind(rule, sources, stated)
    where = entry_of(rule.name, sources.folder)
    figure = figure_at(pick, sources, where)
    check_unit(rule, figure, where)
    item = next(item for item in bound.candidates if item.figure.place == figure.place)
    return replace(bound, chosen=_named(rule, item), open=(), picked=True)


def _stated(document: Document) -> Stated:
    return Stated(document.source_id, document.published, LETTERS.get(document.metadata.get("standing", ""), "F"))


def _bind(rule: FigureRule, sources: Sources, stated: Mapping[str, Stated]) -> Binding:
    every = [item for document in sources.documents for item in every_candidate(rule, document)]
    ranked = tuple(sorted(every, key=lambda item: (bool(item.reason), item.failures, -item.score)))
    chosen, near = choose(rule, every, stated)
    if chosen or near:
        return Binding(rule, _named(rule, chosen) if chosen else None, ranked, near, stated=stated)
    foreign = [item for document in sources.documents for item in in_other_currencies(rule, document)]
    return Binding(rule, None, ranked, foreign=tuple(foreign), stated=stated)


def _named(rule: FigureRule, item: Candidate) -> NamedFigure:
    figure = oriented(rule, item.figure)
    said = item.section, item.hedge, item.words, item.is_planned, item.published, item.corrects
    return NamedFigure(rule, figure, *said)


def every_named_figure(sources: Sources) -> list[NamedFigure]:
    """Return each named figure once for each part of each article that states it, in text order."""
    found: list[NamedFigure] = []
    picks = read_picks(sources)
    for document in sources.documents:
        by_rule = {rule: every_candidate(rule, document) for rule in load_rules().values()}
        fitting = {
            rule: [item for item in items if _counts(item, picks.get(rule.name))] for rule, items in by_rule.items()
        }
        taken = {item.figure.start for items in fitting.values() for item in items}
        for rule, every in by_rule.items():  # what is planned feeds no model as a fact, but can be checked later
            fitting[rule] += [
                item
                for item in every
                if item.is_planned and item.figure.start not in taken and not _is_over(rule, item, document)
            ]
        taken |= {item.figure.start for items in fitting.values() for item in items}
        for rule, items in fitting.items():
            repeats = [
                item
                for item in by_rule[rule]
                if item.figure.start not in taken and any(_repeats(item, other) for other in items)
            ]
            once = {(item.section, item.reading): item for item in [*repeats, *items]}
            found += [_named(rule, item) for item in once.values()]
    return sorted(found, key=lambda item: (item.figure.source_id, item.figure.start, item.rule.name))


def _is_over(rule: FigureRule, item: Candidate, document: Document) -> bool:
    """Whether the plan was due before the article's year."""
    appeared = document.published
    return rule.kind == "claim" and appeared is not None and (item.year or appeared.year) < appeared.year


def _counts(item: Candidate, pick: Pick | None) -> bool:
    """Whether a figure is a claim: it qualifies, or a person picked it."""
    return (not item.reason and item.section != "boilerplate") or (pick is not None and pick.place == item.figure.place)


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether two figures of an article have the same value, one in its body and one in its highlights."""
    return {one.section, other.section} == {"body", "highlights"} and one.reading == other.reading
