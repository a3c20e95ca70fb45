"""Format numbers, names and units for tables, charts, sentences and the explorer: one table of labels for all."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES
from analysis.core.words import plural

_ACRONYMS = {
    "npv": "NPV",
    "irr": "IRR",
    "cny": "CNY",
    "usd": "USD",
    "co2": "CO₂",
    "gdp": "GDP",
    "capex": "capital cost",
}
# Labels of names whose words alone would not say what they are.
_LABELS = {
    "breakeven_capex": "Capital cost at break-even",
    "growth_per_year": "Growth of the cluster",
    "uplift": "Additional profit per tonne",
    "uplift_ratio": "Foil profit over wire profit",
    "annual_uplift": "Additional profit in a year",
    "blended_profit": "Profit of the mix",
    "share_for_target": "Foil share for the target profit",
    "doubling_share": "Foil share that doubles the profit",
    "foil_profit_share": "Foil in the profit",
    "equivalent_profit_at_reference": "Equal profit at the reference thickness",
    "copper_saved_per_m2": "Copper saved per square metre",
    "profit_by_fee": "Profit by the fees of others",
    "plant_cash": "Cash of the plant in a full year",
    "plant_npv": "Net present value of the plant",
    "plant_payback": "Payback of the plant",
    "npv": "Net present value",
    "irr": "Internal rate of return",
    "discounted_payback": "Payback with interest",
    "cluster": "Size of the cluster",
    "cluster_target": "Target of the cluster",
    "five_year_increase": "Rise of revenue over the past five years",
    "projected": "Projected size of the cluster",
    "gap": "Gap to the target",
    "required": "Target over size",
    "required_multiple": "Target over size",
    "required_growth_earliest": "Required growth from the earliest year",
    "implied_cny_per_usd": "Exchange rate",
    "implied": "Exchange rate",
    "volume_and_mix_growth": "Growth of volume and mix",
    "output_to_add": "Output to add elsewhere",
    "grid_kg_co2_per_kwh": "Carbon dioxide of the grid",
    "probability_of_target": "Chance of the target",
    "profit_per_tonne_multiple": "Profit of the mix over profit of wire",
    "revenue_per_tonne_multiple": "Revenue of the mix over revenue of wire",
    "usd_printed": "as printed in dollars",
    "cny_round": "round amounts in yuan",
    "labour_energy": "labour and energy",
    "energy_only": "energy alone",
    "embedded": "part of the cut",
    "annual_total": "total in a year",
    "before_depreciation": "before depreciation",
    "after_depreciation": "after depreciation",
    "wire_profit_cny_per_t": "Wire profit in yuan",
    "foil_profit_cny_per_t": "Foil profit in yuan",
    "revenue_usd_bn": "Revenue in dollars",
    "output_to_add_t": "Tonnes to add elsewhere",
    "reserve_half_grain": "Half the rounding step of the reserves",
    "share_half_grain": "Half the rounding step of the share",
    "china_share": "China's share",
    "china_mined_share": "China's share of mining",
    "china_output": "China's output",
    "three_largest_share": "Share of the three largest",
    "concentration_at_most": "Highest concentration",
    "reserve_rounding_mt": "Rounding of the reserves",
    "share_rounding": "Rounding of the share",
    "labour_share_productivity_alone": "Labour share, by productivity alone",
    "labour_share_with_energy": "Labour share, with the energy cut",
    "industry_revenue_usd": "Conversion of the industry's revenue",
    "copper_grades_share": "Share of copper grades",
    "high_end_share": "Share of high-end products",
    "profit_usd_per_m2": "Profit per square metre",
    "cny_per_cny_bn": "Yuan in a billion yuan",
    "t_per_mt": "Tonnes in a million tonnes",
    "g_per_t": "Grams in a tonne",
    "kg_per_t": "Kilograms in a tonne",
    "sentence_joint": "In the briefing: the questions taken together",
    "caveat_independence": "How far to trust it: who confirms what",
    "caveat_figures": "How far to trust it: the figures",
    "caveat_verdicts": "How far to trust it: the verdicts",
    "caveat_assumed": "How far to trust it: what is assumed",
    "caveat_middle": "How far to trust it: ranges of which the middle is used",
    "caveat_set": "How far to trust it: what this run has set",
    "caveat_articles": "How far to trust it: figures of several articles",
    "depreciation_years": "Depreciation period",
    "card_answer": "Answer on the first page",
    "card_number": "Number on the first page",
    "card_range": "Range on the first page",
    "card_change": "What would change the answer",
    "card_stated": "The articles’ own numbers",
}
COUNTED = ("worker", "plant", "vehicle", "household", "container", "shift", "item")  # named in the plural
_SHOWN_UNITS = {
    "fraction": (100.0, "%"),
    "fraction/year": (100.0, "% a year"),
    "fraction/year^0.5": (100.0, "% per √year"),
    "bn": (1.0, "billion (no currency stated)"),
}
_SMALLEST, _LARGEST = 1e-9, 1e16  # numbers beyond these are shown with a power of ten
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: Any, digits: int = 5) -> str:
    """Format a number with `digits` significant digits and thousands separators.

    Whole numbers below 10,000 have no separator, since most of them are years. Only numbers that nobody would write
    out has a power of ten.
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
    if not _SMALLEST <= abs(value) < _LARGEST:
        digits_shown, _, power = f"{value:.{digits - 1}e}".partition("e")
        amount = digits_shown.rstrip("0").rstrip(".") if "." in digits_shown else digits_shown
        raised = f"10{str(int(power)).translate(_RAISED)}"
        return {"1": raised, "-1": f"-{raised}"}.get(amount, f"{amount} × {raised}")
    text = f"{rounded(value, digits):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: float, digits: int) -> Decimal:
    """Return a finite number as `number` rounds it: whole digits stay, and a half is rounded up."""
    exact = Decimal(f"{value:.12g}")  # as results.json has it; 10.95 is not 10.949999
    places = max(0, digits - 1 - exact.adjusted())
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def digits_from(*values: float, least: int = 2, most: int = 4) -> int:
    """Return the significant digits of a number that is computed from these: those of the most exact one.

    >>> digits_from(-467.0), digits_from(46.0), digits_from(0.367, 1400.0), digits_from(5.0), digits_from(12345.0)
    (3, 2, 3, 2, 4)
    """
    finite = [Decimal(f"{value:.12g}").normalize() for value in values if math.isfinite(value)]
    return min(max([least, *(len(value.as_tuple().digits) for value in finite)]), most)


