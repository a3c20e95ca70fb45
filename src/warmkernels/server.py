"""The fork server: a single-threaded process that imports libraries, then forks a kernel for each request.

It is started by its path, so that no folder of the caller is searched for its own imports. It has no event loop, no
ZeroMQ context and no listening socket: requests arrive over a socket inherited from its owner, and it ends with its
owner. It only imports libraries and computes nothing.
"""

import os
import sys

if __name__ == "__main__":
    del sys.path[0]  # the folder of this file, where Python would look for modules first

import atexit
import builtins
import fcntl
import gc
import importlib
import select
import shutil
import signal
import socket
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.events import EventManager, available_events
from IPython.core.getipython import get_ipython
from traitlets.config import Config, SingletonConfigurable

from warmkernels.kernel_process import Inherited, become_kernel, files_of_modules
from warmkernels.protocol import receive, send

# What a kernel imports until its first cell has run and when it ends, in addition to what `ipykernel.kernelapp` does.
_MACHINERY = (
    "ipykernel.kernelapp ipykernel.debugger IPython.core.completerlib IPython.core.debugger IPython.core.logger "
    "IPython.core.pylabtools IPython.extensions.storemagic encodings.idna faulthandler psutil "
    "sqlite3 tornado.platform.asyncio tornado.queues"
).split()
_THREADS_END_WITHIN_S = 3.0  # a library may wait for something on a timer while it is imported


@dataclass
class _Kernel:
    """A forked kernel: its process, and the connection to its client."""

    pid: int
    ended: int  # a pidfd
    connection: socket.socket
    folder: str  # of the sockets, private to this kernel
    abandoned: bool = False


@dataclass
class _Server:
    """The connection to the owner, and the running kernels."""

    control: socket.socket
    owner: int  # a pidfd
    kernels: dict[int, _Kernel] = field(default_factory=dict)

    def serve(self) -> dict[str, Any] | None:
        """Fork on request until the owner is gone, then return None; in a new kernel, return the request."""
        poll = select.poll()
        for descriptor in (self.control.fileno(), self.owner):
            poll.register(descriptor, select.POLLIN)
        while True:
            ready = {descriptor for descriptor, _ in poll.poll()}
            for kernel in list(self.kernels.values()):
                if kernel.ended in ready:
                    poll.unregister(kernel.ended)
                    if not kernel.abandoned:
                        poll.unregister(kernel.connection)
                    self._reap(kernel)
                elif kernel.connection.fileno() in ready and not self._forward(kernel):
                    poll.unregister(kernel.connection)
            if self.owner in ready:
                break
            if self.control.fileno() in ready:
                try:
                    request, descriptors = receive(self.control, 3)
                except EOFError:
                    break
                pid = self._fork(request, descriptors)
                if pid == 0:
                    return request
                if pid in self.kernels:
                    poll.register(self.kernels[pid].ended, select.POLLIN)
                    poll.register(self.kernels[pid].connection, select.POLLIN)
        for kernel in list(self.kernels.values()):  # their owner is gone
            kernel.abandoned = True
            _kill(kernel.pid, signal.SIGKILL)
            self._reap(kernel)
        return None

    def _fork(self, request: dict[str, Any], descriptors: Sequence[int]) -> int:
        """Fork; return the process id of the kernel, -1 if there is none, and 0 in the new process."""
        connection = socket.socket(fileno=descriptors[0])
        try:
            pid = os.fork()
        except OSError as error:  # no memory or process left; a cold kernel may still work
            _send_if_open(connection, {"refused": f"the fork failed ({error.strerror})"})
            pid = -1
        if pid == 0:
            self._forget(connection, descriptors[1:])
            return 0
        for descriptor in descriptors[1:]:
            os.close(descriptor)
        if pid < 0:
            connection.close()
            return -1
        self.kernels[pid] = _Kernel(pid, os.pidfd_open(pid), connection, request["folder"])
        _send_if_open(connection, {"pid": pid})
        return pid

    def _forget(self, connection: socket.socket, output: Sequence[int]) -> None:
        """In a new kernel: take over the output of the client, and close all descriptors of the server."""
        for descriptor, target in zip(output, (1, 2), strict=True):
            os.dup2(descriptor, target)
            os.close(descriptor)
        for other in (self.control, connection, *(kernel.connection for kernel in self.kernels.values())):
            other.close()
        for pidfd in (self.owner, *(kernel.ended for kernel in self.kernels.values())):
            os.close(pidfd)

    def _forward(self, kernel: _Kernel) -> bool:
        """Forward a signal; end the kernel and return False if its client is gone."""
        try:
            message, _ = receive(kernel.connection)
        except EOFError:
            kernel.abandoned = True
            _kill(kernel.pid, signal.SIGKILL)
            return False
        _kill(kernel.pid, message["signal"])
        return True

    def _reap(self, kernel: _Kernel) -> None:
        """Collect the status of a process that has ended, report it to the client, and remove its sockets."""
        _, status = os.waitpid(kernel.pid, 0)
        del self.kernels[kernel.pid]
        os.close(kernel.ended)
        _send_if_open(kernel.connection, {"status": os.waitstatus_to_exitcode(status)})
        kernel.connection.close()
        if kernel.abandoned:
            shutil.rmtree(kernel.folder, ignore_errors=True)


