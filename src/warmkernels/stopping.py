"""Remember that this process is being stopped, so that no kernel starts any more and starting ones are ended.

This module imports no library: it is used while others are still being imported.
"""

import threading

STOPPED = "the kernels of this process were ended"
_stopped = threading.Event()


def stop() -> None:
    """Let no kernel start, and end those that are starting, until `allow` is called."""
    _stopped.set()


def allow() -> None:
    """Let kernels start again."""
    _stopped.clear()


def stopped() -> bool:
    """Return whether `stop` was called, and `allow` not since."""
    return _stopped.is_set()
