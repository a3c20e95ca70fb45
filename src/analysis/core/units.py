"""The unit registry for figures and parameters, with ISO 4217 currencies and units of the metals trade."""

from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.core.errors import UnitError

if TYPE_CHECKING:
    from pint import UnitRegistry

# ISO 4217 codes of currencies in use, without those for metals and funds (XAU, XDR).
CURRENCY_CODES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON "
    "RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)
# Things that are sold singly; each is a separate unit, and a count.
THINGS = (
    "piece wafer cell pack pair set truck passenger customer property charge case bag pallet lot contract claim tree "
    "store school child student pupil ticket visit visitor animal wagon railcar ship vessel cargo bottle roll coil "
    "sheet panel can turbine drum patient citizen resident family user subscriber job test flight seat room bed member "
    "phone laptop battery motor robot tyre wheel window transaction applicant candidate voter farmer miner delegate "
    "guest tenant tourist refugee recipient device sample bird cow sheep egg crate shipment order delivery "
    "invoice project location"
).split()


def registry() -> "UnitRegistry[Any]":
    """Return the project's pint registry; it is imported on first use, since that takes almost a second."""
    from analysis.core.unit_registry import UNITS

    return UNITS


def convert(value: float, unit: str, to: str) -> float:
    """Convert `value` from `unit` to the unit `to`.

    Currencies cannot be converted into each other, since an exchange rate depends on the date.

    >>> convert(1e12, "CNY", "bn CNY")
    1000.0
    >>> convert(10, "percent", "fraction")
    0.1
    >>> convert(10, "percent", "percentage_point")
    Traceback (most recent call last):
    analysis.core.errors.UnitError: percent cannot be converted to percentage_point
    """
    if unit == to:
        return float(value)
    try:
        converted = registry().Quantity(value, unit_parsed(unit)).to(unit_parsed(to)).magnitude
    except UnitError:
        raise
    except Exception as error:
        raise UnitError(f"{unit} cannot be converted to {to}") from error
    # The factors are decimal; 12 digits remove the rounding error of binary multiplication.
    return float(f"{converted:.12g}")


def amount_unit(unit: str, stated: str) -> str:
    """Return the unit of an amount that may be in any currency, with the one that a source has stated, if it has.

    >>> amount_unit("bn", "CNY"), amount_unit("bn", "dimensionless"), amount_unit("Mt", "t")
    ('CNY bn', 'bn', 'Mt')
    """
    return f"{stated} {unit}" if unit == "bn" and stated in CURRENCY_CODES else unit


def check_unit(unit: str) -> str:
    """Return `unit` if the registry knows it; otherwise raise UnitError.

    The ounce of 28.35 g is refused as well: metals are weighed in troy ounces of 31.1 g, which articles mean.
    """
    if not unit.startswith("count:") and "ounce" in dict(registry().Quantity(1, unit_parsed(unit)).unit_items()):
        raise UnitError(f"{unit}: the troy ounce, in which metals are weighed, is written ozt")
    return unit


def is_total(unit: str) -> bool:
    """Return whether amounts in this unit add up over regions: money, mass or counts, also per year."""
    powers = {name: power for name, power in dict(unit_parsed(unit).dimensionality).items() if name != "[time]"}
    return len(powers) == 1 and set(powers.values()) == {1} and "[length]" not in powers


def as_words(unit: Any) -> str:
    """Return a unit of the registry as it is written here, with parts of a kind joined; "a share" without dimension.

    >>> as_words(unit_parsed("EUR/t") * unit_parsed("kt"))
    'EUR'
    """
    joined = registry().Quantity(1, unit).to_reduced_units().units
    return "a share" if joined.dimensionless else f"{joined:C}".replace("metric_ton", "t")


def share_refusal(part: str, whole: str) -> str:
    """Return why an amount in one unit cannot be a share of one in another; empty if it can.

    >>> share_refusal("kt/year", "t"), share_refusal("kt", "t")
    ('a flow over a stock: kt/year divided by t is a rate per year, not a share', '')
    >>> share_refusal("USD", "t")
    'USD divided by t gives USD/t, not a share'
    """
    words = as_words(unit_parsed(part) / unit_parsed(whole))
    if words == "a share":
        return ""
    if words == "1/year":
        return f"a flow over a stock: {part} divided by {whole} is a rate per year, not a share"
    flow = "a flow over a stock: " if words.endswith("/year") else ""
    return f"{flow}{part} divided by {whole} gives {words}, not a share"


@cache
def unit_parsed(unit: str) -> Any:
    """Return a unit of the registry by its name here; raise UnitError if there is none."""
    text = "item" if unit.startswith("count:") else unit.replace("cm3", "cm^3").replace("m2", "m^2")
    try:
        return registry().parse_units(text.replace(" ", "*"))
    except Exception as error:
        raise UnitError(f"unknown unit {unit!r}") from error
