"""Where the project keeps its files: in a checkout beside the package, in a wheel inside it."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def project_folder() -> Path:
    """Return the folder that holds `notebooks/`, `seeds/` and `reports/`: the checkout, else the current one."""
    return _CHECKOUT if (_CHECKOUT / "notebooks").is_dir() else Path.cwd()


def data_folder() -> Path:
    """Return the folder of the project's data files."""
    return _CHECKOUT / "data" if (_CHECKOUT / "data").is_dir() else _PACKAGE / "data"


def resolve(path: str | Path) -> Path:
    """Return a path as given to a notebook: relative ones start at the project, whatever the current folder."""
    return project_folder() / path


def portable(path: str | Path) -> str:
    """Return a path relative to the project, with forward slashes, so that no machine's folders are written down."""
    return Path(os.path.relpath(Path(path).resolve(), project_folder())).as_posix()
