"""Write a file as a whole: readers see the old file or the new one, never a part of it.

This is the one implementation for all packages. It lives here because nbcompare is the lowest package that writes
files which others read; a separate package for twenty lines would be one more thing to find.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def atomic_write(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """Yield a temporary file to write, which replaces `path` when the block ends without an error.

    The temporary file is in `folder`, by default the one of `path`; missing folders are created. It exists and is
    empty, so that nobody else can put a link in its place if the folder is shared. The permissions of an existing file
    are kept. After an error `path` is unchanged and the temporary file removed; an OSError names `path`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder, "a.txt")) as part:
    ...         _ = part.write_text("all of it", encoding="utf-8")
    ...     Path(folder, "a.txt").read_text(encoding="utf-8"), len(os.listdir(folder))
    ('all of it', 1)
    """
    part = (folder or path.parent) / f".{path.name}.{os.getpid()}"
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.unlink(missing_ok=True)  # left by a killed process, or a link, which is not followed
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        yield part
        with suppress(FileNotFoundError):
            part.chmod(path.stat().st_mode)
        os.replace(part, path)
    except OSError as error:
        if error.filename in (None, part, os.fspath(part)):
            error.filename = os.fspath(path)  # which the user knows
        raise
    finally:
        with suppress(OSError):  # already renamed, or never written
            part.unlink()
