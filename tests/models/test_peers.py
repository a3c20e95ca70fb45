"""The cases of benchmarks/models.py are the same for the product and for plain numpy, which it is compared with."""

import sys

import pytest

from analysis.models import growth_scenarios
from analysis.models.distributions import hedge_distribution
from analysis.models.sampling import SamplingPlan
from analysis.models.simulation import simulate

from ..conftest import ROOT

ROUNDS, DRAWS = range(1, 9), 4096


@pytest.fixture
def peers(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield __import__("model_peers")
    del sys.modules["model_peers"]


def drawn(peers, case):
    hedged = {name: hedge_distribution(low, ">") for name, (low, _) in peers.PARETOS.items()}
    rounds = []
    for seed in ROUNDS:
        spreads = simulate(
            growth_scenarios, case, hedged, peers.RESULTS, SamplingPlan(DRAWS, seed, method="plain")
        ).spreads
        rounds.append(
            [[one.mean.value, *(one.quantiles[p].value for p in peers.QUANTILES)] for one in spreads.values()]
        )
    return rounds


def test_plain_draws_agree_with_numpy_and_another_case_is_refused(peers):
    numpy = [list(peers.numpy_plain(seed, DRAWS).values()) for seed in ROUNDS]
    case = {"volatility": peers.VOLATILITY, "growth_uncertainty": peers.GROWTH_UNCERTAINTY}
    peers.check_agreement("the same case", drawn(peers, case), numpy)
    with pytest.raises(SystemExit, match="another volatility"):
        peers.check_agreement("another volatility", drawn(peers, case | {"volatility": 0.129}), numpy)
    peers.check_agreement("the same numbers", [[1.0, 2.0]] * 3, [1.0, 2.0])
    with pytest.raises(SystemExit, match="exact"):
        peers.check_agreement("exact", [[1.0, 2.0]] * 3, [1.0, 2.1])
