"""Loads the Jinja templates of report pages and schedules."""

from functools import cache
from typing import TYPE_CHECKING

from analysis.core.formatting import number

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates(package: str = "analysis.report") -> "Environment":
    """Return the template environment of a package; undefined names are errors, and HTML pages are escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup, escape

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = number
    environment.filters["breakable"] = lambda name: Markup(str(escape(name)).replace("_", "_<wbr>"))
    environment.filters["plain"] = lambda name: str(name).replace("_", " ")
    return environment
