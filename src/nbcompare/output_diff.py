"""Compare the stored outputs of a cell with its fresh ones: what it raised, printed and displayed."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from nbcompare.chart_record import compare_charts, is_chart
from nbcompare.collection import collection_paused
from nbcompare.image_diff import compare_encoded
from nbcompare.json_diff import compare_json
from nbcompare.known_run import without_known
from nbcompare.normal_form import RANDOM_FORMS
from nbcompare.path_diff import compare_folders, unwrapped
from nbcompare.sanitize_rules import match_ids, normalise, without_volatile_lines
from nbcompare.settings import Settings
from nbcompare.table_diff import compare_html
from nbcompare.text_diff import aligned, compare_texts
from nbcompare.value_diff import Difference, first_of, shorten
from nbcompare.widget_content import MIME as WIDGET

_OVERWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_MOVES = re.compile(r"\n|\x1b\[(\d*)A|\x1b\[[0-9;]*K")


def shown(text: str) -> str:
    r"""Return the lines that a terminal shows at the end; a nested progress bar moves the cursor up with `\x1b[A`."""
    if "\x1b[" not in text or not re.search(r"\x1b\[\d*A", text):
        return _OVERWRITTEN.sub("", text)
    lines, row, end = [""], 0, 0
    for match in [*_MOVES.finditer(text), None]:
        piece = text[end : match.start() if match else len(text)]
        if match and match[0] == "\n":
            piece = piece.rstrip("\r")
        lines[row] = (lines[row] + piece).rpartition("\r")[2] if piece.strip("\r") else lines[row]
        if match is None:
            break
        end = match.end()
        if match[0] == "\n":
            row += 1
            if row == len(lines):
                lines.append("")
        elif match[0].endswith("A"):
            row = max(0, row - int(match[1] or 1))
    return "\n".join(lines)


Output = Mapping[str, Any]

_NAMES = {"stdout": "printed text", "stderr": "text on stderr"}
_WARNING = re.compile(r"^(?:.*?[ \t:])?(?P<name>\w*Warning): (?P<message>.*)$", re.MULTILINE)
_BLANK_ENDS = re.compile(r"[ \t]+$", re.MULTILINE)  # what nobody sees


def compare_streams(before: Sequence[Output], after: Sequence[Output], settings: Settings) -> list[Difference]:
    """Return the differences of what two lists of outputs printed."""
    found: list[Difference] = []
    for name, words in _NAMES.items():
        old, new = (shown("".join(_parts(side, name))) for side in (before, after))
        if bool(_COLOURS.search(old)) != bool(_COLOURS.search(new)):  # whether there are some depends on the terminal
            old, new = (_COLOURS.sub("", side) for side in (old, new))
        of_stream = _compare_warnings(old, new) if name == "stderr" else []
        old, new = _trimmed(old), _trimmed(new)
        if not of_stream and bool(old.strip()) != bool(new.strip()):
            state = f"the {words} is missing: {shorten(old)!r}" if old.strip() else f"new {words}: {shorten(new)!r}"
            of_stream = [Difference(state)]
        of_stream = of_stream or [item.within(words) for item in compare_texts(old, new, settings, folders=True)]
        found += of_stream or _compare_places(_parts(before, name), _parts(after, name), words)
    return found


def joined(text: Any) -> str:
    """Return a text that a notebook may store as a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def _parts(outputs: Sequence[Output], name: str) -> list[str]:
    """What was written to a stream before, between and after the displays; where it is split is a matter of timing."""
    parts = [""]
    for output in outputs:
        if output["output_type"] == "stream":
            parts[-1] += joined(output["text"]) if output.get("name") == name else ""
        elif output["output_type"] in ("display_data", "execute_result"):
            parts.append("")
    return parts


def _trimmed(text: str) -> str:
    return _BLANK_ENDS.sub("", text).rstrip("\n") if text.strip() else text


def _compare_places(before: Sequence[str], after: Sequence[str], name: str) -> list[Difference]:
    """Equal text that moved before another display, which happens only if the code changed.

    A kernel sends what was printed before it sends a display.
    """
    if len(before) != len(after):  # a display is missing or new, which is reported by itself
        return []
    for number, pair in enumerate(zip(before, after, strict=True), start=1):
        texts = unwrapped(*map(without_volatile_lines, pair))
        one, other = ([line for line in shown(text).splitlines() if line.strip()] for text in texts)
        if len(one) != len(other):
            line, way = (one[-1], "after") if len(one) > len(other) else (other[-1], "before")
            return [Difference(f"the {name} moved: {shorten(line)!r} is now {way} output {number}")]
    return []


