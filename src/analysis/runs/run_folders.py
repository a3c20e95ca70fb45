"""The folders of reports: a name is reserved while a run is written, and what killed runs left is removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from analysis.core.errors import AnalysisError
from analysis.core.locks import locked

EXECUTIONS = ".executions"  # the cache of executions, in the folder of reports
RUNNING = ".running"
_CACHE_DAYS = 14  # of an unused execution; long enough to continue after a holiday


@contextmanager
def claimed(out: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Reserve a folder name; yield the temporary folder to write in, and the folder to rename it to."""
    number, free = 1, name
    while True:
        running = out / RUNNING / free
        try:
            with locked(_lock_of(running)):
                if not (out / free).exists():
                    shutil.rmtree(running, ignore_errors=True)
                    running.mkdir()
                    yield running, out / free
                    return
        except BlockingIOError:  # claimed by a run that started in the same second
            pass
        except (FileExistsError, NotADirectoryError):
            raise AnalysisError(f"{out}: not a directory; choose another --out") from None
        except OSError as error:
            raise AnalysisError(f"{out}: cannot write reports ({error.strerror}); choose another --out") from None
        number += 1
        free = f"{name}_{number}"


def _lock_of(running: Path) -> Path:
    return running.parent / f"{running.name}.lock"


def clean(out: Path) -> None:
    """Remove unfinished folders of killed runs, and executions that were not used for two weeks."""
    for running in (out / RUNNING).glob("*/"):
        with suppress(OSError), locked(_lock_of(running)):  # BlockingIOError: still being written
            shutil.rmtree(running)
    with suppress(OSError):
        (out / RUNNING).rmdir()
    oldest = datetime.now(UTC).timestamp() - 86_400 * _CACHE_DAYS
    for path in (out / EXECUTIONS).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
