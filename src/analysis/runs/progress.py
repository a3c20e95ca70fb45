"""How a run or a sweep says how far it is: a bar on a terminal, a line each in a log, JSON for machines."""

import json
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

from analysis.runs.execution_cache import ExecutionResult

_LINE_EVERY_S = 60.0  # of a sweep in a log, where a line for each of ten thousand sets would hide the rest


class Progress:
    """Lines in a log: one for each notebook, or one a minute for the sets of a sweep; methods of any thread."""

    def __init__(self, each: bool = True) -> None:
        """Write a line for each that ends, or for those that fail and one a minute."""
        self._each = each
        self._lock = threading.Lock()
        self._total = self._ended = self._failed = self._cached = 0
        self._begun = self._last = time.monotonic()

    def begin(self, total: int, cells: int = 0, cached: int = 0) -> None:
        """Say how many are to be executed, with how many cells in all, and how many of them were finished before."""
        self._total, self._cached, self._ended = total, cached, cached
        self._begun = self._last = time.monotonic()

    def running(self, names: Iterable[str]) -> None:
        """Say what is executed now."""

    def cell(self) -> None:
        """Say that a cell is done."""

    def say(self, text: str) -> None:
        """Write a message."""
        print(text, file=sys.stderr, flush=True)

    def end(self, done: ExecutionResult) -> None:
        """Say that one has ended, and how."""
        with self._lock:
            self._ended += 1
            self._failed += done.status != "ok"
            line = self._line(done)
            if line:
                self.say(line)
                for text in done.failure.lines if done.failure and done.status != "skipped" else ():
                    self.say(f"  {text}")

    def close(self) -> None:
        """End the display; what was written stays."""

    def _line(self, done: ExecutionResult) -> str:
        if self._each:
            how = "kept, it was finished before" if done.cached else f"{done.status} in {done.seconds:.1f} s"
            if done.status == "skipped" and done.failure:
                how = f"skipped: {done.failure.message}"
            return f"[{self._ended}/{self._total}] {done.name} {how}"
        if done.status != "ok":
            return f"{done.name} {done.status} ({done.identity})"
        if time.monotonic() - self._last < _LINE_EVERY_S:
            return ""
        self._last = time.monotonic()
        pace = (self._ended - self._cached) / (self._last - self._begun)
        left = (self._total - self._ended) / pace if pace else 0.0
        return f"{self._ended:,} of {self._total:,} sets, {self._failed:,} failed, {left / 60:.0f} minutes left"


class Bar(Progress):
    """A bar on a terminal: cells done, time left, and what runs now; a line for each that fails."""

    def begin(self, total: int, cells: int = 0, cached: int = 0) -> None:
        """Draw the bar, of cells where their number is given, else of what is executed."""
        from tqdm import tqdm

        super().begin(total, cells, cached)
        self._by_cell = cells > 0
        done = 0 if self._by_cell else cached
        self._bar = tqdm(
            total=cells or total, initial=done, unit="cell" if cells else "set", file=sys.stderr, leave=False
        )

    def running(self, names: Iterable[str]) -> None:
        """Show what is executed now beside the bar."""
        self._bar.set_description_str(", ".join(names), refresh=True)

    def cell(self) -> None:
        """Move the bar by a cell."""
        with self._lock:
            self._bar.update(int(self._by_cell))

    def end(self, done: ExecutionResult) -> None:
        """Write what failed above the bar, and each notebook of a run."""
        super().end(done)
        with self._lock:
            self._bar.update(int(not self._by_cell))

    def say(self, text: str) -> None:
        """Write a message above the bar."""
        if hasattr(self, "_bar"):
            self._bar.write(text, file=sys.stderr)
        else:
            super().say(text)

    def close(self) -> None:
        """Take the bar away."""
        if hasattr(self, "_bar"):
            self._bar.close()


class JsonLines(Progress):
    """One JSON object a line on stdout, for each that ends and for each message."""

    def end(self, done: ExecutionResult) -> None:
        """Write what became of one."""
        with self._lock:
            self._ended += 1
            entry: dict[str, Any] = {
                "event": "end", "number": self._ended, "of": self._total, "name": done.name, "identity": done.identity,
                "status": done.status, "seconds": done.seconds, "cached": done.cached,
            }  # fmt: skip
            if done.failure:
                entry["failure"] = {
                    "cell": done.failure.cell,
                    "error": done.failure.error,
                    "message": done.failure.message,
                }
            print(json.dumps(entry), flush=True)

    def say(self, text: str) -> None:
        """Write a message."""
        print(json.dumps({"event": "message", "text": text}), flush=True)


def progress_for(*, as_json: bool, each: bool = True) -> Progress:
    """Return the display that fits: JSON where asked for, a bar on a terminal, else lines."""
    if as_json:
        return JsonLines(each)
    return Bar(each) if sys.stderr.isatty() else Progress(each)
