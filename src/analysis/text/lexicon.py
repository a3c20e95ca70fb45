"""The words that figures are written with: numbers, scales, currencies, units, hedges, directions.

Everything the grammar knows of a word stands here, once.
Surfaces are as printed; a unit maps to its name in the figure record and the factor that scales to it.
"""


def _table(lines: str) -> dict[str, tuple[str, float]]:
    """Read lines of `name = surface | surface` or `name * factor = ...` into surface: (name, factor)."""
    table: dict[str, tuple[str, float]] = {}
    for line in lines.strip().splitlines():
        name, surfaces = line.split(" = ")
        unit, _, factor = name.strip().partition(" * ")
        table |= {surface.strip(): (unit, float(factor or 1)) for surface in surfaces.split(" | ")}
    return table


NUMBER_WORDS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))

SCALES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "lakhs": 1e5,
    "million": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "crore": 1e7,
    "crores": 1e7,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "mrd": 1e9,
    "trillion": 1e12,
    "trn": 1e12,
    "tn": 1e12,
}

# One letter is a scale only where a currency stands before the number: "$5m" is money, "5 m" is a length.
MONEY_SCALES: dict[str, float] = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9, "T": 1e12}

FRACTION_WORDS: dict[str, float] = {
    word: 1 / parts
    for parts, word in enumerate("half third fourth fifth sixth seventh eighth ninth tenth".split(), start=2)
} | {"quarter": 1 / 4}

MULTIPLE_WORDS: dict[str, float] = {
    word: value
    for value, words in {
        1 / 2: "halve halves halved halving",
        2: "twice double doubles doubled doubling",
        3: "triple triples tripled tripling trebled",
        4: "quadruple quadrupled quadrupling",
    }.items()
    for word in words.split()
} | {f"{word}fold": value for word, value in NUMBER_WORDS.items() if 2 <= value <= 20}

# Signs before the amount. "$" and "¥" are read by context, see quantities.py.
CURRENCY_SIGNS = {
    surface: code
    for surface, (code, _) in _table(
        """
    USD = US$ | $
    CAD = C$ | CA$
    AUD = A$ | AU$
    HKD = HK$
    NZD = NZ$
    TWD = NT$
    SGD = S$
    BRL = R$
    CNY = CN¥ | RMB¥ | RMB | Rmb | Yn | Yuan | yuan
    JPY = JP¥ | ¥ | ￥
    EUR = €
    GBP = £
    INR = ₹ | Rs. | Rs
    RUB = ₽
    KRW = ₩
    TRY = ₺
    UAH = ₴
    NGN = ₦
    PHP = ₱
    """
    ).items()
}
CURRENCY_NAMES = _table(
    """
    CNY = yuan | renminbi | rmb | cn¥
    JPY = yen | ¥
    USD = dollar | dollars | us dollar | us dollars | u.s. dollar | u.s. dollars | $
    HKD = hong kong dollars
    AUD = australian dollars
    CAD = canadian dollars
    USD * 0.01 = cent | cents | us cents | c
    EUR = euro | euros | €
    GBP = pounds sterling | £
    INR = rupee | rupees
    RUB = rouble | roubles | rubles
    KRW = won
    BRL = reais
    ZAR = rand
    CHF = swiss francs
    """
)

# Written by case: "Mt" is a million tonnes, "mt" is read by context, "MW" is not "mW".
_BY_CASE = _table(
    """
    t = t | MT | mt | dmt | wmt
    t * 1000 = kt | Kt | KT
    t * 1e+06 = Mt | Mmt | mmt
    t/year = tpa
    t/year * 1000 = ktpa
    t/year * 1e+06 = Mtpa | mtpa | MTPA
    t/day = tpd
    t/month = tpm
    kg = kg
    g = g
    mg = mg
    lb = lb | lbs
    lb * 1e+06 = Mlb
    ozt = oz
    ozt * 1000 = koz | Koz
    ozt * 1e+06 = Moz
    ozt/year = ozpa
    ozt/year * 1000 = kozpa
    bbl = bbl
    bbl/day = bpd
    TWh = TWh
    GWh = GWh
    MWh = MWh
    kWh = kWh
    Wh = Wh
    TW = TW
    GW = GW
    MW = MW
    kW = kW
    W = W
    kV = kV
    V = V
    GPa = GPa
    MPa = MPa
    kPa = kPa
    bar = bar
    um = µm | μm | um | ㎛
    nm = nm
    mm = mm
    cm = cm
    m = m
    km = km
    ha = ha
    m^2 = m2 | m²
    m^3 = m3 | m³
    g/t = g/t | gpt
    Wh/kg = Wh/kg
    ppm = ppm
    percentage_point = pp | ppt
    basis_point = bp | bps
    percent = % | pc | pct
    degC = ℃ | °C | ° C | degC | deg C
    """
)

