"""Find which answers changed between two runs, by how much, and because of which figure, reference or parameter."""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analysis.binding.question_files import short_name
from analysis.core.formatting import name_text, readable
from analysis.core.lazy_regex import lazy_regex
from analysis.core.references import citation_of, load_references
from analysis.core.run_record import AnswerChange, Cause, NotebookRecord, ParameterRecord, SourceRecord
from analysis.core.words import listed
from analysis.report.links import REFERENCES, SOURCES, anchor, safe_name, source_address
from analysis.report.references_page import TABLE, claim_use, value_text
from analysis.runs.execution_cache import PICK
from analysis.runs.run_comparison import Change, compare_runs, moved
from analysis.runs.run_history import Run
from nbcompare.value_diff import difference, same

_READING = ("source_id", "low", "high", "unit", "qualifier")
_NOT_MEASURED = frozenset("title address place origin kept note grade used_by".split())  # columns of a reference
_OF_A_QUESTION = lazy_regex(r".*\.ipynb|data/questions/.*\.yaml")
_MOST_NAMED = 3  # articles or references as causes; the list of every change has all articles


def answer_changes(old: Run, new: Run) -> list[AnswerChange]:
    """Return the questions whose answers or figures changed, in the order of the new run."""
    before, after = ({item.notebook: item for item in run.record.notebooks} for run in (old, new))
    results: dict[str, list[Change]] = {}
    for change in compare_runs(old, new):
        if change.kind == "result":
            results.setdefault(change.where, []).append(change)
    found: list[AnswerChange] = []
    for name in [*after, *(name for name in before if name not in after)]:
        entry = after.get(name) or before[name]
        if found and "results_from" in entry.parameters:
            continue  # it joins the answers of the others, which are listed
        shown = list(zip(_shown(old, before.get(name)), _shown(new, after.get(name)), strict=True))
        was, now = next((pair for pair in shown if pair[0] != pair[1]), shown[-1])  # the shortest one that differs
        moved = _moved(old, new, name) if was != now and (was, now) == shown[0] else ""  # not if its range changed
        if (was, now) == shown[-1] and was and now:
            was, now = _parts_that_differ(was, now)
        if not (was or now):
            was, now = _first_change(results.get(name, ()))
        if not (was or now):
            continue  # answered in neither run
        causes = tuple(dict.fromkeys(_causes(old, new, before.get(name), after.get(name))))
        changed = was != now
        if not changed and not any(cause.kind == "figure" for cause in causes):
            continue
        if changed and all(cause.kind == "reference" for cause in causes):
            causes = _without_figures(old, new, after[name], causes)
        found.append(AnswerChange(name, entry.title or name, was, now, moved, causes))
    return found


def answers_text(answers: Sequence[AnswerChange]) -> str:
    """Return the changed answers for a terminal."""
    lines = []
    for answer in answers:
        lines.append(answer.title)
        if answer.before == answer.after:
            lines.append("  the answer is the same")
        else:
            moved = f" ({answer.by})" if answer.by else ""
            lines.append(f"  before: {readable(answer.before) or 'not answered'}")
            lines.append(f"  now: {readable(answer.after) or 'not answered'}{moved}")
        why = "although" if answer.before == answer.after else "because"
        lines += [f"  {why}: {readable(cause.words)}" for cause in answer.causes]
    return "\n".join(lines)


def _shown(run: Run, entry: NotebookRecord | None) -> tuple[str, str, str]:
    """The number of an answer as the first page shows it, the same with its range, and the answer as a sentence."""
    found = run.results.get(entry.notebook, {}) if entry else {}
    names = ("card_number", "card_range", "card_answer", "answer")
    number, between, card, answer = (str(found[name]["value"]) if name in found else "" for name in names)
    return number, f"{number} ({between})" if between else number, card or answer


def _parts_that_differ(was: str, now: str) -> tuple[str, str]:
    """The clauses and sentences that only one of two answers has; both answers in full if one has none of its own."""
    old, new = (re.split(r"(?<=[.;]) ", text) for text in (was, now))
    left, added = ([part for part in ours if part not in others] for ours, others in ((old, new), (new, old)))
    return (" ".join(left).rstrip(";"), " ".join(added).rstrip(";")) if left and added else (was, now)


def _first_change(changes: Iterable[Change]) -> tuple[str, str]:
    """A notebook without a sentence: its first result that differs, before and after."""
    for change in changes:
        sentence = any(". " in f"{value or ''} " for value in (change.old, change.new))
        label = "" if sentence else name_text(change.name)
        return (
            "" if change.old is None else f"{label} {change.words[0]}".lstrip(),
            "" if change.new is None else f"{label} {change.words[1]}".lstrip(),
        )
    return "", ""


