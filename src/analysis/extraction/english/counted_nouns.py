"""What a bare number counts: the noun after it, or nothing (an amount)."""

from dataclasses import replace
from itertools import zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.lexer import AMOUNTS, NOUN_STOPS, UNIT_NOUNS, ends, noun_after, singular
from analysis.extraction.lexer import Tokens, first_word, said
from analysis.extraction.quantity import Quantity

_HEADCOUNT = lazy_regex(
    r"\b(?:(?:employees|headcount|workforce|staff|payrolls?|personnel)(?: numbers?| levels?| count)?"
    r" (?::|of|is|are|was|were|at|to|by|reached|totals|totalled|numbers|(?:[a-z]+ ){1,2}(?:to|at))"
    r"|(?:teams?|crews?|gangs?|squads?) of|employ(?:s|ed|ing)?)"
    r"(?: (?:about|some|around|over|nearly))?\Z"
)
# "EV sales hit 1.3m", "Registrations rose to 2.1 million".
_SOLD = lazy_regex(
    r"\b(?:(?P<thing>ev|car|vehicle|truck|bus|phone|smartphone|tractor|home|unit|motorcycle|scooter|pc|handset|bike)"
    r" (?:sales|output|production|exports|imports|shipments|deliveries)"
    r"|(?P<noun>registrations|arrivals|passengers|users|subscribers|customers|visitors|viewers|downloads|tourists|employees|members|voters|bookings))"
    r" (?:[a-z]+ ){0,2}[a-z]+\Z"
)
# "Injuries dropped from nine to two": what changes is what is counted.
_SUBJECT_COUNTED = lazy_regex(
    r"(?P<noun>[a-z]{3,}s) (?:(?:has|have|had|were) )?(?P<verb>[a-z]+) (?:from|to|by)(?: \w+ to)?\Z"
)
# "He will be 35", "a driver aged 57": a person's number is an age.
_AGED = lazy_regex(r"\b(?:(?:he|she|who) (?:is|was|will be|turned|turns)|aged?)\Z")
_AGE = lazy_regex(
    r"\bages?(?: (?!and |or |of |for )[a-z]+){0,3} (?:of|is|was|to|at|from|:)\Z|\b(?:average|median|mean) age\Z"
)
_OLDEST = 120
_YOUNGEST = 14  # of whom news gives the age after the name
_LEAST_NAME = 2
# "Two died", "eleven were treated": who that is needs no noun.
_HARMED = lazy_regex(
    r"died\b|(?:were|was|are|have been|had been) (?:\w+ly )?(?:killed|injured|hurt|wounded|dead|missing|arrested"
    r"|detained|treated|rescued|evacuated|displaced|infected|hospitalised|hospitalized)\b"
    r"|on (?:the |its |our )?(?:payroll|staff|books)\b"
    r"|(?:dead|alive|injured|wounded|missing|homeless|unhurt)(?: |\Z)(?!people|persons|workers|miners)"
)
# "Injuring at least 30", "killed seven": who that is needs no noun.
_HARMING = frozenset(
    "killing killed kills hurt injuring injured injures wounding wounded arresting arrested displacing displaced "
    "evacuating evacuated rescued rescuing infecting infected".split()
)
_HEDGING = frozenset("about some around over nearly least than almost roughly".split())
# The last word before a number if the words before it name what it counts.
_LEADING = (
    frozenset(
        "of was were at to by from reached is be turned turns aged age ages about some around over nearly hit hits "
        "reaches topped exceeded passed surpassed : totals totalled numbers numbered employs employ employed "
        "employing".split()
    )
    | _HARMING
)
_YEAR = lazy_regex(r"\d{4}s?\Z")

