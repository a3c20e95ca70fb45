"""A Jupyter kernel provisioner whose kernels are forked by a server if possible, and launched otherwise."""

import asyncio
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.connect import KernelConnectionInfo, port_names
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from warmkernels import STOPPED, stopping
from warmkernels.client import ForkedProcess, server_for, unavailable
from warmkernels.temporary_folders import make_folder, remove_folder

_LAUNCHER = "ipykernel_launcher"
_SOCKETS, _CONNECTION_FILE = "k", "kernel.json"  # in the folder of a kernel
_LONGEST_SOCKET = 100  # bytes; the path of a Unix socket may have 107
_LISTENS_WITHIN_S = 30.0
_LOOKS_EVERY_S = 0.05  # whether a launched kernel has ended; the server reports the end of a forked one
# Half of it for exit handlers, as in Jupyter. Sometimes ipykernel waits ten seconds for its output thread, which has
# already ended; a longer limit would cost a report up to a minute.
LAUNCHED_ENDS_WITHIN_S = 5.0
logger = logging.getLogger(__name__)


class WarmProvisioner(LocalProvisioner):
    """Forks the kernel from a process that has imported `modules`, or launches it if that is not possible."""

    modules = List(Unicode(), help="modules to import before the kernel is forked").tag(config=True)
    cold = Unicode("", help="reason for launching the kernel instead of forking it; empty to fork").tag(config=True)
    process: Any
    folder: str | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the folder of the sockets before ports are chosen."""
        manager: Any = self.parent
        if manager is not None and not manager.connection_file and zmq.has("ipc"):
            self.folder = private_folder()
        if self.folder:
            manager.transport = "ipc"
            manager.ip = os.path.join(self.folder, _SOCKETS)
            manager.connection_file = os.path.join(self.folder, _CONNECTION_FILE)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or launch it and log why; return when it listens."""
        reason = self.cold or unavailable() or _not_this_python(cmd)
        if not reason:
            try:
                self._fork(cmd, kwargs["env"], Path(kwargs.get("cwd") or Path.cwd()))
            except OSError as error:
                reason = str(error)
        if stopping.is_set():  # the server has ended for this reason
            if isinstance(self.process, ForkedProcess):
                self.process.close()
            if self.folder:
                remove_folder(self.folder)
            raise RuntimeError(STOPPED)
        if reason:
            _log_once(f"launching a kernel instead of forking it: {reason}")
            await super().launch_kernel(cmd, **kwargs)
        try:
            await self._until_it_listens()
        except BaseException:  # such as an interrupt; nothing else would end the kernel
            if isinstance(self.process, ForkedProcess):
                self.process.close()
            raise
        return self.connection_info

    def _fork(self, cmd: list[str], environment: dict[str, str], folder: Path) -> None:
        """Fork the kernel; raise OSError if the server refuses."""
        place = cmd.index(_LAUNCHER) + 1
        server = server_for(cmd[: place - 2], self.modules, environment, folder)
        if reason := server.refusal():
            raise OSError(reason)
        request = {
            "arguments": cmd[place:],
            "environment": dict(environment),
            "folder": self.folder or "",
            "folder_of_notebook": str(folder),
            "umask": _umask(),
            "ignored_signals": _ignored_signals(),
        }
        self.process = server.fork(request)
        self.pid, self.pgid, self.cwd = self.process.pid, None, folder

    async def _until_it_listens(self) -> None:
        """Wait for the sockets of the kernel, since a client that connects too early retries after 0.1 s."""
        info: Any = self.connection_info
        sockets = [f"{info['ip']}-{info[name]}" for name in port_names] if self.folder else []
        deadline = time.monotonic() + _LISTENS_WITHIN_S
        while not all(map(os.path.exists, sockets)) and await self.poll() is None and time.monotonic() < deadline:
            await asyncio.sleep(0.003)

    async def ended(self) -> None:
        """Return as soon as the process has ended."""
        while await self.poll() is None:
            if isinstance(self.process, ForkedProcess):
                await self.process.ended()
            else:
                await asyncio.sleep(_LOOKS_EVERY_S)

    async def wait(self) -> int | None:
        """Wait for the end of the process without polling."""
        await self.ended()
        return await super().wait()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Wait for the end of the process without polling."""
        if isinstance(self.process, ForkedProcess):
            manager: Any = self.parent
            await self.process.ended(manager.shutdown_wait_time / 2)

    def get_shutdown_wait_time(self, recommended: float = 5.0) -> float:
        """Return the seconds that a kernel has to end after a request; it gets SIGTERM after half of them."""
        return recommended if isinstance(self.process, ForkedProcess) else min(recommended, LAUNCHED_ENDS_WITHIN_S)

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and its subprocesses."""
        if isinstance(self.process, ForkedProcess):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Close the process and remove its folder."""
        await super().cleanup(restart=restart)
        if isinstance(self.process, ForkedProcess):
            self.process.close()
            self.process = None
        if self.folder and not restart:
            remove_folder(self.folder)


def _not_this_python(cmd: list[str]) -> str | None:
    """Return why the command of a kernelspec is not ipykernel in this Python, None if it is."""
    if _LAUNCHER not in cmd or cmd[cmd.index(_LAUNCHER) - 1] != "-m":
        return "the kernel is not ipykernel"
    if os.path.abspath(shutil.which(cmd[0]) or cmd[0]) != os.path.abspath(sys.executable):
        return f"the kernel uses another Python ({cmd[0]})"
    return None


def private_folder() -> str | None:
    """Create a private folder with a path short enough for sockets; None if there is no such place."""
    for place in (tempfile.gettempdir(), "/tmp"):
        if len(os.fsencode(place)) + len("/kernel-12345678.tmp/k-5") <= _LONGEST_SOCKET and os.access(place, os.W_OK):
            return make_folder("kernel-", place)
    return None


def _umask() -> int:
    """Return the umask, read from /proc, since os.umask would change it."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("Umask:")), 8)


def _ignored_signals() -> list[int]:
    """Return the signals that this process ignores, except SIGINT, for which ipykernel has its own handlers."""
    return [n for n in signal.valid_signals() - {signal.SIGINT} if signal.getsignal(n) is signal.SIG_IGN]


@cache
def _log_once(text: str) -> None:
    logger.info(text)
