"""The claims that a result depends on: the figures in the sources that set its parameters, and their verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.binding.figure_rules import load_rules
from analysis.core.formatting import name_text, readable
from analysis.core.run_record import RunRecord
from analysis.notebook.record import RecordedResult, RunResults
from analysis.report.links import parameter_figures, source_address

ONLY_ITS_YEAR = "of which only the year is used"


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
    def of(cls, run: RunRecord, results: RunResults) -> "ClaimIndex":
        """Collect the claims of a run from its record, with the verdicts recorded by one of its notebooks."""
        verdicts, reasons, short = (_recorded(results, name) for name in ("verdicts", "reasons", "short_reasons"))
        published, figures = {item.source_id: item.cited for item in run.sources}, list(parameter_figures(run))
        replaced = {(notebook, name) for notebook, name, _, used in figures if not used}
        found = {}
        for notebook, name, figure, used in figures:
            if used:
                rule = load_rules().get(
                    figure.name
                )  # if the parameter is the year of an amount, another one is the amount
                amount = (rule.parameter or "") if rule and name in rule.years else ""
                found[notebook, name] = SourceClaim(
                    name_text(figure.name),
                    readable(figure.as_text),
                    source_address(figure.source_id, figure.start, figure.end),
                    verdicts.get(name) or verdicts.get(amount, ""),
                    published.get(figure.source_id, ""),
                    ONLY_ITS_YEAR if (notebook, amount) in replaced else figure.conversion,
                    short.get(name) or short.get(amount, ""),
                )
        return cls(found, verdicts, reasons)

    def of_result(self, notebook: str, item: RecordedResult) -> list[SourceClaim]:
        """Return the claims that set the inputs of a recorded result, each once, although its year may set another."""
        keys = ((notebook, name) for name in item.inputs)
        found: dict[tuple[str, str], SourceClaim] = {}
        for claim in (self.by_parameter[key] for key in keys if key in self.by_parameter):
            place = claim.name, claim.address
            found[place] = claim if claim.verdict else found.get(place, claim)
        return list(found.values())


def _recorded(results: RunResults, name: str) -> Mapping[str, str]:
    """A table by parameter that the verification notebook has recorded; empty if the run has none."""
    return next((found[name].value for found in results.values() if name in found), {})
