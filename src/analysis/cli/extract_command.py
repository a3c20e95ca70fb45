"""`analysis extract`: extract figures from documents."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from analysis.cli.shared_options import (
    COUNT,
    FAILED,
    OK,
    TEXT,
    as_of_option,
    complete_notebook,
    figures_option,
    given_picks,
    pick_option,
    reports_folder,
    say,
    sources_folder,
    sources_option,
)
from analysis.core.errors import ParameterError, SourceError
from analysis.core.figures import Figure
from analysis.core.text_files import FORMATS, write_text
from analysis.core.words import counted
from nbcompare.cli import UserPath


@click.command(short_help="Extract figures from documents.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=UserPath(allow_dash=True))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: from the ending of --out, else jsonl.")
@click.option("--out", type=UserPath(), metavar="FILE|DIR", help="Write to a file or a folder of parts, not to stdout.")
@click.option("--workers", type=COUNT, metavar="N", help="Number of processes (default: one per core).")
@click.option("--cluster", type=TEXT, metavar="ADDRESS", help="Read on a Dask cluster, e.g. tcp://host:8786.")
@click.option("--text", is_flag=True, help="Print the text of a single document, to which offsets refer.")
@click.option("--explain", is_flag=True, help="Print why each number was read as it was, or left out.")
def extract(
    paths: Sequence[str],
    form: str | None,
    out: str | None,
    workers: int | None,
    cluster: str | None,
    text: bool,
    explain: bool,
) -> int:
    """Extract every figure from .txt, .md, .html and .pdf documents, which may be gzipped (.gz).

    A figure is written with its value, unit, hedge, direction and place. PATH is a file, a folder, a pattern or -
    for standard input; the default is the folder seeds.
    """
    from analysis.claims.question_problems import project_problems
    from analysis.core.paths import project_folder

    for problem in project_problems():
        say(problem)
    places: list[Path | str] = [*paths] or [project_folder() / "seeds"]
    if text or explain:
        if out or form or workers or cluster:
            raise ParameterError(f"{'--text' if text else '--explain'} prints to stdout and takes no other options")
        return _print_text(places) if text else _print_explanations(places)
    if out is None:
        if form == "parquet":
            raise ParameterError("--format parquet is binary; add --out FILE")
        if workers or cluster:
            raise ParameterError("--workers and --cluster write files; add --out FILE or --out DIR")
        return _extract_to_stdout(places, form or "jsonl")
    return _extract_to_files(places, out, form, workers, cluster)


def _extract_to_files(
    paths: Sequence[Path | str], out: str, form: str | None, workers: int | None, cluster: str | None
) -> int:
    from analysis.documents.corpus import extract as extract_corpus

    path = Path(out)
    single_file = not (path.is_dir() or out.endswith(("/", os.sep)) or (not path.suffix and not path.is_file()))
    form = form or (path.suffix.lstrip(".") if single_file else "jsonl")
    if form not in FORMATS:
        raise ParameterError(f'cannot infer the format from "{out}"; pass --format {"|".join(FORMATS)}')
    summary = extract_corpus(
        paths,
        path,
        form,
        single_file=single_file,
        workers=workers,
        cluster=cluster,
        on_message=say,
        progress=sys.stderr.isatty(),
    )
    unchanged = f", {summary.cached:,} of them unchanged since the last time" if summary.cached else ""
    failed = f"; {summary.errors:,} could not be read: {summary.errors_file}" if summary.errors else ""
    print(f"{_figures_from(summary.figures, summary.documents - summary.errors)}{unchanged}{failed}")
    return FAILED if summary.errors else OK


def _extract_to_stdout(paths: Sequence[Path | str], form: str) -> int:
    """Write the figures of each document as it is read; only one document is in memory at a time."""
    from analysis.documents.sources import find_documents, read_place

    found = find_documents(paths)
    for message in found.messages:
        say(message)
    count = errors = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count, errors
        for place in found.places:
            try:
                document = read_place(place)
            except SourceError as error:
                errors += 1
                say(f"error: {error}")
                continue
            for note in document.notes:
                say(note)
            count += len(document.figures)
            yield from map(Figure.to_dict, document.figures)

    write_text(rows(), form, sys.stdout)
    failed = f"; {errors:,} could not be read" if errors else ""
    say(f"{_figures_from(count, len(found.places) - errors)}{failed}")
    return FAILED if errors else OK


def _figures_from(figures: int, documents: int) -> str:
    return f"{counted(figures, 'figure')} from {counted(documents, 'document')}"


def _print_text(paths: Sequence[Path | str]) -> int:
    """Write the text of one document, byte for byte in UTF-8, regardless of the terminal's encoding."""
    from analysis.documents.sources import find_documents, read_place

    places = find_documents(paths).places
    if len(places) > 1:
        raise ParameterError(f"--text prints a single document, but {len(places):,} were found; pass the path of one")
    sys.stdout.buffer.write(read_place(places[0]).text.encode("utf-8"))
    return OK


def _print_explanations(paths: Sequence[Path | str]) -> int:
    """Write, for each number of each document, the rules that read it or why it is not a figure."""
    from analysis.documents.sources import find_documents, read_place
    from analysis.extraction.explain import explain_figures, explanation_lines

    for place in find_documents(paths).places:
        document = read_place(place)
        explanation = explain_figures(document.text, document.source_id, document.published)
        print(*explanation_lines(explanation, document.source_id), sep="\n")
    return OK


@click.command(short_help="List which figure of the sources feeds which input, and why.")
@click.argument("questions", nargs=-1, metavar="[QUESTION]...", shell_complete=complete_notebook)
@sources_option
@pick_option
@as_of_option
@figures_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def inputs(
    questions: Sequence[str],
    sources: Path | None,
    picks: Sequence[str],
    as_of: date | None,
    figures: Path | None,
    as_json: bool,
) -> int:
    """List for every named figure the figure that was chosen, the runners-up and why.

    With QUESTION, such as margin_uplift, only the figures that feed that question are listed; the name of a figure,
    such as foil_thickness, lists that figure alone.
    Where the choice is open, it prints the options to copy; a choice by --pick is kept in picks.yaml next to the
    sources and applies to later runs.
    """
    from analysis.binding.found_inputs import figures_of_question, found_lines, found_record, missing_record
    from analysis.binding.named_figures import bind_figures
    from analysis.claims.question_problems import project_problems
    from analysis.runs.chosen_sources import chosen_sources
    from analysis.runs.plan import find_notebooks, plan, refuse_picks

    folder = sources_folder(sources, questions)
    with given_picks(picks, folder) as picked:
        with chosen_sources(folder, reports_folder(None), as_of=as_of, figures=figures, say=say) as chosen:
            read = chosen.read
        for message in [*read.messages, *project_problems()]:
            say(message)
        bindings = bind_figures(read)
        if picked:
            refuse_picks(plan(find_notebooks([]), read, strict=False), picked)
    if questions:
        named = ([name] if name in bindings else figures_of_question(name) for name in questions)
        feeding = {name for names in named for name in names}
        bindings = {name: binding for name, binding in bindings.items() if name in feeding}
    if as_json:
        print(json.dumps({"found": found_record(bindings), "missing": missing_record(bindings)}, ensure_ascii=False))
    else:
        for binding in bindings.values():
            print("\n".join(found_lines(binding)))
    return OK