def label(name: str, unit: str = "") -> str:
    """Return the name of a parameter or result as words, without the unit at its end, which is shown separately."""
    words = [word for word in name.split("_") if word]
    if not words:
        return name
    if name in _LABELS:
        return _LABELS[name]
    of_unit = set(re.findall(r"[a-z0-9]+", unit.lower())) | {"per"} if unit != "year" else {"years"}
    while len(words) > 1 and words[-1] in of_unit:
        words.pop()
    if "_".join(words) in _LABELS:
        return _LABELS["_".join(words)]
    words = [_ACRONYMS.get(word, word) for word in words]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


_UNIT_AT_END = lazy_regex(
    r"(?<=[a-z0-9])_(?:(?:in_)?(?:usd|cny|eur|gbp|chf|sek|jpy|krw|inr|aud|cad|brl|clp|zar)(?:_bn)?"
    r"(?:_per_t_year|_per_t|_per_kg|_per_mwh|_per_kwh|_per_m2|_per_year)?|t_per_year|mt_per_year|per_year|t|kt|per_t|g_per_m2|m2_per_t|g_per_cm3|kwh_per_t|um|mt|bn|years)$"
)
_WHOLE_NAME = lazy_regex(r"[a-z]\w*|\w*_\w*")
# A name in a message is shown in words, except that of a missing Python module.
_NAME = lazy_regex(r"(?<!module named ')(?<![\w./\\<&-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/\\(]|\.\w)")
_NOTEBOOK = lazy_regex(r"(?<![\w./\\<&-])\d\d_(?P<name>[a-z][a-z0-9_]*)(?![\w/\\(]|\.\w)")
PER = {
    None: "",
    "/t": " per tonne",
    "/year": " a year",
    "/m2": " per square metre",
    "/(t/year)": " per tonne of yearly capacity",
    "/kWh": " per kWh",
    "/MWh": " per MWh",
    "/GJ": " per GJ",
    "/kg": " per kilogram",
    "/lb": " per pound",
    "/ozt": " per troy ounce",
    "/bbl": " per barrel",
    "/mtu": " per metric ton unit",
}
_PER = "|".join(re.escape(unit) for unit in PER if unit)
_MONEY = lazy_regex(
    r"(?P<low>(?<![\w.,])[-−]?\d(?:[\d,.]*\d)?(?: (?:m|b|tr)illion(?= to [-−]?\d[\d,.]* [mbt]r?illion ))?)"
    r"(?: to (?P<high>[-−]?\d(?:[\d,.]*\d)?))?(?P<word> (?:m|b|tr)illion)? "
    r"(?P<currency>[A-Z]{3})(?! [-−]?\d)(?P<scale> bn)?"  # what a number follows has its own: "2024 USD 5"
    rf"(?P<per>{_PER})?(?![\w/])"
)
_OF_MONEY = lazy_regex(rf"\b(?P<currency>USD|CNY|EUR|JPY|KRW|GBP)(?P<scale> bn)?(?P<per>{_PER})?(?![\w/])")
_DAY_WITHOUT_YEAR = lazy_regex(r"(?<![^\s(/])--(?P<month>0[1-9]|1[0-2])-(?P<day>[0-2]\d|3[01])(?![\w-])")
_PARTS_OF_YEAR = {"01-06": "H1", "07-12": "H2", "01-03": "Q1", "04-06": "Q2", "07-09": "Q3", "10-12": "Q4"}
_PART_OF_YEAR = lazy_regex(
    rf"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<months>{'|'.join(_PARTS_OF_YEAR).replace('-', '/(?P=year)-')})(?![\d/-])"
)
_SHARE = lazy_regex(r"(?<![\w.,−-])(?P<share>\d+(?:\.\d+)?) fraction(?![\w/^])")
_SYMBOLS = (
    (lazy_regex(r"(?<=\d) million t\b"), " Mt"),
    (lazy_regex(r"\bum\b"), "µm"),
    (lazy_regex(r"\b(USD|CNY|EUR|JPY)(?: bn)?/(?!USD\b|CNY\b|EUR\b|JPY\b)"), r"\1 per "),
    (lazy_regex(r"\bm2\b"), "m²"),
    (lazy_regex(r"\bcm3\b"), "cm³"),
    (lazy_regex(r"\b([kM]?t|[kMGT]Wh)/year\b"), r"\1 a year"),
    (lazy_regex(r"\bfraction/year\^0\.5"), "% per √year"),
    (lazy_regex(r"\bfraction(?:/year)?\b"), "share"),
    (lazy_regex(r"(?<![\w.,)−-])-(?=\d|inf)"), "−"),
    (lazy_regex(r"−?\binf\b"), "never"),
    (lazy_regex(r"\bnan\b"), "undefined"),
)
_UNDEFINED = lazy_regex(
    r"(?:[;,] )?(?:\b0 if [^;,]*, )?\b(?:inf|nan|undefined) (?:if|where|unless|without|for)\b[^;,]*"
)


