"""Words by which the subject rules recognise nouns, verbs and connectors."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex

BE = frozenset("is are was were been be".split())
MODALS = lex.MODALS - {"to"}
HAVE = frozenset("has have had".split())
AUXILIARIES = BE | MODALS | HAVE | frozenset("now do does did".split())
STOPS = frozenset(
    "in on at by from to with as and or but while that which who when after before over under per versus against "
    "across through during since until than into onto off up down out above below between among about around via "
    "because if once though although so nor despite without within where whose what how not no only just also "
    "even".split()
)
CLAUSE_OPENERS = frozenset("while whereas but because that although though when where if as".split())
# "The ministry said output rose 5%": a new clause begins after these.
REPORTING = frozenset(
    "revealed confirmed noted explained "
    "said says say showed shows show reported reports reckons reckon estimates estimate forecasts expects expect "
    "believes thinks predicted predicts announced".split()
)
NOUN_OR_VERB = frozenset("costs cost ends runs returns gains numbers covers shed added".split()) | lex.CHANGE_NOUNS
COSTING = frozenset("cash unit operating sustaining processing".split())
TIMELY = frozenset("yearly monthly weekly daily quarterly hourly".split())
QUANTIFIERS = frozenset("most few many more each all both".split())
HELD_AT = frozenset("held sold bought set put kept seen left stood".split())
MEASURED = frozenset(
    "ebit ebitda profit profits earnings income revenue revenues sales turnover value margin margins output "
    "production exports imports price prices stocks inventories cost costs debt demand supply consumption shipments "
    "volumes deficit surplus spending capex ebit cash reserves deposits assets capacity traffic lending orders "
    "investment employment".split()
)
# Before "growth" these say what grows.
GROWING = MEASURED | frozenset("organic like-for-like acquisition loan credit gdp economic wage traffic".split())
# Nouns of change that are never verbs: "sales growth around 6 %".
NEVER_VERBS = frozenset("growth reduction reductions expansion improvement contraction uptick uplift upturn".split())
DETERMINERS = frozenset("the a an its their his her our my your this that these those each every some any all".split())
ECONOMY = frozenset({"gdp", "gross domestic product", "gnp", "national income"})  # "a deficit of 5 % of GDP"
PRONOUNS = frozenset(
    "it they he she we i you them him us me this that these those there who which what one both all others another "
    "such most many few more each".split()
)
# Verbs that state a level: the words before them are what is measured.
STATING = frozenset(
    "reached reaches reach hit hits totalled totals totaled stood stands exceeded exceeds exceed surpassed surpasses "
    "represent represents represented account accounts accounted averaged averages averaging topped tops passed passes "
    "crossed crosses expanded cost costs weigh weighs weighed last lasts lasted measures measured amounted amounts "
    "came comes remain remained remains stay stayed stays stalled closed closes settled settles ended ends finished "
    "opened traded trades trading fetched fetches sells equals equalled yielded runs ran numbers numbered covers "
    "covered moved went goes turned spans starts started bottomed peaked returned swung touched stabilised slowed "
    "changed lost loses gained gains added adds shed widened deepened halved doubled tripled trebled quadrupled "
    "summed ranged ranges levelled leveled".split()
)
# Verbs with a figure as their object; the words before them say who does it and not what is measured.
ACTIONS = frozenset(
    "want need needs pay pays take takes make makes get gets give gives hold holds own owns employ employs "
    "contain contains produce produces sell sells buy buys see sees expect expects offer offers plan plans want wants "
    "bid bids won took made paid sold bought gave held saw found sent got kept told shot led beat set drew spent ran "
    "earn earns lose mine mines ship ships handle handles seek seeks import imports export exports".split()
)
# Right after a share these nouns say what it is: "pays 2% duty".
SHARED = frozenset(
    "duty duties tariff tariffs tax vat gst royalty premium discount stake interest levy surtax support approval "
    "turnout purity recovery humidity moisture yield utilisation utilization availability".split()
)
ONGOING = frozenset(
    "reaching hitting averaging totalling totaling bottoming peaking closing settling ending trading touching "
    "topping passing exceeding".split()
)
LASTING = frozenset(
    "life lifetime payback period warranty validity maturity tenor tenure duration term terms delay waiting time age "
    "lead lag cover".split()
)
# What "earned $5 million" measures is said by no word of the text, and so is what a company gained or lost.
OF_COMPANIES = frozenset(
    "lost loses lose gained gains gain added adds shed raised raises cut cuts lifted increased reduced".split()
)
PERIODS = frozenset(lex.MONTHS) | frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Q1 Q2 Q3 Q4 H1 H2 FY YTD".split()
)
TIME_WORDS = frozenset(
    "year years month months week weeks day days hour hours minute minutes quarter quarters half decade decades time "
    "times period term today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday morning "
    "afternoon total all addition turn fact general part case average advance return place question favour favor row "
    "jail prison".split()
)
_FISCAL = lazy_regex(
    r"(?:[hq][1-4]|\d?[hq]|\d{0,2}m)?(?:fy|cy)['’]?(?:\d{2,4})?(?:[-–/]\d{2,4})?[ef]?"
)  # "FY25", "Q3FY18"
_OTHER_TIMES = frozenset("prior previous last this next same ago earlier before fiscal corresponding in the a".split())
# Nouns before "of" that say nothing of what is measured; it is said elsewhere.
EMPTY_NOUNS = frozenset(
    "end total maximum minimum average median mean record high low peak range level sum amount number majority most "
    "rest net range all some any each lot pool one none half third quarter out because instead ahead short worth "
    "kind sort basis view consensus milestone mark threshold figure reading".split()
) | (lex.CHANGE_NOUNS - {"cagr"})
NOUNS_TOO = frozenset(
    "need needs offers offer plans plan bids bid mines mine ships ship imports import exports export".split()
)
WORTH = frozenset("worth costing totalling totaling weighing averaging valued priced".split())
FORMULA = lazy_regex(
    r"(?:(?:Li|Al|Fe|Cu|Ni|Co|Zn|Pb|Sn|Au|Ag|Mn|Cr|Ti|V|W|U|Si|Mg|Mo|Nd|Pr|Dy|Tb|C|O|S|P|K|N|F|Sb|Bi|Ga|Ge|In|Pt|Pd)\d{0,2})+\Z"
)
# Between two figures these words say that the second is of the same thing.
SAME_THING = (
    frozenset(
        ", ( ) or from to against versus vs vs. compared with up down higher lower more less than a an the of by "
        "rise fall increase decrease drop decline gain jump after and was were which is year year-on-year yoy "
        "month-on-month mom qoq about around some nearly almost over under just below above another further only "
        "roughly annual monthly on ; : previously earlier before ago last this also still respectively between / "
        "- – but month week day quarter same off minus plus at ended ending close finish it is been its forecast "
        "expected had been seen target record average mean equal equivalent two three four five six in better "
        "worse stronger weaker revised preliminary adjusted unrevised basis yearly quarterly weekly trade reach "
        "settle start beginning end per tonne ton mt kg pound ounce oz lb barrel share first second third fourth "
        "half months years weeks days seven eight nine ten eleven as comparison reflecting reflected representing "
        "marking estimate guidance outlook y-o-y q-o-q m-o-m significant slight sharp steep strong modest small "
        "large big".split()
    )
    | lex.DIRECTION_WORDS.keys()
)
NOT_NOUNS = frozenset(
    "yoy y-o-y qoq mom year-on-year month-on-month quarter-on-quarter week-on-week "
    "ago away earlier later long wide deep high tall old apart north south east west behind ahead north-west today now "
    "then here there clear short full left right free net gross each apiece worth alone yesterday tomorrow more less "
    "fewer higher lower cheaper dearer annually monthly daily weekly per plus minus old-fashioned cif fob cfr ex-works "
    "better worse stronger weaker outside inside within near nearby perhaps maybe already currently also even still "
    "ddp dap delivered respectively thereafter altogether overall straight running total".split()
)


COUNTRIES = frozenset({"UK", "US", "U.S", "EU", "USA", "UAE", "U.K"})
NOW = frozenset("presently currently previously formerly meanwhile already originally".split())
CONNECTING = frozenset("result basis line part terms part case response addition".split())  # "as a result of"
NAMED_BY_ING = frozenset(
    "spending trading funding financing lending borrowing mining milling refining smelting casting drilling recycling "
    "shipping processing pricing holding rating listing building engineering advertising packaging wiring coating "
    "clothing housing parking marketing manufacturing stripping charging heating plating tubing".split()
)
# "Achieved revenue of": what is measured begins after these.
OBTAINED = frozenset(
    "achieved recorded reported posted registered booked clocked generated delivered logged notched incurred secured "
    "attracted handled announced declared readied granted received imposed proposed approved "
    "produced realized garnered collected recognised recognized saw report reports reporting outlined outlines "
    "expected expects expecting forecasting projects projected shows showed confirmed delivers delivering generates "
    "generating posts posting booking achieves achieving registers registering produces indicates indicated "
    "envisages includes include including".split()
)
# Participles that belong to the noun after them.
QUALIFYING = TIMELY | frozenset(
    "adjusted combined consolidated weighted diluted realised realized unrealised attributed blended contained refined "
    "installed deferred accrued discounted levelised".split()
)
LINKS = frozenset("of on per to before after".split())
# Unions that the rules use.
ANY_TIME = TIME_WORDS | _OTHER_TIMES
PARTS_OF_TIME = frozenset("first second third fourth two three six nine twelve to ended ending".split())
VERBS = AUXILIARIES | STATING
GOING_ON = STATING | ONGOING
ONLY_ACTIONS = ACTIONS - NOUNS_TOO
NO_SUBJECT = (PRONOUNS - QUANTIFIERS) | AUXILIARIES | ONLY_ACTIONS
OPENERS = CLAUSE_OPENERS | REPORTING
STOPS_OF = STOPS | frozenset({"of", "for"})
ANY_VERB = AUXILIARIES | STATING | ACTIONS
MAY_BE_VERB = VERBS | ONGOING | HELD_AT | lex.DIRECTION_WORDS.keys()
EMPTY_LINKED = (
    (EMPTY_NOUNS | TIME_WORDS | MAY_BE_VERB | ONLY_ACTIONS) - NOUN_OR_VERB - frozenset("return rate price".split())
) | frozenset("total sum majority rest".split())
# "In the June quarter zinc exports fell": the time before a subject begins with these, and goes on with those.
BEFORE_TIME = frozenset("in during for over".split())
GRADING = frozenset("grading graded assaying".split())
RATES = lex.RATE_WORDS.keys() | frozenset("per a each every annually yearly".split())
QUARTER = lazy_regex(r"[1-4][qh](?:\d\d)?")
MOVING = frozenset(
    "ramping ramped ramp ramps stepping scaling "
    "tightened narrowed revised upgraded downgraded hiked reset adjusted moved".split()
)
EARLIER = frozenset("previous prior preceding".split())
# "Cash flow from operations of $5": what comes from a source.
WITH_A_SOURCE = frozenset("flow flows income profit loss earnings revenue revenues proceeds".split())
NOUNS_IN_AL = frozenset("coal metal capital material mineral chemical terminal signal animal rental".split())
VALUING = frozenset("pegged put puts estimated estimates assessed valued kept maintained left set fixed quoted".split())
PERIODS_MEASURED = frozenset("payback grace warranty construction notice lease holding lock-up transition".split())
EMPTY_MODIFIED = frozenset("range basis milestone mark level threshold barrier line target goal".split())
VERBS_AFTER_ASIDE = (VERBS | {form for form in lex.DIRECTION_WORDS if form.endswith("ed")}) - NOUN_OR_VERB | frozenset(
    "rose fell grew sank slid shrank dropped slipped produced".split()
)
NOT_IN_NOUN = {word for word in ANY_VERB - NOUN_OR_VERB if not word.endswith("ed")} | set(
    "and while as but which that who".split()
)
# Nouns that end like adverbs or participles.
NOT_DESCRIBING = frozenset("supply assembly monopoly anomaly family italy july feed seed speed need bed shed".split())
# These say nothing alone: "a rate of 5 %", "a target of 5 t".
VAGUE = frozenset("goal rate target percentage proportion share volume amount value".split())
ADVERBS = frozenset(
    "almost nearly then also really still now just only already even never seldom often always sometimes again soon "
    "ever once thus longer".split()
)
DRIVING = frozenset(
    "forced push pushed pushes drove drives sent sends brought brings pulled dragged pressed bid talked".split()
)
SEEING = frozenset("saw sees seen seeing".split())
OPERATING = NAMED_BY_ING | frozenset(
    "operating remaining outstanding existing underlying recurring sustaining rising falling growing working "
    "standing leading processing".split()
)
SETTING = VALUING | MOVING | DRIVING


def describes(word: str) -> bool:
    """Return whether a word ends like an adverb or a participle, and is not a noun such as "supply"."""
    return word.endswith(("ed", "ly")) and word not in NOT_DESCRIBING


def is_fiscal(word: str) -> bool:
    """Return whether a word names a fiscal year or a part of one: "fy25", "q3fy18"."""
    return ("fy" in word or "cy" in word) and _FISCAL.fullmatch(word) is not None
