"""What neighbouring quantities share: the ends of a range, a unit written once, a rate stated apart, a noun counted."""

import re
from dataclasses import replace

from analysis.text import grammar
from analysis.text import lexicon as lex
from analysis.text.context import Context
from analysis.text.cues import hedge_before
from analysis.text.quantity import Quantity

_RANGE_VERBS = re.compile(
    r"(?i)\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|span(?:s|ned|ning)?|extend(?:s|ed|ing)?|runs?|ran|running|"
    r"quoted|priced|cost(?:s|ing)?|trad(?:e|es|ed|ing)|anywhere)\b[^.;]{0,30}\Z"
)
_CHANGE_VERBS = frozenset(
    "move moves moved moving go goes went going gone turn turns turned swing shift shifts shifted push pushes "
    "pushed pushing revise revises revised revising change changes changed bring brings brought take takes took "
    "taking switch switched convert converted migrate transform".split()
)
_SPACE = re.compile(grammar.SPACE)
_FROM = re.compile(r"\bfrom\s+\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+\Z", re.IGNORECASE)
# "profit per ton", "earned on each tonne": a rate that stands apart from the amounts it belongs to.
_APART_UNITS = grammar.alternatives(
    "ton|tonne|metric ton|kilogram|kilo|pound|ounce|barrel|MWh|kWh|kg|lb|oz|t|mt|share".split("|")
)
# So does "a tonne of foil": what is said of a tonne is said per tonne.
_APART = re.compile(
    rf"(?:(?i:\b(?:per|each|every)[\s-])|(?<=\w)/)(?P<per>{_APART_UNITS})(?![A-Za-z0-9])"
    rf"|\b[Aa]n?\s(?P<whole>{_APART_UNITS})\sof\s(?=[a-z])"
)
_NOUN_STOPS = frozenset(
    "of in to for and or at by from with on the a an is are was were will would can could may might had has have "
    "that which who than as per but when while where since until during under over after before into via it its "
    "this these those not only also then now so if because between about around nearly".split()
)


