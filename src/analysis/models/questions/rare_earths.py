"""What the rare earth claims imply, and which of them is not a share at all.

The source gives reserves of 55 Mt as 40 % of the world's, and exports as "nearly 90 % of the world's
reserves": a flow over a stock, which no number can repair. The rise of 108 % is the share price of one
company, and the gain of 39.5 bn comes without a currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import ArrayLike

from analysis.models.evaluator import declared_by, evaluate
from analysis.models.parameters import Parameter, Parameters, Value, amount, positive, share
from analysis.models.results import Constraint, Outcome, result

PARAMETERS = Parameters(
    (
        positive("rare_earth_reserves_mt", "Mt", "claim", "reserves of the country"),
        Parameter(
            "rare_earth_reserve_share",
            "fraction",
            "claim",
            "share of the country in the reserves of the world",
            low=0,
            high=1,
            low_open=True,
        ),
        amount(
            "rare_earth_export_share",
            "fraction",
            "claim",
            "what the source calls the share of exports, which no result uses",
            optional=True,
        ),
        Parameter(
            "rare_earth_stock_rise",
            "fraction",
            "claim",
            "rise of a share price, which no result uses",
            low=-1,
            optional=True,
        ),
        Parameter(
            "rare_earth_value_gain_bn", "bn", "claim", "gain in market value, which no result uses", optional=True
        ),
        amount(
            "reserve_half_grain_mt",
            "Mt",
            "assumption",
            "how far the reserves may be off, half their rounding step unless given",
            optional=True,
        ),
        share(
            "share_half_grain",
            "assumption",
            "how far the share may be off, half its rounding step unless given",
            optional=True,
        ),
    )
).sourced(
    {
        "reserve_half_grain_mt": "computed from the printed number",
        "share_half_grain": "computed from the printed number",
    }
)


@dataclass(frozen=True, repr=False)
class RareEarths(Outcome):
    """What `rare_earths` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "reserve_rounding_mt": "half_grain(rare_earth_reserves_mt) if reserve_half_grain_mt is None "
        "else reserve_half_grain_mt",
        "share_rounding": "half_grain(rare_earth_reserve_share) if share_half_grain is None else share_half_grain",
    }
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Constraint(
            "reserve_rounding_mt < rare_earth_reserves_mt",
            "reserve_half_grain_mt must be below rare_earth_reserves_mt, {rare_earth_reserves_mt}, got "
            "{reserve_rounding_mt}",
            of_draws=False,  # a draw may well be below what rounding alone leaves open
        ),
        Constraint(
            "share_rounding < rare_earth_reserve_share",
            "share_half_grain must be below rare_earth_reserve_share, {rare_earth_reserve_share}, got {share_rounding}",
            of_draws=False,
        ),
    )
    extras: ClassVar[Mapping[str, Any]] = {
        "rare_earth_export_share": None,
        "rare_earth_stock_rise": None,
        "rare_earth_value_gain_bn": None,
    }
    rounding: ClassVar[Mapping[str, str]] = {
        "rare_earth_reserves_mt": "reserve_half_grain_mt",
        "rare_earth_reserve_share": "share_half_grain",
    }

    implied_world_reserves_mt: Value = result(
        "Mt", "reserves of the world that the two claims imply", "rare_earth_reserves_mt / rare_earth_reserve_share"
    )
    implied_world_reserves_low_mt: Value = result(
        "Mt",
        "the least that rounding of the two allows",
        "max(rare_earth_reserves_mt - reserve_rounding_mt, 0) / min(rare_earth_reserve_share + share_rounding, 1)",
    )
    implied_world_reserves_high_mt: Value = result(
        "Mt",
        "the most that rounding of the two allows",
        "(rare_earth_reserves_mt + reserve_rounding_mt) / (rare_earth_reserve_share - share_rounding) "
        "if rare_earth_reserve_share > share_rounding else inf",
    )


@declared_by(RareEarths)
def rare_earths(
    *,
    rare_earth_reserves_mt: ArrayLike = 55.0,
    rare_earth_reserve_share: ArrayLike = 0.40,
    reserve_half_grain_mt: ArrayLike | None = None,
    share_half_grain: ArrayLike | None = None,
) -> RareEarths:
    """Return the implied reserves of the world with their range from rounding.

    low = (reserves - half grain) / (share + half grain), high the other way round; the share stops at 1.
    The half grains follow from the printed numbers (`hedge_intervals.half_grain`) unless given. Raises ParameterError
    where they are as large as the number itself.

    >>> found = rare_earths()
    >>> round(found.implied_world_reserves_low_mt, 1), round(found.implied_world_reserves_high_mt, 1)
    (116.7, 164.3)
    """
    return evaluate(RareEarths, locals())
