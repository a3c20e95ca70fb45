"""The rules that compare a claim with references: quantity, unit, region, scope, period, tolerance, independence."""

import re
from dataclasses import replace

import pytest

from analysis.claims.claim import claims_of
from analysis.claims.conversion import converted, to_unit
from analysis.claims.reference_check import compare
from analysis.documents.sources import read_sources

from .conftest import reference, references

RESERVES = "China has {} million tons of rare earth reserves."
WIRE = "Profit per ton is {} for basic copper wire."
REVENUE = "The non-ferrous metals industry of Jiangxi had {} of revenue in 2025."


def reserves(value, name="R1", **more):
    given = {"region": "China", "period": "2025", **more}
    return reference(name, "rare_earth_reserves", value, "Mt", **given)


@pytest.mark.parametrize(
    ("printed", "value", "verdict"),
    [
        ("44", 44, "confirmed"),
        ("about 44", 45, "confirmed"),  # half a grain of 2 on both sides, and 5 % more
        ("44", 46, "confirmed"),  # within 5 %
        ("less than 80", 44, "confirmed"),  # true and loose
        ("44", 50, "confirmed"),  # 12 %
        ("44", 60, "contradicted"),
        ("over 40", 44, "confirmed"),  # one grain of 5 above
        ("over 40", 80, "confirmed"),  # true and loose
        ("over 40", 30, "contradicted"),
        ("nearly 50", 47, "confirmed"),
        ("nearly 50", 30, "contradicted"),
        ("40 to 50", 45, "confirmed"),
    ],
)
def test_the_hedge_and_the_tolerance_decide_the_verdict(claim_of, printed, value, verdict):
    claim = claim_of(RESERVES.format(printed), "rare_earth_reserves")
    assert compare(claim, references(reserves(value))).verdict == verdict


@pytest.mark.parametrize(
    ("claimed", "verdict"), [("700", "confirmed"), ("9,000", "not verifiable"), ("300", "contradicted")]
)
def test_a_lower_bound_confirms_values_near_it_and_contradicts_values_below(claim_of, claimed, verdict):
    claim = claim_of(REVENUE.format(f"{claimed} billion yuan"), "industry_revenue")
    row = reference("A1", "nonferrous_revenue", 690, "CNY bn", low=690, region="Jiangxi", period="2025")
    assert compare(claim, references(row)).verdict == verdict


def test_what_a_bound_allows_is_not_said_to_differ_from_it(claim_of):
    claim = claim_of("China holds 36.7% of the world's rare earth reserves.", "rare_earth_reserve_share")
    row = reference("A1", "rare_earth_reserve_share", 0.489, "fraction", high=0.489, region="China", period="2025")
    found = compare(claim, references(row))
    assert found.reason.startswith("not excluded by at most 48.9 %")
    assert found.verdict == "not verifiable"


@pytest.mark.parametrize(
    ("printed", "value", "words"),
    [("25", 0.5, "25 points below 50 %"), ("30", 0.5, "20 points below 50 %"), ("28.5", 0.33, "4.5 points below 33 %")],
)
def test_a_distance_is_not_mistaken_for_the_number_that_it_is_from(claim_of, printed, value, words):
    claim = claim_of(f"China holds {printed}% of the world's rare earth reserves.", "rare_earth_reserve_share")
    row = reference("A1", "rare_earth_reserve_share", value, "fraction", region="China", period="2025")
    assert compare(claim, references(row)).reason.startswith(words)


def test_no_province_is_assumed_if_the_article_names_none(claim_of):
    claim = claim_of("The non-ferrous metals industry had 1 trillion yuan of revenue in 2025.", "industry_revenue")
    row = reference("A1", "nonferrous_revenue", 1000, "CNY bn", region="Jiangxi", period="2025")
    assert (claim.region, compare(claim, references(row)).verdict) == ("", "not verifiable")


