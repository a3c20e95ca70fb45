"""A stand-in for the kernel's shell, which libraries look for while they are imported in the fork server."""

import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.events import EventManager, available_events
from IPython.core.getipython import get_ipython
from traitlets.config import Config, SingletonConfigurable


class ImportShell(ZMQInteractiveShell):
    """A shell with the type and configuration of a kernel's that only records callbacks for its events."""

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

    @property
    def registered(self) -> list[tuple[str, Callable[..., Any]]]:
        """The callbacks that libraries registered for events of the shell."""
        return [(event, callback) for event, callbacks in self.events.callbacks.items() for callback in callbacks]
