"""Regression tests of presets: the results of each notebook for every preset, stored in one CSV file."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.claims.presets import load_presets
from analysis.core.errors import AnalysisError, NotebookError
from analysis.core.paths import project_folder, resolve
from analysis.core.text_files import atomic_output
from analysis.documents.sources import read_sources
from analysis.notebook.record import NOT_NUMBERS
from analysis.runs.array_sweep import computed, why_stored
from analysis.runs.plan import Planner, find_notebooks, sources_named_by
from analysis.runs.progress import Progress
from analysis.runs.run_comparison import Change
from analysis.runs.sweep import execute_jobs
from nbcompare.value_diff import same

FOLDER = Path("tests", "scenarios")
Results = dict[tuple[str, str], dict[str, Any]]  # values by (result, unit) and preset


def scenario_notebooks(names: Sequence[str] = ()) -> list[Path]:
    """Return the notebooks with presets among those named; without names, all with presets."""
    found = [path for path in find_notebooks(names, needed=False) if load_presets(path.stem)]
    if names and not found:
        raise NotebookError(f"{', '.join(names)}: no presets in data/questions; pass a notebook that has presets")
    return found


def scenario_results(notebook: Path, *, workers: int = 1, progress: Progress | None = None) -> Results:
    """Return the results of a notebook on seeds/ with each preset; NotebookError if one fails."""
    folder = resolve(sources_named_by([str(notebook)]) or "seeds")
    read = read_sources(folder)
    planner = Planner([notebook], read)
    jobs = {preset: planner.jobs(preset, {})[-1] for preset in load_presets(notebook.stem)}
    if not why_stored(next(iter(jobs.values()))):
        found = [computed(job) for job in jobs.values()]
    else:
        place = str(project_folder() / ".regression" / "scenarios")
        progress, found = progress or Progress(each=False), []
        executed = execute_jobs([*jobs.values()], read, folder, place=place, workers=workers, progress=progress)
        for preset, done in zip(jobs, executed, strict=True):
            if done.failure:
                told = f"{preset} {done.status} {'; '.join(done.failure.lines)}"
                raise NotebookError(f"{notebook.stem} with the preset {told}")
            numbers = {name: item for name, item in done.results.items() if item["unit"] not in NOT_NUMBERS}
            found.append({(name, item["unit"]): item["value"] for name, item in numbers.items()})
    results: Results = {}
    for preset, values in zip(jobs, found, strict=True):
        for key, value in values.items():
            results.setdefault(key, {})[preset] = value
    return results


def read_table(path: Path) -> Results:
    """Read a stored table, empty if there is none; AnalysisError if it is malformed."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    rows = list(csv.reader(io.StringIO(text, newline="")))
    columns = rows[0] if rows else []
    if columns[:2] != ["result", "unit"] or any(len(row) != len(columns) for row in rows):
        raise AnalysisError(f"{path}: not a table of results and units; replace it with: analysis accept --scenarios")
    return {
        (row[0], row[1]): {preset: _value(text) for preset, text in zip(columns[2:], row[2:], strict=True) if text}
        for row in rows[1:]
    }


def table_of(results: Results) -> str:
    """Return results as CSV with twelve digits, so that a diff shows real changes only."""
    presets = list(dict.fromkeys(preset for found in results.values() for preset in found))
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["result", "unit", *presets])
    for (name, unit), found in results.items():
        writer.writerow([name, unit, *(_text(found.get(preset)) for preset in presets)])
    return file.getvalue()


def compare_results(notebook: str, stored: Results, fresh: Results) -> list[Change]:
    """Return the results that differ by more than the tolerance."""
    changes = []
    for key in dict.fromkeys([*fresh, *stored]):
        old, new = (found.get(key, {}) for found in (stored, fresh))
        for preset in dict.fromkeys([*new, *old]):
            first, second = (_value(_text(found.get(preset))) for found in (old, new))
            if not same(first, second):
                changes.append(Change("result", f"{notebook}, {preset}", key[0], first, second, key[1]))
    return changes


def stored_table(notebook: Path) -> Path:
    """Return the path of the stored table of a notebook."""
    return project_folder() / FOLDER / f"{notebook.stem}.csv"


def accept_results(table: Path, results: Results) -> None:
    """Replace a stored table."""
    with atomic_output(table) as part:
        part.write_text(table_of(results), encoding="utf-8")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _value(text: str) -> Any:
    """Parse a cell as a number, a word such as "never", or None if empty."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text
