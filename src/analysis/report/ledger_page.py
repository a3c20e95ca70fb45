"""The ledger of a run: who stated each named figure and when, what is current, and what is history."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

from analysis.binding.figure_rules import load_rules
from analysis.claims.archive import COLUMNS, Archive, ledger_rows
from analysis.claims.verdicts import VerifiedClaim
from analysis.core.formatting import name_text, shown_unit
from analysis.core.run_record import RunRecord
from analysis.core.text_files import save_csv
from analysis.core.words import capitalised
from analysis.notebook.chart_style import COLOURS, MUTED, style
from analysis.notebook.quantity_text import axis_label, range_text
from analysis.report.links import parameter_figures, source_address
from analysis.report.templating import render

LEDGER, LEDGER_CSV = "ledger.html", "ledger.csv"
_CHARTS = "charts"
_SHOWN = 12  # newest statements of a figure on the page; the CSV has all of them
_SIZE = 5, 3.2  # inches; narrow, so that letters of 10 points have 8 pixels on a phone
_LETTERS_UP = 32  # of a line of the label of the vertical axis
_DRAWN = 500  # newest statements in a chart
_FEW_DAYS = 8  # with a tick for each
_STYLES = {  # colour and marker, which differ in grey print as well
    "history": (MUTED, "o"), "current": (COLOURS[0], "s"), "feeds the model": (COLOURS[1], "D"),
    "plan": (COLOURS[2], "^"), "denied": (COLOURS[3], "x"), "corrected": (MUTED, "x"),
}  # fmt: skip
Row = Mapping[str, Any]


def write_ledger(folder: Path, run: RunRecord, archive: Archive, verified: Iterable[VerifiedClaim]) -> None:
    """Write the ledger of a run as a page with charts, and as CSV; nothing if no article states a named figure.

    A statement that the run has judged has the verdict of that claim.
    """
    names = archive.names()
    if not names:
        return
    fed = {(figure.name, figure.place) for _, _, figure, used in parameter_figures(run) if used}
    judged = {
        (claim.name, claim.named.figure.place): {"verdict": item.label, "grade": item.grade}
        for item in verified
        for claim in (item.claim, *(repeat.claim for repeat in item.repeats))
    }
    sections = []

    def rows() -> Iterator[Row]:
        for name in names:
            newest: deque[Row] = deque(maxlen=_DRAWN)
            count = 0
            for stated in ledger_rows(archive, name, {place for figure, place in fed if figure == name}):
                row = stated | judged.get((name, stated["place"]), {})
                yield row
                newest.append(row)
                count += 1
            sections.append(_section(folder, name, list(newest), count))

    save_csv(folder / LEDGER_CSV, COLUMNS, rows())
    pages = {source.source_id for source in run.sources}
    html = render("ledger.html.j2", run=run, sections=sections, address=lambda row: _address(row, pages))
    (folder / LEDGER).write_text(html, encoding="utf-8")


def _address(row: Row, pages: Iterable[str]) -> str:
    """The address of a statement on the page of its source, empty if the run has no page for it."""
    span = str(row["place"]).rpartition(":")[2].split("-")
    return source_address(row["source"], int(span[0]), int(span[1])) if row["source"] in pages else ""


class Section(NamedTuple):
    """The ledger of one named figure on the page: its newest rows, how many there are in all, and its chart."""

    name: str
    meaning: str
    rows: Sequence[Row]
    total: int
    chart: str
    alt: str


def _section(folder: Path, name: str, rows: list[Row], total: int) -> Section:
    meaning = load_rules()[name].meaning
    dated = [row for row in rows if row["date"]]
    chart = alt = ""
    if len({row["date"] for row in dated}) > 1:
        chart, alt = f"{_CHARTS}/ledger_{name}.svg", _alt(meaning, dated)
        (folder / _CHARTS).mkdir(exist_ok=True)
        _draw(folder / chart, dated, name_text(name))
    return Section(name, meaning, rows[: -_SHOWN - 1 : -1], total, chart, alt)


def _alt(meaning: str, rows: list[Row]) -> str:
    values = [row["value"] for row in rows]
    days = [row["date"] for row in rows]
    span = range_text(min(values), max(values), rows[0]["unit"])
    return f"{capitalised(meaning)}: statements by date, {min(days)} to {max(days)}, {span}."


_TEXTS = ("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize")


def _draw(path: Path, rows: list[Row], name: str) -> None:
    """Draw the statements by date, each with what its hedge allows, and a colour and marker for its use."""
    from matplotlib import rc_context, rcParams
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, DayLocator
    from matplotlib.figure import Figure

    factor, unit = shown_unit(rows[0]["unit"])
    with rc_context():
        style()
        rcParams.update({"svg.hashsalt": path.name} | dict.fromkeys(_TEXTS, 10))  # type: ignore[arg-type]
        figure = Figure(figsize=_SIZE, layout="constrained")
        axes = figure.subplots()
        for use, (colour, marker) in _STYLES.items():
            own = [row for row in rows if row["use"] == use]
            if own:
                days = [date.fromisoformat(row["date"]) for row in own]
                low, value, high = ([row[key] * factor for row in own] for key in ("low", "value", "high"))
                axes.vlines(days, low, high, colour, alpha=0.5)  # type: ignore[arg-type]
                axes.plot(days, value, marker, color=colour, markersize=4, label=capitalised(use))  # type: ignore[arg-type]
        dates = [date.fromisoformat(row["date"]) for row in rows]
        few = (max(dates) - min(dates)).days < _FEW_DAYS
        places = DayLocator() if few else AutoDateLocator(maxticks=6)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(places)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(places))  # type: ignore[no-untyped-call]
        axes.set_ylabel(fill(axis_label(capitalised(name), unit), _LETTERS_UP))
        axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, borderaxespad=0.0)
        figure.savefig(path, format="svg", metadata={"Date": None})
