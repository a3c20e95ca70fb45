"""China's share of a material's output, its concentration, and what others would have to add.

The outputs by country are looked up in data/exposure.csv (`producers`), within one edition of one publisher.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from analysis.models.evaluator import declared_by, evaluate
from analysis.models.parameters import Parameter, Parameters, Value, reading, share
from analysis.models.results import Constraint, Outcome, result

MATERIALS = tuple(
    "copper, rare earths, tungsten, gallium, germanium, graphite, lithium, nickel, cobalt, titanium, magnesium".split(
        ", "
    )
)
MINED = "mined"
STAGES = (MINED, "refined", "separated", "magnets", "battery grade")  # in the order of processing

PARAMETERS = Parameters(
    (
        reading("material", "the material to look at", MATERIALS),
        reading("stage", "how far it is processed", STAGES),
        Parameter("year", "year", "assumption", "calendar year of the output", low=1900, high=2100, whole=True),
        share("share_limit", "target", "share of the world that China should stay below"),
    )
).sourced({"year": "assumption: the latest year of most rows"})


@dataclass(frozen=True, repr=False)
class WesternExposure(Outcome):
    """What `western_exposure` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "china_output": "output_of('China', material, stage, year)",
        "world_output": "output_of('the world', material, stage, year)",
        "unnamed_share": "output_of('Other countries', material, stage, year) / world_output",
        "known": "years_known(material)",
    }
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Constraint("world_output > 0", "data/exposure.csv has no {material} ({stage}) for {year}, but {known}."),
    )

    china_share: Value = result("fraction", "China's share of the output of the world", "china_output / world_output")
    concentration_points: Value = result(
        "points",
        "Herfindahl-Hirschman index, 0 to 10,000, with the countries that are not named as many small ones",
        "10000 * squared_outputs(material, stage, year) / world_output ** 2",
    )
    concentration_at_most_points: Value = result(
        "points",
        "Herfindahl-Hirschman index, 0 to 10,000, with the countries that are not named as a single one",
        "concentration_points + 10000 * unnamed_share ** 2",
    )
    largest_share: Value = result(
        "fraction",
        "share of the largest producer that is named",
        "output_of('the largest', material, stage, year) / world_output",
    )
    three_largest_share: Value = result(
        "fraction",
        "share of the three largest producers that are named",
        "output_of('the three largest', material, stage, year) / world_output",
    )
    china_mined_share: Value = result(
        "fraction",
        "China's share of what is mined of the material in that year; undefined where the table has no such row",
        "output_of('China', material, 'mined', year) / output_of('the world', material, 'mined', year)",
    )
    world_output_t: Value = result(
        "t/year",
        "output of the world, the sum of the rows; undefined where only shares are published",
        "world_output * tonnes_per_unit(material, stage, year)",
    )
    output_to_add: Value = result(
        "fraction",
        "output that others would have to add until China's share is at the limit, as a share of world output",
        "0 if china_share <= share_limit else china_share / share_limit - 1",
    )
    output_to_add_t: Value = result(
        "t/year",
        "tonnes that others would have to add; undefined where only shares are published and something is to be added",
        "0 if output_to_add == 0 else output_to_add * world_output_t",
    )
    growth_elsewhere: Value = result(
        "fraction",
        "growth of the output of all others that this takes",
        "0 if output_to_add == 0 else output_to_add / (1 - china_share)",
    )


@declared_by(WesternExposure)
def western_exposure(
    *, material: str = "rare earths", stage: str = "mined", year: ArrayLike = 2025, share_limit: ArrayLike = 0.5
) -> WesternExposure:
    """Return China's share of a material's output, its concentration, and what others would have to add.

    With an output c of China and T of the world, a = c / s - T more from others brings the share to the limit s:
    c / (T + a) = s. It is 0 where the share is no higher, and infinite for a limit of 0. Raises ParameterError for a
    material, a stage or a year that data/exposure.csv does not have.

    >>> found = western_exposure(material="copper", stage="refined", share_limit=0.4)
    >>> round(found.china_share, 3), round(found.concentration_points), round(found.output_to_add_t)
    (0.483, 2537, 6030000)
    """
    return evaluate(WesternExposure, locals())
