"""The command line: `analysis extract`, `run`, `sweep`, `compare`, `schedule`, `check` and `accept`.

Results go to files and a short summary to stdout; progress and messages to stderr.
Exit code 0 ok, 1 something failed, 2 wrong usage, 130 interrupted.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from analysis.core.cores import cores
from analysis.core.errors import AnalysisError, NotebookError, ParameterError, SourceError
from analysis.core.figure_files import FORMATS, write_text
from analysis.core.figures import Figure
from analysis.options import given_values, limits_of, parser_of, reports_folder
from nbcompare.errors import NbcompareError

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every expected error is a message and no traceback."""
    parser = parser_of(
        {
            "extract": _extract,
            "run": _run,
            "sweep": _sweep,
            "compare": _compare,
            "schedule": _schedule,
            "check": _check,
            "accept": _accept,
        }
    )
    options, more = parser.parse_known_args(arguments)
    if more and (not hasattr(options, "notebooks") or any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:  # notebooks behind options, which argparse does not join with those before
        options.notebooks = [*options.notebooks, *more]
    signal.signal(signal.SIGTERM, _interrupt)  # a scheduler that stops us must not leave half a run
    try:
        code = int(options.command(options))
        sys.stdout.flush()  # here, where a closed pipe is still handled, and not while the interpreter ends
        return code
    except (ParameterError, NotebookError, NbcompareError) as error:
        _say(f"error: {error}")
        return USAGE
    except AnalysisError as error:
        _say(f"error: {error}")
        return FAILED
    except UnicodeEncodeError as error:
        _say(
            f"error: this terminal cannot show {error.object[error.start]!r}: set PYTHONIOENCODING=utf-8, or use --out."
        )
        return FAILED
    except BrokenPipeError:  # the reader of our output, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:  # a full disk, above all
        _say(f"error: {error.filename or 'the output'}: cannot be written ({error.strerror}).")
        return FAILED
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED


def _extract(options: argparse.Namespace) -> int:
    from analysis.core.paths import project_folder

    paths = options.paths or [project_folder() / "seeds"]
    if options.text:
        return _print_text(paths, options)
    if options.out is None:
        return _extract_to_stdout(paths, options)
    from analysis.documents.corpus import extract

    out = Path(options.out)
    whole = not (out.is_dir() or options.out.endswith(("/", os.sep)) or (not out.suffix and not out.is_file()))
    form = options.format or (out.suffix.lstrip(".") if whole else "jsonl")
    if form not in FORMATS:
        raise ParameterError(f"--out {out}: the ending says no format; add --format {'|'.join(FORMATS)}.")
    summary = extract(
        paths,
        out,
        form,
        whole=whole,
        workers=options.workers,
        cluster=options.cluster,
        tell=_say,
        progress=sys.stderr.isatty(),
    )
    kept = f", {summary.kept:,} of them unchanged since they were read" if summary.kept else ""
    failed = f"; {summary.errors:,} could not be read: {summary.errors_file}" if summary.errors else ""
    print(f"{summary.figures:,} figures from {summary.documents - summary.errors:,} documents{kept}{failed}")
    return FAILED if summary.errors else OK


def _extract_to_stdout(paths: Sequence[Path | str], options: argparse.Namespace) -> int:
    """Write the figures of each document as it is read; one document is in memory at a time."""
    from analysis.documents.sources import find_documents, read_place

    if options.format == "parquet":
        raise ParameterError("--format parquet is binary: add --out FILE.")
    if options.workers or options.cluster:
        raise ParameterError("--workers and --cluster write files: add --out FILE or --out DIR.")
    found = find_documents(paths)
    for message in found.messages:
        _say(message)
    count = errors = 0

    def figures() -> Iterator[Figure]:
        nonlocal count, errors
        for place in found.places:
            try:
                document = read_place(place)
            except SourceError as error:
                errors += 1
                _say(f"error: {error}")
                continue
            for note in document.notes:
                _say(note)
            count += len(document.figures)
            yield from document.figures

    write_text(figures(), options.format or "jsonl", sys.stdout)
    failed = f"; {errors:,} could not be read" if errors else ""
    _say(f"{count:,} figures from {len(found.places) - errors:,} documents{failed}")
    return FAILED if errors else OK


def _print_text(paths: Sequence[Path | str], options: argparse.Namespace) -> int:
    """Write the stored text of one document, byte for byte in UTF-8, whatever the terminal's encoding."""
    from analysis.documents.sources import find_documents, read_place

    if options.out or options.format or options.workers or options.cluster:
        raise ParameterError("--text prints one document to stdout; leave the other options out.")
    places = find_documents(paths).places
    if len(places) > 1:
        raise ParameterError(f"--text prints one document, found are {len(places):,}. Give the path of one.")
    sys.stdout.buffer.write(read_place(places[0]).text.encode("utf-8"))
    return OK


def _run(options: argparse.Namespace) -> int:
    from analysis.core.paths import project_folder
    from analysis.runs.progress import progress_for
    from analysis.runs.run import run
    from analysis.runs.schedule import is_due
    from analysis.runs.schedule_times import read_times

    workers = min(options.workers or cores(), cores())
    if options.due:
        why = is_due(read_times(options.due), reports_folder(options), datetime.now().astimezone())
        _say(f"due: {why}" if why else f"not due: a good run has been made since {options.due}")
        if not why:
            return OK
    if options.pdf:
        from analysis.report.print_pdf import find_chromium, write_pdf

        find_chromium()  # now, and not when all is computed
    finished = run(
        options.notebooks,
        sources=options.sources or project_folder() / "seeds",
        scenario=options.scenario,
        given=given_values(options.parameters),
        out=reports_folder(options),
        workers=workers,
        force=options.force,
        warm=not options.cold,
        limits=limits_of(options, workers),
        keep=options.keep,
        progress=progress_for(as_json=options.json),
    )
    results = sum(len(found) for found in finished.results.values())
    same = ", unchanged since it was made (--force makes it again)" if finished.unchanged else ""
    if not options.json:
        print(f"{finished.status}: {results} results of {len(finished.results)} notebooks{same}")
        if finished.since:
            changes = finished.since["changes"]
            print(f"since {finished.since['run_id']}: {len(changes) or 'no'} change{'' if len(changes) == 1 else 's'}")
        print(os.path.relpath(finished.index))
    else:
        print(json.dumps({"event": "run", "status": finished.status, "folder": str(finished.folder)}))
    if options.pdf:  # last: the report is there whatever becomes of it
        sys.stdout.flush()
        pdf = write_pdf(finished.folder)
        if not options.json:
            print(os.path.relpath(pdf))
    return OK if finished.status == "ok" else INTERRUPTED if finished.status == "interrupted" else FAILED


def _sweep(options: argparse.Namespace) -> int:
    from analysis.core.paths import project_folder
    from analysis.runs.parameter_sets import Sample, parameter_sets, read_sets
    from analysis.runs.progress import progress_for
    from analysis.runs.sweep import sweep

    if bool(options.sample) != bool(options.points):
        raise ParameterError("--sample latin|sobol and --points N go together.")
    if options.workers and options.cluster:
        raise ParameterError("--workers and --cluster: the cluster has workers of its own; leave one out.")
    sample = Sample(options.sample, options.points, options.seed) if options.sample else None
    presets = [name.strip() for name in options.presets.split(",")] if options.presets else []
    rows = read_sets(options.sets) if options.sets else []
    sets = parameter_sets(given_values(options.parameters), presets, rows, sample)
    workers = 0 if options.cluster else min(options.workers or cores(), cores())
    swept = sweep(
        options.notebook,
        sets,
        sources=options.sources or project_folder() / "seeds",
        out=options.out,
        workers=workers,
        cluster=options.cluster,
        force=options.force,
        warm=not options.cold,
        charts=not options.no_charts,
        limits=limits_of(options, workers or 1),
        progress=progress_for(as_json=options.json, each=False),
    )
    counts = ", ".join(f"{count:,} {status}" for status, count in swept.counts.items())
    kept = f"; {swept.kept:,} were finished before" if swept.kept else ""
    if options.json:
        print(json.dumps({"event": "sweep", "status": swept.status, "place": swept.place}))
    else:
        print(f"{swept.sets:,} sets: {counts}{kept}")
        print(f"{swept.place}/index.html" if "://" in swept.place else os.path.relpath(f"{swept.place}/index.html"))
    return OK if swept.status == "ok" else FAILED


def _compare(options: argparse.Namespace) -> int:
    from analysis.runs.run_comparison import as_table, compare_runs, write_comparison
    from analysis.runs.run_history import find_run

    old, new = (find_run(name, reports_folder(options)) for name in (options.old, options.new))
    changes = compare_runs(old, new)
    if changes:
        print(as_table(changes))
    count = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
    print(f"{count} from {old.run_id} to {new.run_id}" if changes else "nothing changed")
    if options.page:
        write_comparison(options.page, old, new, changes)
        print(options.page)
    return OK


def _schedule(options: argparse.Namespace) -> int:
    from analysis.core.paths import project_folder
    from analysis.runs.notebook_parameters import is_secret
    from analysis.runs.plan import check_names, find_notebooks
    from analysis.runs.schedule import Schedule, scheduled
    from analysis.runs.schedule_times import read_times

    given = given_values(options.parameters)
    check_names(find_notebooks(options.notebooks), given)
    secret = next((name for name in given if is_secret(name)), None)
    if secret:
        raise ParameterError(f"-p {secret}: a schedule is a file that others read. Set it where the notebook reads it.")
    print(
        scheduled(
            options.kind,
            Schedule(
                options.at,
                read_times(options.at),
                options.notebooks,
                options.scenario,
                given,
                (options.sources or project_folder() / "seeds").resolve(),
                Path(sys.executable),
                project_folder(),
                reports_folder(options),
                options.keep,
                int(options.time_limit),
                options.on_failure,
            ),
        ),
        end="",
    )
    return OK


def _check(options: argparse.Namespace) -> int:
    if options.scenarios:
        return _check_scenarios(options, accept=False)
    from nbcompare.check import check_all

    return OK if check_all(*_notebooks(options)) else FAILED


def _accept(options: argparse.Namespace) -> int:
    from nbcompare.check import accept_all

    if not (options.yes or sys.stdin.isatty()):
        raise ParameterError("there is no terminal to ask on: add --yes to accept what differs.")
    if options.scenarios:
        return _check_scenarios(options, accept=True)
    paths, pictures, progress = _notebooks(options)
    agreed = (lambda question: True) if options.yes else _agreed
    return OK if accept_all(paths, agreed, pictures, progress) else FAILED


def _check_scenarios(options: argparse.Namespace, *, accept: bool) -> int:
    """Compare the results of every preset with the tables that are kept, and rewrite these after a yes."""
    from analysis.runs.preset_results import (
        accept_results,
        compare_results,
        read_table,
        scenario_notebooks,
        scenario_results,
        stored_table,
    )
    from analysis.runs.progress import progress_for

    code = OK
    for notebook in scenario_notebooks(options.notebooks):
        fresh = scenario_results(notebook, workers=cores(), progress=progress_for(as_json=False, each=False))
        changes = compare_results(notebook.stem, read_table(stored_table(notebook)), fresh)
        for change in changes:
            print(change.spoken)
        print(
            f"{notebook.stem}: {len(changes)} results of presets differ" if changes else f"{notebook.stem}: as stored"
        )
        if changes and accept and (options.yes or _agreed(f"rewrite {os.path.relpath(stored_table(notebook))}?")):
            accept_results(notebook, fresh)
            print(f"{notebook.stem}: rewritten")
        elif changes:
            code = FAILED
    return code


def _agreed(question: str) -> bool:
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _notebooks(options: argparse.Namespace) -> tuple[list[Path], Path, Callable[[str], None] | None]:
    """Return the notebooks to check, the folder for pictures that differ, and what shows the progress."""
    from analysis.core.paths import project_folder
    from analysis.runs.plan import find_notebooks
    from nbcompare.check import PICTURES

    paths = find_notebooks(options.notebooks, needed=False)
    return paths, options.pictures or project_folder() / PICTURES, _overwrite if sys.stderr.isatty() else None


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _overwrite(text: str) -> None:
    """Show progress on one line of the terminal."""
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
