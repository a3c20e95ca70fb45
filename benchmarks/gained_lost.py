"""Which quantities one commit reads right and another does not, on all the examples.

    python benchmarks/gained_lost.py HEAD~5 [HEAD] [--gold FILE ...] [--show]

Without NEW the working tree is compared; without --gold the annotated passages of tests/data/gold.
Prints one JSON line; with --show, before it, each quantity that was gained or lost.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import extraction
from scoring import Record, Score

PROJECT = Path(__file__).resolve().parents[1]
# Run by the interpreter of this environment on the sources of another commit: texts in, figures out.
_READER = """
import json, sys
from datetime import date
from analysis.extraction.extract import extract_figures
for line in sys.stdin:
    text, day = json.loads(line)
    published = date.fromisoformat(day) if day else None
    print(json.dumps([figure.to_dict() for figure in extract_figures(text, published=published)]))
"""


def main() -> None:
    """Compare, and print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", help="a commit")
    parser.add_argument("new", nargs="?", help="a commit (default: the working tree)")
    parser.add_argument("--gold", type=Path, nargs="+", default=sorted((PROJECT / "tests/data/gold").glob("*.jsonl")))
    parser.add_argument("--show", action="store_true", help="list what was gained and lost")
    options = parser.parse_args()
    documents = [
        {**document, "id": f"{path.stem}:{document['id']}"}
        for path in options.gold
        for document in extraction.read_gold(path)
    ]
    old, new = (read_with(commit, documents) for commit in (options.old, options.new))
    wrong_before, wrong_now = wrong(documents, old), wrong(documents, new)
    gained, lost = sorted(wrong_before - wrong_now), sorted(wrong_now - wrong_before)
    if options.show:
        for what, items in (("gained", gained), ("lost", lost)):
            for identity, start, text in items:
                print(f"{what}  {identity}  {start}  {text!r}")
    scores = {"old": score(documents, old), "new": score(documents, new)}
    told = {name: {field: found.summary()[field]["f1"] for field in found.fields} for name, found in scores.items()}
    print(json.dumps({"documents": len(documents), "gained": len(gained), "lost": len(lost)} | told))


def read_with(commit: str | None, documents: list[Record]) -> dict[str, list[Record]]:
    """Return the figures that the sources of a commit read in each document, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        source = PROJECT / "src"
        if commit:
            packed = subprocess.run(["git", "archive", commit, "src"], cwd=PROJECT, capture_output=True, check=False)
            if packed.returncode:
                sys.exit(f"{commit}: no commit of this project ({packed.stderr.decode().strip()}).")
            with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
                archive.extractall(folder, filter="data")
            source = Path(folder) / "src"
        done = subprocess.run(
            [sys.executable, "-c", _READER],
            input="".join(json.dumps([item["text"], item.get("published")]) + "\n" for item in documents),
            env={**os.environ, "PYTHONPATH": str(source)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.exit(f"{commit or 'the working tree'} cannot read the documents:\n{done.stderr}")
    return {item["id"]: json.loads(line) for item, line in zip(documents, done.stdout.splitlines(), strict=True)}


def score(documents: list[Record], figures: dict[str, list[Record]]) -> Score:
    """Score the figures of every document."""
    texts = {document["text"]: figures[document["id"]] for document in documents}
    return extraction.on_spans(documents, lambda text, published: texts[text])


def wrong(documents: list[Record], figures: dict[str, list[Record]]) -> set[tuple[str, int, str]]:
    """Return document, place and text of every quantity that was missed, differs or is extra."""
    places = set()
    for _, identity, annotated, found in score(documents, figures).errors:
        item = annotated or found or {}
        places.add((identity, item["start"], item["text"]))
    return places


if __name__ == "__main__":
    main()
