"""Explain a reading: the rule for each part of a figure, and why other numbers are not figures."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from analysis.core.figures import Figure
from analysis.extraction.document_conventions import Context
from analysis.extraction.extract import Reading, find_quantities, read_figures
from analysis.extraction.languages import in_languages
from analysis.extraction.mojibake import repair
from analysis.extraction.patterns import exclusion_at
from analysis.extraction.quantity import EXCLUDED, NO_STYLE

_NO_RULE = "no rule applies"


class RejectedNumber(NamedTuple):
    """A number that is not a figure: its place in the text as stored, and the reason."""

    start: int
    end: int
    text: str
    reason: str


class Explanation(NamedTuple):
    """The figures of a text with the rules that read them, and the rejected numbers, both in order."""

    readings: tuple[Reading, ...]
    rejected: tuple[RejectedNumber, ...]


def explain_figures(text: str, source_id: str = "text", published: date | None = None) -> Explanation:
    """Read a text as `extract_figures` does, with the reason for everything that was read or rejected.

    >>> explanation = explain_figures("On 22 March costs fell by about 10%.")
    >>> explanation.readings[0].direction_rule, explanation.readings[0].hedge_rule
    ('verb with by', 'words before the figure')
    >>> explanation.rejected
    (RejectedNumber(start=3, end=11, text='22 March', reason='day and month'),)
    """
    readings = tuple(read_figures(text, source_id, published))
    repaired = repair(text)
    taken = [(reading.figure.start, reading.figure.end) for reading in readings]
    rejected = []
    for language, part in in_languages(repaired.text):
        context = Context(language.fold(part), part)
        for item in find_quantities(context, language).rejected:
            start, end = repaired.stored(item.start), repaired.stored(item.end)
            if not any(start < stop and begin < end for begin, stop in taken):
                taken.append((start, end))
                known = language.exclusions if item.reason in {EXCLUDED, NO_STYLE} else ()
                named = exclusion_at(context.text, item.start, known)
                rejected.append(RejectedNumber(start, end, text[start:end], named or item.reason))
    return Explanation(readings, tuple(sorted(rejected)))


def explanation_lines(explanation: Explanation, source_id: str = "text") -> Iterator[str]:
    r"""Yield an explanation as lines of text: figures and rejected numbers in the order of the text.

    >>> print(*explanation_lines(explain_figures("On 22 March costs fell by 10%.", "a1"), "a1"), sep="\n")
    a1:3-11  22 March: not a figure (day and month)
    a1:26-29  10%: 10 %, a fall
        unit: percent (unit after the number)
        hedge: = (no rule applies)
        direction: down (verb with by)
        period: none (its date is not certain)
        subject: costs (subject of the clause)
    """
    blocks = [(reading.figure.start, _figure_lines(reading)) for reading in explanation.readings]
    blocks += [
        (item.start, [f"{source_id}:{item.start}-{item.end}  {_on_one_line(item.text)}: not a figure ({item.reason})"])
        for item in explanation.rejected
    ]
    for _, lines in sorted(blocks):
        yield from lines


def _figure_lines(reading: Reading) -> list[str]:
    figure: Figure = reading.figure
    parts = (
        ("unit", figure.unit, reading.unit_rule),
        ("hedge", figure.qualifier, reading.hedge_rule),
        ("direction", figure.direction, reading.direction_rule),
        ("period", figure.period, reading.period_rule),
        ("subject", figure.subject, reading.subject_rule),
    )
    return [
        f"{figure.place}  {_on_one_line(figure.text)}: {figure.as_text}",
        *(f"    {name}: {value or 'none'} ({rule or _NO_RULE})" for name, value, rule in parts),
    ]


def _on_one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
