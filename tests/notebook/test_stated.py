"""What articles themselves say of a result: which figure it is, and how it compares with what the model computes."""

from dataclasses import replace

import pytest

from analysis.binding.inputs import search_inputs
from analysis.documents.sources import read_sources
from analysis.notebook.stated import record_stated, stated_figure
from analysis.notebook.study import parameter_defaults, study

ROBOTS = """---
title: Robots at the mill
publisher: Ore Desk
date: 2026-03-04
---
After automation, production costs fell by 14 percent and labour productivity rose by 22 percent.
{}
"""


@pytest.mark.parametrize(
    ("what", "sentence", "printed"),
    [
        ("payback", "It reckons on a payback of 3.1 years.", "3.1 years"),
        ("payback", "The director expects the money back in a little under six years.", "six years"),
        ("payback", "公司预计项目投资回收期为5.5年。", "5.5年"),
        ("payback", "The plant pays for itself in four years and will run for 20 years.", "four years"),
        ("payback", "At present prices the capital is recovered in 54 months.", "54 months"),
        ("payback", "The guarantee of 8 years is longer than the payback period of 5 years.", "5 years"),
        ("payback", "The firm must pay back the loan within ten years.", None),
        ("payback", "The line should run for 15 years. The payback is not known.", None),
        (
            "saving",
            "It puts the saving at CNY 85 million a year against an outlay of CNY 260 million.",
            "CNY 85 million",
        ),
        ("saving", "Annual savings of 12 million dollars are expected.", "12 million dollars"),
        ("saving", "每年可节约成本3200万元。", "3200万元"),
        ("saving", "Household savings reached 3 trillion yuan a year.", None),
        ("saving", "It saves 90 dollars a tonne.", None),
        ("saving", "The company spent 5 million dollars a year on power before.", None),
        # developed on
        ("capital cost", "The line cost 86 million yuan.", "86 million yuan"),
        ("capital cost", "The robots cost about $12 million.", "$12 million"),
        ("capital cost", "Automation of the shop cost CNY 140 million.", "CNY 140 million"),
        ("capital cost", "The retrofit required an investment of 30 million dollars.", "30 million dollars"),
        ("capital cost", "It saves CNY 85 million a year, against an outlay of CNY 260 million.", "CNY 260 million"),
        ("capital cost", "The company invested 9 million dollars in the new line.", "9 million dollars"),
        ("capital cost", "The upgrade came at a cost of 4.5 million dollars.", "4.5 million dollars"),
        ("capital cost", "The new line, which cost 210 million yuan, saves labour.", "210 million yuan"),
        ("capital cost", "该项目总投资1.2亿元。", "1.2亿元"),
        ("capital cost", "公司为生产线投入8000万元。", "8000万元"),
        ("capital cost", "Capital expenditure on the line was $15 million.", "$15 million"),
        ("capital cost", "Production costs were 300 million yuan on the line.", None),
        ("capital cost", "The line made 40 million yuan of profit.", None),
        ("capital cost", "A new town hall cost 12 million dollars.", None),
        ("capital cost", "A strike at the line cost 3 million dollars.", None),
        ("capital cost", "The machines cost 3 million dollars a year in repairs.", None),
        ("capital cost", "The line paid back a loan that cost 3 million dollars.", None),
        # held out
        ("capital cost", "For the robots it spent 64 million yuan.", "64 million yuan"),
        ("capital cost", "The whole system was bought for 7 million dollars.", "7 million dollars"),
        ("capital cost", "They cost the smelter USD 11.5 million.", "USD 11.5 million"),
        ("capital cost", "改造投资约3.4亿元。", "3.4亿元"),
        ("capital cost", "The price tag of the equipment was 20 million dollars.", "20 million dollars"),
        ("capital cost", "Some 45 million yuan was invested in machines.", "45 million yuan"),
        ("capital cost", "The line cut costs by 12 million dollars.", None),
        ("capital cost", "The accident on the line cost 12 million dollars.", None),
        ("capital cost", "The line sold metal for 12 million dollars.", None),
        ("capital cost", "It costs 90 dollars a tonne.", None),
        ("capital cost", "A second line would cost 30 million dollars.", None),
        # currencies without a rate
        ("capital cost", "The project cost NOK 420 million.", "NOK 420 million"),
        ("capital cost", "The sorting line cost 18.5 million euros.", "18.5 million euros"),
        ("capital cost", "Its new line cost 310 billion won.", "310 billion won"),
        ("capital cost", "The robots cost about €12 million.", "€12 million"),
        ("capital cost", "Automation of the shop cost INR 1,400 crore.", "INR 1,400 crore"),
        ("capital cost", "For the equipment it spent A$64 million.", "A$64 million"),
        ("saving", "It puts the saving at EUR 8.5 million a year.", "EUR 8.5 million"),
        ("capital cost", "该项目总投资1.2亿欧元。", "1.2亿欧元"),
        ("capital cost", "A strike at the line cost 3 million euros.", None),
        ("saving", "It saves 90 euros a tonne.", None),
        ("capital cost", "The line cost 18.5 million euros ($20 million).", "$20 million"),
        ("capital cost", "The control room cost Rs 85 crore.", "Rs 85 crore"),
        ("capital cost", "An investment of 40 million reais went into robots.", "40 million reais"),
        ("saving", "The refinery saves RM 14 million a year.", "RM 14 million"),
        ("capital cost", "A second line would cost 30 million euros.", None),
    ],
)
def test_the_figure_nearest_to_a_word_for_it_is_what_an_article_states(what, sentence, printed, tmp_path):
    (tmp_path / "a.txt").write_text(f"Robots at work\n\n2026-03-04\n\n{sentence}\n", encoding="utf-8")
    sources = read_sources(tmp_path)
    found = stated_figure(what, sources.documents[0], sources.figures)
    assert (found.text.removesuffix(" a year") if found else None) == printed


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (
            "It puts the saving at CNY 85 million a year.",
            "a saving of CNY 85 million a year (USD 12.3 million a year, ",
        ),
        ("It puts the saving at CNY 85 million a year.", "2.9 times the USD 4.2 million a year that this run computes"),
        ("It has a payback of 1.2 years.", "a payback of 1.2 years, 50 % of the 2.38 years that this run computes"),
        (
            "It pays back in less than 6 years.",
            "less than 6 years, less than 2.5 times the 2.38 years that this run computes",
        ),
        ("It pays back in some 6 years.", "about 6 years, about 2.5 times the 2.38 years that this run computes"),
        ("It pays back in 7 to 9 years.", "a payback of 7 to 9 years, 2.94 to 3.78 times the 2.38 years that this run"),
        ("It pays back in 2 to 3 years.", "a payback of 2 to 3 years, a range around the 2.38 years that this run"),
        ("It saves CNY 7 to 14 million a year.", "CNY 7 to 14 million a year (USD 1.02 to 2.03 million a year, "),
        ("It has a payback of 2.4 years.", "a payback of 2.4 years, about the 2.38 years that this run computes"),
        (
            "It saves USD 4 million a year and pays back in 3 years.",
            "a year that this run computes, and a payback of 3",
        ),
        ("It cost USD 9 million.", ""),
    ],
)
def test_it_is_compared_with_the_result(stated, words, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    (tmp_path / "a.md").write_text(ROBOTS.format(stated), encoding="utf-8")
    given = {"sources": str(tmp_path), "cost_cut": 0.14, "productivity_gain": 0.22, "energy_cut": 0.0}
    record_stated(study(given, "automation_effects"), saving="annual_saving_usd", payback="payback_years")
    assert words in "".join(shown)
    assert bool(shown) == bool(words)


def test_three_numbers_are_a_list(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    told = "The line cost USD 25 million. It saves USD 4 million a year and pays back in 6 years."
    (tmp_path / "a.md").write_text(ROBOTS.format(told), encoding="utf-8")
    given = {"sources": str(tmp_path), "cost_cut": 0.14, "productivity_gain": 0.22, "energy_cut": 0.0}
    compared = {"capital_cost": "capex_usd", "saving": "annual_saving_usd", "payback": "payback_years"}
    record_stated(study(given, "automation_effects"), **compared)
    assert "assumes; a saving of USD 4 million a year, " in shown[0]
    assert "computes; a payback of 6 years, " in shown[0]


def test_an_amount_in_a_currency_without_a_rate_is_named_and_not_compared(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    (tmp_path / "a.md").write_text(
        ROBOTS.format("The line cost NOK 420 million. It saves EUR 4 million a year."), "utf-8"
    )
    given = {"sources": str(tmp_path), "cost_cut": 0.14, "productivity_gain": 0.22, "energy_cut": 0.0}
    record_stated(study(given, "automation_effects"), capital_cost="capex_usd", saving="annual_saving_usd")
    left = "(not compared, since no reference has a rate of {} to dollars; convert it"
    assert (
        f"a capital cost of NOK 420 million {left.format('NOK')} and set “price of the automation” with -p), and a"
        in shown[0]
    )
    assert f"a saving of EUR 4 million a year {left.format('EUR')})." in shown[0]


def test_articles_that_say_the_same_are_named_together(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    for name, publisher, stated in (("a", "Ore Desk", "5 years"), ("b", "Mill News", "5 years")):
        text = ROBOTS.replace("Ore Desk", publisher).format(f"It has a payback of {stated}.")
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    case = study(
        {"sources": str(tmp_path), "cost_cut": 0.14, "productivity_gain": 0.22, "energy_cut": 0.0}, "automation_effects"
    )
    behind = {
        name: replace(item, named=replace(item.named, figure=replace(item.named.figure, source_id="b")))
        for name, item in case.inputs.items()
        if name == "cost_cut"
    }
    record_stated(replace(case, inputs=case.inputs | behind), payback="payback_years")
    assert "Ore Desk, 2026-03-04 and Mill News, 2026-03-04 state a payback of 5 years, 2.1 times" in shown[0]


def test_a_payback_that_never_comes_has_no_ratio(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    (tmp_path / "a.md").write_text(ROBOTS.format("It has a payback of 3 years."), encoding="utf-8")
    given = {"sources": str(tmp_path), "cost_cut": 0.0, "productivity_gain": 0.22, "energy_cut": 0.0}
    record_stated(study(given, "automation_effects"), payback="payback_years")
    assert "a payback of 3 years, which this run never reaches." in shown[0]


def test_a_stated_capital_cost_is_compared_with_what_the_run_assumes(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    (tmp_path / "a.md").write_text(ROBOTS.format("The line cost USD 25 million."), encoding="utf-8")
    given = {"sources": str(tmp_path), "cost_cut": 0.14, "productivity_gain": 0.22, "energy_cut": 0.0}
    record_stated(study(given, "automation_effects"), capital_cost="capex_usd", payback="payback_years")
    words = "states a capital cost of USD 25 million, 2.5 times the USD 10 million that this run assumes."
    assert shown[0].endswith(words)


WIRE = """---
title: {title}
publisher: Ore Desk
date: 2026-03-04
---
Makers of copper wire earn $20 per tonne, makers of battery foil earn $1,400 per tonne. The foil is 6 microns thick.

{stated}
"""


@pytest.mark.parametrize(
    ("title", "stated", "is_its_own"),
    [
        ("Foil pays", "The foil works pays back in 6 years.", True),
        ("Foil pays", "The copper foil works was dear. It pays back in 6 years.", True),
        ("Copper, zinc and foil", "The works pays back in 6 years.", True),
        ("Foil pays", "Zinc is cheap, copper is dear. The works pays back in 6 years.", True),
        ("Foil pays", "Its metals works pays back in 6 years.", True),
        ("Foil pays", "The zinc smelter made 3 tonnes. It pays back in 6 years.", False),
        ("Foil pays", "The nickel plant pays back in 6 years.", False),
        ("Foil pays", "The tin smelter at the port, once closed, pays back in 6 years.", False),
        ("Foil pays", "Not copper but aluminium is what the plant melts; it pays back in 6 years.", False),
        ("Foil pays", "The cobalt refinery is new. The owner wants the money back in 6 years.", False),
    ],
)
def test_what_an_article_states_of_works_for_another_metal_is_not_compared(
    title, stated, is_its_own, tmp_path, monkeypatch
):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    (tmp_path / "a.md").write_text(WIRE.format(title=title, stated=stated), encoding="utf-8")
    inputs, _ = search_inputs(read_sources(tmp_path), parameter_defaults("margin_uplift"))
    values = {name: item.value for name, item in inputs.items()}
    record_stated(study({"sources": str(tmp_path), **values}, "margin_uplift"), payback="payback_years")
    assert ("a payback of 6 years" in "".join(shown)) == is_its_own
