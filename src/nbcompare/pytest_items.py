"""The pytest items of a notebook: one for its stored state, and one of nbval for each cell.

This module imports nbval and is imported only with `--nbval`.
"""

import copy
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, get_sanitize_patterns

from nbcompare import KernelError, NbcompareError, UnusableNotebookError
from nbcompare.check import describe, settings_of
from nbcompare.kernel_execution import RunningNotebook, execution
from nbcompare.normal_form import Stored, check_stored, place
from nbcompare.output_diff import compare_outputs
from nbcompare.plugin import NOTE, pictures, timeout
from nbcompare.settings import Settings
from nbcompare.widget_content import add_stored_contents
from warmkernels.limits import Limits

_NOTHING_STORED = "stores no output that is compared: its cells are only executed, and pass whatever they compute"
_CURRENT = "python3"  # jupyter_client's name for the kernel of the environment that it runs in


class RefusedError(NbcompareError):
    """A notebook or a cell that does not pass; only the message is shown."""


def replace_collector(collector: Any) -> Any:
    """Return our collector for a notebook of nbval's; any other collector is returned as it is."""
    if type(collector) is not IPyNbFile:
        return collector
    return NotebookFile.from_parent(collector.parent, path=collector.path)


class NotebookFile(IPyNbFile):  # type: ignore[misc]  # nbval has no types
    """A notebook: its stored state, its settings, and one kernel for its cells, started by the first one."""

    nb: Any

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the item of the stored state, then one for each code cell."""
        try:
            cells = list(super().collect())
            self.settings = settings_of(self.nb, self.path.name, self._base())
        except UnusableNotebookError as error:
            raise self.CollectError(str(error)) from None
        except (ValueError, KeyError, OSError) as error:  # what nbformat raises for other files
            raise self.CollectError(f"{self.path.name}: not a notebook ({type(error).__name__}: {error})") from None
        add_stored_contents(self.nb)
        self.reported = False
        # --nbval-lax only executes, and is meant for notebooks that are committed without outputs
        lax = self.config.option.nbval_lax
        self.stored = Stored() if lax else check_stored(self.nb, os.path.relpath(self.path))
        items = list(self._items(cells, lax=lax))
        if items and not self.stored.problem and not self._has_output_to_compare():
            items[0].user_properties.append((NOTE, f"{os.path.relpath(self.path)} {_NOTHING_STORED}"))
        yield from items

    def _items(self, cells: list[Any], *, lax: bool) -> Iterator[pytest.Item]:
        if cells and not lax:
            yield StoredItem.from_parent(self, name="stored")
        numbers = [i for i, cell in enumerate(self.nb.cells, start=1) if cell.cell_type == "code"]
        for number, item in zip(numbers, cells, strict=True):
            ours = CellItem.from_parent(
                self, name=f"Cell {number}", cell_num=item.cell_num, cell=item.cell, options=item.options
            )
            ours.number = number
            yield ours

    def _has_output_to_compare(self) -> bool:
        pairs = zip(self.nb.cells, self.settings, strict=True)
        return any(cell.get("outputs") and settings.check and not settings.skip for cell, settings in pairs)

    def _base(self) -> Settings:
        """The settings from the command line: --nbval-lax and the patterns of --nbval-sanitize-with."""
        patterns: list[tuple[str, str]] = []
        for name in self.get_sanitize_files():
            with open(name, encoding="utf-8") as file:
                patterns += get_sanitize_patterns(file.read())
        check = not self.config.option.nbval_lax
        return Settings(check=check, folder=str(self.path.resolve().parent), replacements=tuple(patterns))

    def setup(self) -> None:
        """Start no kernel: the first cell does, so that a kernel that does not start fails that cell."""
        self.run: RunningNotebook | None = None
        self.lost = ""
        self.kernels = ExitStack()

    def teardown(self) -> None:
        """Stop the kernel."""
        self.kernels.close()

    def execute(self, number: int) -> list[Any]:
        """Return the fresh outputs of a cell; KernelError if the kernel was lost."""
        if self.lost:
            raise KernelError(self.lost)
        try:
            if self.run is None:
                option, stored = self.config.option, self.nb.metadata.get("kernelspec", {}).get("name", _CURRENT)
                limits = Limits(
                    cell_s=option.nbval_cell_timeout,
                    notebook_s=timeout(self.config),
                    startup_s=option.nbval_kernel_startup_timeout,
                )
                kernel = _CURRENT if option.nbval_current_env else str(option.nbval_kernel_name or stored)
                started = execution(copy.deepcopy(self.nb), self.path.parent, limits, kernel)
                self.run = self.kernels.enter_context(started)
            return self.run.execute(number)
        except KernelError as error:
            self.lost = str(error)
            self.kernels.close()  # now, so that a hanging kernel does not slow the next notebook down
            raise


class _Shown:
    """Shows only the message of our own failures, and where they are."""

    def repr_failure(self, excinfo: Any, *args: Any, **kwargs: Any) -> Any:
        """Return the text of a failure."""
        if isinstance(excinfo.value, NbcompareError):
            return str(excinfo.value)
        return pytest.Item.repr_failure(self, excinfo)  # type: ignore[arg-type]

    def reportinfo(self: Any) -> tuple[Any, int, str]:
        """The location that pytest shows."""
        return self.path, 0, f"{os.path.relpath(self.path)}::{self.name}"


class StoredItem(_Shown, pytest.Item):
    """Whether a stored notebook was fully executed, in order."""

    def runtest(self) -> None:
        """Fail with what is wrong and how to fix it."""
        notebook: Any = self.parent
        notebook.reported = True
        if notebook.stored.problem:
            raise RefusedError(f"{self.path.name} {notebook.stored.problem}")


class CellItem(_Shown, IPyNbCell):  # type: ignore[misc]  # nbval has no types
    """A cell: executed, and its outputs compared with those that are stored."""

    number: int

    def setup(self) -> None:
        """Prepare nothing."""

    def runtest(self) -> None:
        """Execute the cell and compare; skip if an earlier item has reported why that is pointless."""
        notebook = self.parent
        settings = notebook.settings[self.number - 1]
        if settings.skip:
            pytest.skip("marked to be skipped")
        if notebook.stored.empty:
            reason = f"{self.path.name} {notebook.stored.problem}"
            if notebook.reported:
                pytest.skip(reason)
            raise RefusedError(reason)
        if notebook.lost:
            pytest.skip(f"not executed: {notebook.lost}")
        where = f"{self.path.name}, {place(notebook.nb, self.number)}"
        try:
            outputs = notebook.execute(self.number)
        except KernelError as error:
            raise RefusedError(f"{self.path.name}: {error}. The cells after it are skipped.") from None
        self.test_outputs = outputs
        found = compare_outputs(self.cell.outputs, outputs, notebook.run.known(settings))
        if found:
            folder = pictures(self.config)
            lines = describe(found, folder, f"{self.path.stem}-cell-{self.number}")
            advice = f"If this is intended: nbcompare accept {os.path.relpath(self.path)}"
            raise RefusedError("\n".join([f"{where}:", *(f"  {line}" for line in lines), advice]))