def test_an_amount_with_a_currency_is_compared(claim_of):
    claim = claim_of(
        "The market value of the rare earth sector of China rose by 39.5 billion yuan.", "rare_earth_value_gain"
    )
    row = reference("A1", "rare_earth_market_value_gain", 40, "CNY bn", region="China", period="2026")
    assert compare(claim, references(row)).verdict == "confirmed"


def test_over_600_agrees_with_640(claim_of):
    claim = claim_of(REVENUE.format("over 600 billion yuan"), "industry_revenue")
    row = reference("A1", "nonferrous_revenue", 640, "CNY bn", region="Jiangxi", period="2025")
    assert compare(claim, references(row)).verdict == "confirmed"


def test_the_tolerance_can_be_changed(claim_of):
    claim = claim_of(RESERVES.format("44"), "rare_earth_reserves")
    assert compare(claim, references(reserves(46)), tolerance=0.0).information == 2
    assert compare(claim, references(reserves(60)), tolerance=0.4).verdict == "confirmed"


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [("48.9", "confirmed"), ("49", "confirmed"), ("41", "not verifiable"), ("75", "contradicted")],
)
def test_a_number_below_an_upper_bound_is_not_confirmed_by_it(claim_of, claimed, verdict):
    claim = claim_of(f"China has {claimed} percent of the world's rare earth reserves.", "rare_earth_reserve_share")
    row = reference("U1", "rare_earth_reserve_share", 0.489, "fraction", high=0.489, region="China", period="2026")
    found = compare(claim, references(row))
    assert found.verdict == verdict
    assert ("not excluded by at most 48.9 %" in found.reason) is (claimed == "41")


def test_a_bound_that_allows_a_claim_is_not_said_to_differ_from_it(claim_of):
    claim = claim_of("China has 49 percent of the world's rare earth reserves.", "rare_earth_reserve_share")
    near, far = (
        reference(name, "rare_earth_reserve_share", value, "fraction", high=value, region="China", period="2026")
        for name, value in (("U1", 0.489), ("U2", 0.587))
    )
    reason = compare(claim, references(near, far)).reason
    assert "not with" not in reason
    assert re.search(r"at most 58.7 % \(.*\) allows it", reason)


def test_a_claim_without_references_for_its_quantity_is_unverified(claim_of):
    claim = claim_of(RESERVES.format("44"), "rare_earth_reserves")
    found = compare(claim, references(reference("X1", "copper_price", 1, "USD/t")))
    assert (found.verdict, found.reason, found.references) == (
        "not verifiable", "no reference is about the same quantity", (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({"region": "world"}, "not verifiable"),  # a total for another region
        ({"period": "2011"}, "not verifiable"),  # 15 years of growth are too far to extrapolate
        ({"period": None}, "confirmed"),
        ({"independent": "no"}, "repeated by the claimant only"),
        ({"scope": "one deposit"}, "plausible by analogy"),
        ({"low": 40}, "confirmed"),  # at least 40
        ({"high": 44}, "confirmed"),
    ],
)
def test_region_period_scope_and_origin_limit_the_verdict(claim_of, more, verdict):
    claim = claim_of(RESERVES.format("55" if more.get("period") == "2011" else "44"), "rare_earth_reserves")
    assert compare(claim, references(reserves(44 if more.get("period") != "2011" else 5, **more))).verdict == verdict


def test_rows_from_inside_the_region_are_samples_of_a_rate(claim_of):
    claim = claim_of(WIRE.format("about $15"), "copper_wire_profit")
    rows = [
        reference("A1", "rod_gross_profit", 46, "USD/t", region="Jiangxi Copper", period="2024"),
        reference("A2", "rod_gross_profit", -6, "USD/t", region="China", scope="secondary rod", period="2025"),
    ]
    found = compare(claim, references(*rows))
    assert found.verdict == "plausible by analogy"
    assert found.reason.endswith(", which differ from each other; all of another scope, place or basis")
    assert found.references == ("A1", "A2")
    one = compare(claim, references(rows[0]))
    assert one.reason.endswith("(A1: Jiangxi Copper, 2024), which is of another scope, place or basis")
    assert (one.verdict, one.information) == ("not verifiable", 4)  # one sample cannot contradict it
    high = reference("A3", "rod_gross_profit", 90, "USD/t", region="Chile", period="2025")
    far = reference("A4", "rod_gross_profit", 5, "USD/t", region="Chile", period="2025")
    assert compare(claim, references(rows[0], high)).verdict == "not verifiable"  # samples cannot either, in general
    assert compare(claim, references(far, replace(far, id="A5", value=6))).verdict == "contradicted"


