"""How long a megabyte of what no one should write takes: digits, signs, brackets, one endless sentence.

    python benchmarks/hostile.py [--megabytes 1]

Prints one JSON line: seconds a megabyte for each text, and how much longer twice the text takes, which is 2 where the
time is linear.
"""

import argparse
import json
import time

from analysis.extraction.extract import extract_figures

PARTS = {
    "digits": "1234567890", "ones": "1", "groups": "1,234,", "points": "1.", "currency signs": "$", "yen signs": "¥",
    "open brackets": "(", "square brackets": "[", "spaces": " ", "line ends": "\n", "letters": "a", "dashes": "-",
    "pipes": "| ", "damage": "โ", "addresses": "a@b.", "an endless sentence": "the output of copper rose and ",
    "an endless sentence of figures": "output of copper rose by about 5 percent and ",
    "pence": "5p ", "won": "5 won. ",
    "rows of numbers": "12,345.6 67.8% " * 200 + "tonnes ",
    "nothing but prices": "$5 ", "nothing but numbers": "5 and ", "cells, a line each": "Tin\n1\n2\n3\n",
    "rows of cells": "Aluminium 2,345 2,410 3,400 1,204\n",
    "heads and rows": "Price Change\nUSD per tonne\nMetal Grade\nTin 2,345 2,410 33\nZinc 2,345 2,410 33\n",
}  # fmt: skip


def main() -> None:
    """Measure, and print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1.0)
    size = int(parser.parse_args().megabytes * 1e6)
    extract_figures("warm 5 t")
    told = {}
    for name, part in PARTS.items():
        half, whole = (seconds((part * (length // len(part) + 1))[:length]) for length in (size // 2, size))
        told[name] = {"seconds_per_megabyte": round(whole / size * 1e6, 2), "twice_the_text": round(whole / half, 1)}
    print(json.dumps(told))


def seconds(text: str) -> float:
    """Processor time of one reading."""
    begun = time.process_time()
    extract_figures(text)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
