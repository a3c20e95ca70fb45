"""Values with units and probabilities in words, for sentences and axes."""

import math
import re
from collections.abc import Iterable
from typing import Any

from analysis.core.formatting import COUNTED, PER, number, rounded, shown_unit
from analysis.core.words import plural

_MONEY = re.compile(r"(?P<currency>[A-Z]{3})(?: (?P<scale>[bm]n))?(?P<per>/.*)?")
_AMOUNT = re.compile("[A-Z]{3}(/year)?")  # a price per tonne has all its digits
_SHARES = {"fraction": " %", "fraction/year": " % a year"}
BARE = ("", "multiple", "count", "index")  # units that a sentence or an axis does not name
_INFINITE = re.compile(r"\binf if (never|none|any)\b")  # what the meaning of a result says of an infinite value
LEAST_CHANCE = 1e-4  # a smaller one is shown as less than this
_LEAST_SHARE = 1e-7  # a smaller one would need a power of ten
_LEAST_END = 1e-6  # of a range, as a share of the other end
_MOST_DIGITS = 6  # of the ends of a range


def quantity_text(value: Any, unit: str, digits: int = 3, meaning: str = "", *, chance: bool = False) -> str:
    """Return a value with its unit in words, rounded to `digits` significant digits.

    The `meaning` of a result says what an infinite value means, such as "...; inf if none does".
    A `chance` near 0 or 100 % is shown as a bound.

    A whole number of four digits that has no unit is most often a year.
    """
    if isinstance(value, int) and not unit and 1000 <= value < 10_000:
        return str(value)
    if value is None or math.isnan(value):
        return "undefined"
    if math.isinf(value):
        said = _INFINITE.search(meaning)
        return said[1] if said else "never" if unit == "year" else "unlimited"
    if chance and 0 < value < LEAST_CHANCE:
        return "less than 0.01 %"
    if chance and 1 - LEAST_CHANCE < value < 1:
        return "more than 99.99 %"
    factor, before, after = _frame(float(f"{float(value):.{digits}g}"), unit)
    if factor == 1 and abs(value) >= 10_000 and _AMOUNT.fullmatch(unit):
        value = 1000 * float(rounded(value / 1000, digits))
    if unit in _SHARES and 0 < abs(value) < _LEAST_SHARE:
        return f"almost 0{after}"
    return f"{before}{_signed(value * factor, digits)}{after}"


def percent_number(value: float, digits: int = 3) -> str:
    """Return a percentage for a cell of a table or chart, without the percent sign."""
    return "almost 0" if 0 < abs(value) < 100 * _LEAST_SHARE else _signed(value, digits)


def range_text(low: float, high: float, unit: str, digits: int = 3) -> str:
    """Return a range with its unit in words; a single value if both ends print the same.

    A narrow range has more digits, up to six, so that rounding does not widen it by more than a fifth.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        ends = [quantity_text(end, unit, digits) for end in (low, high)]
        if ends[0] == ends[1]:
            return ends[0]
        return f"{ends[0]} or more" if ends[1] == "unlimited" else " to ".join(ends)
    largest = max(low, high, key=abs)
    factor, before, after = _frame(largest, unit)
    digits = digits_of_range(low, high, digits)
    # An end that is small against the other has no more places than the other.
    places = _places(largest * factor, digits)
    shown = [_signed(round(end * factor, places), digits) for end in (low, high)]
    least = _LEAST_END * abs(largest)  # an end that is not zero is not shown as zero, unless it is next to nothing
    for place, end in enumerate((low, high)):
        if shown[place] == "0" and abs(end) > least:
            shown[place] = _signed(end * factor, 1)
    if shown[0] == shown[1]:
        return quantity_text(largest, unit, digits)
    return before + " to ".join(shown) + after


def rounded_in_range(value: float, low: float, high: float) -> float:
    """Return a value from a range, such as its median, rounded above the decimal point as `range_text` rounds its ends.

    >>> rounded_in_range(97001.3, 80000.0, 120000.0), rounded_in_range(2.345, 1.5, 3.5)
    (97000.0, 2.345)
    """
    if not (math.isfinite(value) and math.isfinite(low) and math.isfinite(high)):
        return value
    places = _places(max(low, high, key=abs), digits_of_range(low, high))
    return (round(value, places) or value) if places < 0 else value


def _places(largest: float, digits: int) -> int:
    """The decimal places of the ends of a range whose larger end has this size; negative above the decimal point."""
    return digits - 1 - math.floor(math.log10(abs(largest))) if largest else 0


def digits_of_range(low: float, high: float, digits: int = 3) -> int:
    """Return the significant digits with which `range_text` shows a range, at least `digits`."""
    if low == high or not (math.isfinite(low) and math.isfinite(high)):
        return digits
    needed = math.ceil(math.log10(max(abs(low), abs(high)) * 5 / abs(high - low))) + 1
    return needed if digits < needed <= _MOST_DIGITS else digits


def _frame(size: float, unit: str) -> tuple[float, str, str]:
    """The factor by which a value of this size is multiplied for display, and the words before and after it."""
    if unit in _SHARES:
        return 100.0, "", _SHARES[unit]
    if unit == "year":
        return 1.0, "", " year" if size == 1 else " years"
    money = _MONEY.fullmatch(unit)
    if not money or money["per"] not in PER:
        factor, words = shown_unit(unit)
        words = plural(words) if words in COUNTED and size != 1 else words
        return factor, "", f" {words}" if unit not in BARE else ""
    factor, per = {"bn": 1e9, "mn": 1e6}.get(money["scale"], 1.0), PER[money["per"]]
    for one, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(size * factor) >= one:
            return factor / one, f"{money['currency']} ", f" {word}{per}"
    return factor, f"{money['currency']} ", per


def _signed(value: Any, digits: int) -> str:
    text = number(float(value), digits)
    return text.replace("-", "−", 1)


def by_sign(value: float, unit: str, above: str, below: str, zero: str, digits: int = 3) -> str:
    """Return the magnitude of a value in words chosen by its sign; `{}` is replaced by the magnitude with unit."""
    if value is None or math.isnan(value):
        return "undefined"
    words = zero if value == 0 else above if value > 0 else below
    return words.format(quantity_text(abs(value), unit, digits))


def more_or_less(difference: float, unit: str) -> str:
    """Return how much more or less one quantity is than another, in words."""
    return by_sign(difference, unit, "{} more than", "{} less than", "as much as")


def bounded_text(low: float, value: float, high: float, unit: str, digits: int = 3) -> str:
    """Return a value with its unit in words; for a bound, whose other end is infinite, the known end."""
    if math.isinf(high):
        return f"at least {quantity_text(low, unit, digits)}"
    return f"at most {quantity_text(high, unit, digits)}" if math.isinf(low) else quantity_text(value, unit, digits)


def difference_text(value: float, unit: str) -> str:
    """Return a difference with its unit in words; a difference of percentages is in points."""
    text = quantity_text(value, unit)
    return text.replace(" %", " point" if text.lstrip("−").startswith("1 ") else " points") if "%" in text else text


def payback_text(years: float) -> str:
    """Return a payback time in words; infinite means never."""
    if math.isnan(years):
        return "has no defined payback time"
    if math.isinf(years):
        return "never pays back"
    if years < 0.05:
        return "pays back at once"
    return f"pays back in {number_of_years(years)} year{'s' * (number_of_years(years) != '1')}"


def number_of_years(years: float) -> str:
    """Return a time in years with one decimal, a long one with three digits."""
    return f"{years:.1f}".removesuffix(".0") if years < 100 else number(float(f"{years:.3g}"))


def probability_text(probability: float) -> str:
    """Return a probability in percent, or a bound if it rounds to 0 or 100 %."""
    return quantity_text(probability, "fraction", 2 if probability < 0.99 else 4, chance=True)


def axis_scale(values: Iterable[float], unit: str) -> tuple[float, str]:
    """Return the factor and the label by which an axis shows a unit; money is in millions from a million on."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if _MONEY.fullmatch(unit) and " bn" not in unit and largest >= 1e6:
        return 1e-6, f"million {shown_unit(unit)[1]}"
    if unit == "year" or unit in COUNTED:
        return 1.0, plural(unit)
    return shown_unit(unit)


