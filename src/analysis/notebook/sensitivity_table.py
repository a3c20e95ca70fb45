"""What moves a result most, shown as a table: claims by what their hedge allows, assumptions by the presets."""

from collections.abc import Callable, Mapping
from typing import Any

from analysis.claims.inputs import ModelInput, by_parameter
from analysis.claims.presets import preset_ranges
from analysis.core.formatting import number
from analysis.models.sensitivity import Swing, one_at_a_time
from analysis.notebook.display_tables import table


def sensitivity(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    inputs: Mapping[str, ModelInput],
    result: str,
    *,
    presets: str = "",
    more: Mapping[str, tuple[float, float]] | None = None,
) -> list[Swing]:
    """Show and return how far each input moves a result from its low to its high value, the widest first.

    A claim moves by what its hedge allows, an assumption by the presets low and high of the notebook named
    `presets`, and `more` gives further ranges, in the unit of each parameter. What moves nothing is left out.
    """
    ranges = {
        name: (item.low, item.high) for name, item in by_parameter(inputs, values).items() if item.low < item.high
    }
    if presets:
        ranges = {**preset_ranges(presets, values), **ranges}
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
