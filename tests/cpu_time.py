"""Whether work grows in proportion to its input, measured in the CPU seconds of this process."""

import gc
import time


def seconds(function, *arguments):
    """Return the CPU seconds that one call takes, without the garbage collector, which looks at all that tests keep."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        started = time.process_time()
        function(*arguments)
        return time.process_time() - started
    finally:
        if enabled:
            gc.enable()


def is_linear(function, short, long):
    """Whether eight times the input takes less than 30 times as long: 8 if linear, 64 if quadratic.

    One of three attempts is enough, since a busy machine can only add to it.
    """
    return any(seconds(function, long) < 30 * seconds(function, short) for _ in range(3))
