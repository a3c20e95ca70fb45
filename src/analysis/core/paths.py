"""Find the files of the project, in the checkout or in the installed package; read CSV files."""

import os
from pathlib import Path

from analysis.core.errors import AnalysisError

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def project_folder() -> Path:
    """Return the folder with `notebooks/`, `seeds/` and `reports/`: the checkout, otherwise the current folder."""
    return _CHECKOUT if (_CHECKOUT / "notebooks").is_dir() else Path.cwd()


def data_folder() -> Path:
    """Return the folder of the project's data files."""
    return _CHECKOUT / "data" if (_CHECKOUT / "data").is_dir() else _PACKAGE / "data"


def resolve(path: str | Path) -> Path:
    """Return a path as given to a notebook; a relative path starts at the project, not at the current folder."""
    return project_folder() / path


def portable(path: str | Path) -> str:
    """Return a path relative to the project with forward slashes, so that no record names a folder of this machine."""
    return Path(os.path.relpath(Path(path).resolve(), project_folder())).as_posix()


def read_table(path: Path) -> str:
    """Return the text of a CSV file; raise AnalysisError, naming the file, if it is unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")  # spreadsheets write a byte order mark
    except OSError as error:
        raise AnalysisError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise AnalysisError(f"{path}: byte {error.start} is not valid UTF-8; save the table as CSV in UTF-8") from None
