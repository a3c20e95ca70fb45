"""The first page of a report: its subject, the answers with their charts, how far to trust them, and results."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from analysis.binding.figure_rules import load_rules
from analysis.claims.glossary import (
    COURSE_MEANINGS,
    HEDGE_MEANINGS,
    VERDICT_MEANINGS,
    verdict_meaning,
)
from analysis.claims.translations import Translation
from analysis.claims.verdicts import LABELS, VerifiedClaim, count_name
from analysis.core.formatting import readable
from analysis.core.references import load_references
from analysis.core.words import capitalised, counted, listed
from analysis.documents.document import is_ahead
from analysis.extraction.unread.detection import NOT_READ, READ_IN_PART
from analysis.models import PARAMETERS
from analysis.notebook.cards import ANSWER as CARD_ANSWER
from analysis.notebook.cards import CHANGE, NUMBER, RANGE
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.quantity_text import event_meaning
from analysis.notebook.record import ANSWER, CAVEAT, NOT_NUMBERS, SENTENCE, from_recorded
from analysis.notebook.short_reasons import short_reason
from analysis.notebook.stated import STATED
from analysis.report.claim_rows import ClaimIndex, SourceClaim, articles_of
from analysis.report.links import SOURCES, Links, SentenceParts, safe_name, sentence_parts, source_address
from analysis.report.notebook_page import ChartFile
from analysis.report.references_page import UsedReference
from analysis.report.source_page import translation_name
from analysis.report.templating import render

MOST = 5  # answers that the first page shows


def cards_of(
    run: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    links: Links,
    claims: ClaimIndex,
    charts: Mapping[str, Sequence[ChartFile]],
) -> list[dict[str, Any]]:
    """Return the cards of the questions that a run has answered, in the order of its notebooks, for templates."""
    found = []
    for entry in run["notebooks"]:
        notebook = entry["notebook"]
        recorded = results.get(notebook, {})
        of_model = any("inputs" in item for item in recorded.values())
        answer = recorded.get(CARD_ANSWER) or (recorded.get(ANSWER) if of_model else None)
        if answer is None:
            continue
        answer_parts = first_sentence(sentence_parts(answer, notebook, links))
        parts = {
            what: sentence_parts(recorded[name], notebook, links) if name in recorded else []
            for what, name in (("number", NUMBER), ("range", RANGE), ("stated", STATED), ("change", CHANGE))
        }
        found.append(
            {
                **parts,
                "notebook": notebook,
                "title": entry["title"],
                "page": entry["page"] or "",
                "asks_articles": _asks_articles(recorded),
                "answer": answer_parts[0],
                "details": answer_parts[1],
                "claims": [_explained(claim) for claim in _claims(notebook, recorded, claims)],
                "chart": next((chart for chart in charts.get(notebook, ()) if chart.key), None),
            }
        )
    return found


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


def _asks_articles(recorded: Mapping[str, Any]) -> bool:
    """Whether a question has an input that articles may state, whatever set it; if not, any articles will do."""
    inputs = {name for item in recorded.values() for name in item.get("inputs", ())}
    return not inputs or not inputs.isdisjoint(rule.parameter for rule in load_rules().values())


def joint_findings(results: Mapping[str, Mapping[str, Any]], links: Links) -> list[SentenceParts]:
    """Return the sentences that quote results of two or more other notebooks: what the answers mean together."""
    found = []
    for notebook, recorded in results.items():
        for item in recorded.values():
            quoted = {target.partition("/")[0] for _, _, target in item.get("quotes", ()) if "/" in target}
            if item.get("unit") == SENTENCE and len(quoted - {notebook}) > 1:
                verification = {other for other in quoted if "verdicts" in results.get(other, {})}
                if len(quoted - verification) > 1:
                    found.append(sentence_parts(item, notebook, links))
    return found


def _claims(notebook: str, recorded: Mapping[str, Any], claims: ClaimIndex) -> Iterator[SourceClaim]:
    """The claims behind the results that the number and the answer of a card quote, each once."""
    seen = set()
    for name in (NUMBER, CARD_ANSWER, ANSWER):
        for _, _, target in recorded.get(name, {}).get("quotes", ()):
            for claim in claims.of_result(notebook, recorded.get(target, {})):
                if claim.address not in seen:
                    seen.add(claim.address)
                    yield claim


def _explained(claim: SourceClaim) -> dict[str, Any]:
    """A claim that an answer is based on, with the reason for its verdict."""
    return {"claim": claim, "because": claim.because or verdict_meaning(claim.verdict)}


def about(run: Mapping[str, Any]) -> str:
    """Return in one line what a run is about, who says it, and as of when."""
    sources = run["sources"]
    named = (entry["publisher"] for entry in sources if entry.get("publisher"))
    publishers = list(dict.fromkeys(name.partition(",")[0] for name in named))  # "SMM, machine translation" is SMM
    shown, others = publishers[:MOST_PUBLISHERS], len(publishers) - MOST_PUBLISHERS
    names = [f"“{name}”" if name[:1].islower() else name for name in (shown if others > 1 else publishers)]
    names += [f"{others} others"] if others > 1 else []
    if not all(entry.get("publisher") for entry in sources):
        names = [*names, "unnamed publishers"] if names else []
    article = "an article" if len(sources) == 1 else f"{len(sources):,} articles"
    claim = "claims" if len(sources) == 1 else "claim"
    says = f"What {article}{f' by {listed(names)}' if names else ''} {claim}, as of {run['started'][:10]}"
    return says + (f", with articles up to {run['as_of']}" if run.get("as_of") else "")


def dated_ahead(run: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the articles that are dated after the day of the run.

    >>> days = [{"published": "2026-03-05"}, {"published": "2026-03-06"}, {"published": None}]
    >>> dated_ahead({"started": "2026-03-04 23:10:00 UTC", "sources": days})
    [{'published': '2026-03-06'}]
    """
    day = date.fromisoformat(run["started"][:10])
    dates = ((item, item.get("published")) for item in run["sources"])
    return [item for item, published in dates if published and is_ahead(date.fromisoformat(published), day)]


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


