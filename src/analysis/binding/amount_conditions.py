"""Conditions on the amount of a figure: level or change, direction, size and unit."""

import re

from analysis.binding.clauses import CLAUSE_END
from analysis.binding.concepts import dimension_of
from analysis.binding.condition import Condition
from analysis.binding.figure_rules import FigureRule, converts
from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.formatting import number, shown_unit
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.core.references import exchange_rate
from analysis.core.units import CURRENCY_CODES, convert
from analysis.extraction import lexicon as lex
from analysis.extraction.patterns import word_tree


def any_of(words: str) -> re.Pattern[str]:
    """A pattern for any of the expressions between white space; ~ is the space within one."""
    parts = (word.replace("~", r"\s+") for word in words.split())
    return lazy_regex(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


# Words of change that are nouns or adjectives too ("the firm", "over"), or that need guards.
_UNCLEAR = frozenset(
    "firm firms contract contracts edge edges mount mounts short shy over above under moderate narrow cool slide "
    "slides thinner thicker longer taller wider narrower tighter boom sink sinks more less up down falls fall".split()
)
_KNOWN = (lex.COMPARATIVES | lex.DIRECTION_WORDS).items()
_DOWN, _UP = (
    any_of(f"{own} {word_tree(word for word, known in _KNOWN if known == sense and word not in _UNCLEAR)}")
    for sense, own in (("down", r"""
        vanish\w* gone disappear\w* less(?!~than) sav(?:e[sd]?|ings?) down minus off~(?:the|its|their|all|your|our|his)
        spar\w+ knock\w* halv\w+ economi[sz]\w* lost subtract\w* undercut\w* beneath short~of downwards? lighten\w*
        f(?:ell|alls?|allen|alling)~short (?<!the\s)(?<!last\s)(?<!this\s)falls? lag(?:s|ged)? trail(?:s|ed)
        compress\w* squeez\w* thinn(?:ed|ing) whittl\w* lop(?:s|ped) dent(?:s|ed) slice[sd]"""),
        ("up", r"""more(?!~than) (?<!add\s)(?<!adding\s)(?<!added\s)up(?!~to~(?:20\d\d|now|then|the~end)) plus
        added adding above(?!~all) extra wealthier addition(?:al)? on~top put~on (?:bid|marked)~up exceed\w* surpass\w*
        beats? tops outstrip\w* outd[oi]\w* outpac\w* overt(?:ak|ook)\w* multipl(?:y|ied|ies) (?:went|goes|gone)~beyond
        upwards? promot(?:es?|ed|ing) elevat(?:es?|ed|ing) heighten\w* bolster\w* intensif\w* amplif\w* broaden\w*
        spiral(?:s|led)"""))
)  # fmt: skip
# Right before a figure, these make it the amount of a change.
_CHANGED = phrase_regex(
    r"\b(?:by|up|down|rose|fell|grew|dropped|climbed|slid|shrank|jumped|gained|put on|lost|increased|decreased|declined"
    r"|added|adding|(?:increase|decrease|grow|decline|reduce|rise|fall|drop)s?|(?:increase|rise|fall|drop|cut|decline"
    r"|growth|reduction|improvement|change|addition)s? of) (?:(?:a|an|some|about|around|nearly|almost|over|roughly|more"
    r"|less|than|another|further|only|just|at|least|up to) )*\Z",
    re.IGNORECASE,
)

_RATES_DIFFER = 0.1  # how far the rate of a source may be from that of data/reference.csv
_MOVES = {"up": "a rise", "down": "a fall", "none": "a level"}
PRODUCTS = frozenset({"battery foil", "foil", "other foil", "wire", "other product"})
_COMPARED = phrase_regex(r"\b(?:than|against|versus|vs|(?:compared|relative|comparison) (?:to|with)) \Z", re.IGNORECASE)
_FROM = phrase_regex(r"\bfrom \Z", re.IGNORECASE)
_MORE_THAN = phrase_regex(
    r"\s*(?:more|less|higher|lower|better(?! off)|worse|above|below|larger|bigger|smaller|greater)\b(?: than)? (?!\d"
    r"|that\s)(?=\w)|\s*(?:more|less|larger|bigger|smaller|greater)\s*(?=[.,;])| (?:of|in) (?:additional|extra|new"
    r"|further|added) (?!customers|orders)[a-z]+| of (?:growth|increase|expansion)\b| in addition\b|\s*(?:thinner"
    r"|thicker|apart|wide|deep|long|tall|off (?:the|its|their|each|every|an?)|in (?:diameter|width|length|depth))\b",
    re.IGNORECASE,
)
# "five years earlier it had been 40 billion smaller" is a rise
_LESS_BEFORE = phrase_regex(
    r"\b(?:years?|decade) (?:earlier|ago|before|previously|back)\b[^.;]*\b(?:smaller|lower|less|below)\b|\b(?:smaller"
    r"|lower|less|below)\b(?! than\b)[^.;]*\b(?:years?|decade) (?:earlier|ago|before|previously)\b"
    r"|\bwhen\b[^.;]*\b(?:began|begun|started|opened|set out)\b[^.;]*\b(?:smaller|lower|less|below)\b"
    r"|\bin 20\d\d\b[^.;]*\b(?:was|were|had been|came|stood|amounted|reached|took|made|sold)\s[^.;]*\b(?:smaller"
    r"|lower|less|below)\b",
    re.IGNORECASE,
)
# "the gap between foil and wire is $600", "within 0.4 microns"; what remains between a price and costs is a level
_DIFFERENCE = phrase_regex(
    r"(?:\b(?:gap|difference|advantage|shortfall|handicap|(?:spread|distance) (?:[\w-]+ )?between"
    r"|(?-i:Between)(?= (?:[\w-]+ ){1,12}?and\b)|sav(?:e[sd]?|ings?))\b(?:(?!\b(?:costs?|prices?|paid|pays?"
    r"|spen[dt]s?|sells?|sold|revenue|income|expens\w+|but|while|which)\b)[^.;:,\d])*|\b(?:tolerances?|deviat\w+"
    r"|var(?:y|ies|ied|iations?)|fluctuat\w+|swings?)\b[^.;:,\d]*|(?:\bwithin|\bplus or minus|\bgive or take|±)\s*)\Z",
    re.IGNORECASE,
)
# "31 percent over the old figure", but not "over five years"
_AFTER = phrase_regex(
    r"\s*(?:(?P<up>(?:over|above)\b(?! (?:all\b|(?:[\w-]+ ){1,3}(?:years?|months?|weeks?|days?|decades?|quarters?"
    r"|period)\b))|to the (?:good|better)\b|in the black\b|ahead\b)|(?P<down>(?:under|below)\b|short of\b|off\b"
    r"|out of (?:the|its|our|their|what)\b(?! (?:ground|world|total))|to the bad\b|in the red\b))",
    re.IGNORECASE,
)
_RIGHT_AFTER = lazy_regex(r"\s*(?:(?:by|about|around|nearly|almost|over|some|roughly|more than)\s+)*", re.IGNORECASE)
_LEADS_TO = phrase_regex(r" to (?:(?:about|around|nearly|almost|over|some|only|just|roughly) )*", re.IGNORECASE)
# "30 percent or more" is a bound, not a rise
_BOUND_AFTER = lazy_regex(
    r"\s*(?:or (?:more|less|higher|lower|above|below|better|greater|larger|fewer)|(?:or|and) upwards?|and above)\b",
    re.IGNORECASE,
)
# "its market value reached 90 billion" is not a gain, but "the gain reached 90 billion" is one
_REACHED = phrase_regex(
    r"\b(?:reach\w*|(?:stands?|stood) at|exceed\w*|surpass\w*|tops|topp\w+|hits?|hitting|(?P<other>(?:amount\w*"
    r"|com(?:es?|ing)|came|add(?:s|ed)?(?: up)?|sum\w*|equal\w*|equivalent|correspond\w*|close|near\w*|up|r[au]n(?:s"
    r"|ning)?|due|owing|thanks) )?(?:\w+ )??to) (?:(?:a|an|about|around|some|nearly|almost|over|roughly|approximately"
    r"|more|than|record|just) )*(?:[A-Z]{1,3})?[$¥€£]?\Z",
    re.IGNORECASE,
)
_GAIN = phrase_regex(
    r"\b(?:gains?|rise|increase|growth|plus|addition|advance|jump|surge|windfall)\b"
    r"(?:(?!\b(?:its|their|lift\w*|rais\w+|push\w*|driven|drove)\b)[^,;.])*\Z",
    re.IGNORECASE,
)


def direction_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether the figure is a rise, a fall or a level, as the rule asks."""
    expected, found = rule.direction, figure.direction
    if expected == "none" and (match := _MORE_THAN.match(passages.text, figure.end, end)):
        return Condition("direction", "failed", f"{match.group().strip()!r} makes it a difference")
    if expected == found == "none" and rule.aspect == "money" and _CHANGED.search(passages.text, begin, figure.start):
        return Condition("direction", "failed", "it is the amount of a change")
    if expected == "up" and rule.aspect == "money" and (level := reached(figure, passages)):
        return Condition("direction", "failed", f"{level!r} makes it a level, not a rise")
    if found == expected:
        return Condition("direction", "met", f"a change {found}" if found != "none" else "a level")
    if found == "none" and expected in ("up", "down") and (after := _sense_after(figure, passages, end)):
        if after == expected:
            return Condition("direction", "met", f"a change {after}", 0.8)
        return Condition("direction", "failed", f"its direction is {after}, not {expected}")
    if found == "none" and expected != "none" and (told := _told_nearby(rule, figure, passages, begin, end)):
        return told
    if expected == "up" and rule.kind == "claim" and (match := _LESS_BEFORE.search(passages.text, begin, end)):
        return Condition("direction", "met", f"{' '.join(match.group().split())!r} says up", 0.7)
    follows = rule.kind == "target" and expected == "up" and found == "none"
    if follows and not _DOWN.search(passages.text, begin, end) and (grown := _grown_before(passages, begin, figure)):
        return Condition("direction", "met", f"as {grown.text!r} before it", 0.4)
    if expected == "none" and rule.aspect != "share":
        before = passages.text[max(begin, figure.start - 45) : figure.start]
        if not _CHANGED.search(before):
            return Condition("direction", "met", "a level", 0.6)
    return Condition("direction", "failed", f"it is {_MOVES[found]}, not {_MOVES[expected or 'none']}")


def reached(figure: Figure, passages: Passages) -> str:
    """Return the words that mark an amount as the level reached; empty if there are none."""
    begin, _ = passages.sentence(figure.start)
    match = _REACHED.search(passages.text, begin, figure.start)
    if match is None or match["other"] or _GAIN.search(passages.text, begin, match.start()):
        return ""
    return " ".join(match.group().split())


def _told_nearby(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition | None:
    """The direction given by words near a figure that has none itself; None if they give none or another one."""
    expected = rule.direction
    clause = max(begin, figure.start - 60, *(passages.text.rfind(mark, begin, figure.start) for mark in ":;"))
    next_clause = passages.text.find(";", figure.end, end)
    stop = min(end if next_clause < 0 else next_clause, figure.end + 60)
    if said := _nearest_sense(figure, passages, clause, stop):
        word, sense = said
        return Condition("direction", "met", f"{word!r} says {expected}", 0.7) if sense == expected else None
    said = _nearest_sense(figure, passages, begin, end if rule.kind == "target" else figure.start)
    if said and said[1] == expected:
        return Condition("direction", "met", f"{said[0]!r} says {expected}", 0.5)
    return None


def _is_of_another(word: re.Match[str], figure: Figure, passages: Passages) -> bool:
    """Whether a rise or fall belongs to another figure next to the word: "up 64 percent", "a third larger"."""
    for other in passages.by_sentence.get(passages.sentence(figure.start)[0], ()):
        kind_differs = dimension_of(other.unit) != dimension_of(figure.unit)
        if other.start == figure.start or (other.direction == "none" and not kind_differs):
            continue
        if word.end() <= other.start and _RIGHT_AFTER.fullmatch(passages.text, word.end(), other.start):
            return True
        if kind_differs and passages.text[other.end : word.start()] == " ":
            return True
    return False


def _grown_before(passages: Passages, begin: int, figure: Figure) -> Figure | None:
    """The last figure in the same unit of the sentence before, if it is a rise."""
    back = passages.sentence(max(0, begin - 2))[0]
    same = [item for item in passages.by_sentence.get(back, ()) if item.unit == figure.unit]
    if not same:
        return None
    said = _nearest_sense(same[-1], passages, *passages.sentence(back))
    return same[-1] if same[-1].direction == "up" or (said and said[1] == "up") else None


def is_less_before(text: str, begin: int, end: int) -> bool:
    """Whether a sentence says that something was lower years before."""
    return bool(_LESS_BEFORE.search(text, begin, end))


def _sense_after(figure: Figure, passages: Passages, end: int) -> str:
    """The direction of "31 percent over the old figure" and the like, right after a figure; empty if there is none."""
    match = _AFTER.match(passages.text, figure.end, end)
    return (match.lastgroup or "") if match else ""


def _nearest_sense(figure: Figure, passages: Passages, begin: int, end: int) -> tuple[str, str] | None:
    """The word for a rise or fall that is nearest to a figure, and which of the two it is."""
    bound = _BOUND_AFTER.match(passages.text, figure.end)
    behind = bound.end() if bound else figure.end
    found = [
        (
            max(figure.start - match.end(), match.start() - figure.end)
            + 40 * bool(CLAUSE_END.search(passages.text, figure.end, max(figure.end, match.start()))),
            match.group(),
            sense,
        )
        for pattern, sense in ((_DOWN, "down"), (_UP, "up"))
        for match in pattern.finditer(passages.text, begin, end)
        if (match.end() <= figure.start or behind <= match.start())
        and not _LEADS_TO.fullmatch(passages.text, match.end(), figure.start)  # "has sunk to 13 %" is a level
        and not _is_of_another(match, figure, passages)
    ]
    return min(found)[1:] if found else None


def level_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, hedge_start: int) -> Condition:
    """Whether the figure is the level reached, not an earlier level or one used for comparison."""
    _, end = passages.sentence(begin)
    if apart := _DIFFERENCE.search(passages.text, begin, figure.start) or (
        rule.aspect == "length" and _MORE_THAN.match(passages.text, figure.end, end)
    ):
        return Condition("level", "failed", f"{apart.group().split()[0]!r} makes it a difference")
    is_from = _FROM.search(passages.text, begin, hedge_start)
    if is_from and (rule.kind == "target" or _is_left(rule, figure, passages)):
        return Condition("level", "failed", "it follows 'from': a level that was left")
    compared = _COMPARED.search(passages.text, begin, hedge_start)
    if compared and not _is_of_other_product(rule, figure, passages, before=True):
        return Condition("level", "failed", f"it follows {compared.group()!r}: what another figure is compared with")
    return Condition("level", "met", "a level that is reached")


def _is_left(rule: FigureRule, figure: Figure, passages: Passages) -> bool:
    """Whether a figure after "from" is followed by the level that was reached, of the same product."""
    follows = any(item.start > figure.start for item in passages.rivals(figure))
    return follows and not _is_of_other_product(rule, figure, passages, before=False)


def _is_of_other_product(rule: FigureRule, figure: Figure, passages: Passages, *, before: bool) -> bool:
    """Whether a figure and the rival before or after it name own products: "$18 for rods, against $9 for foil"."""
    rivals = passages.rivals(figure)
    place = rivals.index(figure) + (-1 if before else 1)
    if not 0 <= place < len(rivals):
        return False
    own, other = (passages.attached(item, "thing", rule.aspect) for item in (figure, rivals[place]))
    if not (own and other and own.strength == other.strength == 1):
        return False
    return own.mentions[0].concept != other.mentions[0].concept


def plausible_condition(rule: FigureRule, figure: Figure) -> Condition:
    """Whether the size of the figure is plausible for the named figure."""
    value = in_unit(figure, figure.high, rule.parameter_unit)
    low, high = rule.plausible or (0.0, 0.0)
    if low <= value <= high:
        return Condition("size", "met", "of a plausible size")
    factor, unit = shown_unit(rule.parameter_unit)
    ends = f"{number(factor * low)} to {number(factor * high)}"
    return Condition("size", "failed", f"it is outside {ends} {unit}".rstrip())


def in_unit(figure: Figure, amount: float, target: str) -> float:
    """Convert an amount to another unit; yuan a tonne at the exchange rate of the period."""
    unit = figure.unit if "/year" in target else figure.unit.removesuffix("/year")
    if unit in CURRENCY_CODES and target == "bn":
        unit = "dimensionless"  # the parameter has no currency, so the amount is taken as printed
    currency, _, below = unit.partition("/")
    if currency == "CNY" and below and target.startswith("USD"):
        return convert(amount / exchange_rate(figure.period).value, f"USD/{below}", target)
    return convert(amount, unit, target)


def fits_unit(unit: str, rule: FigureRule) -> bool:
    """Whether a unit converts into a unit of the rule; for a rate, money in another currency does as well."""
    if not converts(unit, rule.parameter_unit):
        return False
    if unit.removesuffix("/year") in rule.units or unit in rule.units:
        return True
    for own in rule.units:
        dimension = dimension_of(own)
        if not dimension and not dimension_of(unit) and converts(unit, own):  # such as t/day and t/year
            return True
        if dimension != dimension_of(unit) or dimension in ("money", ""):
            continue
        if dimension == "rate":
            return unit.partition("/")[0] in ("USD", "CNY")
        return unit != "multiple"
    return False


def _is_equal(dollars: Figure, yuan: Figure) -> bool:
    """Whether two amounts of money are equal at the exchange rate of the period."""
    rate = exchange_rate(yuan.period).value
    return yuan.unit == "CNY" and abs(yuan.low / rate - dollars.low) <= _RATES_DIFFER * dollars.low


def converted_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int) -> Condition:
    """Whether the figure converts an amount in another currency right before it."""
    earlier = [
        item for item in passages.by_sentence[begin] if item.start < figure.start and item.unit in CURRENCY_CODES
    ]
    if not earlier:  # in a sentence of its own, but equal at the exchange rate
        before = passages.by_sentence.get(passages.sentence(max(0, begin - 2))[0], ())
        earlier = [item for item in before if item.unit in CURRENCY_CODES][-1:]
        earlier = [item for item in earlier if _is_equal(figure, item)]
    if earlier and earlier[-1].unit in rule.preceding_units:
        return Condition("converted", "met", f"after {earlier[-1].text!r}")
    return Condition("converted", "failed", f"no figure in {' or '.join(sorted(rule.preceding_units))} precedes it")
