"""Forked kernels: they end with those that they belong to, leave nothing behind, and give way to launched ones."""

import asyncio
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.runs.notebook_execution import execute
from warmkernels import client, import_scan, provisioner
from warmkernels.client import close_servers, server_for, unavailable
from warmkernels.engine import _Client, _Saver
from warmkernels.import_scan import imports_of
from warmkernels.limits import Limits
from warmkernels.manager import kernel_manager

pytestmark = pytest.mark.skipif(unavailable() is not None, reason="no forked kernels here")


def run(path, tmp_path, **options):
    return execute(path, tmp_path / "out.ipynb", {}, **options)


def said(tmp_path, cell=-1):
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    outputs = notebook.cells[cell].outputs
    return "".join(output.get("text") or output.data["text/plain"] for output in outputs)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def children(pid=None):
    pid = pid or os.getpid()
    return sorted(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def only_server():
    [server] = client._servers.values()
    return server


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep the folders of sockets apart from those of other processes on this machine."""
    folder = tempfile.mkdtemp(prefix="t")  # short, as the paths of sockets must be
    monkeypatch.setattr(tempfile, "tempdir", folder)
    monkeypatch.setenv("TMPDIR", folder)
    yield
    shutil.rmtree(folder, ignore_errors=True)


def folders():
    return {path.name for path in Path(tempfile.gettempdir()).glob("kernel-*")}


@pytest.fixture
def reasons(caplog):
    """Collect why cold kernels were used."""
    provisioner._say_once.cache_clear()
    caplog.set_level(logging.INFO, logger="warmkernels")
    return lambda: [record.getMessage() for record in caplog.records if "cold kernel" in record.getMessage()]


# What a notebook imports


@pytest.mark.parametrize(
    ("cells", "libraries", "cold"),
    [
        (["import pandas as pd, os", "from scipy import stats"], {"pandas", "scipy"}, None),
        (["import numpy", "import pandas"], {"pandas"}, None),  # pandas brings numpy
        (["def late():\n    import pint"], {"pint"}, None),
        (["%matplotlib inline\nx = !ls\npandas.DataFrame?\nimport seaborn"], {"seaborn"}, None),
        (["%%time\nimport numpy"], {"numpy"}, None),
        (["%%bash\nimport numpy"], set(), None),
        (["from . import pandas", "import pandas_like"], set(), None),
        (["import this is no python"], set(), None),
        (["import sys\nsys.path.append('..')\nimport numpy"], {"numpy"}, None),
        (["import numpy, os\nos.environ['A'] = '1'"], {"numpy"}, None),  # too late to matter in any kernel
        (["import os\nos.environ['A'] = '1'\nimport numpy"], {"numpy"}, "os.environ"),
        (["%env A=1", "import numpy"], {"numpy"}, "os.environ"),
        (["import os", "os.environ.update(A='1')", "import numpy"], {"numpy"}, "os.environ"),
        (["import sys; sys.path.insert(0, 'own')", "import numpy"], {"numpy"}, "sys.path"),
        (["import warnings; warnings.simplefilter('error')", "import numpy"], {"numpy"}, "warnings.simplefilter"),
        (["import warnings; warnings.simplefilter('ignore')", "import numpy"], {"numpy"}, None),
    ],
)
def test_imports_are_read_from_the_cells(cells, libraries, cold):
    found = imports_of(cells)
    assert found.libraries == libraries
    assert found.cold == (cold and f"it changes {cold} before it imports numpy")


# When kernels are launched after all


def test_a_notebook_that_sets_the_environment_first_runs_cold_and_says_so(make_notebook, tmp_path, reasons):
    cells = "import os; os.environ['OMP_NUM_THREADS'] = '1'", "import numpy; print(numpy.__name__)"
    for _ in range(2):
        assert run(make_notebook("a: int = 1", *cells), tmp_path).status == "ok"
    assert reasons() == ["A cold kernel is used: it changes os.environ before it imports numpy."]


def test_without_fork_kernels_are_launched(make_notebook, tmp_path, reasons, monkeypatch):
    monkeypatch.setattr(provisioner, "unavailable", lambda: "forking is not safe on darwin")
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    assert reasons() == ["A cold kernel is used: forking is not safe on darwin."]


def test_a_server_that_does_not_start_is_no_failure(make_notebook, tmp_path, reasons, monkeypatch):
    def broken(*arguments):
        raise OSError("no more processes")

    monkeypatch.setattr(client, "_start", broken)
    close_servers()
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    assert reasons() == ["A cold kernel is used: no more processes."]


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("print('hello')", "an import says: hello"),
        ("import warnings; warnings.warn('odd')", "UserWarning: odd"),
        ("import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "threads"),
        ("raise RuntimeError('broken')", "an import fails (RuntimeError: broken)"),
        ("import os; os._exit(3)", "the fork server ended while it imported"),
        ("value = 1", None),
    ],
)
def test_what_an_import_does_that_a_reader_must_see_is_left_to_the_kernel(tmp_path, module, reason):
    (tmp_path / "odd_library.py").write_text(module)
    server = server_for([sys.executable], ["odd_library"], dict(os.environ), tmp_path)
    refusal = server.refusal()
    close_servers()
    assert refusal is None if reason is None else reason in refusal


def test_another_python_is_left_alone():
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "x"]
    assert provisioner._not_this_python(command) is None
    assert "another Python" in provisioner._not_this_python(["/usr/bin/python9", *command[1:]])
    assert "none of ipykernel" in provisioner._not_this_python(["R", "--slave"])


# What belongs to the kernel


def test_the_process_the_folder_and_the_limit_of_threads_are_the_kernel_s_own(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("ONLY_HERE", "once")
    cell = "import os, numpy\nprint(os.environ['ONLY_HERE'], os.environ['OMP_NUM_THREADS'], os.getcwd())"
    assert run(make_notebook("a: int = 1", cell), tmp_path, limits=Limits(threads=1)).status == "ok"
    assert said(tmp_path).split() == ["once", "1", str(tmp_path)]
    monkeypatch.setenv("ONLY_HERE", "twice")
    assert run(make_notebook("a: int = 1", cell), tmp_path, limits=Limits(threads=2)).status == "ok"
    assert said(tmp_path).split() == ["twice", "2", str(tmp_path)]


def test_runs_without_a_seed_differ_and_those_with_one_do_not(make_notebook, tmp_path):
    seen = []
    cell = "import random, numpy, scipy.stats\nprint(random.random(), numpy.random.rand(), scipy.stats.norm.rvs())"
    for _ in range(2):
        run(make_notebook("a: int = 1", cell, "random.seed(1); numpy.random.seed(1)", cell), tmp_path)
        seen.append((said(tmp_path, 2).split(), said(tmp_path, 4).split()))
    (free, seeded), (free_again, seeded_again) = seen
    assert seeded == seeded_again
    assert not set(free) & set(free_again)


def test_registrations_and_exit_handlers_of_imports_are_the_kernel_s(tmp_path):
    (tmp_path / "temporary").mkdir()
    module = (
        "import atexit, os, shutil, warnings\n"
        "os.environ['SET_BY_IMPORT'] = 'yes'\n"
        "warnings.filterwarnings('ignore', 'a message of its own')\n"
        "get_ipython().events.register('post_run_cell', lambda result: print('registered'))\n"
        "atexit.register(lambda: open('ran_at_exit', 'a').write('x'))\n"
        "atexit.register(shutil.rmtree, 'temporary')\n"
    )
    (tmp_path / "odd_library.py").write_text(module)
    code = f"""
import sys, os, json, nbformat
from warmkernels import import_scan
import_scan.MODULES["odd_library"] = ("odd_library",)
from pathlib import Path
from analysis.runs.notebook_execution import execute
from warmkernels.limits import Limits
from nbformat.v4 import new_notebook, new_code_cell
notebook = new_notebook(cells=[new_code_cell("import odd_library"), new_code_cell(
    "import os, warnings; warnings.warn('a message of its own'); print(os.environ['SET_BY_IMPORT'])")])
folder = Path({str(tmp_path)!r})
nbformat.write(notebook, folder / "in.ipynb")
for _ in range(2):
    print(execute(folder / "in.ipynb", folder / "out.ipynb", {{}}).status)
print((folder / "ran_at_exit").read_text(), (folder / "temporary").is_dir())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == ["ok", "ok", "xx", "True"]
    assert said(tmp_path) == "yes\nregistered\n"
    assert not (tmp_path / "temporary").exists()  # removed once, by the server that made it


def test_a_kernel_finds_all_that_it_imports_itself(make_notebook, tmp_path, monkeypatch):
    (tmp_path / "the_last_one.py").touch()
    monkeypatch.setitem(import_scan.MODULES, "numpy", ("numpy", "numpy.random", "the_last_one"))
    after = "import sys, numpy\nnames = list(sys.modules)\nprint(names[names.index('the_last_one') + 1 :])"
    assert run(make_notebook("a: int = 1", after), tmp_path).status == "ok"
    assert said(tmp_path) == "[]\n"
    (tmp_path / "this_is_late.py").touch()
    run(make_notebook("a: int = 1", "import this_is_late\n" + after), tmp_path)
    assert said(tmp_path) == "['this_is_late']\n"


def test_a_kernel_shares_the_memory_of_its_libraries(make_notebook, tmp_path):
    """Measured as the pages that are the kernel's alone; a collection that looks at all of them unshares them."""
    own = "import re\nprint(re.search(r'Private_Dirty: +([0-9]+)', open('/proc/self/smaps_rollup').read())[1])"
    everything = "import gc; gc.unfreeze(); gc.collect()"
    imports = "import pandas, seaborn, matplotlib.pyplot"
    kib = []
    for warm, cells in ((False, [imports, own]), (True, [imports, own]), (True, [imports, everything, own])):
        assert run(make_notebook("a: int = 1", *cells), tmp_path, warm=warm).status == "ok"
        kib.append(int(said(tmp_path)))
    cold, warm, unshared = kib
    assert warm < 0.18 * cold
    assert unshared > 0.3 * cold


def test_no_time_passes_where_nothing_is_waited_for(make_notebook, tmp_path, monkeypatch):
    pauses = []
    sleep = asyncio.sleep

    async def noted(seconds, *arguments):
        pauses.append(seconds)
        return await sleep(seconds, *arguments)

    monkeypatch.setattr(asyncio, "sleep", noted)
    assert run(make_notebook("a: int = 1", "print(get_ipython().kernel._execute_sleep)"), tmp_path).status == "ok"
    assert said(tmp_path) == "0.0\n"
    assert set(pauses) <= {0, 0.003, 1}  # while the kernel starts, and beside its work, to notice its end


# The kernel of the next notebook


def forked_ahead(make_notebook, tmp_path):
    """Return a server that has forked a kernel ahead, of which it says little, and the pid of that kernel."""
    close_servers()
    path = make_notebook("a: int = 1", "print(a)")
    assert run(path, tmp_path).status == "ok"
    assert only_server().spare is None, "a lone notebook needs no other kernel"
    assert run(path, tmp_path).status == "ok"
    server = only_server()
    assert until(lambda: len(children(server.process.pid)) == 1)
    return server, server.spare, children(server.process.pid)[0]


def of_the_next(make_notebook, tmp_path, cell="import os; print(os.getpid())"):
    assert run(make_notebook("a: int = 1", cell, name="next"), tmp_path).status == "ok"
    return said(tmp_path).strip()


def test_the_next_notebook_has_the_kernel_that_was_forked_ahead(make_notebook, tmp_path):
    server, spare, pid = forked_ahead(make_notebook, tmp_path)
    for _ in range(3):
        assert of_the_next(make_notebook, tmp_path) == pid
        assert not Path(spare.folder).exists()
        assert until(lambda: len(children(server.process.pid)) == 1)
        spare, [pid] = server.spare, children(server.process.pid)
    assert folders() == {Path(spare.folder).name}


def test_two_at_once_have_kernels_of_their_own(make_notebook, tmp_path):
    server, _, _ = forked_ahead(make_notebook, tmp_path)
    path = make_notebook("a: int = 1", "import os, time; time.sleep(0.5); print(os.getpid())")
    outputs = [tmp_path / f"{number}.ipynb" for number in range(4)]
    with ThreadPoolExecutor(2) as pool:
        assert {done.status for done in pool.map(lambda output: execute(path, output, {}), outputs)} == {"ok"}
    assert len({nbformat.read(output, as_version=4).cells[-1].outputs[0].text for output in outputs}) == 4
    assert until(lambda: len(children(server.process.pid)) == 1)


def another_mask(tmp_path):
    os.umask(0o027)


def another_variable(tmp_path):
    os.environ["SHLVL"] = "9"


def another_folder_of_the_same_name(tmp_path):
    tmp_path.rename(tmp_path.with_name("away"))
    tmp_path.mkdir()


def another_output(tmp_path):
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, 2)
    os.close(descriptor)


