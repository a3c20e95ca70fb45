"""Draws of uncertain inputs: reproducible bit for bit, chunk by chunk, scrambled Sobol points or plain.

Every input has its own stream, named after it, so that the draws of one do not change when another is added.
Inputs that are read from one printed number share a stream.
A batch of up to 16 384 points is the unit of work: batches are independent of each other, any of them can be drawn
alone, and their spread gives the standard error of what is computed from them (Owen, Monte Carlo theory, methods
and examples, chapter 17: randomised quasi-Monte Carlo by replication).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from analysis.core.errors import ParameterError
from analysis.models.distributions import Distribution
from analysis.models.parameters import Numbers, Parameter

Method = Literal["sobol", "plain"]
METHODS: tuple[Method, ...] = ("sobol", "plain")
LARGEST_BATCH = 14  # 2^14 = 16 384 points: what a core keeps in its cache, and memory that does not grow
SMALLEST_BATCH = 6
REPLICATES = 16  # batches at least, so that their spread is a standard error worth the name
TINY = 2.0**-53  # a probability of exactly 0 or 1 has no quantile in an open distribution

DRAWS = Parameter(
    "draws",
    "count",
    "assumption",
    "Monte Carlo draws",
    low=REPLICATES << SMALLEST_BATCH,
    high=1e8,
    whole=True,
    source="assumption: enough to converge",
)
SEED = Parameter(
    "seed",
    "count",
    "assumption",
    "seed of all random streams",
    low=0,
    high=2**53,
    whole=True,
    source="assumption: any number does",
)


@dataclass(frozen=True)
class SamplingPlan:
    """How many points are drawn, how, and from which seed; `correlations` is by pairs of input names."""

    draws: int = 65_536
    seed: int = 1
    method: Method = "sobol"
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ParameterError for invalid numbers, and for correlations that no set of inputs can have."""
        DRAWS.check(self.draws)
        SEED.check(self.seed)
        correlation_factor(self.correlations)
        if self.method not in METHODS:
            raise ParameterError(f"method must be one of {', '.join(METHODS)}, got {self.method!r}")

    @property
    def size(self) -> int:
        """Points in a batch, a power of 2 as Sobol points require."""
        return 1 << min(LARGEST_BATCH, (int(self.draws) // REPLICATES).bit_length() - 1)

    @property
    def batches(self) -> int:
        """How many batches give at least `draws` points."""
        return -(-int(self.draws) // self.size)


def stream(seed: int, name: str, batch: int) -> np.random.Generator:
    """Return the random stream of one batch of one input.

    The input's own seed sequence has the spawn key crc32(name); its batches are the children of that.
    """
    key = (crc32(name.encode()), batch)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(int(seed), spawn_key=key)))


def draw(
    distributions: Mapping[str, Distribution], plan: SamplingPlan, batches: Iterable[int], order: Sequence[str]
) -> dict[str, Numbers]:
    """Return the draws of some batches one after another, an array of `plan.size` times their number for each input.

    `order` lists every input that could be uncertain, such as the parameters of the model: the place in it decides
    which Sobol dimension an input gets, so that its draws stay when another becomes uncertain.
    """
    parts = [_batch_probabilities(distributions, plan, batch, order) for batch in batches]
    return {
        name: np.asarray(item.quantile(np.concatenate([p[name] for p in parts])))
        for name, item in distributions.items()
    }


def _batch_probabilities(
    distributions: Mapping[str, Distribution], plan: SamplingPlan, batch: int, order: Sequence[str]
) -> dict[str, Numbers]:
    streams = {name: item.stream or name for name, item in distributions.items()}
    slots = {name: place for place, name in enumerate(dict.fromkeys((*order, *streams.values())))}
    # Batches of full size are many, and keeping some of them would not help.
    kept = _probabilities if plan.size < 1 << LARGEST_BATCH else _probabilities.__wrapped__
    by_stream = {
        name: kept(name, slots[name], batch, plan.size, plan.seed, plan.method)
        for name in dict.fromkeys(streams.values())
    }
    probabilities = {name: by_stream[found] for name, found in streams.items()}
    drawn_pairs = {pair: value for pair, value in plan.correlations.items() if set(pair) <= probabilities.keys()}
    if drawn_pairs:
        probabilities |= _correlated(probabilities, drawn_pairs)
    return probabilities


@lru_cache(maxsize=256)  # a notebook draws the same for results, ranges and differences; these take 16 MB at most
def _probabilities(name: str, slot: int, batch: int, size: int, seed: int, method: Method) -> Numbers:
    generator = stream(seed, name, batch)
    if method == "plain":
        found = np.clip(generator.random(size), TINY, 1 - TINY)
    else:
        exponent = size.bit_length() - 1
        found = _scrambled(_net(exponent, 1 << max(slot, 7).bit_length())[slot], exponent, generator)
    found.flags.writeable = False  # it is used again
    return found


@lru_cache(maxsize=8)  # a batch may need points of 8, 16 and 32 dimensions; the largest take 4 MB
def _net(exponent: int, dimensions: int) -> NDArray[np.int64]:
    """The first 2^exponent Sobol points as whole numbers below 2^exponent, a row for each dimension."""
    from scipy.stats import qmc

    points: Any = qmc.Sobol(dimensions, scramble=False).random_base2(exponent)
    return np.ascontiguousarray((points.T * (1 << exponent)).astype(np.int64))


def _scrambled(points: NDArray[np.int64], exponent: int, generator: np.random.Generator) -> Numbers:
    """Owen's nested uniform scrambling of one dimension, which scipy has for all dimensions at once only.

    Each digit is flipped or not, by its own coin for each combination of the digits above it; what is below
    the last digit is uniform. The image of all 2^m prefixes is built by doubling.
    """
    image = np.zeros(1, dtype=np.int64)
    for _ in range(exponent):
        coins = generator.integers(0, 2, size=image.size, dtype=np.int64)
        doubled = np.empty(2 * image.size, dtype=np.int64)
        doubled[0::2] = 2 * image + coins
        doubled[1::2] = 2 * image + 1 - coins
        image = doubled
    return np.clip((image[points] + generator.random(points.size)) / (1 << exponent), TINY, 1 - TINY)


def _correlated(
    probabilities: Mapping[str, Numbers], correlations: Mapping[tuple[str, str], float]
) -> dict[str, Numbers]:
    """The inputs named in `correlations` tied by a Gaussian copula: each keeps its own distribution."""
    from scipy.special import ndtr, ndtri

    names = list(dict.fromkeys(name for pair in correlations for name in pair))
    factor = correlation_factor(correlations)
    normal: Numbers = np.asarray(ndtri(np.stack([probabilities[name] for name in names])), dtype=float)
    tied: Numbers = np.asarray(ndtr(factor @ normal), dtype=float)
    return {name: np.clip(row, TINY, 1 - TINY) for name, row in zip(names, tied, strict=True)}


def correlation_factor(correlations: Mapping[tuple[str, str], float]) -> Numbers:
    """Return the lower Cholesky factor of the correlations, in the order in which the inputs are named.

    >>> correlation_factor({("a", "b"): 0.6}).round(3)
    array([[1. , 0. ],
           [0.6, 0.8]])
    """
    if not (
        isinstance(correlations, Mapping) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in correlations)
    ):
        raise ParameterError(f"correlations must map pairs of inputs to numbers, got {correlations!r}")
    names = list(dict.fromkeys(name for pair in correlations for name in pair))
    matrix = np.eye(len(names))
    seen = set()
    for pair, value in correlations.items():
        first, second = (names.index(name) for name in pair)
        if not isinstance(value, (int, float)) or not -1 < value < 1:
            raise ParameterError(
                f"the correlation of {' and '.join(pair)} must be between -1 and 1 (exclusive), got {value!r}"
            )
        if first == second:
            raise ParameterError(f"cannot correlate {pair[0]} with itself")
        if frozenset(pair) in seen:
            raise ParameterError(f"duplicate correlation of {' and '.join(pair)}")
        seen.add(frozenset(pair))
        matrix[first, second] = matrix[second, first] = value
    try:
        return np.asarray(np.linalg.cholesky(matrix), dtype=float)
    except np.linalg.LinAlgError:
        pairs = "; ".join(f"{' and '.join(pair)} {value:g}" for pair, value in correlations.items())
        raise ParameterError(f"the correlations contradict each other: {pairs}; move one of them closer to 0") from None
