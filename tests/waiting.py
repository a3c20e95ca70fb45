"""Waiting for an event, however long it takes: the root conftest.py ends a test that hangs."""

import time
from pathlib import Path


def wait_until(holds, *processes):
    """Look until `holds()` is true; fail where one of the processes that are to bring it about ends before."""
    while not holds():
        ended = [process.args for process in processes if process.poll() is not None]
        assert not ended or holds(), f"ended before: {ended}"
        time.sleep(0.02)


def is_running(process_id):
    """Whether there is such a process, and it is no zombie."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