def name_text(name: str) -> str:
    """Return the name of a parameter or result as words: its label, without the unit at its end.

    What is not such a name stays as it is.
    """
    if not _WHOLE_NAME.fullmatch(name):
        return name
    words = label(name if name in _LABELS else _UNIT_AT_END.sub("", name))
    return words if words[:2].isalpha() and words[1:2].isupper() else words[:1].lower() + words[1:]


def unit_text(unit: str) -> str:
    """Return a unit as it is written in a heading or after a value; empty for a plain number."""
    if unit in ("", "multiple", "count", "index"):
        return ""
    return shown_unit(unit)[1]


def meaning_text(meaning: str) -> str:
    """Return the meaning of a result without the part about values that are not numbers."""
    return readable(_UNDEFINED.sub("", meaning)).replace("capex", "capital cost").rstrip("; ,")


@lru_cache(maxsize=4096)  # cells of tables and labels of charts repeat
def readable(text: str) -> str:
    """Return a text with names, units and signs in the form that readers know; other texts are unchanged."""

    def day(match: re.Match[str]) -> str:
        return f"{int(match['day'])} {date(2000, int(match['month']), 1):%B}, year not given"

    def part_of_year(match: re.Match[str]) -> str:
        first, last = match["months"][:2], match["months"][-2:]
        return f"{_PARTS_OF_YEAR[f'{first}-{last}']} {match['year']}"

    def money(match: re.Match[str]) -> str:
        if match["currency"] not in CURRENCY_CODES:
            return match[0]
        words = f"{match['word'] or ''}{' billion' if match['scale'] else ''}{PER[match['per']]}"
        numbers = " to ".join(end.replace("-", "−") for end in (match["low"], match["high"]) if end)
        return f"{match['currency']} {numbers}{words}"

    text = _DAY_WITHOUT_YEAR.sub(day, text)
    text = _NOTEBOOK.sub(lambda match: match["name"].replace("_", " "), text)
    text = _NAME.sub(lambda match: name_text(match[0]), text)
    text = _MONEY.sub(money, text)
    text = _OF_MONEY.sub(
        lambda match: f"{match['currency']}{' billion' if match['scale'] else ''}{PER[match['per']]}", text
    )
    text = _SHARE.sub(lambda match: f"{number(100 * float(match['share']), 4)} %", text)
    text = _PART_OF_YEAR.sub(part_of_year, text)
    text = re.sub(
        r"(?<![\d/-])((?:19|20)\d\d(?:-\d\d){0,2})/((?:19|20)\d\d(?:-\d\d){0,2})(?![\d/-])", r"\1 to \2", text
    )
    for pattern, words in _SYMBOLS:
        text = pattern.sub(words, text)
    return text


def shown_unit(unit: str) -> tuple[float, str]:
    """Return how a unit is displayed: the factor that converts a value, and the name."""
    if unit in _SHOWN_UNITS:
        return _SHOWN_UNITS[unit]
    if money := _OF_MONEY.fullmatch(unit):
        return 1.0, f"{money['currency']}{' billion' if money['scale'] else ''}{PER[money['per']]}"
    words = re.sub(r"/year$", " a year", re.sub(r"/\((.*)\)$", r" per \1", unit))
    return 1.0, re.sub(r"\bum\b", "µm", words.replace("m2", "m²").replace("cm3", "cm³"))


def titled(name: str, unit: str) -> str:
    """Return the label of a parameter or result with its unit in brackets, for an axis or an input field.

    >>> titled("staff", "worker"), titled("foil_profit_usd_per_t", "USD/t")
    ('Staff (workers)', 'Foil profit (USD per tonne)')
    """
    unit_words = {"year": "" if name.endswith("year") else "years"}.get(unit, unit_text(unit))
    unit_words = plural(unit_words) if unit in COUNTED else unit_words
    return f"{label(name, unit)} ({unit_words})" if unit_words else label(name, unit)
