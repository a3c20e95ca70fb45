"""Format numbers, names and units for tables, charts and sentences."""

import math
import re
from typing import Any

_ACRONYMS = {"npv": "NPV", "irr": "IRR", "cny": "CNY", "usd": "USD"}
_SHOWN_UNITS = {
    "fraction": (100.0, "%"),
    "fraction/year": (100.0, "% per year"),
    "fraction/year^0.5": (100.0, "% per √year"),
}


def number(value: Any, digits: int = 5) -> str:
    """Format a number with `digits` significant digits and thousands separators, without an exponent.

    Whole numbers below 10,000 have no separator, since most of them are years.

    >>> number(93.33333333), number(13_850_000.0), number(0.0108303), number(float("inf")), number(2027)
    ('93.333', '13,850,000', '0.01083', 'never', '2027')
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "" if value is None else str(value)
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "never"
    if value == 0:
        return "0"
    if isinstance(value, int):
        return str(value) if abs(value) < 10_000 else f"{value:,}"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def label(name: str, unit: str = "") -> str:
    """Return the name of a parameter or result as words, without the unit at its end, which is shown separately.

    >>> label("foil_profit_usd_per_t", "USD/t"), label("capex_usd_per_t_year", "USD/(t/year)"), label("npv_usd", "USD")
    ('Foil profit', 'Capex', 'NPV')
    >>> label("target_year", "year"), label("payback_years", "year"), label("growth_per_year", "fraction/year")
    ('Target year', 'Payback', 'Growth')
    """
    words = name.split("_")
    of_unit = set(re.findall(r"[a-z0-9]+", unit.lower())) | {"per"} if unit != "year" else {"years"}
    while len(words) > 1 and words[-1] in of_unit:
        words.pop()
    words = [_ACRONYMS.get(word, word) for word in words]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def shown_unit(unit: str) -> tuple[float, str]:
    """Return how a unit is displayed: the factor that converts a value, and the name.

    >>> shown_unit("fraction/year"), shown_unit("g/m2"), shown_unit("USD/(t/year)")
    ((100.0, '% per year'), (1.0, 'g/m²'), (1.0, 'USD per t/year'))
    """
    if unit in _SHOWN_UNITS:
        return _SHOWN_UNITS[unit]
    words = re.sub(r"/\((.*)\)$", r" per \1", unit)
    return 1.0, re.sub(r"\bum\b", "µm", words.replace("m2", "m²").replace("cm3", "cm³"))


def titled(name: str, unit: str) -> str:
    """Return the label of a parameter or result with its unit in brackets, for an axis or an input field.

    >>> titled("foil_share", "fraction"), titled("target_year", "year"), titled("payback_years", "year")
    ('Foil share (%)', 'Target year', 'Payback (years)')
    """
    unit_words = {"year": "" if name.endswith("year") else "years"}.get(unit, shown_unit(unit)[1])
    return f"{label(name, unit)} ({unit_words})" if unit_words else label(name, unit)
