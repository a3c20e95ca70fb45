"""Investment returns: shared parameters and equations of annuity and payback, and the internal rate of return.

Cash flows come at the end of each year and stay the same. `capex` and `saving` are in one currency, both in
total or both per tonne.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analysis.models.parameters import Numbers, Value, growth, plain, positive

DISCOUNT_RATE = growth(
    "discount_rate", "assumption", "interest on money tied up", source="assumption: a usual rate for industrial plants"
)
HORIZON_YEARS = positive(
    "horizon_years",
    "year",
    "assumption",
    "years in which an investment earns",
    source="assumption: a usual life of a plant",
)

_EXACT: Any = {"xatol": 0.0, "xrtol": 1e-15, "fatol": 0.0, "frtol": 0.0}

# Equations of outcomes that take these two parameters and have a result `payback_years`.
ANNUITY_FACTOR = "(1 - (1 + discount_rate) ** -horizon_years) / discount_rate if discount_rate != 0 else horizon_years"
DISCOUNTED_PAYBACK_YEARS = (
    "payback_years if discount_rate == 0 "
    "else -log(1 - payback_years * discount_rate) / log(1 + discount_rate) if payback_years * discount_rate < 1 "
    "else inf"
)


def internal_rate_of_return(capex: ArrayLike, saving: ArrayLike, horizon: ArrayLike) -> Value:
    """Return the rate, a fraction per year, at which the net present value is 0.

    inf if there is a saving and no capex; nan if no such rate exists because the saving is not above 0.
    Equal savings make the net present value fall steadily with the rate, so there is never a second root.
    Found in x = ln(1 + r).

    >>> round(internal_rate_of_return(10e6, 3e6, 10), 4)
    0.2732
    >>> internal_rate_of_return(10e6, 0, 10)
    nan
    """
    k, s, n = np.broadcast_arrays(capex, saving, horizon)
    with np.errstate(all="ignore"):
        years = np.where(s > 0, np.divide(k, s), np.where(k == 0, 0.0, np.inf))
    at_once = (s > 0) & (years < 1e-300)  # below, 1 / years has no finite value
    solvable = (s > 0) & np.isfinite(years) & ~at_once
    rate = np.where(at_once, np.inf, np.full(k.shape, np.nan))
    if np.any(solvable):
        rate[solvable] = np.expm1(_log_rate(years[solvable], n[solvable].astype(float)))
    return plain(rate)


def _log_rate(years: Numbers, horizon: Numbers) -> Numbers:
    """Solve AF(expm1(x), n) = K / S for x = ln(1 + r), between bounds, on the logarithm of both sides."""
    from scipy.optimize.elementwise import find_root

    def off(x: Any, years: Any, horizon: Any) -> Any:
        return np.log(np.where(x == 0, horizon, -np.expm1(-horizon * x) / np.expm1(x)) / years)

    # Above 0 the factor is below 1 / r, so r < S / K.
    # Below 0 it is above (1 + r)^-n - 1, so x > -ln(1 + K / S) / n.
    # The margin keeps a root that rounding puts on the edge inside.
    upper = np.log1p(1 / years) + 1e-9
    lower = np.where(years > horizon, -np.log1p(years) / horizon, 0.0) - 1e-9
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.asarray(find_root(off, (lower, upper), args=(years, horizon), tolerances=_EXACT).x)
