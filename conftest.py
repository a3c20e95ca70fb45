"""Pytest settings for tests, doctests and notebooks together."""

pytest_plugins = ["analysis.regression.plugin"]
