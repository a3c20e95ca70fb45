"""A study checks all parameters of a notebook at once, reads the figures behind them, and computes its model."""

import pytest

from analysis.core.errors import NamedFigureError, NotebookError, ParameterError
from analysis.models import automation_effects, growth_scenarios, margin_uplift, rare_earths
from analysis.notebook.study import parameter_defaults, study


def test_parameters_that_the_notebook_does_not_set_have_the_default():
    case = study({"sources": "seeds", "foil_share": 0.25, "something_else": 1}, margin_uplift)
    assert (case.values["foil_share"], case.values["horizon_years"]) == (0.25, 10.0)
    assert case.outcome == margin_uplift(foil_share=0.25)
    assert "something_else" not in case.parameters


@pytest.mark.parametrize("reserves", ["44", "about 44", "55", "exactly 40"])
@pytest.mark.parametrize("share", ["49", "about 49", "40"])
def test_the_world_reserves_have_the_range_that_the_wording_of_the_figures_allows(reserves, share, tmp_path):
    text = f"China has rare earth reserves of {reserves} million tonnes, or {share} percent of the world's reserves."
    (tmp_path / "a.md").write_text(f"---\npublisher: P\ndate: 2019-05-22\n---\n# A note\n\n{text}\n", "utf-8")
    given = {
        "rare_earth_reserves_mt": float(reserves.split()[-1]),
        "rare_earth_reserve_share": float(share.split()[-1]) / 100,
    }
    case = study({"sources": str(tmp_path), **given}, rare_earths)
    part, whole = (case.interval(name) for name in given)
    assert case.outcome.implied_world_reserves_low_mt == pytest.approx(part[0] / whole[2])
    assert case.outcome.implied_world_reserves_high_mt == pytest.approx(part[2] / whole[0])


def test_every_wrong_parameter_is_named_at_once():
    scope = {"sources": "seeds", "foil_share": 1.5, "horizon_years": "ten", "unit_profit_source": "eur", "draws": 0.5}
    with pytest.raises(ParameterError) as caught:
        study(scope, margin_uplift)
    lines = str(caught.value).splitlines()
    assert [line.split()[0] for line in lines] == ["foil_share", "horizon_years", "unit_profit_source", "draws"]


def test_a_default_without_a_figure_is_an_error_and_a_value_set_by_hand_is_not(sources_folder):
    with pytest.raises(NamedFigureError, match="automation_cost_cut"):
        study({"sources": str(sources_folder)}, automation_effects)
    by_hand = {"cost_cut": 0.07, "energy_cut": 0.05, "productivity_gain": 0.2}
    assert study({"sources": str(sources_folder), **by_hand}, automation_effects).inputs == {}


def test_extras_are_checked_and_kept_apart_from_the_values_of_the_model():
    case = study({"sources": "seeds", "foil_share": 0.2}, growth_scenarios)
    assert (case.extras["foil_share"], case.unit("foil_share")) == (0.2, "fraction")
    assert "foil_share" not in case.values
    with pytest.raises(ParameterError, match="revenue_year"):
        study({"sources": "seeds", "revenue_year": 1}, growth_scenarios)


def test_the_text_of_a_result_and_of_a_parameter_lead_back():
    case = study({"sources": "seeds"}, margin_uplift)
    result, parameter = case.text("payback_years", 2), case.text("foil_share", words=lambda share: f"{share} of it")
    assert (str(result), result.kind, result.target) == ("7.2 years", "result", "payback_years")
    assert (str(parameter), parameter.kind) == ("0.1 of it", "parameter")


def test_a_value_set_by_hand_has_no_hedge():
    by_hand = study({"sources": "seeds", "wire_profit_usd_per_t": 20.0}, margin_uplift)
    assert by_hand.interval("wire_profit_usd_per_t") == (20, 20, 20)


def test_an_unknown_model_is_named():
    with pytest.raises(NotebookError, match="margins"):
        parameter_defaults("margins")
