"""Named results, which a notebook records in its outputs and other notebooks read."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Formatter
from typing import Any

from analysis.binding.question_files import short_name
from analysis.core.errors import NotebookError
from analysis.core.formatting import readable
from analysis.core.paths import portable, resolve
from analysis.core.references import split_citations
from analysis.models.equations import explained
from analysis.models.results import results_of
from analysis.notebook.provenance_links import Mark, readable_html
from analysis.notebook.quantity_text import quantity_text

MIME = "application/vnd.metals-analysis.results+json"
RESULTS_FROM = "results_from"  # the parameter with the folder of the results of others
UNANSWERED = "unanswered.json"  # in the folder of a run: the questions without results, and why
NEVER = "never"  # JSON has no infinity, which the models return for what never happens
_INFINITE = {NEVER: math.inf, "-inf": -math.inf}
# Units of results that are not numbers.
SENTENCE, CAVEAT, ANSWER, CARD, TABLE = "sentence", "caveat", "answer", "card", "table"
SENTENCES = (SENTENCE, CAVEAT, ANSWER, CARD)
NOT_NUMBERS = (*SENTENCES, TABLE)
Recorded = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class RecordedResult:
    """A recorded result, as pages read it: its value with unit and meaning, and what it is made of.

    A sentence has `quotes`, each with start, end and target; a result that was sampled has `layers`.
    """

    value: Any
    unit: str = ""
    meaning: str = ""
    chance: bool = False
    equation: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    inputs: Sequence[str] = ()
    quotes: Sequence[tuple[int, int, str]] = ()
    low: Any = None
    high: Any = None
    mean: float | None = None
    layers: Mapping[str, Any] = field(default_factory=dict)
    line_unit: str = ""
    normative: Sequence[str] = ()


RunResults = Mapping[str, Mapping[str, RecordedResult]]  # by notebook and name


def record(
    outcome: Any,
    value: Any = None,
    unit: str = "",
    *,
    ranges: Mapping[str, Mapping[str, float]] | None = None,
    **more: Any,
) -> None:
    """Record results by name, for reports and other notebooks.

    `record(outcome)` records every result of a model with its equation, `record(name, value, unit)` a single result.
    `ranges` adds low, high and other statistics of `uncertainty` to the results that it names; `more`, such as
    `meaning`, is stored with a single result.
    """
    from IPython.display import display

    if isinstance(outcome, str):
        recorded: Recorded = {outcome: {"value": recorded_value(value), "unit": unit, **more}}
    else:
        recorded = {
            name: {"value": recorded_value(item.value), "unit": item.unit, "meaning": item.meaning}
            | ({"chance": True} if item.chance else {})
            for name, item in results_of(outcome).items()
        }
        for name, found in explained(outcome).items():
            recorded[name] |= {"equation": found.equation, "steps": dict(found.steps), "inputs": list(found.inputs)}
    for name in recorded.keys() & (ranges or {}).keys():
        recorded[name] |= {key: recorded_value(bound) for key, bound in (ranges or {})[name].items()}
    # A list, since writing a notebook would sort the keys of a mapping.
    listed = [{"name": name, **entry} for name, entry in recorded.items()]
    # The other forms are empty, so that a front end without this one shows nothing.
    display({MIME: {"results": listed}, "text/html": "", "text/plain": ""}, raw=True)


def results_in(notebook: Path) -> Recorded:
    """Return the recorded results of an executed notebook by name; a duplicate name is an error."""
    results: Recorded = {}
    for entry in _recorded(json.loads(notebook.read_text(encoding="utf-8"))):
        again = results.keys() & entry.keys()
        if again:
            raise NotebookError(f"{notebook.name} records {', '.join(sorted(again))} twice. Give each its own name.")
        results |= entry
    return results


class Results(dict[str, Recorded]):
    """The results of several notebooks, by notebook and name."""

    def __init__(
        self, results: Mapping[str, Recorded], where: str, unanswered: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        super().__init__(results)
        self.where = where
        self.unanswered = dict(unanswered or {})

    def of(self, question: str) -> str:
        """Return the name of the notebook of a question, empty if it is not among these."""
        return next((name for name in self if short_name(name) == question), "")

    def value(self, notebook: str, name: str) -> Any:
        """Return the value of one result, inf for "never"; NotebookError names what is missing."""
        if name not in self.get(notebook, {}):
            known = ", ".join(self.get(notebook, ())) or "nothing"
            raise NotebookError(f"{notebook} in {self.where} recorded no {name}, but {known}. Run that notebook first.")
        value = self[notebook][name]["value"]
        return math.inf if value == NEVER else value

    def quote(self, notebook: str, name: str, digits: int = 4, *, percent: bool = False) -> Mark:
        """Return one result for `record_sentence`, rounded, with its unit; a fraction in percent on request."""
        value, unit = self.value(notebook, name), self[notebook][name]["unit"]
        words = quantity_text(math.nan if value is None else value, "fraction" if percent else unit, digits)
        return Mark(words, "result", f"{notebook}/{name}")

    def table(self, notebook: str, name: str) -> dict[str, Any]:
        """Return a result that is a table by its lines, empty if the notebook has no results."""
        return dict(self.value(notebook, name)) if notebook in self else {}

    def line(self, notebook: str, name: str, line: str) -> Mark:
        """Return one row of a result that is a table for `record_sentence`, "not stated" if it is missing."""
        return Mark(self.table(notebook, name).get(line, "not stated"), "result", f"{notebook}/{name}")

    def sentence(self, notebook: str, name: str = ANSWER) -> "Quoted":
        """Return a sentence of a notebook, by default its answer, as a part of another one; its quotes lead there."""
        text, html, done, quotes = str(self.value(notebook, name)), "", 0, []
        for start, end, target in self[notebook][name]["quotes"]:
            quotes.append((start, end, f"{notebook}/{target}"))
            mark = Mark(text[start:end], "result", f"{notebook}/{target}")
            html, done = f"{html}{escape(text[done:start], quote=False)}{mark.html(str(mark))}", end
        return Quoted(text, html + escape(text[done:], quote=False), tuple(quotes))


def read_results(folder: str) -> Results:
    """Return the recorded results of the executed notebooks in a folder, by notebook."""
    path = resolve(folder)
    results = {file.stem: results_in(file) for file in sorted(path.glob("*.ipynb")) if _counts(file)}
    unanswered = path / UNANSWERED
    why = json.loads(unanswered.read_text(encoding="utf-8")) if unanswered.exists() else {}
    return Results({name: found for name, found in results.items() if found}, portable(path), why)


def _counts(notebook: Path) -> bool:
    code = [cell for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    failed = any(output.get("output_type") == "error" for cell in code for output in cell.get("outputs", ()))
    reads = any(
        RESULTS_FROM in "".join(cell["source"]) for cell in code if "parameters" in cell["metadata"].get("tags", ())
    )
    return not failed and not reads


def record_sentence(name: str, sentence: str, unit: str = SENTENCE, **parts: Any) -> None:
    """Show and record a sentence with its parts filled in; marks among them become links in a report."""
    record_words(name, filled(sentence, **parts), unit)


def record_words(name: str, words: "Quoted", unit: str, lead: str = "") -> None:
    """Show and record a sentence; `lead` is shown in front of it and not recorded."""
    from IPython.display import display

    html = f"<p>{f'<strong>{escape(lead)}</strong> ' if lead else ''}{words.html}</p>"
    display({"text/html": html, "text/plain": f"{lead} {words.text}".lstrip()}, raw=True)
    record(name, words.text, unit, quotes=[list(item) for item in words.quotes])


@dataclass(frozen=True)
class Quoted:
    """A sentence as text and as HTML, and the positions of the results in it: start, end, name."""

    text: str
    html: str
    quotes: tuple[tuple[int, int, str], ...]


def filled(sentence: str, **parts: Any) -> Quoted:
    """Fill in the parts of a sentence; the position of each `Mark` is recorded."""
    text = html = ""
    quotes = []
    for literal, name, _, _ in Formatter().parse(sentence):
        text, html = text + literal, html + escape(literal, quote=False)
        if name is None:
            continue
        part = parts[name]
        if isinstance(part, Quoted):
            quotes += [(start + len(text), end + len(text), target) for start, end, target in part.quotes]
            text, html = text + part.text, html + part.html
            continue
        words = str(part)
        if isinstance(part, Mark):
            quotes.append((len(text), len(text) + len(words), part.target))
        text, html = text + words, html + (part.html(words) if isinstance(part, Mark) else escape(words, quote=False))
    return Quoted(text, html, tuple(quotes))


def cited_text(text: str) -> Quoted:
    """Return a text as a part of a sentence, in which ids of references are citations that lead to them."""
    quotes, done = [], 0
    for part, reference in split_citations(text):
        end = done + len(part if reference else readable(part))
        if reference:
            quotes.append((done, end, reference))
        done = end
    return Quoted(*readable_html(text), tuple(quotes))


def _recorded(notebook: Mapping[str, Any]) -> Iterator[Recorded]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            for item in output.get("data", {}).get(MIME, {}).get("results", ()):
                yield {item["name"]: {key: value for key, value in item.items() if key != "name"}}


def from_recorded(value: Any) -> Any:
    """Return a recorded value as a number: inf for "never", nan for "undefined"; other values unchanged."""
    return math.nan if value is None else _INFINITE.get(value, value) if isinstance(value, str) else value


def recorded_value(value: Any) -> Any:
    """A value as portable JSON: floats with 12 digits, and words for values that JSON lacks."""
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): recorded_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [recorded_value(item) for item in value]
    if value is None or isinstance(value, (str, int)):
        return value
    try:
        real = float(value)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise NotebookError(f"a result is a {kind}: record a number, a text, or a table of these.") from None
    if math.isfinite(real):
        return float(f"{real:.12g}")
    return None if math.isnan(real) else next(word for word, end in _INFINITE.items() if end == real)
