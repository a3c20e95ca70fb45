"""Figures that a person picked: read and write `picks.yaml` next to the sources, checked against the text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from analysis.binding.amount_conditions import fits_unit
from analysis.binding.candidates import passages_of
from analysis.binding.figure_rules import FigureRule, all_rules, load_rules
from analysis.core.errors import AnalysisError, NamedFigureError, ParameterError, did_you_mean
from analysis.core.figures import Figure, place_text
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import shown_path
from analysis.core.schemas import read_checked_yaml
from analysis.documents.document import Document
from analysis.documents.sources import PICKS, Sources
from analysis.extraction.sentences import sentence_span, sentence_starts
from nbcompare.atomic_write import atomic_write

_PLACE = lazy_regex(r"(?P<source>.+):(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True)
class Pick:
    """One named figure and the place of the figure that feeds it, with its text and sentence when it was picked."""

    name: str
    source_id: str
    start: int
    end: int
    text: str = ""
    sentence: str = ""  # empty in a file that an earlier version wrote

    @property
    def place(self) -> str:
        """The place, as `source:start-end`."""
        return place_text(self.source_id, self.start, self.end)


def parse_pick(words: str) -> Pick:
    """Read a pick as the command line gives it; ParameterError for anything else."""
    name, _, place = words.partition("=")
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ParameterError(f"--pick expects NAME=SOURCE:START-END, e.g. foil_thickness=a1:120-129, got {words!r}")
    if name not in load_rules():
        hint = did_you_mean(name, load_rules(), "data/named_figures.yaml defines")
        raise ParameterError(f"--pick: unknown named figure {name!r}; {hint}")
    return Pick(name, match["source"], int(match["start"]), int(match["end"]))


def read_picks(sources: Sources) -> dict[str, Pick]:
    """Return the picks next to the sources by name, each at the place where its sentence is now.

    There are none without a `picks.yaml`. Raises NamedFigureError, with the old text and the new, if the sentence of a
    pick has changed, or if it was moved and is there more than once.
    """
    if sources.folder is None or not (sources.folder / PICKS).exists():
        return {}
    picks, rules = {}, all_rules()
    for name, entry in read_checked_yaml(sources.folder / PICKS, "picks", NamedFigureError).items():
        where = entry_of(name, sources.folder)
        match = _PLACE.fullmatch(entry["place"])
        if match is None:
            raise NamedFigureError(f"{where}: the place {entry['place']!r} must be SOURCE:START-END.")
        if name not in rules.rules:
            if rules.problems or rules.ignored:
                continue
            hint = did_you_mean(name, rules.rules, "data/named_figures.yaml defines")
            raise NamedFigureError(f"{where}: unknown named figure; {hint} Remove the entry or correct its name.")
        start, end, words = int(match["start"]), int(match["end"]), entry.get("sentence", "")
        pick = Pick(name, match["source"], start, end, entry["text"], words)
        if pick.source_id not in sources.later:
            picks[name] = _where_it_is_now(pick, _document(pick, sources, where), where)
    return picks


def entry_of(name: str, folder: Path | None) -> str:
    """Return the entry of a pick in the file next to the sources, as each message about it begins."""
    return f"{shown_path((folder or Path()) / PICKS)}, {name}"


def _where_it_is_now(pick: Pick, document: Document, where: str) -> Pick:
    """Return the pick at the place of its text in its sentence, wherever the sentence is now."""
    found = list(_places(pick, document.text))
    if (pick.start, pick.end) in found:
        return pick
    if len(found) == 1:
        return replace(pick, start=found[0][0], end=found[0][1])

    def likeness(figure: Figure) -> float:
        if not pick.sentence:
            return -abs(figure.start - pick.start)
        return SequenceMatcher(None, pick.sentence, figure.sentence, autojunk=False).ratio()

    nearest = max(_figures(document), key=likeness, default=None)
    shown = f"{nearest.text!r} at {nearest.place} in {nearest.sentence!r}" if nearest else ""
    new = f"the nearest figure is {shown}" if nearest else "it has no figure"
    old = f"{pick.text!r} was picked at {pick.place}" + (f" in {pick.sentence!r}" if pick.sentence else "")
    now = f"{len(found)} times" if found else "no longer"
    raise NamedFigureError(
        f"{where}: {old}, which the article has {now}; {new}. "
        f"Pick again with --pick {pick.name}=SOURCE:START-END, or remove the entry from {PICKS}."
    )


def _places(pick: Pick, text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of the text of a pick in its sentence; for a pick without a sentence at its place."""
    if not pick.sentence:
        if text[pick.start : pick.end] == pick.text:
            yield pick.start, pick.end
        return
    figure = re.compile(rf"(?<!\d)(?<!\d[.,]){_in_any_lines(pick.text)}(?!\d|[.,]\d)")
    for sentence in re.finditer(_in_any_lines(pick.sentence), text):
        yield from (match.span() for match in figure.finditer(text, *sentence.span()))