def test_money_is_converted_only_at_the_exchange_rate_of_its_year(claim_of):
    claim = claim_of(WIRE.format("about $15"), "copper_wire_profit")
    row = reference("A1", "rod_gross_profit", 105, "CNY/t", region="China", period="2024-06")
    rate = reference("FX1", "exchange_rate", 7.0, "CNY/USD", period="2024")
    other = reference("FX2", "exchange_rate", 70.0, "CNY/USD", period="2023")
    assert compare(claim, references(row, rate, other)).verdict == "plausible by analogy"
    assert to_unit(105, row, "USD/t", references(rate)) == pytest.approx(15)
    without = compare(claim, references(row, other))
    assert without.verdict == "not verifiable"
    assert "the references are in CNY/t, which is not compared with USD/t" in without.reason


def test_an_exchange_rate_may_be_given_in_either_direction(claim_of):
    row = reference("A1", "rod_gross_profit", 105, "CNY/t", period="2024")
    assert to_unit(
        105, row, "USD/t", references(reference("FX1", "exchange_rate", 1 / 7, "USD/CNY", period="2024"))
    ) == (pytest.approx(15))


def test_an_amount_without_a_currency_is_not_comparable(claim_of):
    claim = claim_of("The market value of the rare earth sector increased by 39.5 billion.", "rare_earth_value_gain")
    row = reference("A1", "rare_earth_market_value_gain", 39.5, "CNY bn", region="China")
    assert compare(claim, references(row)).verdict == "not verifiable"


@pytest.mark.parametrize(("level", "verdict"), [(800, "plausible by analogy"), (400, "not verifiable")])
def test_an_earlier_level_supports_a_claim_that_needs_plausible_growth(claim_of, level, verdict):
    claim = claim_of(REVENUE.format("1 trillion yuan"), "industry_revenue")
    row = reference("A1", "nonferrous_revenue", level, "CNY bn", region="Jiangxi", period="2023")
    found = compare(claim, references(row))
    assert found.verdict == verdict
    assert "% a year" in found.reason


def test_a_later_level_verifies_nothing(claim_of):
    claim = claim_of(REVENUE.format("1 trillion yuan"), "industry_revenue")
    row = reference("A1", "nonferrous_revenue", 1000, "CNY bn", region="Jiangxi", period="2027")
    assert compare(claim, references(row)).verdict == "not verifiable"


@pytest.mark.parametrize("cut", ["10%", "41%", "85%"])
def test_related_quantities_are_named_and_decide_nothing(claim_of, cut):
    claim = claim_of(f"The automated line cuts costs by about {cut}.", "automation_cost_cut")
    row = reference("A1", "automation_labour_cost_cut", 0.4, "fraction", region="Gansu", period="2025")
    found = compare(claim, references(row))
    assert (found.verdict, found.information, found.references) == ("not verifiable", 6, ("A1",))
    assert "automation labour cost cut" in found.reason


def test_an_article_on_another_province_is_compared_with_that_province(claim_of):
    text = "The non-ferrous metals industry of Hunan had 1 trillion yuan of revenue in 2025."
    claim = claim_of(text, "industry_revenue")
    rows = [
        reference(name, "nonferrous_revenue", value, "CNY bn", region=region, period="2025")
        for name, value, region in (("A1", 1000, "Jiangxi"), ("A2", 500, "Hunan"))
    ]
    assert claim.region == "Hunan"
    assert compare(claim, references(*rows)).verdict == "contradicted"
    assert compare(claim, references(*rows)).references == ("A2",)


