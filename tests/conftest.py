"""What several tests share: small notebooks, small folders of sources, and where the project is."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.core.paths import MARKER, PROJECT_VARIABLE

settings.register_profile("any clock", deadline=None)  # a busy machine may take ten times as long
settings.load_profile("any clock")

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = (
    "Foil pays\n\nProfit per ton is about $20 for copper wire and over $900 for battery foil. "
    "The foil is 6 microns thick.\n"
)


@cache
def models_of_seeds():
    """Return the models of the questions that read the seeds by name, without a new one that reads its own example."""
    from analysis.models import MODELS
    from analysis.runs.plan import sources_named_by

    return {name: model for name, model in MODELS.items() if sources_named_by([name]) == "seeds"}


@cache
def figures_of_seeds():
    """Return the names of the named figures that these questions and `data/named_figures.yaml` have."""
    from analysis.binding.figure_rules import load_rules

    return [name for name, rule in load_rules().items() if rule.question in {"", *models_of_seeds()}]


def recording(**results):
    """Return the code of a cell that records (expression, unit) by name, as `nb.record` does but without its imports.

    A kernel that imports the package needs a fork server with all libraries, in each process that a test starts.
    """
    from analysis.notebook.record import MIME

    listed = ", ".join(f"dict(name={name!r}, value={value}, unit={unit!r})" for name, (value, unit) in results.items())
    return f"from IPython.display import display\ndisplay({{{MIME!r}: {{'results': [{listed}]}}}}, raw=True)"


@pytest.fixture(scope="session")
def notebooks_of_tests(tmp_path_factory):
    """Return the folder of the notebooks of all tests: in one folder, their kernels are forked from one server."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture
def notebook_folder(notebooks_of_tests):
    """Return an empty folder for the notebooks of a test."""
    yield notebooks_of_tests
    for path in notebooks_of_tests.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def make_notebook(notebook_folder):
    """Write a notebook of a parameters cell and further code cells, and return its path."""

    def make(parameters, *cells, name="50_small", tags=("parameters",)):
        notebook = new_notebook()
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        first = new_code_cell(parameters)
        first.metadata["tags"] = list(tags)
        notebook.cells = [new_markdown_cell("# Small"), first, *(new_code_cell(cell) for cell in cells)]
        path = notebook_folder / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    return make


@pytest.fixture
def without_kernels(monkeypatch):
    """Let runs and sweeps execute notebooks in this process, where neither kernels nor pixels are what is tested."""
    from . import in_this_process

    in_this_process.use(monkeypatch)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return the folder of an empty project, which is the project of this process for one test."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / MARKER).touch()
    monkeypatch.setenv(PROJECT_VARIABLE, str(folder))
    return folder


@pytest.fixture
def sources_folder(tmp_path):
    """Return a folder with one short article that states the figures of the margin notebook."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


SERVE = """
import asyncio, os, signal, sys, tempfile
import dask
from distributed import Scheduler, Worker

import analysis.runs.sweep  # once for all workers

async def serve(address):
    if address:
        server = Worker(address, nthreads=1, dashboard=False)
    else:
        server = Scheduler(host="127.0.0.1", port=0, dashboard=False)
    async with server:
        print(os.getpid(), server.address, flush=True)
        await server.finished()

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
for line in sys.stdin:
    folder, _, address = line.strip().partition("|")
    if os.fork() == 0:
        os.chdir(folder)  # where workers are, relative paths lead nowhere
        tempfile.tempdir = os.environ["TMPDIR"] = folder  # they are killed, and leave files there
        dask.config.set(temporary_directory=folder)
        asyncio.run(serve(address))
        os._exit(0)
"""


@pytest.fixture(scope="session")
def dask_processes():
    """Return a process that has imported Dask, and forks a scheduler or a worker for each line that it reads."""
    command = [sys.executable, "-c", SERVE]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        yield process


@pytest.fixture
def serve(tmp_path, dask_processes):
    """Start a scheduler, or a worker of the one at an address; return what kills it, and its address."""
    (tmp_path / "elsewhere").mkdir()
    started = []

    def start(address=""):
        dask_processes.stdin.write(f"{tmp_path / 'elsewhere'}|{address}\n")
        dask_processes.stdin.flush()
        process_id, found = dask_processes.stdout.readline().split()
        started.append(partial(_kill, int(process_id)))
        return started[-1], found

    yield start
    for kill in reversed(started):
        kill()


def _kill(process_id):
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)
