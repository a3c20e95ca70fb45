"""Each cross-check finds its problem in invented articles, and finds nothing in consistent ones."""

from dataclasses import replace

import pytest

from analysis.claims import verify
from analysis.claims.claim import claims_of
from analysis.claims.cross_checks import (
    company_taken_for_sector,
    conflicting_values,
    currency_conversion,
    dates_after_publication,
    flow_over_stock,
    growth_against_levels,
    impossible_datelines,
    share_against_total,
)
from analysis.documents.sources import read_sources

from .conftest import reference, references

REVENUE = "The metals industry of Jiangxi had revenue of 1 trillion yuan in {}."
PLAN = "The metals industry of Jiangxi is expected to have revenue of 2 trillion yuan in {}."
TARGET = "Target: planners want this copper cluster to pass 1 trillion yuan by {}."
PLANT = "Semarak wants to produce 1,500 tonnes of rare earth oxide a year by 2029."
TWO_PARTS = "Foil pays\n\nHighlights\n\n- {}\n\nThe details\n\n{}\n"


def findings(check, sources, rows=()):
    return [(item.claim.key, item.effect) for item in check(claims_of(sources), references(*rows))]


@pytest.mark.parametrize(("rate", "effect"), [(7.19, "supports"), (8.0, "nearly supports"), (10.0, "contradicts")])
def test_a_conversion_is_compared_with_the_rate_of_its_year(sources_of, rate, effect):
    text = "The metals industry had revenue of 500 billion yuan (about $70 billion) in 2024."
    rows = [
        reference("F1", "exchange_rate", rate, "CNY/USD", period="2024"),
        reference("F2", "exchange_rate", 1.0, "CNY/USD", period="2020"),
    ]
    assert findings(currency_conversion, sources_of(text), rows) == [("industry_revenue_usd", effect)]
    assert findings(currency_conversion, sources_of(text), rows[1:]) == []


@pytest.mark.parametrize(("total", "effect"), [(100, "supports"), (110, "garbles"), (200, "contradicts")])
def test_the_total_implied_by_an_amount_and_its_share_is_compared_with_references(sources_of, total, effect):
    text = "China has 40 million tons of rare earth reserves, 40 percent of all rare earth reserves in the world."
    rows = [reference("W1", "rare_earth_reserves", total, "Mt", region="world", period="2025")]
    found = findings(share_against_total, sources_of(text), rows)
    assert found == [("rare_earth_reserves", effect), ("rare_earth_reserve_share", effect)]
    bound = [reference("W1", "rare_earth_reserves", 90, "Mt", low=90, region="world", period="2025")]
    assert findings(share_against_total, sources_of(text), bound)[0] == ("rare_earth_reserves", "supports")
    far = [reference("W1", "rare_earth_reserves", 75, "Mt", low=75, region="world", period="2025")]
    assert findings(share_against_total, sources_of(text), far) == []
    old = [reference("W1", "rare_earth_reserves", total, "Mt", region="world", period="2005")]
    assert findings(share_against_total, sources_of(text), old) == []


def test_of_editions_that_fit_the_last_one_is_named(sources_of):
    text = "China has 40 million tons of rare earth reserves, 40 percent of all rare earth reserves in the world."
    rows = [
        replace(
            reference(f"W{year}", "rare_earth_reserves", low, "Mt", low=low, region="world", period="2025"),
            published=f"{year}-01-31",
        )
        for year, low in ((2024, 99), (2025, 95), (2023, 98))
    ]
    found = share_against_total(claims_of(sources_of(text)), references(*rows))
    assert {finding.references for finding in found} == {("W2025",)}


RISE = (
    "The metals industry of Jiangxi had revenue of 1 trillion yuan in 2025. "
    "Industry scale grew by more than 200 billion yuan over the past five years."
)


def revenue(value, period, **more):
    return reference(f"L{period}", "nonferrous_revenue", value, "CNY bn", region="Jiangxi", period=str(period), **more)


@pytest.mark.parametrize(
    ("level", "effect"), [(795, "supports"), (700, "nearly supports"), (850, "contradicts"), (900, "contradicts")]
)
def test_an_increase_is_compared_with_the_level_at_its_beginning(sources_of, level, effect):
    rows = [revenue(level, 2021)]
    assert findings(growth_against_levels, sources_of(RISE), rows) == [("five_year_increase", effect)]
    later = [*rows, revenue(950, 2023)]  # within the span: ignored if the level at the beginning is known
    assert findings(growth_against_levels, sources_of(RISE), later) == [("five_year_increase", effect)]


