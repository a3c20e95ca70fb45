"""The page of a sweep: small multiples of what varies, the sets that failed, and the table."""

from collections.abc import Mapping
from typing import Any

from analysis.report.templating import templates
from analysis.runs.sweep_table import Table

MOST_RESULTS, MOST_PARAMETERS = 8, 4  # on the chart; the table has all
MOST_ROWS = 500  # on the page; a browser shows more only slowly


def sweep_page(record: Mapping[str, Any], table: Table) -> str:
    """Return the page of a sweep as HTML."""
    frame = table.frame
    rows = frame.head(MOST_ROWS).astype(object).where(frame.head(MOST_ROWS).notna(), None).to_dict("records")
    same = {
        name: frame[name].iloc[0]
        for name in table.results
        if len(frame) > 1 and frame[name].notna().all() and frame[name].nunique() == 1
    }
    results = [name for name in table.results if name not in same]
    shown = ["set", *table.parameters, *results, "status", "seconds"]
    failed = frame[frame["status"] != "ok"].head(MOST_ROWS).to_dict("records")
    numbers = {name for name in shown if frame[name].dtype.kind in "iuf"}
    return (
        templates()
        .get_template("sweep.html.j2")
        .render(
            run=record,
            charts=_charts(table),
            failed=failed,
            rows=rows,
            hidden=len(frame) > len(rows),
            columns=[(name, table.units.get(name, "")) for name in shown],
            numbers=numbers,
            same=[(name, value, table.units[name]) for name, value in same.items()],
        )
    )


def _charts(table: Table) -> list[dict[str, Any]]:
    """One chart of the results that vary against the parameters that are numbers; none where nothing varies."""
    import matplotlib.pyplot as plt

    from analysis.notebook.chart_style import rendered, style
    from analysis.notebook.plots import folded_parameter, small_multiples

    good = table.frame[table.frame["status"] == "ok"]
    across = [name for name in table.parameters if good[name].nunique() > 1][:MOST_PARAMETERS]
    results = {
        name: table.units[name]
        for name in table.results
        if good[name].dtype.kind in "iuf" and good[name].nunique() > 1 and name not in across
    }
    if not across or not results:
        return []
    results = dict(list(results.items())[:MOST_RESULTS])
    # Text, such as a preset or a choice, is drawn by its words.
    drawn = good.assign(**{name: good[name].astype(str) for name in across if good[name].dtype.kind not in "iuf"})
    with plt.rc_context():
        style()
        columns = len(across) - (folded_parameter(drawn, across) is not None)
        rows = -(-len(results) // 2) if columns == 1 else len(results)
        figure = plt.figure(figsize=(max(9.0, 3.2 * columns), 1.9 * rows + 0.4))
        small_multiples(figure, drawn, across, results)
        picture, width = rendered(figure, f"{len(good)} sets of this sweep")
        plt.close(figure)
    ends = "; ".join(
        f"{name} from {good[name].min():.4g} to {good[name].max():.4g} {unit}" for name, unit in results.items()
    )
    words = " and ".join(across).replace("_", " ")
    return [{"picture": picture, "width": width, "across": words, "alt": f"Results against {words}: {ends}."}]