PLAN = "The plan is for output of the ten types of metals to rise by about 3% annually."


@pytest.mark.parametrize(
    ("title", "region", "verdict"),
    [
        ("A plan for metals", "China", "misquoted"),
        ("A plan of Inner Mongolia", "Inner Mongolia", "quotation not checked"),
    ],
)
def test_a_plan_of_a_province_is_not_the_plan_of_the_country(tmp_path, title, region, verdict):
    text = f"---\ntitle: {title}\npublisher: Shanghai Metals\ndate: 2025-10-01\n---\n# {title}\n\n{PLAN}\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (claim,) = claims_of(read_sources(tmp_path))
    row = reference("P1", "ten_metals_output_growth_plan", 0.015, "fraction/year", region="China", period="2025/2026")
    assert (claim.region, compare(claim, references(row)).verdict) == (region, verdict)


@pytest.mark.parametrize(
    ("title", "text", "region"),
    [
        ("江西省有色金属产业行动计划", "根据国家规划，全国有色金属行业增加值计划年均增长5%左右。", "China"),
        ("江西省有色金属产业行动计划", "国家计划有色金属行业增加值年均增长5%左右。", "China"),
        ("江西省有色金属产业行动计划", "再生金属产量全国2027年计划达到2000万吨以上。", "China"),
        ("江西省有色金属产业行动计划", "全省有色金属行业增加值计划年均增长5%左右。", "Jiangxi"),
        (
            "江西省有色金属产业行动计划",
            "作为全国最大的铜基地，计划十种有色金属产量年均增长3%左右。",
            "Jiangxi",
        ),
        (
            "Jiangxi speeds up",
            "The national plan is for the value added of the metals industry to grow by 5%.",
            "China",
        ),
        ("Jiangxi speeds up", "The nation aims to raise the output of the ten non-ferrous metals by 2%.", "China"),
        ("Jiangxi speeds up", "The government aims to raise output of the ten non-ferrous metals by 3%.", "Jiangxi"),
        (
            "Jiangxi speeds up",
            "As the country's second largest producer, it aims to raise output of the ten non-ferrous metals by 3%.",
            "Jiangxi",
        ),
        ("Ganzhou counts its rare earths", "China's rare earth exports were 62% of world supply.", "China"),
        ("内蒙古稀土", "中国稀土储量约为4400万吨。2025年稀土出口占全球供应的约62%。", "China"),
        ("Japan speeds up", "The national plan is for the value added of the metals industry to grow by 5%.", "Japan"),
    ],
)
def test_a_national_plan_in_an_article_on_a_province_is_about_the_country(tmp_path, title, text, region):
    head = f"---\ntitle: {title}\npublisher: News\ndate: 2026-03-18\n---\n"
    (tmp_path / "a.md").write_text(f"{head}{text}\n", encoding="utf-8")
    assert {claim.region for claim in claims_of(read_sources(tmp_path))} == {region}


def test_a_profit_far_above_losses_is_not_given_in_percent_of_them(claim_of):
    claim = claim_of("Profit per ton is $31 for copper wire.", "copper_wire_profit")
    rows = [
        reference(f"R{place}", "rod_gross_profit", value, "USD/t", region="China", period="2025", profit_basis="gross")
        for place, value in enumerate((-65.0, -6.4, -45.8))
    ]
    reason = compare(claim, references(*rows)).reason
    assert reason.startswith("37.4 USD/t above -6.4 USD/t")
    assert ", the nearest; others have -65 USD/t" in reason


@pytest.mark.parametrize(("published", "checked"), [("2026-12-30", True), ("2027-01-02", False)])
def test_an_undated_target_is_about_the_year_of_its_article_and_those_ahead(claim_of, published, checked):
    claim = claim_of(f"A plan of China. {PLAN}", "output_growth", published=published)
    row = reference("P1", "ten_metals_output_growth_plan", 0.015, "fraction/year", region="China", period="2025/2026")
    assert (compare(claim, references(row)).verdict != "quotation not checked") is checked


