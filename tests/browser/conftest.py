"""A Chromium that a test can drive, and what the page said and fetched meanwhile."""

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
HERE = {"127.0.0.1", "localhost", ""}  # hosts of this machine; file: and data: have none
PATIENCE = 600_000  # milliseconds to wait for a condition: a guard against what never comes, and no measure of time


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


@contextmanager
def opened(browser, seen):
    """Open a fresh page of a fresh profile, which `seen` watches."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda request: seen.requests.append(request.url))
        yield page


@pytest.fixture
def seen():
    """Return the record of what `page` does."""
    return Seen()


@pytest.fixture
def page(browser, seen):
    """Return a fresh page of a fresh profile, which `seen` watches."""
    with opened(browser, seen) as page:
        yield page


@contextmanager
def served(command, folder: Path, path: str = "/", **more: str):
    """Start a server on a free port of this machine, in an environment of its own below `folder`; give its address.

    In `command` {port} is filled in. The server and the kernels that it starts end with the block.
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
            start_new_session=True,  # so that its kernels end with it, whatever happens
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
    """Wait until a server answers; fail with its log where it ends before."""
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
