"""Values with units and probabilities in words, for sentences and axes."""

import math
import re
from collections.abc import Iterable
from typing import Any

from analysis.core.formatting import PER, number, rounded, shown_unit
from analysis.core.words import plural

_MONEY = re.compile(r"(?P<currency>[A-Z]{3})(?: (?P<scale>[bm]n))?(?P<per>/.*)?")
_AMOUNT = re.compile("[A-Z]{3}(/year)?")  # a price per tonne has all its digits
_SHARES = {"fraction": " %", "fraction/year": " % a year"}
_COUNTED = ("worker", "plant", "vehicle", "household", "container", "shift", "item")  # named in the plural
BARE = ("", "multiple", "count", "index")  # units that a sentence or an axis does not name
_INFINITE = re.compile(r"\binf if (never|none|any)\b")  # what the meaning of a result says of an infinite value
LEAST_CHANCE = 1e-4  # a smaller one is shown as less than this
_LEAST_SHARE = 1e-7  # a smaller one would need a power of ten
_MOST_DIGITS = 6  # of the ends of a range


def quantity_text(value: Any, unit: str, digits: int = 3, meaning: str = "") -> str:
    """Return a value with its unit in words, rounded to `digits` significant digits.

    The `meaning` of a result says what an infinite value means, such as "...; inf if none does".

    >>> quantity_text(12_640_000.0, "USD/year"), quantity_text(1385.0, "USD/t", 4), quantity_text(656.0, "CNY bn")
    ('USD 12.6 million a year', 'USD 1,385 per tonne', 'CNY 656 billion')
    >>> quantity_text(1.33e-74, "fraction"), quantity_text(-2e-9, "fraction/year")
    ('almost 0 %', 'almost 0 % a year')
    >>> quantity_text(-0.1, "fraction"), quantity_text(7.22, "year", 2), quantity_text(math.inf, "year")
    ('−10 %', '7.2 years', 'never')
    >>> quantity_text(467_727.0, "USD"), quantity_text(10_504.0, "USD/t"), quantity_text(-81_403.0, "USD/year")
    ('USD 468,000', 'USD 10,504 per tonne', 'USD −81,400 a year')
    >>> quantity_text(999.9996, "CNY bn"), quantity_text(68.1, "worker"), quantity_text(0.84, "Mt/year", 2)
    ('CNY 1 trillion', '68.1 workers', '0.84 Mt a year')
    >>> quantity_text(math.nan, "fraction"), quantity_text(3.5, "um"), quantity_text(math.inf, "multiple")
    ('undefined', '3.5 µm', 'unlimited')

    >>> quantity_text(math.inf, "fraction", meaning="share that earns the target; inf if none does")
    'none'
    >>> quantity_text(38, "USD/MWh"), quantity_text(78.94, "CNY mn", 4)
    ('USD 38 per MWh', 'CNY 78.94 million')

    A whole number of four digits that has no unit is most often a year.

    >>> quantity_text(2021, ""), quantity_text(2021.0, "", 4), quantity_text(2021, "USD/t", 4)
    ('2021', '2,021', 'USD 2,021 per tonne')
    """
    if isinstance(value, int) and not unit and 1000 <= value < 10_000:
        return str(value)
    if value is None or math.isnan(value):
        return "undefined"
    if math.isinf(value):
        said = _INFINITE.search(meaning)
        return said[1] if said else "never" if unit == "year" else "unlimited"
    factor, before, after = _frame(float(f"{float(value):.{digits}g}"), unit)
    if factor == 1 and abs(value) >= 10_000 and _AMOUNT.fullmatch(unit):
        value = 1000 * float(rounded(value / 1000, digits))
    if unit in _SHARES and 0 < abs(value) < _LEAST_SHARE:
        return f"almost 0{after}"
    return f"{before}{_signed(value * factor, digits)}{after}"


def percent_number(value: float, digits: int = 3) -> str:
    """Return a number of percent for a cell of a table or chart, without the sign.

    >>> percent_number(-12.345), percent_number(1e-70), percent_number(0.0)
    ('−12.3', 'almost 0', '0')
    """
    return "almost 0" if 0 < abs(value) < 100 * _LEAST_SHARE else _signed(value, digits)


