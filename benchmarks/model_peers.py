"""The cases of models.py as other packages solve them, and as plain numpy does: the same numbers, written out here.

Nothing of `analysis` computes here but the model function itself, which the Sobol indices of all packages call.
A function that draws takes a seed and, where it matters, a number of draws.
"""

import math
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr
from scipy.stats import exponnorm, ttest_1samp, ttest_ind

Numbers = NDArray[np.float64]

# "Over x" is a Pareto distribution from x with 0.9 of its mass within one grain: 100 for 600 and 1,000, 20 for 200.
CLUSTER, CLUSTER_ALPHA = 600.0, math.log(10) / math.log1p(100 / 600)
REVENUE, REVENUE_ALPHA = 1000.0, math.log(10) / math.log1p(100 / 1000)
INCREASE, INCREASE_ALPHA = 200.0, math.log(10) / math.log1p(20 / 200)
TARGET, YEARS, INTERVALS = 1000.0, 2, 5
GROWTH, VOLATILITY, GROWTH_UNCERTAINTY = 0.10, 0.12, 0.03
DRIFT = YEARS * math.log1p(GROWTH)
SPREAD = math.sqrt(VOLATILITY**2 * YEARS + (YEARS * GROWTH_UNCERTAINTY) ** 2)

RESULTS = ("probability_of_target", "required_growth", "projected_cny_bn", "years_to_target")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BASE_POINTS = 4096  # of the Sobol indices
CHANCE = 1e-6  # that results of the same case are taken for those of another one
ORDER = 3  # of chaospy's polynomials: of 2, 3 and 4 the one with the smallest error at 4,096 points

# The six inputs of the Sobol indices: Pareto (from, alpha), PERT (low, mode, high), uniform (low, high)
PARETOS = {
    "revenue_cny_bn": (REVENUE, REVENUE_ALPHA),
    "five_year_increase_cny_bn": (INCREASE, INCREASE_ALPHA),
    "cluster_cny_bn": (CLUSTER, CLUSTER_ALPHA),
}
PERTS = {"volatility": (0.08, 0.12, 0.16), "growth_uncertainty": (0.01, 0.03, 0.05)}
UNIFORMS = {"growth_per_year": (0.015, 0.09)}
INPUTS = (*PARETOS, *PERTS, *UNIFORMS)

# The worked example of docs/uncertainty.md: "over 1,400", about 800 and 500 to 700, weighted 0.4, 1 and 0.5.
PARTS = (0.4 / 1.9, 1 / 1.9, 0.5 / 1.9)
CLAIM, CLAIM_ALPHA = 1400.0, math.log(10) / math.log1p(200 / 1400)
ABOUT, ABOUT_SD = 800.0, 100 / 1.6448536269514722
LOWEST, HIGHEST, WIRE, SHARE = 500.0, 700.0, 15.0, 0.10


