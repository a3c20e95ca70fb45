"""Exit codes and messages of the command line."""

import os
import sys
from contextlib import suppress
from typing import IO

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def say(text: str) -> None:
    """Write a message to stderr, or discard it if stderr is not writable."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: IO[str]) -> None:
    """Send what a broken stream still holds to the null device, so that Python exits without complaining."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
