"""The model inputs that the sources do not settle, what a person can do, and why a question stays unanswered."""

import math
import re
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.binding.amount_conditions import fits_unit, in_unit
from analysis.core.errors import ParameterError
from analysis.core.run_record import MissingRecord, OptionRecord, UnansweredRecord
from analysis.core.words import is_plural, listed, shortened
from analysis.models import MODELS, PARAMETERS
from analysis.models.parameters import defaults_of

if TYPE_CHECKING:
    from analysis.binding.candidates import Candidate
    from analysis.binding.figure_rules import FigureRule
    from analysis.binding.named_figures import Binding

_TO_SET = re.compile(r"-p (\w+)=VALUE")
_SHOWN = 6  # candidates in a message
_NEAREST = 3  # candidates on a page
_SENTENCE = 160  # characters of a sentence that tells a candidate from others


@dataclass(frozen=True)
class Option:
    """A figure that a person could pick: its place, its text, how it was read, and why it was not chosen.

    `value` is in the unit of the parameter. `fits` says whether it qualifies, and `is_near` whether all that it lacks
    is a word for one condition, such as the cause; `is_shown`, whether it is close enough to list. One in a
    currency that does not convert cannot be picked.
    `is_opposite` says whether it is a rise and a fall is asked for, or the reverse, and meets everything else.
    """

    place: str
    text: str
    reading: str
    why: str
    value: float
    fits: bool
    is_near: bool
    is_shown: bool
    converts: bool = True
    is_opposite: bool = False


@dataclass(frozen=True)
class MissingInput:
    """A named figure that the sources do not state, or for which they state different values (`ambiguous`)."""

    name: str
    meaning: str
    units: tuple[str, ...]
    parameter: str | None
    unit: str
    ambiguous: bool
    options: tuple[Option, ...]

    def __str__(self) -> str:
        """Return the message for a terminal: the candidates with their places, and what to do."""
        head = f"{self.name} ({self.meaning}) "
        head += "has conflicting values in the sources" if self.ambiguous else "is not in the sources"
        shown = self.options if self.ambiguous else self.options[:_SHOWN]
        lines = [f"  {item.place}  {item.text!r} = {item.reading}: {item.why}" for item in shown]
        if not lines:
            lines = [f"  no figure in {' or '.join(self.units)}"]
        first = next((item.place for item in shown if item.converts), "")
        which = "Choose one" if self.ambiguous else "If one of them states it, choose it"
        advice = [f"  {which}: add --pick {self.name}={first}"] if first else []
        if self.parameter:
            unit = PARAMETERS[self.parameter].unit_to_set or self.unit
            advice.append(f"  Or set -p {self.parameter}=VALUE ({unit}).")
        return "\n".join([head + ("; candidates:" if shown else ":"), *lines, *advice])

    @property
    def sentence(self) -> str:
        """What is missing, in words for a reader of a report."""
        if self.ambiguous:
            readings = (
                item.reading.removesuffix(", a fall").removesuffix(", a rise") for item in self.options if item.fits
            )
            values = list(dict.fromkeys(readings))
            return f"{self.meaning} ({listed([*values[:_SHOWN], *(['others'] if len(values) > _SHOWN else [])])})"
        return f"{self.meaning} {'are' if is_plural(self.meaning) else 'is'} missing"

    def offer(self, taken: Collection[str] = ()) -> Option | None:
        """Return the option that a command may propose: one that fits or nearly fits, preferably in the main article.

        `taken` are the places of the figures that set other inputs, so that one province is not mixed with another.
        """
        possible = [item for item in self.options if item.fits or self._is_free(item, taken)]
        often = Counter(place.rpartition(":")[0] for place in taken)
        return max(possible, key=lambda item: (item.fits, often[item.place.rpartition(":")[0]]), default=None)

    def _is_free(self, item: Option, taken: Collection[str]) -> bool:
        return item.is_near and item.place not in taken and self._allows(item.value)

    def _allows(self, value: float) -> bool:
        try:
            return not self.parameter or PARAMETERS[self.parameter].check(value) is not None
        except ParameterError:
            return False

    def argument(self, offer: Option | None) -> str:
        """What to add to a command to settle it: a pick of the option or, without one, a value."""
        if offer:
            return shlex.join(["--pick", f"{self.name}={offer.place}"])
        return f"-p {self.parameter}=VALUE" if self.parameter else ""

    @property
    def record(self) -> MissingRecord:
        """The missing input as recorded in run.json."""
        near = [item for item in self.options if item.fits or item.is_shown or not item.converts]
        shown = self.options if self.ambiguous else near[:_NEAREST]
        options = [
            OptionRecord(item.place, item.reading, item.why, f"{self.name}={item.place}" if item.converts else "")
            for item in shown
        ]
        return MissingRecord(self.name, self.sentence, self.unit, tuple(options))


