"""For every legal set of parameters a notebook runs to its end, and no sentence or title of it is false.

The code of the notebooks is executed in this process, with charts that are drawn and not rendered. What a sentence
says is compared with the inputs, not with the words of the code.
"""

import math
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

import analysis.notebook.uncertainty  # noqa: F401 - the name in the package is the function
from analysis.binding.question_files import short_name
from analysis.core.errors import ParameterError
from analysis.models import MODELS, sampling
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import defaults_of
from analysis.models.producers import producers, stages_of
from analysis.models.questions.western_exposure import MATERIALS
from analysis.runs.plan import find_notebooks, sources_named_by

from .in_process import execute

NOTEBOOKS = {path.stem: short_name(path.stem) for path in find_notebooks([]) if short_name(path.stem) in MODELS}
PERIODS = (2010, 2040)  # years further off only make longer tables


def values_of(parameter, default):
    """Legal values of a parameter: its limits, zero, the default turned round or of another size, and any other."""
    if parameter.choices:
        return st.sampled_from(parameter.choices)
    if parameter.whole:
        low, high = max(parameter.low, PERIODS[0] if parameter.low > 1000 else 1), min(parameter.high, PERIODS[1])
        return st.integers(int(low), int(high if high > low else low + 10))
    size = abs(default or 0.1)
    low, high = max(parameter.low, -1e3 * size), min(parameter.high, 1e3 * size)
    special = [parameter.low, parameter.high, 0.0, -size, size / 2, 2 * size, size / 100, 100 * size]
    allowed = [
        one
        for one in special
        if low <= one <= high
        and math.isfinite(one)
        and not (parameter.low_open and one == parameter.low)
        and not (parameter.high_open and one == parameter.high)
    ]
    free = st.floats(low, high, exclude_min=parameter.low_open and low == parameter.low, allow_subnormal=False)
    free = free.filter(lambda one: one == 0 or abs(one) > 1e-9 * size)  # smaller ones only overflow when squared
    choices = [st.sampled_from(allowed), free] if allowed else [free]
    return st.one_of(*choices, st.none()) if parameter.optional else st.one_of(*choices)


def outputs():
    """Every material, stage and year that the table of outputs has."""
    every = (
        {"material": material, "stage": stage, "year": year}
        for material in MATERIALS
        for stage, years in stages_of(material).items()
        for year in years
    )
    return list(every)


@st.composite
def legal(draw, model):
    """Some parameters of a model with other values than their defaults, such that the model accepts them."""
    defaults, parameters = defaults_of(MODELS[model]), declaration_of(MODELS[model]).parameters
    if model == "western_exposure":  # few of the pairs of a material and a stage have data
        return draw(st.sampled_from(outputs())) | {"share_limit": draw(values_of(parameters["share_limit"], 0.5))}
    names = draw(st.lists(st.sampled_from(sorted(defaults)), max_size=5, unique=True))
    given = {name: draw(values_of(parameters[name], defaults[name])) for name in names}
    if draw(st.booleans()) and model == "margin_uplift":  # equal profits would hardly be drawn
        given["foil_profit_usd_per_t"] = given.get("wire_profit_usd_per_t", defaults["wire_profit_usd_per_t"])
    try:
        MODELS[model](**given)
    except ParameterError:
        assume(False)
    return given


quietly = settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],  # to make an example smaller takes minutes
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@pytest.mark.parametrize("model", sorted(MODELS))
def test_every_model_has_a_notebook_and_is_tested_here(model):
    assert model in NOTEBOOKS.values()


def has_rules_here(model):
    """Whether a test below knows what the sentences of a model must say."""
    return f'legal("{model}")' in Path(__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_notebook_without_its_own_rules_runs_for_every_legal_set(model):
    if has_rules_here(model):
        return
    notebook = next(stem for stem, name in NOTEBOOKS.items() if name == model)

    @quietly
    @given(parameters=legal(model))
    def every_set(parameters):
        run(notebook, {"sources": sources_named_by([notebook]), **parameters})

    every_set()


def run(name, given):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["analysis.notebook.uncertainty"], "INDEX_POINTS", 1024)
        patch.setattr(sampling, "REPLICATES", 2)  # batches; 16 of them take eight times as long for as many draws
        said = execute(patch, name, {"draws": 1024, **given})
    loose = [words for words in said.words if re.search(r"\bnan\b|\binf\b|None\b(?! of)|undefined|\bTrue\b|−0 ", words)]
    assert loose == [], loose
    return said, {**defaults_of(MODELS[NOTEBOOKS[name]]), **given}


