"""The command line: `analysis extract` and `analysis run`.

Results go to files and a short summary to stdout; progress and messages to stderr.
Exit code 0 ok, 1 something failed, 2 wrong usage, 130 interrupted.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import analysis
from analysis.errors import AnalysisError, NotebookError, ParameterError
from analysis.figure_files import FORMATS, write_figures, write_text

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
        description="Read every figure out of .txt and .md documents: value, unit, hedge, direction, place.",
    )
    extract.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: seeds)")
    extract.add_argument("--format", choices=FORMATS, help="default: by the ending of --out, else jsonl")
    extract.add_argument("--out", type=Path, metavar="FILE", help="write to a file and not to stdout")
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
    return parser


def _extract(options: argparse.Namespace) -> int:
    from analysis.paths import project_folder
    from analysis.text.sources import read_sources

    form = options.format or (options.out.suffix.lstrip(".") if options.out else "jsonl")
    if form not in FORMATS:
        raise ParameterError(f"--out {options.out}: the ending says no format; add --format {'|'.join(FORMATS)}.")
    if form == "parquet" and not options.out:
        raise ParameterError("--format parquet is binary: add --out FILE.")
    sources = read_sources(options.paths or [project_folder() / "seeds"])
    for message in sources.messages:
        _say(message)
    figures = sources.figures
    if options.out:
        write_figures(figures, options.out, form)
    else:
        write_text(figures, form, sys.stdout)
    summary = f"{len(figures)} figures from {len(sources.documents)} documents"
    if sources.errors:
        summary += f"; {len(sources.errors)} could not be read"
    print(summary, file=sys.stdout if options.out else sys.stderr)
    return FAILED if sources.errors else OK


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


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
