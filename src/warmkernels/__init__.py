"""Warm kernels: Jupyter kernels forked from a process that has already imported the usual libraries."""

import threading

stopping = threading.Event()  # while it is set, no kernel starts, and those that are starting are ended
STOPPED = "the kernels of this process were ended"
