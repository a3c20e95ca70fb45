"""Decide which figure of the sources feeds which named input, and keep what a person picked."""
