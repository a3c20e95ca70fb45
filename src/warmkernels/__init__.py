"""Warm kernels: a process that has imported the usual libraries forks one real kernel for each notebook."""
