"""A target is on course, barely within reach, off course, or not due yet, from what was measured or planned."""

from dataclasses import replace

import pytest

from analysis.claims.claim import claims_of
from analysis.claims.course import course_of
from analysis.claims.target_sense import sense_of
from analysis.documents.sources import read_sources

from .conftest import reference, references

CLUSTER = (
    "The copper cluster of Jiangxi is worth over 600 billion yuan. "
    "Target: planners want this copper cluster to pass 1 trillion yuan by 2027."
)
PACE = "China plans to raise output of the ten major metals by 3% a year from 2026 to 2027."
LEVEL = "Target: recycled metals in China are to exceed 20 million tonnes of output in 2027."


def course(sources, name, *rows):
    claims = claims_of(sources)
    (target,) = [item for item in claims if item.name == name]
    found = course_of(target, claims, references(*rows))
    return found.name, found.reason, found.references


def growth(quantity, value, **more):
    return reference("P1", quantity, value, "fraction/year", **{"region": "Jiangxi", "period": "2023/2026", **more})


@pytest.mark.parametrize(
    ("plan", "expected"),
    [(0.09, "off course"), (0.15, "off course"), (0.19, "barely within reach"), (0.5, "on course")],
)
def test_a_target_needs_no_more_growth_than_was_planned_or_measured(sources_of, plan, expected):
    price = reference("C1", "copper_price_growth", 0.3, "fraction", period="2025/2026", currency="CNY")
    found, words, cited = course(
        sources_of(CLUSTER), "copper_cluster_target", growth("revenue_growth_plan", plan), price
    )
    assert (found, cited) == (expected, ("P1", "C1"))
    assert "needs 18.6 % a year from 2024 or 29.1 % a year from 2025" in words
    assert "the copper price alone rose by 30 % in 2025/2026" in words


@pytest.mark.parametrize(
    ("slowest", "expected"), [(0.3, "on course"), (0.28, "on course"), (0.27, "barely within reach")]
)
def test_a_target_is_on_course_only_if_the_slowest_growth_is_enough(sources_of, slowest, expected):
    """29.1 % a year are needed at most, of which 5 % may be missing."""
    slow = replace(growth("nonferrous_revenue_growth", slowest), id="S1")
    found, words, _ = course(sources_of(CLUSTER), "copper_cluster_target", growth("revenue_growth_plan", 0.5), slow)
    assert found == expected
    said = f", the slowest {100 * slowest:.0f} % (S1)" if expected == "on course" else ""
    assert words.endswith(f"planned is 50 % (revenue_growth_plan: P1){said}")


def test_growth_of_a_price_in_another_currency_is_not_cited(sources_of):
    price = reference("C1", "copper_price_growth", 0.307, "fraction", period="2025/2026", currency="USD")
    plan = growth("revenue_growth_plan", 0.09)
    found = course(sources_of(CLUSTER), "copper_cluster_target", plan, price)
    assert found[2] == ("P1",)
    yuan = replace(price, id="C2", currency="CNY", value=0.252)
    assert (
        "the copper price alone rose by 25.2 %"
        in course(sources_of(CLUSTER), "copper_cluster_target", plan, price, yuan)[1]
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "off course"),
        ({"quantity": "value_added_growth_plan"}, "not due yet"),  # real growth, and of something else
        ({"region": "Hunan"}, "not due yet"),
        ({"region": "China"}, "off course"),  # a plan for the country covers the province
        ({"period": "2021/2024"}, "off course"),  # ends three years before the year of the target begins
        ({"period": "2021/2023"}, "not due yet"),
    ],
)
def test_growth_must_match_the_target_in_quantity_region_and_period(sources_of, more, expected):
    row = replace(growth("revenue_growth_plan", 0.09), **more)
    assert course(sources_of(CLUSTER), "copper_cluster_target", row)[0] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("2026", 0.04)], "on course"),
        ([("2026", 0.02)], "off course"),
        ([("2026", 0.04), ("2027", 0.01)], "off course"),  # the latest counts
        ([("2024", 0.04)], "not due yet"),  # before its time
        ([], "not due yet"),
    ],
)
def test_a_rate_is_compared_with_the_latest_of_its_time(sources_of, rows, expected):
    measured = [
        reference(f"G{period}", "ten_metals_output_growth", value, "fraction/year", region="China", period=period)
        for period, value in rows
    ]
    assert course(sources_of(PACE), "output_growth", *measured)[0] == expected


