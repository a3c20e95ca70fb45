"""Units: symbols that depend on case, words in any case, SI prefixes, and denominators of rates."""

from unicodedata import normalize

from analysis.core.units import THINGS
from analysis.extraction.lexicon.numerals import names, table

# Written by case: "Mt" is a million tonnes, "mt" is read by context, "MW" is not "mW".
_BY_CASE = table(
    """
    mtu = mtu | MTU | dmtu
    t = tU | tLCE | tCu | tNi | tCO2 | tCO2e | tCO2eq | t CO2 | t CO2e
    t = t | MT | mt | dmt | wmt | DMT | WMT | MTs | mts
    t = T
    t * 1000 = Tt | kt | Kt | KT | kMT | kmt | kwmt | kdmt | ktCO2 | ktCO2e
    t * 1e+06 = Mt | Mmt | mmt | MMT | MnT | Mwmt | Mdmt | MtCO2 | MtCO2e
    t * 1e+09 = Gt
    t/year = tpa | tpy
    t/year * 100000 = ltpa
    t/year * 1000 = ktpa | ktpy
    t/year * 1e+06 = mtpa | mtpy | mmtpa
    t/day = tpd | mtpd
    t/day * 1000 = ktpd
    t/week = tpw
    t/hour = tph
    t/month = tpm
    t/month * 1000 = ktpm
    kg = kg | kgs | kgCO2 | kgCO2e | kg CO2 | kg CO2e
    g = g | gm | gms | gCO2 | gCO2e | g CO2 | g CO2e
    mg = mg
    mol = mol
    ug = µg | μg | ug
    lb = lb | lbs | lb. | lbs.
    lb * 1e+06 = mlb | mlbs | mmlb | mmlbs
    lb * 1000 = klb | klbs
    ozt = oz | Oz | toz | oz. | ozs | troy oz | troy oz.
    ozt * 1000 = koz | kozs
    ozt * 1e+06 = moz | mozs
    ozt/year = ozpa
    ozt/year * 1000 = kozpa
    bbl = bbl | bbls
    bbl * 1e+06 = mmbbl | mbbl
    bbl/day = bpd | b/d
    bbl/day * 1000 = kb/d | kbpd | kbd
    bbl/day * 1e+06 = mb/d | mmb/d | mbpd | mbd | mmbpd
    boe = boe
    boe * 1000 = kboe
    boe * 1e+06 = mmboe
    boe/day = boepd | boed
    boe/day * 1000 = kboepd | kboed | mboepd | mboed
    boe/day * 1e+06 = mmboepd | mmboed
    bushel = bu
    ft^3 * 1000 = mcf
    ft^3 * 1e+06 = mmcf | mmscf
    ft^3 * 1e+09 = bcf
    ft^3 * 1e+12 = tcf
    ft^3/day * 1e+06 = mmcfd | mmscfd
    ft^3/day * 1e+09 = bcfd
    toe = toe
    toe * 1000 = ktoe
    toe * 1e+06 = mtoe
    GW = GW | GWe
    kWh = kW h | kW·h
    MWh = MW h | MW·h
    GWh = GW h | GW·h
    TWh = TW h | TW·h
    GWp = GWp
    MWp = MWp
    kWp = kWp
    kVA = kVA
    MVA = MVA | megavolt ampere | megavolt amperes | megavolt-ampere | megavolt-amperes
    ha = ha | Ha | HA
    um = µm | μm | um | µ | μ
    m^2 = m2 | M2 | m² | m^2 | sqm | sq m | sq.m | sq. m
    m^3 = m3 | M3 | m³ | m^3 | cbm | cu m | cu. m | cu.m | Nm3 | Nm³ | Sm3 | Sm³
    m^3 * 1e+06 = Mm3 | Mm³ | mcm
    m^3 * 1e+09 = bcm
    t = dwt | DWT
    km^2 = km2 | km² | km^2 | sq km | sq. km | sq.km | sqkm
    mile^2 = sq mile | sq miles | sq. miles | sq mi | sq. mi
    cm^2 = cm2 | cm² | cm^2
    mm^2 = mm2 | mm² | mm^2
    cm^3 = cm3 | cm³ | cm^3 | cc
    ft^2 = sq ft | sq. ft | sq.ft | ft2 | ft² | ft^2 | sqft
    ft^3 = ft3 | ft³ | ft^3 | cu ft | cu. ft | cu.ft
    W/(m*K) = W/(m*K) | W/(m·K) | W/(m K) | W/m·K | W/mK
    W/m^2 = W/m2 | W/m² | W/m^2
    g/t = g/t | gpt | gr/t
    Wh/kg = Wh/kg
    Wh/L = Wh/L | Wh/l
    mAh/g = mAh/g
    L = L | l | lt | ltr | ltrs
    ppm = ppm
    ppb = ppb
    percentage_point = pt | pts | pp | ppt | ppts | pps | p.p. | %-pts | pct pts | pct points
    basis_point = bp | bps
    percent = % | pc | pct | ％ | pct. | p.c.
    percent = wt% | wt.% | wt % | wt. % | vol% | vol.% | vol % | vol. % | mol% | mol % | at% | at.% | at % | at. %
    degC = ℃ | °C | °c | ° C | ºC | º C | degC | deg C | deg. C
    degF = ℉ | °F | ° F | ºF | º F | degF | deg F | F
    degree = ° | º
    mile/hour = mph | m.p.h. | m.p.h
    km/hour = kph | kmh | kmph | k.p.h. | k.p.h
    knot = kn | kts
    hp = hp | HP | bhp | PS | ps
    rpm = rpm
    N*m = Nm
    lb*foot = lb-ft | ft-lb | lb ft | pound-feet | pound-foot
    psi = psi
    ksi = ksi
    inch = in. | ″ | "
    inch * 1 = in
    foot = ft | ft. | '
    yard = yd | yds
    mile = mi
    dB = dB
    C_rate = C
    MMBtu = mmbtu
    therm = therm | therms
    Btu = btu | british thermal unit | british thermal units
    Mbit/second = Mbps | Mbit/s | Mb/s
    Gbit/second = Gbps | Gbit/s | Gb/s
    kbit/second = kbps
    A*hour = Ah
    mA*hour = mAh
    ohm = Ω | ohm | ohms
    tce = tce
    tce * 1e+06 = Mtce
    kgce = kgce
    TEU = teu | teus
    FEU = feu | feus
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
    mtu = metric ton unit | metric ton units | tonne unit | tonne units
    mtu * 0.90718474 = short ton unit | short ton units
    t = dry metric tonnes | dry metric tons | wet metric tonnes | wet metric tons | dry tonnes | wet tonnes
    t = dry tons | wet tons | dry tonne | wet tonne | dry ton | wet ton | dry metric tonne | wet metric tonne
    short_ton = short ton | short tons | net ton | net tons
    long_ton = long ton | long tons | gross ton | gross tons
    kg = kilogram | kilograms | kilo | kilos | kilogramme | kilogrammes
    g = gram | grams | gramme | grammes
    mg = milligram | milligrams
    g/t = grams per tonne | grams per ton | grams a tonne | grammes per tonne
    lb = pound | pounds
    ozt = ounce | ounces | troy ounce | troy ounces
    bbl = barrel | barrels
    gallon = gallon | gallons | gal
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
    km = route km | track km | lane km | line km | circuit km
    km^2 = square kilometer | square kilometers | square kilometre | square kilometres
    mile^2 = square mile | square miles
    m^3 = cubic meter | cubic meters | cubic metre | cubic metres | bank cubic metres | bank cubic meters
    m^3 = bulk cubic metres | bulk cubic meters | normal cubic metres | normal cubic meters
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
    week = week | weeks | wks
    month = month | months | mos | monate
    year = year | years | yrs | jahre | jahren
    year * 10 = decades | decade
    year * 100 = centuries | century
    multiple = fold | folds | times | x | ×
    """
)

