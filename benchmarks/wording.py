"""Learn the weights of data/wording.json from labelled articles, or measure them on writers who were left out.

    python benchmarks/wording.py                  measures
    python benchmarks/wording.py --write          learns from all articles and writes data/wording.json

Measuring prints one JSON line: recall, precision and traps avoided of the articles of each writer, decided with weights
that were learnt from the other writers' articles.

Articles in files called `*unlearnt*` are never learnt from.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import binding
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from analysis.binding import candidates, wording
from analysis.binding.figure_rules import FigureRule, load_rules
from analysis.core.figures import Figure
from analysis.core.paths import data_folder
from analysis.documents.document import Document

FOLDS = 5  # of writers
STRENGTH = 1.0  # of the data against small weights
LEAST_SEEN, LEAST_WEIGHT = 3, 0.06  # rarer words and smaller weights are left out

Features = dict[tuple[str, str, str], float]


def main() -> None:
    """Measure on the writers left out, or write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="learn from all articles and write data/wording.json")
    parser.add_argument("cases", nargs="*", type=Path, default=[binding.CASES])
    arguments = parser.parse_args()
    by_writer: dict[str, list[dict[str, Any]]] = {}
    for path in (found for folder in arguments.cases for found in sorted(folder.glob("*.jsonl"))):
        if "unlearnt" not in path.name:
            for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                by_writer.setdefault(case["writer"], []).append(case)
    examples = {writer: list(labelled(cases)) for writer, cases in by_writer.items()}
    if arguments.write:
        write(learnt([item for found in examples.values() for item in found]), data_folder() / "wording.json")
        return
    writers = sorted(by_writer)
    scores: dict[str, Any] = {}
    for fold in range(FOLDS):
        left_out = writers[fold::FOLDS]
        weights = learnt([item for writer in writers if writer not in left_out for item in examples[writer]])
        with patch.object(wording, "weights", lambda weights=weights: weights):
            candidates._kept_candidates.cache_clear()
            wording.forget()
            scores |= {writer: score(by_writer[writer]) for writer in left_out}
    print(json.dumps(scores))


def labelled(cases: Iterable[dict[str, Any]]) -> Iterable[tuple[Features, bool]]:
    """Yield what is around each figure that could be a named figure, and whether it is the one."""
    for case in cases:
        documents = [Document(name.partition(".")[0], Path(name), text, "0") for name, text in case["files"].items()]
        stated = {name: [gold, *case.get("between", {}).get(name, ())] for name, gold in case["expect"].items()}
        stated |= {name: found for name, found in case.get("between", {}).items() if name not in stated}
        for document in documents:
            passages = candidates.passages_of(document)
            for rule in load_rules().values():
                if rule.name in case.get("optional", {}):
                    continue
                for figure in passages.figures:
                    if candidates.fits_unit(figure.unit, rule):
                        around = passages.once(wording.cues, figure)
                        read = candidates.signed(rule, figure, passages)
                        yield (
                            {(name, *cue): amount for cue, amount in around.items() for name in ("", rule.name)},
                            any(is_stated(rule, read, gold, case) for gold in stated.get(rule.name, ())),
                        )


def is_stated(rule: FigureRule, figure: Figure, gold: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    """Whether a figure is one that the label of a case names."""
    files = [gold["file"], *case.get("also", {}).get(rule.name, [])]
    if figure.source_id not in {file.partition(".")[0] for file in files}:
        return False
    if "low" not in gold:
        return figure.text in gold["text"] or gold["text"] in figure.text
    return binding.is_equal(figure, gold, by_size=rule.direction == "down")


def learnt(examples: list[tuple[Features, bool]]) -> dict[str, dict[wording.Cue, float]]:
    """Return the weights of words by named figure."""
    seen = Counter(key for features, _ in examples for key in features)
    columns = {key: column for column, key in enumerate(key for key, count in seen.items() if count >= LEAST_SEEN)}
    cells = [
        (row, columns[key], amount)
        for row, (features, _) in enumerate(examples)
        for key, amount in features.items()
        if key in columns
    ]
    at_row, at_column, amounts = zip(*cells, strict=True)
    matrix = csr_array((amounts, (at_row, at_column)), shape=(len(examples), len(columns)))
    signs = np.where([label for _, label in examples], 1.0, -1.0)

    def cost(values: np.ndarray) -> tuple[float, np.ndarray]:
        """The logistic loss and the size of the weights, and the gradient of both."""
        margins = signs * (matrix @ values)
        loss = STRENGTH * np.logaddexp(0, -margins).sum() + values @ values / 2
        return loss, values - STRENGTH * (matrix.T @ (signs * expit(-margins)))

    fitted = minimize(cost, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    weights: dict[str, dict[wording.Cue, float]] = {"": {}}
    for (name, place, word), weight in zip(columns, fitted.x, strict=True):
        if abs(weight) >= LEAST_WEIGHT:
            weights.setdefault(name, {})[place, word] = float(weight)
    return weights


def score(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the scores of cases by kind."""
    counts: dict[str, Counter[str]] = {}
    for case in cases:
        counts.setdefault(case["kind"], Counter()).update(binding.count(case, binding.verdicts(case)))
    return {kind: binding.summary(counted) for kind, counted in counts.items()}


def write(weights: dict[str, dict[wording.Cue, float]], path: Path) -> None:
    """Write the weights as JSON, the words of each place in one line."""
    lines = []
    for name in sorted(weights):
        places: dict[str, dict[str, float]] = {}
        for (place, word), weight in sorted(weights[name].items()):
            places.setdefault(place, {})[word] = round(weight, 2)
        inner = ",\n".join(f"  {json.dumps(place)}: {json.dumps(words)}" for place, words in places.items())
        lines.append(f"{json.dumps(name)}: {{\n{inner}\n}}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
