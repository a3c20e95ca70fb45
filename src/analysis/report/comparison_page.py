"""The page of what changed from one run to another."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from analysis.report.templating import templates

_HEADINGS = {"status": "Status", "source": "Sources", "parameter": "Parameters", "result": "Results"}


class Changed(Protocol):
    """One thing that differs, in words: where it is, its name, before, after, the unit, and by how much."""

    @property
    def kind(self) -> str: ...  # noqa: D102 - described above
    @property
    def where(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102


def comparison_page(
    old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[Changed], addresses: tuple[str, str]
) -> str:
    """Return the page as HTML; `old` and `new` are what the run.json of each says, `addresses` where they stand."""
    groups = [(heading, [change for change in changes if change.kind == kind]) for kind, heading in _HEADINGS.items()]
    return (
        templates()
        .get_template("comparison.html.j2")
        .render(old=old, new=new, addresses=addresses, groups=[group for group in groups if group[1]], up="")
    )