def range_text(low: float, high: float, unit: str, digits: int = 3) -> str:
    """Return a range with its unit in words; of one value where the two ends read alike.

    A narrow range has more digits, up to six, so that rounding does not widen it by more than a fifth.

    >>> range_text(1385.0, 1600.0, "USD/t"), range_text(-5.0, 1.25e7, "USD/year"), range_text(0.0, 0.3, "fraction")
    ('USD 1,380 to 1,600 per tonne', 'USD 0 to 12.5 million a year', '0 to 30 %')
    >>> range_text(4.2, math.inf, "year"), range_text(1.0, 1.0, "multiple"), range_text(0.1, math.inf, "fraction")
    ('4.2 years to never', '1', '10 % or more')
    >>> range_text(15250.0, 15350.0, "USD/t"), range_text(1e6, 1e6 + 1e-3, "t")
    ('USD 15,250 to 15,350 per tonne', '1,000,000 t')
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
    places = digits - 1 - math.floor(math.log10(abs(largest * factor))) if largest else 0
    shown = [_signed(round(end * factor, places), digits) for end in (low, high)]
    if shown[0] == shown[1]:
        return quantity_text(largest, unit, digits)
    return before + " to ".join(shown) + after


def digits_of_range(low: float, high: float, digits: int = 3) -> int:
    """Return the significant digits with which `range_text` shows a range, at least `digits`.

    >>> digits_of_range(10.5, 10.95), digits_of_range(18.6, 29.1), digits_of_range(1.0, 1.0)
    (4, 3, 3)
    """
    if low == high or not (math.isfinite(low) and math.isfinite(high)):
        return digits
    needed = math.ceil(math.log10(max(abs(low), abs(high)) * 5 / abs(high - low))) + 1
    return needed if digits < needed <= _MOST_DIGITS else digits


def _frame(size: float, unit: str) -> tuple[float, str, str]:
    """What a value of this size is multiplied by to be shown, and the words before and after it."""
    if unit in _SHARES:
        return 100.0, "", _SHARES[unit]
    if unit == "year":
        return 1.0, "", " year" if size == 1 else " years"
    money = _MONEY.fullmatch(unit)
    if not money or money["per"] not in PER:
        factor, words = shown_unit(unit)
        words = plural(words) if words in _COUNTED and size != 1 else words
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
    """Return the magnitude of a value in words chosen by its sign; `{}` is replaced by the magnitude with unit.

    >>> words = ("a saving of {}", "an extra cost of {}", "no saving")
    >>> by_sign(3e6, "USD/year", *words), by_sign(-3e6, "USD/year", *words), by_sign(0.0, "USD/year", *words)
    ('a saving of USD 3 million a year', 'an extra cost of USD 3 million a year', 'no saving')
    """
    if value is None or math.isnan(value):
        return "undefined"
    words = zero if value == 0 else above if value > 0 else below
    return words.format(quantity_text(abs(value), unit, digits))


def more_or_less(difference: float, unit: str) -> str:
    """Return how much more or less one quantity is than another, in words.

    >>> more_or_less(1385.0, "USD"), more_or_less(-432.0, "USD"), more_or_less(0.0, "USD")
    ('USD 1,385 more than', 'USD 432 less than', 'as much as')
    """
    return by_sign(difference, unit, "{} more than", "{} less than", "as much as", digits=4)


def bounded_text(low: float, value: float, high: float, unit: str, digits: int = 3) -> str:
    """Return a value with its unit in words; of a bound, whose other end is infinite, the end that is known.

    >>> bounded_text(90.0, 90.0, math.inf, "Mt"), bounded_text(44.0, 44.0, 44.0, "Mt")
    ('at least 90 Mt', '44 Mt')
    """
    if math.isinf(high):
        return f"at least {quantity_text(low, unit, digits)}"
    return f"at most {quantity_text(high, unit, digits)}" if math.isinf(low) else quantity_text(value, unit, digits)


def difference_text(value: float, unit: str) -> str:
    """Return a difference with its unit in words: that of two percentages is in points.

    >>> difference_text(0.227, "fraction"), difference_text(-0.01, "fraction/year"), difference_text(-40.8, "CNY bn")
    ('22.7 points', '−1 point a year', 'CNY −40.8 billion')
    """
    text = quantity_text(value, unit)
    return text.replace(" %", " point" if text.lstrip("−").startswith("1 ") else " points") if "%" in text else text


def payback_text(years: float) -> str:
    """Return a payback time in words; infinite means never.

    >>> payback_text(10 / 3), payback_text(math.inf), payback_text(0.0)
    ('pays back in 3.3 years', 'never pays back', 'pays back at once')
    """
    if math.isnan(years):
        return "has no defined payback time"
    if math.isinf(years):
        return "never pays back"
    return f"pays back in {years:,.1f} years" if years >= 0.05 else "pays back at once"


def probability_text(probability: float) -> str:
    """Return a probability in percent, or a bound if it rounds to 0 or 100 %.

    >>> probability_text(0.009589), probability_text(1e-9), probability_text(1.0), probability_text(0.99999)
    ('0.96 %', 'less than 0.01 %', '100 %', 'more than 99.99 %')
    """
    if 0 < probability < LEAST_CHANCE:
        return "less than 0.01 %"
    if 1 - LEAST_CHANCE < probability < 1:
        return "more than 99.99 %"
    return quantity_text(probability, "fraction", 2 if probability < 0.99 else 4)


def axis_scale(values: Iterable[float], unit: str) -> tuple[float, str]:
    """Return the factor and the label by which an axis shows a unit; money is in millions from a million on.

    >>> axis_scale([2e6, -13_850_000.0], "USD/year"), axis_scale([0.1], "fraction"), axis_scale([15.0], "USD/t")
    ((1e-06, 'million USD a year'), (100.0, '%'), (1.0, 'USD per tonne'))
    >>> axis_scale([7.2], "year"), axis_scale([68.1], "worker")
    ((1.0, 'years'), (1.0, 'workers'))
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if _MONEY.fullmatch(unit) and " bn" not in unit and largest >= 1e6:
        return 1e-6, f"million {shown_unit(unit)[1]}"
    if unit == "year" or unit in _COUNTED:
        return 1.0, plural(unit)
    return shown_unit(unit)


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
    """Return a probability in the words of the IPCC, without its number.

    >>> likelihood_word(0.13), likelihood_word(1.0)
    ('unlikely', 'certain under these assumptions')
    """
    if probability in (0.0, 1.0):
        return f"{'certain' if probability else 'impossible'} under these assumptions"
    return next(words for words, least, most in _LIKELIHOODS if least <= probability <= most)


