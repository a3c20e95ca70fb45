"""One-at-a-time sensitivity: claims vary within their hedge, assumptions between presets."""

from collections.abc import Mapping

from analysis.claims.inputs import by_parameter
from analysis.claims.presets import preset_ranges
from analysis.core.errors import ParameterError
from analysis.core.formatting import label
from analysis.models.sensitivity import TornadoBar, one_at_a_time
from analysis.notebook.display_tables import table
from analysis.notebook.evidence import parameter_text
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.study import Study


def sensitivity(
    study: Study, result: str, *, more: Mapping[str, tuple[float, float]] | None = None
) -> list[TornadoBar]:
    """Show and return how far each input moves a result from its low to its high value, the widest range first.

    A claim varies within its hedge, an assumption between the presets low and high of the notebook; `more` adds ranges,
    in the unit of each parameter. Inputs without effect are left out, and those of which the model rejects values.
    """
    model, values = study.model, study.values
    found = by_parameter(study.inputs, values)
    ranges = preset_ranges(study.name, values, study.inputs)
    ranges |= {name: (item.low, item.high) for name, item in found.items() if item.low < item.high}
    bars: list[TornadoBar] = []
    for name, ends in {**ranges, **(more or {})}.items():
        try:
            bars += one_at_a_time(model, values, {name: ends}, result)
        except ParameterError:  # a part of the range breaks a rule with a value that is set for this run
            continue
    bars = sorted((bar for bar in bars if bar.width > 0), key=lambda bar: -bar.width)
    unit = study.unit(result)
    name = label(result, unit)
    table(
        [
            {
                "Input": label(bar.parameter, study.unit(bar.parameter)),
                "Low": parameter_text(bar.parameter, bar.inputs[0]),
                "High": parameter_text(bar.parameter, bar.inputs[-1]),
                f"{name} at low": quantity_text(bar.answers[0], unit),
                "Between, at up to three more points": ", ".join(quantity_text(x, unit) for x in bar.answers[1:-1]),
                f"{name} at high": quantity_text(bar.answers[-1], unit),
                "Turns": "turns" if bar.turns else "",
            }
            for bar in bars
        ]
    )
    return bars
