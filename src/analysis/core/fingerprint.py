"""A fingerprint of code and data, by which caches and workers notice another version."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from pathlib import Path

from analysis.core.errors import AnalysisError
from analysis.core.paths import PROJECT_VARIABLE


def fingerprint(folders: Iterable[tuple[Path, str]], *texts: str, without: Collection[str] = ()) -> str:
    """Return the hash of some texts, and of the files in some folders whose names match a pattern."""
    digest = sha256("\0".join(texts).encode())
    for folder, pattern in folders:
        for path in sorted(folder.rglob(pattern)):
            relative = path.relative_to(folder)
            if path.is_file() and not path.name.startswith(".") and relative.parts[0] not in without:
                digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def check_same_version(here: str, there: str) -> None:
    """Raise AnalysisError if a worker, here, is not of the version that has sent its task."""
    if here != there:
        raise AnalysisError(
            f"a worker has another version of metals-analysis, its data or libraries ({here}) than the machine that "
            f"sent its task ({there}); install the same versions, and start the worker in the folder of the "
            f"project, or with {PROJECT_VARIABLE} set to it"
        )
