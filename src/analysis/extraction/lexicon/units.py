"""Units: symbols that depend on case, words in any case, SI prefixes, and denominators of rates.

Each maps to its name in the figure record and the factor to that unit. The names are those of the unit registry in
`core/units.py`; a test parses each with pint.
"""

from analysis.extraction.lexicon.notation import table

# Written by case: "Mt" is a million tonnes, "mt" is read by context, "MW" is not "mW".
_BY_CASE = table(
    """
    mtu = mtu | MTU | dmtu
    t = tU | tLCE | tCu | tNi
    t = t | MT | mt | dmt | wmt | DMT | WMT
    t * 1000 = Tt | kt | Kt | KT | kMT | kmt
    t * 1e+06 = Mt | Mmt | mmt | MMT
    t * 1e+09 = Gt
    t/year = tpa | tpy | TPA
    t/year * 100000 = LTPA | ltpa
    t/year * 1000 = ktpa | ktpy | Ktpa | KTPA
    t/year * 1e+06 = Mtpa | mtpa | MTPA | Mtpy | mmtpa | MMTPA
    t/day = tpd | TPD
    t/hour = tph
    t/month = tpm
    kg = kg | KG | Kg
    g = g | gm | gms
    mg = mg
    lb = lb | lbs | lb. | lbs.
    lb * 1e+06 = Mlb | Mlbs
    oz = Oz
    ozt = oz | toz | oz. | ozs
    ozt * 1000 = koz | Koz
    ozt * 1e+06 = Moz
    ozt/year = ozpa
    ozt/year * 1000 = kozpa
    bbl = bbl | bbls
    bbl * 1e+06 = mmbbl | MMbbl
    bbl/day = bpd | b/d
    GW = GW | GWe
    GWp = GWp
    MWp = MWp
    kWp = kWp
    kVA = kVA
    MVA = MVA
    ha = ha
    um = µm | μm | um | ㎛ | µ | μ
    m^2 = m2 | m² | sqm | sq m | sq.m | sq. m
    m^3 = m3 | m³ | cbm
    m^3 * 1e+09 = bcm
    t = dwt | DWT
    km^2 = km2 | km² | sq km
    cm^2 = cm2 | cm²
    mm^2 = mm2 | mm²
    cm^3 = cm3 | cm³ | cc
    ft^2 = sq ft | sq. ft | ft2 | sqft
    g/t = g/t | gpt | gr/t
    Wh/kg = Wh/kg
    Wh/L = Wh/L | Wh/l
    mAh/g = mAh/g
    L = L | l
    ppm = ppm
    ppb = ppb
    percentage_point = pp | ppt | ppts | pps | p.p. | %-pts | pct pts | pct points
    basis_point = bp | bps
    percent = % | pc | pct | ％ | wt% | wt.% | vol% | mol% | pct. | p.c.
    degC = ℃ | °C | ° C | ºC | degC | deg C | deg. C
    degF = ℉ | °F | ° F | ºF | degF | deg F
    degree = ° | º
    mile/hour = mph
    km/hour = kph | kmh
    knot = kn | kts
    hp = hp | HP | bhp | BHP | PS | ps
    rpm = rpm | RPM
    N*m = Nm
    lb*foot = lb-ft | ft-lb | lb ft | pound-feet | pound-foot
    psi = psi
    ksi = ksi
    inch = in. | ″
    inch * 1 = in
    foot = ft | ft. | '
    yard = yd | yds
    mile = mi
    dB = dB
    C_rate = C
    MMBtu = mmbtu | MMBtu | mmBtu | MMBTU
    Btu = Btu | BTU
    Mbit/second = Mbps | Mbit/s | Mb/s
    Gbit/second = Gbps | Gbit/s | Gb/s
    kbit/second = kbps
    A*hour = Ah
    mA*hour = mAh
    ohm = Ω
    tce = tce
    kgce = kgce
    TEU = TEU | teu | TEUs
    minute = min | mins
    second = s | sec | secs
    hour = hr | hrs | h
    """
) | {"\u2032": ("foot", 1.0)}

