"""Forked kernels: their end, their cleanup, and when a kernel is launched instead."""

import asyncio
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.runs.notebook_execution import end_kernels, execute
from warmkernels import STOPPED, client, import_scan, provisioner, stopping
from warmkernels.client import close_servers, server_for, unavailable
from warmkernels.import_scan import imports_of
from warmkernels.limits import Limits
from warmkernels.manager import kernel_manager

from ..waiting import is_running, wait_until

pytestmark = pytest.mark.skipif(unavailable() is not None, reason="no forked kernels here")


def run(path, tmp_path, **options):
    return execute(path, tmp_path / "out.ipynb", {}, **options)


def said(tmp_path, cell=-1):
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    outputs = notebook.cells[cell].outputs
    return "".join(output.get("text") or output.data["text/plain"] for output in outputs)


def children(pid=None):
    pid = pid or os.getpid()
    return sorted(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def only_server():
    [server] = client._servers.values()
    return server


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Separate the folders of sockets from those of other processes on this machine."""
    folder = tempfile.mkdtemp(prefix="t")  # short, as the paths of sockets must be
    monkeypatch.setattr(tempfile, "tempdir", folder)
    monkeypatch.setenv("TMPDIR", folder)
    yield
    shutil.rmtree(folder, ignore_errors=True)


def folders():
    return {path.name for path in Path(tempfile.gettempdir()).glob("kernel-*")}


@pytest.fixture
def notebook_folder(tmp_path):
    """Return a folder, and thereby a fork server, for each test."""
    yield tmp_path
    close_servers()


@pytest.fixture
def reasons(caplog):
    """Collect the logged reasons for launching kernels."""
    provisioner._log_once.cache_clear()
    caplog.set_level(logging.INFO, logger="warmkernels")
    return lambda: [record.getMessage() for record in caplog.records if "launching" in record.getMessage()]


# Imports of a notebook


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
        (["import this is not python"], set(), None),
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


def test_a_notebook_that_changes_the_environment_first_gets_a_launched_kernel(make_notebook, tmp_path, reasons):
    cells = "import os; os.environ['OMP_NUM_THREADS'] = '1'", "import numpy; print(numpy.__name__)"
    for _ in range(2):
        assert run(make_notebook("a: int = 1", *cells), tmp_path).status == "ok"
    (reason,) = reasons()
    assert "os.environ" in reason


def test_kernels_are_launched_without_fork(make_notebook, tmp_path, reasons, monkeypatch):
    monkeypatch.setattr(provisioner, "unavailable", lambda: "forking is not safe on darwin")
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    (reason,) = reasons()
    assert "darwin" in reason


def test_a_kernel_is_launched_if_the_server_does_not_start(make_notebook, tmp_path, reasons, monkeypatch):
    def broken(*arguments):
        raise OSError("no more processes")

    monkeypatch.setattr(client, "_start", broken)
    close_servers()
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    (reason,) = reasons()
    assert "no more processes" in reason


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("print('hello')", "an import prints: hello"),
        ("import warnings; warnings.warn('odd')", "UserWarning: odd"),
        ("import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "threads"),
        ("raise RuntimeError('broken')", "an import failed (RuntimeError: broken)"),
        ("import os; os._exit(3)", "the fork server died while importing"),
        ("value = 1", None),
    ],
)
def test_imports_with_visible_effects_are_left_to_the_kernel(tmp_path, module, reason):
    (tmp_path / "odd_library.py").write_text(module)
    server = server_for([sys.executable], ["odd_library"], dict(os.environ), tmp_path)
    refusal = server.refusal()
    close_servers()
    assert refusal is None if reason is None else reason in refusal


@pytest.fixture
def importing(tmp_path, monkeypatch):
    """Make a library whose import only ends when a test lets it; return a function that waits for its begin."""
    begun = tmp_path / "begun"
    code = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\nwhile True: time.sleep(0.01)"
    (tmp_path / "endless_library.py").write_text(code, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda: wait_until(begun.exists)


def test_a_server_that_ends_while_importing_releases_its_waiting_clients(tmp_path, importing):
    server = server_for([sys.executable], ["endless_library"], dict(os.environ), tmp_path)
    with ThreadPoolExecutor() as threads:
        refusal = threads.submit(server.refusal)
        importing()
        close_servers()
        assert "died while importing" in refusal.result()
    assert not is_running(server.process.pid)


def test_a_server_that_imports_ends_with_its_owner(tmp_path, importing):
    start = "from pathlib import Path; from warmkernels.client import server_for; import os, sys, time"
    fork = "server_for([sys.executable], ['endless_library'], dict(os.environ), Path.cwd())"
    owner = subprocess.Popen(
        [sys.executable, "-c", f"{start}; print({fork}.process.pid, flush=True); time.sleep(3600)"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    server = int(owner.stdout.readline())
    importing()
    owner.kill()
    owner.communicate()
    wait_until(lambda: not is_running(server))


def test_the_kernels_of_a_stopped_process_end_also_while_their_server_imports(
    make_notebook, tmp_path, importing, monkeypatch
):
    monkeypatch.setitem(import_scan.MODULES, "endless_library", ("endless_library",))
    notebook = make_notebook("a: int = 1", "import endless_library")
    with ThreadPoolExecutor() as threads:
        done = threads.submit(run, notebook, tmp_path, folder=tmp_path)
        importing()
        try:
            end_kernels()
            assert STOPPED in done.result().failure.message
        finally:
            stopping.clear()
    assert not folders()


def test_no_server_starts_for_a_kernel_that_was_about_to_start_when_its_process_was_stopped(
    make_notebook, tmp_path, monkeypatch
):
    """A server would import for seconds before the kernel learns that it should end, and the process with it."""

    def stop_first(*arguments):
        stopping.set()
        end_kernels()
        return server_for(*arguments)

    def started(*arguments):
        starts.append(stopping.is_set())
        return start(*arguments)

    starts, start = [], client._start
    monkeypatch.setattr(client, "_start", started)
    monkeypatch.setattr(provisioner, "server_for", stop_first)
    try:
        outcome = run(make_notebook("a: int = 1"), tmp_path)
    finally:
        stopping.clear()
    assert STOPPED in outcome.failure.message
    assert not any(starts)
    assert not folders()


@pytest.mark.parametrize("warm", [True, False])
def test_the_end_of_a_kernel_is_noticed_without_looking_once_a_second(make_notebook, tmp_path, monkeypatch, warm):
    looked = []
    monkeypatch.setattr(NotebookClient, "_async_poll_kernel_alive", lambda client: looked.append(client))
    notebook = make_notebook("a: int = 1", "import os; os.kill(os.getpid(), 9)")
    assert run(notebook, tmp_path, warm=warm).status == "killed"
    assert not looked


def test_a_kernel_of_another_python_is_launched():
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "x"]
    assert provisioner._not_this_python(command) is None
    assert "another Python" in provisioner._not_this_python(["/usr/bin/python9", *command[1:]])
    assert "not ipykernel" in provisioner._not_this_python(["R", "--slave"])


# State of the kernel


def test_a_kernel_has_its_own_process_folder_and_thread_limit(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("ONLY_HERE", "once")
    cell = "import os, numpy\nprint(os.environ['ONLY_HERE'], os.environ['OMP_NUM_THREADS'], os.getcwd())"
    assert run(make_notebook("a: int = 1", cell), tmp_path, limits=Limits(threads=1)).status == "ok"
    assert said(tmp_path).split() == ["once", "1", str(tmp_path)]
    monkeypatch.setenv("ONLY_HERE", "twice")
    assert run(make_notebook("a: int = 1", cell), tmp_path, limits=Limits(threads=2)).status == "ok"
    assert said(tmp_path).split() == ["twice", "2", str(tmp_path)]


def test_random_numbers_differ_only_without_a_seed(make_notebook, tmp_path):
    seen = []
    cell = "import random, numpy, scipy.stats\nprint(random.random(), numpy.random.rand(), scipy.stats.norm.rvs())"
    for _ in range(2):
        run(make_notebook("a: int = 1", cell, "random.seed(1); numpy.random.seed(1)", cell), tmp_path)
        seen.append((said(tmp_path, 2).split(), said(tmp_path, 4).split()))
    (free, seeded), (free_again, seeded_again) = seen
    assert seeded == seeded_again
    assert not set(free) & set(free_again)


def test_the_kernel_takes_over_callbacks_and_exit_handlers_of_imports(make_notebook, tmp_path, monkeypatch):
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
    monkeypatch.setitem(import_scan.MODULES, "odd_library", ("odd_library",))
    cell = "import os, warnings; warnings.warn('a message of its own'); print(os.environ['SET_BY_IMPORT'])"
    path = make_notebook("import odd_library", cell)
    for _ in range(2):
        assert run(path, tmp_path).status == "ok"
    assert said(tmp_path) == "yes\nregistered\n"
    assert (tmp_path / "ran_at_exit").read_text() == "xx"
    assert (tmp_path / "temporary").is_dir()
    close_servers()
    assert not (tmp_path / "temporary").exists()  # removed once, by the server that made it


def test_the_server_has_imported_all_modules_of_a_kernel(make_notebook, tmp_path, monkeypatch):
    (tmp_path / "the_last_one.py").touch()
    monkeypatch.setitem(import_scan.MODULES, "numpy", ("numpy", "numpy.random", "the_last_one"))
    after = "import sys, numpy\nnames = list(sys.modules)\nprint(names[names.index('the_last_one') + 1 :])"
    assert run(make_notebook("a: int = 1", after), tmp_path).status == "ok"
    assert said(tmp_path) == "[]\n"
    (tmp_path / "this_is_late.py").touch()
    run(make_notebook("a: int = 1", "import this_is_late\n" + after), tmp_path)
    assert said(tmp_path) == "['this_is_late']\n"


def test_kernels_share_the_memory_of_libraries(make_notebook, tmp_path):
    """Measure the private pages of a kernel; a garbage collection of all objects would unshare pages."""
    own = "import re\nprint(re.search(r'Private_Dirty: +([0-9]+)', open('/proc/self/smaps_rollup').read())[1])"
    everything = "import gc; gc.unfreeze(); gc.collect()"
    imports = "import pandas"
    kib = []
    for warm, cells in ((False, [imports, own]), (True, [imports, own]), (True, [imports, everything, own])):
        assert run(make_notebook("a: int = 1", *cells), tmp_path, warm=warm).status == "ok"
        kib.append(int(said(tmp_path)))
    cold, warm, unshared = kib
    assert warm < 0.3 * cold
    assert unshared > 0.5 * cold


def test_a_forked_kernel_restarts(tmp_path):
    async def restarted():
        manager = kernel_manager("python3", imports_of([]))
        await manager.start_kernel(cwd=str(tmp_path))
        first = manager.provisioner.pid
        await manager.restart_kernel(now=True)
        assert manager.provisioner.pid != first
        reader = manager.client()
        reader.start_channels(hb=False)  # its thread may open a socket while the client closes
        await reader.wait_for_ready()
        reader.stop_channels()
        await manager.shutdown_kernel(now=True)

    asyncio.run(restarted())
    close_servers()
    assert not folders()


# Ends


def test_twenty_runs_leave_no_process_folder_or_descriptor(make_notebook, tmp_path):
    close_servers()
    run(make_notebook("a: int = 1", "import numpy; print(numpy.arange(a))"), tmp_path)
    server = only_server().process.pid
    before = children(), len(os.listdir("/proc/self/fd"))
    held = len(os.listdir(f"/proc/{server}/fd"))
    for number in range(20):
        cell = "import os; os._exit(1)" if number % 10 == 7 else f"print({number})"
        status = run(make_notebook("a: int = 1", "import numpy", cell), tmp_path).status
        assert status == ("killed" if "_exit" in cell else "ok")
    assert not children(server)
    assert not folders()
    assert (children(), len(os.listdir("/proc/self/fd"))) == before
    wait_until(lambda: len(os.listdir(f"/proc/{server}/fd")) == held)  # it may learn of the end of the last one later
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
    "sub = subprocess.Popen(['sleep', '3600'], stdout=-3)\n"
    "Path('pids.part').write_text(f'{os.getppid()} {os.getpid()} {sub.pid}')\nos.rename('pids.part', 'pids')\n"
    "time.sleep(3600)"
)


@pytest.fixture
def busy(make_notebook, tmp_path):
    """Start a runner with a busy notebook; return it with the pids of server, kernel and subprocess."""
    command = [sys.executable, "-c", RUNNER, make_notebook("a: int = 1", BUSY), tmp_path / "out.ipynb"]
    runner = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    wait_until((tmp_path / "pids").exists, runner)
    yield runner, [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    runner.kill()
    runner.wait()
    runner.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_server_kernel_and_subprocesses_end_with_their_owner(busy, number):
    runner, pids = busy
    assert all(map(is_running, pids))
    before = folders()
    runner.send_signal(number)
    wait_until(lambda: not any(map(is_running, pids)))
    runner.wait()
    wait_until(lambda: len(folders()) == len(before) - 1)
    if number == signal.SIGINT:
        assert runner.stdout.read().strip() == "interrupted"


def test_a_kernel_ends_with_its_server_and_the_next_run_starts_a_new_one(busy, make_notebook, tmp_path):
    runner, (server, kernel, subprocess_left) = busy
    os.kill(server, signal.SIGKILL)
    assert runner.stdout.read().strip() == "killed"
    wait_until(lambda: not is_running(kernel))
    os.kill(subprocess_left, signal.SIGKILL)  # as that of a launched kernel that is killed
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    next(iter(client._servers.values())).process.kill()
    assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"


def test_an_owner_that_ignores_the_end_of_children_has_forked_kernels(make_notebook, tmp_path, reasons):
    default = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert run(make_notebook("a: int = 1", "print(a)"), tmp_path).status == "ok"
    finally:
        signal.signal(signal.SIGCHLD, default)
    assert reasons() == []


# The import that papermill's takes longest


def test_addresses_are_still_validated():
    code = (
        "import sys\nfrom importlib import import_module\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as pool:\n    list(pool.map(import_module, ['warmkernels.early_jsonschema'] * 8))\n"
        "print('rfc3987_syntax' in sys.modules)\nfrom jsonschema import FormatChecker\n"
        "print([FormatChecker().conforms(text, 'iri') for text in ('https://example.org/ä', 'no address')])\n"
        "print('rfc3987_syntax' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False", "[True, False]", "True"]


@pytest.mark.parametrize("first", ["warmkernels.engine", "warmkernels.papermill_engine", "papermill"])
def test_papermill_finds_the_engine_in_any_import_order(first):
    code = (
        f"import sys; sys.modules['rfc3987_syntax'] = None  # takes longer to import than all the rest\n"
        f"import {first}, papermill.engines; print(papermill.engines.papermill_engines.get_engine('warm').__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("PapermillEngine", 0), done.stderr
