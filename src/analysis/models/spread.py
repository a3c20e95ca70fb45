"""The spread of a result over draws: a summary of each batch, and statistics over all batches.

Batches are independent, so the spread between them is the standard error of every number that is estimated.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.formatting import number
from analysis.models.parameters import Numbers

LOW, MEDIAN, HIGH = 0.05, 0.5, 0.95
QUANTILES = (LOW, 0.25, MEDIAN, 0.75, HIGH)
CONVERGED = 0.01  # assumption: a standard error of 1 % of the range from 5 to 95 % is good enough to print
BINS = 48
ROUNDING = 1e-12  # relative: a result that moves by less does not depend on what was drawn


@dataclass(frozen=True)
class Estimate:
    """A number that was estimated, and its standard error."""

    value: float
    standard_error: float

    def __str__(self) -> str:
        """The number with the digits that its standard error leaves, then the error; inf is "never".

        >>> str(Estimate(0.0376123, 0.00021)), str(Estimate(1486.19, 12.0)), str(Estimate(1385.0, 0.0))
        ('0.0376 ± 0.0002', '1,486 ± 12', '1,385')
        """
        if self.standard_error == 0 or not math.isfinite(self.value + self.standard_error):
            return number(self.value, 6)
        # One digit of the error, two where the first is a 1: then the last digit printed means something.
        first = math.floor(math.log10(self.standard_error))
        places = -first + (1 if self.standard_error / 10.0**first < 2 else 0)
        shown = (round(x, places) + 0.0 for x in (self.value, self.standard_error))  # no minus before a zero
        return " ± ".join(f"{x:,.{max(0, places)}f}" for x in shown)


@dataclass(frozen=True)
class Spread:
    """How one result spreads when the inputs do: mean, standard deviation, quantiles, and a histogram.

    `mean` and `sd` are of the draws that have a finite value; `never` is the share that is infinite and
    `undefined` the share that has none. Quantiles count "never" as larger than everything, and so does `above`, the
    share of the draws that are above the `limit`.
    `edges` are the bounds of the bins of `counts`, which leave out half a percent of the draws at each end.
    """

    base: float
    mean: Estimate
    sd: float
    quantiles: Mapping[float, Estimate]
    never: float
    undefined: float
    edges: Numbers
    counts: Numbers
    limit: float = 0.0
    above: float = math.nan

    @property
    def low(self) -> float:
        """The quantile at 5 %."""
        return self.quantiles[LOW].value

    @property
    def high(self) -> float:
        """The quantile at 95 %."""
        return self.quantiles[HIGH].value

    @property
    def error(self) -> float:
        """The largest standard error of what is printed, over the range from 5 to 95 %; 0 without a spread.

        Over the standard deviation where that is larger, as for what rarely happens; nan where draws are infinite or
        undefined, so that nothing can be judged.
        """
        if self.sd == 0 and not self.never and not self.undefined:
            return 0.0
        width = self.high - self.low
        errors = [self.mean.standard_error, *(self.quantiles[p].standard_error for p in (LOW, MEDIAN, HIGH))]
        if self.never or self.undefined or not math.isfinite(width + sum(errors)):
            return math.nan
        return max(errors) / max(width, self.sd)


@dataclass(frozen=True)
class Batch:
    """The summary of one batch of one result: a few hundred bytes, regardless of the batch size."""

    mean: float
    variance: float
    never: float
    undefined: float
    above: float
    quantiles: tuple[float, ...]
    edges: Numbers
    counts: Numbers


_unlimited = np.errstate(over="ignore", invalid="ignore")  # a variance beyond the largest number is infinite


@_unlimited
def sum_up(values: Numbers, limit: float, edges: Numbers | None) -> Batch:
    """Sum up one batch of a result; without `edges` it decides where the bins of all batches are."""
    ordered = np.sort(values)  # nan come last
    known = ordered[: ordered.size - int(np.isnan(values).sum())] if np.isnan(ordered[-1]) else ordered
    finite = known
    if known.size and not (math.isfinite(known[0]) and math.isfinite(known[-1])):
        finite = known[np.isfinite(known)]
    if edges is None:  # without the last half percent at each end, which would leave most bins empty
        beyond = int(0.005 * finite.size)
        edges = _bins(finite[beyond : finite.size - beyond])
    below = np.searchsorted(finite, edges, side="right")  # sorted already: a few searches, no pass
    return Batch(
        mean=float(finite.mean()) if finite.size else math.nan,
        variance=float(finite.var()) if finite.size else math.nan,
        never=1 - finite.size / known.size if known.size else 0.0,
        undefined=1 - known.size / values.size,
        above=1 - float(np.searchsorted(known, limit, side="right")) / known.size if known.size else math.nan,
        quantiles=tuple(_quantile(known, p) for p in QUANTILES),
        edges=edges,
        counts=np.diff(below),
    )


def _quantile(ordered: Numbers, probability: float) -> float:
    """The quantile of an ordered batch at the midpoint rank p n - 1/2 (Hazen).

    Ranks half a place off would be off equally in every batch, which no standard error would show.
    """
    if not ordered.size:
        return math.nan
    place = min(max(probability * ordered.size - 0.5, 0.0), ordered.size - 1.0)
    below = int(place)
    low, high = float(ordered[below]), float(ordered[min(below + 1, ordered.size - 1)])
    if not math.isfinite(low + high):  # half way to never is the nearer of the two
        return high if place - below >= 0.5 else low
    return low + (place - below) * (high - low)


def _bins(ordered: Numbers) -> Numbers:
    """Bins from the first value to the last, or around the only one."""
    first, last = (float(ordered[0]), float(ordered[-1])) if ordered.size else (0.0, 0.0)
    least = ROUNDING * max(abs(first), abs(last))
    if last - first <= least:
        first, last = first - max(1e6 * least, 1e-6), last + max(1e6 * least, 1e-6)
    return np.linspace(first, last, BINS + 1)


@_unlimited
def spread_of(base: float, limit: float, batches: Sequence[Batch]) -> Spread:
    """The spread over all batches of a result."""
    if not batches:  # nothing is uncertain
        exact = Estimate(base, 0.0)
        never, above = float(math.isinf(base) and base > 0), float(base > limit)
        quantiles = dict.fromkeys(QUANTILES, exact)
        return Spread(
            base, exact, 0.0, quantiles, never, float(math.isnan(base)), np.empty(0), np.empty(0), limit, above
        )
    known = [batch for batch in batches if math.isfinite(batch.mean)]
    means = np.array([batch.mean for batch in known])
    within = np.array([batch.variance for batch in known])
    sd = float(np.sqrt(within.mean() + means.var())) if known else math.nan
    by_quantile = zip(*(batch.quantiles for batch in batches), strict=True)
    return Spread(
        base=base,
        mean=_estimate(means),
        sd=0.0 if known and sd <= ROUNDING * float(np.abs(means).max()) else sd,
        quantiles={p: _estimate(np.array(column)) for p, column in zip(QUANTILES, by_quantile, strict=True)},
        never=float(np.mean([batch.never for batch in batches])),
        undefined=float(np.mean([batch.undefined for batch in batches])),
        edges=batches[0].edges,
        counts=np.sum([batch.counts for batch in batches], axis=0),
        limit=limit,
        above=float(np.mean([batch.above for batch in batches])),
    )


@_unlimited
def _estimate(batch_values: Numbers) -> Estimate:
    """The mean of the batches and its standard error, from the spread between them."""
    if not batch_values.size or not np.isfinite(batch_values).all():
        return Estimate(float(np.median(batch_values)) if batch_values.size else math.nan, math.nan)
    mean = float(batch_values.mean())
    if batch_values.size == 1:
        return Estimate(mean, math.nan)  # one batch has no spread between batches
    error = float(batch_values.std(ddof=1)) / math.sqrt(batch_values.size)
    return Estimate(mean, error if error > ROUNDING * abs(mean) else 0.0)
