"""NewsQuant's names and conventions, so that figures can be held against its annotations.

NewsQuant (Almasian, Bruseva and Gertz 2023, "CQE: A Comprehensive Quantity Extractor") has values, unit names and
changes, and no spans. It differs from docs/figures.md in kind: it keeps cents as cents, names a person's years "year of
age", joins "from X to Y" into one value, lets a bracketed conversion inherit the change, and prefers a hedge to a
direction. `as_they_write` translates these.

It also counts what the package leaves out by design: the pronoun "one" ("one of the mines"), magnitudes without a
number ("millions of people") and generations ("5G"). `left_out_by_design` lists them for a second score, which is
printed apart.
"""

import re
from typing import Any

from analysis.core.figures import Figure

Record = dict[str, Any]

_MONEY = {
    "USD": "dollar", "EUR": "euro", "GBP": "pound sterling", "JPY": "japanese yen", "CNY": "chinese yuan",
    "HKD": "hong kong dollar", "AUD": "australian dollar", "CAD": "canadian dollar", "NZD": "new zealand dollar",
    "SGD": "Singaporean dollar", "MYR": "malaysian ringgit", "INR": "indian rupee", "ILS": "shekel",
    "ZAR": "south african rand", "KRW": "south korean won", "CHF": "swiss franc",
}  # fmt: skip
_SMALL_MONEY = {"USD": "cent", "MYR": "sen", "EUR": "cent", "GBP": "point", "ZAR": "cent", "AUD": "cent"}
_UNITS = {
    "percent": "percentage", "percentage_point": "point", "basis_point": "basis point", "multiple": "count",
    "dimensionless": "-", "fraction": "-", "t": "metric ton", "kg": "kilogram", "g": "gram", "mg": "milligram",
    "lb": "pound-mass", "ozt": "ounce", "oz": "ounce", "bbl": "barrel", "GWh": "gigawatt hour", "MWh": "megawatt hour",
    "kWh": "kilowatt hour", "GW": "gigawatt", "MW": "megawatt", "kW": "kilowatt", "W": "watt", "V": "volt",
    "GB": "gigabyte", "TB": "terabyte", "MB": "megabyte", "Mbit": "megabit", "Gbit": "gigabit",
    "mA*hour": "milliampere-hour", "A": "ampere", "hp": "horsepower", "rpm": "revolutions per minute",
    "N*m": "newton metre", "lb*foot": "foot pound-force", "MPa": "megapascal", "psi": "pound-force per square inch",
    "ksi": "kilopound per square inch", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "L": "litre",
    "mL": "millilitre", "gallon": "gallon", "m": "metre", "km": "kilometre", "cm": "centimetre", "mm": "millimetre",
    "um": "micrometre", "nm": "nanometre", "mile": "mile", "yard": "yard", "foot": "foot", "inch": "inch",
    "m^2": "square metre", "km^2": "square kilometre", "ft^2": "square foot", "mile^2": "square mile",
    "cm^2": "square centimetre", "m^3": "cubic metre", "ha": "hectare", "acre": "acre", "degC": "celsius",
    "degF": "fahrenheit", "degree": "degree", "ppm": "parts-per-million", "ppb": "parts-per-billion",
    "C_rate": "-",
}  # fmt: skip
_AGE = re.compile(r"\s?-?\s?old\b|\sof\sage\b")
_CHANGES = {">=": ">", "<=": "<"}
_CHANGE_BEHIND = re.compile(
    r"\s(?:\w+\s)?(?:drop|fall|rise|increase|decline|gain|improvement|higher|lower|cheaper|reduction|growth)\b"
)


def as_they_write(text: str, figures: list[Figure]) -> list[Record]:
    """Return the figures of a text with NewsQuant's values, unit names and changes."""
    records: list[Record] = []
    for figure in figures:
        record = _record(text, figure)
        before = records[-1] if records else None
        if (
            before
            and before["unit"].startswith("cent")
            and figure.unit == before["money"]
            and figure.text[-1].isdigit()
        ):
            record |= {
                "low": figure.low * 100,
                "high": figure.high * 100,
                "unit": before["unit"],
            }  # "84.75 cents ... 74.07"
        if before and _is_conversion(text, before, figure) and record["change"] == "=":
            record["change"] = before["change"]
        if before and _is_one_change(text, before, figure) and before["unit"] == record["unit"]:
            before |= {"high": record["high"], "end": record["end"]}
            continue
        records.append(record)
    return records