@pytest.mark.parametrize("change", [another_mask, another_variable, another_folder_of_the_same_name, another_output])
def test_a_kernel_forked_ahead_for_other_circumstances_is_dropped(change, make_notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("SHLVL", "1")
    mask, kept = os.umask(0o022), os.dup(2)
    try:
        _, spare, pid = forked_ahead(make_notebook, tmp_path)
        change(tmp_path)
        look = "os.getpid(), os.umask(0), os.environ['SHLVL'], os.getcwd(), os.readlink('/proc/self/fd/2')"
        own, *seen = of_the_next(make_notebook, tmp_path, f"import os; print({look})").split()
        expected = [str(os.umask(0o022)), os.environ["SHLVL"], str(tmp_path), os.readlink("/proc/self/fd/2")]
        assert seen == " ".join(expected).split()
    finally:
        os.umask(mask)
        os.dup2(kept, 2)
        os.close(kept)
    assert own != pid
    assert until(lambda: not alive(pid))
    assert until(lambda: not Path(spare.folder).exists())


def test_a_kernel_forked_ahead_that_has_died_is_noticed(make_notebook, tmp_path):
    _, spare, pid = forked_ahead(make_notebook, tmp_path)
    os.kill(int(pid), signal.SIGKILL)
    assert until(lambda: not alive(pid))
    assert of_the_next(make_notebook, tmp_path) != pid
    assert not Path(spare.folder).exists()


def test_a_server_that_has_died_takes_the_kernel_forked_ahead_with_it(make_notebook, tmp_path):
    server, spare, pid = forked_ahead(make_notebook, tmp_path)
    server.process.kill()
    assert until(lambda: not alive(pid))
    assert of_the_next(make_notebook, tmp_path) != pid
    assert not Path(spare.folder).exists()


@pytest.mark.parametrize("name", ["secure_write", "private_folder", "_written"])
def test_without_room_for_the_next_kernel_no_notebook_fails(name, make_notebook, tmp_path, monkeypatch):
    server, _, pid = forked_ahead(make_notebook, tmp_path)
    first = getattr(provisioner, name)
    calls = []

    def refused(*arguments):
        calls.append(arguments)
        if name == "private_folder" and len(calls) % 2:
            return first(*arguments)  # the kernel's own
        raise OSError("no room")

    monkeypatch.setattr(provisioner, name, refused)
    if name != "_written":  # without it, a kernel is launched
        assert of_the_next(make_notebook, tmp_path) == pid
    assert of_the_next(make_notebook, tmp_path) != pid
    assert server.spare is None or name == "_written"
    assert len(folders()) == (name == "_written")


def test_an_interrupt_while_the_next_kernel_is_asked_for_leaves_nothing(make_notebook, tmp_path, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    forked_ahead(make_notebook, tmp_path)
    monkeypatch.setattr(provisioner, "secure_write", interrupted)
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "interrupted"
    close_servers()
    assert not folders()


def test_a_kernel_forked_ahead_whose_folder_is_gone_is_not_used(make_notebook, tmp_path):
    _, spare, pid = forked_ahead(make_notebook, tmp_path)
    shutil.rmtree(spare.folder)
    assert of_the_next(make_notebook, tmp_path) != pid
    assert until(lambda: not alive(pid))


def test_a_kernel_that_is_asked_for_too_late_is_dropped(make_notebook, tmp_path):
    server, spare, _ = forked_ahead(make_notebook, tmp_path)
    folder = Path(tempfile.mkdtemp(prefix="kernel-"))
    close_servers()
    with pytest.raises(OSError, match="Bad file descriptor"):
        server.fork_ahead({"folder": str(folder)}, None, {})
    ours, theirs = socket.socketpair()
    theirs.close()
    server._ask = lambda request: ours  # as if the server had been closed just then
    server.fork_ahead({"folder": str(folder)}, None, {})
    assert server.spare is None
    assert ours.fileno() < 0
    assert not folder.exists()
    assert not Path(spare.folder).exists()


def test_a_kernel_that_was_forked_ahead_restarts(tmp_path):
    close_servers()

    async def third():
        for _ in range(3):
            manager = kernel_manager("python3", imports_of([]))
            ahead = only_server().spare if client._servers else None
            await manager.start_kernel(cwd=str(tmp_path))
            if ahead is None:
                await manager.shutdown_kernel(now=True)
        assert manager.provisioner.folder == ahead.folder, "it is the kernel that was forked ahead"
        started = time.monotonic()
        await manager.restart_kernel(now=True)
        assert time.monotonic() - started < 10, "it does not wait for sockets that are elsewhere"
        reader = manager.client()
        reader.start_channels()
        await reader.wait_for_ready(timeout=10)
        reader.stop_channels()
        await manager.shutdown_kernel(now=True)

    asyncio.run(third())
    close_servers()
    assert not folders()


# Ends


def test_forty_runs_leave_nothing_behind(make_notebook, tmp_path):
    close_servers()
    path = make_notebook("a: int = 1", "import numpy; print(numpy.arange(a))")
    for _ in range(3):
        run(path, tmp_path)
    server = only_server().process.pid
    assert until(lambda: len(children(server)) == 1)  # the kernel of the next notebook
    before = children(), len(os.listdir("/proc/self/fd")), len(folders())
    held = len(os.listdir(f"/proc/{server}/fd"))
    for number in range(40):
        cell = "import os; os._exit(1)" if number % 20 == 7 else f"print({number})"
        status = run(make_notebook("a: int = 1", "import numpy", cell), tmp_path).status
        assert status == ("killed" if "_exit" in cell else "ok")
    assert until(lambda: len(children(server)) == 1)
    assert (children(), len(os.listdir("/proc/self/fd")), len(folders())) == before
    assert len(os.listdir(f"/proc/{server}/fd")) == held
    close_servers()
    assert str(server) not in children()
    assert not folders()


RUNNER = """
import sys
from pathlib import Path
from analysis.runs.notebook_execution import execute
from warmkernels.limits import Limits
print(execute(Path(sys.argv[1]), Path(sys.argv[2]), {}).status, flush=True)
"""
BUSY = (
    "import os, subprocess, time\nfrom pathlib import Path\n"
    "sub = subprocess.Popen(['sleep', '60'], stdout=-3)\n"
    "Path('pids.part').write_text(f'{os.getppid()} {os.getpid()} {sub.pid}')\nos.rename('pids.part', 'pids')\n"
    "time.sleep(60)"
)


@pytest.fixture
def busy(make_notebook, tmp_path):
    """Start a runner whose notebook is at work, and return it with the pids of server, kernel and subprocess."""
    command = [sys.executable, "-c", RUNNER, make_notebook("a: int = 1", BUSY), tmp_path / "out.ipynb"]
    runner = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert until((tmp_path / "pids").exists, 20)
    yield runner, [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    runner.kill()
    runner.wait()
    runner.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_server_kernel_and_subprocesses_end_with_the_runner(busy, number):
    runner, pids = busy
    assert all(map(alive, pids))
    before = folders()
    runner.send_signal(number)
    assert until(lambda: not any(map(alive, pids)), 10)
    runner.wait()
    assert until(lambda: len(folders()) == len(before) - 1)
    if number == signal.SIGINT:
        assert runner.stdout.read().strip() == "interrupted"


THIRD = """
import sys
from pathlib import Path
from analysis.runs.notebook_execution import execute
for _ in range(2):
    execute(Path(sys.argv[1]), Path(sys.argv[2]), {})
execute(Path(sys.argv[3]), Path(sys.argv[2]), {})
"""


def test_a_runner_that_is_killed_in_its_third_notebook_leaves_nothing(make_notebook, tmp_path):
    light, busy = make_notebook("a: int = 1", "a"), make_notebook("a: int = 1", BUSY, name="busy")
    runner = subprocess.Popen([sys.executable, "-c", THIRD, light, tmp_path / "out.ipynb", busy])
    try:
        assert until((tmp_path / "pids").exists, 20)
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        assert len(children(pids[0])) == 2, "the notebook's kernel and that of a fourth"
    finally:
        runner.kill()
        runner.wait()
    assert until(lambda: not any(map(alive, pids)), 10)
    assert until(lambda: not folders())


def test_a_kernel_whose_server_is_killed_ends_and_the_next_run_finds_a_new_one(busy, make_notebook, tmp_path):
    runner, (server, kernel, subprocess_left) = busy
    os.kill(server, signal.SIGKILL)
    assert runner.stdout.read().strip() == "killed"
    assert until(lambda: not alive(kernel))
    os.kill(subprocess_left, signal.SIGKILL)  # as that of a launched kernel that is killed
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    next(iter(client._servers.values())).process.kill()
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"


def test_an_interrupt_reaches_the_cell(make_notebook, tmp_path):
    cell = "import os, signal, threading, time\nthreading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
    failure = run(make_notebook("a: int = 1", cell + "time.sleep(20)"), tmp_path).failure
    assert (failure.error, failure.cell) == ("KeyboardInterrupt", 3)


def test_a_kernel_that_dies_before_it_replies_is_started_once_more_cold(make_notebook, tmp_path, monkeypatch):
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
    assert tried == ["", "the first one died before it replied"]


# Saving


def test_a_notebook_is_saved_at_most_once_a_cell_and_at_the_end(make_notebook, tmp_path, monkeypatch):
    saved = []
    save = _Saver.save

    def noted(self, **options):
        if self.output_path:
            saved.append(time.monotonic())
        return save(self, **options)

    monkeypatch.setattr(_Saver, "save", noted)
    slow = "import time\nfor n in range(30):\n    print(n, flush=True); time.sleep(0.05)"
    run(make_notebook("a: int = 1", *["print(1)"] * 10, slow), tmp_path)
    assert len(saved) == 3  # at the start, after the slow cell, at the end
    run(make_notebook("a: int = 1", "1 / 0"), tmp_path)
    assert len(saved) == 6  # as soon as a cell fails
    assert "ZeroDivisionError" in (tmp_path / "out.ipynb").read_text()


def test_plain_papermill_has_the_engine(make_notebook, tmp_path, monkeypatch):
    managers = []
    create = _Client.create_kernel_manager
    monkeypatch.setattr(_Client, "create_kernel_manager", lambda self: managers.append(create(self)) or managers[-1])
    path = make_notebook("a: int = 1", "import os; print(a, os.getcwd())")
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(path, out, {"a": 2}, engine_name="warm", cwd=tmp_path, progress_bar=False)
    assert said(tmp_path) == f"2 {tmp_path}\n"
    assert managers[0].provisioner.cold == ""
    assert json.loads(out.read_text())["metadata"]["papermill"]["exception"] is None


# The import that papermill's takes longest


def test_addresses_are_still_checked_by_their_grammar():
    code = (
        "import sys\nfrom warmkernels.lazy_jsonschema import import_jsonschema\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as pool:\n    list(pool.map(lambda n: import_jsonschema(), range(8)))\n"
        "print('rfc3987_syntax' in sys.modules)\nfrom jsonschema import FormatChecker\n"
        "print([FormatChecker().conforms(text, 'iri') for text in ('https://example.org/ä', 'no address')])\n"
        "print('rfc3987_syntax' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False", "[True, False]", "True"]


@pytest.mark.parametrize("first", ["warmkernels.engine", "warmkernels.papermill_engine", "papermill"])
def test_papermill_finds_the_engine_whichever_is_imported_first(first):
    code = f"import {first}, papermill.engines; print(papermill.engines.papermill_engines.get_engine('warm').__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("WarmEngine", 0), done.stderr
