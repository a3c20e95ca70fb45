"""What an investment returns: annuity factor, payback, net present value, internal rate of return.

Cash flows come at the end of each year and stay the same. `capex` and `saving` are in one currency, both in
total or both per tonne. Every function broadcasts; numbers give a float, arrays give an array.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from analysis.core.errors import ParameterError
from analysis.models.parameters import Numbers, Parameter, Parameters, Value, plain

DISCOUNT_RATE = Parameter(
    "discount_rate", "fraction/year", "assumption", "interest on money tied up", low=-1, low_open=True
)
HORIZON_YEARS = Parameter(
    "horizon_years", "year", "assumption", "years in which an investment earns", low=0, low_open=True
)

# Equations of outcomes that take these two parameters and have a result `payback_years`.
ANNUITY_FACTOR = "(1 - (1 + discount_rate) ** -horizon_years) / discount_rate if discount_rate != 0 else horizon_years"
DISCOUNTED_PAYBACK_YEARS = (
    "payback_years if discount_rate == 0 "
    "else -log(1 - payback_years * discount_rate) / log(1 + discount_rate) if payback_years * discount_rate < 1 "
    "else inf"
)

PARAMETERS = Parameters(
    (
        Parameter("rate", "fraction/year", "assumption", "discount rate", low=-1, low_open=True),
        Parameter("periods", "year", "assumption", "years of equal payments", low=0),
        Parameter("capex", "money", "assumption", "money invested at the start", low=0),
        Parameter("saving", "money/year", "assumption", "gain at the end of each year, below 0 a loss"),
        Parameter("horizon", "year", "assumption", "years in which it earns", low=0, low_open=True),
    )
)


def annuity_factor(rate: ArrayLike, periods: ArrayLike) -> Value:
    """Return the present value of 1 paid at the end of each year: (1 - (1 + r)^-n) / r, n at r = 0.

    `rate` is a fraction per year above -1, `periods` are years from 0, whole or not. The powers go through
    expm1 and log1p, which keep their digits where r is small.

    >>> round(annuity_factor(0.08, 10), 7)
    6.7100814
    >>> annuity_factor(0, 10)
    10.0
    """
    p = PARAMETERS.check(locals())
    r, n = _rate(p["rate"]), np.asarray(p["periods"])
    with np.errstate(over="ignore"):  # a rate near -1 over many years has no finite value: inf
        factor = -np.expm1(-n * np.log1p(r)) / np.where(r == 0, 1.0, r)
    return plain(np.where(r == 0, n, factor))


def _rate(rate: ArrayLike) -> Numbers:
    """Take rates below 1e-300 as 0: products with them run out of digits."""
    r = np.asarray(rate, dtype=float)
    return np.where(np.abs(r) < 1e-300, 0.0, r)


def payback_years(capex: ArrayLike, saving: ArrayLike) -> Value:
    """Return the years until the savings add up to the capex: K / S, without interest.

    0 where there is nothing to pay back, inf where the saving is not above 0.

    >>> payback_years(10e6, 3e6)
    3.3333333333333335
    >>> payback_years(10e6, 0)
    inf
    """
    p = PARAMETERS.check(locals())
    return plain(_payback(p["capex"], p["saving"]))


def _payback(capex: ArrayLike, saving: ArrayLike) -> Numbers:
    k, s = np.asarray(capex, dtype=float), np.asarray(saving, dtype=float)
    with np.errstate(over="ignore"):  # beyond the largest float is never
        years = np.where(s > 0, k / np.where(s > 0, s, 1.0), np.inf)
    return np.where(k == 0, 0.0, years)


def discounted_payback_years(capex: ArrayLike, saving: ArrayLike, rate: ArrayLike) -> Value:
    """Return the years until the discounted savings add up to the capex: -ln(1 - K r / S) / ln(1 + r).

    Equals K / S at r = 0, is 0 where there is nothing to pay back, and inf where K r / S >= 1: the saving
    does not even cover the interest.

    >>> round(discounted_payback_years(10e6, 3e6, 0.08), 4)
    4.03
    >>> discounted_payback_years(10e6, 0.5e6, 0.08)
    inf
    """
    p = PARAMETERS.check(locals())
    r = _rate(p["rate"])
    simple = _payback(p["capex"], p["saving"])
    ever = np.isfinite(simple) & (np.where(np.isfinite(simple), simple, 0.0) * r < 1)
    interest = np.where(ever, simple, 0.0) * r
    years = -np.log1p(-interest) / np.where(r == 0, 1.0, np.log1p(r))
    return plain(np.where(ever, np.where(r == 0, simple, years), np.inf))


def net_present_value(capex: ArrayLike, saving: ArrayLike, rate: ArrayLike, horizon: ArrayLike) -> Value:
    """Return what the investment is worth at the start: -K + S AF(r, n), in the currency of `capex`.

    >>> round(net_present_value(10e6, 3e6, 0.08, 10), 1)
    10130244.2
    """
    p = PARAMETERS.check(locals())
    return plain(-p["capex"] + p["saving"] * np.asarray(annuity_factor(p["rate"], p["horizon"])))


def internal_rate_of_return(capex: ArrayLike, saving: ArrayLike, horizon: ArrayLike) -> Value:
    """Return the rate, a fraction per year, at which the net present value is 0.

    inf where there is no capex and a saving; nan where no rate does it, because the saving is not above 0.
    Equal savings make the net present value fall steadily with the rate, so there is never a second root.
    Found by bracketing in x = ln(1 + r).

    >>> round(internal_rate_of_return(10e6, 3e6, 10), 4)
    0.2732
    >>> internal_rate_of_return(10e6, 0, 10)
    nan
    """
    p = PARAMETERS.check(locals())
    k, s, n = np.broadcast_arrays(p["capex"], p["saving"], p["horizon"])
    years = _payback(k, s)
    at_once = (s > 0) & (years < 1e-300)  # below, 1 / years has no finite value
    solvable = (s > 0) & np.isfinite(years) & ~at_once
    rate = np.where(at_once, np.inf, np.full(k.shape, np.nan))
    if np.any(solvable):
        rate[solvable] = np.expm1(_log_rate(years[solvable], n[solvable].astype(float)))
    return plain(rate)


def _log_rate(years: Numbers, horizon: Numbers) -> Numbers:
    """Solve AF(expm1(x), n) = K / S for x = ln(1 + r)."""
    from scipy.optimize import brentq, elementwise

    def excess(x: ArrayLike, q: ArrayLike, n: ArrayLike) -> Numbers:
        x = _rate(x)
        steep = np.expm1(x)
        factor = np.where(steep == 0, n, -np.expm1(-np.asarray(n) * x) / np.where(steep == 0, 1.0, steep))
        return np.asarray(factor - q)

    # Above 0 the factor is below 1 / r, so r < S / K.
    # Below 0 it is above (1 + r)^-n - 1, so x > -ln(1 + K / S) / n.
    # The margin keeps a root that rounding puts on the edge inside.
    upper = np.log1p(1 / years) + 1e-9
    lower = np.where(years > horizon, -np.log1p(years) / horizon, 0.0) - 1e-9
    if years.size == 1:  # fifty times faster than the solver for arrays
        q, n = years[0], horizon[0]
        return np.array([brentq(lambda x: float(excess(x, q, n)), lower[0], upper[0], xtol=1e-15)])
    return np.asarray(elementwise.find_root(excess, (lower, upper), args=(years, horizon)).x, dtype=float)


def payback_in_words(years: Value) -> str:
    """Say in words what a payback time of `years` means; inf is never.

    >>> payback_in_words(10 / 3)
    'pays back in 3.3 years'
    >>> payback_in_words(math.inf)
    'never pays back'
    """
    if isinstance(years, (str, bool, np.ndarray)) or not years >= 0:
        raise ParameterError(f"years is {years!r}, allowed is one payback time, at least 0 or inf.")
    return "never pays back" if math.isinf(years) else f"pays back in {years:.1f} years"