def answered(said):
    """The answer of a notebook: the sentence of its card, then what follows it."""
    return f"{said.cards['card_answer']} {said.sentences['answer']}"


@quietly
@given(legal("margin_uplift"))
def test_margin(parameters):
    said, values = run("20_margin_uplift", parameters)
    answer = answered(said)
    printed = values["unit_profit_source"] == "usd_printed"
    unit, rate = ("usd", 1.0) if printed else ("cny", values["implied_cny_per_usd"])
    wire, foil = (values[f"{product}_profit_{unit}_per_t"] / rate for product in ("wire", "foil"))
    first = answer.split(" a tonne of copper wire")[0]
    assert ("as much as" in first) == (foil == wire)
    assert ("more than" in first) == (foil > wire)
    basis = {"before_depreciation": "before depreciation", "after_depreciation": "after depreciation"}
    assert f"takes the two profits as {basis[values['profit_basis']]}; if" in answer
    after = values["profit_basis"] == "after_depreciation"
    written_off = values["capex_usd_per_t_year"] / values["depreciation_years"]
    cash = foil - wire + (written_off if after else 0)
    other = foil - wire + (0 if after else written_off)
    plainly, discounted, sooner = re.search(
        r"yearly capacity, foil capacity (.*?)(?:; with interest at .*? it (.*?)|, with or without interest)\. "
        r"(?:Given .*?\)\. )?This takes .*?, the capacity (.*?)\. With the fees",
        answer,
    ).groups()
    discounted = discounted or plainly
    free = values["capex_usd_per_t_year"] == 0
    assert (plainly == "never pays back") == (cash <= 0 and not free)
    assert (sooner == "never pays back") == (other <= 0 and not free)
    assert discounted == "never pays back" or plainly != "never pays back"
    wanted = values["target_profit_usd_per_t"]
    (mix,) = {words for words in said.titles if re.match("The mix earns|Every mix|No share", words)}
    assert mix.startswith("No share") == (wanted > max(wire, foil))
    assert mix.startswith("Every mix") == (wanted <= min(wire, foil))
    title = next(words for words in said.titles if "pays back" in words or "pay back within" in words)
    assert ("Foil earns no more" in title) == (foil <= wire)
    (plant,) = {words for words in said.titles if words.startswith("A plant as ")}
    set_here = {"tax_rate", "utilisation", "foil_yield", "ramp_years"} & {
        name for name, value in parameters.items() if value != defaults_of(MODELS["margin_uplift"])[name]
    }
    assert not (set_here and ("as others measured" in plant or "that others report" in answer))
    printed_here = not {"wire_profit_usd_per_t", "foil_profit_usd_per_t", "unit_profit_source"} & parameters.keys()
    if printed_here:
        assert said.cards["card_answer"].startswith("If the articles are right")
    if not printed:
        assert "the claim" not in answer + said.cards["card_range"]  # no reference is in round yuan
    worth = said.results["plant_npv_usd_per_t_year"]["value"]
    assert ("gains" in plant, "loses" in plant) == (worth > 0, worth < 0)


@quietly
@example({"cost_cut": 0.0, "energy_cut": 0.0, "productivity_gain": 0.0})
@given(legal("automation_effects"))
def test_automation(parameters):
    said, values = run("30_automation_effects", parameters)
    answer = answered(said)
    same = said.cards["card_range"].endswith("however the sentence is read")
    assert same == ("If the claim means" not in said.cards["card_change"])
    change = said.results["unit_cost_change"]["value"]
    assert ("falls by" in answer, "rises by" in answer) == (change < 0, change > 0)
    assert ("a saving of" in answer) == (said.results["annual_saving_usd"]["value"] > 0)
    cut, gain, share = values["cost_cut"], values["productivity_gain"], values["energy_share"]
    saved = gain / (1 + gain)  # of the hours of a tonne
    intensity = said.results["energy_intensity_change"]["value"]
    assert ("no cost cut to explain" in answer) == (cut == 0)
    if cut > 1e-9:
        alone = saved * 1.0 >= cut * (1 - 1e-12)  # even if labour were all of the cost
        assert ("productivity alone explains" in answer) == alone, (saved, cut)
        helped = -share * intensity
        assert ("energy cut alone is at least as large" in answer) == (helped >= cut)
        if helped < cut * (1 - 1e-9):
            enough = saved > 0 and (cut - helped) / saved <= (1 - share) * (1 + 1e-12)
            assert ("energy cut it cannot" in answer) == (not enough)


