"""One-at-a-time sensitivity: claims vary within their hedge, assumptions between presets."""

from collections.abc import Mapping

from analysis.claims.inputs import by_parameter
from analysis.claims.presets import preset_ranges
from analysis.core.formatting import number
from analysis.models.sensitivity import Swing, one_at_a_time
from analysis.notebook.display_tables import table
from analysis.notebook.study import Study


def sensitivity(study: Study, result: str, *, more: Mapping[str, tuple[float, float]] | None = None) -> list[Swing]:
    """Show and return how far each input moves a result from its low to its high value, the widest range first.

    A claim varies within its hedge, an assumption between the presets low and high of the notebook; `more` adds ranges,
    in the unit of each parameter. Inputs without effect are left out.
    """
    model, values = study.model, study.values
    found = by_parameter(study.inputs, values)
    ranges = preset_ranges(study.name, values)
    ranges |= {name: (item.low, item.high) for name, item in found.items() if item.low < item.high}
    swings = [swing for swing in one_at_a_time(model, values, {**ranges, **(more or {})}, result) if swing.width > 0]
    table(
        [
            {
                "Input": swing.parameter,
                "Low": swing.low_input,
                "High": swing.high_input,
                f"{result} at low": swing.at_low,
                "Between, at up to three more points": ", ".join(number(x) for x in swing.answers[1:-1]),
                f"{result} at high": swing.at_high,
                "Turns": "turns" if swing.turns else "",
            }
            for swing in swings
        ]
    )
    return swings