def _moved(old: Run, new: Run, notebook: str) -> str:
    """By how much the number of an answer moved: shares in percentage points, others in percent."""
    values, unit = [], ""
    for run in (old, new):
        found = run.results.get(notebook, {})
        quotes = found.get("card_number", {}).get("quotes") or ()
        item = found.get(quotes[0][2], {}) if quotes else {}
        unit = item.get("unit", unit)
        values.append(item.get("mean" if item.get("chance") and "mean" in item else "value"))
    return moved(values[0], values[1], unit) if difference(*values) else ""


def _causes(old: Run, new: Run, before: NotebookRecord | None, after: NotebookRecord | None) -> Iterable[Cause]:
    if before is None or after is None:
        yield Cause("question", "the question is new" if before is None else "the question is no longer asked")
        return
    if after.unanswered and after.unanswered.reasons and after.status != before.status:
        yield Cause("figure", "; ".join(after.unanswered.reasons))
    # The newer title of an article that is in both.
    titles = {item.source_id: _titled(item) for run in (old, new) for item in run.record.sources}
    texts = [{(item.source_id, item.sha256) for item in run.record.sources} for run in (old, new)]
    known = {name for name, _ in texts[0] & texts[1]}
    lacking = {item.name for item in before.unanswered.missing} if before.unanswered else set()
    for name, decided in after.parameters.items():
        figure, earlier = decided.figure, before.parameters.get(name)
        was_there = before.unanswered and figure and figure.source_id in known and figure.name not in lacking
        if (was_there and decided.is_stated) or name == "results_from" or earlier == decided:
            continue  # of a question that lacked another figure, this one was there
        yield from _of_a_parameter(name, earlier, decided, titles)
    yield from _of_references(old, new, after)


def _of_a_parameter(
    name: str, before: ParameterRecord | None, after: ParameterRecord, titles: Mapping[str, str]
) -> Iterable[Cause]:
    figure, earlier = after.figure, before.figure if before else None
    if figure and after.is_stated:
        if not earlier or any(getattr(figure, key) != getattr(earlier, key) for key in _READING):
            source = titles.get(figure.source_id, figure.source_id)
            words = f"{source} states {name_text(figure.name)} {figure.as_text}"
            if earlier:
                other = earlier.source_id != figure.source_id
                words += f", formerly {earlier.as_text}"
                words += f" in {titles.get(earlier.source_id, earlier.source_id)}" if other else ""
            yield Cause("figure", words, source_address(figure.source_id, figure.start, figure.end))
        return
    change, label = Change("parameter", "", name, before.value if before else None, after.value), name_text(name)
    if not before and after.decided_by == "-p":
        yield Cause("parameter", f"{label} is set to {change.words[1]}")
    if not before or same(change.old, change.new):
        return
    old, new = change.words
    if name == "sources":  # as paths that a page does not mistake for names to put in words
        old, new = (x if "/" in x or "." in x else f"{x}/" for x in (change.before, change.after))
    if after.decided_by == "scenario":
        yield Cause("preset", f"the preset sets {label} {new}, formerly {old}")
    elif change.new is None and earlier:
        yield Cause("figure", f"the sources do not state {label}, formerly {old}")
    elif after.decided_by == "default":
        # The default itself has changed only if it held before too, and not where "-p" is no longer given.
        held = before.decided_by == "default"
        said = f"the default of {label} is {new}" if held else f"{label} {new}, its default"
        yield Cause("default", f"{said}, formerly {old}")
    else:
        yield Cause("parameter", f"{label} {new}, formerly {old}")


def _of_references(old: Run, new: Run, entry: NotebookRecord) -> Iterable[Cause]:
    """The references of a question whose rows differ, or that the data no longer have."""
    before, after, known = _used_for(old, entry), _used(new.folder), load_references()
    for name, row in before.items():
        now = after.get(name)
        if now is None:
            if name not in known:
                yield Cause("reference", f"{_cited(row)} is no longer among the references")
            continue
        differing = [key for key in row if row[key] != now.get(key) and key not in _NOT_MEASURED]
        if not differing:
            continue
        said = f"has {_measured(now)}, formerly {_measured(row)}"
        if _measured(now) == _measured(row):
            said = f"has another {listed([key.replace('_', ' ') for key in differing])}"
        yield Cause("reference", f"{_cited(now)} {said}", _address(name))


