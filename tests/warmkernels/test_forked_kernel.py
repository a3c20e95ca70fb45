"""What a forked kernel does for the engine; all are forked from the server that other tests of this process use."""

import asyncio
import json
from queue import Empty

import nbformat
import papermill
import pytest
import zmq.asyncio
from jupyter_client.session import Session
from papermill.engines import NotebookExecutionManager

from analysis.runs.notebook_execution import execute
from warmkernels import engine, provisioner
from warmkernels.client import unavailable
from warmkernels.engine import _Client
from warmkernels.import_scan import imports_of
from warmkernels.manager import kernel_manager

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
    save = NotebookExecutionManager.save

    def noted(self, **options):
        saved.append(1)
        return save(self, **options)

    monkeypatch.setattr(NotebookExecutionManager, "save", noted)
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


class MissesArrivals(zmq.asyncio.Socket):
    """A socket that does not see what arrives while someone waits, as after a lost signal of ZeroMQ."""

    async def poll(self, timeout=None, flags=zmq.POLLIN):
        found = await super().poll(0, flags)
        if not found:
            await asyncio.sleep(3600 if timeout is None else timeout / 1000)
        return found


@pytest.mark.parametrize("channel", ["shell_channel_class", "iopub_channel_class"])
@pytest.mark.parametrize("timeout", [None, 60])
def test_a_message_is_read_whose_arrival_was_missed(channel, timeout):
    async def wait():
        session, contexts = Session(), (zmq.asyncio.Context(), zmq.Context())
        socket, kernel = MissesArrivals(contexts[0], zmq.PAIR), contexts[1].socket(zmq.PAIR)
        try:
            kernel.connect(f"tcp://127.0.0.1:{socket.bind_to_random_port('tcp://127.0.0.1')}")
            messages = getattr(kernel_manager("python3", imports_of([])).client_factory(), channel)(socket, session)
            found = asyncio.create_task(messages.get_msg(timeout))
            await asyncio.sleep(0.2)
            session.send(kernel, "execute_reply")
            message = await asyncio.wait_for(found, 10)
            with pytest.raises(Empty):
                await messages.get_msg(0.1)
            return message["msg_type"]
        finally:
            socket.close(linger=0)
            kernel.close(linger=0)
            for context in contexts:
                context.term()

    assert asyncio.run(wait()) == "execute_reply"


@pytest.mark.parametrize("warm", [True, False])
def test_the_history_of_a_kernel_is_on_but_not_in_the_file_of_the_user(make_notebook, tmp_path, monkeypatch, warm):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    cell = "print([line for _, line, _ in get_ipython().history_manager.get_tail(2)])"
    path = make_notebook("a: int = 1", "pass", cell)
    assert execute(path, tmp_path / "out.ipynb", {}, warm=warm).status == "ok"
    before = len(nbformat.read(path, as_version=4).cells) - 1
    assert said(tmp_path) == f"{[before - 2, before - 1]}\n"
    assert (tmp_path / "ipython").is_dir()
    assert not list(tmp_path.rglob("history.sqlite"))
