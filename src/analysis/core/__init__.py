"""Errors, the figure record, units, formatting and files: what every other subpackage builds on."""
