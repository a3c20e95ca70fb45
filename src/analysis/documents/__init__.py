"""Paths to documents: find, decode and read sources, one or many at once."""