@pytest.mark.parametrize(("level", "effect"), [(950, "qualifies"), (750, "supports")])
def test_a_level_within_the_span_does_not_contradict_an_increase(sources_of, level, effect):
    found = findings(growth_against_levels, sources_of(RISE), [revenue(level, 2023)])
    assert found == [("five_year_increase", effect)]


def test_a_level_that_is_a_bound_gives_a_bound_on_the_gain(sources_of):
    (found,) = growth_against_levels(claims_of(sources_of(RISE)), references(revenue(850, 2021, high=850)))
    assert found.effect == "supports"  # at least 150, so 200 is possible
    assert "was at least 150 CNY bn since 2021" in found.reason
    (found,) = growth_against_levels(claims_of(sources_of(RISE)), references(revenue(850, 2021, low=850)))
    assert found.effect == "contradicts"  # at most 150
    assert "was at most 150 CNY bn since 2021" in found.reason


def test_an_increase_of_an_unnamed_place_is_not_compared_with_levels_of_a_province(sources_of):
    text = RISE.replace(" of Jiangxi", "")
    assert findings(growth_against_levels, sources_of(text), [revenue(850, 2021)]) == []


def test_exports_as_a_share_of_trade_are_valid(sources_of):
    text = "Exports of rare earths from China are nearly 90 percent of world trade."
    assert findings(flow_over_stock, sources_of(text)) == []


def test_an_amount_that_others_confirm_is_not_contradicted_by_a_share_that_does_not_fit(sources_of):
    text = "China has rare earth reserves of 44 million tonnes, 95% of the world's rare earth reserves."
    rows = [
        reference("A1", "rare_earth_reserves", 44, "Mt", region="China", period="2025"),
        reference("A2", "rare_earth_reserves", 90, "Mt", region="world", period="2025"),
        reference("A3", "rare_earth_reserve_share", 0.49, "fraction", region="China", period="2025"),
    ]
    expected = [("rare_earth_reserves", "qualifies"), ("rare_earth_reserve_share", "contradicts")]
    assert findings(share_against_total, sources_of(text), rows) == expected


def test_a_highlight_with_another_number_is_contradicted(sources_of):
    text = TWO_PARTS.format(
        "Battery foil earns a profit of $2,000 per ton.", "Profit per ton is $900 for lithium-battery foil in Anhui."
    )
    assert findings(conflicting_values, sources_of(text)) == [("lithium_foil_profit (highlights)", "contradicts")]


def test_two_articles_with_different_numbers_qualify_each_other(sources_of):
    sources_of("Profit per ton is $900 for lithium-battery foil.", name="one")
    sources = sources_of("Profit per ton is $500 for lithium-battery foil.", name="two")
    assert findings(conflicting_values, sources) == [("lithium_foil_profit", "qualifies")] * 2


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("publisher: Foil Weekly\n", "Foil Weekly (2026-03-10) says 900 USD/t"),
        ("title: Foil earns more\n", "“Foil earns more” (2026-03-10) says 900 USD/t"),
    ],
)
def test_an_article_that_differs_is_named_by_its_publisher_or_title(tmp_path, head, words):
    for name, amount in (("one", 900), ("two", 500)):
        text = f"---\ndate: 2026-03-10\n{head}---\nProfit per ton is ${amount} for lithium-battery foil.\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    found = list(conflicting_values(claims_of(read_sources(tmp_path)), references()))
    assert [item.reason for item in found if item.claim.source_id == "two"] == [words]


def test_a_conversion_belongs_to_the_amount_before_it(sources_of):
    text = (
        "The metals industry had revenue of 500 billion yuan ($70 billion) in 2024, while its copper cluster is worth "
        "200 billion yuan."
    )
    rows = [reference("F1", "exchange_rate", 7.19, "CNY/USD", period="2024")]
    assert findings(currency_conversion, sources_of(text), rows) == [("industry_revenue_usd", "supports")]