_BEFORE_COUNT = frozenset(
    "employs employ employed hired has have had about some around nearly almost over than built sold made added "
    "trained".split()
)
# "26-hole programme": a singular noun right after a hyphen is counted, unless it only forms a compound.
_NO_MODIFIERS = frozenset(
    "way off stop time fold digit sided dimensional third thirds half fifth fifths quarter quarters plus odd strong "
    "per cent percent to and or old long high based rated track prong pronged pillar tier shot size edge hand minded "
    "class rate bed something somethings".split()
)
_WHOLES = frozenset("them those these which whom the its their his her our".split())
_WHOLE_NUMBER = lazy_regex(r"of (?:(?:the|its|their|a|all|some) )?(?:about )?\d")
OF_SHARES = lazy_regex(
    r"\b(?:utili[sz]ation|recover(?:y|ies)|grades?|rate|share|margins?|dut(?:y|ies)|tariffs?|tax|stake|yields?|ratio|unemployment|inflation)\b"
)
_PART_OF_A_POINT = lazy_regex(r"(?:of )?an? (?P<percentage>percentage )?point\b")
_MOST_PERCENTAGE_POINTS = 100
_INDICES = frozenset(
    "index indices gauge benchmark barometer pmi worldscale sentiment confidence composite climate".split()
)
# Between the whole and its part, and after the part: "35 bidders, and nine were foreign".
_GOING_ON = frozenset(", ; and but while which whom only just that".split())
VERBS = frozenset(
    "was were is are has have had will made lost fell rose went came got shut won bought sold ran began took paid gave "
    "held kept left met saw grew broke chose said plan expect want say see still remain do did could may might "
    "report use need think believe intend work live come go run have now already".split()
)
# A number right after one of these words is an amount.
_BEFORE_AMOUNT = frozenset(
    "to at of by from between was were is than versus vs against around about over under below above nearly "
    "average averaged averaging reached hit".split()
)


def is_year(item: Quantity) -> bool:
    """Return whether a bare number is a year, such as "2025" without a unit and a noun."""
    printed = item.printed
    if item.unit is not None or printed.scaled or printed.text[:2] not in {"19", "20"} or not _YEAR.match(printed.text):
        return False
    left, right = item.left, item.right
    if not (left and left[-1].word in _BEFORE_COUNT and right and right[0].printed.islower()):
        return True
    noun = right[0].word  # "employs 1900 workers"
    return noun == "levels" or not (noun.endswith("s") or noun in {"people", "staff"})


