"""What each model input is, in which unit, and what values are possible."""

import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal, SupportsFloat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.core.errors import ParameterError

Kind = Literal["claim", "target", "assumption", "constant", "reading"]
Numbers = NDArray[np.float64]
Value = float | Numbers

_DRAWN: ContextVar[bool] = ContextVar("drawn", default=False)


@contextmanager
def drawn() -> Iterator[None]:
    """Let models take draws of distributions, which `simulation` has checked, without looking at each again.

    The base case has been checked, and a distribution stops at the limits of its parameter: checking a million
    draws one by one would cost more than the model. What holds between parameters is still checked, but for
    what only a base case has to obey (`refuse_base_where`): a draw of a size may well lie beyond its target.
    """
    token = _DRAWN.set(True)
    try:
        yield
    finally:
        _DRAWN.reset(token)


def among_draws() -> bool:
    """Whether a model is being called inside `drawn`."""
    return _DRAWN.get()


@dataclass(frozen=True)
class Parameter:
    """One input of a model: its unit, its kind and its limits.

    `low` and `high` belong to the allowed values unless `low_open` or `high_open` is set.
    A parameter with `choices` takes one of these words and has no unit.

    >>> share = Parameter("foil_share", "fraction", "assumption", "foil in tonnage", low=0, high=1)
    >>> share.check(0.1)
    0.1
    >>> share.check(1.5)
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: foil_share is 1.5 fraction, allowed is 0 to 1. Foil in tonnage.
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

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if math.isfinite(self.low) and math.isfinite(self.high) and not (self.low_open or self.high_open):
            words = f"{self.low:g} to {self.high:g}"
        else:
            bounds = []
            if math.isfinite(self.low):
                bounds.append(f"{'above' if self.low_open else 'at least'} {self.low:g}")
            if math.isfinite(self.high):
                bounds.append(f"{'below' if self.high_open else 'at most'} {self.high:g}")
            words = " and ".join(bounds) or "any finite number"
        return f"a whole number, {words}" if self.whole else words

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
        except ValueError:  # lists of unlike length
            raise self._refusal(value) from None
        if numbers.dtype.kind not in "iuf":  # words and truth values are no numbers
            raise self._refusal(value)
        numbers = numbers.astype(float)
        below = numbers <= self.low if self.low_open else numbers < self.low
        above = numbers >= self.high if self.high_open else numbers > self.high
        wrong = ~np.isfinite(numbers) | below | above
        if self.whole:
            wrong |= numbers != np.round(numbers)
        if wrong.any():
            raise self._refusal(numbers[wrong][0])
        return numbers if numbers.ndim else self._check_one(float(numbers))

    def _check_one(self, value: SupportsFloat) -> float | int:
        """Check one number without numpy: a model checks dozens of them for each row of a sweep."""
        try:
            number = float(value)
        except OverflowError:  # an int beyond the largest float
            raise self._refusal(math.inf) from None
        below = number <= self.low if self.low_open else number < self.low
        above = number >= self.high if self.high_open else number > self.high
        if not math.isfinite(number) or below or above or (self.whole and not number.is_integer()):
            raise self._refusal(value)
        return int(number) if self.whole else number

    def _refusal(self, value: Any) -> ParameterError:
        shown = repr(value) if isinstance(value, (str, bytes)) else str(value)
        unit = "" if self.choices or isinstance(value, (str, bytes, bool)) else f" {self.unit}"
        meaning = self.meaning[0].upper() + self.meaning[1:]
        return ParameterError(f"{self.name} is {shown}{unit}, allowed is {self.allowed}. {meaning}.")


@dataclass(frozen=True)
class Parameters:
    """The parameters of one model, by name, in the order in which they are shown."""

    items: tuple[Parameter, ...]

    def __iter__(self) -> Iterator[Parameter]:
        """Go through the parameters in order."""
        return iter(self.items)

    def __getitem__(self, name: str) -> Parameter:
        """Return the parameter of that name; raise KeyError where there is none."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)

    def check(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check every value, then that arrays among them broadcast; return the checked values."""
        if among_draws():
            return dict(values)
        checked = {name: self[name].check(value) for name, value in values.items()}
        arrays = {name: value for name, value in checked.items() if isinstance(value, np.ndarray)}
        if len(arrays) < 2:
            return checked
        try:
            np.broadcast_shapes(*(value.shape for value in arrays.values()))
        except ValueError:
            shapes = ", ".join(f"{name} {value.shape}" for name, value in arrays.items())
            raise ParameterError(f"arrays of unlike shape: {shapes}. Give shapes that broadcast.") from None
        return checked


def refuse_base_where(wrong: ArrayLike, words: str, **values: ArrayLike) -> None:
    """Do what `refuse_where` does, but among draws: what is absurd as an assumption may come up by chance."""
    if not among_draws():
        refuse_where(wrong, words, **values)


def defaults_of(model: Callable[..., Any]) -> dict[str, Any]:
    """Return the default of every input of a model, by name.

    >>> def model(*, share=0.1): ...
    >>> defaults_of(model)
    {'share': 0.1}
    """
    return {name: item.default for name, item in inspect.signature(model).parameters.items()}


def plain(value: ArrayLike) -> Value:
    """Return a float for a result without dimensions, else the array itself."""
    numbers = np.asarray(value, dtype=float)
    return numbers if numbers.ndim else float(numbers)


def refuse_where(wrong: ArrayLike, words: str, **values: ArrayLike) -> None:
    """Raise ParameterError where `wrong` is true, with the first offending values filled into `words`.

    `wrong` has the shape that `values` broadcast to.

    >>> refuse_where(False, "")
    >>> refuse_where([False, True], "end is {end}, allowed is above start {start}.", start=5, end=[6, 4])
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: end is 4, allowed is above start 5.
    """
    if np.any(wrong):
        shape = np.shape(wrong)
        first = np.unravel_index(int(np.argmax(wrong)), shape)
        shown = {name: f"{np.broadcast_to(np.asarray(x), shape)[first]:g}" for name, x in values.items()}
        raise ParameterError(words.format(**shown))