@pytest.mark.parametrize(("claimed", "verdict"), [("900", "not verifiable"), ("50,000", "contradicted")])
def test_another_scope_explains_a_difference_but_not_a_huge_one(claim_of, claimed, verdict):
    claim = claim_of(f"Profit per ton is ${claimed} for lithium-battery foil.", "lithium_foil_profit")
    rows = [
        reference(
            name, "foil_gross_profit", value, "USD/t", scope="average of a maker's foil", period="2025", region="China"
        )
        for name, value in (("A1", 500), ("A2", 600))
    ]
    assert compare(claim, references(*rows)).verdict == verdict


def test_a_town_inside_the_province_does_not_change_the_region(claim_of):
    claim = claim_of("Guixi and Yingtan in Jiangxi form a copper cluster of 600 billion yuan.", "copper_cluster_size")
    assert claim.region == "Jiangxi"


def test_rows_of_different_years_do_not_form_a_range_around_a_target(claim_of):
    claim = claim_of("China plans to raise output of the ten major metals by 3% a year.", "output_growth")
    rows = [
        reference("P1", "ten_metals_output_growth_plan", 0.015, "fraction", region="China", period="2026"),
        reference("P2", "ten_metals_output_growth_plan", 0.05, "fraction", region="China", period="2027"),
    ]
    assert compare(claim, references(*rows)).verdict == "misquoted"
    assert compare(claim, references(rows[0], replace(rows[1], period="2026"))).verdict == "quoted correctly"


@pytest.mark.parametrize("unit", ["fraction", "fraction/year", "percent", "percent/year"])
def test_growth_may_be_a_fraction_or_percent_with_or_without_per_year(claim_of, unit):
    claim = claim_of("China plans to raise output of the ten major metals by 3% a year.", "output_growth")
    value = 3 if "percent" in unit else 0.03
    row = reference("P1", "ten_metals_output_growth_plan", value, unit, region="China", period="2026")
    assert compare(claim, references(row)).verdict == "quoted correctly"


def test_a_year_without_an_average_rate_uses_the_mean_of_its_months(claim_of):
    claim = claim_of(REVENUE.format("710 billion yuan"), "industry_revenue")
    row = reference("A1", "nonferrous_revenue", 100, "USD bn", region="Jiangxi", period="2025")
    months = [
        reference("F1", "exchange_rate", 7.0, "CNY/USD", period="2025-01"),
        reference("F2", "exchange_rate", 7.2, "CNY/USD", period="2025-02"),
    ]
    assert "710 CNY bn" in compare(claim, references(row, *months)).reason
    year = reference("F3", "exchange_rate", 7.1234, "CNY/USD", period="2025")
    assert "712 CNY bn" in compare(claim, references(row, *months, year)).reason


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.0286, "quoted correctly"), (0.0284, "misquoted"), (0.0314, "quoted correctly"), (0.0316, "misquoted"),
    ],
)  # fmt: skip
def test_a_target_is_quoted_within_five_percent_or_not(claim_of, value, verdict):
    claim = claim_of("China plans to raise output of the ten major metals by 3% a year.", "output_growth")
    row = reference("P1", "ten_metals_output_growth_plan", value, "fraction", region="China", period="2026")
    assert compare(claim, references(row)).verdict == verdict


@pytest.mark.parametrize(("level", "verdict"), [(761, "plausible by analogy"), (751, "not verifiable")])
def test_growth_up_to_fifteen_percent_a_year_is_plausible(claim_of, level, verdict):
    claim = claim_of(REVENUE.format("1 trillion yuan"), "industry_revenue")  # 1.15 ** 2 = 1.3225 = 1000 / 756
    row = reference("A1", "nonferrous_revenue", level, "CNY bn", region="Jiangxi", period="2023")
    assert compare(claim, references(row)).verdict == verdict


