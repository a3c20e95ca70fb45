"""The card of a question for the first page of a report: the answer, one number with its range, and what changes it."""

import math
from typing import Any

from analysis.binding.inputs import by_parameter, figure_names, same_value
from analysis.claims.translations import originals_of
from analysis.core.errors import ParameterError
from analysis.core.formatting import label, name_text, readable
from analysis.core.words import listed
from analysis.models import PARAMETERS
from analysis.models.parameters import defaults_of
from analysis.models.spread import HIGH, LOW
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.provenance_links import Mark, source_names
from analysis.notebook.quantity_text import probability_text, quantity_text
from analysis.notebook.record import CARD, CAVEAT, Quoted, cited_text, filled, record_sentence, record_words
from analysis.notebook.study import Study
from analysis.notebook.uncertainty import Uncertainty

COVERED = "90 % range"  # what the ends of a range cover: nine draws out of ten
ANSWER, NUMBER, RANGE, CHANGE = "card_answer", "card_number", "card_range", "card_change"


def record_card(
    study: Study,
    found: Uncertainty | None,
    result: str,
    answer: str,
    *,
    number: Mark | None = None,
    span: Mark | None = None,
    open_range: str | Quoted = "",
    beyond: str | Quoted = "",
    change_of_answer: str | Quoted = "",
    **parts: Any,
) -> None:
    """Show and record the card of a question: four short sentences that the first page of a report shows together.

    `answer` is one sentence with its parts, as for `record_sentence`. The number is the value of `result`, unless
    `number` gives another; its range is from the evidence, in the words of `span` if given, unless `open_range` says
    it, and `beyond` follows it. If nothing that is uncertain moves the result, it has no range.
    What would change the answer is the uncertain input that moves the result most, unless `change_of_answer` says it.
    """
    record_sentence(ANSWER, answer, unit=CARD, **parts)
    assumed = "; ".join(
        f"{label(name, PARAMETERS[name].unit)} {parameter_text(name, item.value)} ({item.because})"
        for name, item in study.assumed.items()
    )
    middles = "; ".join(
        f"{name_text(name)} {parameter_text(name, item.value)} for {readable(item.printed)}"
        for name, item in by_parameter(study.inputs, study.values).items()
        if item.named.is_range
    )
    for name, words, told in (
        ("caveat_assumed", "Assumed, since no figure of the sources fits: {told}.", assumed),
        ("caveat_middle", "Where the sources state a range, its middle is used: {told}.", middles),
        ("caveat_set", "Set for this run, not taken from the sources: {told}.", _set_for_this_run(study)),
        ("caveat_articles", "{told}", _several_articles(study)),
    ):
        if told:
            record_sentence(name, words, unit=CAVEAT, told=cited_text(told) if told == assumed else told)
    record_sentence(NUMBER, "{number}", unit=CARD, number=number or study.text(result))
    if not open_range and found is not None:
        open_range = _drawn_range(found, result, span, outside=number is None)
    if open_range:
        record_sentence(RANGE, "{range}{beyond}", unit=CARD, range=open_range, beyond=beyond)
    if not change_of_answer and found is not None:
        change_of_answer = would_change(found, result)
    if change_of_answer:
        record_words(CHANGE, filled("{change}", change=change_of_answer), CARD, "What would change it.")


def _set_for_this_run(study: Study) -> str:
    """Inputs that the sources state but this run overrides, with their values."""
    kept, defaults = by_parameter(study.inputs, study.values), defaults_of(study.model)
    years = {name for name, item in study.inputs.items() if item.assumed and same_value(study.values[name], item)}
    by_hand = [
        name
        for name in {**figure_names(study.values), **study.inputs}
        if study.values.get(name) is not None
        and name not in kept.keys() | study.assumed.keys() | years
        and (name in study.inputs or study.values[name] != defaults[name])
    ]
    return "; ".join(f"{name_text(name)} {parameter_text(name, study.values[name])}" for name in by_hand)


def _several_articles(study: Study) -> str:
    """A note that claims of several articles are combined, and their origins; empty for a single article.

    An article and its translation are one.
    """
    by_article: dict[str, list[str]] = {}
    originals = originals_of(study.sources.documents)
    for name, item in by_parameter(study.inputs, study.values).items():
        if PARAMETERS[name].kind == "claim" or item.named.rule.verify.starts_from:  # or the target of such a claim
            article = item.named.figure.source_id
            by_article.setdefault(originals.get(article, article), []).append(name_text(name))
    if len(by_article) < 2:
        return ""
    titles = source_names(study.sources)
    parts = "; ".join(f"{listed(names)} from {titles[article]}" for article, names in by_article.items())
    count = len(by_article)
    return f"Figures of {count} articles are taken together, as if they were about the same firm or place: {parts}."


def _drawn_range(found: Uncertainty, result: str, span: Mark | None, *, outside: bool) -> Quoted:
    """The range of a result by the evidence in words, or that it has none; with whether the value lies `outside`."""
    origin = found.origin(result)
    if not origin:
        return filled("and nothing that is uncertain here moves it")
    low, high = found.range(result)
    value = found.study.results[result].value
    hair = 0.01 * (high - low) if math.isfinite(high - low) else 0.0
    if not outside:
        return filled(f"on average over {origin}; {COVERED} {{range}}", range=span or found.text(result))
    beyond = "above" if value > high + hair else "below" if value < low - hair else ""
    apart = f", {beyond} the {COVERED} of" if beyond else f"; {COVERED}"
    words = f"{found.study.whose(result)}{apart} {{range}} given {origin}"
    return filled(words, range=span or found.text(result))


def would_change(found: Uncertainty, result: str) -> str:
    """Return which uncertain input moves a result most, and where to, as a sentence.

    Each input takes the ends of the range that holds nine draws of ten, while the others stay; of a chance they are
    drawn, so that it is a part of the chance in the answer.
    """
    study, unit, chance = found.study, found.study.unit(result), found.study.results[result].chance
    best: tuple[float, str, list[float], list[float]] | None = None
    for name, distribution in found.sampled.items():
        ends = [float(distribution.quantile(p)) for p in (LOW, HIGH)]
        ends = [float(round(end)) for end in ends] if PARAMETERS[name].whole else ends
        try:
            answers = [
                found.mean_at(result, **{name: end}) if chance else float(getattr(study.vary(**{name: end}), result))
                for end in ends
            ]
        except ParameterError:  # an end breaks a rule with the other values of this run
            continue
        width = 0.0 if answers[0] == answers[1] else abs(answers[1] - answers[0])  # two infinite ends are the same
        if width > (best[0] if best else 0.0):  # never of an undefined width
            best = width, name, ends, answers
    if best is None:
        return "Nothing that is uncertain here moves it."
    _, name, ends, answers = best
    what = label(name, PARAMETERS[name].unit)
    first, last = (parameter_text(name, end, 3) for end in ends)
    low, high = (probability_text(answer) if chance else quantity_text(answer, unit) for answer in answers)
    if low == high:
        return "Nothing that is uncertain here moves it much."
    ends_of = f"at the ends of its {COVERED}, {first} and {last}"
    return f"{what}: {ends_of}, the {'chance' if chance else 'answer'} is {low} and {high}."
