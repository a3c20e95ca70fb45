"""Progress of runs and sweeps: a bar on a terminal, lines in a log, or JSON for machines."""

import json
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

from analysis.runs.execution_cache import ExecutionResult

_LINE_EVERY_S = 60.0  # in the log of a sweep, where one line per set would be too many


class Progress:
    """Progress as lines of a log: one per notebook, or one a minute for a sweep. Thread-safe."""

    def __init__(self, each: bool = True) -> None:
        """Log every execution that ends, or with `each` false only failures and one line a minute."""
        self._each = each
        self._lock = threading.Lock()
        self._total = self._ended = self._failed = self._cached = 0
        self._begun = self._last = time.monotonic()

    def begin(self, total: int, cells: int = 0, cached: int = 0) -> None:
        """Start with the total number of executions, of their cells, and of those that are cached."""
        self._total, self._cached, self._ended = total, cached, cached
        self._begun = self._last = time.monotonic()

    def running(self, names: Iterable[str]) -> None:
        """Show the names of the running notebooks."""

    def cell(self) -> None:
        """Count a finished cell."""

    def say(self, text: str) -> None:
        """Write a message."""
        print(text, file=sys.stderr, flush=True)

    def end(self, done: ExecutionResult) -> None:
        """Report the end of an execution."""
        with self._lock:
            self._ended += 1
            self._failed += done.status != "ok"
            line = self._line(done)
            if line:
                self.say(line)
                for text in done.failure.lines if done.failure and done.status != "skipped" else ():
                    self.say(f"  {text}")

    def close(self) -> None:
        """Close the display."""

    def _line(self, done: ExecutionResult) -> str:
        if self._each:
            how = "cached" if done.cached else f"{done.status} in {done.seconds:.1f} s"
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
    """A progress bar with the time left and the running notebooks; failures are written above it."""

    def begin(self, total: int, cells: int = 0, cached: int = 0) -> None:
        """Draw the bar; it counts cells if their number is known, otherwise executions."""
        from tqdm import tqdm

        super().begin(total, cells, cached)
        self._by_cell = cells > 0
        done = 0 if self._by_cell else cached
        self._bar = tqdm(
            total=cells or total, initial=done, unit="cell" if cells else "set", file=sys.stderr, leave=False
        )

    def running(self, names: Iterable[str]) -> None:
        """Show the names of the running notebooks next to the bar."""
        self._bar.set_description_str(", ".join(names), refresh=True)

    def cell(self) -> None:
        """Advance the bar by a cell."""
        with self._lock:
            self._bar.update(int(self._by_cell))

    def end(self, done: ExecutionResult) -> None:
        """Write the result above the bar and advance it."""
        super().end(done)
        with self._lock:
            self._bar.update(int(not self._by_cell))
            self._bar.refresh()

    def _line(self, done: ExecutionResult) -> str:
        return "" if self._each and done.status == "ok" else super()._line(done)  # the bar has counted it

    def say(self, text: str) -> None:
        """Write a message above the bar."""
        if hasattr(self, "_bar"):
            self._bar.write(text, file=sys.stderr)
        else:
            super().say(text)

    def close(self) -> None:
        """Remove the bar."""
        if hasattr(self, "_bar"):
            self._bar.close()


class JsonLines(Progress):
    """Progress as JSON lines on stdout, one for each execution and message."""

    def end(self, done: ExecutionResult) -> None:
        """Write the result of an execution."""
        with self._lock:
            self._ended += 1
            told = ("name", "identity", "status", "seconds", "cached")
            entry: dict[str, Any] = {"event": "end", "number": self._ended, "of": self._total}
            entry |= {name: getattr(done, name) for name in told}
            if done.failure:
                entry["failure"] = {name: getattr(done.failure, name) for name in ("cell", "error", "message")}
            print(json.dumps(entry), flush=True)

    def say(self, text: str) -> None:
        """Write a message."""
        print(json.dumps({"event": "message", "text": text}), flush=True)


def progress_for(*, as_json: bool, each: bool = True) -> Progress:
    """Return JSON lines if requested, a bar on a terminal, otherwise log lines."""
    if as_json:
        return JsonLines(each)
    return Bar(each) if sys.stderr.isatty() else Progress(each)
