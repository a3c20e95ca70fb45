"""What libraries see of a kernel while they are imported before there is one."""

import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.events import EventManager, available_events
from IPython.core.getipython import get_ipython
from traitlets.config import Config, SingletonConfigurable


class ImportShell(ZMQInteractiveShell):
    """A kernel's shell by type and configuration that runs nothing and notes what is registered on its events."""

    def __init__(self) -> None:
        """Set up no more than libraries look at: the shell's own set-up belongs to a kernel."""
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

    @property
    def registered(self) -> list[tuple[str, Callable[..., Any]]]:
        """What libraries registered on the events of the shell."""
        return [(event, callback) for event, callbacks in self.events.callbacks.items() for callback in callbacks]
