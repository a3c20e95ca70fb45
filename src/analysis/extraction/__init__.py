"""Documents to figures: read a source, find its quantities, give each its hedge, direction and place."""

from analysis.extraction.extract import extract_figures

__all__ = ["extract_figures"]
