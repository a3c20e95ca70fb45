"""`analysis sweep`: compute one model or notebook for many parameter sets."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from analysis.cli.shared_options import (
    COUNT,
    FAILED,
    FILE,
    OK,
    TEXT,
    complete_notebook,
    complete_preset,
    execution_options,
    given_values,
    limits_of,
    sources_folder,
    sources_option,
)
from analysis.core.errors import ParameterError
from analysis.core.words import counted
from nbcompare.cli import UserPath
from warmkernels.limits import cores


@click.command(short_help="Compute a model for many parameter sets.")
@click.argument("notebook", metavar="NOTEBOOK", shell_complete=complete_notebook)
@click.option(
    "-p", "given", multiple=True, metavar="NAME=VALUES", callback=lambda ctx, param, pairs: given_values(pairs),
    help="Values (1,2,5), steps (0.1:0.5:5 is from, to, how many) or a range to sample (0.1..0.5); may be repeated.",
)  # fmt: skip
@click.option(
    "--presets", type=TEXT, metavar="NAMES", shell_complete=complete_preset,
    help="Presets of the question, e.g. low,base,high.",
)  # fmt: skip
@click.option("--sets", type=FILE, metavar="FILE", help="CSV file: a column per parameter, a row per set.")
@click.option("--sample", type=click.Choice(("latin", "sobol")), help="How to sample ranges.")
@click.option("--points", type=COUNT, metavar="N", help="Number of sampled points.")
@click.option("--seed", type=int, default=0, metavar="N", help="Random seed of the sample (default: 0).")
@sources_option
@click.option(
    "--out", type=UserPath(), metavar="DIR",
    help="Folder, or address such as s3://bucket/folder (default: named after the sets).",
)  # fmt: skip
@click.option("--workers", type=COUNT, metavar="N", help="Number of processes (default: one per core).")
@click.option("--cluster", type=TEXT, metavar="ADDRESS", help="Run on a Dask cluster, e.g. tcp://host:8786.")
@click.option("--notebooks", is_flag=True, help="Execute the notebook for each set.")
@click.option("--no-charts", is_flag=True, help="Draw no charts in the notebooks, which is faster.")
@execution_options
def sweep(
    notebook: str,
    given: Mapping[str, str],
    presets: str | None,
    sets: Path | None,
    sample: str | None,
    points: int | None,
    seed: int,
    sources: Path | None,
    workers: int | None,
    cluster: str | None,
    no_charts: bool,
    cold: bool,
    cell_limit: float | None,
    time_limit: float | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Compute a model for every combination of the values given, into one table and one page.

    The table is written as CSV and as Parquet (if pyarrow is installed).

    NOTEBOOK is a path or a name such as margin_uplift. A notebook that is more than one model is executed for each set,
    and so is every notebook with --notebooks; repeating the command then resumes where it stopped.
    """
    from analysis.runs.parameter_sets import Sample, parameter_sets, read_sets
    from analysis.runs.progress import progress_for
    from analysis.runs.sweep import sweep as sweep_notebook

    if bool(sample) != bool(points):
        raise ParameterError("--sample latin|sobol and --points N must be used together")
    if workers and cluster:
        raise ParameterError("--workers has no effect with --cluster, which has its own workers; use one of them")
    sampling = Sample(sample, points, seed) if sample and points else None
    names = [name.strip() for name in presets.split(",")] if presets else []
    parameter_rows = parameter_sets(given, names, read_sets(sets) if sets else [], sampling)
    workers = 0 if cluster else min(workers or cores(), cores())
    swept = sweep_notebook(
        notebook,
        parameter_rows,
        sources=sources_folder(sources, [notebook]),
        workers=workers,
        cluster=cluster,
        warm=not cold,
        charts=not no_charts,
        limits=limits_of(cell_limit, time_limit, workers or 1),
        progress=progress_for(as_json=as_json, each=False),
        **options,  # with the names that the function has
    )
    if as_json:
        print(json.dumps({"event": "sweep", "status": swept.status, "place": swept.place}))
    else:
        counts = ", ".join(f"{count:,} {status}" for status, count in swept.counts.items())
        cached = f" ({swept.cached:,} from the cache)" if swept.cached else ""
        print(f"{counted(swept.sets, 'set')}: {counts}{cached}")
        print(f"{swept.place}/index.html" if "://" in swept.place else os.path.relpath(f"{swept.place}/index.html"))
    return OK if swept.status == "ok" else FAILED
