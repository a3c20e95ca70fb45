"""Number the random ids of an output in the order in which they appear, so that references are compared."""

import itertools
import re

from nbcompare.sanitize_rule import SanitizeRule
from nbcompare.sanitize_rules import NUMBERED
from nbcompare.temporary_names import match_names

_THREAD = re.compile(  # its default name, with the blanks that pad it
    r"(?<![\w.-])(?P<kind>Thread|ThreadPoolExecutor(?=-\d+_\d))-(?P<number>\d{1,6})(?:(?=_\d)|(?![\w-]|\.\w))"
    r"(?P<rest>(?: \([^()\n]*\))? *)"
)


def match_ids(before: str, after: str) -> tuple[str, str]:
    """Return two texts with their random ids numbered in the order in which they appear, alike on both sides."""
    for rule in NUMBERED:
        sides = rule.ids(before), rule.ids(after)
        names = numbered(rule, *sides) if any(sides) else ({}, {})
        before, after = (rule.rename(text, side) for text, side in zip((before, after), names, strict=True))
    return match_names(*_match_threads(before, after))


def _match_threads(before: str, after: str) -> tuple[str, str]:
    """Two texts with the same numbers of threads, if they name as many threads in the same order.

    Python counts them, and what executes a notebook starts some of its own.
    """
    if "Thread" not in before or before == after:
        return before, after
    places = [list(_THREAD.finditer(text)) for text in (before, after)]
    named = [[(name["kind"], int(name["number"])) for name in side] for side in places]
    order = sorted(set(zip(*named, strict=False)))
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(order))
    if len(named[0]) != len(named[1]) or not rising or any(one[0] != other[0] for one, other in order):
        return before, after
    parts, last = [], 0
    for one, other in zip(*places, strict=True):
        padded = len(one[0]) == len(other[0]) and one["rest"].rstrip() == other["rest"].rstrip()
        parts += [before[last : one.start()], other[0] if padded else f"{other['kind']}-{other['number']}{one['rest']}"]
        last = one.end()
    return "".join([*parts, before[last:]]), after


def numbered(rule: SanitizeRule, before: list[str], after: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what replaces the ids of each side: those that both have get the same numbers, and the first ones."""
    known, kind = set(after), str(rule.replacement).strip("<>")
    shared = [name for name in before if name in known]

    def names(side: list[str]) -> dict[str, str]:
        return {name: f"<{kind} {number}>" for number, name in enumerate(dict.fromkeys([*shared, *side]), start=1)}

    return names(before), names(after)