def join_ranges(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Join the two ends of a range; let the ends of a range, change or list share what is written once."""
    kept: list[Quantity] = []
    for item in found:
        before = kept[-1] if kept else None
        if before is None or item.start - before.end > 24 or before.low != before.high:
            kept.append(item)
            continue
        gap = context.text[before.end : item.start]
        is_range = _share(context, before, item, gap)
        if is_range and before.unit == item.unit and before.low < item.low:
            kept[-1] = replace(
                item, start=before.start, low=before.low, span=before.span, floor=before.floor, plus=item.plus
            )
        else:
            kept.append(item)
    return kept


def _share(context: Context, first: Quantity, second: Quantity, gap: str) -> bool:
    """Give each of two neighbours what only the other has written; return whether they are one range."""
    text = context.text
    dash, to = bool(grammar.DASH.match(gap)), bool(grammar.TO.match(gap))
    conjunction, alternative = bool(grammar.AND.match(gap)), bool(grammar.OR.match(gap))
    if not (dash or to or conjunction or alternative) or _is_year(text, first):
        return False
    bare = (first.unit is None and not first.word) or (first.word and first.unit is None and second.word)
    if bare and second.unit is not None and not (second.currency and "/" not in second.unit and conjunction):
        if second.scaled and not first.scaled:
            first.low = first.high = first.low * _printed_scale(text, second)
        elif second.grouped and not first.grouped and first.low < 1000 and first.low * 1000 <= second.low:
            first.low = first.high = first.low * 1000
        first.unit, first.currency, first.rated, first.scaled = (
            second.unit,
            second.currency,
            second.rated,
            second.scaled,
        )
    elif first.currency and not first.rated:
        if second.unit is None and not second.currency:
            second.unit, second.currency = first.unit, True
            if second.scaled and not first.scaled:
                first.low = first.high = first.low * _printed_scale(text, second)
            elif second.grouped and not first.grouped and first.low < 1000 and first.low * 1000 <= second.low:
                first.low = first.high = first.low * 1000
        elif second.currency and second.rated and second.unit and second.unit.startswith(f"{first.unit}/"):
            first.unit, first.rated = second.unit, True
        elif dash and second.currency and second.scaled and not first.scaled:
            first.low = first.high = first.low * _printed_scale(text, second)
    elif first.unit is not None and second.unit is None and dash:
        second.unit = first.unit
    elif (first.unit is None) != (second.unit is None) or (first.unit is None and alternative and not second.word):
        return False  # where both are bare they may be a range, "five to six plants": the noun is named later
    if dash:
        return True
    if alternative:
        return first.unit == "multiple" or first.word
    hedge_start = hedge_before(text, first.start, first.floor, duration=False)[1]
    left = text[max(first.span[0], hedge_start - 100) : hedge_start]
    if conjunction:
        return bool(_BETWEEN.search(left))
    if first.unit not in lex.SHARES and _is_change_amount(left):
        return False  # "rose by $40 to $2,200" is a change and a level; "rise by 5 to 10 %" is a range
    return not _is_change(left)


def _is_change_amount(left: str) -> bool:
    """Whether `left` ends with a word of change, or such a word and "by"."""
    words = [word.lower() for word in grammar.WORD.findall(left)][-8:]
    if words and words[-1] == "by":
        return any(word in lex.DIRECTION_WORDS for word in words)
    return bool(words) and left.rstrip().endswith(words[-1]) and words[-1] in lex.DIRECTION_WORDS


def _printed_scale(text: str, item: Quantity) -> float:
    """The factor of the scale word in a quantity."""
    match = re.search(grammar._SCALE, text[item.start : item.end])
    return lex.SCALES[match.group().lower().rstrip(".")] if match else 1.0


def _is_change(left: str) -> bool:
    """Whether "from A to B" after `left` tells of a change and not of a range."""
    match = _FROM.search(left)
    if match is None:
        return False
    before = left[: match.start()]
    if _RANGE_VERBS.search(before):
        return False
    words = {word.lower() for word in grammar.WORD.findall(before)}
    return bool(words & (lex.DIRECTION_WORDS.keys() | _CHANGE_VERBS))


def share_rates(context: Context, found: list[Quantity]) -> None:
    """Give a bare price the rate that its sentence states apart from it, or for the price beside it."""
    text = context.text
    by_sentence: dict[tuple[int, int], list[Quantity]] = {}
    for item in found:
        by_sentence.setdefault(item.span, []).append(item)
    for (begin, end), items in by_sentence.items():
        prices = [
            item
            for item in items
            if item.currency and not (item.scaled or item.rated or item.cents) and abs(item.low) < 1e6
        ]
        if not prices:
            continue
        apart = [
            match
            for match in _APART.finditer(text, begin, end)
            if not any(item.start <= match.start() < item.end for item in items)
        ]
        rated = [item for item in items if item.currency and item.rated and item.unit]
        for item in prices:
            beside = next(
                (r for r in reversed(rated) if r.start < item.start and (r.unit or "").startswith(f"{item.unit}/")),
                None,
            )
            unit = beside.unit if beside else None
            if beside:
                item.low, item.high = item.low / beside.per_number, item.high / beside.per_number
            if apart:
                nearest = min(apart, key=lambda match: max(item.start - match.end(), match.start() - item.end))
                surface = nearest["per"] or nearest["whole"]
                if not text[item.end : nearest.start()].strip() and nearest.start() >= item.end:
                    item.end = nearest.end()  # "$900-1,100 per ton"
                per = lex.PER_ONLY.get(surface) or lex.UNITS[surface if surface in lex.UNITS else surface.lower()][0]
                unit = f"{item.unit}/{per}"
            if unit:
                item.unit, item.rated = unit, True


def name_count(context: Context, item: Quantity) -> None:
    """Give a bare number the noun that it counts, or no unit where a scale says that it is an amount."""
    text = context.text
    if _is_year(text, item) or text[item.start : item.end].lower() == "one":
        return
    position = item.end
    for _ in range(4):
        gap = _SPACE.match(text, position)
        word = grammar.WORD.match(text, gap.end()) if gap else None
        if word is None or word.end() > item.span[1]:
            break
        lowered = word.group().lower()
        if lowered in _NOUN_STOPS:
            break
        noun = _singular(lowered)
        if noun and word.group()[0].isupper() and re.fullmatch(r"\d{4,}", text[item.start : item.end]):
            return  # a grade or a model: "6061 Extrusions"
        if noun:
            if noun not in lex.FURNITURE_NOUNS:
                item.unit = f"count:{noun}"
            return
        position = word.end()
    if item.scaled or (item.grouped and item.low >= 10_000):
        item.unit = "dimensionless"


def _singular(word: str) -> str:
    """The singular of a plural noun, empty for any other word."""
    if word in lex.IRREGULAR_PLURALS:
        return lex.IRREGULAR_PLURALS[word]
    if (
        not word.endswith("s")
        or len(word) < 4
        or word.endswith(("ss", "us", "is", "'s", "’s"))
        or word in lex.NOT_NOUNS
    ):
        return ""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


def _is_year(text: str, item: Quantity) -> bool:
    return item.unit is None and bool(grammar.BARE_YEAR.match(text[item.start : item.end]))
