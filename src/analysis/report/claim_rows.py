"""The claims that a result depends on: the figures in the sources that set its parameters, and their verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.binding.figure_rules import load_rules
from analysis.core.formatting import name_text, readable
from analysis.report.links import parameter_figures, source_address

ONLY_ITS_YEAR = "of which only the year is used"
_TABLES = ("verdicts", "reasons", "short_reasons")  # by parameter, recorded by the verification notebook


@dataclass(frozen=True)
class SourceClaim:
    """A figure in the sources that sets a parameter: name, wording, address and verdict, and who published it when.

    `because` is the reason for the verdict in one clause. `conversion` gives the exchange rate of an amount in another
    currency, or says that a run has set the amount itself and uses only its year.
    """

    name: str
    printed: str
    address: str
    verdict: str
    source: str = ""
    conversion: str = ""
    because: str = ""


@dataclass(frozen=True)
class ClaimIndex:
    """The claims of a run by notebook and parameter, without those that were replaced for the run."""

    by_parameter: Mapping[tuple[str, str], SourceClaim]
    verdicts: Mapping[str, str]
    reasons: Mapping[str, str]

    @classmethod
    def of(cls, run: Mapping[str, Any], results: Mapping[str, Mapping[str, Any]]) -> "ClaimIndex":
        """Collect the claims of a run from its record, with the verdicts recorded by one of its notebooks."""
        verdicts, reasons, short = (_recorded(results, name) for name in _TABLES)
        published, figures = articles_of(run), list(parameter_figures(run))
        replaced = {(notebook, name) for notebook, name, _, used in figures if not used}
        found = {
            (notebook, name): SourceClaim(
                name_text(figure["name"]),
                readable(figure["as_text"]),
                source_address(figure["source_id"], figure["start"], figure["end"]),
                verdicts.get(name) or verdicts.get(_amount(name, figure["name"]), ""),
                published.get(figure["source_id"], ""),
                ONLY_ITS_YEAR
                if (notebook, _amount(name, figure["name"])) in replaced
                else figure.get("conversion", ""),
                short.get(name) or short.get(_amount(name, figure["name"]), ""),
            )
            for notebook, name, figure, used in figures
            if used
        }
        return cls(found, verdicts, reasons)

    def of_result(self, notebook: str, item: Mapping[str, Any]) -> list[SourceClaim]:
        """Return the claims that set the inputs of a recorded result, each once, although its year may set another."""
        keys = ((notebook, name) for name in item.get("inputs", ()))
        found: dict[tuple[str, str], SourceClaim] = {}
        for claim in (self.by_parameter[key] for key in keys if key in self.by_parameter):
            place = claim.name, claim.address
            found[place] = claim if claim.verdict else found.get(place, claim)
        return list(found.values())


def _amount(parameter: str, figure: str) -> str:
    """The parameter that the amount of a named figure sets, if another parameter is its year; else empty."""
    rule = load_rules().get(figure)
    return (rule.parameter or "") if rule and parameter in rule.years else ""


def articles_of(run: Mapping[str, Any]) -> dict[str, str]:
    """Return who published each source of a run, and when."""
    return {
        item["source_id"]: ", ".join(
            part
            for part in (
                item.get("publisher") or item.get("title") or readable(item["source_id"]),
                item.get("published"),
            )
            if part
        )
        for item in run["sources"]
    }


def _recorded(results: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, str]:
    for found in results.values():
        if name in found and isinstance(found[name]["value"], Mapping):
            return dict(found[name]["value"])
    return {}
