"""The first page of a report: its subject, the answers with their charts, how far to trust them, and results."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from analysis.binding.figure_rules import load_rules
from analysis.claims.glossary import COURSE_MEANINGS, HEDGE_MEANINGS, VERDICT_MEANINGS
from analysis.claims.translations import Translation
from analysis.claims.verdicts import LABELS, VerifiedClaim, count_name
from analysis.core.formatting import readable
from analysis.core.references import load_references
from analysis.core.run_record import NotebookRecord, RunRecord, SourceRecord
from analysis.core.words import capitalised, counted, listed
from analysis.documents.document import is_ahead
from analysis.extraction.unread.detection import NOT_READ, READ_IN_PART
from analysis.models import PARAMETERS
from analysis.notebook.cards import ANSWER as CARD_ANSWER
from analysis.notebook.cards import CHANGE, NUMBER, RANGE
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.quantity_text import event_meaning
from analysis.notebook.questions.verdict_reasons import short_reason
from analysis.notebook.record import (
    ANSWER,
    CAVEAT,
    NOT_NUMBERS,
    SENTENCE,
    RecordedResult,
    RunResults,
    from_recorded,
)
from analysis.notebook.stated import STATED
from analysis.report.claim_rows import ClaimIndex, SourceClaim
from analysis.report.links import SOURCES, Links, SentenceParts, safe_name, sentence_parts, source_address
from analysis.report.notebook_page import ChartFile
from analysis.report.references_page import TableSource, UsedReference
from analysis.report.source_page import translation_name
from analysis.report.templating import render

MOST = 5  # answers that the first page shows
ON_TOP = ("caveat_verdicts", "caveat_independence")  # the caveats that follow what the report is about
MOST_PUBLISHERS = 3  # that the first line names
MOST_RESULTS = 8  # of a question, on the first page
_BY_SET = ("scenario", "-p")  # the origins of a parameter that differs from the default and the sources


class Card(NamedTuple):
    """The answer to a question: its first sentence and the rest, the sentences of its card, its claims and its chart.

    `asks_articles` says whether articles may state an input of it; if not, any articles will do.
    """

    entry: NotebookRecord
    answer: SentenceParts
    details: SentenceParts
    number: SentenceParts
    range: SentenceParts
    stated: SentenceParts
    change: SentenceParts
    asks_articles: bool
    claims: Sequence[SourceClaim]
    chart: ChartFile | None


class ResultRow(NamedTuple):
    """A result with its address, its claims and its range, which is `drawn` or else over the scenarios."""

    name: str
    item: RecordedResult
    address: str
    claims: Sequence[SourceClaim]
    low: Any
    high: Any
    drawn: bool


class JudgedClaim(NamedTuple):
    """A claim or target with who says it, its verdict and why."""

    meaning: str
    printed: str
    address: str
    source: str
    verdict: str
    because: str
    corrected: bool


def briefing(
    run: RunRecord,
    results: RunResults,
    links: Links,
    claims: ClaimIndex,
    charts: Mapping[str, Sequence[ChartFile]],
    translations: Sequence[Translation] = (),
    references: Sequence[UsedReference] = (),
    data: Sequence[TableSource] = (),
    *,
    verified: Sequence[VerifiedClaim] = (),
    ledger: bool = False,
) -> str:
    """Return the first page of a report as HTML; `data` are the sources of the tables that the run computes with."""
    titles = {entry.notebook: entry.title for entry in run.notebooks}
    rows = {notebook: list(_rows(notebook, found, links, claims)) for notebook, found in results.items()}
    cards = list(_cards(run, results, links, claims, charts))
    # The sources of a run without articles are tables: all of its questions are general.
    asked = [item for item in cards if item.asks_articles or not run.sources]
    return render(
        "briefing.html.j2",
        run=run,
        about=about(run),
        ahead=dated_ahead(run),
        unread=[note for item in run.sources for note in item.notes if NOT_READ in note],
        partly=[note for item in run.sources for note in item.notes if READ_IN_PART in note],
        checks=checks(
            len(references),
            len({item.reference.publisher for item in references}),
            *_claims_and_targets(results),
            len({item.publisher for item in data}),
        ),
        cards=asked[:MOST],
        more=asked[MOST:],
        general=[item for item in cards if item not in asked],
        together=joint_findings(results, links),
        answers=_sentences(results, SENTENCE, links) or _sentences(results, ANSWER, links),
        judged=[
            sentence_parts(found[sentence], name, links)
            for sentence in ON_TOP
            for name, found in results.items()
            if sentence in found
        ],
        verified=_judged_claims(run, verified),
        caveats=_caveats(results, links, {item.entry.notebook: item.entry for item in cards}),
        counts=[
            (verdict, found[name].value, links.results[notebook, name])
            for notebook, found in results.items()
            for verdict in LABELS
            if (name := count_name(verdict)) in found and found[name].value
        ],
        verdicts=VERDICT_MEANINGS | COURSE_MEANINGS,
        hedges=HEDGE_MEANINGS,
        tables=[
            (notebook, titles.get(notebook, notebook), _wanted(own), len(own) - MOST_RESULTS)
            for notebook, own in rows.items()
            if own
        ],
        addresses={item.source_id: f"{SOURCES}/{safe_name(item.source_id)}.html" for item in run.sources},
        anchors={name: safe_name(name) for name in titles},
        changed=[
            (entry, name, item, parameter_text(name, item.value))
            for entry in run.notebooks
            for name, item in entry.parameters.items()
            if item.decided_by in _BY_SET
        ],
        parameters=links.parameters,
        open_questions=[entry for entry in run.notebooks if entry.unanswered],
        figures=links.figures,
        translations=[(pair, translation_name(pair)) for pair in translations],
        ledger=ledger,
    )


def _cards(
    run: RunRecord,
    results: RunResults,
    links: Links,
    claims: ClaimIndex,
    charts: Mapping[str, Sequence[ChartFile]],
) -> Iterator[Card]:
    """The cards of the questions that a run has answered, in the order of its notebooks."""
    stated = {rule.parameter for rule in load_rules().values()}
    for entry in run.notebooks:
        notebook, recorded = entry.notebook, results.get(entry.notebook, {})
        answer = recorded.get(CARD_ANSWER)
        if answer is None and any(item.equation for item in recorded.values()):
            answer = recorded.get(ANSWER)
        if answer is None:
            continue
        inputs = {name for item in recorded.values() for name in item.inputs}
        parts = {
            what: sentence_parts(recorded[name], notebook, links) if name in recorded else []
            for what, name in (("number", NUMBER), ("range", RANGE), ("stated", STATED), ("change", CHANGE))
        }
        first, details = first_sentence(sentence_parts(answer, notebook, links))
        yield Card(
            entry,
            first,
            details,
            **parts,
            asks_articles=not inputs or not inputs.isdisjoint(stated),
            claims=list(_claims(notebook, recorded, claims)),
            chart=next((chart for chart in charts.get(notebook, ()) if chart.key), None),
        )


def first_sentence(parts: SentenceParts) -> tuple[SentenceParts, SentenceParts]:
    """Return the first sentence and the rest, which may be empty; a full stop within a link ends no sentence.

    >>> first_sentence([("It takes ", None), ("3.5 years", "#a"), (". Then it pays. Well.", None)])
    ([('It takes ', None), ('3.5 years', '#a'), ('.', None)], [('Then it pays. Well.', None)])
    """
    for place, (text, address) in enumerate(parts):
        first, stop, rest = text.partition(". ")
        if stop and address is None:
            return [*parts[:place], (f"{first}.", None)], [(rest, None), *parts[place + 1 :]]
    return parts, []


def joint_findings(results: RunResults, links: Links) -> list[SentenceParts]:
    """Return the sentences that quote results of two or more other notebooks: what the answers mean together."""
    judges = {notebook for notebook, found in results.items() if "verdicts" in found}
    found = []
    for notebook, recorded in results.items():
        for item in recorded.values():
            quoted = {target.partition("/")[0] for _, _, target in item.quotes if "/" in target}
            if item.unit == SENTENCE and len(quoted - {notebook} - judges) > 1:
                found.append(sentence_parts(item, notebook, links))
    return found


def _claims(notebook: str, recorded: Mapping[str, RecordedResult], claims: ClaimIndex) -> Iterator[SourceClaim]:
    """The claims behind the results that the number and the answer of a card quote, each once."""
    seen = set()
    for name in (NUMBER, CARD_ANSWER, ANSWER):
        for _, _, target in recorded[name].quotes if name in recorded else ():
            for claim in claims.of_result(notebook, recorded[target]) if target in recorded else ():
                if claim.address not in seen:
                    seen.add(claim.address)
                    yield claim


def about(run: RunRecord) -> str:
    """Return in one line what a run is about, who says it, and as of when."""
    sources = run.sources
    named = (entry.publisher for entry in sources if entry.publisher)
    publishers = list(dict.fromkeys(name.partition(",")[0] for name in named))  # "SMM, machine translation" is SMM
    shown, others = publishers[:MOST_PUBLISHERS], len(publishers) - MOST_PUBLISHERS
    names = [f"“{name}”" if name[:1].islower() else name for name in (shown if others > 1 else publishers)]
    names += [f"{others} others"] if others > 1 else []
    if not all(entry.publisher for entry in sources):
        names = [*names, "unnamed publishers"] if names else []
    article = "an article" if len(sources) == 1 else f"{len(sources):,} articles"
    claim = "claims" if len(sources) == 1 else "claim"
    says = f"What {article}{f' by {listed(names)}' if names else ''} {claim}, as of {run.started[:10]}"
    return says + (f", with articles up to {run.as_of}" if run.as_of else "")


def dated_ahead(run: RunRecord) -> list[SourceRecord]:
    """Return the articles that are dated after the day of the run.

    >>> articles = [SourceRecord("a", published="2026-03-05"), SourceRecord("b", published="2026-03-06")]
    >>> found = dated_ahead(RunRecord("r", started="2026-03-04 23:10:00 UTC", sources=articles))
    >>> [item.source_id for item in found]
    ['b']
    """
    day = date.fromisoformat(run.started[:10])
    return [item for item in run.sources if item.published and is_ahead(date.fromisoformat(item.published), day)]


def checks(references: int, publishers: int, claims: int | None = None, targets: int = 0, of_tables: int = 0) -> str:
    """Return what a run checks as a sentence that follows the names of its sources.

    `claims` is None if the run has not looked for claims; `targets` are the plans that its articles quote, and
    `of_tables` are the publishers of the tables that it computes with.
    """
    if references:
        used = f"{counted(references, 'published figure')} by {counted(publishers, 'publisher')} as reference"
        used += "s" * (references > 1)
    else:
        used = "no reference" + (f" but tables of {counted(of_tables, 'publisher')}" if of_tables else "")
    checked = [counted(count, what) for count, what in ((claims, "claim"), (targets, "target")) if count]
    if checked:
        return f"This run checks {listed(checked)} and uses {used}"
    return f"This run {'uses' if claims is None else 'finds no claim to check and uses'} {used}"


def _judged_claims(run: RunRecord, verified: Sequence[VerifiedClaim]) -> list[JudgedClaim]:
    """Each claim and target with who says it and its verdict, in the order of the sources."""
    articles, references = {item.source_id: item.cited for item in run.sources}, load_references()
    return [
        JudgedClaim(
            capitalised(item.claim.named.rule.meaning),
            readable(item.claim.named.printed),
            source_address(figure.source_id, figure.start, figure.end),
            articles.get(figure.source_id, ""),
            item.label,
            short_reason(item, references),
            item.corrected is not None,
        )
        for item in verified
        for figure in (item.claim.named.figure,)
    ]


def _claims_and_targets(results: RunResults) -> tuple[int | None, int]:
    """How many claims and how many targets a run has checked; no claims are None if it did not check any sources."""
    claims, targets = (
        [found[name].value for found in results.values() if name in found] for name in ("claims_total", "targets_total")
    )
    return sum(claims) if claims else None, sum(targets)


def _sentences(results: RunResults, unit: str, links: Links) -> list[SentenceParts]:
    return [
        sentence_parts(item, notebook, links)
        for notebook, found in results.items()
        for item in found.values()
        if item.unit == unit
    ]


def _caveats(
    results: RunResults, links: Links, questions: Mapping[str, NotebookRecord]
) -> list[tuple[SentenceParts, list[NotebookRecord]]]:
    """Each caveat once, with the questions that have it; one of the whole run has none."""
    found: dict[str, tuple[SentenceParts, list[NotebookRecord]]] = {}
    for notebook, recorded in results.items():
        for name, item in recorded.items():
            if item.unit == CAVEAT and name not in ON_TOP:
                _, asked = found.setdefault(str(item.value), (sentence_parts(item, notebook, links), []))
                asked += [questions[notebook]] if notebook in questions else []
    return list(found.values())


def _rows(notebook: str, found: Mapping[str, RecordedResult], links: Links, claims: ClaimIndex) -> Iterator[ResultRow]:
    """The rows of the results of a notebook that are numbers."""
    table = found.get("scenarios", RecordedResult({}))
    known = table.value if isinstance(table.value, Mapping) else {}
    scenarios = [case for name, case in known.items() if name not in table.normative]  # those start from the answer
    for name, item in found.items():
        if item.unit in NOT_NUMBERS or isinstance(item.value, Mapping):
            continue
        low = high = None
        cases = [from_recorded(case.get(name, "")) for case in scenarios]
        if item.value is None:  # undefined: a range would cover the other draws or scenarios alone
            pass
        elif item.low is not None and item.high is not None:
            low, high = item.low, item.high
        elif cases and all(isinstance(case, (int, float)) and not math.isnan(case) for case in cases):
            low, high = min(cases), max(cases)
        drawn = item.value is not None and bool(item.layers)
        if item.chance and item.mean is not None:  # the mean over the draws: an event has one probability in a report
            item = replace(item, value=item.mean, meaning=event_meaning(item.meaning))
        yield ResultRow(name, item, links.results[notebook, name], claims.of_result(notebook, item), low, high, drawn)


def _wanted(rows: Sequence[ResultRow]) -> list[ResultRow]:
    """The rows that a reader wants: results with a range by draws first, inputs last."""
    return sorted(rows, key=lambda row: (row.name in PARAMETERS, not row.drawn))[:MOST_RESULTS]
