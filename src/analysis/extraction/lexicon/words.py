"""Words around figures: hedges, directions, numbered things, months, boilerplate."""

from analysis.extraction.lexicon.numerals import by_word

# "Wider than 3 mm", and "no wider than 3 mm".
LARGER = (
    "greater higher larger bigger wider thicker heavier longer taller deeper coarser hotter warmer older faster better"
).split()
SMALLER = "lower smaller narrower thinner lighter shorter shallower finer colder cooler slower younger".split()
# Hedges before a number.
HEDGES: dict[str, str] = by_word(
    {
        "~": (
            "≈ | ~ | ∼ | c. | ca. | circa | about | around | roughly | some | approximately | approx. | "
            "an approximate | an estimated | estimated at | est. | estimated | in the region of | in the order of | "
            "in the vicinity of | in the neighbourhood of | in the neighborhood of | in the ballpark of | "
            "on the order of | somewhere near | close on | not far from | not far off | nigh on | nearly | almost | "
            "virtually | practically | pretty much | more or less | well-nigh | near | near to | "
            "of the order of | not far short of | close upon | getting on for | bordering on | verging on | pushing | "
            "within a whisker of | something like | in round figures | in round numbers | a rough | close to | "
            "approaching | fast approaching | approaches | approached | approach | nearing | "
            "just shy of | an average of some | not exactly | not precisely | almost exactly | nearly exactly | "
            "almost precisely | more or less exactly | rund | etwa | knapp | annähernd"
        ),
        "=": "exactly | precisely | exactly at | precisely at | an exact | a precise | genau | exakt",  # not rounded
        ">": (
            "> | over | just over | well over | slightly over | a little over | comfortably over | over than | "
            "more than | slightly more than | above | slightly above | "
            "well above | upwards of | upward of | in excess | in excess of | well in excess of | north of | beyond | "
            "past | exceed | exceeds | exceeded | exceeding | surpass | surpasses | surpassed | surpassing | top | "
            "tops | topped | topping | passed | passes | passing | crossed | crosses | breached | breaches | "
            "to pass | will pass | should pass | could pass | may pass | would pass | to cross | will cross | "
            "should cross | could cross | may cross | would cross | "
            "breaching | mehr als | über | gut"
        ),
        ">=": (
            "≥ | >= | at or above | at or over | at least | at the least | at the very least | equal to or more than | "
            "equal to or greater than | greater than or equal to | more than or equal to | no less than | "
            "not less than | no fewer than | not below | a minimum of | minimum of | minimum | min. | "
            "min | a floor of | a lower limit of | a lower bound of | mindestens"
        ),
        "<": (
            "< | sub- | less than | slightly less than | fewer than | below | slightly below | "
            "well below | under | just under | slightly under | well under | short of | shy of | not quite | "
            "south of | beneath | weniger als"
        ),
        "<=": (
            "≤ | <= | at or below | at or under | up to | as much as | as many as | at most | at the most | "
            "at the very most | at the outside | less than or equal to | equal to or less than | equal to or below | "
            "no more than | not more than | a maximum of | maximum of | maximum | max. | max | not exceeding | "
            "not to exceed | a cap of | capped at | limited to | restricted to | a ceiling of | an upper limit of | "
            "an upper bound of | a limit of | "
            "bis zu | höchstens | maximal"
        ),
    },
    " | ",
) | {
    f"{before}{word} than": hedge
    for words, plain, negated in ((LARGER, ">", "<="), (SMALLER, "<", ">="))
    for word in words
    for before, hedge in (("", plain), ("no ", negated), ("not ", negated))
}
# Hedges after the number.
HEDGES_AFTER: dict[str, str] = by_word(
    {
        ">=": (
            "+ | plus | -plus | or more | or above | or higher | or greater | or better | or longer | or over | "
            "and above | and over | and more | and up | and beyond | at least | at a minimum | at the least | "
            "at the very least | as a minimum | if not more | upwards | min | min. | minimum"
        ),
        ">": "and change | and counting | and then some | plus change",
        "~": (
            "or so | or thereabouts | or near enough | -odd | -ish | give or take | more or less | approximately | "
            "approx. | in round numbers | in round figures | at a rough estimate"
        ),
        "<=": (
            "or less | or below | or under | or fewer | or lower | or shorter | or smaller | and below | and under | "
            "and less | at most | at the most | at the very most | at best | at the outside | at a maximum | "
            "as a maximum | if that | max | maximum"
        ),
    },
    " | ",
)

