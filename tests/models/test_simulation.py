"""Monte Carlo against closed forms, with standard errors that mean what they say."""

import math
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from analysis.core.errors import ParameterError
from analysis.models import growth_scenarios, margin_uplift, rare_earths
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution, hedge_distribution
from analysis.models.fan_chart import growth_path
from analysis.models.parameters import defaults_of
from analysis.models.questions.growth_scenarios import VOLATILITY
from analysis.models.sampling import METHODS, SamplingPlan
from analysis.models.simulation import Simulation, simulate, simulate_difference
from analysis.models.spread import CONVERGED, Estimate, Spread

FOIL, WIRE = hedge_distribution(1400, ">"), hedge_distribution(15, "~")
FOIL_MEAN = 1400 * FOIL.shape.alpha / (FOIL.shape.alpha - 1)
PROFITS = {"foil_profit_usd_per_t": FOIL, "wire_profit_usd_per_t": WIRE}
CLUSTER = {"cluster_cny_bn": hedge_distribution(600, ">")}
GROWTH = {"growth_per_year": 0.1}
SEEDS = range(1, 7)


def hit_in_closed_form(growth=0.1, years=2, volatility=VOLATILITY, growth_uncertainty=0.03):
    """P(C exp(N) >= 1000) with C Pareto from 600: ln C is exponential, its sum with a normal is an exponnorm."""
    alpha = CLUSTER["cluster_cny_bn"].shape.alpha
    spread = math.sqrt(volatility**2 * years + (years * growth_uncertainty) ** 2)
    middle = math.log(600) + years * math.log1p(growth)
    return stats.exponnorm.sf(math.log(1000), 1 / (alpha * spread), loc=middle, scale=spread)


def off(estimate, exact):
    return abs(estimate.value - exact) / estimate.standard_error


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", SEEDS)
def test_means_equal_the_closed_forms(method, seed):
    names = ("uplift_usd_per_t", "uplift_ratio", "annual_uplift_usd")
    found = simulate(margin_uplift, {}, PROFITS, names, SamplingPlan(16_384, seed, method)).spreads
    foil, wire = FOIL_MEAN, WIRE.shape.mean
    ratio = foil * (1 + (WIRE.shape.sd / wire) ** 2) / wire
    for name, exact in zip(names, (foil - wire, ratio, 1e4 * (foil - wire)), strict=True):
        assert off(found[name].mean, exact) < 4, name


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_probability_of_the_target_equals_the_closed_form(method, seed):
    plan = SamplingPlan(16_384, seed, method)
    found = simulate(growth_scenarios, GROWTH, CLUSTER, ("probability_of_target",), plan)
    mean = found.spreads["probability_of_target"].mean
    assert off(mean, hit_in_closed_form()) < 4
    assert off(mean, growth_scenarios(**GROWTH).probability_of_target) > 20  # the hedge is not nothing


@pytest.mark.parametrize("method", METHODS)
def test_paths_that_are_drawn_hit_as_often_as_the_closed_form_says(method):
    def paths(*, cluster_cny_bn, probability):
        case = {**defaults_of(growth_scenarios), "cluster_cny_bn": cluster_cny_bn, "growth_per_year": 0.1}
        size, _ = growth_path(case, [2027], probability)[0]
        return {"hit": np.greater_equal(size, 1000).astype(float), "size": size}

    luck = {"probability": Distribution(Uniform(0.0, 1.0), "luck")}
    start = {"cluster_cny_bn": 600.0, "probability": 0.5}
    found = simulate(paths, start, {**CLUSTER, **luck}, ("hit", "size"), SamplingPlan(65_536, 3, method)).spreads
    assert off(found["hit"].mean, hit_in_closed_form()) < 4
    alpha = CLUSTER["cluster_cny_bn"].shape.alpha
    spread = math.sqrt(VOLATILITY**2 * 2 + 0.06**2)
    mean = 600 * alpha / (alpha - 1) * 1.21 * math.exp(spread**2 / 2)
    assert off(found["size"].mean, mean) < 4


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", SEEDS)
def test_quantiles_of_a_result_that_falls_with_its_input_are_exact(method, seed):
    plan = SamplingPlan(65_536, seed, method)
    found = simulate(growth_scenarios, {}, CLUSTER, ("required_growth",), plan).spreads["required_growth"]
    for p, estimate in found.quantiles.items():
        exact = math.sqrt(1000 / CLUSTER["cluster_cny_bn"].quantile(1 - p)) - 1
        assert off(estimate, exact) < 4, p


