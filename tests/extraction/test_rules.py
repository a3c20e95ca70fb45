"""Each rule of hedges and directions decides its example and leaves its counter-example to others."""

import pytest

from analysis.extraction import chinese, english
from analysis.extraction.chinese.hedges import HEDGE_RULES as CHINESE_HEDGES
from analysis.extraction.english.hedge_rules import HEDGE_RULES as ENGLISH_HEDGES
from analysis.extraction.extract import read_figures

TABLES = [
    (english.ENGLISH, "hedge", ENGLISH_HEDGES),
    (english.ENGLISH, "direction", english.ENGLISH.direction_rules),
    (chinese.CHINESE, "hedge", CHINESE_HEDGES),
    (chinese.CHINESE, "direction", chinese.CHINESE.direction_rules),
]
RULES = [
    pytest.param(language, kind, rule, id=f"{language.name}: {rule.name}")
    for language, kind, rules in TABLES
    for rule in rules
]


@pytest.mark.parametrize(("language", "kind", "rule"), RULES)
def test_a_rule_decides_its_example_and_leaves_its_counter_example(language, kind, rule):
    for case, decides in ((rule.example, True), (rule.counter_example, False)):
        (reading,) = [item for item in read_figures(case.text, language=language) if item.figure.text == case.figure]
        name = reading.hedge_rule if kind == "hedge" else reading.direction_rule
        value = reading.figure.qualifier if kind == "hedge" else reading.figure.direction
        assert (value, name == rule.name) == (case.reading, decides)


@pytest.mark.parametrize(("language", "kind", "rules"), TABLES)
def test_rules_have_different_names(language, kind, rules):
    names = [rule.name for rule in rules]
    assert len(names) == len(set(names))