def versions() -> str:
    """The versions of the packages in words; exits with a sentence where one is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return ", ".join(f"{name} {version(name)}" for name in ("chaospy", "numpy", "salib", "scipy", "squigglepy"))
    except PackageNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed: make peers")


def check_agreement(what: str, ours: Any, theirs: Any) -> None:
    """Exit, naming `what`, unless rounds of results agree with those of a peer, or with exact numbers.

    Each is a list of rounds with the same numbers in each round; exact numbers are one list without rounds.
    """
    first, second = np.array(ours, dtype=float), np.array(theirs, dtype=float)
    with warnings.catch_warnings(action="ignore"):  # where no round differs from another
        chances = (ttest_ind(first, second, equal_var=False) if second.ndim > 1 else ttest_1samp(first, second)).pvalue
    same = first.mean(axis=0) == (second.mean(axis=0) if second.ndim > 1 else second)
    chances = np.where(same, 1.0, np.nan_to_num(chances))
    if np.any(chances < CHANCE):
        worst = np.unravel_index(np.argmin(chances), np.shape(chances))
        apart = first.mean(axis=0)[worst], (second.mean(axis=0) if second.ndim > 1 else second)[worst]
        sys.exit(
            f"{what}: number {', '.join(str(int(place) + 1) for place in worst)} is {apart[0]:.6g} and {apart[1]:.6g}, "
            "more than sampling explains. Solve the same case in both."
        )


def exact_probability() -> float:
    """P(size >= target): the logarithm of the size is a shifted exponential plus a normal, which scipy knows."""
    ahead = math.log(TARGET) - math.log(CLUSTER) - DRIFT
    return float(exponnorm.sf(ahead, 1 / CLUSTER_ALPHA / SPREAD, loc=0, scale=SPREAD))


def conditional(cluster: Numbers) -> float:
    """The mean of P(size >= target | cluster): what remains to be drawn is the cluster alone."""
    return float(ndtr((np.log(cluster / TARGET) + DRIFT) / SPREAD).mean())


def numpy_hit(seed: int, draws: int) -> float:
    """Draw the cluster and the shock to its growth, and count the sizes that reach the target."""
    generator = np.random.default_rng(seed)
    cluster = CLUSTER * (1 + generator.pareto(CLUSTER_ALPHA, draws))
    return float((cluster * np.exp(DRIFT + SPREAD * generator.standard_normal(draws)) >= TARGET).mean())


def numpy_conditional_hit(seed: int, draws: int) -> float:
    """Draw the cluster alone, plainly, and average the conditional probability, which is what the model does."""
    return conditional(CLUSTER * (1 + np.random.default_rng(seed).pareto(CLUSTER_ALPHA, draws)))


def squigglepy_hit(seed: int, draws: int) -> float:
    """Multiply a Pareto and a lognormal distribution; constants are in the lognormal, which is faster than apart."""
    import squigglepy as sq

    sq.set_seed(seed)
    size = sq.pareto(CLUSTER_ALPHA) * sq.lognorm(norm_mean=math.log(CLUSTER) + DRIFT, norm_sd=SPREAD)
    return float((sq.sample(size, n=draws, verbose=False) >= TARGET).mean())


def about_logarithm() -> tuple[float, float]:
    """The mean and the standard deviation of the logarithm of the part around 800."""
    variance = math.log1p((ABOUT_SD / ABOUT) ** 2)
    return math.log(ABOUT) - variance / 2, math.sqrt(variance)


def numpy_mixture(seed: int, draws: int) -> Numbers:
    """The 5, 50 and 95 % quantile of the profit of the mix where the profit of foil is the mixture."""
    generator = np.random.default_rng(seed)
    part = generator.choice(3, draws, p=PARTS)
    found = [
        CLAIM * (1 + generator.pareto(CLAIM_ALPHA, draws)),
        generator.lognormal(*about_logarithm(), draws),
        generator.uniform(LOWEST, HIGHEST, draws),
    ]
    return np.quantile((1 - SHARE) * WIRE + SHARE * np.choose(part, found), (0.05, 0.5, 0.95))


def squigglepy_mixture(seed: int, draws: int) -> Numbers:
    """The same with its mixture."""
    import squigglepy as sq

    sq.set_seed(seed)
    mu, sd = about_logarithm()
    parts = [CLAIM * sq.pareto(CLAIM_ALPHA), sq.lognorm(norm_mean=mu, norm_sd=sd), sq.uniform(LOWEST, HIGHEST)]
    foil = sq.sample(sq.mixture(parts, list(PARTS)), n=draws, verbose=False)
    return np.quantile((1 - SHARE) * WIRE + SHARE * foil, (0.05, 0.5, 0.95))


def exact_mixture() -> list[float]:
    """The quantiles by solving the closed form of the cumulative probability."""
    from scipy.optimize import brentq

    mu, sd = about_logarithm()

    def cumulative(x: float) -> float:
        over = 1 - (CLAIM / max(x, CLAIM)) ** CLAIM_ALPHA
        about, between = ndtr((math.log(x) - mu) / sd), min(max((x - LOWEST) / (HIGHEST - LOWEST), 0.0), 1.0)
        return float(PARTS[0] * over + PARTS[1] * about + PARTS[2] * between)

    found = [brentq(lambda x, p=p: cumulative(x) - p, 1.0, 1e6, xtol=1e-9) for p in (0.05, 0.5, 0.95)]
    return [(1 - SHARE) * WIRE + SHARE * foil for foil in found]


def chaospy_hits() -> tuple[Callable[[int, int], float], Callable[[int, int], float]]:
    """Its Korobov lattice, of its rules the fastest at this accuracy, shifted at random: counting, and conditional."""
    chaospy = import_chaospy()
    cluster = chaospy.Pareto1(CLUSTER_ALPHA, CLUSTER)
    both = chaospy.J(cluster, chaospy.LogNormal(DRIFT, SPREAD))

    def shifted(seed: int, draws: int, dimensions: int) -> Numbers:
        points = np.atleast_2d(chaospy.generate_samples(draws, dimensions, rule="korobov"))
        return (points + np.random.default_rng(seed).random((dimensions, 1))) % 1

    def count(seed: int, draws: int) -> float:
        return float((np.prod(both.inv(shifted(seed, draws, 2)), axis=0) >= TARGET).mean())

    return count, lambda seed, draws: conditional(cluster.inv(shifted(seed, draws, 1)[0]))


def import_chaospy() -> Any:
    """Import chaospy without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import chaospy
    return chaospy


def four_results(revenue: Numbers, increase: Numbers, cluster: Numbers) -> dict[str, Numbers]:
    """The growth model's four results, in plain numpy, at the historic growth of each draw."""
    growth = (revenue / (revenue - increase)) ** (1 / INTERVALS) - 1
    distance, step = np.log(TARGET / cluster), np.log1p(growth)
    return {
        "probability_of_target": ndtr((YEARS * step - distance) / SPREAD),
        "required_growth": (TARGET / cluster) ** (1 / YEARS) - 1,
        "projected_cny_bn": cluster * (1 + growth) ** YEARS,
        "years_to_target": np.maximum(distance, 0) / step,
    }


