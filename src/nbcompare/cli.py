"""The command line: `nbcompare check` and `nbcompare accept`.

Findings go to stdout, progress and errors to stderr. The exit code is 0 if all notebooks agree, 1 if one differs or
fails, and 2 for wrong usage, which includes files that are not notebooks.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from nbcompare import NbcompareError

PICTURES = Path(".regression")  # in the project's folder; it contains its own .gitignore
EMPTY = "it is empty, such as a variable of the shell that is not set; give a value or leave it out"


class UserPath(click.Path):
    """A path that is not empty, in which a leading ~ is the home folder: shells do not expand it in `--out=~/x`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path with the home folder in place of ~; an empty path would mean the current folder."""
        if not os.fspath(value):
            self.fail(EMPTY, param, ctx)
        return super().convert(os.path.expanduser(value), param, ctx)


_notebooks = partial(
    click.argument, "notebooks", nargs=-1, metavar="NOTEBOOK...",
    type=UserPath(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
_pictures_option = click.option(
    "--pictures", type=UserPath(file_okay=False, path_type=Path), default=PICTURES, metavar="DIR", show_default=True,
    help="Folder for pictures that differ.",
)  # fmt: skip


@click.group()
@click.version_option(package_name="metals-analysis", prog_name="nbcompare")
def main() -> None:
    """Compare the stored outputs of notebooks with fresh ones."""


@main.command()
@_notebooks(required=True)
@_pictures_option
def check(notebooks: Sequence[Path], pictures: Path) -> None:
    """Execute notebooks and report which outputs differ from the stored ones. The notebooks are not changed."""
    from nbcompare.check import check_all

    with _usage_errors():
        ok = check_all(notebooks, pictures)
    sys.exit(0 if ok else 1)


@main.command()
@_notebooks(required=True)
@_pictures_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def accept(notebooks: Sequence[Path], pictures: Path, yes: bool) -> None:
    """Check notebooks, ask, and store their fresh outputs in normal form."""
    if not (yes or sys.stdin.isatty()):
        raise click.UsageError("there is no terminal to ask on; pass --yes to accept all differences")
    from nbcompare.check import accept_all

    with _usage_errors():
        ok = accept_all(notebooks, (lambda question: True) if yes else click.confirm, pictures)
    sys.exit(0 if ok else 1)


@main.command()
@_notebooks()
@click.option("--check", "only_check", is_flag=True, help="Change nothing.")
def normal(notebooks: Sequence[Path], only_check: bool) -> None:
    """Bring notebooks into normal form, without executing them; for a pre-commit hook.

    Cell ids become cell-01 and so on, execution counts 1 to n, and metadata that differ each time are removed. The exit
    code is 1 if a notebook was not in normal form.
    """
    from nbcompare.normal_form import texts_of, write

    with _usage_errors():
        texts = {path: texts_of(path) for path in notebooks}
    changed = {path: text for path, (before, text) in texts.items() if text != before}
    for path, text in changed.items():
        if not only_check:
            write(path, text)
        print(f"{path}: {'not in normal form' if only_check else 'rewritten in normal form'}")
    sys.exit(1 if changed else 0)


@contextmanager
def _usage_errors() -> Iterator[None]:
    try:
        yield
    except NbcompareError as error:
        raise click.UsageError(str(error)) from None
