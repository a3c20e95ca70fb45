"""Turn a fork of the server into a kernel: drop the server's state and take over the client's."""

import atexit
import gc
import os
import shutil
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn

_REMOVE_FILES = (shutil.rmtree, os.remove, os.unlink, os.rmdir)
_CONTROL_ENDS_WITHIN_S = 5.0
_LAUNCHER = find_spec("ipykernel_launcher")  # looked for by the server, not by each kernel


@dataclass(frozen=True)
class Inherited:
    """State left by the imports in the server, which each kernel takes over."""

    filters: list[Any]  # of warnings
    registered: list[tuple[str, Callable[..., Any]]]  # on the shell's events
    descriptors: set[int]  # that libraries keep open
    environment: dict[str, str]  # variables that they set
    machinery: str  # the files of the modules that a launched kernel has before its first cell


def become_kernel(request: dict[str, Any], inherited: Inherited) -> NoReturn:
    """Run a kernel in this process, just forked, and leave the process."""
    code = 1
    try:
        _leave_server(inherited.descriptors, request["ignored_signals"])
        _take_over(request, inherited.environment)
        if numpy_random := sys.modules.get("numpy.random"):
            numpy_random.seed()  # its global generator gets its own seed; Python's is reseeded by the fork
        code = _run(inherited)
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # reported where a cold kernel reports it; nothing else is left to do
        traceback.print_exc(file=sys.__stderr__)
    finally:
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
        os._exit(code)


def _leave_server(keep: set[int], ignored_signals: Sequence[int]) -> None:
    os.setsid()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        if signal.getsignal(number) is not None:  # None is a handler of a C library
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # What every Python process ignores, and what a launched kernel inherits, such as SIGHUP under nohup.
    for ignored in {signal.SIGPIPE, signal.SIGXFSZ, *ignored_signals}:
        signal.signal(ignored, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    reading, writing = os.pipe()  # closed at its other end, as Jupyter leaves a kernel's input
    os.dup2(reading, 0)
    for descriptor in {reading, writing} - {0}:
        os.close(descriptor)
    first = 3
    for descriptor in sorted(keep):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))
    for function in _REMOVE_FILES:  # the server removes temporary folders that libraries created on import
        atexit.unregister(function)


def _take_over(request: dict[str, Any], set_by_imports: dict[str, str]) -> None:
    """Take over the client's folder, environment, time zone, umask and arguments."""
    os.environ.clear()
    os.environ.update(request["environment"] | set_by_imports)
    time.tzset()
    os.umask(request["umask"])
    os.chdir(request["folder_of_notebook"])
    sys.argv = [str(_LAUNCHER.origin) if _LAUNCHER else "", *request["arguments"]]


def _run(inherited: Inherited) -> int:
    from ipykernel.kernelapp import IPKernelApp

    gc.enable()
    app: Any = IPKernelApp.instance()
    app.parent_handle = os.getppid()  # the kernel ends when the server does, which ends with its owner
    with _only(inherited.machinery):
        app.initialize()
    gc.freeze()  # the objects of the kernel itself live as long as it does: collections can skip them
    for event, callback in inherited.registered:
        app.shell.events.register(event, callback)
    if inherited.filters:  # at the position that an import in a cell would give them
        warnings.filters[:0] = inherited.filters  # type: ignore[index]
        with warnings.catch_warnings():  # notifies the warnings module of the change
            pass
    app.start()
    _finish(app)
    return 0


def files_of_modules() -> str:
    """Return the files of the loaded modules as a single text, so that a kernel that reads it touches few pages."""
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    return "\n".join(file for file in files if file)


@contextmanager
def _only(machinery: str) -> Iterator[None]:
    """Let a kernel see only the modules of a launched kernel as its own; its debugger does not step into these.

    Including the modules of libraries would be wrong, and would unshare 3 to 10 MiB of their pages.
    """
    from ipykernel import ipkernel

    seen = ModuleType("sys")
    modules = {file: SimpleNamespace(__file__=file) for file in machinery.split("\n")}
    vars(seen).update(vars(sys), modules=modules)
    names: Any = ipkernel
    names.sys = seen
    try:
        yield
    finally:
        names.sys = sys


def _finish(app: Any) -> None:
    """Shut down like the interpreter, without tearing down every module.

    The control thread ends first: closing the output thread while it uses it takes seconds.
    """
    control = app.control_thread
    if control is not None and control.is_alive():
        control.stop()
        control.join(_CONTROL_ENDS_WITHIN_S)
    threading._shutdown()  # type: ignore[attr-defined]  # joins threads, as multiprocessing does for its children
    atexit._run_exitfuncs()
    gc.collect()
