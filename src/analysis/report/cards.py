"""The answers on the first page: for each question the answer, a number, verdicts, what would change it and a chart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.claims.glossary import grade_meaning, verdict_meaning
from analysis.core.formatting import counted, listed
from analysis.notebook.cards import ANSWER, CHANGE, NUMBER, RANGE
from analysis.notebook.record import ANSWER as ANSWER_UNIT
from analysis.notebook.record import SENTENCE
from analysis.report.claim_rows import ClaimIndex, SourceClaim
from analysis.report.links import Links, SentenceParts, sentence_parts
from analysis.report.notebook_page import ChartFile

MOST = 5  # answers that the first page shows


def cards_of(
    run: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    links: Links,
    claims: ClaimIndex,
    charts: Mapping[str, Sequence[ChartFile]],
) -> list[dict[str, Any]]:
    """Return the cards of the questions that a run has answered, in the order of its notebooks, as templates show them.

    Sentences are parts with the addresses that they link to, empty if not recorded. A notebook that has recorded no
    card has one of its answer if it has parameters that claims may set.
    """
    found = []
    for entry in run["notebooks"]:
        notebook = entry["notebook"]
        recorded = results.get(notebook, {})
        of_model = any("inputs" in item for item in recorded.values())
        answer = recorded.get(ANSWER) or (recorded.get(ANSWER_UNIT) if of_model else None)
        if answer is None:
            continue
        parts = {
            what: sentence_parts(recorded[name], notebook, links) if name in recorded else []
            for what, name in (("number", NUMBER), ("range", RANGE), ("change", CHANGE))
        }
        found.append(
            {
                **parts,
                "notebook": notebook,
                "title": entry["title"],
                "page": entry["page"] or "",
                "answer": sentence_parts(answer, notebook, links),
                "claims": [_explained(claim) for claim in _claims(notebook, recorded, claims)],
                "chart": next((chart for chart in charts.get(notebook, ()) if chart.key), None),
            }
        )
    return found


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
    for name in (NUMBER, ANSWER, ANSWER_UNIT):
        for _, _, target in recorded.get(name, {}).get("quotes", ()):
            for claim in claims.of_result(notebook, recorded.get(target, {})):
                if claim.address not in seen:
                    seen.add(claim.address)
                    yield claim


def _explained(claim: SourceClaim) -> dict[str, Any]:
    """A claim that an answer rests on, with its verdict in words."""
    verdict, _, grade = claim.verdict.rpartition(", ")
    known = grade_meaning(grade)
    meaning = verdict_meaning(claim.verdict)
    return {"claim": claim, "verdict": verdict if known else claim.verdict, "meaning": meaning, "grade": known}


def about(run: Mapping[str, Any], references: int, publishers: int, claims: int | None = None, targets: int = 0) -> str:
    """Return what a run checks, and its date, as a sentence that follows the names of its sources.

    `claims` is None if the run has not looked for claims; `targets` are the plans that its articles quote.

    >>> about({"started": "2026-02-01T07:00:00"}, 2, 1, 5, 2), about({"started": "2026-02-01T07:00:00"}, 0, 0, 1)
    ('It checks 5 claims and 2 targets against 2 references by 1 publisher, as of 2026-02-01', \
'It checks 1 claim against no reference, as of 2026-02-01')
    >>> about({"started": "2026-02-01T07:00:00"}, 2, 2, claims=0)
    'It finds no claim to check and uses 2 references by 2 publishers, as of 2026-02-01'
    >>> about({"started": "2026-02-01T07:00:00"}, 2, 2)
    'It uses 2 references by 2 publishers, as of 2026-02-01'
    """
    by = f" by {counted(publishers, 'publisher')}" if references else ""
    used = f"{counted(references, 'reference') if references else 'no reference'}{by}"
    checked = [counted(count, what) for count, what in ((claims, "claim"), (targets, "target")) if count]
    if checked:
        does = f"checks {listed(checked)} against"
    else:
        does = "uses" if claims is None else "finds no claim to check and uses"
    return f"It {does} {used}, as of {run['started'][:10]}"