def values_to_set(arguments: str) -> list[str]:
    """Return the parameters for which a command leaves a VALUE, each with its unit."""
    units = {name: PARAMETERS[name].unit_to_set for name in _TO_SET.findall(arguments) if name in PARAMETERS}
    return [f"{name} {'as' if unit.startswith('a ') else 'in'} {unit}" for name, unit in units.items() if unit]


def options_of(asked: Mapping[str, Any]) -> str:
    """Return the options of a run other than its sources, to repeat in a command that should find the same figures.

    >>> options_of({"scenario": "low", "given": {"foil_share": "0.2"}, "as_of": "2026-01-31", "figures": "my file"})
    "--scenario low -p foil_share=0.2 --as-of 2026-01-31 --figures 'my file'"
    """
    words = [] if asked["scenario"] == "base" else ["--scenario", asked["scenario"]]
    for name, value in asked["given"].items():
        words += ["-p", f"{name}={value}"]
    for option in ("as_of", "figures"):
        if asked[option]:
            words += [f"--{option.replace('_', '-')}", asked[option]]
    return shlex.join(words)


def missing_input(binding: "Binding") -> MissingInput:
    """Return what is missing if a binding has no figure, with its candidates, nearest first."""
    rule = binding.rule
    return MissingInput(
        rule.name,
        rule.meaning,
        tuple(rule.units),
        rule.parameter,
        rule.parameter_unit,
        bool(binding.open),
        tuple(_option(item, rule) for item in binding.open or (*binding.foreign, *binding.candidates)),
    )


def _option(item: "Candidate", rule: "FigureRule") -> Option:
    figure = item.figure
    converts = fits_unit(figure.unit, rule)
    value = in_unit(figure, (figure.low + figure.high) / 2, rule.parameter_unit) if converts else math.nan
    why = item.reason or f"“{shortened(' '.join(figure.sentence.split()), _SENTENCE)}”"
    # Other reasons speak against it, such as a denial, or that its article is about something else.
    lacks = item.reason.startswith(("no ", "nothing ")) and not item.reason.endswith(" anywhere")
    is_near = item.is_near_miss and lacks
    changes = {rule.direction, figure.direction} == {"up", "down"}
    is_opposite = changes and [one.name for one in item.conditions if one.outcome == "failed"] == ["direction"]
    return Option(
        figure.place, figure.text, figure.as_text, why, value, not item.reason, is_near, item.is_near_miss, converts,
        is_opposite,
    )  # fmt: skip


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
        differing = [item.sentence for item in self.missing if item.ambiguous]
        several = len(missing) > 1 or is_plural("".join(missing))
        found = [f"{listed(missing)} {'are' if several else 'is'} missing"] if missing else []
        return found + ([f"The sources state different values: {'; '.join(differing)}"] if differing else [])

    @property
    def record(self) -> UnansweredRecord:
        """The reasons as recorded in run.json."""
        return UnansweredRecord(self.reasons, tuple(item.record for item in self.missing), self.arguments)


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
