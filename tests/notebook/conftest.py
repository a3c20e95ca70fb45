"""What the tests of notebook functions share."""

import pytest


@pytest.fixture
def displayed(monkeypatch):
    """Return the plain texts of everything that is displayed."""
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    return shown
