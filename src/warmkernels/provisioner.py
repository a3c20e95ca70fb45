"""A Jupyter kernel provisioner whose kernels are forked by a server where that is possible, and launched otherwise."""

import asyncio
import logging
import os
import shutil
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

from warmkernels.client import ForkedProcess, server_for, unavailable

_LAUNCHER = "ipykernel_launcher"
_SOCKETS, _CONNECTION_FILE = "k", "kernel.json"  # in a kernel's own folder
_LONGEST_SOCKET = 100  # bytes: the path of a Unix socket has room for 107
_LISTENS_WITHIN_S = 30.0
# Half of it for the exit handlers of a launched kernel, as in Jupyter. Now and then ipykernel waits ten seconds for its
# output thread, which has ended already; to wait as long for every kernel would cost a report a minute.
LAUNCHED_ENDS_WITHIN_S = 5.0
logger = logging.getLogger(__name__)


class WarmProvisioner(LocalProvisioner):
    """Fork the kernel from a process that has imported `modules`; launch it where that is not to be had.

    Each kernel has a folder of its own for its sockets and its connection file, which ends with it.
    """

    modules = List(Unicode(), help="modules that are imported before the kernel is forked").tag(config=True)
    cold = Unicode("", help="why the kernel is to be launched and not forked; empty to fork it").tag(config=True)
    process: Any
    folder: str | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose the sockets' folder before ports are chosen."""
        manager: Any = self.parent
        if manager is not None and not manager.connection_file and zmq.has("ipc"):
            self.folder = private_folder()
        if self.folder:
            manager.transport = "ipc"
            manager.ip = os.path.join(self.folder, _SOCKETS)
            manager.connection_file = os.path.join(self.folder, _CONNECTION_FILE)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or launch it and say why; return when it listens."""
        reason = self.cold or unavailable() or _not_this_python(cmd)
        if not reason:
            try:
                self._fork(cmd, kwargs["env"], Path(kwargs.get("cwd") or Path.cwd()))
            except OSError as error:
                reason = str(error)
        if reason:
            _say_once(f"A cold kernel is used: {reason}.")
            await super().launch_kernel(cmd, **kwargs)
        try:
            await self._until_it_listens()
        except BaseException:  # an interrupt, after which nobody else would end the kernel
            if isinstance(self.process, ForkedProcess):
                self.process.close()
            raise
        return self.connection_info

    def _fork(self, cmd: list[str], environment: dict[str, str], folder: Path) -> None:
        """Have the kernel forked; raise OSError where the server refuses."""
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
        }
        self.process = server.fork(request)
        self.pid, self.pgid, self.cwd = self.process.pid, None, folder

    async def _until_it_listens(self) -> None:
        """Wait for the kernel's sockets: a client that connects earlier tries again only after a tenth of a second."""
        info: Any = self.connection_info
        sockets = [f"{info['ip']}-{info[name]}" for name in port_names] if self.folder else []
        deadline = time.monotonic() + _LISTENS_WITHIN_S
        while not all(map(os.path.exists, sockets)) and await self.poll() is None and time.monotonic() < deadline:
            await asyncio.sleep(0.003)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Notice the end of the process when it comes, and not at the next look."""
        if isinstance(self.process, ForkedProcess):
            manager: Any = self.parent
            await self.process.ended(manager.shutdown_wait_time / 2)

    def get_shutdown_wait_time(self, recommended: float = 5.0) -> float:
        """Return the seconds that the kernel has to end after it was asked to, half of them before it is told to."""
        return recommended if isinstance(self.process, ForkedProcess) else min(recommended, LAUNCHED_ENDS_WITHIN_S)

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel, and its subprocesses too."""
        if isinstance(self.process, ForkedProcess):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the process, and remove the folder of its sockets."""
        await super().cleanup(restart=restart)
        if isinstance(self.process, ForkedProcess):
            self.process.close()
            self.process = None
        if self.folder and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)


def _not_this_python(cmd: list[str]) -> str | None:
    """Why the command of a kernelspec is not a kernel of this Python."""
    if _LAUNCHER not in cmd or cmd[cmd.index(_LAUNCHER) - 1] != "-m":
        return "the kernel is none of ipykernel"
    if os.path.abspath(shutil.which(cmd[0]) or cmd[0]) != os.path.abspath(sys.executable):
        return f"the kernel is of another Python ({cmd[0]})"
    return None


def private_folder() -> str | None:
    """Return a new folder that only this user can enter, short enough for sockets; None where there is none."""
    for place in (tempfile.gettempdir(), "/tmp"):
        if len(os.fsencode(place)) + len("/kernel-12345678/k-5") <= _LONGEST_SOCKET and os.access(place, os.W_OK):
            return tempfile.mkdtemp(prefix="kernel-", dir=place)
    return None


def _umask() -> int:
    """The mask of this process for new files, read where reading does not set it."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("Umask:")), 8)


@cache
def _say_once(text: str) -> None:
    logger.info(text)
