"""What a tonne of foil is in square metres: thinner foil earns less per m2 than per tonne it seems to.

Arrays broadcast in every function; impossible values raise ParameterError.
"""

import numpy as np
from numpy.typing import ArrayLike

from analysis.models.parameters import Parameter, Parameters, Value, plain

PARAMETERS = Parameters(
    (
        Parameter("foil_profit_usd_per_t", "USD/t", "claim", "profit on battery foil, below 0 a loss"),
        Parameter("foil_thickness_um", "um", "claim", "thickness of that foil", low=0, low_open=True),
        Parameter("reference_thickness_um", "um", "assumption", "foil to compare with", low=0, low_open=True),
        Parameter("copper_density_g_per_cm3", "g/cm3", "constant", "density of copper", low=0, low_open=True),
    )
)


def areal_mass(foil_thickness_um: ArrayLike, copper_density_g_per_cm3: ArrayLike = 8.96) -> Value:
    """Return the mass of a square metre, g/m2: density x thickness, as 1 g/cm3 x 1 um is 1 g/m2.

    >>> round(areal_mass(3.5), 6)
    31.36
    """
    p = PARAMETERS.check(locals())
    return plain(p["foil_thickness_um"] * p["copper_density_g_per_cm3"])


def area_per_tonne(foil_thickness_um: ArrayLike, copper_density_g_per_cm3: ArrayLike = 8.96) -> Value:
    """Return the area of a tonne of foil, m2/t: 1e6 / areal mass.

    >>> round(area_per_tonne(3.5), 3)
    31887.755
    """
    return plain(1e6 / np.asarray(areal_mass(foil_thickness_um, copper_density_g_per_cm3)))


def profit_per_m2(
    foil_profit_usd_per_t: ArrayLike,
    foil_thickness_um: ArrayLike,
    copper_density_g_per_cm3: ArrayLike = 8.96,
) -> Value:
    """Return the profit on a square metre of foil, USD/m2: m_f x areal mass / 1e6.

    >>> round(profit_per_m2(1400, 3.5), 6)
    0.043904
    """
    p = PARAMETERS.check(locals())
    mass = p["foil_thickness_um"] * p["copper_density_g_per_cm3"]
    return plain(p["foil_profit_usd_per_t"] * mass / 1e6)


def equivalent_profit(
    foil_profit_usd_per_t: ArrayLike, foil_thickness_um: ArrayLike, reference_thickness_um: ArrayLike
) -> Value:
    """Return the profit per tonne that gives the same profit per m2 at the reference thickness: m1 t1 / t2.

    >>> round(equivalent_profit(1400, 3.5, 6), 3)
    816.667
    """
    p = PARAMETERS.check(locals())
    return plain(p["foil_profit_usd_per_t"] * p["foil_thickness_um"] / p["reference_thickness_um"])


def copper_saved(foil_thickness_um: ArrayLike, reference_thickness_um: ArrayLike) -> Value:
    """Return the copper saved per m2 against the reference, a fraction: 1 - t1 / t2; below 0 it takes more.

    >>> round(copper_saved(3.5, 6), 6)
    0.416667
    """
    p = PARAMETERS.check(locals())
    return plain(1 - p["foil_thickness_um"] / p["reference_thickness_um"])
