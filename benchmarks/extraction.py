"""How well and how fast figures are read: accuracy on a gold file, characters a second, a peer beside it.

    python benchmarks/extraction.py --gold tests/data/gold/held_out.jsonl --peer quantulum3 --errors

Prints one JSON line; with --errors, before it, every quantity that was missed, differs or is extra.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import newsquant
import peers
from scoring import Record, Score, close, count, judge_figure, pair_by_span

from analysis.extraction.extract import extract_figures

ROUNDS = 4


def main() -> None:
    """Measure, and print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--gold", type=Path, required=True, help="annotated documents: .jsonl with spans, or NewsQuant's .json"
    )
    parser.add_argument("--peer", choices=sorted(peers.PEERS), help="measure another extractor on the same texts")
    parser.add_argument("--errors", action="store_true", help="list what was missed, differs or is extra")
    options = parser.parse_args()
    documents = read_gold(options.gold)
    told: Record = {"gold": options.gold.name, "documents": len(documents)}
    if options.gold.suffix == ".json":
        score = on_newsquant(documents, lambda text: newsquant.as_they_write(text, extract_figures(text)))
        told |= score.summary()
        wide = on_newsquant(documents, with_theirs)
        told["counting what we leave out by design"] = {name: wide.summary()[name]["f1"] for name in wide.fields}
    else:
        score = on_spans(documents, records)
        told |= score.summary()
    readers: dict[str, Callable[[str], object]] = {"we": extract_figures}
    if options.peer:
        peer = peers.PEERS[options.peer]()
        told[options.peer] = _scores(peer, documents, newsquant_names=options.gold.suffix == ".json")
        readers[options.peer] = peer.parse
    measured = speeds([document["text"] for document in documents], readers)
    told["chars_per_second"] = measured
    if options.peer:
        told["times_as_fast"] = round(measured["we"] / measured[options.peer], 1)
    if options.errors:
        for what, identity, annotated, found in score.errors:
            print(f"{what:8}{identity:8}{_short(annotated)} | {_short(found)}")
    print(json.dumps(told, ensure_ascii=False))


def read_gold(path: Path) -> list[Record]:
    """Read a gold file; exit with a message where it is none."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            return [{"id": str(number), **item} for number, item in enumerate(json.loads(text))]
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        sys.exit(f"{path}: no gold file ({error}).")


def records(text: str, published: date | None) -> list[Record]:
    """Read a text."""
    return [figure.to_dict() for figure in extract_figures(text, published=published)]


def on_spans(documents: list[Record], read: Callable[[str, date | None], list[Record]]) -> Score:
    """Score figures that have spans, read with the date of publication of their document, if it has one."""
    score = Score(("value", "value+unit", "all"))
    for document in documents:
        published = date.fromisoformat(document["published"]) if "published" in document else None
        found = read(document["text"], published)
        count(score, document["id"], pair_by_span(document["quantities"], found), judge_figure)
    return score


def on_newsquant(documents: list[Record], read: Callable[[str], list[Record]]) -> Score:
    """Score figures by value alone, each annotated one with the best that is left."""
    score = Score(("value", "value+unit", "value+change"))
    for document in documents:
        left = read(document["text"])
        pairs: list[tuple[Record | None, Record | None]] = []
        for annotated in document["quantities"]:
            fits = [record for record in left if judge_newsquant(annotated, record)["value"]]
            best = max(fits, key=lambda record: sum(judge_newsquant(annotated, record).values()), default=None)
            pairs.append((annotated, best))
            if best is not None:
                left.remove(best)
        pairs += [(None, record) for record in left]
        count(score, document["id"], pairs, judge_newsquant)
    return score


def judge_newsquant(annotated: Record, found: Record) -> dict[str, bool]:
    """Say whether value, unit and change are right, as CQE's evaluation does."""
    low, high = newsquant.values(annotated)
    value = close(low, found["low"], 1e-5) and close(high, found["high"], 1e-5)
    unit = value and newsquant.same_unit(annotated["normalized_unit"], found["unit"])
    return {"value": value, "value+unit": unit, "value+change": value and found.get("change") == annotated["change"]}


def with_theirs(text: str) -> list[Record]:
    """Read a text with what NewsQuant counts and we leave out by design."""
    found = newsquant.as_they_write(text, extract_figures(text))
    return found + newsquant.left_out_by_design(text, found)


def speeds(texts: list[str], readers: dict[str, Callable[[str], object]]) -> dict[str, int]:
    """Characters a second of processor time on one core, warm: the best of some rounds, the readers taking turns.

    In turns, so that a busy machine slows all of them alike.
    """
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(ROUNDS + 1):  # the first one warms
        for name, read in readers.items():
            begun = time.process_time()
            for text in texts:
                read(text)
            best[name] = min(best[name], time.process_time() - begun)
    return {name: round(sum(map(len, texts)) / seconds) for name, seconds in best.items()}


def _scores(peer: peers.Peer, documents: list[Record], *, newsquant_names: bool) -> Record:
    if newsquant_names:
        score = on_newsquant(documents, peer.newsquant)
    else:
        score = on_spans(documents, lambda text, published: peer.figures(text))
    summary = score.summary()
    return {field: summary[field]["f1"] for field in score.fields}


def _short(record: Record | None) -> str:
    if record is None:
        return "-"
    keys = (
        "text",
        "value",
        "value_low",
        "value_high",
        "low",
        "high",
        "unit",
        "normalized_unit",
        "qualifier",
        "direction",
        "change",
        "period",
        "subject",
    )
    return " ".join(str(record[key]) for key in keys if key in record)


if __name__ == "__main__":
    main()
