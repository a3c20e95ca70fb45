"""A Chromium that a test can drive, and what the page said and fetched meanwhile."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HERE = {"127.0.0.1", "localhost", ""}  # hosts of this machine; file: and data: have none
PATIENCE = 60_000  # milliseconds to wait for a condition: generous, since other work may share the machine


@dataclass
class Seen:
    """What a page did since it was opened: errors on its console or in its scripts, and every address it asked for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """The addresses that lie on other machines."""
        return [url for url in self.requests if (urlsplit(url).hostname or "") not in HERE]


# For one module and not for the session: while playwright's own loop is held, no other test of this process could
# start a loop of its own.
@pytest.fixture(scope="module")
def browser():
    """Return the Chromium of this machine, driven by playwright; skip where either is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: extra `test`")
    if CHROMIUM is None:
        pytest.skip("no Chromium on the path: apt-get install chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with playwright.sync_playwright() as driver:
        # Chromium refuses its sandbox to root, as in a container.
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield launched
        launched.close()


@pytest.fixture
def seen():
    """Return the record of what `page` does."""
    return Seen()


@pytest.fixture
def page(browser, seen):
    """Return a fresh page of a fresh profile, which `seen` watches."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda request: seen.requests.append(request.url))
        yield page