def test_a_target_whose_time_was_over_is_not_due_later(sources_of):
    text = PACE.replace("from 2026 to 2027", "in 2024").replace("plans", "planned")
    assert course(sources_of(text), "output_growth")[0] == ""


def test_a_target_below_the_size_that_the_article_gives_is_reached(sources_of):
    text = CLUSTER.replace("1 trillion", "500 billion")
    assert course(sources_of(text), "copper_cluster_target")[0] == "on course"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([(2024, 17), (2025, 21)], "on course"),  # reached
        ([(2024, 18), (2025, 19)], "on course"),  # 2.6 % a year are needed, 5.6 % were made
        ([(2024, 18.9), (2025, 19)], "off course"),
        ([(2025, 19)], "not due yet"),  # no pace is known
        ([(2026, 18), (2027, 19)], "off course"),  # missed
        ([(2024, 0), (2025, 19)], "not due yet"),
        ([], "not due yet"),
    ],
)
def test_a_level_is_on_course_at_the_pace_of_the_last_years(sources_of, levels, expected):
    rows = [
        reference(f"R{year}", "recycled_output", value, "Mt", region="China", period=str(year))
        for year, value in levels
    ]
    assert course(sources_of(LEVEL), "recycled_target", *rows)[0] == expected


CUT = "China plans to cut recycled metals output to 12 million tonnes by 2030."
NEUTRAL = "China has a target of 12 million tonnes of recycled metals output in 2030."


def recycled(levels):
    return [
        reference(f"R{year}", "recycled_output", value, "Mt", region="China", period=str(year))
        for year, value in levels
    ]


@pytest.mark.parametrize(
    ("text", "levels", "expected", "words"),
    [
        (CUT, [(2025, 19)], "not due yet", ""),  # above it, which is not "reached"
        (
            CUT,
            [(2024, 20), (2025, 19)],
            "off course",
            "has to fall by 8.78 % a year, and it fell by 5 % a year from 2024",
        ),
        (CUT, [(2024, 18), (2025, 19)], "off course", "it rose by 5.56 % a year"),
        (CUT, [(2024, 20), (2025, 18)], "on course", "has to fall by 7.79 % a year, and it fell by 10 % a year"),
        (CUT, [(2024, 19), (2025, 11)], "on course", "reached: 11 Mt in 2025"),
        (CUT, [(2030, 13)], "not due yet", ""),
        (CUT, [(2029, 14), (2030, 13)], "off course", "missed"),
        (CUT, [], "not due yet", ""),
        (CUT.replace("cut", "raise"), [(2025, 19)], "on course", "reached: 19 Mt in 2025"),
        (CUT.replace("cut", "raise"), [(2024, 10), (2025, 11)], "on course", "grew by 10 % a year"),
        (NEUTRAL, [(2025, 19)], "", "a rise or by a fall is not known"),
        (NEUTRAL, [(2025, 11)], "", "a rise or by a fall is not known"),
        (NEUTRAL, [(2024, 18), (2025, 19)], "", "a rise or by a fall is not known"),  # may be passed long ago
        (NEUTRAL, [(2024, 20), (2025, 19)], "off course", "has to fall"),
        (NEUTRAL, [(2024, 10), (2025, 11)], "on course", "grew by"),
        (NEUTRAL, [(2024, 10), (2025, 13)], "on course", "reached"),
        (NEUTRAL, [(2024, 14), (2025, 11)], "on course", "reached"),
    ],
)
def test_a_falling_level_is_reached_from_above(sources_of, text, levels, expected, words):
    found = course(sources_of(text), "recycled_target", *recycled(levels))
    assert found[0] == expected
    assert words in found[1]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [(-0.1, "off course"), (0.1, "off course"), (-0.3, "barely within reach"), (-0.5, "on course")],
)
def test_a_target_below_its_start_needs_a_fall(sources_of, plan, expected):
    """26.3 % a year from 2024, 45.7 % from 2025, of which 5 % may be missing."""
    text = CLUSTER.replace("to pass 1 trillion yuan", "cut to 240 billion yuan")
    found = course(sources_of(text), "copper_cluster_target", growth("revenue_growth_plan", plan))
    assert found[0] == expected


def test_a_target_below_its_start_has_no_course_if_the_article_does_not_say_that_it_is_a_fall(sources_of):
    text = CLUSTER.replace("this copper cluster to pass 1 trillion yuan", "a copper cluster of 240 billion yuan")
    assert course(sources_of(text), "copper_cluster_target", growth("revenue_growth_plan", 0.1))[0] == ""