def _compare_warnings(before: str, after: str) -> list[Difference]:
    """The new and missing warnings; one with a changed text is left to the comparison of texts."""
    old, new = (
        Counter(f"{match['name']}: {match['message']}" for match in _WARNING.finditer(normalise(text)))
        for text in (before, after)
    )
    names = [Counter(line.partition(":")[0] for line in side.elements()) for side in (old, new)]
    if names[0] == names[1]:
        return []
    words = [(line, "given more often" if line in old else "new") for line in new - old]
    words += [(line, "given less often" if line in new else "gone") for line in old - new]
    told = {"new": "a new warning"}
    return [Difference(f"{told.get(way, f'a warning is {way}')}: {shorten(line, 120)}") for line, way in words]


Results = Mapping[str, Mapping[str, Any]]

# What a traceback of IPython has besides the exceptions: rules, heads, and the code of each call.
_CALL = re.compile(
    r"\s*(?:-{3,}|File |Cell |<?ipython|[\w.]+\s+Traceback \(most recent call last\)|Traceback \(|\[\.\.\.)"
)
_PICTURES = ("image/png", "image/jpeg")
_BETWEEN = re.compile(r"[\s<>]+")  # words of HTML
_OBJECT = re.compile(r"<[\w.]+ object>\Z")  # the plain text of an object that shows itself in other forms
# The most informative form comes first, after named results; later forms repeat it for other readers.
_ORDER = (*_PICTURES, "text/html", "image/svg+xml", "text/markdown", "text/latex", "application/json")


@collection_paused()
def compare_outputs(before: Sequence[Output], after: Sequence[Output], settings: Settings) -> list[Difference]:
    """Return the differences between the stored outputs of a cell and fresh ones."""
    found = compare_errors(_of_type(before, "error"), _of_type(after, "error"), settings)
    if not settings.check:
        return found
    if found and _of_type(after, "error"):
        return found  # the exception explains why everything after it is missing
    found += compare_streams(before, after, settings)
    return found + _compare_shown(_shown(before), _shown(after), settings)


def same_kinds(before: Sequence[Output], after: Sequence[Output]) -> bool:
    """Whether two lists of outputs have the same kinds in the same order, regardless of content."""
    kinds = [
        [(output["output_type"], output.get("data", {}).keys() - RANDOM_FORMS) for output in side]
        for side in (before, after)
    ]
    return kinds[0] == kinds[1]


def _of_type(outputs: Sequence[Output], *types: str) -> list[Output]:
    return [output for output in outputs if output["output_type"] in types]


def _shown(outputs: Sequence[Output]) -> list[Mapping[str, Any]]:
    """The displayed bundles of a cell and its result, without forms that are random."""
    bundles = [output.get("data", {}) for output in _of_type(outputs, "display_data", "execute_result")]
    return [{mime: data for mime, data in bundle.items() if mime not in RANDOM_FORMS} for bundle in bundles]


def _compare_shown(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], settings: Settings
) -> list[Difference]:
    found = []
    for i, j in aligned([_key(bundle) for bundle in before], [_key(bundle) for bundle in after]):
        if i is None and j is not None:
            found.append(Difference(f"a new {_noun(after[j])}{_content(after[j])}"))
        elif j is None and i is not None:
            found.append(Difference(f"the {_noun(before[i])} is missing{_content(before[i])}"))
        elif i is not None and j is not None:
            items = _compare_bundle(before[i], after[j], settings)
            found += [item.within(f"output {i + 1}") for item in items] if len(before) > 1 else items
    return found


