"""The page that explains every number: its equation, its inputs, and the figures in the sources that set them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import escape
from typing import Any

from analysis.binding.question_files import short_name
from analysis.core.formatting import label, meaning_text, name_text, number, readable
from analysis.core.units import amount_unit
from analysis.core.words import capitalised
from analysis.models import PARAMETERS
from analysis.notebook.formulas import formula, labels_of
from analysis.notebook.parameter_tables import allowed_text, parameter_text
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.record import ANSWER, SENTENCE, SENTENCES
from analysis.report.claim_rows import ClaimIndex
from analysis.report.links import NUMBERS, Links, anchor, safe_name, sentence_parts, source_address
from analysis.report.notebook_page import with_formulas
from analysis.report.templating import render


def explanations_page(
    run: Mapping[str, Any], results: Mapping[str, Mapping[str, Any]], links: Links, claims: ClaimIndex
) -> str:
    """Return the page as HTML."""
    titles = {short_name(entry["notebook"]): entry["title"] for entry in run["notebooks"]}
    sections = []
    for entry in run["notebooks"]:
        notebook = entry["notebook"]
        inputs = {name: _input(notebook, name, item, claims) for name, item in entry["parameters"].items()}
        found = results.get(notebook, {})
        rows = [_explained(notebook, name, found, inputs, links, titles) for name in found]
        sections.append(
            {
                "id": safe_name(notebook),
                "title": entry["title"],
                "page": entry["page"] or "",
                "reasons": (entry.get("unanswered") or {}).get("reasons", ()),
                "plain": [row for row in rows if not (row["equation"] or row["quotes"] or row["lines"])],
                "explained": [row for row in rows if row["equation"] or row["quotes"] or row["lines"]],
                "parameters": list(inputs.values()),
            }
        )
    return render("explanations.html.j2", run=run, sections=sections)


_DECIDED_BY = {
    "figure": "the sources", "-p": "set by hand (-p)", "assumed": "assumed, since no figure of the sources fits",
}  # fmt: skip


def _input(notebook: str, name: str, item: Mapping[str, Any], claims: ClaimIndex) -> dict[str, Any]:
    """A parameter with its value, and the figure in the sources for it, used or replaced."""
    known = PARAMETERS.get(name)
    unit = known.unit if known else ""
    place = anchor(notebook, "input", name)
    stated = item["figure"].get("unit", "") if item["decided_by"] == "figure" else ""
    row = {
        "name": name,
        "label": label(name, unit),
        "anchor": place,
        "address": f"{NUMBERS}#{place}",
        "value": parameter_text(name, item["value"], unit=stated),
        "meaning": known.meaning if known else "",
        "by": _DECIDED_BY.get(item["decided_by"], readable(item["decided_by"])),
        "because": item["because"] or "",
        **dict.fromkeys(("printed", "conversion", "source", "allows", "replaced", "verdict", "reason"), ""),
    }
    if figure := item["figure"]:
        low, high = figure["hedge_allows"] or (None, None)
        unit = amount_unit(unit, figure.get("unit", ""))
        row |= {
            "printed": readable(figure["as_text"]),
            "conversion": figure.get("conversion", ""),
            "source": source_address(figure["source_id"], figure["start"], figure["end"]),
            "allows": ""
            if low is None or high is None
            else allowed_text(low, high, unit, figure["low"], figure["high"], figure["qualifier"]),
            "replaced": item["decided_by"] != "figure",
            "verdict": claims.verdicts.get(name, ""),
            "reason": claims.reasons.get(name, ""),
        }
    return row


def _explained(
    notebook: str,
    name: str,
    found: Mapping[str, Mapping[str, Any]],
    inputs: Mapping[str, Mapping[str, Any]],
    links: Links,
    titles: Mapping[str, str],
) -> dict[str, Any]:
    """A result with its equation, inputs and quoted results; `lines` are the rows of a table."""
    item = found[name]
    formulas = list(_formulas(name, found)) if item.get("equation") else []
    parts = sentence_parts(item, notebook, links) if item.get("unit") in SENTENCES else []
    return {
        "name": name,
        "heading": result_heading(name, found, titles),
        "anchor": anchor(notebook, name),
        "item": item,
        "equation": formulas[0] if formulas else "",
        "steps": formulas[1:],
        "inputs": [inputs[other] for other in item.get("inputs", ()) if other in inputs],
        "quotes": [(text, address) for text, address in parts if address],
        "lines": list(_lines(item["value"], found, item.get("line_unit", ""))),
    }


def _formulas(name: str, found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The equation of a result and those of the quantities in it, as HTML; as code where it is not a formula."""
    item = found[name]
    shown = {name: item["equation"], **item.get("steps", {})}
    units = {other: str(found[other].get("unit", "")) for other in shown if other in found}
    used = {word for text in shown.values() for word in re.findall(r"[a-z]\w*", text)}  # also in readings not taken
    words = labels_of([*shown, *(name for name in PARAMETERS if name in used)], units)
    for other, text in shown.items():
        with suppress(ValueError, SyntaxError):
            markup = formula(other, text, words, units.get(other, ""), str(found.get(other, {}).get("meaning", "")))
            markup = with_formulas(f"$${markup}$$")
            if "$$" not in markup:
                yield markup
                continue
        yield f"<code>{escape(f'{other} = {text}')}</code>"


def result_heading(name: str, found: Mapping[str, Mapping[str, Any]], titles: Mapping[str, str]) -> str:
    """Return the heading of a result: its meaning, or its name in words; `titles` are the titles of the questions."""
    item = found[name]
    if name == ANSWER and "card_answer" in found:
        return "More on the answer"
    if item.get("unit") == SENTENCE and (title := titles.get(name.removeprefix("sentence_"))):
        return f"In the briefing: {title}"
    return capitalised(meaning_text(item["meaning"]) if item.get("meaning") else name_text(name))


def _lines(value: Any, found: Mapping[str, Mapping[str, Any]], unit: str) -> Iterator[tuple[str, str]]:
    """The rows of a result that is a table, in its unit or as the results that it names; empty for a number."""
    for key, one in value.items() if isinstance(value, Mapping) else ():
        if isinstance(one, Mapping):
            yield key, "; ".join(f"{name_text(name)} {_shown(x, found.get(name, {}))}" for name, x in one.items())
        else:
            yield key, number(one) if isinstance(one, str) else quantity_text(one, unit, 4)


def _shown(value: Any, result: Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return number(value)
    return quantity_text(value, str(result.get("unit", "")), chance=result.get("chance", False))
