"""Which figure of an invented article feeds which input: recall, precision, traps avoided.

Prints one JSON line, with the scores of each file by kind: clear articles (`friendly`), articles with traps (`hostile`)
and folders of several.

    python benchmarks/binding.py                     the cases of tests/data/named_figures
    python benchmarks/binding.py CASES.jsonl ...     cases of your own, in the same format
    python benchmarks/binding.py --errors            also lists each mistake on stderr
    python benchmarks/binding.py --by writer         scores by writer instead of kind

A case has an `id`, its `writer` and `kind`, `files` (name and text), `expect` (the figure of each named figure, with
its file), `must_not` (the traps), `ambiguous` and `optional` names. Fractions count as percentages, and a cut is
counted by its size.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.binding.named_figures import Binding, bind_figures
from analysis.core.errors import UnitError
from analysis.core.figures import Figure
from analysis.core.units import convert
from analysis.documents.document import Document
from analysis.documents.sources import Sources

CASES = Path(__file__).parents[1] / "tests" / "data" / "named_figures"


def main() -> None:
    """Score the cases of each file and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--errors", action="store_true", help="list each mistake on stderr")
    parser.add_argument("--by", choices=["kind", "writer"], default="kind", help="what the scores are grouped by")
    arguments = parser.parse_args()
    counts: dict[str, dict[str, Counter[str]]] = {}
    for path in arguments.cases or sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            found = verdicts(case)
            group = counts.setdefault(path.stem, {}).setdefault(case[arguments.by], Counter())
            group.update(count(case, found))
            for name, verdict in found.items():
                if arguments.errors and verdict not in ("right", "left"):
                    print(f"{case['id']}  {name}  {verdict}", file=sys.stderr)
    print(json.dumps({stem: {group: summary(item) for group, item in found.items()} for stem, found in counts.items()}))


def count(case: dict[str, Any], found: dict[str, str]) -> Counter[str]:
    """Return how often each verdict was given in a case, and what was expected and avoided."""
    counted = Counter(found.values())
    for name, verdict in found.items():
        counted["expected"] += name in case["expect"]
        counted["right of expected"] += name in case["expect"] and verdict == "right"
        counted["traps"] += name in case["must_not"]
        counted["avoided"] += name in case["must_not"] and verdict not in ("wrong", "extra")
    return counted


def verdicts(case: dict[str, Any]) -> dict[str, str]:
    """Return for each named figure of a case: right, wrong, asked, missed, left (alone, as it should be) or extra."""
    documents = (Document(name.partition(".")[0], Path(name), text, "0") for name, text in case["files"].items())
    bindings = bind_figures(Sources(tuple(documents)))
    names = {
        *case["expect"],
        *case["ambiguous"],
        *case["must_not"],
        *(n for n, item in bindings.items() if item.chosen),
    }
    return {name: _verdict(name, case, bindings[name]) for name in sorted(names - set(case.get("optional", {})))}


def _verdict(name: str, case: dict[str, Any], binding: Binding) -> str:
    gold = case["expect"].get(name)
    if binding.chosen is None:
        if binding.open:
            return "right" if name in case["ambiguous"] else "asked"
        return "missed" if gold or name in case["ambiguous"] else "left"
    files = [gold["file"], *case.get("also", {}).get(name, [])] if gold else []
    figure = binding.chosen.figure
    stems = {file.partition(".")[0] for file in files}
    if gold and figure.source_id in stems and is_equal(figure, gold, by_size=binding.rule.direction == "down"):
        return "right"
    return "wrong" if gold else "extra"


def is_equal(figure: Figure, gold: Mapping[str, Any], *, by_size: bool) -> bool:
    """Whether a figure has the value of a label, in its unit; a cut is compared by its size."""
    unit = figure.unit if figure.unit == gold["unit"] else figure.unit.removesuffix("/year")
    try:
        values = [convert(value, unit, gold["unit"].removesuffix("/year")) for value in (figure.low, figure.high)]
    except UnitError:
        return False
    expected = [gold["low"], gold["high"]]
    if by_size:
        values, expected = sorted(map(abs, values)), sorted(map(abs, expected))
    return all(abs(one - other) <= 1e-3 * abs(other) for one, other in zip(values, expected, strict=True))


def summary(counted: Counter[str]) -> dict[str, float | int | None]:
    """Return the scores of one file; None where there is nothing to divide by."""
    right, bound = counted["right of expected"], counted["wrong"] + counted["extra"] + counted["right of expected"]
    decided = sum(counted[verdict] for verdict in ("right", "left", "wrong", "extra", "asked", "missed"))
    return {
        "expected": counted["expected"],
        "recall": _ratio(right, counted["expected"]),
        "precision": _ratio(right, bound),
        "traps": counted["traps"],
        "traps_avoided": _ratio(counted["avoided"], counted["traps"]),
        "decisions_right": _ratio(counted["right"] + counted["left"], decided),
    }


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


if __name__ == "__main__":
    main()