def name_counts(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give bare numbers the nouns that they count; "17 of them" counts the same as the number before."""
    named: list[Quantity] = []
    noun = ""
    for item, following in zip_longest(found, found[1:]):
        if item.unit is None and (not is_year(item) or _goes_on(named, item)):
            item = _named(context, item, noun)
            if item.unit is None and (
                unit := _after_the_next(item, following) or _of_those(named, item) or _further(named, item)
            ):
                item = item.with_unit(unit, "noun elsewhere in the sentence")
            if item.unit == "count:point" and first_word(item.right) not in _PLACES:  # "81 %, six points more"
                item = replace(item, unit=_points(named, item))
        elif item.unit == "fraction" and (part := _PART_OF_A_POINT.match(said(item.right[:4]))):
            named_point = item.right[len(part.group().split()) - 1].end
            unit = "percentage_point" if part["percentage"] else _points(named, item)
            item = item.with_unit(unit, "part of a point").placed(item.start, named_point, item.floor)
        if item.unit and item.unit.startswith("count:"):
            noun = item.unit
        named.append(item)
    return named


# "420,000 data points", "12 collection points"
_PLACES = frozenset("data collection sale sales charging access sampling measuring delivery entry drilling".split())


def _points(named: list[Quantity], item: Quantity) -> str:
    """The unit of points, decided by the last word before them that distinguishes shares from an index."""
    tokens, share = item.sentence.tokens, "percentage_point"
    before = named[-1] if named and named[-1].sentence is item.sentence else None
    percent = before is not None and before.unit == "percent"
    if item.low > _MOST_PERCENTAGE_POINTS or (percent and said(item.left) in {"or", ", or", "("}):
        return "point"
    for token in reversed(item.sentence.between(0, item.start)):
        if token.word in _INDICES or OF_SHARES.fullmatch(token.word):
            return "point" if token.word in _INDICES else share
    shares = any(other.unit == "percent" for other in named[-3:] if other.sentence is item.sentence)
    return share if shares or OF_SHARES.search(said(tokens)) else "point"


def _after_the_next(item: Quantity, following: Quantity | None) -> str | None:
    """Read "two 650 MW units": what is counted comes after another figure."""
    if following is None or following.sentence is not item.sentence or not (item.printed.word and item.low >= 2):
        return None
    between = item.sentence.between(item.end, following.start)
    measured = (
        following.unit and not following.unit.startswith("count:") and following.unit not in {"fraction", "multiple"}
    )
    if not measured or len(between) > 2 or any(token.kind != "word" or token.word in NOUN_STOPS for token in between):
        return None
    noun, _ = noun_after(following.right)
    return f"count:{noun}" if noun and noun not in UNIT_NOUNS else None


_WHOLE = frozenset("of among the all our its their those these".split())


def _of_those(named: list[Quantity], item: Quantity) -> str | None:
    """Read "of 64 listed smelters 23 made a loss", "35 bidders came, and nine were foreign"."""
    before = named[-1] if named else None
    if before is None or before.sentence is not item.sentence or not (before.unit or "").startswith("count:"):
        return None
    right = item.right[:1]
    part = 2 <= item.low < before.low and not item.printed.decimal and right and right[0].start > item.end
    whole = bool(before.left) and before.left[-1].word in _WHOLE
    opened = whole and before.left[0].word in {"of", "among"} and right and right[0].kind == "word"
    verb = right and (right[0].word in VERBS or (right[0].kind == "word" and right[0].word.endswith("ed")))
    if not part or not (verb or opened):
        return None
    last = item.left[-1] if item.left else None
    goes_on = last is not None and (last.word in _GOING_ON or (whole and last.word not in NOUN_STOPS))
    return before.unit if goes_on else None


def _further(named: list[Quantity], item: Quantity) -> str | None:
    """Read "runs 11 mines and will open four more", "another two": the same is counted as by the number before."""
    before = next((other for other in reversed(named) if other.unit not in lex.SHARES), None)
    unit = before.unit or "" if before and before.sentence is item.sentence else ""
    if not unit.startswith("count:") and unit not in lex.DURATIONS:
        return None
    left, right = item.left, item.right
    more = bool(right) and right[0].word == "more" and ends(right[1:])
    another = bool(left) and left[-1].word == "another"
    plain = not item.printed.decimal and item.low >= 1
    return unit if plain and (more or (another and ends(right))) else None


def _goes_on(named: list[Quantity], item: Quantity) -> bool:
    """Whether an apparent year is the second number of a change: "from 1000 to 2000 hires"."""
    before = named[-1] if named else None
    if before is None or before.unit is not None or is_year(before):
        return False
    return said(item.sentence.between(before.end, item.start)) == "to"


def _named(context: Context, item: Quantity, before: str) -> Quantity:
    """The number with the noun that it counts, after or before it; unchanged if there is none."""
    right = item.right
    attached = bool(right) and right[0].start == item.end
    if attached and right[0].word == "+":
        right, attached = right[1:], False  # "350+ sites"
    if attached and right[0].word == "-":
        if not (len(right) > 1 and right[1].word in {"odd", "plus"}):
            return item.with_unit(_modifier(right[1:], item), "noun after a hyphen")
        right, attached = right[2:], False
    if (unit := named_before(item)) is not None:
        return item.with_unit(unit, "noun before the number")
    if attached or not right:
        return item
    if (unit := _part_of(right, item, before)) is not None:
        return item.with_unit(unit or None, "part of a whole")
    return _with_noun(context, item, right)


def _modifier(right: Tokens, item: Quantity) -> str | None:
    """Read "26-hole programme" and "54-strong fleet"."""
    if not right or right[0].kind != "word" or right[0].start > item.end + 1:
        return None
    word, _, _ = right[0].word.partition("-")
    if word == "strong":
        return f"count:{noun_after(right[1:])[0] or 'member'}"
    plain = len(word) > 2 and right[0].printed.startswith(word) and word.isascii() and word.isalpha()
    return f"count:{word}" if plain and word not in _NO_MODIFIERS and item.low >= 2 else None


def _part_of(right: Tokens, item: Quantity, before: str) -> str | None:
    """Read "17 of them", "11 of 66 furnaces": empty if the whole has no name, None if the number is not a part."""
    if item.printed.decimal or not right:
        return None
    if right[0].word == "who" or (item.low >= 1 and _HARMED.match(said(right[:4]))):
        return "count:person"  # "two died", "nine who left"
    if right[0].word != "of" or len(right) < 2:
        return None
    whole, rest = right[1], right[2:]
    if whole.word in _WHOLES or (whole.printed[0].isupper() and whole.word.endswith(("'s", "’s", "'", "’"))):
        number = next((place for place, token in enumerate(rest[:3]) if token.kind == "number"), -1)
        noun, _ = noun_after(rest[number + 1 :])
        return f"count:{noun}" if noun else before or ("count:item" if whole.word in _THINGS else "")
    if whole.word in lex.NUMBER_WORDS:
        noun, _ = noun_after(rest)
        return f"count:{noun}" if noun else ""
    if _WHOLE_NUMBER.match(said(right[:4])):
        number = next(place for place, token in enumerate(right) if token.kind == "number")
        noun, _ = noun_after(right[number + 1 :])
        return f"count:{noun or 'item'}"
    return None


_THINGS = frozenset({"them", "those", "these"})


def _with_noun(context: Context, item: Quantity, right: Tokens) -> Quantity:
    """The number with the noun after it; one that is a unit is not a count: "384,600 4E ounces"."""
    rule = "noun after the number"
    if context.german:  # the capitalised word that follows, ignoring an article or "new"
        token = right[1] if len(right) > 1 and right[0].word in {"der", "neue", "neuen"} else right[0]
        if token.printed.istitle() and token.printed.isalpha() and len(token.word) > 3:
            return item.with_unit(f"count:{token.printed}", rule)
    if (place := _of_a_metal(right)) and (weight := lex.UNITS.get(right[place].word)):
        return item.times(weight[1]).with_unit(weight[0], rule)
    noun, capital = noun_after(right)
    if not noun or (capital and len(item.printed.text) > 3 and item.printed.text.isdigit()):
        return item  # a grade or a model: "6061 Extrusions"
    if noun in UNIT_NOUNS and (item.printed.scaled or not item.printed.decimal):
        unit, factor = lex.WORD_UNITS[UNIT_NOUNS[noun]]
        return item.times(factor).with_unit(unit, rule)
    if (item.printed.scaled or noun not in lex.BOILERPLATE_NOUNS) and item.low >= 0:
        return item.with_unit(f"count:{noun}", rule)
    return item


def _of_a_metal(right: Tokens) -> int:
    """The place of the unit of weight in "13,409 Au oz" or "50,000 gold ounce target"; 0 if there is none."""
    place = next((at for at, token in enumerate(right[:3]) if token.word not in lex.SUBSTANCES), 0)
    return place if place and right[place].word in _WEIGHTS else 0


_WEIGHTS = frozenset("oz ounce ounces lb lbs pound pounds t tonne tonnes ton tons kg koz moz".split())


def name_amounts(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Mark the bare numbers that are amounts without a unit: scaled, decimal or large ones, and levels reached."""
    return [
        item.with_unit("dimensionless", "amount without a unit") if item.unit is None and _is_amount(item) else item
        for item in found
    ]


def _is_amount(item: Quantity) -> bool:
    printed, left, right = item.printed, item.left, item.right
    if printed.word or is_year(item):
        return False
    inside = len(left) > 1 and left[-2].printed[-1].islower() and left[-1].kind == "word"
    named = inside and left[-1].printed[0].isupper() and left[-1].printed.isalpha()
    if named and printed.decimal and not printed.grouped:
        return False  # "the Industry 4.0"
    plain = printed.scaled or printed.decimal or (printed.grouped and abs(item.low) >= 1000)
    if plain and not (right and right[0].printed[0].isupper() and right[0].printed[1:2].islower()):
        return True
    reached = item.low >= 1000 and left and left[-1].word in _BEFORE_AMOUNT
    return bool(reached and ends(right))


def named_before(item: Quantity) -> str | None:
    """Return the unit that the words before a number give it, None if they give none."""
    left = item.sentence.between(0, item.start)[-6:]
    if left and left[-1].word == ",":
        return "year" if _is_age_of_a_name(left, item) else None
    if len(left) > 2 and left[-1].word in _HEDGING:
        left = left[: -2 if said(left[-2:]) in {"at least", "more than"} else -1]
    if not left or left[-1].word not in _LEADING:
        return None
    words = said(left)
    if _AGE.search(words) and item.low < _OLDEST and ends(item.right):
        return "year"
    if left[-1].word in _HARMING and not item.printed.decimal and ends(item.right):
        return "count:person"
    if item.printed.scaled and ends(item.right) and (sold := _SOLD.search(words)):
        return f"count:{sold['thing'] or singular(sold['noun'])}"
    if item.printed.decimal:
        return None
    if _HEADCOUNT.search(words) and ends(item.right):
        return "count:employee"
    if _AGED.search(words) and item.low < _OLDEST:
        return "year"
    subject = None if item.printed.scaled else _SUBJECT_COUNTED.search(words)
    if subject and subject["verb"] in lex.DIRECTION_WORDS and ends(item.right):
        noun = singular(subject["noun"])
        return f"count:{noun}" if noun and noun not in UNIT_NOUNS and noun not in AMOUNTS else None
    return None


def _is_age_of_a_name(left: Tokens, item: Quantity) -> bool:
    """Whether a number between commas follows the name of a person: "Ann Lee, 39, runs the mine"."""
    named = len(left) > _LEAST_NAME and all(
        token.kind == "word" and token.printed.istitle() and len(token.word) > 1 for token in left[-3:-1]
    )
    right = item.right[:2]
    goes_on = [token.word for token in right[:1]] == [","] and (len(right) < 2 or right[1].printed[0].islower())
    return named and goes_on and item.printed.text.isdigit() and _YOUNGEST <= item.low < _OLDEST