@pytest.mark.parametrize(
    ("period", "verdict"), [("2023-04", ("not verifiable", 4)), ("2023-01", ("not verifiable", 6))]
)
def test_an_undated_claim_is_about_the_three_years_before_its_article(claim_of, period, verdict):
    claim = claim_of(WIRE.format("$15"), "copper_wire_profit", published="2026-03-10")
    rows = [reference(name, "rod_gross_profit", 60, "USD/t", region="China", period=period) for name in ("A1", "A2")]
    found = compare(claim, references(*rows))
    assert (found.verdict, found.information) == verdict


def test_an_unverified_claim_says_what_its_references_cover(claim_of):
    claim = claim_of(REVENUE.format("1 trillion yuan"), "industry_revenue")
    rows = [
        reference(f"A{year}", "nonferrous_revenue", 700, "CNY bn", region="Hunan", period=str(year))
        for year in range(2019, 2025)
    ]
    assert compare(claim, references(*rows)).reason == (
        "no reference covers Jiangxi, 2025; they cover Hunan, 2019; Hunan, 2020; Hunan, 2021; Hunan, 2022 and 2 more"
    )


@pytest.mark.parametrize(("letters", "region"), [(1400, "Hunan"), (1600, "")])
def test_the_opening_of_an_article_names_its_province(claim_of, letters, region):
    lines = "Nothing of a place. " * (letters // 20)
    text = f"{lines}Hunan makes metals.\n\nThe metals industry had revenue of 1 trillion yuan in 2025."
    assert claim_of(text, "industry_revenue").region == region


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (46, ("confirmed", 1)),
        (50, ("confirmed", 2)),
        (51, ("confirmed", 2)),
        (52, ("contradicted", 5)),
    ],
)
def test_agreement_is_within_five_percent_and_near_within_fifteen(claim_of, value, expected):
    found = compare(claim_of(RESERVES.format("44"), "rare_earth_reserves"), references(reserves(value)))
    assert (found.verdict, found.information) == expected


def test_a_number_of_another_time_is_outdated_and_not_contradicted(claim_of):
    claim = claim_of(RESERVES.format("55"), "rare_earth_reserves")
    now, then = reserves(44, "R1"), reserves(55, "R2", period="2015")
    assert compare(claim, references(now)).verdict == "contradicted"
    found = compare(claim, references(now, then))
    assert (found.verdict, found.references) == ("outdated or garbled", ("R1", "R2"))


def test_a_number_of_a_firm_that_the_article_names_is_the_claimants_own(claim_of):
    row = reserves(44, claimant="Northern Ores")
    names_it = claim_of("Northern Ores says: " + RESERVES.format("44"), "rare_earth_reserves")
    assert compare(names_it, references(row)).verdict == "repeated by the claimant only"
    assert compare(claim_of(RESERVES.format("44"), "rare_earth_reserves"), references(row)).verdict == "confirmed"


def test_an_independent_number_decides_against_the_claimants_own(claim_of):
    rows = [reserves(44, "R1", independent="no"), reserves(60, "R2")]
    claim = claim_of(RESERVES.format("44"), "rare_earth_reserves")
    assert compare(claim, references(*rows)).verdict == "contradicted"


PROFIT = "At Guixi {} profit per ton is $15 for basic copper wire."


@pytest.mark.parametrize(
    ("word", "basis", "verdict"),
    [
        ("the gross", "gross", "confirmed"),
        ("the gross", "net", "not verifiable"),  # refused: other costs are taken off
        ("the net", "net", "confirmed"),
        ("the", "gross", "plausible by analogy"),  # the claim does not say
        ("the gross", None, "confirmed"),
    ],
)
def test_a_profit_is_compared_on_its_own_basis(claim_of, word, basis, verdict):
    claim = claim_of(PROFIT.format(word), "copper_wire_profit")
    row = reference("A1", "rod_gross_profit", 15, "USD/t", region="Guixi", period="2025", profit_basis=basis)
    assert compare(claim, references(row)).verdict == verdict


