"""The command `analysis`, also as `python -m analysis`.

It loads the command line itself, so that a signal that comes while libraries are being imported also ends it in order.
"""

import signal
import sys
from types import FrameType

_INTERRUPTED = 130


def main() -> int:
    """Run one command and return its exit code."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    try:
        from analysis.cli import main as command

        return command()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return _INTERRUPTED
    finally:  # nothing is left to do in order
        for number in (signal.SIGTERM, signal.SIGINT):
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
