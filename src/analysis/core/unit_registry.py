"""The pint registry of the project, built on import so that forked kernels inherit it."""

import sys
from typing import Any

from analysis.core.units import CURRENCY_CODES, THINGS

# If Dask is installed, pint imports it for its arrays, which takes longer than all the rest; figures are not arrays.
_HIDDEN = {"dask": None} if "dask" not in sys.modules else {}
sys.modules.update(_HIDDEN)  # type: ignore[arg-type]
try:
    from pint import UnitRegistry
finally:
    for _name in _HIDDEN:
        del sys.modules[_name]

# Units that the trade uses and pint does not define. A percentage point is the difference of two percentages; it has
# its own dimension, so that it is never converted into a percentage by mistake.
_DEFINITIONS = (
    "mn = 1e6",
    "bn = 1e9",
    "tn = 1e12",
    "fraction = []",
    "percentage_point = [percentage_point] = pp",
    "basis_point = 0.01 percentage_point",
    "multiple = []",
    "index = []",
    "log = []",
    "ozt = troy_ounce",
    "kt = 1000 * tonne",  # not the knot, which has this symbol in pint
    "mtu = 10 * kilogram",
    "dmtu = mtu",
    "bbl = oil_barrel",
    "share = [share]",
    "worker = [person] = person = employee",
    "item = [count]",
    "household = [household]",
    "vehicle = [vehicle]",
    "container = [container]",
    "TEU = container = _ = teu",
    "FEU = 2 * container = _ = feu",
    "shift = [shift]",
    "night = day",
    "trip = [trip]",
    "head = person",
    "plant = [plant]",
    "module = [module]",
    *(f"{name} = item" for name in THINGS),
    "boe = 5.8e6 * Btu",
    "tce = 29.3076 * gigajoule",
    "kgce = 0.001 * tce",
    "ppb = 1e-9",
    "MMBtu = 1e6 * Btu",
    "GWp = GW",
    "MWp = MW",
    "kWp = kW",
    "C_rate = 1 / hour",
    "mu = hectare / 15",  # of Chinese land, not a prefix of the atomic mass unit
)

UNITS: UnitRegistry[Any] = UnitRegistry(case_sensitive=True, autoconvert_offset_to_baseunit=True)
for _definition in (*_DEFINITIONS, *(f"{code} = [money_{code}]" for code in sorted(CURRENCY_CODES))):
    UNITS.define(_definition)
