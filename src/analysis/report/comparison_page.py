"""The page that compares two runs."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from analysis.report.templating import templates

_HEADINGS = {"status": "Status", "source": "Sources", "parameter": "Parameters", "result": "Results"}


class ChangeRow(Protocol):
    """One difference as text: where it is, its name, the values before and after, the unit, and the change."""

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
    old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[ChangeRow], addresses: tuple[str, str]
) -> str:
    """Return the page as HTML; `old` and `new` are the run.json records, `addresses` link to the two reports."""
    groups = [(heading, [change for change in changes if change.kind == kind]) for kind, heading in _HEADINGS.items()]
    return (
        templates()
        .get_template("comparison.html.j2")
        .render(old=old, new=new, addresses=addresses, groups=[group for group in groups if group[1]], up="")
    )
