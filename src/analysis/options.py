"""The options of each command, and what they ask for."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import analysis
from analysis.core.cores import cores
from analysis.core.errors import ParameterError
from analysis.core.figure_files import FORMATS

if TYPE_CHECKING:
    from warmkernels.limits import Limits

KINDS = ("cron", "systemd", "github", "airflow")  # of schedules


def parser_of(commands_by_name: Mapping[str, Callable[[argparse.Namespace], int]]) -> argparse.ArgumentParser:
    """Return the parser of the command line; each command sets `command` to the function of its name."""
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
    extract.set_defaults(command=commands_by_name["extract"])

    run = commands.add_parser(
        "run",
        help="run notebooks on sources into a report",
        description="Run notebooks through papermill on a folder of sources and write a report.",
    )
    _add_report(run)
    run.add_argument("--workers", type=_count, metavar="N", help="notebooks at a time (default: one for each core)")
    run.add_argument(
        "--keep", type=_count, metavar="N", help="remove all but the newest N runs, never the last good one"
    )
    run.add_argument("--due", metavar="AT", help='run only where no good run was made since, as "Mon 07:00"')
    run.add_argument("--pdf", action="store_true", help="print the report to report.pdf too; needs Chromium")
    _add_execution(run)
    run.set_defaults(command=commands_by_name["run"])

    sweep = commands.add_parser(
        "sweep",
        help="run one notebook for many parameter sets into a table",
        description="Run one notebook for every combination of the values given, resumed where it stopped, into one "
        "table and one page.",
    )
    sweep.add_argument("notebook", metavar="NOTEBOOK", help="path or name, as margin_uplift")
    sweep.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NAME=VALUES",
        help="values as 1,2,5, steps as 0.1:0.5:5 (from, to, how many), a range to sample as 0.1..0.5",
    )  # fmt: skip
    sweep.add_argument("--presets", metavar="NAMES", help="presets of data/scenarios, as low,base,high")
    sweep.add_argument("--sets", type=Path, metavar="FILE", help="CSV with a column for each parameter, one set a row")
    sweep.add_argument("--sample", choices=("latin", "sobol"), help="how ranges are sampled")
    sweep.add_argument("--points", type=_count, metavar="N", help="points of the sample")
    sweep.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the sample (default: 0)")
    sweep.add_argument("--sources", type=Path, metavar="DIR", help="folder of documents (default: seeds)")
    sweep.add_argument("--out", metavar="DIR", help="folder, or address as s3://bucket/folder (default: by the sets)")
    sweep.add_argument("--workers", type=_count, metavar="N", help="processes (default: one for each core)")
    sweep.add_argument("--cluster", metavar="ADDRESS", help="run on a Dask cluster, as tcp://host:8786")
    sweep.add_argument("--no-charts", action="store_true", help="draw nothing in the notebooks: results only, sooner")
    _add_execution(sweep)
    sweep.set_defaults(command=commands_by_name["sweep"])

    compare = commands.add_parser(
        "compare", help="what changed between two runs", description="What changed from one run to another."
    )
    compare.add_argument("old", metavar="RUN_A", help="name of a run, its folder, or latest")
    compare.add_argument("new", metavar="RUN_B", help="name of a run, its folder, or latest")
    compare.add_argument("--out", type=Path, metavar="DIR", help="folder of the reports (default: reports)")
    compare.add_argument("--page", type=Path, metavar="FILE", help="write it as a page too, as reports/changes.html")
    compare.set_defaults(command=commands_by_name["compare"])

    schedule = commands.add_parser(
        "schedule",
        help="print what to install so that a report is made on time",
        description="Print what to install so that a report is made on time, with an absolute interpreter, a lock, a "
        "log, a time limit, and catching up after downtime.",
    )
    schedule.add_argument("kind", choices=KINDS, help="what runs it")
    _add_report(schedule)
    schedule.add_argument("--at", required=True, metavar="TIME", help='as "Mon 07:00", "weekdays 06:30", "1st 07:00"')
    schedule.add_argument("--on-failure", default="", metavar="CMD", help="shell command for a run that failed")
    schedule.add_argument("--keep", type=_count, default=10, metavar="N", help="runs that are kept (default: 10)")
    schedule.add_argument(
        "--time-limit", type=_seconds, default=3600, metavar="SECONDS", help="of it all (default: 3600)"
    )
    schedule.set_defaults(command=commands_by_name["schedule"])

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
        command.add_argument(
            "--scenarios", action="store_true", help="check the results of every preset, and no outputs"
        )
    accept.add_argument("--yes", action="store_true", help="do not ask")
    check.set_defaults(command=commands_by_name["check"])
    accept.set_defaults(command=commands_by_name["accept"])
    return parser


def _add_report(parser: argparse.ArgumentParser) -> None:
    """The options that say what a report is made of, and where it goes."""
    parser.add_argument(
        "notebooks", nargs="*", metavar="NOTEBOOK", help="path or name, as margin_uplift (default: all)"
    )
    parser.add_argument("--scenario", default="base", metavar="NAME", help="preset of data/scenarios (default: base)")
    parser.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NAME=VALUE", help="set a parameter"
    )
    parser.add_argument("--sources", type=Path, metavar="DIR", help="folder of documents (default: seeds)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of the reports (default: reports)")


def _add_execution(parser: argparse.ArgumentParser) -> None:
    """The options that all commands have that execute notebooks."""
    parser.add_argument("--force", action="store_true", help="execute also what is finished and unchanged")
    parser.add_argument("--cold", action="store_true", help="start every kernel anew, and fork none")
    parser.add_argument("--cell-limit", type=_seconds, metavar="SECONDS", help="time for one cell (default: 600)")
    parser.add_argument("--time-limit", type=_seconds, metavar="SECONDS", help="time for one notebook (default: 3600)")
    parser.add_argument("--json", action="store_true", help="progress as JSON lines on stdout")


def _count(text: str) -> int:
    """The value of --workers."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes, as 4")
    return int(text)


def _seconds(text: str) -> float:
    """The value of a time limit."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds, as 60")
    return seconds


def reports_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the reports that was asked for."""
    from analysis.core.paths import project_folder

    return Path(options.out or project_folder() / "reports").resolve()


def limits_of(options: argparse.Namespace, workers: int) -> "Limits":
    """Return the limits asked for; linear algebra of several notebooks at once shares the cores."""
    from warmkernels.limits import Limits

    given = {"cell_s": options.cell_limit, "notebook_s": options.time_limit}
    return Limits(**{name: value for name, value in given.items() if value}, threads=max(1, cores() // workers))


def given_values(pairs: Iterable[str]) -> dict[str, str]:
    """Return the values of -p NAME=VALUE; ParameterError for what is none."""
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"-p {pair}: wanted is NAME=VALUE.")
        if name in given:
            raise ParameterError(f"-p {name} is given twice.")
        given[name] = value
    return given
