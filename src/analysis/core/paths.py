"""Find the files of the project and those that the package ships, and detect changes.

A project is a folder with the file `analysis.toml` (the marker). It is found from the current folder upwards, so that
commands and notebooks work from any of its subfolders.
"""

import os
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

MARKER = "analysis.toml"
PROJECT_VARIABLE = "ANALYSIS_PROJECT"  # an environment variable: the project of a notebook that is somewhere else
_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1]
_SHIPPED_MODELS = _PACKAGE / "models" / "questions"


def project_folder() -> Path:
    """Return the folder of the project, with `notebooks/`, `data/`, `models/` and `reports/`.

    It is the one that ANALYSIS_PROJECT names, otherwise the nearest folder with the file `analysis.toml`, from the
    current one upwards, otherwise the checkout of this package, otherwise the current folder.
    """
    named = os.environ.get(PROJECT_VARIABLE, "")
    return _project_from(named, "" if os.path.isabs(named) else os.getcwd())


@cache
def _project_from(named: str, current: str) -> Path:
    """The named project, with links resolved, or else the project of the current folder."""
    if named:
        return Path(current, named).resolve()
    return marked_folder(Path(current)) or (_CHECKOUT if (_CHECKOUT / MARKER).is_file() else Path(current))


@cache
def marked_folder(start: Path) -> Path | None:
    """Return the nearest folder with the marker of a project, from `start` upwards; None if there is none."""
    return next((folder for folder in (start, *start.parents) if (folder / MARKER).is_file()), None)


@cache
def shipped_folder() -> Path:
    """Return the folder with the notebooks, seeds and data that the package ships: the checkout, or the package."""
    return _CHECKOUT if (_CHECKOUT / MARKER).is_file() else _PACKAGE


def installing(extra: str) -> str:
    """Return the command that installs an extra of this package, for messages; in a checkout, `make setup`."""
    in_checkout = (shipped_folder() / "Makefile").is_file()
    return "`make setup`" if in_checkout else f"`pip install 'metals-analysis[{extra}]'`"


@cache
def data_folder() -> Path:
    """Return the folder of the data files that the package ships."""
    return shipped_folder() / "data"


def own_data_folder() -> Path | None:
    """Return the folder of the project's own data files; None if the project is the checkout or has no `data/`."""
    own = _place_of_own_data(project_folder())
    return own if own and own.is_dir() else None


@cache
def _place_of_own_data(project: Path) -> Path | None:
    """The data folder of a project; None if it is the checkout."""
    return None if project.resolve() == shipped_folder() else project / "data"


OWN_MODELS = "models"  # in a project


def model_files() -> dict[str, Path]:
    """Return the modules of the models by name, found by path alone: the package's, then the project's."""
    own = project_folder() / OWN_MODELS
    return {path.stem: path for folder in (_SHIPPED_MODELS, own) for path in sorted(folder.glob("[!._]*.py"))}


def resolve(path: str | Path) -> Path:
    """Return a path as given to a notebook; a relative path starts at the project, not at the current folder."""
    return project_folder() / path


def portable(path: str | Path) -> str:
    """Return a path relative to the project with forward slashes, so that no record names a folder of this machine."""
    return Path(os.path.relpath(Path(path).resolve(), project_folder())).as_posix()


def shown_path(path: Path) -> str:
    """Return how a message names a file: by its path in the project, or by its name alone if it is elsewhere."""
    found = portable(path)
    return path.name if found.startswith("../") or Path(found).is_absolute() else found


def data_files(*names: str) -> list[Path]:
    """Return the data files of the package and of the project that exist, package first."""
    own = own_data_folder()
    return [path for folder in (data_folder(), own) if folder and os.path.isfile(path := _within(folder, names))]


@cache
def _within(folder: Path, names: tuple[str, ...]) -> Path:
    return folder.joinpath(*names)


def fingerprint(folders: Iterable[tuple[Path, str]], *texts: str, without: Collection[str] = ()) -> str:
    """Return the hash of some texts, and of the files in some folders whose names match a pattern."""
    digest = sha256("\0".join(texts).encode())
    for folder, pattern in folders:
        for path in sorted(folder.rglob(pattern)):
            relative = path.relative_to(folder)
            if path.is_file() and not path.name.startswith(".") and relative.parts[0] not in without:
                digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
