"""Figures that a person picked: read and write `picks.yaml` next to the sources, checked against the text."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.claims.amount_conditions import fits_unit
from analysis.claims.figure_rules import FigureRule, all_rules, load_rules
from analysis.claims.passages import Passages
from analysis.core.errors import AnalysisError, NamedFigureError, ParameterError, did_you_mean
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.schemas import read_checked_yaml
from analysis.documents.sources import PICKS, Sources
from nbcompare.atomic_write import atomic_write

_PLACE = lazy_regex(r"(?P<source>.+):(?P<start>\d+)-(?P<end>\d+)")


@dataclass(frozen=True)
class Pick:
    """One named figure and the place of the figure that feeds it, with the text that was there when it was picked."""

    name: str
    source_id: str
    start: int
    end: int
    text: str = ""

    @property
    def place(self) -> str:
        """The place, as `source:start-end`."""
        return f"{self.source_id}:{self.start}-{self.end}"


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
    """Return the picks next to the sources by name, each checked; none if there is no `picks.yaml`."""
    if sources.folder is None or not (sources.folder / PICKS).exists():
        return {}
    picks, rules = {}, all_rules()
    for name, entry in read_checked_yaml(sources.folder / PICKS, "picks", NamedFigureError).items():
        where = f"{PICKS}, {name}"
        match = _PLACE.fullmatch(entry["place"])
        if match is None:
            raise NamedFigureError(f"{where}: the place {entry['place']!r} must be SOURCE:START-END.")
        if name not in rules.rules:
            if rules.problems or rules.ignored:
                continue
            hint = did_you_mean(name, rules.rules, "data/named_figures.yaml defines")
            raise NamedFigureError(f"{where}: unknown named figure; {hint} Remove the entry or correct its name.")
        pick = Pick(name, match["source"], int(match["start"]), int(match["end"]), entry["text"])
        if pick.source_id in sources.later:
            continue
        now = _text_at(pick, sources, where)
        if now != pick.text:
            raise NamedFigureError(
                f"{where}: {pick.place} was {pick.text!r} when it was picked, and is {now!r} now. The article has "
                f"changed: pick again with --pick {name}=SOURCE:START-END, or remove the entry."
            )
        picks[name] = pick
    return picks


def picked_sources(folder: Path) -> set[str]:
    """Return the names of the articles in which a person has picked a figure, as the file next to them says."""
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
        _text_at(pick, sources, where)
        figure = figure_at(pick, sources, where)
        check_unit(load_rules()[pick.name], figure, where)
        kept[pick.name] = {"place": figure.place, "text": figure.text}
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
            + (f" after removing the entry from {PICKS}." if where.startswith(PICKS) else ".")
        )


def figure_at(pick: Pick, sources: Sources, where: str) -> Figure:
    """Return the figure at the place of a pick; NamedFigureError, with the nearest figures, if there is none."""
    document = next(item for item in sources.documents if item.source_id == pick.source_id)
    passages = Passages(document)
    figures = [printed for item in passages.figures if (printed := passages.as_printed(item))]
    there = [item for item in figures if item.start < pick.end and pick.start < item.end]
    if there:
        return there[0]
    near = sorted(figures, key=lambda item: abs(item.start - pick.start))[:3]
    listed = ", ".join(f"{item.text!r} at {item.place}" for item in near) or "none"
    raise NamedFigureError(f"{where}: there is no figure at {pick.place}; the nearest are {listed}.")


def _text_at(pick: Pick, sources: Sources, where: str) -> str:
    documents: Mapping[str, str] = {item.source_id: item.text for item in sources.documents}
    if pick.source_id not in documents:
        hint = did_you_mean(pick.source_id, documents, "there are")
        raise NamedFigureError(f"{where}: no source {pick.source_id!r}; {hint}")
    return documents[pick.source_id][pick.start : pick.end]
