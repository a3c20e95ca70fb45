"""The basis of an amount of money: its currency, value added tax, and the costs that it is before or after."""

import re
from dataclasses import dataclass, fields

from analysis.core.errors import UnitError
from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES

_PROFIT = r"(?:profits?|margins?|incomes?|earnings?|loss(?:es)?|surplus|result)\b"
_WORDS = r"(?:(?!and|or|net|gross)[\w-]+ ){0,2}"  # of what: gross processing margin
_WRITTEN_OFF = r"(?:depreciation|amorti[sz]ation|writ(?:ing|ten)[- ](?:off|down)|write[- ](?:offs?|downs?))"
_CHARGES = (
    r"(?:(?:interest|tax(?:es)?|finance|financing|costs?|charges?|for|of|and|or|any|the|its|plant|line|mill|is|was|are|"
    r"allowing|allowance|counting|deducting|deduction|taking off|subtracting|charging)[ ,]+)*"
)
_VAT = r"(?:the )?(?:\d+(?:\.\d+)? ?(?:%|per ?cent) )?(?:VAT\b|value[- ]added tax)"
_PRICE = r"\b(?:prices?|priced|fees?|quot(?:es?|ed)|tariffs?|premiums?)\b"
_TONNE = r"(?:\d|(?:per|a|each|every) (?:metric )?ton(?:ne)?),? "
_OUT = r"strip\w* out|leav\w+ out|left out|tak\w+ out|set\w* aside|ignor\w+|omit\w*|exclud\w+|exclusive of|without"
_NOT_IN = r"(?:not|n't) (?:yet )?(?:includ|count|cover|deduct|reflect|allow|tak|account)\w*(?: account)?(?: of| for)? "
_NOT = lazy_regex(r"\b(?:not|never|neither|n't|hardly)(?: (?:yet|a|an|the|its|as|in))?,? $", re.IGNORECASE)


@dataclass(frozen=True)
class MoneyRule:
    """A pattern of words that state a basis; `about` must also occur in the clause."""

    kind: str
    value: str
    pattern: str
    example: str
    counter_example: str
    about: str = ""


RULES = (
    MoneyRule(
        "tax_basis",
        "without_vat",
        rf"{_NOT_IN}{_VAT}|(?:{_OUT}|excl\.?|before|net of|ex|less|plus|minus|deduct\w+|add(?:ing)?|subject to)"
        rf"[ -]{_VAT}|\bVAT[- ](?:exclusive|excluded|extra|exempt|free)"
        r"|\bVAT (?:is|was|are|were|comes|came) (?:excluded|extra|not included|added|on top|to be added)"
        r"|\btax[- ]exclusive|\bex[- ]tax\b",
        "a fee net of 13% VAT",
        "a fee including VAT",
    ),
    MoneyRule(
        "tax_basis",
        "with_vat",
        rf"(?:includ\w+|incl\.?|inc\.?|with|after|inclusive of|gross of)[ -]{_VAT}|\bVAT[- ](?:inclusive|included|paid)"
        r"|\bVAT (?:is|was|are|were) (?:already )?included|\btax[- ](?:inclusive|included)",
        "the VAT-inclusive fee",
        "a fee plus VAT",
    ),
    MoneyRule(
        "tax_basis",
        "without_vat",
        rf"{_NOT_IN}(?:sales )?tax(?:es)?\b|\b(?:{_OUT}|before|net of|less|plus) (?:sales )?tax(?:es)?\b",
        "fees without tax",
        "profit before tax",
        _PRICE,
    ),
    MoneyRule(
        "tax_basis",
        "with_vat",
        r"\b(?:includ\w+|inclusive of|with|after) (?:sales )?tax(?:es)?\b",
        "a price including tax",
        "profit after tax",
        _PRICE,
    ),
    MoneyRule(
        "profit_basis",
        "before_depreciation",
        rf"(?-i:\bEBITDA\b)|(?:{_NOT_IN}|\b(?:before|prior to|not counting|{_OUT})[ ,]+){_CHARGES}{_WRITTEN_OFF}|"
        rf"{_WRITTEN_OFF}(?: (?:is|are|was|were|has|being))? (?:aside|excluded|apart|not "
        r"(?:yet |been )*(?:included|deducted|charged|counted|taken off|subtracted)|left out)"
        rf"|\bbefore (?:[\w-]+ ){{1,4}}(?:is|are|was|has been|have been) written (?:off|down)|\bcash {_PROFIT}",
        "a margin before interest, tax, depreciation",
        "before long depreciation took it all",
    ),
    MoneyRule(
        "profit_basis",
        "after_depreciation",
        rf"(?-i:\bEBITA?\b)|\b(?:after|net of|includ\w+|less|minus|deducting|counting)[ ,]+{_CHARGES}{_WRITTEN_OFF}"
        rf"|{_WRITTEN_OFF}(?: (?:is|are|was|were|has|have|being|already|been))* (?:into account|included|deducted|"
        rf"charged|counted|taken off|subtracted|covered|paid)"
        rf"|\boperating {_PROFIT}|\bpre-?tax {_WORDS}{_PROFIT}|\bbefore-tax {_PROFIT}"
        rf"|{_PROFIT}(?: [\w-]+){{0,3}} before (?:interest,? (?:and )?)?(?:income )?tax(?:es|ation)?\b|\bbefore tax, ",
        "a profit before tax",  # what is left before tax is after depreciation
        "operating costs before tax",
    ),
    MoneyRule(
        "profit_basis",
        "net",
        rf"\bnet {_WORDS}{_PROFIT}|\b(?:after|post)[- ](?:income )?tax(?:es|ation)?\b|\bbottom[- ]line\b"
        rf"|\battributable {_PROFIT}|\battributable to (?:the )?(?:share|stock)?(?:holders|owners|parent)"
        rf"|{_TONNE}net\b(?! of)|\bon a net basis",
        "an after-tax margin",
        "the net weight of a coil",
    ),
    MoneyRule(
        "profit_basis",
        "gross",
        rf"\bgross {_WORDS}{_PROFIT}|\bon a gross basis|{_TONNE}gross\b(?! of)",
        "the gross processing margin",
        "gross domestic product",
    ),
)