ON_TOP = ("caveat_verdicts", "caveat_independence")  # the caveats that follow what the report is about
MOST_PUBLISHERS = 3  # that the first line names
MOST_RESULTS = 8  # of a question, on the first page
_BY_SET = ("scenario", "-p")  # the origins of a parameter that differs from the default and the sources


def briefing(
    run: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    links: Links,
    claims: ClaimIndex,
    charts: Mapping[str, Sequence[ChartFile]],
    translations: Sequence[Translation] = (),
    references: Sequence[UsedReference] = (),
    data: Sequence[Mapping[str, Any]] = (),
    *,
    verified: Sequence[VerifiedClaim] = (),
    ledger: bool = False,
) -> str:
    """Return the first page of a report as HTML; `data` are the sources of the tables that the run computes with."""
    titles = {entry["notebook"]: entry["title"] for entry in run["notebooks"]}
    tables = [
        (notebook, titles.get(notebook, notebook), *_first(list(_rows(notebook, found, links, claims))))
        for notebook, found in results.items()
    ]
    cards = cards_of(run, results, links, claims, charts)
    # The sources of a run without articles are tables: all of its questions are general.
    asked = [item for item in cards if item["asks_articles"] or not run["sources"]]
    changed = [
        (entry, name, item, parameter_text(name, item["value"]))
        for entry in run["notebooks"]
        for name, item in entry["parameters"].items()
        if item["decided_by"] in _BY_SET
    ]
    return render(
        "briefing.html.j2",
        run=run,
        about=about(run),
        ahead=dated_ahead(run),
        ahead_sources={articles_of(run)[item["source_id"]] for item in dated_ahead(run)},
        unread=[note for item in run["sources"] for note in item.get("notes", ()) if NOT_READ in note],
        partly=[note for item in run["sources"] for note in item.get("notes", ()) if READ_IN_PART in note],
        checks=checks(
            len(references),
            len({item.reference.publisher for item in references}),
            *_claims_and_targets(results),
            len({item["publisher"] for item in data}),
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
        caveats=_caveats(results, links, {item["notebook"]: item for item in cards}),
        counts=_verdict_counts(results, links),
        verdicts=VERDICT_MEANINGS | COURSE_MEANINGS,
        hedges=HEDGE_MEANINGS,
        tables=[part for part in tables if part[2]],
        addresses={item["source_id"]: f"{SOURCES}/{safe_name(item['source_id'])}.html" for item in run["sources"]},
        anchors={name: safe_name(name) for name in titles},
        changed=changed,
        parameters=links.parameters,
        open_questions=[entry for entry in run["notebooks"] if entry.get("unanswered")],
        figures=links.figures,
        translations=[(pair, translation_name(pair)) for pair in translations],
        ledger=ledger,
    )


def _judged_claims(run: Mapping[str, Any], verified: Sequence[VerifiedClaim]) -> list[dict[str, str | bool]]:
    """Each claim and target with who says it and its verdict, in the order of the sources."""
    articles, references = articles_of(run), load_references()
    return [
        {
            "meaning": capitalised(item.claim.named.rule.meaning),
            "printed": readable(item.claim.named.printed),
            "address": source_address(figure.source_id, figure.start, figure.end),
            "source": articles.get(figure.source_id, ""),
            "verdict": item.label,
            "because": short_reason(item, references),
            "corrected": item.corrected is not None,
        }
        for item in verified
        for figure in (item.claim.named.figure,)
    ]


def _claims_and_targets(results: Mapping[str, Mapping[str, Any]]) -> tuple[int | None, int]:
    """How many claims and how many targets a run has checked; no claims are None if it did not check any sources."""
    claims, targets = (
        [found[name]["value"] for found in results.values() if name in found]
        for name in ("claims_total", "targets_total")
    )
    return sum(claims) if claims else None, sum(targets)


def _sentences(results: Mapping[str, Mapping[str, Any]], unit: str, links: Links) -> list[SentenceParts]:
    return [
        sentence_parts(item, notebook, links)
        for notebook, found in results.items()
        for item in found.values()
        if item.get("unit") == unit
    ]


def _caveats(
    results: Mapping[str, Mapping[str, Any]], links: Links, questions: Mapping[str, Mapping[str, Any]]
) -> list[tuple[SentenceParts, list[Mapping[str, Any]]]]:
    """Each caveat once, with the questions that have it; one of the whole run has none."""
    found: dict[str, tuple[SentenceParts, list[Mapping[str, Any]]]] = {}
    for notebook, recorded in results.items():
        for name, item in recorded.items():
            if item.get("unit") == CAVEAT and name not in ON_TOP:
                parts = sentence_parts(item, notebook, links)
                _, asked = found.setdefault(str(item["value"]), (parts, []))
                asked += [questions[notebook]] if notebook in questions else []
    return list(found.values())


def _verdict_counts(results: Mapping[str, Mapping[str, Any]], links: Links) -> list[tuple[str, int, str]]:
    """The number of claims by verdict, as recorded by the verification notebook."""
    found = []
    for notebook, recorded in results.items():
        for verdict in LABELS:
            name = count_name(verdict)
            if name in recorded and recorded[name]["value"]:
                found.append((verdict, recorded[name]["value"], links.results[notebook, name]))
    return found


def _rows(notebook: str, found: Mapping[str, Any], links: Links, claims: ClaimIndex) -> Iterator[dict[str, Any]]:
    scenarios = _exploratory(found.get("scenarios", {}))
    for name, item in found.items():
        if item.get("unit") in NOT_NUMBERS or isinstance(item["value"], Mapping):
            continue
        low = high = None
        cases = [from_recorded(case.get(name, "")) for case in scenarios]
        if item["value"] is None:  # undefined: a range would cover the other draws or scenarios alone
            pass
        elif "low" in item and "high" in item:
            low, high = item["low"], item["high"]
        elif cases and all(isinstance(case, (int, float)) and not math.isnan(case) for case in cases):
            low, high = min(cases), max(cases)
        yield {
            "name": name,
            "item": _of_the_event(item),
            "address": links.results[notebook, name],
            "claims": claims.of_result(notebook, item),
            "low": low,
            "high": high,
            "drawn": item["value"] is not None and "layers" in item,  # otherwise the range is over the scenarios
        }


def _of_the_event(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """A recorded result. For a chance, the mean over the draws, so that an event has one probability in a report."""
    if not item.get("chance") or "mean" not in item:
        return item
    return {**item, "value": item["mean"], "meaning": event_meaning(item["meaning"])}


def _first(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The rows that a reader wants, and how many more there are: results with a range by draws first, inputs last."""
    wanted = sorted(rows, key=lambda row: (row["name"] in PARAMETERS, not row["drawn"]))[:MOST_RESULTS]
    return wanted, len(rows) - len(wanted)


def _exploratory(scenarios: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The recorded results of each exploratory scenario; normative ones start from the answer and are left out."""
    cases = scenarios.get("value")
    left_out = scenarios.get("normative", ())
    return [found for name, found in cases.items() if name not in left_out] if isinstance(cases, Mapping) else []
