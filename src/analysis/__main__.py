"""The command `analysis`, also as `python -m analysis`.

It loads the command line itself, so that a signal during the import of libraries also ends it cleanly.
"""

import atexit
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_INTERRUPTED = 130
_AGAIN_S = 0.01


def main() -> int:
    """Run one command and return its exit code."""
    codes: list[int] = []
    atexit.register(_leave, codes)  # before libraries register functions, since the first is called last
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    sys.unraisablehook = _interrupt_again
    try:
        from analysis.cli import main as command

        codes.append(command())
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        codes.append(_INTERRUPTED)
    finally:  # nothing is left to do in order, so a signal only hastens the end
        for number in (signal.SIGTERM, signal.SIGINT):
            if callable(signal.getsignal(number)):
                signal.signal(number, (lambda *_: _exit(codes[0])) if codes else signal.SIG_DFL)
    return codes[0]


def _leave(codes: list[int]) -> None:
    """Exit immediately after an interrupt: tearing down every module takes as long as the rest of the shutdown.

    Python would also end the process with SIGINT if the interrupt hit code run by `exec`.
    """
    if codes == [_INTERRUPTED]:
        _exit(_INTERRUPTED)


def _exit(code: int) -> None:
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):  # closed by its reader
            stream.flush()
    os._exit(code)


def _interrupt_again(lost: "UnraisableHookArgs") -> None:
    """Send the signal again if Python lost its exception, for example in the callback of a weak reference."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    from threading import Timer

    def again() -> None:
        if callable(signal.getsignal(signal.SIGTERM)):  # otherwise nothing is left to do in order
            os.kill(os.getpid(), signal.SIGTERM)

    Timer(_AGAIN_S, again).start()  # not here, since the callback is still being called


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
