"""What several tests share: small notebooks, small folders of sources, and where the project is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = (
    "Foil pays\n\nProfit per ton is about $20 for copper wire and over $900 for battery foil. "
    "The foil is 6 microns thick.\n"
)


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
def sources_folder(tmp_path):
    """Return a folder with one short article that states the figures of the margin notebook."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


SERVE = """
import asyncio, sys
from distributed import Scheduler, Worker

async def serve():
    if len(sys.argv) > 1:
        server = Worker(sys.argv[1], nthreads=1, dashboard=False)
    else:
        server = Scheduler(host="127.0.0.1", port=0, dashboard=False)
    async with server:
        print(server.address, flush=True)
        await server.finished()

asyncio.run(serve())
"""


@pytest.fixture
def serve(tmp_path):
    """Start a scheduler, or a worker of the one at an address, in a process of its own; return it and its address."""
    (tmp_path / "elsewhere").mkdir()  # where workers are, relative paths lead nowhere
    started = []

    def start(*address):
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *address],
            cwd=tmp_path / "elsewhere",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"TMPDIR": str(tmp_path / "elsewhere")},  # they are killed, and leave files there
            text=True,
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in reversed(started):
        process.kill()
        process.communicate()
