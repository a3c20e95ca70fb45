"""What a question assumes where the sources leave a figure out, and that the study and the plan say so."""

from pathlib import Path

import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.presets import assumed_inputs
from analysis.core.errors import NamedFigureError
from analysis.core.references import load_references
from analysis.documents.sources import Document, Sources
from analysis.models import PARAMETERS
from analysis.notebook.study import study
from analysis.runs.plan import find_notebooks, plan

ROBOTS = (
    "Since robots took over, costs of the smelter have fallen by 7 percent and productivity has risen by 18 percent."
)
METALS = (
    "Revenue of Anhui's non-ferrous metals industry was 520 billion yuan. In five years it has increased by 160 "
    "billion yuan. Sales of the copper cluster came to 210 billion yuan, and the goal for 2028 is 300 billion yuan."
)


def sources_of(*texts):
    return Sources(tuple(Document(f"t{n}", Path(f"t{n}.txt"), text, "0") for n, text in enumerate(texts)))


def assumed(*texts, of):
    inputs, problems = search_inputs(sources_of(*texts), of)
    return assumed_inputs(problems, inputs)


def test_missing_inputs_are_assumed_with_a_reason():
    found = assumed(ROBOTS, of=["cost_cut", "energy_cut", "productivity_gain"])
    assert list(found) == ["energy_cut"]
    assert found["energy_cut"].value == 0
    assert found["energy_cut"].because


def test_a_reference_and_a_claim_over_a_reference_are_values():
    found = assumed(METALS, of=["revenue_cny_bn", "revenue_usd_bn", "value_added_growth", "recycled_target_mt"])
    references = load_references()
    assert found["value_added_growth"].value == references["PLAN25V"].value
    assert "PLAN25V" in found["value_added_growth"].because
    assert found["revenue_usd_bn"].value == pytest.approx(520 / references["FX2025"].value, rel=1e-3)
    assert found["recycled_target_mt"].value == PARAMETERS["recycled_target_mt"].check(20.0)


def test_nothing_is_assumed_without_the_claim_that_it_starts_from():
    assert "revenue_usd_bn" not in assumed(ROBOTS, of=["revenue_cny_bn", "revenue_usd_bn"])


def test_nothing_is_assumed_where_the_sources_differ():
    one = "The automated line uses 5 percent less energy."
    other = "The automated line uses 15 percent less energy."
    assert assumed(one, other, of=["energy_cut"]) == {}


def test_nothing_is_assumed_where_the_sources_state_the_opposite():
    rise = "Robots have run the copper smelter since 2024. They have raised its energy use by 2 percent."
    assert assumed(rise, of=["energy_cut"]) == {}
    assert "energy_cut" in assumed(rise.replace("energy use", "energy bill"), of=["energy_cut"])


def test_a_plan_uses_assumed_values_unless_it_is_strict():
    notebooks = find_notebooks(["automation_effects"])
    (job,) = plan(notebooks, sources_of(ROBOTS), strict=False)
    assert job.unanswered is None
    assert job.resolved["energy_cut"].decided_by == "assumed"
    assert job.values["energy_cut"] == 0
    (job,) = plan(notebooks, sources_of(ROBOTS), given={"energy_cut": 0.05}, strict=False)
    assert job.resolved["energy_cut"].decided_by == "-p"
    with pytest.raises(NamedFigureError, match="automation_energy_cut"):
        plan(notebooks, sources_of(ROBOTS))


def test_a_question_without_its_main_figures_stays_unanswered():
    (job,) = plan(find_notebooks(["growth_scenarios"]), sources_of(ROBOTS), strict=False)
    assert job.unanswered is not None


def test_a_study_knows_what_it_assumes(tmp_path):
    (tmp_path / "robots.txt").write_text(ROBOTS, encoding="utf-8")
    found = study(
        {"sources": str(tmp_path), "cost_cut": 0.07, "productivity_gain": 0.18, "energy_cut": 0.0}, "automation_effects"
    )
    assert list(found.assumed) == ["energy_cut"]
    with pytest.raises(NamedFigureError, match="automation_energy_cut"):
        study({"sources": str(tmp_path), "cost_cut": 0.07, "productivity_gain": 0.18}, "automation_effects")
