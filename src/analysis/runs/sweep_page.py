"""The page of a sweep: small multiples, failed sets, and the table."""

import base64
from collections.abc import Mapping
from typing import Any

from analysis.report.templating import render
from analysis.runs.sweep_chart import small_multiples
from analysis.runs.sweep_table import Overview

MOST_RESULTS, MOST_PARAMETERS = 8, 4  # in the charts; the table has all


def sweep_page(record: Mapping[str, Any], shown: Overview) -> str:
    """Return the page of a sweep as HTML."""
    results = [name for name in shown.units if name not in shown.same]
    columns = ["set", *shown.parameters, *results, "status", "seconds"]
    numbers = {name for name in columns if any(isinstance(row[name], (int, float)) for row in shown.head)}
    return render(
        "sweep.html.j2",
        run=record,
        charts=_charts(shown),
        failed=shown.failed,
        rows=shown.head,
        hidden=shown.sets > len(shown.head),
        executed=any(row["identity"] for row in shown.head),
        columns=[(name, shown.units.get(name, "")) for name in columns],
        numbers=numbers,
        same=[(name, value, shown.units[name]) for name, value in shown.same.items()],
    )


def _charts(shown: Overview) -> list[dict[str, Any]]:
    """The charts of varying results against varying parameters as one picture; empty if nothing varies."""
    across = [name for name in shown.parameters if len(set(map(repr, shown.drawn[name].tolist()))) > 1]
    across = across[:MOST_PARAMETERS]
    results = {
        name: shown.units[name] for name, (least, most) in shown.ranges.items() if least < most and name not in across
    }
    if not across or not results:
        return []
    results = dict(list(results.items())[:MOST_RESULTS])
    drawn = len(shown.drawn[across[0]])
    part = f"{drawn:,} of the {shown.good:,} sets of this sweep, drawn at random"
    whole = drawn == shown.good
    picture, width = small_multiples(shown.drawn, across, results, f"{drawn:,} sets of this sweep" if whole else part)
    ends = "; ".join(
        f"{name} from {shown.ranges[name][0]:.4g} to {shown.ranges[name][1]:.4g} {unit}"
        for name, unit in results.items()
    )
    words = " and ".join(across).replace("_", " ")
    return [
        {
            "picture": base64.b64encode(picture.encode()).decode("ascii"),
            "width": width,
            "across": words,
            "alt": f"Results against {words}: {ends}.",
            "note": "" if whole else f"The charts show {part}; the ranges are those of all sets.",
        }
    ]
