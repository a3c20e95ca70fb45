"""Numbers as people write them, in tables, charts and sentences."""

import math
from typing import Any


def number(value: Any, digits: int = 5) -> str:
    """Return a number as people write it: so many significant digits, thousands separated, no exponent.

    Whole numbers below 10,000 stay as they are: most of them are years.

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
