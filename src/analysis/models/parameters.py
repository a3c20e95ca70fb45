"""Model inputs: what each one is, its unit, and its possible values."""

import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from numbers import Real
from typing import Any, Literal, SupportsFloat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.core.errors import ParameterError, did_you_mean
from analysis.core.money_basis import Basis, currency_of

Kind = Literal["claim", "target", "assumption", "constant", "reading"]
Numbers = NDArray[np.float64]
Value = float | Numbers
UNNAMED_UNITS = ("", "fraction", "count", "year", "multiple", "units as printed")  # left out of messages
MOST_SET = 5.0  # 500 %; a larger share or growth that a person types is a percentage, not a fraction
# The largest size of a value by its unit: nothing in the world's economy is larger, so more is a slip of the exponent.
_LARGEST = {
    "CNY bn": 1e7,
    "CNY/t": 1e11,
    "Mt": 1e7,
    "Mt/year": 1e6,
    "USD bn": 1e6,
    "USD/(t/year)": 1e10,
    "USD/t": 1e10,
    "fraction": 1e6,
    "fraction/year": 1e6,
    "t/year": 1e12,
    "um": 1e6,
    "year": 1e4,
}
_LARGEST_OF_ANY = 1e15  # in dollars ten times the output of the world


@dataclass(frozen=True)
class Parameter:
    """One input of a model: its unit, its kind and its limits.

    `low` and `high` belong to the allowed values unless `low_open` or `high_open` is set. Without `low` or `high`, the
    size of a value is limited by its unit, to what is far beyond any price, plant or country.
    A parameter with `choices` takes one of these words and has no unit. `currency` is set for a rate, whose unit does
    not name it; `tax_basis` says whether a price or fee holds value added tax, `profit_basis` which costs a profit is
    after. `source` says where the default of an optional input is from: rows of data/reference.csv, or an assumption.

    >>> share = Parameter("foil_share", "fraction", "assumption", "foil in tonnage", low=0, high=1)
    >>> share.check(0.1)
    0.1
    >>> share.check(1.5)
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: foil_share must be between 0 and 1, got 1.5 (foil in tonnage)
    """

    name: str
    unit: str
    kind: Kind
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    choices: tuple[str, ...] = ()
    optional: bool = False
    whole: bool = False
    currency: str = ""
    tax_basis: str = ""
    profit_basis: str = ""
    source: str = ""

    @property
    def basis(self) -> Basis:
        """The money basis: the currency of its unit unless one is set, and its tax and profit basis.

        >>> Parameter("price_growth", "fraction/year", "assumption", "rise of prices", currency="CNY").basis.currency
        'CNY'
        """
        return Basis(self.currency or currency_of(self.unit), self.tax_basis, self.profit_basis)

    @property
    def declaration(self) -> str:
        """The declaration without the name, for a message that compares two declarations.

        >>> Parameter("foil_share", "fraction", "assumption", "foil in tonnage", low=0, high=1).declaration
        '(fraction, assumption, foil in tonnage, low=0, high=1)'
        """
        more = [
            f"{item.name}={given:g}"
            if isinstance(given, float | int) and not isinstance(given, bool)
            else f"{item.name}={given!r}"
            for item in fields(self)[4:]
            if (given := getattr(self, item.name)) != item.default
        ]
        return f"({', '.join([self.unit or 'no unit', self.kind, self.meaning, *more])})"

    @property
    def allowed(self) -> str:
        """The allowed values in words, after "must be"."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        return self._within(self.low, self.high)

    def _within(self, low: float, high: float) -> str:
        """These ends in words, after "must be"."""
        if math.isfinite(low) and math.isfinite(high) and not (self.low_open or self.high_open):
            words = f"between {low:g} and {high:g}"
        else:
            bounds = []
            if math.isfinite(low):
                bounds.append(f"{'above' if self.low_open else 'at least'} {low:g}")
            if math.isfinite(high):
                bounds.append(f"{'below' if self.high_open else 'at most'} {high:g}")
            words = " and ".join(bounds) or "a number"
        if self.whole:
            return f"a whole number {words}".replace("number at", "number of at")
        return words

    def check(self, value: Any) -> Any:
        """Return `value` as a float, int, word or array of floats; raise ParameterError where impossible."""
        if value is None and self.optional:
            return None
        if self.choices:
            if not isinstance(value, str) or value not in self.choices:
                raise self._refusal(value)
            return value
        if isinstance(value, Real) and not isinstance(value, bool):
            return self._check_one(value)
        try:
            numbers = np.asarray(value)
        except ValueError:  # lists of different lengths
            raise self._refusal(value) from None
        if numbers.dtype.kind not in "iuf":  # words and booleans are not numbers
            raise self._refusal(value)
        numbers = numbers.astype(float, copy=False)
        if not numbers.ndim:
            return self._check_one(float(numbers))
        # The least and the most say it for all, and are nan where one is; a million draws are looked at in a moment.
        if numbers.size and not (self._allows(float(numbers.min())) and self._allows(float(numbers.max()))):
            raise self._refusal(next(number for number in numbers.flat if not self._allows(float(number))))
        if self.whole and (broken := numbers[numbers != np.round(numbers)]).size:
            raise self._refusal(broken[0])
        return numbers

    @property
    def unit_to_set(self) -> str:
        """The unit of a value as typed by a person, with an example for a fraction; empty for a word or a year."""
        if self.unit.startswith("fraction"):
            return f"a fraction{' a year' if self.unit == 'fraction/year' else ''}, e.g. 0.25 for 25 %"
        return "" if self.choices or self.unit in UNNAMED_UNITS else self.unit

    def refuse_percent(self, value: Any) -> None:
        """Raise ParameterError if a person has set a fraction to an apparent percentage, such as 20 for 20 %.

        A figure of a source has its own unit, so it may be larger.
        """
        if self.unit.startswith("fraction") and isinstance(value, float | int) and value > MOST_SET:
            raise self._refusal(value, f"at most {MOST_SET:g} where it is set by hand")

    def _allows(self, number: float) -> bool:
        below = number <= self.low if self.low_open else number < self.low
        above = number >= self.high if self.high_open else number > self.high
        return math.isfinite(number) and not below and not above and not self._is_too_large(number)

    def _is_too_large(self, number: float) -> bool:
        """Whether a number is beyond any plausible value in this unit, on a side that has no limit of its own."""
        if math.isfinite(self.high if number > 0 else self.low):
            return False
        return abs(number) > _LARGEST.get(self.unit, _LARGEST_OF_ANY)

    def _check_one(self, value: SupportsFloat) -> float | int:
        """Check one number without numpy: a model checks dozens of them for each row of a sweep."""
        try:
            number = float(value)
        except OverflowError:  # an int beyond the largest float
            raise self._refusal(math.inf) from None
        if not self._allows(number) or (self.whole and not number.is_integer()):
            raise self._refusal(value)
        return int(number) if self.whole else number

    def _refusal(self, value: Any, allowed: str = "") -> ParameterError:
        shown = repr(value) if isinstance(value, (str, bytes)) else str(value)
        unit = "" if self.choices or self.unit.split("/")[0] in UNNAMED_UNITS else f" {self.unit}"
        close = did_you_mean(value, self.choices, "", listed=False) if isinstance(value, str) else ""
        hint = f"; {close}" if close else ""
        if not allowed and isinstance(value, Real) and math.isfinite(value) and self._is_too_large(float(value)):
            most = _LARGEST.get(self.unit, _LARGEST_OF_ANY)
            allowed = self._within(max(self.low, -most), min(self.high, most))
        finite = "finite and " if isinstance(value, float) and not math.isfinite(value) and not self.choices else ""
        if self.unit.startswith("fraction") and isinstance(value, float | int) and 2 <= value < math.inf:
            hint = f"; {value:g} is {100 * value:,.10g} %, and {value:g} % is {value / 100:g}"
        return ParameterError(
            f"{self.name} must be {finite}{allowed or self.allowed}{unit}, got {shown} ({self.meaning}){hint}"
        )


def positive(name: str, unit: str, kind: Kind, meaning: str, **more: Any) -> Parameter:
    """Return a parameter that is above 0; `more` are further fields of `Parameter`."""
    return Parameter(name, unit, kind, meaning, low=0, low_open=True, **more)


def amount(name: str, unit: str, kind: Kind, meaning: str, **more: Any) -> Parameter:
    """Return a parameter that is at least 0."""
    return Parameter(name, unit, kind, meaning, low=0, **more)


def reading(name: str, meaning: str, choices: tuple[str, ...]) -> Parameter:
    """Return a parameter that is one of some words."""
    return Parameter(name, "", "reading", meaning, choices=choices)


def share(name: str, kind: Kind, meaning: str, **more: Any) -> Parameter:
    """Return a parameter that is a fraction from 0 to 1."""
    return Parameter(name, "fraction", kind, meaning, low=0, high=1, **more)


def growth(name: str, kind: Kind, meaning: str, **more: Any) -> Parameter:
    """Return a parameter that is a rate per year, above -1."""
    return Parameter(name, "fraction/year", kind, meaning, low=-1, low_open=True, **more)


def year(name: str, kind: Kind, meaning: str, **more: Any) -> Parameter:
    """Return a parameter that is a calendar year."""
    return Parameter(name, "year", kind, meaning, low=1900, high=2200, whole=True, **more)


@dataclass(frozen=True)
class Parameters:
    """The parameters of one model, by name, in the order in which they are shown."""

    items: tuple[Parameter, ...]

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.items)

    def __getitem__(self, name: str) -> Parameter:
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)

    def sourced(self, sources: Mapping[str, str]) -> "Parameters":
        """Return the parameters with the sources of their defaults, by name; raise KeyError for an unknown name."""
        given = {name: replace(self[name], source=source) for name, source in sources.items()}
        return Parameters(tuple(given.get(item.name, item) for item in self.items))

    def check(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check every value, then that arrays among them broadcast; return the checked values."""
        checked = {name: self[name].check(value) for name, value in values.items()}
        arrays = {name: value for name, value in checked.items() if isinstance(value, np.ndarray)}
        if len(arrays) < 2:
            return checked
        try:
            np.broadcast_shapes(*(value.shape for value in arrays.values()))
        except ValueError:
            shapes = ", ".join(f"{name} {value.shape}" for name, value in arrays.items())
            raise ParameterError(f"arrays have incompatible shapes: {shapes}; they must broadcast") from None
        return checked


def defaults_of(model: Callable[..., Any]) -> dict[str, Any]:
    """Return the default of every input of a model, by name."""
    return dict(_defaults_of(model))


@lru_cache(maxsize=256)  # a simulation asks once for each group of draws
def _defaults_of(model: Callable[..., Any]) -> dict[str, Any]:
    return {name: item.default for name, item in inspect.signature(model).parameters.items()}


def plain(value: ArrayLike) -> Value:
    """Return a float for a result without dimensions, else the array itself."""
    numbers = np.asarray(value, dtype=float)
    return numbers if numbers.ndim else float(numbers) + 0.0  # no minus before a zero
