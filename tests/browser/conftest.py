"""A Chromium that tests drive, and a record of the errors and requests of a page."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LOCAL_HOSTS = {"127.0.0.1", "localhost", ""}  # file: and data: URLs have no host
TIMEOUT_MS = 180_000  # a guard against a condition that never holds, not a measure of time


@dataclass
class Seen:
    """The activity of a page since it was opened: errors in its console or scripts, and every requested URL."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """The requested URLs on other machines."""
        return [url for url in self.requests if (urlsplit(url).hostname or "") not in LOCAL_HOSTS]


# Scoped to a module, not to the session: while playwright runs its event loop, other tests in this process cannot start
# one.
@pytest.fixture(scope="module")
def browser():
    """Return Chromium driven by playwright; skip the test if either is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: extra `test`")
    if CHROMIUM is None:
        pytest.skip("no Chromium on the path: apt-get install chromium")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with playwright.sync_playwright() as driver:
        # The sandbox of Chromium does not work as root, for example in a container.
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield launched
        launched.close()


@contextmanager
def opened(browser, seen):
    """Open a new page in a new profile; `seen` records what it does."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda request: seen.requests.append(request.url))
        yield page


@pytest.fixture
def seen():
    """Return the record of `page`."""
    return Seen()


@pytest.fixture
def page(browser, seen):
    """Return a new page in a new profile; `seen` records what it does."""
    with opened(browser, seen) as page:
        yield page


@contextmanager
def served(command, folder: Path, path: str = "/", **more: str):
    """Start a server on a free local port, with its settings below `folder`, and yield its URL.

    {port} in `command` is replaced. The server and its kernels end with the block.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    names += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    own = {name: str(folder / name.lower()) for name in names}
    for place in own.values():
        Path(place).mkdir(parents=True)
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [word.format(port=port) for word in command],
            env={**os.environ, **own, **more},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that its kernels end with it in any case
        )
    try:
        address = f"http://127.0.0.1:{port}{path}"
        _wait(server, address, log)
        yield address
    finally:
        server.terminate()
        server.wait()
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def _wait(server, address: str, log: Path) -> None:
    """Wait until a server answers; fail with its log if it exits first."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address):
                return
        except HTTPError as error:
            with error:
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer:\n{log.read_text(encoding='utf-8')[-3000:]}")