@pytest.mark.parametrize(
    ("words", "basis", "value"),
    [
        ("including VAT", "without_vat", 113),
        ("excluding VAT", "with_vat", 100 / 1.13),
        ("including VAT", "with_vat", 100),
        ("", "with_vat", 100),
    ],
)
def test_value_added_tax_is_converted_at_its_rate(claim_of, words, basis, value):
    claim = claim_of(f"Profit per ton is $15 for basic copper wire, {words}.", "copper_wire_profit")
    row = reference("A1", "rod_gross_profit", 100, "USD/t", region="Jiangxi", period="2025", tax_basis=basis)
    rate = reference("T1", "vat_rate", 0.13, "fraction", region="China", period="2019-04-01/2026-12-31")
    assert converted(claim, row, references(row, rate)) == pytest.approx((value,) * 3)
    differs = ("includ" in words and basis == "without_vat") or "exclud" in words
    refused = converted(claim, replace(row, period="2018"), references(row, rate))
    assert (refused is None) == differs  # no rate is known for 2018


@pytest.mark.parametrize(("place", "verdict"), [("world", "plausible by analogy"), ("Guixi", "confirmed")])
def test_a_claim_about_a_plant_is_confirmed_only_by_numbers_of_that_plant(claim_of, place, verdict):
    claim = claim_of("The automated line at Guixi raised productivity by 15%.", "automation_productivity_gain")
    row = reference("A1", "automation_productivity_gain", 0.15, "fraction", region=place, period="2025")
    assert compare(claim, references(row)).verdict == verdict


def test_an_unverified_claim_about_a_plant_says_that_its_place_and_year_are_not_covered(claim_of):
    claim = claim_of("The automated line cut costs by 15% in 2025.", "automation_cost_cut")
    row = reference("A1", "automation_cost_cut", 0.15, "fraction", region="Hunan", period="2010")
    assert compare(claim, references(row)).reason == (
        "no reference covers the place of this claim in 2025; they cover Hunan, 2010"
    )


def test_the_scope_of_a_claim_about_a_plant_is_named_before_its_place(claim_of):
    claim = claim_of("Battery foil earned a profit of $900 a tonne in 2026.", "lithium_foil_profit")
    row = reference("A1", "foil_gross_profit", 800, "USD/t", region="Hunan", period="2010")
    assert compare(claim, references(row)).reason.startswith(
        "no reference covers foil of the thinnest kind at the place of this claim in 2026; they cover Hunan, 2010"
    )


def test_the_plan_of_a_province_is_not_the_plan_of_the_country(claim_of):
    for text, region in (
        ("东岭省有色金属产业发展\n\n该省计划2028年有色金属产业增加值增长6%左右。", ""),
        ("江西有色金属产业发展\n\n该省计划2028年有色金属产业增加值增长6%左右。", "Jiangxi"),
        ("有色金属产业增加值计划2028年增长5%左右。", "China"),
        ("The province plans to raise value added of nonferrous metals by 6% in 2028. It is in China.", ""),
        ("China wants value added of nonferrous metals to rise by 6% in 2028, it told the province.", "China"),
    ):
        assert claim_of(text, "value_added_growth").region == region


@pytest.mark.parametrize(
    ("before", "region"),
    [
        ("JAKARTA, Sept 3 2026 (Wire) - ", "Indonesia"),
        ("Hanoi, 3 September 2026 - ", "Vietnam"),
        ("Indonesian officials have met. ", "Indonesia"),
        ("", ""),
        ("The trade is small. ", ""),
        ("Chinese officials have met. ", "China"),
        ("The ministry met in Shenzhen. ", "China"),
        ("BEIJING, 4 May 2026 - ", "China"),
        ("LONDON, Sept 3 2026 (Wire) - The plan of China is new. ", "China"),
    ],
)
def test_a_country_is_the_region_only_if_the_article_names_it(before, region, claim_of):
    assert claim_of(f"{before}{PLAN}", "output_growth").region == region


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("in the European Union", "Europe"),
        ("across the EU", "Europe"),
        ("in Turkey", "Turkey"),
        ("for buyers from Turkey", "Germany"),
        ("in Turkey and in Morocco", "Germany"),
        ("faster than in Turkey", "Germany"),
    ],
)
def test_a_place_in_the_sentence_of_a_claim_comes_before_others_of_the_article(place, region, claim_of):
    text = f"Output of recycled metals {place} should reach more than 9 million tonnes by 2030."
    assert claim_of(f"{text}\n\n| Country | kt |\n|---|---|\n| Germany | 2,900 |", "recycled_target").region == region


