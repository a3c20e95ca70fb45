"""Other extractors behind one face, with their unit names translated to ours."""

import contextlib
import logging
import sys
import warnings
from collections.abc import Callable
from typing import Any, ClassVar, Protocol

Record = dict[str, Any]


class Peer(Protocol):
    """An extractor to compare with: `parse` is what is timed."""

    def parse(self, text: str) -> Any:
        """Read a text, as a user of the library would."""

    def figures(self, text: str) -> list[Record]:
        """Return records with spans and our unit names."""

    def newsquant(self, text: str) -> list[Record]:
        """Return records with the names that the peer's authors share with NewsQuant."""


_OURS = {
    "percentage": "percent", "dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "yuan": "CNY",
    "japanese yen": "JPY",
    "indian rupee": "INR", "australian dollar": "AUD", "canadian dollar": "CAD", "tonne": "t", "metric ton": "t",
    "ton": "t", "kilogram": "kg", "gram": "g", "pound-mass": "lb", "troy ounce": "ozt", "ounce": "ozt", "barrel": "bbl",
    "gigawatt hour": "GWh", "megawatt-hour": "MWh", "megawatt hour": "MWh", "kilowatt-hour": "kWh", "gigawatt": "GW",
    "megawatt": "MW", "kilowatt": "kW", "watt": "W", "micrometre": "um", "micron": "um", "millimetre": "mm",
    "centimetre": "cm", "metre": "m", "kilometre": "km", "degree celsius": "degC", "megapascal": "MPa",
    "cubic metre": "m^3", "day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour",
    "minute": "minute", "second": "second", "percentage point": "percentage_point", "basis point": "basis_point",
}  # fmt: skip


class Quantulum3:
    """quantulum3 as `pip install quantulum3` gives it, without the optional classifier."""

    def __init__(self) -> None:
        """Load the parser; exit with a message where it is not installed."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from quantulum3 import parser
        except ImportError:
            sys.exit("quantulum3 is not installed: make peers")
        logging.disable(logging.CRITICAL)
        self._parser = parser

    def parse(self, text: str) -> Any:
        """Read a text; what it cannot read raises in some places, and then gives nothing."""
        try:
            return self._parser.parse(text)
        except Exception:  # any failure of a peer is an empty answer
            return []

    def figures(self, text: str) -> list[Record]:
        """Its quantities with our unit names; it knows no hedges and no directions."""
        return [
            {
                "start": item.span[0], "end": item.span[1], "text": item.surface, "low": item.value, "high": item.value,
                "unit": self._unit(item.unit.name), "qualifier": "=", "direction": "none",
            }
            for item in self.parse(text)
        ]  # fmt: skip

    def newsquant(self, text: str) -> list[Record]:
        """Its quantities with its own unit names, which NewsQuant's mostly follow."""
        return [
            {
                "start": item.span[0], "end": item.span[1], "text": item.surface, "low": item.value, "high": item.value,
                "unit": "-" if item.unit.name == "dimensionless" else item.unit.name, "change": "=",
            }
            for item in self.parse(text)
        ]  # fmt: skip

    @staticmethod
    def _unit(name: str) -> str:
        return "/".join(_OURS.get(part, part) for part in name.split(" per "))


class RecognizersText:
    """recognizers-text of Microsoft for Chinese: currencies, dimensions, percentages, and other numbers."""

    _UNITS: ClassVar = {
        "Ton": "t", "Metric ton": "t", "Kilogram": "kg", "Gram": "g", "Meter": "m", "Kilometer": "km",
        "Millimeter": "mm", "Micrometer": "um", "Micron": "um", "Square meter": "m^2",
        "Cubic meter": "m^3", "Ounce": "ozt", "Pound": "lb",
        "Kilowatt hour": "kWh", "Hectare": "ha", "Mu": "mu", "Barrel": "bbl", "C": "degC",
    }  # fmt: skip

    def __init__(self) -> None:
        """Load the recognizers; exit with a message where they are not installed."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from recognizers_number import recognize_number, recognize_percentage
                from recognizers_number_with_unit import recognize_currency, recognize_dimension
                from recognizers_text import Culture
        except ImportError:
            sys.exit("recognizers-text is not installed: make peers")
        self._culture = Culture.Chinese
        self._recognizers = (recognize_currency, recognize_dimension, recognize_percentage, recognize_number)

    def parse(self, text: str) -> Any:
        """Read a text with all recognizers; what one of them cannot read raises, and then it gives nothing."""
        found = []
        for recognize in self._recognizers:
            with contextlib.suppress(Exception):  # any failure of a peer is an empty answer
                found += recognize(text, self._culture)
        return found

    def figures(self, text: str) -> list[Record]:
        """Its quantities with our unit names, the longer of two that overlap; it knows no hedges and no directions."""
        kept: list[Record] = []
        for item in sorted(self.parse(text), key=lambda item: (item.start - item.end, item.type_name == "number")):
            record = self._record(item)
            if record and all(record["end"] <= other["start"] or other["end"] <= record["start"] for other in kept):
                kept.append(record)
        return sorted(kept, key=lambda record: record["start"])

    def newsquant(self, text: str) -> list[Record]:
        """Nothing: it is measured on Chinese only."""
        return []

    def _record(self, item: Any) -> Record | None:
        printed = (item.resolution or {}).get("value")
        if not printed:
            return None
        try:
            value = float(printed.rstrip("%").replace(",", ""))
        except ValueError:
            return None
        unit = item.resolution.get("isoCurrency") or self._UNITS.get(item.resolution.get("unit") or "", "count")
        unit = "percent" if printed.endswith("%") else unit
        return {
            "start": item.start, "end": item.end + 1, "text": item.text, "low": value, "high": value,
            "unit": unit, "qualifier": "=", "direction": "none",
        }  # fmt: skip


PEERS: dict[str, Callable[[], Peer]] = {"quantulum3": Quantulum3, "recognizers-text": RecognizersText}
