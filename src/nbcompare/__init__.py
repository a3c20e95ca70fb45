"""Notebook regression: stored outputs against fresh ones, under pytest, in words for a person, and accepted anew."""
