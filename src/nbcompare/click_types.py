"""Types of options and arguments of a command line."""

import os
from typing import Any

import click

EMPTY = "it is empty, such as a variable of the shell that is not set; give a value or leave it out"


class UserPath(click.Path):
    """A path that is not empty, in which a leading ~ is the home folder: a shell does not expand it in `--out=~/x`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path with the home folder in place of ~; an empty path would mean the current folder."""
        if not os.fspath(value):
            self.fail(EMPTY, param, ctx)
        return super().convert(os.path.expanduser(value), param, ctx)
