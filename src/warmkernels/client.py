"""The client side: a fork server for each set of libraries, environment and folder, and the forked processes."""

import asyncio
import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partialmethod
from pathlib import Path
from typing import Any

from warmkernels import STOPPED, stopping
from warmkernels.import_scan import imports_of
from warmkernels.protocol import receive, send

_SERVERS = 4  # running at once; each has the libraries in memory
_STARTS_WITHIN_S = 300.0  # imports take seconds, or a minute on a busy machine; a dead server is noticed at once
_ENDS_WITHIN_S = 60.0  # it only has to kill its kernels
# No import depends on these variables; pytest changes its own for each test.
_VOLATILE = {"JPY_PARENT_PID", "JPY_SESSION_NAME", "OLDPWD", "PWD", "PYTEST_CURRENT_TEST", "SHLVL", "_"}
# Keeps the memory allocator of Arrow from starting a thread in the server.
_SERVER_ENVIRONMENT = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}


@cache
def unavailable() -> str | None:
    """Return why processes cannot be forked here, None if they can."""
    if sys.platform != "linux":  # elsewhere, system libraries do not survive a fork, or forks do not exist
        return f"forking is not safe on {sys.platform}"
    if not hasattr(os, "pidfd_open"):
        return "this Python has no os.pidfd_open"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        return f"this kernel has no pidfd ({error.strerror})"
    return None


class ForkedProcess:
    """A forked process with the interface of subprocess.Popen; closing it kills the process."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        """Use the connection to the server that was opened for this process."""
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Return the exit code as Popen does, None while the process runs."""
        with self._lock:
            if self.returncode is None and _readable(self._connection, 0):
                try:
                    self.returncode = int(receive(self._connection)[0]["status"])
                except (EOFError, OSError):  # the server was killed, and its kernels with it
                    self.returncode = -signal.SIGKILL
                self._connection.close()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until the process has ended; return the exit code."""
        while self.poll() is None:
            if not _readable(self._connection, timeout):
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
        assert self.returncode is not None
        return self.returncode

    async def ended(self, within: float | None = None) -> None:
        """Wait until the process has ended, for at most `within` seconds if given."""
        if self.poll() is not None:
            return
        loop = asyncio.get_running_loop()
        done = asyncio.Event()
        descriptor = os.dup(self._connection.fileno())  # a loop calls one reader for each, and another task may wait
        loop.add_reader(descriptor, done.set)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), within)
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)

    def send_signal(self, number: int) -> None:
        """Signal the process and its subprocesses through the server, for which the process id remains valid."""
        if self.poll() is None:
            with suppress(OSError):
                send(self._connection, {"signal": int(number)})

    terminate = partialmethod(send_signal, signal.SIGTERM)
    kill = partialmethod(send_signal, signal.SIGKILL)

    def close(self) -> None:
        """Close the connection, which kills a process that still runs."""
        self._connection.close()
        if self.returncode is None:
            self.returncode = -signal.SIGKILL


@dataclass
class ForkServer:
    """A fork server, which imports in the background and is asked for kernels later."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    lock: threading.Lock = field(default_factory=threading.Lock)
    answer: dict[str, Any] | None = None

    def refusal(self) -> str | None:
        """Wait until the libraries are imported; return why this server cannot fork, None if it can."""
        with self.lock:
            if self.answer is None:
                self.answer = {"refused": f"no answer from the fork server within {_STARTS_WITHIN_S:.0f} s"}
                if _readable(self.control, _STARTS_WITHIN_S):
                    try:
                        self.answer, _ = receive(self.control)
                    except (EOFError, OSError):
                        self.answer = {"refused": "the fork server died while importing"}
            reason = self.answer["refused"]
            return None if reason is None else str(reason)

    def fork(self, request: Mapping[str, Any]) -> ForkedProcess:
        """Fork a kernel and return its process; raise OSError if that fails."""
        ours, theirs = socket.socketpair()
        try:
            with self.lock, theirs:
                send(self.control, dict(request), [theirs.fileno(), 1, 2])
            answer, _ = receive(ours)
            if "pid" not in answer:
                raise OSError(answer["refused"])
        except BaseException as error:
            ours.close()
            raise (OSError("the fork server has ended") if isinstance(error, EOFError) else error) from None
        return ForkedProcess(ours, int(answer["pid"]))

    @property
    def alive(self) -> bool:
        """Whether the server still runs, or has refused to fork."""
        return self.process.poll() is None or bool(self.answer and self.answer["refused"])

    def close(self) -> None:
        """End the server and every kernel that it forked, even while it imports; threads that wait for it continue."""
        with suppress(OSError):  # it has ended before
            self.control.shutdown(socket.SHUT_RDWR)
        try:
            self.process.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.control.close()


_servers: dict[Any, ForkServer] = {}
_servers_lock = threading.Lock()


def server_for(
    python: Sequence[str], modules: Sequence[str], environment: Mapping[str, str], folder: Path
) -> ForkServer:
    """Return the server for these modules, environment and folder; start one if there is none."""
    variables = {name: value for name, value in environment.items() if name not in _VOLATILE}
    key = (tuple(python), tuple(modules), frozenset(variables.items()), os.path.realpath(folder))
    with _servers_lock:
        if stopping.is_set():
            raise OSError(STOPPED)
        server = _servers.pop(key, None)
        if server is None or not server.alive:
            if server is not None:
                server.close()
            server = _start(python, modules, environment, folder)
        _servers[key] = server  # most recently used last
        surplus = [_servers.pop(old) for old in list(_servers)[: max(0, len(_servers) - _SERVERS)]]
    for old in surplus:
        old.close()
    return server


def close_servers() -> None:
    """End all servers and the kernels that they forked."""
    with _servers_lock:
        servers = list(_servers.values())
        _servers.clear()
    for server in servers:
        server.close()


def _start(python: Sequence[str], modules: Sequence[str], environment: Mapping[str, str], folder: Path) -> ForkServer:
    ours, theirs = socket.socketpair()
    variables = dict(environment) | _SERVER_ENVIRONMENT
    variables.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as in a kernel
    with theirs:
        process = subprocess.Popen(
            [*python, str(Path(__file__).with_name("server.py")), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=variables,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C must not reach the server
        )
    send(ours, {"modules": list(modules)})
    return ForkServer(process, ours)


def _readable(connection: socket.socket, timeout: float | None) -> bool:
    if connection.fileno() < 0:
        return True  # closed, so there is nothing to wait for
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(None if timeout is None else timeout * 1000))


def _forget_servers() -> None:
    """Forget the servers in a fork of this process; they belong to the process that started them."""
    global _servers_lock
    _servers_lock = threading.Lock()
    for server in _servers.values():
        server.control.close()
    _servers.clear()


atexit.register(close_servers)
os.register_at_fork(after_in_child=_forget_servers)


def start(notebook: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Start the server from which the kernel of the notebook will be forked, if forking is possible."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        imports = imports_of("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, KeyError, TypeError):
        return  # papermill reports what is wrong
    if not (imports.cold or unavailable()):
        with suppress(OSError):  # raised again, and logged, when the kernel is forked
            server_for([sys.executable], imports.modules, environment, folder)