_REGULAR = {
    "up": "increase grow climb jump soar surge gain expand advance lift raise boost improve accelerate widen "
    "strengthen enhance swell rocket spike rally enlarge leap rebound hike edge inch mount balloon firm creep quicken "
    "bounce escalate appreciate vault zoom skyrocket mushroom burgeon boom gallop sprint snowball hoist augment "
    "upsurge",
    "down": "decrease decline drop fall reduce cut lower shrink slump plunge plummet slash trim tumble slide "
    "slip dip shed ease contract narrow slim curb soften weaken retreat sink recede dwindle deplete shorten "
    "worsen erode cool pare crash collapse dive crumble deteriorate depreciate devalue diminish subside sag ebb skid "
    "wane nosedive nose-dive crater stumble falter swoon lessen abate moderate tighten curtail prune buckle wilt "
    "wither regress",
}
_IRREGULAR = {
    "up": "up upped upping recovered recovers recovering leapt swollen rise rises risen rising rose grew grown growth "
    "higher uptick upturn uplift upswing expansion improvement cagr appreciation rallied rallies rallying sprang "
    "step-up run-up ramp-up build-up escalation enlargement "
    "steigerte steigert kletterte stieg steigt gestiegen wuchs gewachsen anstieg zuwachs legte erhöhte erhöht",
    "down": "down slowdown degrew de-grew degrowth de-growth "
    "fell fallen cutting shrank shrunk sank sunk slid slipping dropped dropping "
    "shedding trimmed trimming dipped dipping slipped sagged sagging skidded skidding dove "
    "tanked toppled shaved clipped chopped bled haemorrhaged hemorrhaged "
    "reduction reductions contraction downturn downswing downtick slippage shrinkage pullback pull-back drawdown "
    "rollback cutback cutbacks setback retrenchment curtailment erosion deterioration diminution "
    "depreciation devaluation markdown mark-down "
    "verlor sank sinkt senkte gesunken fiel gefallen rückgang eingebrochen",
}


def _forms(stem: str) -> set[str]:
    """The regular English forms of a verb and its noun."""
    if stem.endswith("e"):
        return {stem, stem + "s", stem + "d", stem[:-1] + "ing"}
    return {stem, stem + "s", stem + "ed", stem + "ing"}


DIRECTION_WORDS: dict[str, str] = {
    form: direction for direction, stems in _REGULAR.items() for stem in stems.split() for form in _forms(stem)
} | by_word(_IRREGULAR)
# Transitive verbs: "lifting productivity 30 %" needs no "by".
TRANSITIVE = frozenset(
    form
    for stem in "increase expand lift raise boost improve enhance accelerate strengthen reduce cut lower slash "
    "trim decrease curb shrink".split()
    for form in _forms(stem)
) | {"cutting", "trimming", "trimmed"}
# Before an infinitive.
MODALS = frozenset("to will would could may might can should must shall".split())
# Raising an amount of money is financing, not a change.
FUNDING_WORDS = frozenset("raise raises raised raising advance advances advanced".split())
# "made up 30 %" is a share; "set up 5 plants" is not a change.
VERBS_WITH_UP = frozenset(
    "bought broke broken build built dig digs dug free freed frees lined made make makes making open opened picked "
    "put puts putting scooped set sets setting signed snapped summed take takes taking teamed took turned use used "
    "wound".split()
)
# "ramping up to 40,000 t" names a target; elsewhere "up to" is a hedge.
VERBS_WITH_UP_TO = frozenset(
    f"{stem}{ending}"
    for stem in ("ramp", "step", "scal", "mov", "climb", "build", "speed", "add", "sum")
    for ending in ("", "s", "es", "e", "ed", "ing", "ped", "ping")
) | frozenset(
    "inched edged nudged rose went came built sped gapped shot ticked crept spiked jumped leapt ran got".split()
)
# In "hands over 64 million" the word "over" is part of the verb.
VERBS_WITH_OVER = frozenset(
    f"{stem}{ending}" for stem in ("hand", "turn", "roll", "carry", "sign") for ending in ("", "s", "ed", "ing")
) | frozenset("take takes took taken taking carries carried took".split())
# Particles that show or keep the direction of the verb before them.
_WITH_PARTICLE = {
    "ahead": {"up": "forge push pull race power move steam storm charge surge inch creep edge"},
    "on": {"up": "tack pile"},
    "up": {"up": "pick perk"},
    "back": {
        "up": "bounce snap claw spring",
        "down": "fall drop slip slide ease cut pull scale dial rein peg roll edge",
    },
    "off": {"down": "back tail taper drop fall ease cool trail"},
    "away": {"down": "fall slip drop melt ebb drain"},
}
_PAST = {"fall": "fell fallen", "slide": "slid", "spring": "sprang", "drop": "dropped", "slip": "slipped",
         "snap": "snapped", "peg": "pegged"}  # fmt: skip
