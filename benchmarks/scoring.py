"""Precision, recall and F1 of quantities against annotated ones, and what differs."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
SMALL_WORDS = frozenset("a an and at by for from in its of on s the to 的 了".split())
Judge = Callable[[Record, Record], dict[str, bool]]


@dataclass
class Score:
    """Counts over documents; `errors` tells every quantity that was missed, differs or is extra."""

    fields: Sequence[str]
    gold: int = 0
    found: int = 0
    right: dict[str, int] = field(default_factory=dict)
    labels: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, Record | None, Record | None]] = field(default_factory=list)

    def summary(self) -> Record:
        """Return precision, recall and F1 for each field."""
        told: Record = {"gold": self.gold, "found": self.found}
        for name in self.fields:
            hits = self.right.get(name, 0)
            precision, recall = hits / max(1, self.found), hits / max(1, self.gold)
            f1 = 2 * hits / max(1, self.gold + self.found)
            told[name] = {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}
        for name in ("subject", "period"):
            labelled, given, right = (self.labels[f"{name} {what}"] for what in ("labelled", "given", "right"))
            if labelled:
                told[name] = {"labelled": labelled, "given": given, "right": round(right / max(1, given), 4)}
                told[name]["r"] = round(self.labels[f"{name} right where labelled"] / labelled, 4)
        return told


def count(score: Score, identity: str, pairs: Iterable[tuple[Record | None, Record | None]], judge: Judge) -> None:
    """Add the pairs (annotated, found) of a document, one of them None where there is no partner."""
    for annotated, found in pairs:
        if annotated is None and found is not None:
            score.found += 1
            score.errors.append(("extra", identity, None, found))
            continue
        if annotated is None or annotated.get("optional"):
            continue
        score.gold += 1
        for name in {"subject", "period"} & annotated.keys():
            count_label(score, identity, name, annotated, found)
        if found is None:
            score.errors.append(("missed", identity, annotated, None))
            continue
        score.found += 1
        verdict = judge(annotated, found)
        for name, holds in verdict.items():
            score.right[name] = score.right.get(name, 0) + holds
        if not all(verdict.values()):
            score.errors.append(("differs", identity, annotated, found))


def count_label(score: Score, identity: str, name: str, annotated: Record, found: Record | None) -> None:
    """Add the subject or the period of a figure; it counts as labelled if it has to be given."""
    accepted = [annotated[name], *annotated.get("alt", {}).get(name, [])]
    given = (found and found.get(name)) or ""
    right = bool(given) and (is_named(given, accepted) if name == "subject" else given in accepted)
    labelled = "" not in accepted
    score.labels += Counter(
        {
            f"{name} labelled": labelled,
            f"{name} given": bool(given),
            f"{name} right": right,
            f"{name} right where labelled": labelled and right,
        }
    )
    if not right and (labelled or given):
        score.errors.append((name, identity, annotated, found))


def is_named(given: str, accepted: list[str]) -> bool:
    """Whether a name has all words of an accepted one, and no word that none of them has.

    >>> is_named("the output of zinc", ["zinc output in May", "output"])
    True
    >>> is_named("zinc", ["zinc output in May", "output"]), is_named("lead output", ["zinc output in May", "output"])
    (False, False)
    """
    phrases, words = [words_of(phrase) for phrase in accepted], words_of(given)
    return any(phrase <= words for phrase in phrases) and words <= frozenset().union(*phrases)


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name without articles and prepositions; in Chinese, its characters."""
    return frozenset(re.findall(r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+", name.lower())) - SMALL_WORDS


def close(first: float, second: float, tolerance: float = 1e-3) -> bool:
    """Whether two values are equal but for rounding."""
    return abs(first - second) <= tolerance * max(abs(first), abs(second), 1e-12)


def overlap(first: Record, second: Record) -> float:
    """Return how much of the shorter of two spans both share."""
    shared = min(first["end"], second["end"]) - max(first["start"], second["start"])
    return float(max(0, shared) / max(1, min(first["end"] - first["start"], second["end"] - second["start"])))


def pair_by_span(annotated: list[Record], found: list[Record]) -> list[tuple[Record | None, Record | None]]:
    """Pair what overlaps by half of the shorter span, the best overlap first; an optional one excuses all inside it."""
    candidates = sorted(
        (
            (-overlap(one, other), i, j)
            for i, one in enumerate(annotated)
            for j, other in enumerate(found)
            if overlap(one, other) >= 0.5
        ),
    )
    partner: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in candidates:
        if i not in partner and j not in used:
            partner[i] = j
            used.add(j)
    pairs: list[tuple[Record | None, Record | None]] = [
        (one, found[partner[i]] if i in partner else None) for i, one in enumerate(annotated)
    ]
    optional = [one for one in annotated if one.get("optional")]
    pairs += [
        (None, other)
        for j, other in enumerate(found)
        if j not in used and not any(overlap(one, other) >= 0.5 for one in optional)
    ]
    return pairs


def readings(annotated: Record) -> Iterator[tuple[float, float, str]]:
    """Every low, high and unit that counts as right: the annotated one, its alternatives, a share as a percentage."""
    low, high = annotated["value_low"], annotated["value_high"]
    other = annotated.get("alt", {})
    for unit in [annotated["unit"], *other.get("unit", [])]:
        yield low, high, unit
        if unit in {"fraction", "percent"}:
            factor, same = (100, "percent") if unit == "fraction" else (0.01, "fraction")
            yield low * factor, high * factor, same
    for value in other.get("values", []):
        yield value["value_low"], value["value_high"], value.get("unit", annotated["unit"])


def judge_figure(annotated: Record, found: Record) -> dict[str, bool]:
    """Say whether value, unit, and hedge with direction are right; a change may carry its sign or not."""
    other = annotated.get("alt", {})
    directions = {annotated["direction"], *other.get("direction", [])}
    signless = annotated["direction"] != "none" and found["direction"] in directions
    values = [
        unit
        for low, high, unit in readings(annotated)
        if (close(low, found["low"]) and close(high, found["high"]))
        or (signless and close(abs(low), abs(found["low"])) and close(abs(high), abs(found["high"])))
    ]
    unit = any(
        name == found["unit"] or (name.startswith("count") and found["unit"].startswith("count")) for name in values
    )
    words = (
        found["qualifier"] in {annotated["qualifier"], *other.get("qualifier", [])} and found["direction"] in directions
    )
    return {"value": bool(values), "value+unit": unit, "all": unit and words}
