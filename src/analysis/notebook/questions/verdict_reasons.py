"""Why a claim has its verdict, in one clause with the numbers of others, for a reader of the first page."""

import math
import re
from collections.abc import Sequence

from analysis.claims.claim import Claim
from analysis.claims.conversion import Interval, converted
from analysis.claims.reference_check import (
    CLAIMANT_ONLY,
    TOLERANCE,
    UNCHECKED,
    UNVERIFIABLE,
    compare,
    widened,
)
from analysis.claims.verdicts import VerifiedClaim, comparable_references
from analysis.core.formatting import name_text
from analysis.core.references import References, period_span
from analysis.core.words import listed
from analysis.notebook.quantity_text import bounded_text, quantity_text, range_text

_IN_BRACKETS = re.compile(r" \([^()]*\)")  # the ids of references and what they are about
_DECISIVE = {"contradicted": "contradicts", "outdated or garbled": "garbles", "not due yet": "postpones"}


def short_reason(item: VerifiedClaim, references: References) -> str:
    """Return why a claim has its verdict, as a clause; empty for a claim that was corrected since.

    >>> from analysis.claims.verdicts import verify
    >>> from analysis.core.paths import resolve
    >>> from analysis.core.references import load_references
    >>> from analysis.documents.sources import read_sources
    >>> known, verified = load_references(), verify(read_sources(resolve("seeds")))
    >>> of = {item.claim.key: short_reason(item, known) for item in verified}
    >>> of["lithium_foil_profit"]
    'no reference measures the same; all 7 similar ones are lower, USD −529 to 869 per tonne'
    >>> of["automation_productivity_gain"]
    'in line with the one reference for something similar, 33 %'
    """
    if item.corrected is not None:
        return ""
    if item.judged:
        return item.reason
    claim, verdict = item.claim, item.verdict
    if claim.is_target:
        quoted = {
            "quoted correctly": "its author planned the same",
            "misquoted": "its author planned another number",
            UNCHECKED: "no document of its author was found",
        }[verdict]
        return f"{quoted}; {_plain(item.computed.course_reason)}"
    rows = _same_quantity(item, references)
    own = [finding.reason for finding in item.findings if finding.effect == _DECISIVE.get(verdict)]
    timely = [row for row in rows if claim.meets(references[row[0]].period)]
    if verdict == "outdated or garbled" and timely and _side(claim, _intervals(timely)) != "alike":
        when = _last_time(claim, [row for row in rows if row not in timely], references)
        others = f"others have {_numbers(_intervals(timely), claim.unit)} for its time"
        return f"{others}; {claim.named.printed} was printed {when}" if when else others
    if own:
        return _plain(own[0])
    supporting = [finding.reason for finding in item.findings if "supports" in finding.effect]
    by_check = supporting and (not rows or compare(claim, references).verdict != "confirmed")
    if verdict == "confirmed" and by_check:
        return _plain(supporting[0])
    if verdict == CLAIMANT_ONLY:
        return "no number that agrees comes from anyone independent of the claimant"
    if not rows:
        return _without_numbers(item, references)
    if verdict == "confirmed":
        independent = [row for row in rows if claim.is_independent_of(references[row[0]])]
        return _confirmed(claim, _intervals(independent or rows))
    shown = _intervals(rows)
    numbers, side, count = _numbers(shown, claim.unit), _side(claim, shown), len(shown)
    if verdict == "plausible by analogy":
        otherwise = "a bound that allows" if _allows(claim, side) else "near"
        where = {"alike": "in line with", "among": "among"}.get(side, otherwise)
        if count == 1:
            return f"{where} the one reference for something similar, {numbers}"
        nearest = "" if side == "among" else "the nearest of "
        return f"{where} {nearest}{count} references for something similar, {numbers}"
    beyond = side in ("lower", "higher")
    if verdict == UNVERIFIABLE:
        ones = "the one similar number is" if count == 1 else f"{_all(count)} similar ones are"
        said = f"{ones} {side}, {numbers}" if beyond else f"similar ones have {numbers}, which does not decide it"
        return f"no reference measures the same; {said}"
    who = "the one other number is" if count == 1 else f"{_all(count)} other numbers are"
    return f"{who} {side}, {numbers}" if beyond else f"others have {numbers}"