def _record(text: str, figure: Figure) -> Record:
    change = _CHANGES.get(figure.qualifier, figure.qualifier)
    if change == "=" and figure.direction != "none" and not _CHANGE_BEHIND.match(text, figure.end):
        change = figure.direction
    low, high, unit = figure.low, figure.high, _name(text, figure)
    money = figure.unit.split("/")[0]
    if money in _SMALL_MONEY and re.search(r"\d\s?(?:cents?|sen|c|p|pence)\b", figure.text):
        low, high = low * 100, high * 100
        unit = unit.replace(_MONEY[money], _SMALL_MONEY[money], 1)
    if change == "=" and re.search(r"averag(?:ed|ing)\s\Z", text[: figure.start]):
        change = "~"
    return {
        "money": figure.unit,
        "low": low,
        "high": high,
        "unit": unit,
        "change": change,
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
    }


def _name(text: str, figure: Figure) -> str:
    if figure.unit == "year" and (_AGE.match(text, figure.end) or figure.text.isdigit()):
        return "year of age"
    parts = figure.unit.split("/")
    named = [_MONEY.get(part) or _UNITS.get(part) or part.removeprefix("count:").lower() for part in parts]
    named = ["people" if name == "person" else name for name in named]
    return " per ".join(named)


def _is_conversion(text: str, before: Record, figure: Figure) -> bool:
    return text[before["end"] : figure.start].strip() in {"(", "/", "or (", ", or"} and before["change"] != "="


def _is_one_change(text: str, before: Record, figure: Figure) -> bool:
    begins = re.search(r"\bfrom\s(?:\w+\s)?\Z", text[: before["start"]])
    begins = bool(begins) or figure.high < before["low"]
    return begins and text[before["end"] : figure.start] == " to " and before["low"] == before["high"]


def same_unit(annotated: str, found: str) -> bool:
    """Whether two names mean one unit; a count is right when its noun is a word of theirs, which keep adjectives.

    >>> same_unit("first-team player", "player"), same_unit("dollar", "euro")
    (True, False)
    """
    theirs = annotated.lower()
    return theirs == found or (found.isalpha() and found in re.split(r"[\s-]+", theirs)[-6:])


_VAGUE = {"dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
_BY_DESIGN = re.compile(
    rf"(?i)\b(?:(?P<tens>tens|hundreds)\sof\s)?(?P<vague>{'|'.join(_VAGUE)})\sof\s"
    r"|\b(?P<one>[Oo]ne)\s(?=of\s(?:the|his|her|its|their|our)\b|[a-z]+(?<!in)(?<!to)(?:[.,]|\s(?!by\b)))"
    r"(?!(?:in|to|across|on|at|for|from|they|he|she|we|you|it|that|which|who|day|third|another|way|and|or|of\s(?:two|three|four|five))\b|hundred|thousand|million|billion)"
    r"|\b(?P<generation>\d)G\b"
)


def left_out_by_design(text: str, found: list[Record]) -> list[Record]:
    """Return what NewsQuant counts and docs/figures.md leaves out: "one", "millions of", "5G"."""
    records: list[Record] = []
    for match in _BY_DESIGN.finditer(text):
        if any(record["start"] < match.end() and match.start() < record["end"] for record in found):
            continue
        if match["vague"]:
            low = _VAGUE[match["vague"].lower()] * {"tens": 10, "hundreds": 100}.get((match["tens"] or "").lower(), 1)
            noun = re.match(r"\w+", text[match.end() :])
            unit, high = (noun.group().lower().removesuffix("s") if noun else "-"), low * 10
        elif match["one"]:
            noun = re.match(r"\sof\sthe(?:\s\w+){0,3}?\s(\w+)s\b|\s(\w+)", text[match.end("one") :])
            low = high = 1.0
            unit = next((part.lower() for part in noun.groups() if part), "-") if noun else "-"
        else:
            low = high = float(match["generation"])
            unit = "generation wireless"
        records.append(
            {
                "low": low,
                "high": high,
                "unit": unit,
                "change": "=",
                "start": match.start(),
                "end": match.end(),
                "text": match.group(),
            }
        )
    return records


def values(annotated: Record) -> tuple[float, float]:
    """The value of an annotated quantity, twice, or the two ends of its range."""
    match = re.fullmatch(r"(-?[\d.]+)\s*-\s*([\d.]+)", annotated["value"])
    return (float(match[1]), float(match[2])) if match else (float(annotated["value"]),) * 2