def bases_in(clause: str) -> dict[str, set[str]]:
    """Return the tax and the profit bases that a clause states, by kind; a denied one is not stated."""
    found: dict[str, set[str]] = {"tax_basis": set(), "profit_basis": set()}
    for rule in RULES:
        if rule.about and not re.search(rule.about, clause, re.IGNORECASE):
            continue
        for match in re.finditer(rule.pattern, clause, re.IGNORECASE):
            if not _NOT.search(clause[: match.start()]):
                found[rule.kind].add(rule.value)
        clause = re.sub(rule.pattern, lambda match: "." * len(match[0]), clause, flags=re.IGNORECASE)
    return found


BEFORE_TAX = "before_tax"
_BEFORE_TAX_BASES = ("gross", "before_depreciation", "after_depreciation")  # only a net profit is after tax

# Not in "tax and depreciation".
_CLAUSES = lazy_regex(r"[;:]|,? (?:while|whereas|but|and) (?!VAT|tax|amorti|deprec|interest)")


@dataclass(frozen=True)
class Basis:
    """Currency, tax basis and profit basis of a figure; empty if it has none or does not state it."""

    currency: str = ""
    tax_basis: str = ""
    profit_basis: str = ""


def currency_of(unit: str) -> str:
    """Return the currency that a unit names, empty if it names none."""
    codes = [word for word in re.findall(r"\b[A-Z]{3}\b", unit) if word in CURRENCY_CODES]
    return codes[0] if len(codes) == 1 else ""


def stated_basis(sentence: str, printed: str = "") -> Basis:
    """Return the tax and profit basis that a sentence states, or only its clauses that contain a `printed` amount."""
    words = " ".join(clause for clause in _CLAUSES.split(sentence) if printed in clause)
    return Basis(**{kind: values.pop() for kind, values in bases_in(words).items() if len(values) == 1})


def check_basis(found: Basis, needed: Basis, what: str) -> None:
    """Raise UnitError, naming `what`, unless a figure is on the required money basis.

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
    """Return whether a figure is on the required money basis."""
    try:
        check_basis(found, needed, "")
    except UnitError:
        return False
    return True