# Written out, in any case.
_BY_WORD = table(
    """
    t = ton | tons | tonne | tonnes | metric ton | metric tons | metric tonne | metric tonnes | tonnen | toneladas
    t * 1000 = kilotonne | kilotonnes | kiloton | kilotons
    t * 1e+06 = megatonne | megatonnes
    t * 1e+09 = gigatonne | gigatonnes
    t = dry metric tonnes | dry metric tons | wet metric tonnes | wet metric tons | dry tonnes | wet tonnes
    short_ton = short ton | short tons
    long_ton = long ton | long tons
    kg = kilogram | kilograms | kilo | kilos | kilogramme | kilogrammes
    g = gram | grams | gramme | grammes
    mg = milligram | milligrams
    g/t = grams per tonne | grams per ton | grams a tonne | grammes per tonne
    lb = pound | pounds
    ozt = ounce | ounces | troy ounce | troy ounces
    bbl = barrel | barrels
    gallon = gallon | gallons
    bushel = bushel | bushels
    mile/hour = miles per hour | miles an hour
    mile/gallon = miles per gallon | mpg
    hp = horsepower | brake horsepower | metric horsepower
    rpm = revolutions per minute
    um = micron | microns
    nmi = nautical mile | nautical miles
    inch = inch | inches
    foot = foot | feet
    yard = yard | yards
    mile = mile | miles
    ha = hectare | hectares
    acre = acre | acres
    m^2 = square meter | square meters | square metre | square metres
    ft^2 = square foot | square feet
    km^2 = square kilometer | square kilometers | square kilometre | square kilometres
    mile^2 = square mile | square miles
    m^3 = cubic meter | cubic meters | cubic metre | cubic metres
    ft^3 = cubic foot | cubic feet
    L = liter | liters | litre | litres
    percent = percent | per cent | prozent | per-cent | per centum
    percentage_point = percentage point | percentage points | percent point | percent points | %-points | % points
    percentage_point = prozentpunkte | ppts
    basis_point = basis point | basis points
    ppm = parts per million
    ppb = parts per billion | parts-per-billion
    degC = degrees celsius | degree celsius | celsius | degrees centigrade | degrees c
    degF = degrees fahrenheit | degree fahrenheit | fahrenheit | degrees f
    degree = degree | degrees
    knot = knot | knots
    carat = carat | carats
    tce = tonnes of coal equivalent | tons of standard coal | tons of coal equivalent
    second = second | seconds
    minute = minute | minutes
    hour = hour | hours
    day = day | days | working day | working days | business days | trading days
    week = week | weeks
    month = month | months | monate
    year = year | years | jahre | jahren
    year * 10 = decades
    year * 100 = centuries
    multiple = fold | times | x | ×
    """
)

# What takes SI prefixes: symbol in the record, printed symbol, prefixes, and the words for it.
_PREFIXED = """
    W W k,M,G,T,m watt
    Wh Wh k,M,G,T watt hour|watt-hour
    V V k,m volt
    A A k,m ampere|amp
    Hz Hz k,M,G,T hertz
    Pa Pa k,M,G pascal
    J J k,M,G,T,P joule
    N N k,M newton
    B B k,K,M,G,T,P byte
    bit bit k,M,G bit
    m m k,c,m,n metre|meter
    m m µ metre|meter
    L L m,c litre|liter
    l l m,c,h litre|liter
    eV eV k,M electronvolt
    bar bar m bar
"""
_PREFIX_WORDS = {"k": "kilo", "K": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "m": "milli",
                 "c": "centi", "n": "nano", "µ": "micro", "h": "hecto"}  # fmt: skip


def _with_prefixes() -> tuple[dict[str, tuple[str, float]], dict[str, tuple[str, float]]]:
    """Symbols and words of every prefixed unit: kWh and "kilowatt hours", µm and "micrometres"."""
    symbols: dict[str, tuple[str, float]] = {}
    words: dict[str, tuple[str, float]] = {}
    for line in _PREFIXED.strip().splitlines():
        name, symbol, prefixes, stems = line.strip().split(" ", 3)
        for prefix in ["", *prefixes.split(",")]:
            shown = {"µ": "u", "K": "k"}.get(prefix, prefix) + ("L" if name == "l" else name)
            symbols[prefix + symbol] = (shown, 1.0)
            for stem in stems.split("|"):
                word = _PREFIX_WORDS.get(prefix, "") + stem
                words |= dict.fromkeys((word, word if word.endswith(("z", "bar")) else f"{word}s"), (shown, 1.0))
    return symbols, words


_SYMBOLS, _WORDS = _with_prefixes()
CASE_UNITS: dict[str, tuple[str, float]] = _SYMBOLS | _BY_CASE
WORD_UNITS: dict[str, tuple[str, float]] = _WORDS | _BY_WORD
UNITS: dict[str, tuple[str, float]] = WORD_UNITS | CASE_UNITS

# After a space these usually mean something else, so they are units only if attached: "5m", "0.7x", "12V".
ATTACHED_UNITS = frozenset({"V", "x", "×", "m", "c", "A", "J", "N", "bit", "s", "h", "d", "l", "C", "in", "'", "″"})
# Of these, units after a space too if the number has a decimal point or a "/" follows.
SPACED_UNITS = frozenset({"V", "A", "J", "N", "l", "s", "h", "in", "m"})

SHARES = frozenset({"percent", "percentage_point", "basis_point", "fraction", "multiple"})
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
# Denominators of rates, in addition to the units above.
PER_ONLY: dict[str, str] = {
    surface: name
    for surface, (name, _) in table(
        """
    year = annum | yr | y | a
    month = mo
    day = d | day
    hour = h | hr
    minute = min
    second = s | sec
    share = share | aktie
    person = capita | person
    vehicle = vehicle | car
    container = container | box
    mtu = mtu
    dmtu = dmtu
    TEU = TEU
    teu = teu
    FEU = FEU
    feu = feu
    """
    ).items()
} | {
    word: word
    for word in (
        "W mol worker employee unit household shift night trip head plant module piece wafer cell pack pair set truck "
        "passenger customer property charge case bag pallet"
    ).split()
}
RATE_WORDS: dict[str, str] = {
    surface: name
    for surface, (name, _) in table(
        """
    year = annually | yearly | p.a. | p.a | pa
    month = monthly
    week = weekly
    day = daily
    hour = hourly
    """
    ).items()
}
CASE_UNITS.pop("B", None)  # a letter after a number is a code far more often than a byte
UNITS.pop("B", None)