def _without_figures(old: Run, new: Run, entry: NotebookRecord, references: Sequence[Cause]) -> tuple[Cause, ...]:
    """Other possible causes of a changed answer if no figure, parameter or known reference row explains it."""
    known = "data/reference.csv" if references else ""  # its rows are named
    articles, others = _of_the_articles(old, new), _of_the_rest(old, new, entry, but=known)
    if articles:
        return (*references, *articles, *others)
    used = _used(old.folder)
    added = [
        Cause("reference", f"{_cited(row)}, not used before, has {_measured(row)}", _address(name))
        for name, row in _used_for(new, entry).items()
        if name not in used and used
    ]
    found = _at_most([*references, *added], "references are new or have other numbers")
    if found or others:
        return (*found, *others)
    if old.record.made_of and new.record.made_of:
        return (Cause("program", "nothing that is recorded: it gives other numbers when it is executed again"),)
    unknown = "a pick, the notebook, the data or the package has changed; the earlier run did not record them"
    return (Cause("program", unknown),)


def _of_the_rest(old: Run, new: Run, entry: NotebookRecord, *, but: str) -> tuple[Cause, ...]:
    """What else differs: the notebook, a pick, a file of the project, this package, or a library."""
    before, after = old.record.made_of, new.record.made_of
    own, found = short_name(entry.notebook), []
    for name in sorted(before.keys() | after.keys()) if before and after else ():
        was, now = before.get(name), after.get(name)
        of_another = _OF_A_QUESTION.fullmatch(name) and short_name(Path(name).stem) != own
        if was == now or name == but or of_another:
            continue
        change = "is new" if was is None else "is gone" if now is None else "has changed"
        if name.startswith(PICK):
            change += f" ({' instead of '.join(filter(None, (now, was)))})"
        found.append(f"{'' if '/' in name else 'the '}{name} {change}")
    earlier, versions = old.record.versions, new.record.versions
    found += [
        f"{name} is {versions[name]}, formerly {earlier[name]}"
        for name in earlier.keys() & versions.keys()
        if earlier[name] != versions[name] and name != "metals-analysis"
    ]
    return _at_most([Cause("program", words) for words in found], "files, picks or libraries have changed")


def _used_for(run: Run, entry: NotebookRecord) -> dict[str, dict[str, str]]:
    """The references that the page of a question or its claims use, by id."""
    uses = {entry.title, *(claim_use(item.figure.name) for item in entry.parameters.values() if item.figure)}
    found = {}
    for name, row in _used(run.folder).items():
        used_by = row["used_by"].split("; ")
        if uses.intersection(used_by) or uses & {use.rpartition(" (")[0] for use in used_by}:  # one of several claims
            found[name] = row
    return found


def _used(folder: Path) -> dict[str, dict[str, str]]:
    """The references that a run used, by id; empty if its report is not written, or has none."""
    try:
        with (folder / TABLE).open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}
    except (OSError, KeyError):
        return {}


def _cited(row: Mapping[str, str]) -> str:
    return citation_of(row.get("publisher", ""), row.get("published", ""), row.get("period", ""))


def _address(name: str) -> str:
    return f"{REFERENCES}#{anchor(name)}"


def _measured(row: Mapping[str, str]) -> str:
    """The number of a reference as the page of references shows it."""
    low, value, high = (float(row[name]) if row.get(name) else None for name in ("low", "value", "high"))
    if value is None:
        return "no number"
    if low is None and high is None:
        low = high = value
    return value_text(-math.inf if low is None else low, value, math.inf if high is None else high, row.get("unit", ""))


def _of_the_articles(old: Run, new: Run) -> tuple[Cause, ...]:
    """The articles that are new, changed or gone: what remains if no figure, reference or parameter differs."""
    before, after = ({item.source_id: item for item in run.record.sources} for run in (old, new))
    found = []
    for name, item in (before | after).items():
        address = f"{SOURCES}/{safe_name(name)}.html"
        if name not in after:
            found.append(Cause("article", f"{_titled(item)} is no longer among the articles"))
        elif name not in before:
            found.append(Cause("article", f"{_titled(item)} is a new article", address))
        elif item.sha256 != before[name].sha256:
            found.append(Cause("article", f"the text of {_titled(item)} has changed", address))
    return _at_most(found, "articles are new, changed or gone")


def _at_most(causes: Sequence[Cause], what: str) -> tuple[Cause, ...]:
    """Causes of one kind; of many the first ones, and how many more there are."""
    if len(causes) <= _MOST_NAMED:
        return tuple(causes)
    shown = causes[: _MOST_NAMED - 1]
    return (*shown, Cause(causes[0].kind, f"{len(causes) - len(shown)} more {what}"))


def _titled(source: SourceRecord) -> str:
    day = f" ({source.published})" if source.published else ""
    return f"“{source.title or source.source_id}”{day}"