def test_a_flow_divided_by_a_stock_is_garbled(sources_of):
    text = (
        "China has 40 percent of all rare earth reserves in the world. "
        "Its exports of rare earths are nearly 90 percent of the world's reserves."
    )
    assert findings(flow_over_stock, sources_of(text)) == [("rare_earth_export_share", "garbles")]
    meant = reference("S1", "rare_earth_supply_share", 0.9, "fraction", region="China", period="2012")
    (found,) = flow_over_stock(claims_of(sources_of(text)), references(meant))
    assert found.references == ("S1",)
    assert "rare earth supply share: 90 %" in found.reason


@pytest.mark.parametrize(("sector", "expected"), [(0.05, [("rare_earth_stock_rise", "garbles")]), (1.0, [])])
def test_a_sector_claim_that_is_true_of_one_company_only_is_garbled(sources_of, sector, expected):
    text = "Hong Kong stocks of rare earths rose 108% on the day."
    rows = [
        reference("S1", "rare_earth_share_price_rise", 1.08, "fraction", scope="one company", period="2026-03-09"),
        reference("S2", "rare_earth_share_price_rise", sector, "fraction", scope="sector", period="2026-03-09"),
    ]
    assert findings(company_taken_for_sector, sources_of(text), rows) == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (REVENUE.format(2028), "2026-03-10", [("industry_revenue", "contradicts")]),
        (REVENUE.format(2025), "2026-03-10", []),
        (REVENUE.format(2025), "2025-12-20", []),
        (REVENUE.format(2025), "2025-10-20", [("industry_revenue", "qualifies")]),
        (PLAN.format(2028), "2026-03-10", [("industry_revenue", "postpones")]),
        (PLAN.format(2025), "2025-10-20", [("industry_revenue", "postpones")]),
        (TARGET.format(2020), "2026-03-10", [("copper_cluster_target", "qualifies")]),
        (TARGET.format(2027), "2026-03-10", []),
        (f"{PLANT} Its rare earth shares rose 12% on the stock exchange.", "2026-03-10", []),  # not of the plan's year
    ],
)  # fmt: skip
def test_impossible_dates_are_found(sources_of, text, published, expected):
    assert findings(dates_after_publication, sources_of(text, published)) == expected


@pytest.mark.parametrize(
    ("first_line", "why"),
    [
        ("Beijing, 3 January: rare earth shares rose.", "66 days before publication"),
        ("Beijing, 9 March: rare earth shares rose.", None),
        ("BEIJING, March 20 (Agency) -- Rare earth shares rose.", "10 days after publication"),
        ("The works opened on 3 January and made copper.", None),  # a date in the story, not a dateline
        ("BEIJING, March 20 - Rare earth shares rose.", "10 days after publication"),
        ("Nanchang, 7 February: rare earth shares rose.", None),  # 31 days
        ("Nanchang, 6 February: rare earth shares rose.", "32 days before publication"),
        ("20 March: opening. 21 March: visit of the works.", None),  # a programme
        (f"{'An opening paragraph. ' * 20}Beijing, 20 March: shares rose.", None),  # not in the first lines
        ("Beijing, 28 December: rare earth shares rose.", "72 days before publication"),
    ],
)
def test_impossible_datelines_are_found(sources_of, first_line, why):
    rows = impossible_datelines(sources_of(first_line))
    assert [row["Why"] for row in rows] == ([why] if why else [])


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (
            "China sold 72 per cent of all rare earths that were exported in the world last year, "
            "and it has 44 million tonnes of reserves.",
            False,
        ),
        ("China's rare earth exports are 72 per cent of the world's reserves.", True),
    ],
)
def test_reserves_in_another_clause_do_not_make_exports_a_flow_over_a_stock(tmp_path, text, refused):
    (tmp_path / "a.txt").write_text(f"{text}\n", encoding="utf-8")
    verified = {item.claim.name: item for item in verify(read_sources(tmp_path))}
    assert ("flow" in verified["rare_earth_export_share"].reason) == refused