# What takes SI prefixes: symbol in the record, printed symbol, prefixes, and the words for it.
_PREFIXED = """
    W W k,M,G,T,m watt
    Wh Wh k,M,G,T watt hour|watt-hour|watthour
    V V k,m volt
    A A k,m ampere|amp
    Hz Hz k,M,G,T hertz
    Pa Pa k,M,G pascal
    J J k,M,G,T,P,E joule
    N N k,M newton
    B B k,K,M,G,T,P byte
    bit bit k,M,G bit
    m m k,c,m,n metre|meter
    m m µ metre|meter
    L L m,c,k,M,G litre|liter
    l l m,c,h,k litre|liter
    eV eV k,M,G,T electronvolt
    bar bar m,M bar
"""
_PREFIX_WORDS = {"k": "kilo", "K": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "E": "exa", "m": "milli",
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
_LETTERS = _SYMBOLS | _BY_CASE
# Symbols that are one character in East Asian type, such as ㎏ and ㎡; "㎾h" is two.
_SQUARES = {chr(code): normalize("NFKC", chr(code)) for code in range(0x3371, 0x33E0) if chr(code) != "㎰"}
SQUARE_UNITS: dict[str, tuple[str, float]] = {
    f"{square}{ending}": _LETTERS[f"{symbol}{ending}"]
    for square, symbol in _SQUARES.items()
    for ending in (("", "h") if symbol in {"kW", "MW"} else ("",))
    if symbol in _LETTERS
} | {"ℓ": ("L", 1.0)}
CASE_UNITS: dict[str, tuple[str, float]] = _LETTERS | SQUARE_UNITS
WORD_UNITS: dict[str, tuple[str, float]] = _WORDS | _BY_WORD
UNITS: dict[str, tuple[str, float]] = WORD_UNITS | CASE_UNITS

# Symbols in another case than theirs ("30 Gwh", "5 TPA"), if long enough to be no word or code.
_SHORT_IN_ANY_CASE = frozenset("km kg kw mw gw tw kv kj mj gj tj kl hz lb oz cm mm".split())
ANY_CASE_UNITS: dict[str, tuple[str, float]] = {
    surface.lower().replace("-", " "): entry  # as the text is when it is looked up
    for surface, entry in CASE_UNITS.items()
    if surface.isascii() and (len(surface) > 2 or surface.lower() in _SHORT_IN_ANY_CASE)
} | {"mw": ("MW", 1.0), "mm3": ("mm^3", 1.0)}  # two that differ by case: "85 Mw" is not a milliwatt
# Units that are written before their number too: "MT 500".
FRONT_UNITS = {surface: UNITS[surface] for surface in "MT mt dmt wmt kg lb lbs oz MW MWh GWh kWh bbl".split()}
# Units that a letter scales although they are symbols: "2.4m TEU", "30k bpd".
SCALED_BY_LETTER = frozenset(
    "t kg lb ozt bbl bbl/day boe boe/day TEU FEU ha kWh MWh GWh MMBtu therm m^2 m^3 ft^2 ft^3 L t/year".split()
)

# After a space these usually mean something else, so they are units only if attached: "5m", "0.7x", "12V".
ATTACHED_UNITS = frozenset(
    {"V", "x", "×", "m", "c", "A", "J", "N", "bit", "s", "h", "d", "l", "C", "F", "in", "'", "″", '"', "pt", "pts"}
)
# Of these, units after a space too if the number has a decimal point or a "/" follows.
SPACED_UNITS = frozenset({"V", "A", "J", "N", "l", "s", "h", "in", "m"})

SHARES = frozenset({"percent", "percentage_point", "basis_point", "fraction", "multiple"})
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
# Denominators of rates, in addition to the units above.
PER_ONLY = names(
    """
    year = annum | yr | y | a
    month = mo
    day = d | day
    hour = h | hr
    minute = min
    second = s | sec
    share = share | aktie | sh
    t = T
    short_ton = st | nt
    long_ton = gt
    person = capita | person
    vehicle = vehicle | car
    piece = pc | pcs | piece
    container = container | box
    cwt = cwt | cwt.
    therm = th | thm
    mtu = mtu
    dmtu = dmtu
    W = Wp
    TEU = TEU
    teu = teu
    FEU = FEU
    feu = feu
    """
) | {
    word: word for word in (*"W mol worker employee unit household shift night trip head plant module".split(), *THINGS)
}
RATE_WORDS = names(
    """
    year = annually | yearly | p.a. | p.a | pa
    month = monthly
    week = weekly
    day = daily
    t = pmt
    hour = hourly
    """
)
CASE_UNITS.pop("B", None)  # a letter after a number is a code far more often than a byte
UNITS.pop("B", None)
