"""A sensitivity moves claims by their hedge and assumptions by the presets, the widest first."""

import pytest

from analysis.models import margin_uplift
from analysis.notebook.scenario_table import sensitivity
from analysis.notebook.study import study


def test_hedges_and_presets_move_the_result(displayed):
    bars = sensitivity(study({"sources": "seeds"}, margin_uplift), "uplift_usd_per_t")
    found = [(s.parameter, s.inputs[0], s.inputs[-1], s.answers[0], s.answers[-1]) for s in bars]
    assert found == [
        ("foil_profit_usd_per_t", 1400, 1600, 1385, 1585),
        ("wire_profit_usd_per_t", 12.5, 17.5, 1387.5, 1382.5),
    ]
    assert "Foil profit  USD 1,400 per tonne" in displayed[0]


def test_a_value_set_by_hand_has_no_hedge_but_keeps_its_presets(displayed):
    case = study({"sources": "seeds", "foil_profit_usd_per_t": 1500.0}, margin_uplift)
    bars = sensitivity(case, "uplift_usd_per_t")
    assert (bars[0].parameter, bars[0].inputs[0], bars[0].inputs[-1]) == ("foil_profit_usd_per_t", 737, 1600)


def test_further_ranges_win_and_inputs_without_effect_are_left_out(displayed):
    case = study({"sources": "seeds"}, margin_uplift)
    bars = sensitivity(case, "annual_uplift_usd", more={"foil_share": (0.0, 0.2), "horizon_years": (5, 20)})
    assert (bars[0].parameter, bars[0].answers[0], bars[0].answers[-1]) == ("foil_share", 0.0, pytest.approx(27.7e6))
    assert "horizon_years" not in [bar.parameter for bar in bars]