def _in_any_lines(words: str) -> str:
    """Return a pattern for these words, regardless of line breaks."""
    return r"\s+".join(map(re.escape, words.split()))


def picked_sources(folder: Path) -> set[str]:
    """Return the names of the articles with a picked figure, from the file next to them."""
    path = folder / PICKS
    kept = read_checked_yaml(path, "picks", NamedFigureError) if path.exists() else {}
    return {entry["place"].rpartition(":")[0] for entry in kept.values()}


def keep_picks(picks: Iterable[Pick], sources: Sources) -> None:
    """Add picks to the `picks.yaml` next to the sources; a pick replaces an earlier one of the same name."""
    chosen = list(picks)
    if not chosen:
        return
    if sources.folder is None:
        raise ParameterError("--pick needs a folder of sources, since the choice is kept next to them")
    path = sources.folder / PICKS
    kept = read_checked_yaml(path, "picks", NamedFigureError) if path.exists() else {}
    for pick in chosen:
        where = f"--pick {pick.name}={pick.place}"
        figure = figure_at(pick, sources, where)
        check_unit(load_rules()[pick.name], figure, where)
        text = _document(pick, sources, where).text
        begin, end = sentence_span(sentence_starts(text), text, figure.start)
        sentence = " ".join(text[begin : max(end, figure.end)].split())
        kept[pick.name] = {"place": figure.place, "text": figure.text, "sentence": sentence}
    _write(path, kept)


@contextmanager
def undone_if_refused(folder: Path) -> Iterator[None]:
    """Put back the picks next to the sources as they were if the block raises an AnalysisError."""
    path = folder / PICKS
    before = path.read_bytes() if path.exists() else None
    try:
        yield
    except AnalysisError:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            with atomic_write(path) as part:
                part.write_bytes(before)
        raise


def drop_picks(names: Iterable[str], sources: Sources) -> None:
    """Remove picks from the `picks.yaml` next to the sources, so that the conditions decide; the last removes it."""
    path = sources.folder / PICKS if sources.folder else None
    if path is None or not path.exists():
        return
    kept = read_checked_yaml(path, "picks", NamedFigureError)
    left = {name: entry for name, entry in kept.items() if name not in set(names)}
    if left:
        _write(path, left)
    else:
        path.unlink()


def _write(path: Path, kept: Mapping[str, Mapping[str, str]]) -> None:
    import yaml

    head = "# Figures that a person picked for the models; `analysis inputs` lists all candidates.\n"
    with atomic_write(path) as part:
        part.write_text(head + yaml.safe_dump(dict(kept), allow_unicode=True, sort_keys=True), encoding="utf-8")


def check_unit(rule: FigureRule, figure: Figure, where: str) -> None:
    """Raise NamedFigureError if the unit of a picked figure does not convert into the unit of its input."""
    if not fits_unit(figure.unit, rule):
        raise NamedFigureError(
            f"{where}: {figure.text!r} at {figure.place} is in {figure.unit}, which does not convert to "
            f"{rule.parameter_unit}. Pick another figure, or set -p {rule.parameter}=VALUE ({rule.parameter_unit})"
            + ("." if where.startswith("--pick") else f" after removing the entry from {PICKS}.")
        )


def figure_at(pick: Pick, sources: Sources, where: str) -> Figure:
    """Return the figure at the place of a pick; NamedFigureError, with the nearest figures, if there is none."""
    figures = _figures(_document(pick, sources, where))
    there = [item for item in figures if item.start < pick.end and pick.start < item.end]
    if there:  # a rise in percent is an amount too
        return next((item for item in there if fits_unit(item.unit, load_rules()[pick.name])), there[0])
    near = sorted(figures, key=lambda item: abs(item.start - pick.start))[:3]
    listed = ", ".join(f"{item.text!r} at {item.place}" for item in near) or "none"
    raise NamedFigureError(f"{where}: there is no figure at {pick.place}; the nearest are {listed}.")


def _figures(document: Document) -> list[Figure]:
    """The figures of a document that can be picked, at their places in its text."""
    passages = passages_of(document)
    return [printed for item in passages.figures if (printed := passages.as_printed(item))]


def _document(pick: Pick, sources: Sources, where: str) -> Document:
    documents = {item.source_id: item for item in sources.documents}
    if pick.source_id not in documents:
        hint = did_you_mean(pick.source_id, documents, "there are")
        raise NamedFigureError(f"{where}: no source {pick.source_id!r}; {hint}")
    return documents[pick.source_id]
