"""What the notebook on verification shows follows from claims and references, and is empty without them."""

import pytest

from analysis.claims import values_beside, verify
from analysis.claims.references import load_references
from analysis.documents.sources import read_sources
from analysis.notebook import verification

from ..conftest import ROOT


@pytest.fixture(scope="module")
def references():
    return load_references()


@pytest.fixture(scope="module")
def verified():
    return verify(read_sources(ROOT / "seeds"))


def test_rows_are_one_for_each_claim(verified):
    for rows in (verification.claim_rows(verified), verification.verdict_rows(verified)):
        assert len(rows) == len(verified)
    assert len(verification.finding_rows(verified)) == sum(len(item.findings) for item in verified)


def test_claims_lie_outside_their_references_or_not(verified, references):
    values = {place: values_beside(item, references) for place, item in enumerate(verified)}
    compared = {one.label: one for one in verification.compared_claims(verified, values)}
    assert compared["rare earth reserves, 003"].outside
    assert not compared["rare earth reserve share, 003"].outside
    assert len(verification.compared_rows(list(compared.values()))) == sum(len(c.references) for c in compared.values())


def test_the_milestone_is_read_from_each_known_year(verified, references):
    readings = verification.milestone_readings(verified, references)
    assert [one.base_year for one in readings] == sorted(one.base_year for one in readings)
    for one in readings:
        assert (1 + one.real) * (1 + one.price) == pytest.approx(1 + one.nominal)
    assert verification.sign_turns(readings) == "may turn"
    assert verification.sign_turns([one for one in readings if one.real > 0]) == "stays"


def test_paces_begin_with_the_target(verified, references):
    paces, plans = verification.growth_paces(verified, references)
    assert next(iter(paces)) == "target, size taken as of 2025"
    assert paces["target, size taken as of 2025"] == pytest.approx(0.2909944)
    assert set(plans) <= set(paces.values())


def test_without_claims_there_is_no_milestone_and_no_target(references):
    assert verification.milestone_readings([], references) == []
    assert not [label for label in verification.growth_paces([], references)[0] if label.startswith("target")]
