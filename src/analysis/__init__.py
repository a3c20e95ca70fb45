"""Figures out of metals news, each with its hedge and its sentence, through models into reports."""

__version__ = "0.1.0"