# Written out, in any case.
_BY_WORD = _table(
    """
    t = ton | tons | tonne | tonnes | metric ton | metric tons | metric tonne | metric tonnes
    t * 1000 = kilotonne | kilotonnes
    t * 1e+06 = megatonnes
    kg = kilogram | kilograms | kilo | kilos
    g = gram | grams
    g/t = grams per tonne
    lb = pound | pounds
    ozt = ounce | ounces | troy ounce | troy ounces
    bbl = barrel | barrels
    GWh = gigawatt hour | gigawatt hours | gigawatt-hour | gigawatt-hours
    MWh = megawatt hour | megawatt hours | megawatt-hour | megawatt-hours
    kWh = kilowatt hour | kilowatt hours | kilowatt-hour | kilowatt-hours
    GW = gigawatt | gigawatts
    MW = megawatt | megawatts
    kW = kilowatts
    W = watt | watts
    MPa = megapascal | megapascals
    um = micron | microns | micrometer | micrometers | micrometre | micrometres
    nm = nanometers
    mm = millimeters | millimetres
    m = metre | metres | meter | meters
    km = kilometer | kilometers | kilometre | kilometres
    ha = hectares
    m^2 = square meters | square metres
    m^3 = cubic meters | cubic metres
    percent = percent | per cent | wt.%
    percentage_point = percentage point | percentage points
    basis_point = basis point | basis points
    degC = degrees celsius
    second = second | seconds
    minute = minute | minutes
    hour = hour | hours
    day = day | days
    week = week | weeks
    month = month | months
    year = year | years
    multiple = fold | times | x
    """
)

UNITS: dict[str, tuple[str, float]] = _BY_CASE | _BY_WORD
WORD_UNITS = frozenset(_BY_WORD)
CASE_UNITS = frozenset(_BY_CASE)
# These read as something else far more often when a space stands before them.
ATTACHED_UNITS = frozenset({"V", "x", "m", "c"})

SHARES = frozenset({"percent", "percentage_point", "basis_point", "fraction", "multiple"})
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
# What a rate may be "per": any unit below, and these.
PER_ONLY: dict[str, str] = {
    "annum": "year",
    "yr": "year",
    "mo": "month",
    "min": "minute",
    "d": "day",
    "y": "year",
    "h": "hour",
    "hr": "hour",
    "share": "share",
    "worker": "worker",
    "employee": "employee",
    "capita": "person",
    "person": "person",
    "unit": "unit",
    "W": "W",
    "mtu": "mtu",
    "dmtu": "dmtu",
}
RATE_WORDS: dict[str, str] = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "daily": "day",
    "p.a.": "year",
}

# Hedges, the longest first where one begins with another. A word is the hedge of the number that follows.
HEDGES: dict[str, str] = {
    word: qualifier
    for qualifier, words in {
        "~": (
            "≈ | ~ | ∼ | c. | ca. | circa | about | around | roughly | some | approximately | approx. | "
            "an estimated | estimated at | in the region of | in the order of | nearly | almost | "
            "close to | approaching | approaches | approached | nearing | just shy of"
        ),
        ">": (
            "> | over | just over | well over | more than | greater than | higher than | larger than | "
            "above | upwards of | upward of | in excess of | north of | beyond | past | exceed | "
            "exceeds | exceeded | exceeding | surpass | surpasses | surpassed | surpassing | top | "
            "tops | topped | topping"
        ),
        ">=": "≥ | >= | at least | no less than | not less than | a minimum of | minimum",
        "<": "< | less than | fewer than | lower than | below | under | just under | thinner than",
        "<=": (
            "≤ | <= | up to | as much as | as many as | at most | no more than | not more than | "
            "a maximum of | maximum | no faster than"
        ),
    }.items()
    for word in words.split(" | ")
}
# Hedges after the number.
HEDGES_AFTER: dict[str, str] = {
    word: qualifier
    for qualifier, words in {
        ">=": "+ | plus | or more | or above | or higher | and above | at least",
        "~": "or so | or thereabouts",
        "<=": "or less | or below | at most",
    }.items()
    for word in words.split(" | ")
}

_REGULAR = {
    "up": "increase grow climb jump soar surge gain expand advance lift raise boost improve accelerate widen "
    "strengthen enhance swell rocket spike rally enlarge leap",
    "down": "decrease decline drop fall reduce cut lower shrink slump plunge plummet slash trim tumble slide "
    "slip dip shed ease contract narrow slim curb",
}
_IRREGULAR = {
    "up": "up leapt rise rises risen rising rose grew grown growth higher uptick upturn uplift upswing expansion "
    "improvement cagr appreciation",
    "down": "down fell fallen cutting shrank shrunk sank sunk slid slipping dropped dropping shedding trimmed "
    "trimming dipped dipping slipped reduction reductions contraction downturn depreciation",
}


