"""Loads the Jinja templates of report pages and schedules."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
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
    environment.globals["script"] = lambda name: Markup(f"<script>{_scripts()[name]}</script>")
    environment.globals["content_policy"] = Markup(content_policy())
    environment.filters["number"] = number
    environment.filters["breakable"] = lambda name: Markup(str(escape(name)).replace("_", "_<wbr>"))
    environment.filters["plain"] = lambda name: str(name).replace("_", " ")
    return environment


@cache
def _scripts() -> dict[str, str]:
    """The scripts of report pages by name. Pages work without them."""
    folder = files("analysis.report") / "templates"
    return {
        file.name.removesuffix(".js"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".js")
    }


def content_policy() -> str:
    """Return the policy of every page: it loads nothing from elsewhere, sends nothing, and runs only its own scripts.

    They are known by their hashes, so that a script which reached a page by another way would not run.
    """
    digests = (hashlib.sha256(text.encode()).digest() for text in _scripts().values())
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; "
        f"script-src {hashes}; form-action 'none'; base-uri 'none'"
    )
