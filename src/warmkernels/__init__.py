"""Warm kernels: Jupyter kernels forked from a process that has already imported the usual libraries."""
