"""What the evidence says of a claim: which references are comparable, what they count for, and what comes of it."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.claim import claim_from
from analysis.claims.evidence import evidence_on, likeness
from analysis.core.references import load_references
from analysis.documents.sources import read_sources
from analysis.models.distributions import hedge_distribution

from ..conftest import ROOT


@pytest.fixture(scope="module")
def seeds():
    return read_sources(ROOT / "seeds")


@pytest.fixture(scope="module")
def foil(seeds):
    inputs, _ = search_inputs(seeds, ["foil_profit_usd_per_t"])
    return claim_from(inputs["foil_profit_usd_per_t"].named, seeds)


@pytest.fixture(scope="module")
def revenue(seeds):
    inputs, _ = search_inputs(seeds, ["revenue_cny_bn"])
    return claim_from(inputs["revenue_cny_bn"].named, seeds)


def reference(claim, **changes):
    """A row that is like the claim in everything, but for the changes."""
    row = next(iter(load_references().values()))
    same = {
        "id": "X",
        "quantity": claim.verify.quantity,
        "unit": claim.unit,
        "scope": claim.verify.scope or None,
        "region": claim.region,
        "period": claim.named.figure.period or str(claim.published)[:4],
        "value": claim.base,
        "low": None,
        "high": None,
        "independent": "yes",
        "publisher": "one",
        "title": "one",
    }
    return replace(row, **{**same, **changes})


def rows(*found):
    return {item.id: item for item in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 1.0),
        ({"scope": "another product"}, 0.5),
        ({"scope": "another product", "period": "2022"}, 0.25),
        ({"period": "1990"}, 0.0),
        ({"quantity": "foil_fee"}, 0.0),
        ({"independent": "no"}, 0.0),
        ({"unit": "t"}, 0.0),
    ],
)
def test_the_likeness_of_a_rate(foil, changes, expected):
    row = reference(foil, **changes)
    assert likeness(foil, row, rows(row)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, 1.0), ({"region": "China"}, 0.0), ({"scope": "copper only"}, 0.0), ({"period": "2019"}, 0.0)],
)
def test_a_total_has_the_same_region_scope_and_period(revenue, changes, expected):
    row = reference(revenue, **changes)
    assert likeness(revenue, row, rows(row)) == expected


def test_the_rows_of_one_publication_share_its_weight(foil):
    pair = [reference(foil, id=name, value=800.0) for name in ("A", "B")]
    other = reference(foil, id="C", value=900.0, publisher="another")
    weights = evidence_on(foil, None, rows(*pair, other)).weights
    assert weights["A"] == weights["B"] == pytest.approx(weights["C"] / 2)


@pytest.mark.parametrize(
    ("standing", "weight"),
    [("statistics", 1.0), ("press", 0.8), ("state_media", 0.6), ("web", 0.4), ("", 0.4), ("a blog", 0.4)],
)
def test_a_claim_counts_by_the_grade_of_its_source(foil, standing, weight):
    found = evidence_on(replace(foil, standing=standing), None, rows(reference(foil)))
    assert found.claim_weight == pytest.approx(weight / (weight + 1))
    assert found.claim_weight + sum(found.weights.values()) == pytest.approx(1)


def test_without_comparable_references_there_is_no_evidence(foil):
    assert evidence_on(foil, None, {}) is None
    assert evidence_on(foil, None, rows(reference(foil, independent="no"))) is None


@pytest.mark.parametrize(
    ("claimant", "article", "expected"),
    [
        ("Northern Ores", "Northern Ores makes foil.", 0.0),  # the firm that the article is about
        ("Northern Ores", "Southern Ores makes foil.", 1.0),
        ("Jiangxi Copper", "A line at the Guixi smelter saves costs.", 0.0),  # a plant of the group
        ("Jiangxi Copper", "A smelter in Shandong saves costs.", 1.0),
        (None, "Northern Ores makes foil.", 1.0),
    ],
)
def test_a_number_from_the_claimant_is_not_evidence(foil, claimant, article, expected):
    row = reference(foil, claimant=claimant)
    assert likeness(replace(foil, article=article), row, rows(row)) == expected


def test_a_net_profit_is_not_compared_with_one_before_tax(foil):
    for basis, expected in (("gross", 1.0), ("after_depreciation", 1.0), ("net", 0.0)):
        row = reference(foil, profit_basis=basis)
        assert likeness(foil, row, rows(row)) == expected


def test_the_mixture_is_what_choosing_a_part_at_random_gives(foil):
    wording = hedge_distribution(1400, ">")
    found = evidence_on(
        foil,
        wording,
        rows(
            reference(foil, id="A", value=800.0),
            reference(foil, id="B", value=600.0, low=500.0, high=700.0, scope="another", publisher="another"),
        ),
    )
    # The worked example of docs/uncertainty.md: 0.4 for the claim, 1 and 0.5 for the references, over 1.9.
    assert found.claim_weight == pytest.approx(0.4 / 1.9)
    assert found.weights == pytest.approx({"A": 1 / 1.9, "B": 0.5 / 1.9})
    rng = np.random.default_rng(1)
    parts = rng.choice(3, size=400_000, p=[0.4 / 1.9, 1 / 1.9, 0.5 / 1.9])
    uniform = rng.random(parts.size)
    about_800 = hedge_distribution(800, "~")
    drawn = np.choose(parts, [wording.quantile(uniform), about_800.quantile(uniform), 500 + 200 * uniform])
    for p in (0.05, 0.2, 0.5, 0.75, 0.95):
        value = found.distribution.quantile(p)
        assert (drawn <= value).mean() == pytest.approx(p, abs=0.004)


@pytest.mark.parametrize(
    ("changes", "low", "high"),
    [
        ({"value": -417.0}, -450, -380),  # a loss
        ({"value": 0.0}, 0, 0),
        ({"value": 800.0, "low": 800.0}, 800, 1e4),  # at least
        ({"value": 800.0, "high": 800.0}, 0, 800),  # at most
        ({"value": 800.0, "low": 700.0, "high": 900.0}, 700, 900),
    ],
)
def test_a_reference_has_the_spread_of_what_it_prints(foil, changes, low, high):
    found = evidence_on(foil, None, rows(reference(foil, **changes)), claim_share=0)
    least, most = found.distribution.quantile(np.array([1e-6, 1 - 1e-6]))
    assert low - 1e-9 <= least <= most <= high + 1e-9


def test_money_is_converted_at_the_rate_of_its_year(foil):
    rates = {name: item for name, item in load_references().items() if item.quantity == "exchange_rate"}
    row = reference(foil, unit="CNY/t", value=7000.0, period="2024")
    found = evidence_on(foil, None, rates | rows(row), claim_share=0)
    assert found.distribution.quantile(0.5) == pytest.approx(7000 / rates["FX2024"].value, rel=0.01)
