"""The claims behind a number: which figures of the sources its parameters come from, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.report.links import source_address

_VERDICTS, _REASONS = "verdicts", "reasons"  # tables that the notebook on verification records, by parameter


@dataclass(frozen=True)
class ClaimBehind:
    """A figure of the sources that a parameter takes: its name, how it is printed, its place, and its verdict."""

    name: str
    printed: str
    address: str
    verdict: str


@dataclass(frozen=True)
class Claims:
    """The claims of a run by notebook and parameter; one that was replaced for this run is none."""

    by_parameter: Mapping[tuple[str, str], ClaimBehind]
    verdicts: Mapping[str, str]
    reasons: Mapping[str, str]

    @classmethod
    def of(cls, run: Mapping[str, Any], results: Mapping[str, Mapping[str, Any]]) -> "Claims":
        """Return the claims of a run from its record, with the verdicts that one of its notebooks recorded."""
        verdicts, reasons = (_recorded(results, name) for name in (_VERDICTS, _REASONS))
        found = {}
        for entry in run["notebooks"]:
            for name, item in entry["parameters"].items():
                figure = item["figure"]
                if figure and item["decided_by"] == "figure":
                    address = source_address(figure["source_id"], figure["start"], figure["end"])
                    found[entry["notebook"], name] = ClaimBehind(
                        figure["name"].replace("_", " "),
                        figure["spoken"],
                        address,
                        verdicts.get(name, ""),
                    )
        return cls(found, verdicts, reasons)

    def behind(self, notebook: str, item: Mapping[str, Any]) -> list[ClaimBehind]:
        """Return the claims behind a recorded result: those that its inputs are."""
        keys = ((notebook, name) for name in item.get("inputs", ()))
        return [self.by_parameter[key] for key in keys if key in self.by_parameter]


def _recorded(results: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, str]:
    for found in results.values():
        if name in found and isinstance(found[name]["value"], Mapping):
            return dict(found[name]["value"])
    return {}