def percent_span(low: float, high: float) -> str:
    """Return a range of probabilities in whole percent, or the one percentage that both ends round to.

    >>> percent_span(0.012, 0.41), percent_span(0.471, 0.473)
    ('1 to 41 %', '47 %')
    """
    first, last = percent_text(low), percent_text(high)
    return f"{first} %" if first == last else f"{first} to {last} %"


def chance_number(mean: float) -> str:
    """Return a chance as the one number of a card.

    >>> chance_number(0.134), chance_number(1e-6), chance_number(0.0), chance_number(1.0)
    ('about 13 % chance', 'less than 0.1 % chance', 'no chance', 'certain')
    """
    if mean in (0.0, 1.0):
        return "certain" if mean else "no chance"
    percent = percent_text(mean)
    return f"{'' if ' than ' in percent else 'about '}{percent} % chance"


def percent_text(probability: float) -> str:
    """Return a probability in whole percent, below 1 % to one digit, without the sign.

    >>> percent_text(0.146), percent_text(0.0042), percent_text(1e-9), percent_text(0.99999)
    ('15', '0.4', 'less than 0.1', 'more than 99.9')
    """
    percent = 100 * probability
    if 0 < percent < 0.1:
        return "less than 0.1"
    if 99.9 < percent < 100:
        return "more than 99.9"
    return f"{percent:.0f}" if percent >= 0.95 else f"{percent:.1g}"


def event_meaning(meaning: str) -> str:
    """Return what the mean of a chance over the draws is, from what the chance is for one set of inputs.

    >>> event_meaning("probability of the target, if all inputs are exactly as stated")
    'probability of the target, over all that is uncertain'
    """
    return f"{meaning.partition(',')[0]}, over all that is uncertain"
