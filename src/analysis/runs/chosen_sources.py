"""Choose which articles of a folder a run reads: all in a small folder, the current ones in an archive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from analysis.binding.picks import picked_sources
from analysis.claims.archive import MOST_READ, Archive, articles_to_read, open_archive
from analysis.core.errors import SourceError, none_read
from analysis.core.paths import portable
from analysis.documents.other_reader import read_other_figures
from analysis.documents.sources import Sources, find_documents, read_sources, write_selection

READINGS = ".readings"  # in the folder of reports: what archives state, and the lists of articles that runs read


@dataclass(frozen=True)
class ChosenSources:
    """The archive in a folder, the articles that a run reads, and the value of `sources` in its notebooks."""

    archive: Archive
    read: Sources
    parameter: str


@contextmanager
def chosen_sources(
    folder: Path,
    out: Path,
    *,
    as_of: date | None = None,
    cluster: str | None = None,
    figures: Path | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Iterator[ChosenSources]:
    """Read the new articles of a folder, and yield those that a run reads, with the archive of all of them."""
    places = find_documents(folder).places
    store = out / READINGS / "readings.sqlite" if len(places) > MOST_READ and figures is None else None
    amend = read_other_figures(figures, read_sources(folder).documents).of if figures else None
    with open_archive(folder, store, as_of=as_of, cluster=cluster, amend=amend, say=say) as archive:
        every = archive.places()
        if not every:
            raise none_read(archive.errors) if archive.errors else SourceError(f"{folder}: no article up to {as_of}")
        if len(every) + len(archive.errors) == len(places) <= MOST_READ and figures is None:
            yield ChosenSources(archive, read_sources(folder), portable(folder))
            return
        picked = picked_sources(folder)
        wanted = articles_to_read(archive, picked)
        chosen = [place for place in every if place.source_id in wanted]
        path = write_selection(out / READINGS, folder, chosen, figures, picked.intersection(archive.later))
        read = replace(read_sources(path), errors=tuple(archive.errors))
        yield ChosenSources(archive, read, portable(path))
