"""How many processor cores this process may use."""

import os


def cores() -> int:
    """Return the number of cores available to this process, which a container or `taskset` may restrict."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
