"""What kind of money an amount is: its currency, with or without value added tax, before or after which costs.

Each of the three is part of what a price, a fee, a profit or their growth is. Mixing them is an error like mixing
tonnes and metres, although the unit does not show it: a price that grew by 31 % in dollars grew by 25 % in yuan.
"""

import re
from dataclasses import dataclass, fields

from analysis.core.errors import UnitError
from analysis.core.money_words import bases_in
from analysis.core.units import CURRENCY_CODES

BEFORE_TAX = "before_tax"
_BEFORE_TAX_BASES = ("gross", "before_depreciation", "after_depreciation")  # only a net profit is after tax

_CLAUSES = re.compile(
    r"[;:]|,? (?:while|whereas|but|and) (?!VAT|tax|amorti|deprec|interest)"
)  # not in "tax and depreciation"


@dataclass(frozen=True)
class Basis:
    """Currency, tax basis and profit basis of a figure; empty where it has none or does not say.

    The values are those of data/reference.csv; a parameter may also need a profit before_tax.
    """

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


def stated_basis(sentence: str, printed: str = "") -> Basis:
    """Return the tax and profit basis that a sentence states, or only its clauses that contain a `printed` amount.

    A basis is empty if the words say nothing, or different things.

    >>> stated_basis("A gross profit of $90 per tonne, excluding VAT")
    Basis(currency='', tax_basis='without_vat', profit_basis='gross')
    >>> stated_basis("Net profit doubled, and a tonne of foil earns $900", "$900").profit_basis
    ''
    """
    words = " ".join(clause for clause in _CLAUSES.split(sentence) if printed in clause)
    return Basis(**{kind: values.pop() for kind, values in bases_in(words).items() if len(values) == 1})


def check_basis(found: Basis, needed: Basis, what: str) -> None:
    """Raise UnitError, naming `what`, unless a figure is the kind of money that is needed.

    A part that one of the two does not state is not compared. A gross profit and one before or after depreciation are
    before tax; a net profit is not.

    >>> check_basis(Basis("CNY", "without_vat"), Basis("CNY"), "the fee of 2024")
    >>> check_basis(Basis("USD"), Basis("CNY"), "CUG2026 as growth_per_year")
    Traceback (most recent call last):
    analysis.core.errors.UnitError: CUG2026 as growth_per_year: currency is USD, but CNY is needed; convert it first
    """
    for part in fields(Basis):
        has, needs = getattr(found, part.name), getattr(needed, part.name)
        if not (not has or not needs or has == needs or (needs == BEFORE_TAX and has in _BEFORE_TAX_BASES)):
            name = part.name.replace("_", " ")
            raise UnitError(f"{what}: {name} is {has}, but {needs} is needed; convert it first")


def same_basis(found: Basis, needed: Basis) -> bool:
    """Return whether a figure is the kind of money that is needed.

    >>> same_basis(Basis(profit_basis="net"), Basis(profit_basis="before_tax"))
    False
    """
    try:
        check_basis(found, needed, "")
    except UnitError:
        return False
    return True