def _kill(pid: int, number: int) -> None:
    """Signal a kernel and its subprocesses; it has not been collected yet, so its process id is still valid."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:  # just forked, and not yet a group leader
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _send_if_open(connection: socket.socket, message: dict[str, Any]) -> None:
    with suppress(OSError):  # the client is gone; the next read notices that
        send(connection, message)


class _ImportShell(ZMQInteractiveShell):
    """A stand-in for the shell of a kernel, which libraries look for; it only records callbacks for its events."""

    def __init__(self) -> None:
        """Set up only what libraries look at; everything else belongs to a kernel."""
        SingletonConfigurable.__init__(self, config=Config({"IPKernelApp": {"connection_file": ""}}))
        self.events = EventManager(self, available_events)
        self.kernel = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show this shell where a cell that imports would see the kernel's."""
        names: dict[str, Any] = {"get_ipython": get_ipython, "__IPYTHON__": True}
        vars(builtins).update(names)
        try:
            yield
        finally:
            for name in names:
                delattr(builtins, name)


def prepare(modules: Sequence[str]) -> Inherited | str:
    """Import the modules as a kernel would; return what kernels take over, or the reason not to fork any."""
    before, machinery = list(warnings.filters), files_of_modules()
    sys.path.insert(0, "")  # where a running kernel looks for modules first
    shell = _ImportShell.instance()
    with _captured_output() as noise, shell.shown():
        for name in modules:
            importlib.import_module(name)
        sys.stdout.flush()
        sys.stderr.flush()
        said = os.pread(noise, 400, 0).decode(errors="replace").strip()
    _ImportShell.clear_instance()
    sys.path.remove("")
    if said:
        return f"an import prints: {said.splitlines()[0]}"
    added = [entry for entry in warnings.filters if entry not in before]
    warnings.filters[:] = before  # type: ignore[index]
    _end_fork_safe_threads()
    threads = _threads()
    if len(threads) > 1:
        return f"an import started threads: {', '.join(threads)}"
    gc.collect()
    gc.enable()
    gc.freeze()  # kernels share what they do not change, and a collection would touch everything
    registered = [(event, callback) for event, known in shell.events.callbacks.items() for callback in known]
    descriptors = {int(name) for name in os.listdir("/proc/self/fd")}
    kept = {one for one in descriptors if one > 2 and os.path.exists(f"/proc/self/fd/{one}")}
    return Inherited(added, registered, kept, {}, machinery)


@contextmanager
def _captured_output() -> Iterator[int]:
    """Redirect the standard descriptors to a file in memory, and give its descriptor."""
    file = os.memfd_create("imports")
    saved = {descriptor: os.dup(descriptor) for descriptor in (1, 2)}
    try:
        for descriptor in saved:
            os.dup2(file, descriptor)
        yield file
    finally:
        for descriptor, copy in saved.items():
            os.dup2(copy, descriptor)
            os.close(copy)
        os.close(file)


def _end_fork_safe_threads() -> None:
    """Fork once: libraries that support forking, such as OpenBLAS, end their threads before it."""
    deadline = time.monotonic() + _THREADS_END_WITHIN_S
    while True:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        if len(_threads()) == 1 or time.monotonic() > deadline:
            return
        time.sleep(0.05)


def _threads() -> list[str]:
    """The names of the threads of this process, including threads of C libraries."""
    names = []
    for task in os.listdir("/proc/self/task"):
        with suppress(OSError), open(f"/proc/self/task/{task}/comm", encoding="utf-8") as file:
            names.append(file.read().strip())
    return names


def _end_with(control: socket.socket) -> None:
    """End this process when the owner closes the socket (SIGIO), even during a long import."""
    signal.signal(signal.SIGIO, _leave)
    fcntl.fcntl(control, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(control, fcntl.F_SETFL, fcntl.fcntl(control, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([control], [], [], 0)[0]:  # it has hung up before
        _leave()


def _leave(*of_signal: Any) -> NoReturn:
    """Exit, even in the middle of an import, but remove the temporary folders that libraries have created."""
    atexit._run_exitfuncs()
    os._exit(1)


def main() -> None:
    """Serve the owner at the other end of the socket, whose descriptor is the first argument."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # an owner that ignores it would leave no exit status to read
    control = socket.socket(fileno=int(sys.argv[1]))
    owner = os.pidfd_open(os.getppid())
    start, _ = receive(control)
    variables = dict(os.environ)
    gc.disable()  # imports make hundreds of thousands of objects that stay
    _end_with(control)
    try:
        for name in _MACHINERY:
            importlib.import_module(name)
        prepared = prepare(start["modules"])
    except Exception as error:  # the kernel raises the same error again, in the notebook
        prepared = f"an import failed ({type(error).__name__}: {error})"
    if isinstance(prepared, str):
        _send_if_open(control, {"refused": prepared})
        return
    prepared.descriptors.difference_update({control.fileno(), owner})
    prepared.environment.update({name: text for name, text in os.environ.items() if variables.get(name) != text})
    # From now on requests arrive, and a hang-up is handled in order.
    fcntl.fcntl(control, fcntl.F_SETFL, fcntl.fcntl(control, fcntl.F_GETFL) & ~os.O_ASYNC)
    _send_if_open(control, {"refused": None})
    request = _Server(control, owner).serve()
    if request is not None:
        become_kernel(request, prepared)


if __name__ == "__main__":
    main()
