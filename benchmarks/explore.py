"""How long the explorer takes from a slider to the picture and the numbers; one JSON line.

    python benchmarks/explore.py

Every slider of the three models is moved through its range, as dragging does; what is timed is all that Python does
for one move: the model, the curve, the picture, the table, the texts to copy. The browser and its connection are not
in it.
"""

import json
import statistics
import time

from analysis import automation_effects, growth_scenarios, margin_uplift
from analysis.explorer.case import case_of
from analysis.explorer.panel import Panel

SHOWN = {
    margin_uplift: ("blended_profit_usd_per_t", "foil_profit_usd_per_t"),
    automation_effects: ("npv_usd", "cost_cut"),
    growth_scenarios: ("probability_of_target", "cluster_cny_bn"),
}
PLACES = (0.1, 0.3, 0.5, 0.7, 0.9)


def moves(panel: Panel) -> list[float]:
    """Return the milliseconds of each move of each slider."""
    found = []
    for control in panel.controls.values():
        slider = getattr(control, "slider", None)
        if slider is None or slider.disabled:
            continue
        for place in PLACES:
            value = type(slider.min)(slider.min + place * (slider.max - slider.min))
            start = time.perf_counter()
            slider.value = value
            found.append(1000 * (time.perf_counter() - start))
        panel.reset.click()
    return found


def main() -> None:
    """Time the three models and print the line."""
    line: dict[str, object] = {}
    for model, shown in SHOWN.items():
        start = time.perf_counter()
        panel = Panel(case_of(model), *shown)
        built = 1000 * (time.perf_counter() - start)
        times = moves(panel)
        line[model.__name__] = {
            "first_ms": round(built),
            "moves": len(times),
            "median_ms": round(statistics.median(times)),
            "p95_ms": round(statistics.quantiles(times, n=20)[-1]),
            "most_ms": round(max(times)),
        }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
