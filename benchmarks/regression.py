"""How long checking the committed notebooks takes beside executing them, and beside plain nbval.

    python benchmarks/regression.py [--rounds 2]

Prints one JSON line: seconds executed by nbclient, checked by `pytest --nbval`, and checked by nbval without the
plugin, each the least of the rounds and each in a process of its own; and the two ratios.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXECUTE = """
import sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient
for path in map(Path, sys.argv[1:]):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
"""
PYTEST = [sys.executable, "-m", "pytest", "--nbval", "-q", "--no-cov", "-p", "no:cacheprovider"]


def main() -> None:
    """Measure in turn, and print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="each is measured so often (default: 2)")
    options = parser.parse_args()
    notebooks = sorted(str(path) for path in (ROOT / "notebooks").glob("*.ipynb"))
    commands = {
        "executed": [sys.executable, "-c", EXECUTE, *notebooks],
        "checked": [*PYTEST, *notebooks],
        "plain_nbval": [*PYTEST, "-p", "no:nbcompare.plugin", *notebooks],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            taken[name].append(time.perf_counter() - started)
    least = {name: min(seconds) for name, seconds in taken.items()}
    print(
        json.dumps(
            {"notebooks": len(notebooks)}
            | {f"{name}_seconds": round(seconds, 2) for name, seconds in least.items()}
            | {"checked_to_executed": round(least["checked"] / least["executed"], 3)}
            | {"checked_to_plain_nbval": round(least["checked"] / least["plain_nbval"], 3)}
        )
    )


if __name__ == "__main__":
    main()