@pytest.mark.parametrize("method", METHODS)
def test_the_standard_error_equals_the_spread_between_seeds(method):
    exact = FOIL_MEAN - 15
    scores = []
    for seed in range(60):
        found = simulate(margin_uplift, {}, PROFITS, ("uplift_usd_per_t",), SamplingPlan(4096, seed, method))
        mean = found.spreads["uplift_usd_per_t"].mean
        scores.append((mean.value - exact) / mean.standard_error)
    assert 0.75 < np.sqrt(np.mean(np.square(scores))) < 1.35
    assert abs(np.mean(scores)) < 4 / np.sqrt(len(scores))


def test_sobol_points_are_worth_many_plain_draws():
    errors = {
        method: simulate(margin_uplift, {}, PROFITS, ("uplift_usd_per_t",), SamplingPlan(65_536, 1, method))
        .spreads["uplift_usd_per_t"]
        .mean.standard_error
        for method in METHODS
    }
    assert errors["sobol"] < errors["plain"] / 5


def test_two_runs_agree_to_the_last_bit_also_on_threads():
    plan = SamplingPlan(400_000, 5)  # batches of full size go to threads
    first, second = (simulate(growth_scenarios, {}, CLUSTER, ("projected_cny_bn",), plan) for _ in range(2))
    one, other = first.spreads["projected_cny_bn"], second.spreads["projected_cny_bn"]
    assert (one.mean, one.sd, one.quantiles) == (other.mean, other.sd, other.quantiles)
    assert one.counts.tolist() == other.counts.tolist()


