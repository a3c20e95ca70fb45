"""A folder for results, local or at any address that fsspec supports; files are written atomically."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.core.errors import AnalysisError
from analysis.core.text_files import atomic_output, locked
from warmkernels.temporary_folders import temporary_folder


@dataclass(frozen=True)
class Store:
    """Files by name in the folder `place`, a path or an address such as `s3://bucket/folder`."""

    place: str

    @property
    def is_local(self) -> bool:
        """Whether the folder is a local path."""
        return "://" not in self.place

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None if there is none."""
        try:
            return Path(self.place, name).read_bytes() if self.is_local else self._remote().cat_file(self._at(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AnalysisError(f"{self.place}/{name}: cannot be read ({error})") from None

    def write(self, name: str, data: bytes) -> None:
        """Write a file atomically: a reader sees the old content or the new one."""
        if self.is_local:
            with atomic_output(Path(self.place, name)) as part:
                part.write_bytes(data)
            return
        try:
            filesystem = self._remote()
            parent = self._at(name).rpartition("/")[0]
            filesystem.makedirs(parent, exist_ok=True)
            filesystem.pipe_file(self._at(name), data)  # object stores write atomically
        except OSError as error:
            raise AnalysisError(f"{self.place}/{name}: cannot be written ({error})") from None

    @contextmanager
    def filled(self) -> Iterator[Path]:
        """Yield a temporary folder; its files are moved into the store when the block ends."""
        try:
            home = Path(self.place) if self.is_local else None
            if home is not None:
                home.mkdir(parents=True, exist_ok=True)
            with temporary_folder(".part-", str(home) if home else None) as folder:
                yield Path(folder)
                for path in sorted(Path(folder).iterdir()):
                    if home is not None:
                        os.replace(path, home / path.name)
                    else:
                        self.write(path.name, path.read_bytes())
        except OSError as error:
            raise AnalysisError(f"{self.place}: cannot be written ({error.strerror})") from None

    def touch(self, name: str) -> None:
        """Update the modification time of a local file, so that it counts as used."""
        if self.is_local:
            with suppress(OSError):
                os.utime(Path(self.place, name))

    def names(self, folder: str) -> set[str]:
        """Return the names of the files in a folder of the store."""
        try:
            if self.is_local:
                return {entry.name for entry in os.scandir(Path(self.place, folder)) if entry.is_file()}
            return {path.rpartition("/")[2] for path in self._remote().ls(self._at(folder), detail=False, refresh=True)}
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise AnalysisError(f"{self.place}/{folder}: cannot be listed ({error})") from None

    @contextmanager
    def locked(self, name: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """Hold the lock `name`, which is released even if the process is killed.

        If another process holds it, call `waiting` and wait; without `waiting`, raise BlockingIOError. A remote store
        has no locks; there the scheduler hands out each task only once.
        """
        if not self.is_local:
            yield
            return
        try:
            with locked(Path(self.place, f"{name}.lock"), waiting):
                yield
        except BlockingIOError:
            raise
        except OSError as error:
            raise AnalysisError(f"{self.place}: cannot be written ({error.strerror})") from None

    def _at(self, name: str) -> str:
        return f"{self.place.rstrip('/')}/{name}"

    def _remote(self) -> Any:
        protocol = self.place.partition("://")[0]
        try:
            import fsspec

            return fsspec.filesystem(protocol)
        except ImportError as error:
            raise AnalysisError(f"{self.place}: {error}; install the library that fsspec asks for") from None
        except ValueError as error:
            raise AnalysisError(f"{self.place}: {error}; pass a folder, or an address that fsspec supports") from None
