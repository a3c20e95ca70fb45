"""Pytest settings for tests, doctests and notebooks together."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep nbval from measuring coverage inside its kernels.

    pytest-cov has started by now and keeps its own options. nbval would read this one, start a second
    measurement in every kernel with a source that it cannot pass on, and wait a minute for each.
    """
    if getattr(config.option, "cov_source", None):
        config.option.cov_source = None
