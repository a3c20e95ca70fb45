"""Which questions the sources cannot answer, and what a person can do about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.binding.missing_inputs import MissingInput
from analysis.core.errors import ParameterError
from analysis.core.words import is_plural, listed
from analysis.models import MODELS
from analysis.models.parameters import defaults_of


@dataclass(frozen=True)
class Unanswered:
    """Why a notebook is not executed: the inputs that are missing, or why its model refuses the stated ones."""

    missing: tuple[MissingInput, ...] = ()
    refusal: str = ""
    arguments: str = ""  # to add to the command so that the question is answered; empty if a person must decide

    @property
    def reasons(self) -> list[str]:
        """The reasons in words: what is missing, then what the sources give with different values."""
        if not self.missing:
            return [self.refusal.replace(", got ", ", not ")]
        missing = [item.meaning for item in self.missing if not item.ambiguous]
        differing = [item.meaning for item in self.missing if item.ambiguous]
        several = len(missing) > 1 or is_plural("".join(missing))
        found = [f"{listed(missing)} {'are' if several else 'is'} missing"] if missing else []
        verb = "have" if len(differing) > 1 or is_plural("".join(differing)) else "has"
        return found + ([f"{listed(differing)} {verb} more than one value in the sources"] if differing else [])

    @property
    def record(self) -> dict[str, Any]:
        """The reasons as recorded in run.json."""
        return {"reasons": self.reasons, "missing": [item.record for item in self.missing], "arguments": self.arguments}


def settling_arguments(
    missing: Sequence[MissingInput], models: Sequence[str], values: Mapping[str, Any], taken: Iterable[str]
) -> str:
    """Return what to add to a command so that it settles what is missing: picks, or values where no figure is near."""
    used = set(taken)
    offers = []
    for item in missing:
        offers.append(item.offer(used))
        used |= {offer.place for offer in offers if offer}
    offered = {
        item.parameter: offer.value for item, offer in zip(missing, offers, strict=True) if item.parameter and offer
    }
    if offered and model_refusal(models, {**values, **offered}):
        offers = [None] * len(missing)
    return " ".join(filter(None, (item.argument(offer) for item, offer in zip(missing, offers, strict=True))))


def model_refusal(models: Sequence[str], values: Mapping[str, Any]) -> str:
    """Return why one of these models refuses its parameters, empty if none does."""
    for name in models:
        if name in MODELS:
            given = {key: values.get(key, default) for key, default in defaults_of(MODELS[name]).items()}
            try:
                MODELS[name](**given)
            except ParameterError as error:
                return str(error)
    return ""
