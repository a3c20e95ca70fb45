"""Jupyter kernel managers whose kernels are forked if possible."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from inspect import unwrap
from math import inf
from queue import Empty
from typing import Any
from weakref import WeakSet

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import Instance, Type

from warmkernels import STOPPED, stopping
from warmkernels.client import close_servers
from warmkernels.import_scan import Imports

PROVISIONER = "warm"
_ENDS_WITHIN_S = 20.0  # half of it for exit handlers, which may be slow on a busy machine
_ASKED_EVERY_S = 1.0
DIED_AT_START = "Kernel died before replying"
_managers: WeakSet[AsyncKernelManager] = WeakSet()  # their kernels may be alive


def kernel_manager(kernel_name: str, imports: Imports, **options: Any) -> AsyncKernelManager:
    """Return a manager of one kernel for a notebook with these imports; `options` are passed to the manager."""
    specs = _Specs(imports=imports)
    manager = _Manager(
        kernel_name=kernel_name,
        kernel_spec_manager=specs,
        client_factory=_ReadyClient,
        shutdown_wait_time=_ENDS_WITHIN_S,
        **options,
    )
    _managers.add(manager)
    return manager


def end_kernels() -> None:
    """Kill all kernels of this process; their notebooks end as if the kernel had died."""
    for manager in list(_managers):
        if pid := getattr(manager.provisioner, "pid", None):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    if stopping.is_set():
        close_servers()


_start_kernel = unwrap(AsyncKernelManager.start_kernel)


class _Manager(AsyncKernelManager):
    """A manager without the decorators of Jupyter that delay the start and the end of a kernel."""

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        """Start the kernel; RuntimeError if this process was stopped before or meanwhile."""
        if not stopping.is_set():
            await _start_kernel(self, **options)
        if stopping.is_set():
            if self.has_kernel:
                await self.shutdown_kernel(now=True)
            raise RuntimeError(STOPPED)

    shutdown_kernel = unwrap(AsyncKernelManager.shutdown_kernel)


class _Channel(AsyncZMQSocketChannel):
    """A channel that asks for messages again and again.

    ZeroMQ signals each message once, and sending something on the same socket at that moment, as nbclient does for
    widgets, can take the signal from whoever waits.
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """Return the next message; raise Empty if none arrives within `timeout` seconds, None for any time."""
        deadline = inf if timeout is None else time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            try:
                return await super().get_msg(min(max(0.0, left), _ASKED_EVERY_S))
            except Empty:
                if left <= _ASKED_EVERY_S:
                    raise


class _ReadyClient(AsyncKernelClient):
    """A client that detects readiness from messages of the kernel instead of waiting for silence."""

    shell_channel_class = Type(_Channel)
    iopub_channel_class = Type(_Channel)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has replied and its published messages have arrived."""
        deadline = None if timeout is None else time.monotonic() + timeout
        requests: set[str] = set()  # a reply to any of them is enough, even if it is late
        reply: dict[str, Any] | None = None
        while True:
            requests.add(self.kernel_info())
            try:
                while reply is None:
                    message = await self.shell_channel.get_msg(timeout=1)
                    reply = message if message["parent_header"].get("msg_id") in requests else None
                while True:  # nothing arrives if the subscription was later than the reply; then ask again
                    message = await self.iopub_channel.get_msg(timeout=0.2)
                    idle = message["content"].get("execution_state") == "idle"
                    if idle and message["parent_header"].get("msg_id") in requests:
                        self._handle_kernel_info_reply(reply)
                        return
            except Empty:
                pass
            if not await self._async_is_alive():
                raise RuntimeError(f"{DIED_AT_START} to kernel_info")
            if deadline is not None and time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")
            await asyncio.sleep(0)


class _Specs(KernelSpecManager):
    """The installed kernelspecs, started by the warm provisioner."""

    imports = Instance(Imports)

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        spec = super().get_kernel_spec(kernel_name)
        if "kernel_provisioner" not in spec.metadata:  # keep a provisioner that was chosen explicitly
            settings = {"modules": self.imports.modules, "cold": self.imports.cold or ""}
            spec.metadata["kernel_provisioner"] = {"provisioner_name": PROVISIONER, "config": settings}
        return spec
