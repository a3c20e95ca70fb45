"""Each rule of hedges, directions, periods and subjects decides its example, and not its counter-example."""

from datetime import date

import pytest

from analysis.extraction import chinese, english
from analysis.extraction.chinese.hedges import HEDGE_RULES as CHINESE_HEDGES
from analysis.extraction.english.hedge_rules import HEDGE_RULES as ENGLISH_HEDGES
from analysis.extraction.english.subject_rules import SUBJECT_RULES
from analysis.extraction.extract import read_figures

TABLES = [
    (english.ENGLISH, "hedge", ENGLISH_HEDGES),
    (english.ENGLISH, "direction", english.ENGLISH.direction_rules),
    (english.ENGLISH, "subject", SUBJECT_RULES),
    (chinese.CHINESE, "hedge", CHINESE_HEDGES),
    (chinese.CHINESE, "direction", chinese.CHINESE.direction_rules),
    *[
        (language, "period", language.period_exclusions + language.period_rules)
        for language in (english.ENGLISH, chinese.CHINESE)
    ],
]
PUBLISHED = date(2025, 6, 15)
NAMES = {"hedge": "hedge_rule", "direction": "direction_rule", "period": "period_rule", "subject": "subject_rule"}
VALUES = {"hedge": "qualifier", "direction": "direction", "period": "period", "subject": "subject"}
RULES = [
    pytest.param(language, kind, rule, id=f"{language.name}: {rule.name}")
    for language, kind, rules in TABLES
    for rule in rules
]


@pytest.mark.parametrize(("language", "kind", "rule"), RULES)
def test_a_rule_decides_its_example_and_leaves_its_counter_example(language, kind, rule):
    for case, decides in ((rule.example, True), (rule.counter_example, False)):
        readings = read_figures(case.text, published=PUBLISHED, language=language)
        (reading,) = [item for item in readings if item.figure.text == case.figure]
        name, value = getattr(reading, NAMES[kind]), getattr(reading.figure, VALUES[kind]) or ""
        assert (value, name == rule.name) == (case.reading, decides)


@pytest.mark.parametrize(("language", "kind", "rules"), TABLES)
def test_rules_have_different_names(language, kind, rules):
    names = [rule.name for rule in rules]
    assert len(names) == len(set(names))
