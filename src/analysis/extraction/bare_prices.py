"""Prices without a currency, such as "33,400/mt", take that of the other prices in the document."""

from dataclasses import replace

from analysis.extraction.quantity import Quantity

_SIMILAR = 3.0
_Paid = dict[str, list[tuple[str, float]]]


def money_of_other_prices(found: list[Quantity], home: str = "") -> list[Quantity]:
    """Give bare prices the currency of prices per the same unit and of similar size, unless these have several."""
    if not any(item.unit is None and item.rate for item in found):
        return found
    paid: _Paid = {}
    for item in found:
        money, _, per = (item.unit or "").partition("/")
        if item.currency and item.rated:
            paid.setdefault(per, []).append((money, item.low))
    return [_priced(item, paid, home) if item.unit is None and item.rate else item for item in found]


def _priced(item: Quantity, paid: _Paid, home: str) -> Quantity:
    name, divisor, end = item.rate or ("", 1.0, item.end)
    value = item.low / divisor
    like = {code for code, price in paid.get(name, ()) if code == home or price / _SIMILAR < value < price * _SIMILAR}
    if len(like) != 1 or (home and home not in like):
        return item
    unit, rule = f"{like.pop()}/{name}", "money of the other prices"
    priced = replace(item.times(1 / divisor), unit=unit, unit_rule=rule, currency=True, rated=True)
    return priced.placed(item.start, end, item.floor)