@pytest.mark.parametrize(
    ("said", "sense"),
    [
        ("China plans to cut recycled metals output to 2 million tonnes by 2030.", -1),
        ("中国计划到2027年将再生金属产量降至200万吨。", -1),
        ("中国计划到2027年再生金属产量提高到2000万吨。", 1),
        ("China plans to keep recycled metals output below 20 million tonnes in 2027.", -1),
        ("China wants to cap recycled metals output at no more than 20 million tonnes in 2027.", -1),
        ("Japan will limit recycled metals output to 3 million tonnes in 2028.", -1),
        ("China plans recycled metals output of up to 20 million tonnes in 2027.", 0),
        ("China plans to take recycled metals output from 21 million tonnes to 20 million tonnes in 2027.", -1),
        ("China plans to take recycled metals output from 2 million tonnes to 20 million tonnes in 2027.", 1),
        ("Output of recycled metals in China is to double to 20 million tonnes by 2030.", 1),
        ("Halving its recycled metals output to 3 million tonnes by 2030 is the aim of Iran.", -1),
        ("China aims for a reduction in recycled metals output to 12 million tonnes by 2030.", -1),
        ("China's target is recycled metals output of 20 million tonnes in 2027.", 0),
        (
            "While it cuts smelting to 5 million tonnes, China plans to lift recycled metals output to 20 million "
            "tonnes in 2027.",
            1,
        ),
        ("China plans to bring down its output of recycled metals to 12 million tonnes by 2030.", -1),
        ("India intends to scale back recycled metals output to 3 million tonnes by 2029.", -1),
        ("After output rose in 2025, China aims for recycled metals output of 20 million tonnes in 2027.", 0),
        ("China plans to raise output of recycled metals from lower-grade scrap to 20 million tonnes in 2027.", 1),
        ("Germany wants to see recycled metals output reduced to less than 3 million tonnes by 2030.", -1),
        ("The goal is for recycled metals output in Chile to reach at least 3 million tonnes by 2030.", 1),
        ("The ministry plans to step up efforts to reduce recycled metals output to 3 million tonnes by 2030.", -1),
        ("Recycled metals output in Vietnam is targeted at 3 million tonnes in 2030, up from 2 million tonnes.", 1),
    ],
)
def test_the_words_of_change_say_whether_a_target_is_a_rise_or_a_fall(claim_of, said, sense):
    assert sense_of(claim_of(said, "recycled_target")) == sense


@pytest.mark.parametrize(
    ("said", "sense"),
    [
        ("raise output of the ten major metals by 3% a year", 1),
        ("cut the growth of output of the ten major metals to 2% a year", -1),
        ("slow growth in the output of the ten major metals to 2% a year", -1),
        ("raise growth in the output of the ten major metals to 2% a year", 1),
        ("reach growth in the output of the ten major metals of about 2% a year", 1),  # as the figure is asked for
    ],
)
def test_a_growth_may_be_meant_to_fall(claim_of, said, sense):
    assert sense_of(claim_of(f"China plans to {said} from 2026 to 2027.", "output_growth")) == sense


@pytest.mark.parametrize(("measured", "expected"), [(0.03, "off course"), (0.0205, "on course"), (0.01, "on course")])
def test_a_rate_that_is_to_fall_is_reached_from_above(sources_of, measured, expected):
    text = PACE.replace("raise output of the ten major metals by 3%", "cut growth of output of the ten metals to 2%")
    row = reference("G26", "ten_metals_output_growth", measured, "fraction/year", region="China", period="2026")
    assert course(sources_of(text), "output_growth", row)[0] == expected


def test_the_year_of_a_size_may_be_in_another_article(tmp_path):
    """13.9 % a year was planned: from 2024 it takes 13.7 %, from 2025 21.3 %."""
    target = "The copper cluster of Sichuan has a size of 68 billion yuan and aims to pass 100 billion yuan by 2027.\n"
    (tmp_path / "a.md").write_text(f"---\ndate: 2026-05-20\n---\n{target}", encoding="utf-8")
    fast = growth("revenue_growth_plan", 0.139, region="Sichuan", period="2025/2027")
    assert course(read_sources(tmp_path), "copper_cluster_target", fast)[0] == "barely within reach"
    size = "The copper cluster of Sichuan was worth 68 billion yuan in 2025.\n"
    (tmp_path / "b.md").write_text(f"---\ndate: 2026-05-26\n---\n{size}", encoding="utf-8")
    found = course(read_sources(tmp_path), "copper_cluster_target", fast)
    assert found[0] == "off course"
    assert "2024" not in found[1]