def _allows(claim: Claim, side: str) -> bool:
    """Whether a claim that is a bound allows numbers on that side, however far."""
    upper = claim.named.figure.qualifier in ("<", "<=")
    return (side == "higher" and claim.is_lower_bound) or (side == "lower" and upper)


def _all(count: int) -> str:
    return "both" if count == 2 else f"all {count}"


def _confirmed(claim: Claim, rows: Sequence[Interval]) -> str:
    """The independent numbers that agree with a claim or, if it is only near, how far the nearest is, and the rest."""
    alike = [row for row in rows if _side(claim, [row]) == "alike"]
    agree = alike or [min(rows, key=lambda row: abs(row[1] - claim.base))]
    words = f"measured independently: {_numbers(agree, claim.unit)}"
    if not alike and claim.base:
        off = quantity_text(abs(agree[0][1] / claim.base - 1), "fraction", 2)
        sides = {_side(claim, [row]) for row in rows}
        side = sides.pop() if len(sides) == 1 else ""
        why = (
            "as its bound allows" if _allows(claim, side) else "near enough" if side else "among numbers on both sides"
        )
        words += f", {off} {_side(claim, agree)}, {why}"
    rest = [row for row in rows if row not in agree]
    return words + (f"; others have {_numbers(rest, claim.unit)}" if rest else "")


def _same_quantity(item: VerifiedClaim, references: References) -> list[tuple[str, Interval]]:
    """The references of a verdict that measure the quantity of the claim, at any time, as intervals in its unit."""
    timely = comparable_references(item, references)
    found = dict(timely)
    for name in item.computed.references:
        if references[name].quantity == item.claim.verify.quantity and name not in found:
            row = converted(item.claim, references[name], references)
            same_place = references[name].region == item.claim.region
            if row is not None and same_place:
                found[name] = row
    return list(found.items())


def _intervals(rows: Sequence[tuple[str, Interval]]) -> list[Interval]:
    return [row for _, row in rows]


def _numbers(rows: Sequence[Interval], unit: str) -> str:
    """One number as printed, two or three listed, more as the range that they span."""
    texts = list(dict.fromkeys(bounded_text(*row, unit) for row in sorted(rows, key=lambda row: row[1])))
    if len(texts) <= 3 or any(map(math.isinf, (end for row in rows for end in row))):
        return listed(texts)
    return range_text(min(row[1] for row in rows), max(row[1] for row in rows), unit)


def _side(claim: Claim, rows: Sequence[Interval]) -> str:
    """Whether numbers are alike a claim, all lower or all higher, or on both sides ("among")."""
    low, high = widened(claim.low, claim.high, TOLERANCE)
    if any(row[0] <= high and row[2] >= low for row in rows):
        return "alike"
    return "lower" if all(row[2] < low for row in rows) else "higher" if all(row[0] > high for row in rows) else "among"


def _last_time(claim: Claim, rows: Sequence[tuple[str, Interval]], references: References) -> str:
    """When a number was last measured that a claim states, as "in 2015"; empty if never."""
    periods = [
        period
        for name, row in rows
        if row[0] <= claim.high and row[2] >= claim.low and (period := references[name].period)
    ]
    return f"in {max(periods, key=period_span).replace('/', ' to ')}" if periods else ""


def _without_numbers(item: VerifiedClaim, references: References) -> str:
    """Why no number decides a claim: related ones, or what the references cover."""
    related: dict[str, list[Interval]] = {}
    for name in item.computed.references:
        row = converted(item.claim, references[name], references)
        if row is not None:
            related.setdefault(name_text(references[name].quantity), []).append(row)
    if not related:
        return _plain(item.computed.reason.partition(";")[0])
    words = "; ".join(f"{what} {_numbers(rows, item.claim.unit)}" for what, rows in related.items())
    return f"no reference measures the same; related ones: {words}"


def _plain(reason: str) -> str:
    return _IN_BRACKETS.sub("", reason)
