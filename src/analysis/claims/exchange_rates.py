"""Exchange rates by date, from data/reference.csv."""

from functools import cache

from analysis.claims.references import Reference, load_references


@cache
def exchange_rate(period: str | None) -> Reference:
    """Return the row of the rate of yuan to the dollar in a period: its month, else its year, else the newest before.

    Without a period, or before the first row, the newest row is taken.

    >>> exchange_rate("2024-05").id, exchange_rate("2026-01-14").id
    ('FX2024', 'FX202601')
    """
    rates = [item for item in load_references().values() if item.quantity == "exchange_rate" and item.unit == "CNY/USD"]
    dated = sorted(rates, key=lambda item: item.period or "")
    day = (period or "9999").split("/")[-1]
    for length in (7, 4):
        if len(day) >= length and (same := [item for item in dated if item.period == day[:length]]):
            return same[-1]
    earlier = [item for item in dated if (item.period or "") < day]
    return (earlier or dated)[-1]
