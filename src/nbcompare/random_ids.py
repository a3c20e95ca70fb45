"""Random ids: those of one output are numbered in the order in which they appear, so that references are compared."""

from nbcompare.sanitize_rule import SanitizeRule
from nbcompare.sanitize_rules import NUMBERED
from nbcompare.temporary_names import match_names


def match_ids(before: str, after: str) -> tuple[str, str]:
    """Return two texts with their random ids numbered in the order in which they appear, alike on both sides.

    An id that both have is the same one, wherever it is.

    >>> one, other = ("map_" + letter * 32 for letter in "ab")
    >>> match_ids(f"var {one} = 1; {one}", f"var {other} = 1; {other}")
    ('var map_<hex id 1> = 1; map_<hex id 1>', 'var map_<hex id 1> = 1; map_<hex id 1>')
    """
    for rule in NUMBERED:
        sides = rule.ids(before), rule.ids(after)
        names = numbered(rule, *sides) if any(sides) else ({}, {})
        before, after = (rule.rename(text, side) for text, side in zip((before, after), names, strict=True))
    return match_names(before, after)


def numbered(rule: SanitizeRule, before: list[str], after: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what replaces the ids of each side: those that both have get the same numbers, and the first ones."""
    known, kind = set(after), str(rule.replacement).strip("<>")
    shared = [name for name in before if name in known]

    def names(side: list[str]) -> dict[str, str]:
        return {name: f"<{kind} {number}>" for number, name in enumerate(dict.fromkeys([*shared, *side]), start=1)}

    return names(before), names(after)
