"""The growth of an industry's revenue since earlier years, with and without the copper price."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.claims.claim import Claim
from analysis.claims.verdicts import VerifiedClaim
from analysis.core.references import References
from analysis.models.evaluator import compute
from analysis.models.questions.growth_scenarios import GrowthScenarios


@dataclass(frozen=True)
class MilestoneReading:
    """Growth of revenue since a base year, and the part due to the copper price, as fractions."""

    region: str
    base_year: int
    origin: str
    at_most: bool
    level: float
    nominal: float
    price: float

    @property
    def real(self) -> float:
        """The growth of volume and mix, without the price."""
        rates = {"historic_growth": self.nominal, "industry_price_growth": self.price}
        return float(compute(GrowthScenarios, "industry_volume_growth", **rates))

    @property
    def label(self) -> str:
        """The region and base year, and whether the growth is a bound."""
        return f"{self.region} since {self.base_year}{', at least' if self.at_most else ''}"

    @property
    def row(self) -> dict[str, Any]:
        """The reading as a row of a table."""
        return {
            "Region": self.region,
            "Base year": str(self.base_year),
            "Level from": self.origin,
            "Bound": "at most" if self.at_most else "",
            "Level (CNY bn)": self.level,
            "Revenue (%)": 100 * self.nominal,
            "Copper price in CNY (%)": 100 * self.price,
            "Volume and mix (%)": 100 * self.real,
            "Bound of the growth": "at least" if self.at_most else "",
        }


def milestone_readings(verified: Sequence[VerifiedClaim], references: References) -> list[MilestoneReading]:
    """Return the growth to the claimed revenue from each earlier year with a known level, oldest first."""
    rises = [item.claim for item in verified if item.claim.key == "five_year_increase"]
    levels = [item.claim for item in verified if item.claim.key == "industry_revenue"]
    pairs = [(level, rise) for rise in rises for level in levels if level.source_id == rise.source_id]
    return [reading for level, rise in pairs for reading in _milestone_readings(level, rise, references)]


def _milestone_readings(level: Claim, rise: Claim, references: References) -> list[MilestoneReading]:
    if level.window is None:
        return []
    by_year = {(r.quantity, r.period): r.value for r in references.values() if r.unit in ("USD/t", "CNY/USD")}
    price = {
        int(period): value * by_year["exchange_rate", period]
        for (quantity, period), value in by_year.items()
        if quantity == "copper_price" and period and ("exchange_rate", period) in by_year and period.isdigit()
    }
    year = int(level.window[0])
    if year not in price:
        return []
    bases: dict[int, tuple[float, bool, str]] = {}
    for row in references.values():
        period = row.period or ""
        known = row.quantity == "nonferrous_revenue" and row.region == level.region and period.isdigit()
        if known and int(period) in price and int(period) < year:
            bases[int(period)] = (row.value, not math.isfinite(row.interval[0]), row.id)
    if year - 5 in price and level.base > rise.base:
        bases[year - 5] = (level.base - rise.base, rise.is_lower_bound, "claimed level less claimed rise")
    return [
        MilestoneReading(
            level.region or "not named",
            base,
            origin,
            at_most,
            value,
            level.base / value - 1,
            price[year] / price[base] - 1,
        )
        for base, (value, at_most, origin) in sorted(bases.items())
    ]


def sign_turns(readings: Sequence[MilestoneReading]) -> str:
    """Return whether the sign of the growth of volume and mix depends on the base year: stays, may turn or turns.

    Nothing is said of a single base year.
    """
    if len(readings) < 2:
        return ""
    below = [one for one in readings if one.real < 0 < max(other.real for other in readings)]
    return "stays" if not below else "may turn" if all(one.at_most for one in below) else "turns"