VERBS_WITH_PARTICLE: dict[tuple[str, str], str] = {
    (form, particle): direction
    for particle, table in _WITH_PARTICLE.items()
    for direction, stems in table.items()
    for stem in stems.split()
    for form in (*_forms(stem), *_PAST.get(stem, "").split())
} | {("came", "off"): "down", ("wound", "back"): "down"}
# After a number these nouns make it a change.
CHANGE_NOUNS = frozenset(
    "increase increases rise rises growth gain gains jump surge climb advance expansion improvement boost uplift "
    "uptick leap reduction reductions decrease decline declines drop fall cut cuts slump dip slide contraction "
    "raise raises hike hikes rally rebound slowdown cagr dive plunge tumble spike bounce retreat crash collapse drops "
    "dips slides plunges lift upswing upturn upsurge step-up run-up ramp-up build-up "
    "appreciation escalation enlargement downswing downturn downtick slip slippage shrinkage sag ebb "
    "nosedive softening weakening pullback pull-back drawdown rollback cutback cutbacks "
    "setback retrenchment curtailment erosion deterioration diminution devaluation markdown "
    "mark-down".split()
)
# After a number these words make it a difference: "30 % faster", "$150 more than in January".
COMPARATIVES: dict[str, str] = by_word(
    {
        "up": "higher more greater above faster better larger up over dearer costlier stronger longer wider heavier "
        "richer taller bigger quicker thicker pricier firmer steeper fatter fuller upward ahead mehr höher",
        "down": "lower less fewer below under cheaper smaller down short weaker shorter narrower lighter thinner "
        "slower poorer softer tighter leaner slimmer shy downward behind weniger niedriger",
    }
)
# "4% WoW higher", "a 660% month-over-month rebound": what it is compared with comes before the word of change.
COMPARED_OVER = frozenset("dod wow mom qoq yoy d-o-d w-o-w m-o-m q-o-q y-o-y".split()) | frozenset(
    f"{span}-{over}-{span}" for span in ("day", "week", "month", "quarter", "year") for over in ("on", "over")
)
# Before a number these words make it a level or a share, whatever verb precedes them.
LEVEL_WORDS = frozenset(
    "to at from into of for with in as is are was were be been reach reaches reached reaching hit hits hitting "
    "total totals totalled stood stands account accounts accounted accounting represent represents represented "
    "made makes contains holds held over a an the than between towards toward near per".split()
)

# What decides whether "65mt" are tonnes or millions, see quantity_parser.
BULK_GOODS = ("steel", "coal", "iron ore", "cement", "pig iron", "bauxite", "clinker", "limestone", "lignite", "grain")
FLOWS = (
    "outputs? production produced exports? exported imports? imported demand supply consumption consumed capacity "
    "shipments? shipped market surplus deficit trade reserves resources? made"
).split()
NATIONAL = (
    "world global globally worldwide national nationwide country country's nation China Chinese India Indian seaborne"
).split()
LOTS = (
    "plant", "mill", "mine", "daily", "per day", "a day", "lots?",
    "(?<!total )(?<!MT of )cargo(?:es)?(?! (?:traffic|volumes?|throughput|handl))", "batch(?:es)?", "parcels?",
    "trucks?", "containers?", "warehouses?", "warrants?", "deals?", "tenders?", "traders?", "merchants?", "spot",
    "offers?", "offered", "bids?", "bought", "sold", "resold", "booked", "per mt", "pmt", "each",
)  # fmt: skip

MONTHS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
).split()
MONTH_STEMS = "|".join(month[:3] for month in MONTHS[:12])  # a pattern for the first letters of any spelling