def test_memory_hardly_grows_with_the_draws():
    peaks = []
    for draws in (1 << 18, 1 << 21):
        tracemalloc.start()
        simulate(growth_scenarios, {}, CLUSTER, ("projected_cny_bn",), SamplingPlan(draws, method="plain"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2e6  # one array of all draws would be 17 MB


def test_correlated_profits_narrow_or_widen_the_uplift():
    tied = {}
    for correlation in (0.9, -0.9):
        plan = SamplingPlan(65_536, correlations={("foil_profit_usd_per_t", "wire_profit_usd_per_t"): correlation})
        tied[correlation] = simulate(margin_uplift, {}, PROFITS, ("uplift_ratio",), plan).spreads["uplift_ratio"]
    free = simulate(margin_uplift, {}, PROFITS, ("uplift_ratio",), SamplingPlan(65_536)).spreads["uplift_ratio"]
    assert tied[0.9].sd < free.sd < tied[-0.9].sd


def test_a_correlation_with_a_name_that_is_not_an_input_is_refused():
    plan = SamplingPlan(1024, correlations={("foil_profit_usd_per_t", "wire_profit"): 0.5})
    with pytest.raises(ParameterError, match="margin_uplift has no input wire_profit"):
        simulate(margin_uplift, {}, PROFITS, ("uplift_ratio",), plan)


def test_a_result_that_never_comes_is_counted_and_not_averaged():
    def model(*, x):
        return {"years": np.where(np.asarray(x) < 0.25, np.inf, 2.0), "share": np.where(np.asarray(x) < 0.5, np.nan, x)}

    unit = {"x": Distribution(Uniform(0.0, 1.0), "")}
    found = simulate(model, {"x": 1.0}, unit, ("years", "share"), SamplingPlan(16_384)).spreads
    assert (found["years"].never, found["years"].mean.value) == (0.25, 2.0)
    assert found["years"].quantiles[0.5].value == 2.0
    assert found["years"].high == math.inf
    assert found["share"].undefined == 0.5
    assert found["share"].mean.value == pytest.approx(0.75, abs=1e-3)


def test_the_histogram_contains_all_draws_but_the_extremes():
    found = simulate(margin_uplift, {}, PROFITS, ("uplift_ratio",), SamplingPlan(16_384)).spreads["uplift_ratio"]
    assert found.counts.sum() == pytest.approx(0.99 * 16_384, rel=0.01)
    middles = (found.edges[1:] + found.edges[:-1]) / 2
    assert np.average(middles, weights=found.counts) == pytest.approx(found.mean.value, rel=0.01)


def test_results_that_do_not_depend_on_the_draws_have_no_error():
    found = simulate(margin_uplift, {}, PROFITS, ("areal_mass_g_per_m2", "uplift_ratio"))
    still = found.spreads["areal_mass_g_per_m2"]
    assert (still.sd, still.mean.standard_error, still.low, still.error) == (0, 0, pytest.approx(31.36), 0)
    certain = simulate(margin_uplift, {}, {}, ("uplift_ratio",)).spreads["uplift_ratio"]
    assert certain.mean == Estimate(certain.base, 0.0)


def test_rounding_alone_is_not_a_spread():
    def model(*, x):
        return {"sum": np.asarray(x) / 3 * 3 - x + 0.7}

    found = simulate(model, {"x": 1.0}, {"x": Distribution(Uniform(0.0, 1.0), "")}, ("sum",))
    assert found.spreads["sum"].sd == 0
    assert np.isfinite(found.spreads["sum"].edges).all()


def test_a_run_says_whether_it_has_converged_and_what_is_missing():
    few = simulate(margin_uplift, {}, PROFITS, ("uplift_ratio",), SamplingPlan(1024, method="plain"))
    words = few.convergence
    assert words.startswith("1,024 draws, seed 1: not converged, the standard error of foil profit over ")
    times = int(words.split("about ")[1].split()[0])
    enough = simulate(margin_uplift, {}, PROFITS, ("uplift_ratio",), SamplingPlan(1024 * 4 * times, method="plain"))
    assert "converged, no standard error is above" in enough.convergence


def test_what_hardly_ever_happens_is_judged_by_its_deviation():
    nothing, rare = Estimate(0.0, 1e-70), Estimate(1e-20, 4e-23)
    spread = Spread(0.0, rare, 1e-20, dict.fromkeys((0.05, 0.5, 0.95), nothing), 0.0, 0.0, np.empty(0), np.empty(0))
    assert spread.error == pytest.approx(0.004)


def test_the_worst_result_decides():
    def spread(error):
        sure = Estimate(0.0, 0.0)
        quantiles = {0.05: sure, 0.5: sure, 0.95: Estimate(1.0, error)}
        return Spread(0.5, sure, 1.0, quantiles, 0.0, 0.0, np.empty(0), np.empty(0))

    both = Simulation({"good": spread(0.001), "bad": spread(0.03)}, SamplingPlan(1024), CLUSTER)
    assert both.convergence.endswith(
        "the standard error of bad is 3 % of its range, above the limit of 1 %. Take about 9 times as many draws."
    )


def test_infinite_and_undefined_results_are_not_called_converged():
    loss = {"foil_profit_usd_per_t": Distribution(Uniform(-1000.0, 1400.0), "")}
    found = simulate(margin_uplift, {}, loss, ("payback_years", "uplift_usd_per_t"))
    assert math.isnan(found.spreads["payback_years"].error)
    assert found.convergence.endswith("Payback has no standard error: some draws have no finite value.")
    rates = Simulation({"irr": found.spreads["payback_years"]}, found.plan, found.distributions)
    assert "Internal rate of return has no standard error" in rates.convergence


def test_the_convergence_of_an_event_is_judged_by_its_deviation():
    def model(*, x):
        return {"hit": np.less(x, 0.01).astype(float)}

    unit = {"x": Distribution(Uniform(0.0, 1.0), "")}
    few = simulate(model, {"x": 0.5}, unit, ("hit",), SamplingPlan(1024, method="plain")).spreads["hit"]
    many = simulate(model, {"x": 0.5}, unit, ("hit",), SamplingPlan(65_536)).spreads["hit"]
    assert many.error <= CONVERGED < few.error


def test_without_draws_nothing_is_claimed_of_them():
    assert simulate(margin_uplift, {}, {}, ("uplift_ratio",)).convergence == "Nothing is uncertain here: no draws."


def test_quantiles_have_no_bias_that_the_error_does_not_show():
    scores = []
    exact = math.sqrt(1000 / CLUSTER["cluster_cny_bn"].quantile(0.5)) - 1
    for seed in range(20):
        found = simulate(growth_scenarios, {}, CLUSTER, ("required_growth",), SamplingPlan(1024, seed))
        median = found.spreads["required_growth"].quantiles[0.5]
        scores.append((median.value - exact) / median.standard_error)
    assert abs(np.mean(scores)) < 1


@pytest.mark.parametrize(
    ("name", "found", "words"),
    [
        ("foil_share", Distribution(Uniform(0.5, 1.5), ""), r"foil_share must be .*, got 1\.5"),
        ("foil_share", hedge_distribution(10, "~"), "foil_share must be .*, got 9.9"),
        ("tonnage_t_per_year", Distribution(Uniform(-5.0, 5.0), ""), r"tonnage_t_per_year must be .*, got -5\.0"),
        ("foil_share", "about", "the distribution of foil_share must be .*, got 'about'"),
        ("foil_share", None, "the distribution of foil_share must be .*, got None"),
    ],
)
def test_a_distribution_outside_its_parameter_is_refused(name, found, words):
    with pytest.raises(ParameterError, match=words):
        simulate(margin_uplift, {}, {name: found}, ("annual_uplift_usd",))


def test_tails_are_cut_at_the_limits():
    over = {"foil_share": hedge_distribution(0.9, ">")}
    found = simulate(margin_uplift, {}, over, ("blended_profit_usd_per_t",)).spreads["blended_profit_usd_per_t"]
    assert found.high == pytest.approx(1400)


def test_draws_stop_inside_an_open_limit():
    falling = {"growth_per_year": hedge_distribution(0.9, "~").scaled(-1.0)}
    found = simulate(growth_scenarios, {}, falling, ("projected_cny_bn",), SamplingPlan(1024)).spreads[
        "projected_cny_bn"
    ]
    assert found.undefined == found.never == 0


def test_a_draw_outside_its_limits_is_refused():
    def beyond(**drawn):
        return margin_uplift(foil_share=drawn["foil_share"] + 7)

    with pytest.raises(ParameterError, match=r"foil_share must be .*, got 7"):
        simulate(beyond, {"foil_share": 0.1}, {"foil_share": hedge_distribution(0.1, "~")}, ("uplift_usd_per_t",),
                 order=["foil_share"])  # fmt: skip


def test_the_rounding_of_a_draw_is_in_its_distribution():
    reserves = {"rare_earth_reserves_mt": hedge_distribution(55, "~")}
    low, high = "implied_world_reserves_low_mt", "implied_world_reserves_high_mt"
    exact = rare_earths(reserve_half_grain_mt=0)
    found = simulate(rare_earths, {}, reserves, (low, high)).spreads
    assert (found[low].base, found[high].base) == pytest.approx((52.5 / 0.45, 57.5 / 0.35))
    assert found[low].mean.value == pytest.approx(exact.implied_world_reserves_low_mt, rel=1e-3)
    given = simulate(rare_earths, {"reserve_half_grain_mt": 2.5}, reserves, (low,)).spreads[low]
    assert given.mean.value == pytest.approx(52.5 / 0.45, rel=1e-3)
    assert rare_earths().implied_world_reserves_low_mt == 52.5 / 0.45  # nothing is left behind


def test_years_are_drawn_whole():
    years = {"base_year": Distribution(Uniform(2023.0, 2026.0), "")}
    found = simulate(growth_scenarios, {}, years, ("required_growth",), SamplingPlan(1024)).spreads["required_growth"]
    assert found.high == pytest.approx(1000 / 600 - 1)
    with pytest.raises(ParameterError, match=r"the distribution of base_year.*, got lognormal"):
        simulate(growth_scenarios, {}, {"base_year": hedge_distribution(2025, "~")}, ("required_growth",))


@pytest.mark.parametrize(
    ("values", "results", "words"),
    [
        ({}, ("uplift",), "the model has no results uplift"),
        ({}, (), "the model has no results"),
        ({"foil_share": [0.1, 0.2]}, ("annual_uplift_usd",), "got arrays for annual_uplift_usd"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(values, results, words):
    with pytest.raises(ParameterError, match=words):
        simulate(margin_uplift, values, PROFITS, results)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (0.0376123, 0.00021, "0.0376 ± 0.0002"),
        (0.0376123, 0.00012, "0.03761 ± 0.00012"),
        (13_850_123.4, 180.0, "13,850,120 ± 180"),
        (13_850_123.4, 2_300.0, "13,850,000 ± 2,000"),
        (-1.5, 0.099, "-1.50 ± 0.10"),
        (1385.0, 0.0, "1,385"),
        (13_860_000.0, 0.0, "13,860,000"),
        (-0.0001, 0.01, "0.000 ± 0.010"),
        (math.inf, math.nan, "never"),
    ],
)
def test_the_digits_follow_the_standard_error(value, error, text):
    assert str(Estimate(value, error)) == text


def test_common_random_numbers_cancel_what_two_cases_share():
    cases = {"foil_share": 0.11}, {"foil_share": 0.10}
    names, plan = ("annual_uplift_usd",), SamplingPlan(4096, method="plain")
    difference = simulate_difference(margin_uplift, *cases, PROFITS, names, plan).spreads["annual_uplift_usd"].mean
    alone = simulate(margin_uplift, cases[0], PROFITS, names, plan).spreads["annual_uplift_usd"].mean
    assert off(difference, 1000 * (FOIL_MEAN - 15)) < 4
    assert difference.standard_error < alone.standard_error / 5


def test_a_case_that_names_its_defaults_is_the_same_case():
    cases = {}, {"foil_profit_usd_per_t": 1400.0}
    found = simulate_difference(margin_uplift, *cases, PROFITS, ("uplift_usd_per_t",)).spreads["uplift_usd_per_t"]
    assert (found.mean.value, found.sd) == (0, 0)


def test_an_input_that_one_case_sets_stays_there():
    cases = {"foil_profit_usd_per_t": 737.0}, {"foil_profit_usd_per_t": 1400.0}
    found = simulate_difference(margin_uplift, *cases, PROFITS, ("uplift_usd_per_t",)).spreads["uplift_usd_per_t"]
    assert found.base == 737 - 1400
    assert off(found.mean, 737 - FOIL_MEAN) < 4
    assert found.high < 737 - 1400


def test_a_draw_may_lie_beyond_its_target_but_a_base_case_may_not():
    plan = SamplingPlan(65_536)
    found = simulate(growth_scenarios, {}, CLUSTER, ("gap_cny_bn", "years_to_target"), plan).spreads
    assert found["gap_cny_bn"].edges[0] > -400
    with pytest.raises(ParameterError, match=r"cluster_target_cny_bn must be .*, got 500"):
        simulate(growth_scenarios, {"cluster_target_cny_bn": 500.0}, CLUSTER, ("gap_cny_bn",), plan)
    with pytest.raises(ParameterError, match=r"cluster_target_cny_bn must be .*, got 500"):
        growth_scenarios(cluster_target_cny_bn=500)  # the draws have left the checks as they were


def test_constraints_between_parameters_apply_to_draws_too():
    from analysis.models import automation_effects

    wide = {"energy_share": Distribution(Uniform(0.3, 0.9), "")}
    with pytest.raises(ParameterError, match=r"got 1\."):
        simulate(automation_effects, {}, wide, ("npv_usd",))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("foil_shares", "growth_scenarios has no input foil_shares.*revenue_cny_bn"),
        ("cluster_target_cny_bn", "cluster_target_cny_bn must be .*, got a target"),
    ],
)
def test_a_distribution_that_has_no_place_is_refused(name, words):
    for call in (simulate, lambda m, v, d, r: simulate_difference(m, v, v, d, r)):
        with pytest.raises(ParameterError, match=words):
            call(growth_scenarios, {}, {name: FOIL}, ("gap_cny_bn",))


def test_a_model_may_return_any_object_with_the_results():
    found = simulate(lambda *, x: SimpleNamespace(twice=2 * x), {"x": 1.0}, {"x": FOIL}, ("twice",))
    assert off(found.spreads["twice"].mean, 2 * FOIL_MEAN) < 4


def test_draws_of_a_revenue_may_lie_below_its_rise():
    """A rise of 299 out of about 300 leaves draws without a growth; a base case of this kind is refused."""
    about = {"revenue_cny_bn": Distribution(Uniform(280.0, 320.0), "")}
    values = {**defaults_of(growth_scenarios), "revenue_cny_bn": 300.0, "five_year_increase_cny_bn": 299.0}
    spread = simulate(growth_scenarios, values, about, ("historic_growth",)).spreads["historic_growth"]
    assert 0.3 < spread.undefined < 0.7
