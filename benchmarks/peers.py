"""Other extractors behind one face, with their unit names translated to ours."""

import logging
import sys
import warnings
from collections.abc import Callable
from typing import Any, Protocol

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


PEERS: dict[str, Callable[[], Peer]] = {"quantulum3": Quantulum3}
