"""What `analysis run` prints at its end: which questions are answered, which are not, and what to do."""

import os
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.binding.missing_inputs import options_of, values_to_set
from analysis.binding.question_files import short_name
from analysis.core.formatting import name_text
from analysis.core.run_record import NotebookRecord, UnansweredRecord
from analysis.core.words import counted
from analysis.runs.run_history import LATEST, Run

_MOST_QUESTIONS = 3  # unanswered questions shown; the report has all of them
_MOST_INPUTS = 2  # missing inputs that are named


def status_line(done: Run) -> str:
    """Return how a run ended: how many results it has, and of a failed one what failed, the articles by name.

    >>> from pathlib import Path
    >>> from analysis.core.run_record import RunRecord
    >>> ended = [NotebookRecord("10_figures", status="ok"), NotebookRecord("20_margin", status="failed")]
    >>> found = {"10_figures": {"count": {"value": 1}}}
    >>> status_line(Run(Path("r"), RunRecord("r", status="ok", notebooks=ended[:1]), found))
    'ok: 1 result of 1 notebook'
    >>> status_line(Run(Path("r"), RunRecord("r", status="failed", errors=[ended[1].error], notebooks=ended), found))
    'failed: 1 of 2 notebooks failed; 1 result of 1 notebook'
    >>> errors = ["a.txt: empty", "b.pdf: not a PDF"]
    >>> status_line(Run(Path("r"), RunRecord("r", status="failed", errors=errors, notebooks=ended[:1]), {}))
    'failed: a.txt: empty; and 1 more article that cannot be read; 0 results of 0 notebooks'
    """
    results = sum(len(found) for found in done.results.values())
    number = f"{counted(results, 'result')} of {counted(len(done.results), 'notebook')}"
    if done.status != "failed":
        return f"{done.status}: {number}"
    failed = [entry for entry in done.record.notebooks if entry.error]
    unread = [error for error in done.record.errors if error not in {entry.error for entry in failed}]
    parts = [f"{len(failed)} of {len(done.record.notebooks)} notebooks failed"] if failed else []
    parts += unread[:1]
    parts += [f"and {counted(len(unread) - 1, 'more article')} that cannot be read"] if len(unread) > 1 else []
    return f"failed: {'; '.join([*parts, number] if results or not failed else parts)}"


def question_lines(
    notebooks: Sequence[NotebookRecord], sources: str, asked: Mapping[str, Any], names: Sequence[str] = ()
) -> list[str]:
    r"""Return the lines about unanswered questions, none if all are answered.

    `sources` is the folder that was read, `asked` what the run was asked for, `names` the notebooks as given to it.

    >>> from analysis.core.run_record import MissingRecord
    >>> missing = UnansweredRecord(["profit of wire is missing"], [MissingRecord("wire", "")], "--pick a=b:1-2")
    >>> records = [NotebookRecord("10_figures", status="ok")]
    >>> records += [NotebookRecord("20_margin", status="unanswered", unanswered=missing)]
    >>> asked = {"scenario": "base", "given": {"foil_share": "0.2"}, "as_of": "2026-01-31", "figures": None}
    >>> print("\n".join(question_lines(records, "my articles", asked, ["margin"])))
    answered 1 of 2: figures
    not answered: margin (profit of wire is missing), for example:
      analysis run margin --sources 'my articles' -p foil_share=0.2 --as-of 2026-01-31 --pick a=b:1-2
    all candidates: analysis inputs --sources 'my articles' --as-of 2026-01-31
    """
    open_ones = [(entry.notebook, entry.unanswered) for entry in notebooks if entry.unanswered]
    assumed = []
    for entry in notebooks:
        set_by_us = [name_text(name) for name, item in entry.parameters.items() if item.decided_by == "assumed"]
        if set_by_us and entry.status == "ok":
            assumed.append(f"assumed in {short_name(entry.notebook)}: {', '.join(set_by_us)}")
    if not open_ones:
        return assumed
    answered = [short_name(entry.notebook) for entry in notebooks if entry.status == "ok"]
    folder = f"--sources {shlex.quote(sources)}"
    lines = [f"answered {len(answered)} of {len(notebooks)}: {', '.join(answered) or 'none'}", *assumed]
    # A question without a missing input cannot be used, such as one with a damaged notebook: choosing does not help.
    shown = [item for place, item in enumerate(open_ones) if place < _MOST_QUESTIONS or not item[1].missing]
    for notebook, why in shown:
        lines += _about(notebook, why, " ".join(filter(None, [*map(shlex.quote, names), folder, options_of(asked)])))
    told = [line for _, why in shown for line in values_to_set(why.arguments)]
    lines += [f"VALUE: {'; '.join(dict.fromkeys(told))}"] if told else []
    if rest := [short_name(item[0]) for item in open_ones if item not in shown]:
        lines.append(f"also not answered: {', '.join(rest)}")
    reading = options_of({**asked, "scenario": "base", "given": {}})
    return [*lines, f"all candidates: analysis inputs {' '.join(filter(None, (folder, reading)))}"]


def _about(notebook: str, found: UnansweredRecord, given: str) -> list[str]:
    if len(found.missing) > _MOST_INPUTS:
        why = f"{found.missing[0].sentence}, and {len(found.missing) - 1} more inputs"
    else:
        why = "; ".join(found.reasons)
    line = f"not answered: {short_name(notebook)} ({why})"
    if not found.arguments:
        return [line]
    return [f"{line}, for example:", f"  analysis run {given} {found.arguments}"]


def compared_line(done: Run, sources: str) -> str:
    """Return how many answers changed since the last report on the same sources; empty for a repeated or failed run."""
    if done.unchanged:
        return ""
    if since := done.record.since:
        answers = sum(change.before != change.after for change in since.answers)
        return f"since {since.run_id}: {counted(answers, 'answer') if answers else 'no answers'} changed"
    if done.status != "ok":
        return ""
    return f"no comparison: first successful run of these notebooks on {sources}"


def latest_line(done: Run, is_as_of: bool) -> str:
    """Return why `latest` is not this report, and what it is; empty if it is."""
    if done.status == "ok" and not is_as_of:
        return ""
    latest = done.folder.parent / LATEST
    other = f"still shows {latest.resolve().name}" if latest.exists() else "is not written"
    why = {"ok": "this run looks back (--as-of)", "unanswered": "this run answers no question"}.get(
        done.status, f"this run is marked {done.status}"
    )
    return f"{os.path.relpath(latest)} {other}, since {why}; this report is:"
