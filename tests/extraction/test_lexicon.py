"""The words of the lexicon lead to units that the registry knows, and no word has two senses."""

import ast
from pathlib import Path

from analysis.core.units import CURRENCY_CODES, check_unit, convert
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words as chinese


def test_every_unit_is_known_to_the_registry():
    names = {name for name, _ in lex.UNITS.values()} | {f"t/{per}" for per in lex.RATE_WORDS.values()}
    assert {name for name in names if check_unit(name) != name} == set()
    assert {per for per in lex.PER_ONLY.values() if check_unit(f"USD/{per}") != f"USD/{per}"} == set()


def test_every_currency_is_a_code_in_use():
    codes = {*lex.CURRENCY_SIGNS.values(), *(code for code, _ in lex.CURRENCY_NAMES.values()), *lex.DOLLAR_CUES}
    assert codes <= CURRENCY_CODES


def test_regular_forms_are_spelled_as_english_spells_them():
    for word in ("increased", "reducing", "grows", "raised", "falls"):
        assert word in lex.DIRECTION_WORDS
    assert lex.DIRECTION_WORDS["lowered"] == "down"
    assert lex.DIRECTION_WORDS["surging"] == "up"


def test_every_noun_of_change_has_a_direction():
    assert lex.DIRECTION_WORDS.keys() >= lex.CHANGE_NOUNS


def test_no_name_is_defined_twice():
    folder = Path(lex.__file__).parent
    names = [
        target.id
        for path in sorted(folder.glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
        if isinstance(target, ast.Name) and not target.id.startswith("_")
    ]
    assert sorted(names) == sorted(set(names))


def test_a_scale_is_read_in_full():
    assert (lex.SCALES["crore"], lex.SCALES["bn"], lex.SCALES["trillion"]) == (1e7, 1e9, 1e12)


def test_every_chinese_unit_is_in_the_registry():
    names = {name for name, _ in chinese.UNITS.values()} | set(chinese.DENOMINATORS.values())
    assert {name for name in names - {"point"} if check_unit(name) != name} == set()
    assert convert(15, "mu", "ha") == 1
