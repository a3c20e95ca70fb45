"""What kind of money a figure is: its currency, with or without value added tax, before or after which costs.

Each of the three is part of what a price, a fee, a profit or their growth is. Mixing them is an error like mixing
tonnes and metres, although the unit does not show it: a price that grew by 31 % in dollars grew by 25 % in yuan.
"""

import re
from dataclasses import dataclass, fields

from analysis.core.errors import UnitError
from analysis.core.units import CURRENCY_CODES

TAX_BASES = ("with_vat", "without_vat")
PROFIT_BASES = ("gross", "net", "before_depreciation", "after_depreciation")


@dataclass(frozen=True)
class Basis:
    """Currency, tax basis and profit basis of a figure; empty where it has none or does not say."""

    currency: str = ""
    tax_basis: str = ""
    profit_basis: str = ""


def currency_of(unit: str) -> str:
    """Return the currency that a unit names, empty if it names none.

    >>> currency_of("CNY bn"), currency_of("USD/(t/year)"), currency_of("fraction/year")
    ('CNY', 'USD', '')
    """
    codes = [word for word in re.findall(r"\b[A-Z]{3}\b", unit) if word in CURRENCY_CODES]
    return codes[0] if len(codes) == 1 else ""


def check_basis(found: Basis, needed: Basis, what: str) -> None:
    """Raise UnitError, naming `what`, unless a figure is the kind of money that is needed.

    A part that one of the two does not state is not compared.

    >>> check_basis(Basis("CNY", "without_vat"), Basis("CNY"), "the fee of 2024")
    >>> check_basis(Basis("USD"), Basis("CNY"), "CUG2026 as growth_per_year")
    Traceback (most recent call last):
    analysis.core.errors.UnitError: CUG2026 as growth_per_year: currency is USD, but CNY is needed; convert it first
    """
    for part in fields(Basis):
        has, needs = getattr(found, part.name), getattr(needed, part.name)
        if has and needs and has != needs:
            name = part.name.replace("_", " ")
            raise UnitError(f"{what}: {name} is {has}, but {needs} is needed; convert it first")