def statistics(results: Mapping[str, Numbers]) -> dict[str, tuple[float, ...]]:
    """Mean and quantiles of each result."""
    return {name: (float(x.mean()), *np.quantile(x, QUANTILES).tolist()) for name, x in results.items()}


def numpy_plain(seed: int, draws: int) -> dict[str, tuple[float, ...]]:
    """All draws at once."""
    generator = np.random.default_rng(seed)
    return statistics(four_results(*(low * (1 + generator.pareto(alpha, draws)) for low, alpha in PARETOS.values())))


def squigglepy_plain(seed: int, draws: int) -> dict[str, tuple[float, ...]]:
    """Sample its distributions once each, so that all results see the same draws, and go on in numpy."""
    import squigglepy as sq

    sq.set_seed(seed)
    drawn = (low * sq.sample(sq.pareto(alpha), n=draws, verbose=False) for low, alpha in PARETOS.values())
    return statistics(four_results(*drawn))


def marginals(probabilities: Numbers) -> Numbers:
    """The inputs at probabilities between 0 and 1, a column for each."""
    columns = []
    for name, p in zip(INPUTS, probabilities.T, strict=True):
        if name in PARETOS:
            low, alpha = PARETOS[name]
            columns.append(low * (1 - p) ** (-1 / alpha))
        elif name in PERTS:
            low, mode, high = PERTS[name]
            rise, fall = (mode - low) / (high - low), (high - mode) / (high - low)
            columns.append(low + (high - low) * betaincinv(1 + 4 * rise, 1 + 4 * fall, p))
        else:
            low, high = UNIFORMS[name]
            columns.append(low + (high - low) * p)
    return np.column_stack(columns)


def marginals_of_crossed(seed: int) -> Numbers:
    """The inverse CDFs alone that `salib_indices` needs: SALib crosses the probabilities, others the inputs."""
    return marginals(np.random.default_rng(seed).random((BASE_POINTS * (len(INPUTS) + 2), len(INPUTS))))


Model = Callable[[Numbers], Numbers]  # columns of inputs to rows of results, the model called once on arrays


def numpy_indices(model: Model, seed: int, points: int = BASE_POINTS) -> Numbers:
    """Total indices by Jansen's estimator from two plain matrices: a row for each result, a column for each input."""
    generator = np.random.default_rng(seed)
    first, second = (marginals(generator.random((points, len(INPUTS)))) for _ in range(2))
    crossed = np.repeat(first[np.newaxis], len(INPUTS), axis=0)
    for place in range(len(INPUTS)):
        crossed[place, :, place] = second[:, place]
    found = model(np.concatenate([first, second, crossed.reshape(-1, len(INPUTS))]))
    ahead = found[:, : 2 * points]
    moved = found[:, 2 * points :].reshape(len(found), len(INPUTS), points)
    squares = ((found[:, np.newaxis, :points] - moved) ** 2).mean(axis=2) / 2
    return squares / ahead.var(axis=1)[:, np.newaxis]


def salib_indices(model: Model, seed: int, points: int = BASE_POINTS, resamples: int = 100) -> Numbers:
    """Total indices by SALib, which always adds confidence intervals from `resamples`, 100 unless told."""
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    problem = {"num_vars": len(INPUTS), "names": list(INPUTS), "bounds": [[0, 1]] * len(INPUTS)}
    found = model(marginals(sampling.sample(problem, points, calc_second_order=False, seed=seed)))
    options = {"calc_second_order": False, "num_resamples": resamples, "seed": seed}
    return np.array([analysis.analyze(problem, row, **options)["ST"] for row in found])


def chaospy_indices(model: Model) -> Numbers:
    """Total indices of a polynomial that chaospy fits to the model at its Sobol points, which have no seed."""
    chaospy = import_chaospy()
    every = [chaospy.Pareto1(alpha, low) for low, alpha in PARETOS.values()]
    for low, mode, high in PERTS.values():  # its own PERT is another distribution where the mode is not the middle
        rise, fall = (mode - low) / (high - low), (high - mode) / (high - low)
        every.append(chaospy.Beta(1 + 4 * rise, 1 + 4 * fall, low, high))
    joint = chaospy.J(*every, *(chaospy.Uniform(low, high) for low, high in UNIFORMS.values()))
    expansion = chaospy.generate_expansion(ORDER, joint, normed=True)
    points = joint.sample(BASE_POINTS, rule="sobol")
    _, coefficients = chaospy.fit_regression(expansion, points, model(points.T).T, retall=1)
    return np.asarray(chaospy.TotalOrderSobol(expansion, coefficients)).T
