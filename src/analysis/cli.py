"""The command line: `analysis extract`, `analysis run`, `analysis check` and `analysis accept`.

Results go to files and a short summary to stdout; progress and messages to stderr.
Exit code 0 ok, 1 something failed, 2 wrong usage, 130 interrupted.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import analysis
from analysis.errors import AnalysisError, NotebookError, ParameterError, SourceError
from analysis.figure_files import FORMATS, write_text
from analysis.figures import Figure

if TYPE_CHECKING:
    from analysis.regression.check import Report

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every expected error is a message and no traceback."""
    parser = _parser()
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)  # a scheduler that stops us must not leave half a run
    try:
        code = int(options.command(options))
        sys.stdout.flush()  # here, where a closed pipe is still handled, and not while the interpreter ends
        return code
    except (ParameterError, NotebookError) as error:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="analysis", description="Figures out of metals news, through models into reports."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {analysis.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    extract = commands.add_parser(
        "extract",
        help="read every figure out of documents",
        description="Read every figure out of .txt, .md, .html and .pdf documents, each also .gz: "
        "value, unit, hedge, direction, place.",
    )
    extract.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, folders, patterns, - for standard input (default: seeds)"
    )
    extract.add_argument("--format", choices=FORMATS, help="default: by the ending of --out, else jsonl")
    extract.add_argument("--out", metavar="FILE|DIR", help="write to a file, or to a folder of parts, not to stdout")
    extract.add_argument("--workers", type=_count, metavar="N", help="processes that read (default: one for each core)")
    extract.add_argument("--cluster", metavar="ADDRESS", help="read on a Dask cluster, as tcp://host:8786")
    extract.add_argument("--text", action="store_true", help="print the text of one document that offsets refer to")
    extract.set_defaults(command=_extract)

    run = commands.add_parser(
        "run",
        help="run notebooks on sources into a report",
        description="Run notebooks through papermill on a folder of sources and write a report.",
    )
    run.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="path or name, as margin_uplift (default: all)")
    run.add_argument("--scenario", default="base", metavar="NAME", help="preset of data/scenarios (default: base)")
    run.add_argument("-p", dest="parameters", action="append", default=[], metavar="NAME=VALUE", help="set a parameter")
    run.add_argument("--sources", type=Path, metavar="DIR", help="folder of documents (default: seeds)")
    run.add_argument("--out", type=Path, metavar="DIR", help="folder of the reports (default: reports)")
    run.set_defaults(command=_run)

    check = commands.add_parser(
        "check",
        help="compare the stored outputs of notebooks with fresh ones",
        description="Execute notebooks and say which outputs differ from those that are stored; nothing is written "
        "but pictures of pictures that differ.",
    )
    accept = commands.add_parser(
        "accept",
        help="check notebooks and store their fresh outputs",
        description="Execute notebooks, say which outputs differ, and after a yes rewrite them in normal form.",
    )
    for command in (check, accept):
        command.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="path or name (default: all)")
        command.add_argument(
            "--pictures", type=Path, metavar="DIR", help="folder of differences (default: .regression)"
        )
    accept.add_argument("--yes", action="store_true", help="do not ask")
    check.set_defaults(command=_check)
    accept.set_defaults(command=_accept)
    return parser


def _extract(options: argparse.Namespace) -> int:
    from analysis.paths import project_folder

    paths = options.paths or [project_folder() / "seeds"]
    if options.text:
        return _print_text(paths, options)
    if options.out is None:
        return _extract_to_stdout(paths, options)
    from analysis.corpus import extract

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
    from analysis.text.sources import find_documents, read_place

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
    from analysis.text.sources import find_documents, read_place

    if options.out or options.format or options.workers or options.cluster:
        raise ParameterError("--text prints one document to stdout; leave the other options out.")
    places = find_documents(paths).places
    if len(places) > 1:
        raise ParameterError(f"--text prints one document, found are {len(places):,}. Give the path of one.")
    sys.stdout.buffer.write(read_place(places[0]).text.encode("utf-8"))
    return OK


def _run(options: argparse.Namespace) -> int:
    from analysis.paths import project_folder
    from analysis.runs.run import run

    finished = run(
        options.notebooks,
        sources=options.sources or project_folder() / "seeds",
        scenario=options.scenario,
        given=_given(options.parameters),
        out=(options.out or project_folder() / "reports").resolve(),
        tell=_say,
        progress=sys.stderr.isatty(),
    )
    results = sum(len(found) for found in finished.results.values())
    print(f"{finished.status}: {results} results of {len(finished.results)} notebooks")
    print(os.path.relpath(finished.index))
    return OK if finished.status == "ok" else INTERRUPTED if finished.status == "interrupted" else FAILED


def _check(options: argparse.Namespace) -> int:
    from analysis.regression.check import summary

    reports = list(_reports(options))
    print(summary(reports))
    return OK if all(report.ok for report in reports) else FAILED


def _accept(options: argparse.Namespace) -> int:
    from analysis.regression.check import accept

    if not (options.yes or sys.stdin.isatty()):
        raise ParameterError("there is no terminal to ask on: add --yes to accept what differs.")
    code = OK
    for report in _reports(options):
        name = report.path.name
        if report.failures:
            print(f"{name}: not accepted")
            code = FAILED
        elif report.before == report.text:
            print(f"{name}: unchanged")
        elif options.yes or input(f"rewrite {name}? [y/N] ").strip().lower() in ("y", "yes"):
            accept(report)
            print(f"{name}: rewritten")
        else:
            print(f"{name}: left as it is")
            code = FAILED
    return code


def _reports(options: argparse.Namespace) -> "Iterator[Report]":
    """Check each notebook and tell what was found before the next."""
    from analysis.paths import project_folder
    from analysis.regression.check import PICTURES, check_notebook, lines_of
    from analysis.runs.plan import find_notebooks

    pictures = options.pictures or project_folder() / PICTURES
    terminal = sys.stderr.isatty()
    for path in find_notebooks(options.notebooks, needed=False):
        report = check_notebook(path, progress=_overwrite if terminal else None)
        if terminal:
            _overwrite("")
        print("\n".join(lines_of(report, pictures)), flush=True)
        yield report


def _given(pairs: Iterable[str]) -> dict[str, str]:
    """The values of -p NAME=VALUE."""
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"-p {pair}: wanted is NAME=VALUE.")
        if name in given:
            raise ParameterError(f"-p {name} is given twice.")
        given[name] = value
    return given


def _count(text: str) -> int:
    """The value of --workers."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes, as 4")
    return int(text)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _overwrite(text: str) -> None:
    """Show progress on one line of the terminal."""
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