# Plurals without a final s.
IRREGULAR_PLURALS: dict[str, str] = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "grandchildren": "grandchild",
    "great-grandchildren": "great-grandchild",
    "staff": "staff",
    "series": "series",
}
# Words that end in s but are not plurals that can be counted.
NOT_NOUNS = frozenset(
    "is was has does this its his as us thus across plus various previous less always perhaps towards "
    "whereas process basis analysis crisis status business gas bus unless besides versus stands means remains "
    "rises falls makes takes gives gets says includes requires shows comes goes needs seems equals represents "
    "accounts starts begins ends runs thanks yes".split()
)
# Things that a number after them identifies: "Section 301", "Phase 2".
NUMBERED_THINGS = (
    "Act Airbus AISI Alloy alloy Alloys alloys Annex annex Announcement Appendix appendix Article article ASTM "
    "Berth Bill Block block Boeing Building Bus BY Category category Chapter chapter Circular Class class Clause "
    "code codes Conference Decree DIN Directive Dock Docket Document ECCN EN Euro Fig. Figure figure Flight Form "
    "form Furnace furnace Gate Grade grade Group Hastelloy heading Highway Hole hole HR HS HTS ID Incoloy Inconel "
    "ISIN ISSN Item item Law law Level Line line Lines Local Lot lot Model model Monel NCM NMC No. Note note Notice "
    "Number number Order Page page Part part Patent patent Phase phase Pier Plant plant Plants Platform Project "
    "Reactor reactor Regulation Resolution Route route Rule SAE Scope scope Section section Series series Shaft "
    "shaft SR Stage stage Step step subheading Table table Terminal Tier tier Train train Type type Unit unit "
    "Units UNS Version version Vol. Volume volume WKN Zone zone "
    "Season Episode Port Round Week Day Game Match Heat Channel Windows Android Python Session District Ward Precinct "
    "Division Brigade Amendment Proposition Schedule Exhibit Runway Exit Interstate Apollo Formula"
).split()
# Nouns that can follow a length without being counted by it: "a 300m drill hole".
MEASURED_BY_LENGTH = frozenset(
    "hole interval intersection intercept step spacing section centre metre lens vein".split()
)
# Counters on web pages around an article.
BOILERPLATE_NOUNS = frozenset(
    "comment comments reply replies like likes message messages view views download downloads crossref "
    "follower followers subscriber subscribers".split()
)
# What an ore or an alloy contains.
SUBSTANCES = frozenset(
    "zinc lead silver gold copper nickel cobalt lithium tin iron manganese uranium platinum palladium aluminium "
    "aluminum tungsten vanadium graphite sulphur sulfur moisture ash carbon alumina silica magnesium titanium chromium "
    "equivalent au ag cu zn ni pb cueq aueq".split()
)


# Verbs of a clause, those by which somebody reports a figure among them, and prepositions.
def _inflected(stems: str) -> frozenset[str]:
    """The third person and the past of regular verbs, whose stems are often nouns: "report"."""
    return frozenset(
        form
        for stem in stems.split()
        for form in (stem + ("es" if stem.endswith(("ss", "ch")) else "s"), stem.removesuffix("e") + "ed")
    )


PAST_VERBS = frozenset(
    "was were did rose fell grew made sold shrank went came led lost took hit saw bought built spent held kept left "
    "met paid ran sank slid stood told won wrote brought drove cut put set shed began became shot swung sent drew "
    "gave got".split()
)
INFINITIVES = frozenset(
    "be have do earn make come stand reach hit take bring give get keep leave produce sell pay hold account lie "
    "pocket add cut calculate expect reckon show say think put".split()
)
# "The audit counted sales of 5 t": who states it, not whose it is.
REPORTING = _inflected(
    "report state count estimate announce show reckon calculate record note confirm claim believe post name quote "
    "cite mention disclose declare expect book want"
) | frozenset(
    "said say says told tells put puts found finds wrote writes think thinks saw sees calculate expect reckon "
    "show".split()
)
# Forms that are rarely nouns: "costs", "works" and "banks" are left out.
FINITE_VERBS = (
    REPORTING
    | (MODALS - {"to"})
    | INFINITIVES
    | (PAST_VERBS - {"built", "set", "met", "sent", "shot", "won"})
    | _inflected(
        "earn climb gain close end add generate produce turn account amount total exceed pass surpass yield deliver "
        "reach return clear realise realize fetch lower reduce save raise lift increase improve boost double halve "
        "triple decline decrease expand need use consume require measure weigh contain remain stay receive charge "
        "collect owe contribute pocket retain own attract help employ provide envisage"
    )
    | frozenset(
        "is are been has had does makes comes stands hits rises falls grows dropped drops slipped slips jumped jumps "
        "soared surged rallied takes brings gives gets keeps leaves sells pays holds accounting totalled plans aims "
        "hopes seeks intends predicts forecasts saving trimmed shaved slashed widened swelled loses goes draws lies "
        "lay becomes spends invested invests lent lends borrowed banked runs worked buys shipped exported supplied "
        "mined digs refined refines foresees lets meant begun started cuts nets netted".split()
    )
)
PREPOSITIONS = frozenset(
    "of on for in from to at with between by under over into per about among across against than after before since "
    "during without beyond through via within near around along beside unlike like as behind inside outside beneath "
    "below above".split()
)