def test_references_that_miss_only_the_time_do_not_miss_the_place(claim_of):
    claim = claim_of(f"China has a plan. {PLAN}", "output_growth", published="2028-02-01")
    row = reference("P1", "ten_metals_output_growth_plan", 0.015, "fraction/year", region="China", period="2025/2026")
    assert "no reference covers China in the years ahead; " in compare(claim, references(row)).reason


def test_references_with_one_number_are_named_together(claim_of):
    claim = claim_of("China holds 55 million tonnes of rare earth reserves.", "rare_earth_reserves")
    rows = [
        reference(f"R{place}", "rare_earth_reserves", 44.0, "Mt", region="China", period="2025") for place in (1, 2)
    ]
    reason = compare(claim, references(*rows)).reason
    assert "others have" not in reason
    assert {"R1", "R2"} <= {name for name in ("R1", "R2") if name in reason}


def test_the_distance_of_two_losses_is_an_amount(claim_of):
    claim = claim_of("The maker lost $1,050 on every tonne of battery copper foil.", "lithium_foil_profit")
    row = reference("A1", "foil_gross_profit", -500, "USD/t", region="China", period="2025")
    assert compare(claim, references(row)).reason.startswith("550 USD/t below -500 USD/t")


RISE = "Value added in non-ferrous metals is planned to grow by 6 percent a year."


@pytest.mark.parametrize(
    ("before", "region"),
    [
        ("WUHAN - The metals industry of Hubei took in 455 billion yuan in 2025. ", "Hubei"),
        ("Gansu has set out its plan for three years. ", "Gansu"),
        ("The council of Sichuan voted on Monday. ", "Sichuan"),
        ("Xinjiang's leaders set targets. ", "Xinjiang"),
        ("Jiangxi lags behind the national plan. ", "China"),
        ("Officials from Jiangxi and Hunan met. China has copper. ", "China"),
        ("Henan sent nobody to the ministry. It is in China. ", "China"),
        ("Shandong makes aluminium. China has a plan. ", "China"),
        ("Peru exports copper to China. ", "China"),
    ],
)
def test_a_plan_is_of_the_province_that_the_sentence_before_names(before, region, claim_of):
    assert claim_of(f"{before}{RISE}", "value_added_growth").region == region


@pytest.mark.parametrize(
    ("before", "region"),
    [
        ("Chile has a letter for you. ", "Chile"),
        ("China has much, and Brazil follows. ", ""),  # a part of China, but of which part is not said
        ("Hong Kong was calm, and Brazil was not. ", "Hong Kong"),
    ],
)
def test_another_place_is_not_where_it_happened_if_the_country_around_is_named_too(before, region, claim_of):
    text = f"Dear readers.\n\n{before}\n\nShares of a rare earth maker climbed 9.8 percent on Monday."
    assert claim_of(text, "rare_earth_stock_rise").region == region


@pytest.mark.parametrize(("who", "region"), [("Beijing hinted at it", "Guangdong"), ("a hint in Beijing", "Beijing")])
def test_a_government_is_no_place_where_a_share_rose(who, region, claim_of):
    text = f"SHENZHEN, 20 March 2029 - Shares of a rare earth maker climbed 9.8 percent on Tuesday, after {who}."
    assert claim_of(text, "rare_earth_stock_rise").region == region