def _compare_bundle(before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> list[Difference]:
    """The differences of one display, in the first form that has any; the others only repeat it."""
    if _noun(before) != _noun(after):
        message = f"the {_noun(before)} is missing, there is a {_noun(after)}{_content(after)}"
        return [Difference(message)]
    missing, added = (one.keys() - other.keys() - {WIDGET} for one, other in ((before, after), (after, before)))
    found = [Difference(f"the form {mime} of the {_noun(before)} is missing") for mime in sorted(missing)]
    found += [Difference(f"the {_noun(before)} has a new form {mime}") for mime in sorted(added)]
    charts = False
    for mime in sorted((before.keys() & after.keys()) - {WIDGET}, key=partial(_rank, before)):
        if mime == "text/plain" and _same_table(before, after, settings):
            continue
        if not found or (charts and mime in _PICTURES):  # the picture shows what the record of a chart names
            found += _compare_form(mime, before[mime], after[mime], settings)
            charts = charts or is_chart(before[mime])
    return found or _compare_widgets(before.get(WIDGET, {}), after.get(WIDGET, {}), settings)


def _same_table(before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> bool:
    """Whether the plain texts of two tables have the same words, besides those that their HTML shows as well.

    That was compared before. pandas prints a table in several blocks if its columns are too wide.
    """
    pages, texts = ([joined(side.get(mime, "")) for side in (before, after)] for mime in ("text/html", "text/plain"))
    if pages[0] == pages[1] or not all("<table" in page for page in pages):
        return False
    old, new = without_known(texts[0], texts[1], settings)
    words = [
        set(normalise(text).split()) - set(_BETWEEN.split(normalise(page))) - {"\\"}
        for text, page in zip((old, new), pages, strict=True)
    ]
    return words[0] == words[1]


def _compare_form(mime: str, before: Any, after: Any, settings: Settings) -> list[Difference]:
    if mime.endswith("json"):
        old_results, new_results = results_by_name(before), results_by_name(after)
        if is_chart(before) and is_chart(after):
            return compare_charts(before, after, settings)
        if old_results is None or new_results is None:
            return compare_json(before, after, settings)
        return compare_results(old_results, new_results, settings)
    old, new = joined(before), joined(after)
    if old == new:
        return []
    if mime in _PICTURES:
        return compare_encoded(old, new, settings.picture)
    if mime == "text/html":
        old, new = map(without_volatile_lines, match_ids(old, new))
        old, new = without_known(old, new, settings)
        return first_of(compare_folders(old, new)) or compare_html(
            normalise(old, settings.replacements), normalise(new, settings.replacements), settings
        )
    found = compare_texts(old, new, settings, folders=True)
    return [item.within("SVG picture") for item in found] if mime == "image/svg+xml" else found


def _compare_widgets(before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> list[Difference]:
    """Differences of what the Output widgets of a display show, and of how its widgets changed after the display."""
    old, new = (side.get("shown", ()) for side in (before, after))
    if new and not old:
        return [Difference("what the Output widget shows is not stored; accept the notebook once")]
    if len(old) != len(new):
        return [Difference(f"from {len(old)} to {len(new)} Output widgets")]
    shown = [item for pair in zip(old, new, strict=True) for item in compare_outputs(*pair, settings)]
    found = [item.within("Output widget") for item in shown]
    old, new = before.get("changed"), after.get("changed", {})
    if old is None:  # JupyterLab stores no changes
        return found
    for path in sorted({**old, **new}):
        if path in old and path in new:
            items = compare_json({path: old[path]}, {path: new[path]}, settings)
            found += [item.within("widget") for item in items]
        else:
            words = "no longer set" if path in old else "now set"
            value = shorten(repr({**old, **new}[path]))
            found.append(Difference(f"widget: {path}: {words} to {value} after the display"))
    return found


def _rank(bundle: Mapping[str, Any], mime: str) -> tuple[int, str]:
    """The rank of a form in its bundle: named results, the known forms, the others, plain text."""
    if _is_results(bundle, mime):
        return -1, mime
    if mime.endswith("+json"):  # the chart itself, as plotly and altair store it; other forms repeat it as a page
        return 0, mime
    return (1 + _ORDER.index(mime) if mime in _ORDER else 1 + len(_ORDER) + (mime == "text/plain"), mime)


def _is_results(bundle: Mapping[str, Any], mime: str) -> bool:
    return mime.endswith("json") and results_by_name(bundle[mime]) is not None


def _noun(bundle: Mapping[str, Any]) -> str:
    mime = min(bundle.keys() - {WIDGET}, key=partial(_rank, bundle), default="")
    if mime and _is_results(bundle, mime):
        return "record of results"
    if any(form.startswith("image/") for form in bundle):
        return "picture"
    if mime == "text/html":
        return "table" if "<table" in joined(bundle[mime]) else "piece of HTML"
    return "text" if mime.startswith("text/") else f"form {mime}" if mime else "empty output"


def _label(bundle: Mapping[str, Any]) -> str:
    """The name of an output in messages: the beginning of its plain text."""
    for mime in ("text/plain", "text/markdown", *sorted(bundle)):
        if mime in bundle:
            data = bundle[mime]
            return shorten(json.dumps(data) if mime.endswith("json") else joined(data))
    return ""


def _content(bundle: Mapping[str, Any]) -> str:
    """What an output shows, after a colon: the names of recorded results, or the beginning of its text."""
    for mime in bundle:
        if names := results_by_name(bundle[mime]) if mime.endswith("json") else None:
            return f": {shorten(', '.join(names))}"
    named = {mime: data for mime, data in bundle.items() if mime != "text/plain" or not _OBJECT.match(joined(data))}
    label = _label(named or bundle)
    return f": {label!r}" if label else ""


def _key(bundle: Mapping[str, Any]) -> str:
    return f"{_noun(bundle)} {re.sub(r'[0-9]+', '#', _label(bundle))}"


def compare_errors(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], settings: Settings
) -> list[Difference]:
    """Return the differences of the stored exception of a cell and a fresh one; each side has at most one."""
    if not before and not after:
        return []
    names = ((side[0].get("ename", ""), side[0].get("evalue", "")) if side else () for side in (before, after))
    old, new = map(": ".join, names)
    if not after:
        return [Difference(f"the stored exception {old} is no longer raised")]
    if not settings.raises:
        again = ", as it did when it was stored" if before else ""
        return [Difference(f"raises {new.rstrip('.')}{again}. If this is intended, add the tag raises-exception")]
    if not before:
        return [Difference(f"raises {new}; nothing was raised when it was stored")]
    if not settings.check:
        return []
    found = [Difference(f"the exception: {item.message}") for item in compare_texts(old, new, settings)]
    if found:
        return found
    causes = compare_texts(_causes(before[0]), _causes(after[0]), settings)
    return [Difference(f"the causes and notes of the exception: {item.message}") for item in causes]


def _causes(output: Mapping[str, Any]) -> str:
    """The exceptions in a traceback, without the calls, whose line numbers change with every edit."""
    parts = [_COLOURS.sub("", part) for part in output.get("traceback", ())]
    return "\n".join(part.strip("\n") for part in parts if part.strip() and not _CALL.match(part))


def results_by_name(data: Any) -> Results | None:
    """Return the entries of a recorded list of results by their names, None for JSON of any other shape.

    A notebook records results under any JSON type, as `{"results": [{"name": ..., "value": ..., "unit": ...}]}`.

    >>> results_by_name({"results": [{"name": "uplift", "value": 1385.0, "unit": "USD/t"}]})
    {'uplift': {'value': 1385.0, 'unit': 'USD/t'}}
    >>> results_by_name({"results": [1, 2]})
    """
    entries = data.get("results") if isinstance(data, Mapping) and len(data) == 1 else None
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return None
    if not all(isinstance(item, Mapping) and {"name", "value"} <= item.keys() for item in entries):
        return None
    named = {str(item["name"]): {key: value for key, value in item.items() if key != "name"} for item in entries}
    return named if len(named) == len(entries) else None


def compare_results(old: Results, new: Results, settings: Settings) -> list[Difference]:
    """Return the differences of two sets of named results."""
    missing = [name for name in old if name not in new]
    added = [name for name in new if name not in old]
    found = []
    for name in list(missing):
        same = next((other for other in added if not _compare(name, old[name], new[other], settings)), None)
        if same:
            found.append(Difference(f"result {name} renamed to {same}"))
            missing.remove(name)
            added.remove(same)
    found += [Difference(f"result {name} is missing (value {old[name].get('value')!r})") for name in missing]
    found += [Difference(f"result {name} is new (value {new[name].get('value')!r})") for name in added]
    kept = [name for name in old if name in new]
    for name in kept:
        found += _compare(name, old[name], new[name], settings)
    if not found and list(old) != list(new):
        found.append(Difference(f"the order of the results changed: {', '.join(new)}"))
    return found


def _compare(name: str, before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> list[Difference]:
    return [replace(item, message=f"result {name}, {item.message}") for item in compare_json(before, after, settings)]
