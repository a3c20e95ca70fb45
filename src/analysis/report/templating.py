"""Loads the Jinja templates of report pages and schedules."""

from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.core.formatting import number

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, *, package: str = "analysis.report", up: str = "", **values: Any) -> str:
    """Return a filled-in template of a package; `up` is the relative path to the folder of the report."""
    return _environment(package).get_template(template).render(up=up, **values)


@cache
def _environment(package: str) -> "Environment":
    """The template environment of a package; undefined names are errors, and HTML pages are escaped."""
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