def check_one_chance(said, mean):
    """Every place that gives the chance of the target gives the mean over the draws, as it rounds it."""
    (title,) = {words for words in said.titles if words.startswith("The chance is ")}
    places = [said.cards["card_number"], title]
    for words in places:
        percent = re.search(r"(less than |below |more than |)([\d.]+) %", words)
        if not percent:
            assert (mean == 1) == ("certain" in words), words
            assert (mean == 0) == ("impossible" in words or "no chance" in words), words
            continue
        bound, value = percent[1].strip(), float(percent[2])
        if bound:
            assert (100 * mean < value) == (bound != "more than"), words
        else:
            assert value == pytest.approx(100 * mean, abs=0.5 if mean > 0.01 else 0.05), words


@quietly
@example({})
@given(legal("growth_scenarios"))
def test_growth(parameters):
    said, values = run("40_growth_scenarios", parameters)
    answer = answered(said)
    size, target = values["cluster_cny_bn"], values["cluster_target_cny_bn"]
    assert ("needs no growth" in answer) == (size == target)
    first = min(values["earliest_base_year"], values["base_year"])
    if size < target:
        assert (f"refers to {first}, and" in answer) == (first < values["base_year"])
    before = values["revenue_cny_bn"] - values["five_year_increase_cny_bn"]
    either = "over the five years that the sources name|over five years, as set for this run"
    by_sources = re.search(rf"The industry of the articles (.*?) (?:{either})\. ", answer)[1]
    assert by_sources.startswith("grew") == (values["revenue_cny_bn"] > before)
    assert by_sources.startswith("shrank") == (values["revenue_cny_bn"] < before)
    assert ("Since" in answer) == (values["revenue_year"] > values["earlier_revenue_year"])
    normative = values["growth_source"] == "target" and values["growth_per_year"] is None
    assert ("is the measure: " in answer) == normative
    assert "chance of 50 %" not in answer
    if not normative:
        entry = said.results["probability_of_target"]
        assert 0 <= entry["low"] <= entry["high"] <= 1  # the mean may lie beyond nine draws of ten
        assert ("unlikely" in answer) == (0 < entry["mean"] <= 0.33)
        check_one_chance(said, entry["mean"])
        if not parameters:  # the others are drawn where one input is set, so the chance lies between the two
            ends = re.search(r"the chance is ([\d.]+) % and ([\d.]+) %", said.cards["card_change"]).groups()
            assert sorted([*map(float, ends), 100 * entry["mean"]])[1] == 100 * entry["mean"]
    plan = next(words for words in said.titles if words.startswith("The plan asks"))
    assert ("less than" in plan) == (values["value_added_growth"] < 0.069 and values["output_growth"] < 0.039)
    prices = said.sentences["prices"]
    past, rose = (said.results[name]["value"] for name in ("historic_growth", "industry_price_growth"))
    if abs(past - rose) > 1e-9:
        assert ("volume and mix fell" in prices) == (past < rose)


@quietly
@given(legal("rare_earths"))
def test_rare_earths(parameters):
    said, values = run("50_rare_earths", parameters)
    implied = values["rare_earth_reserves_mt"] / values["rare_earth_reserve_share"]
    low, high = (said.results[f"implied_world_reserves_{end}_mt"]["value"] for end in ("low", "high"))
    assert low <= implied * (1 + 1e-9)
    assert implied <= high * (1 + 1e-9)


@quietly
@given(legal("western_exposure"))
def test_exposure(parameters):
    said, values = run("70_western_exposure", parameters)
    rows = producers(values["material"], values["stage"], values["year"])
    shares = [row.value / sum(row.value for row in rows) for row in rows]
    china = sum(share for share, row in zip(shares, rows, strict=True) if row.country == "China")
    recorded = {name: said.results[name]["value"] for name in ("china_share", "output_to_add", "concentration_points")}
    assert recorded["china_share"] == pytest.approx(china, abs=1e-9)
    answer, limit = answered(said), values["share_limit"]
    assert ("add nothing" in answer) == (china <= limit)
    assert ("No output of others" in answer) == (limit == 0 < china)
    if 0 < limit < china:  # what is added is of a world that is larger by it
        assert china / (1 + recorded["output_to_add"]) == pytest.approx(limit, rel=1e-6)