def _forms(stem: str) -> set[str]:
    """The regular English forms of a verb and its noun."""
    if stem.endswith("e"):
        return {stem, stem + "s", stem + "d", stem[:-1] + "ing"}
    return {stem, stem + "s", stem + "ed", stem + "ing"}


DIRECTION_WORDS: dict[str, str] = {
    form: direction for direction, stems in _REGULAR.items() for stem in stems.split() for form in _forms(stem)
} | {word: direction for direction, words in _IRREGULAR.items() for word in words.split()}
# These take an object: "lifting productivity 30 %" needs no "by".
TRANSITIVE = frozenset(
    form
    for stem in "increase expand lift raise boost improve enhance accelerate strengthen reduce cut lower slash "
    "trim decrease curb shrink".split()
    for form in _forms(stem)
) | {"cutting", "trimming"}
# Raising or lifting an amount of money is finding it, not changing by it.
FUNDING_WORDS = frozenset("raise raises raised raising advance advances advanced".split())
# "made up 30 %" is a share, "set up 5 plants" a deed.
VERBS_WITH_UP = frozenset(
    "make makes made making set sets setting take takes took taking build built open opened use used".split()
)
# "ramping up to 40,000 t" says where it goes; elsewhere "up to" is a hedge.
VERBS_WITH_UP_TO = frozenset(
    f"{stem}{ending}"
    for stem in ("ramp", "step", "scal", "mov", "climb", "build", "speed", "add", "sum")
    for ending in ("", "s", "es", "e", "ed", "ing", "ped", "ping")
) | {"rose", "went", "came", "built", "sped"}
# After the number these say that it is a change.
CHANGE_NOUNS = frozenset(
    "increase increases rise rises growth gain gains jump surge climb advance expansion improvement boost uplift "
    "uptick leap reduction reductions decrease decline declines drop fall cut cuts slump dip slide contraction "
    "cagr".split()
)
# After the number these say that it is a difference: "30 % faster", "$150 more than in January".
COMPARATIVES: dict[str, str] = {
    "higher": "up",
    "more": "up",
    "greater": "up",
    "above": "up",
    "faster": "up",
    "better": "up",
    "larger": "up",
    "up": "up",
    "lower": "down",
    "less": "down",
    "fewer": "down",
    "below": "down",
    "cheaper": "down",
    "smaller": "down",
    "down": "down",
}
# Before the number these say that it is a level or a share, whatever the verb before them.
LEVEL_WORDS = frozenset(
    "to at from into of for with in as is are was were be been reach reaches reached reaching hit hits hitting "
    "total totals totalled stood stands account accounts accounted accounting represent represents represented "
    "made makes contains holds held over a an the than between towards toward near per".split()
)

# Words that say whose money a bare "$" or "¥" is, by where a document speaks of.
YUAN_CUES = (
    "China Chinese yuan renminbi RMB CNY Beijing Shanghai Shenzhen SHFE SMM Jiangxi Yunnan Sichuan Guangdong "
    "Shandong Henan Hunan Anhui Fujian Guangxi Guizhou Gansu Qinghai Xinjiang Hebei Hubei Zhejiang Jiangsu "
    "Shanxi Shaanxi Liaoning Ganzhou MIIT NDRC Xinhua"
).split()
YEN_CUES = "Japan Japanese yen JPY Tokyo Osaka Nikkei METI JOGMEC Sumitomo Mitsubishi Mitsui".split()
DOLLAR_CUES: dict[str, tuple[str, ...]] = {
    "AUD": ("A$", "AU$", "AUD", "ASX"),
    "CAD": ("C$", "CA$", "CAD", "TSX", "TSXV"),
    "HKD": ("HK$", "HKD"),
    "USD": ("US$", "USD"),
}

MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
).split()

# A count has a plural head noun; these plurals carry no final s.
IRREGULAR_PLURALS: dict[str, str] = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "staff": "staff",
    "series": "series",
}
# Words that end in s and are no plural, or never head a count.
NOT_NOUNS = frozenset(
    "is was has does this its his as us thus across plus various previous less always perhaps towards "
    "whereas process basis analysis crisis status business gas bus unless besides versus stands means remains "
    "rises falls makes takes gives gets says includes requires shows comes goes needs seems equals represents "
    "accounts starts begins ends runs".split()
)
# Counters that web pages print around an article.
FURNITURE_NOUNS = frozenset(
    "comment comments reply replies like likes message messages view views download downloads crossref "
    "follower followers subscriber subscribers".split()
)
