"""What a forked kernel does for the engine; all are forked from the server that other tests of this process use."""

import asyncio
import json

import nbformat
import papermill
import pytest

from analysis.runs.notebook_execution import execute
from warmkernels import engine, provisioner
from warmkernels.client import unavailable
from warmkernels.engine import _Client, _Saver

pytestmark = pytest.mark.skipif(unavailable() is not None, reason="no forked kernels here")


def run(path, tmp_path):
    return execute(path, tmp_path / "out.ipynb", {})


def said(tmp_path):
    outputs = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs
    return "".join(output.get("text") or output.data["text/plain"] for output in outputs)


def test_kernels_start_and_end_without_pauses(make_notebook, tmp_path, monkeypatch):
    pauses = []
    sleep = asyncio.sleep

    async def noted(seconds, *arguments):
        pauses.append(seconds)
        return await sleep(seconds, *arguments)

    monkeypatch.setattr(asyncio, "sleep", noted)
    assert run(make_notebook("a: int = 1", "print(get_ipython().kernel._execute_sleep)"), tmp_path).status == "ok"
    assert said(tmp_path) == "0.0\n"
    assert set(pauses) <= {0, 0.003, 1}  # while the kernel starts, and during its work, to notice its end


def test_an_interrupt_reaches_the_cell(make_notebook, tmp_path):
    cell = "import os, signal, threading, time\nthreading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
    failure = run(make_notebook("a: int = 1", cell + "time.sleep(3600)"), tmp_path).failure
    assert (failure.error, failure.cell) == ("KeyboardInterrupt", 3)


def test_a_kernel_that_dies_before_it_replies_is_launched_again(make_notebook, tmp_path, monkeypatch):
    tried = []
    start = provisioner.WarmProvisioner.launch_kernel

    async def fragile(self, cmd, **options):
        tried.append(self.cold)
        answer = await start(self, cmd, **options)
        if len(tried) == 1:
            await self.kill()
        return answer

    monkeypatch.setattr(provisioner.WarmProvisioner, "launch_kernel", fragile)
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    assert tried == ["", "the first kernel died before it replied"]


def test_a_notebook_is_saved_at_most_once_per_cell_and_at_the_end(make_notebook, tmp_path, monkeypatch):
    saved = []
    save = _Saver.save

    def noted(self, **options):
        if self.output_path:
            saved.append(1)
        return save(self, **options)

    monkeypatch.setattr(_Saver, "save", noted)
    lines = "for n in range(30):\n    print(n, flush=True)"
    # At the start, after each cell or each that failed, at the end.
    for pause_s, cell, times in ((3600.0, lines, 2), (3600.0, "1 / 0", 3), (0.0, lines, 5), (0.0, "1 / 0", 5)):
        monkeypatch.setattr(engine, "_SAVED_EVERY_S", pause_s)
        saved.clear()
        run(make_notebook("a: int = 1", cell), tmp_path)
        assert len(saved) == times
    assert "ZeroDivisionError" in (tmp_path / "out.ipynb").read_text()


def test_plain_papermill_has_the_engine(make_notebook, notebook_folder, tmp_path, monkeypatch):
    managers = []
    create = _Client.create_kernel_manager
    monkeypatch.setattr(_Client, "create_kernel_manager", lambda self: managers.append(create(self)) or managers[-1])
    path = make_notebook("a: int = 1", "import os; print(a, os.getcwd())")
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(path, out, {"a": 2}, engine_name="warm", cwd=notebook_folder, progress_bar=False)
    assert said(tmp_path) == f"2 {notebook_folder}\n"
    assert managers[0].provisioner.cold == ""
    assert json.loads(out.read_text())["metadata"]["papermill"]["exception"] is None