def test_an_amount_is_converted_from_the_one_that_fits(tmp_path):
    text = (
        "The non-ferrous metals industry of Henan had revenue of 610 billion yuan in 2025, 100 billion yuan more than "
    )
    text += "five years before, or about 85 billion dollars."
    (tmp_path / "a.txt").write_text(f"{text}\n", encoding="utf-8")
    verified = {item.claim.named.figure.text: item for item in verify(read_sources(tmp_path))}
    assert verified["85 billion dollars"].verdict == "confirmed"
    (tmp_path / "a.txt").write_text(f"{text.replace('85', '55')}\n", encoding="utf-8")
    verified = {item.claim.named.figure.text: item for item in verify(read_sources(tmp_path))}
    assert verified["55 billion dollars"].verdict == "contradicted"


def test_a_value_of_the_year_before_does_not_differ_from_one_without_a_time(tmp_path):
    first = "Battery foil earned a profit of $900 a tonne in 2025 and lost $300 a tonne in 2024."
    for name, day, text in (("a", "01", first), ("b", "08", "Battery foil earns a profit of $700 a tonne.")):
        (tmp_path / f"{name}.md").write_text(f"---\ndate: 2026-08-{day}\n---\n{text}\n", encoding="utf-8")
    found = conflicting_values(claims_of(read_sources(tmp_path)), {})
    assert sorted(item.claim.named.figure.low for item in found) == [700, 900]


def test_what_is_only_hoped_for_is_not_due(sources_of):
    plan = "The robots run from 2027. We hope that the robots lower costs by 8 percent."
    assert findings(dates_after_publication, sources_of(plan)) == [("automation_cost_cut", "postpones")]
    assert findings(dates_after_publication, sources_of("The robots lowered costs by 8 percent.")) == []


def test_a_value_of_a_year_that_is_long_over_does_not_differ_from_one_of_today(sources_of):
    report = "Profit per tonne of battery copper foil was $820, compared with a loss of $180 in 2024."
    other = "The maker of battery copper foil earns a profit of $830 a tonne."
    sources_of(other, name="other")
    assert findings(conflicting_values, sources_of(report)) == []
    sources_of(other.replace("830", "1,400"), name="other")
    assert findings(conflicting_values, sources_of(report)) == [("lithium_foil_profit", "qualifies")] * 2


def test_a_level_that_a_plan_starts_from_is_no_target(sources_of):
    text = (
        "The plan lifts the copper cluster to 180 billion yuan by 2030. It implies growth of 9% from 128 billion yuan."
    )
    targets = [item.base for item in claims_of(sources_of(text)) if item.name == "copper_cluster_target"]
    assert targets == [180]


def test_what_was_promised_for_a_year_that_is_over_is_no_claim(sources_of):
    text = "The metals industry of Hunan promised revenue of 600 billion yuan by 2025 and missed it."
    assert claims_of(sources_of(text)) == []
    assert len(claims_of(sources_of(text.replace("2025", "2028")))) == 1


def test_a_plan_for_a_year_that_is_not_over_is_not_due(sources_of):
    text = "The robots run the hall. A second line in 2026 is expected to cut costs by a further 3 percent."
    assert findings(dates_after_publication, sources_of(text)) == [("automation_cost_cut", "postpones")]


def test_the_level_that_a_target_starts_from_is_a_size(sources_of):
    text = "The copper cluster is to reach 300 billion yuan of output value by 2030, up from 172 billion yuan in 2025."
    found = {item.name: item.base for item in claims_of(sources_of(text))}
    assert found == {"copper_cluster_target": 300, "copper_cluster_size": 172}


def test_the_reason_says_what_the_wording_of_both_numbers_allows_and_links_the_reference(sources_of):
    text = "China has rare earth reserves of 44 million tonnes, or about 49 percent of the world's reserves."
    rows = [reference("W1", "rare_earth_reserves", 90.0, "Mt", region="world", period="2025")]
    (reason, *_) = [item.reason for item in share_against_total(claims_of(sources_of(text)), references(*rows))]
    assert reason == (
        "amount and share imply a total of 89.8 Mt (88.9 to 90.7 as their wording allows); W1 had 90 Mt: they fit"
    )


def test_what_a_cluster_is_valued_at_is_no_target(sources_of):
    plan = "A second hall will follow in 2027. {} Under a plan of 2023, it is to reach 1 trillion yuan by 2027."
    text = plan.format("The copper cluster of the province is valued at 640 billion yuan.")
    assert [item.base for item in claims_of(sources_of(text)) if item.is_target] == [1000]
