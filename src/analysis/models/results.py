"""A result of a model with its unit, meaning and equation, so that a notebook can record it by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np

from analysis.core.formatting import number
from analysis.core.html_table import Shown, Table
from analysis.models.parameters import Parameters, Value


@dataclass(frozen=True)
class Result:
    """One named number of an outcome, or an array of them: its unit, what it means and what it is computed from.

    A `chance` is the probability of an event for given inputs; where inputs are uncertain, the chance is its mean.
    """

    value: Value
    unit: str
    meaning: str
    equation: str = ""
    chance: bool = False


@dataclass(frozen=True)
class Constraint:
    """A condition on the inputs of a model: an expression, and the message if it does not hold.

    Names in braces in the words are filled in. A constraint that is not `of_draws` applies to assumptions only: a
    random draw may violate it.
    """

    holds: str
    words: str
    of_draws: bool = True


class Outcome(Shown):
    """What a model returns: a frozen dataclass of results, which shows itself as a table of them.

    Its class declares the model: `parameters`, `terms` (name to expression), `constraints`, and `rounding`, which maps
    an input that may be drawn to the parameter that holds its rounding. `extras` are parameters that its notebook has
    and the model does not take, with their defaults. `same_place` names for a result the inputs that have to be of one
    place.

    >>> @dataclass(frozen=True, repr=False)
    ... class Uplift(Outcome):
    ...     uplift_usd_per_t: float = result("USD/t", "gain per tonne")
    >>> Uplift(1385.0)
    Uplift
    Result            Value  Unit   Meaning
    uplift_usd_per_t  1,385  USD/t  gain per tonne
    """

    parameters: ClassVar[Parameters] = Parameters(())
    terms: ClassVar[Mapping[str, str]] = {}
    constraints: ClassVar[tuple[Constraint, ...]] = ()
    rounding: ClassVar[Mapping[str, str]] = {}
    extras: ClassVar[Mapping[str, Any]] = {}
    same_place: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def _table(self, most: int) -> Table:
        rows = [(name, _shown(item.value), item.unit, item.meaning) for name, item in results_of(self).items()]
        return Table(("Result", "Value", "Unit", "Meaning"), rows, type(self).__name__, ("Value",), row_heads=True)


def _shown(value: Value) -> str:
    """A number in words; for an array, its length, minimum and maximum."""
    if not isinstance(value, np.ndarray):
        return number(value)
    known = value[~np.isnan(value)]
    least, most = (float(end(known)) if known.size else np.nan for end in (np.min, np.max))
    return f"{value.size:,} values" + (f", {number(least)} to {number(most)}" if known.size else "")


def result(
    unit: str,
    meaning: str,
    equation: str = "",
    solver: Callable[..., Value] | None = None,
    takes: tuple[str, ...] = (),
    *,
    chance: bool = False,
) -> Any:
    """Declare a field of an outcome, a frozen dataclass, with the unit and the meaning of its values.

    `equation` says what it is computed from, see `equations`. An implicit one has a `solver`, a function of the
    quantities that it `takes`. A `chance` is the probability of an event for given inputs.
    """
    return field(
        metadata={"unit": unit, "meaning": meaning, "equation": equation, "solver": (solver, takes), "chance": chance}
    )


def results_of(outcome: Any) -> dict[str, Result]:
    """Return every field of an outcome by name, in the order of its definition."""
    kind: type = type(outcome)
    return {name: Result(getattr(outcome, name), **told) for name, told in _declared(kind).items()}


@cache  # of a class, as the results of a sweep are asked for row by row
def _declared(kind: type) -> dict[str, dict[str, Any]]:
    declared = fields(kind) if is_dataclass(kind) else ()
    if not declared or any("unit" not in item.metadata for item in declared):
        raise TypeError(
            f"{kind.__name__} is not an outcome of a model: expected a dataclass whose fields are made by result()"
        )
    return {item.name: {key: told for key, told in item.metadata.items() if key != "solver"} for item in declared}


def results_declared(kind: type) -> list[str]:
    """Return the names of the results of an outcome's class, in order."""
    return list(_declared(kind))
