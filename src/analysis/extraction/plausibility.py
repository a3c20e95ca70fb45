"""Flag impossible magnitudes: more of a metal in one statement than the world makes in a year."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.core.figures import Figure
from analysis.core.formatting import number
from analysis.core.lazy_regex import lazy_regex

# Tonnes that the world made in a year, about 2023, rounded up (mine or refined output, the larger of the two).
# Sources: Mineral Commodity Summaries of the U.S. Geological Survey, World Nuclear Association for uranium.
WORLD_OUTPUT: dict[str, float] = {
    "aluminium": 75e6, "aluminum": 75e6, "antimony": 1.3e5, "bismuth": 2.5e4, "cadmium": 3e4, "cobalt": 3e5,
    "copper": 28e6, "gallium": 1.5e3, "germanium": 300.0, "gold": 5e3, "hafnium": 150.0, "indium": 1.5e3, "lead": 15e6,
    "magnesium": 1.3e6, "molybdenum": 3.5e5, "nickel": 4.5e6, "niobium": 1e5, "palladium": 300.0, "platinum": 300.0,
    "rhenium": 100.0, "rhodium": 50.0, "selenium": 5e3, "silver": 3.5e4, "tantalum": 3e3, "tellurium": 1e3,
    "tin": 4.5e5, "tungsten": 1e5, "uranium": 8e4, "vanadium": 1.3e5, "zinc": 15e6,
}  # fmt: skip
_TONNES = {"t": 1.0, "kg": 1e-3, "g": 1e-6, "lb": 4.5359237e-4, "ozt": 3.11034768e-5, "t/year": 1.0}
_METAL = lazy_regex(rf"\b(?:{'|'.join(WORLD_OUTPUT)})\b", re.IGNORECASE)
# Of these the world has more than it makes in a year, or they are not of the metal alone.
_MORE = lazy_regex(
    r"\b(?:reserves?|resources?|ores?|rock|tailings|waste|slag|world\w*|global\w*|cumulative\w*|since|decades?|total\w*|"
    r"measured|indicated|inferred|deposits?|concentrates?|bauxite|alumina|carbon|CO2\w*|emissions?|brine|scrap|all)\b",
    re.IGNORECASE,
)


class Impossible(NamedTuple):
    """A figure that cannot be right, and why in words."""

    figure: Figure
    reason: str


def impossible(figures: Iterable[Figure]) -> list[Impossible]:
    """Return the figures that are more of a metal than the world makes in a year; its sentence must name one metal."""
    found = []
    for figure in figures:
        tonnes = figure.low * _TONNES.get(figure.unit, 0.0)
        if tonnes <= min(WORLD_OUTPUT.values()) or _MORE.search(figure.sentence):
            continue
        metals = {match.group().lower() for match in _METAL.finditer(figure.sentence)}
        if len(metals) == 1 and tonnes > WORLD_OUTPUT[metal := metals.pop()]:
            amount = f"{number(figure.low, 6)} {figure.unit} of {metal}"
            found.append(Impossible(figure, f"{amount} is more than the world makes in a year"))
    return found
