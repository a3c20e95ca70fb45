"""Choose the range and step of a slider, and the band for what a hedge or the presets allow."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analysis.models.parameters import Parameter

STEPS = 100  # the minimum number of steps from end to end
_PAD = 0.25  # margin on both sides, as a share of the span of all known values, and of the base
_PAD_ALONE = 1.0  # margin as a share of the base if no other value is known: from zero to twice the base
_WHOLE_PAD = 3  # largest margin of years and counts: a quarter of the year 2025 would make no sense
_STEPS_IN_A_DECADE = (1, 2, 5)


@dataclass(frozen=True)
class Band:
    """The marked part of a slider: what a hedge allows, or the range of the presets."""

    low: float
    high: float
    of: Literal["hedge", "presets"]


@dataclass(frozen=True)
class Scale:
    """The scale of a slider in the unit of its parameter: its ends, its step, and its band."""

    low: float
    high: float
    step: float
    band: Band | None = None

    def place(self, value: float) -> float:
        """Return the position of a value on the slider, 0 at its low end and 1 at its high end.

        >>> Scale(0, 200, 1).place(50)
        0.25
        """
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def scale_of(parameter: Parameter, base: float | None, band: Band | None = None, others: Iterable[float] = ()) -> Scale:
    """Return the scale for a parameter: it covers the base, the band and the other values, plus a margin.

    It stays within the limits of the parameter, and on one side of zero if all these values are.

    >>> from analysis.models import PARAMETERS
    >>> scale_of(PARAMETERS["foil_profit_usd_per_t"], 1400, Band(1400, 1600, "hedge"))
    Scale(low=1050.0, high=1950.0, step=5.0, band=Band(low=1400, high=1600, of='hedge'))
    >>> scale_of(PARAMETERS["target_year"], 2027)
    Scale(low=2024.0, high=2030.0, step=1.0, band=None)
    """
    seen = [*others, *([base] if base is not None else []), *((band.low, band.high) if band else ())] or [0.0]
    least, most = min(seen), max(seen)
    own = (abs(base) if base else 0.0) * (_PAD if least < most else _PAD_ALONE)
    pad = max(_PAD * (most - least), min(own, _WHOLE_PAD) if parameter.whole else own) or 1.0
    low = max(least - pad, 0.0) if least >= 0 else least - pad
    high = min(most + pad, 0.0) if most <= 0 < -least else most + pad
    step = max(1.0, _step(high - low)) if parameter.whole else _step(high - low)
    low, high = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
    low = max(low, parameter.low + step * parameter.low_open)
    high = min(high, parameter.high - step * parameter.high_open)
    return Scale(_decimal(low), _decimal(high), _decimal(step), band)


def _step(span: float) -> float:
    """The largest step (1, 2 or 5 times a power of ten) that divides the span into at least STEPS steps."""
    power = 10.0 ** math.floor(math.log10(span / STEPS))
    return power * max(times for times in _STEPS_IN_A_DECADE if times * power <= span / STEPS * (1 + 1e-9))


def _decimal(value: float) -> float:
    return float(f"{value:.12g}")