def axis_label(name: str, unit: str) -> str:
    """Return the label of an axis: what it measures, and the unit in words.

    >>> axis_label("cut of costs", "%"), axis_label("", "USD"), axis_label("claims", "")
    ('cut of costs (%)', 'USD', 'claims')
    """
    return f"{name} ({unit})" if name and unit else name or unit


# The words of the Intergovernmental Panel on Climate Change for a probability, narrowest first.
_LIKELIHOODS = (
    ("exceptionally unlikely", 0.0, 0.01),
    ("virtually certain", 0.99, 1.0),
    ("extremely unlikely", 0.0, 0.05),
    ("extremely likely", 0.95, 1.0),
    ("very unlikely", 0.0, 0.10),
    ("very likely", 0.90, 1.0),
    ("unlikely", 0.0, 0.33),
    ("about as likely as not", 0.33, 0.66),
    ("likely", 0.66, 1.0),
)


def likelihood_word(probability: float) -> str:
    """Return a probability in the words of the IPCC, without its number."""
    if probability in (0.0, 1.0):
        return f"{'certain' if probability else 'impossible'} under these assumptions"
    return next(words for words, least, most in _LIKELIHOODS if least <= probability <= most)


def percent_span(low: float, high: float) -> str:
    """Return a range of probabilities in whole percent, or the one percentage that both ends round to."""
    first, last = percent_text(low), percent_text(high)
    return f"{first} %" if first == last else f"{first} to {last} %"


def chance_number(mean: float) -> str:
    """Return a chance as the one number of a card."""
    if mean in (0.0, 1.0):
        return "certain" if mean else "no chance"
    percent = percent_text(mean)
    return f"{'' if ' than ' in percent else 'about '}{percent} % chance"


def percent_text(probability: float) -> str:
    """Return a probability in whole percent, below 1 % to one digit, without the sign."""
    percent = 100 * probability
    if 0 < percent < 0.1:
        return "less than 0.1"
    if 99.9 < percent < 100:
        return "more than 99.9"
    return f"{percent:.0f}" if percent >= 0.95 else f"{percent:.1g}"


def event_meaning(meaning: str) -> str:
    """Return what the mean of a chance over the draws is, from what the chance is for one set of inputs."""
    return f"{meaning.partition(',')[0]}, over all that is uncertain"


def share_or_times(multiple: float) -> str:
    """Return a multiple in words that precede a quantity; below 1, as a share.

    >>> share_or_times(0.0866), share_or_times(2.345)
    ('8.7 % of', '2.3 times')
    """
    return f"{quantity_text(multiple, 'fraction', 2)} of" if multiple < 1 else f"{number(multiple, 2)} times"
