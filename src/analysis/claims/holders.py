"""Whether the clause of a figure is about a firm, works or town that the article did not name before.

A name is known by its form, without a list. It is new if its first word is not in the text before the sentence. It
counts in the subject of the clause ("Qiaoxi Cable earns"), where the sentence begins with a place ("In Lubumbashi,
a gantry has") or with somebody at a place ("A plant near Miskolc earns"), or where somebody of that firm says "we".
"""

import re

from analysis.claims.clauses import subject_of
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.claims.places import after_dateline, is_about, place_of_town, places_in
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_WORD = r"[A-Z][\w-]*[a-z][\w-]*"
_NAME = phrase_regex(rf"(?<![\w'’-]){_WORD}(?: {_WORD})*")
_NO_NAME = lazy_regex(
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)(?:[a-z]*ber|[a-z]*ary|ch|il|ust|t)?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|EBIT\w*|L(?i:i-ion|ithium-ion)|EVs?|Chinese|China|An?|The"
    r"|I[nft]s?|O[fn]|At|This|That|They|We|Our"
    r"|Last|With|For)"
)
_PLACED = phrase_regex(
    r"\W*(?:(?P<who>[Aa]n?|[Aa]nother|[Oo]ne) (?:[\w'’-]+ ){1,4}?(?:in|near|at|from|outside|around)|In|At|Near"
    r"|Around|Outside)"
    rf" (?P<name>{_WORD})"
)
_RANKS = (
    r"(?:leaders?|champions?|number one|no\.\s*1|newcomers?|upstarts?|giants?|pioneers?|benchmark|top dog"
    r"|front-?runners?|record holders?"
    r"|heavyweights?|veterans?|best|bigg?(?:est|er)?(?: ones?)?|other (?:one|maker|producer)s?)"
)
# "The market leader in Gumi", "The leader of the industry, in Ulsan,", "The best in the business"
_RANKED = phrase_regex(
    rf"\W*(?:[Tt]he|[Aa]n?|[Oo]ne) (?:[\w-]+ ){{0,2}}?{_RANKS}\b(?: (?:of|in|on) (?:the|its|this|his"
    r"|her) (?:[\w-]+ )?[a-z]+)?"
    rf"(?:,? (?:a \w+ )?(?:in|from|near|of|at) (?P<place>{_WORD})"
    r"| (?:of|in) the (?:[\w-]+ )?(?P<trade>business|trade|industry|branch|world|sector|league|market)\b)",
)
_AHEAD = phrase_regex(r"\W*(?:Those|The (?:ones?|firms?|makers?)) (?:ahead of|above|before) (?:it|them|us)\b")
_ITS = phrase_regex(r"\b(?:its|their|our|the (?:firm|company|group|maker))\b", re.IGNORECASE)
_IS_WHAT = phrase_regex(r" (?:(?:a|per) \w+ )?(?:is|was) what\s")
_OWN = lazy_regex(r"\W*(?:its|their|our|his|her|the)\b", re.IGNORECASE)  # "The foundry in Rokycany" may be the firm's
_QUOTED = lazy_regex(r"[\"“](?P<words>[^\"“”]*)")
_WE = lazy_regex(r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y)\b")
_OF_FIRM = phrase_regex(
    r"\b(?:of|at|from|for|runs|ran|heads|headed|leads|led|owns|owned|manages|managed|founded) (?:the )?"
    rf"(?P<name>{_WORD}(?: {_WORD})*)"
)
# These speak of others' figures: "we measured"
_LOOKS_ON = lazy_regex(
    r"\b(?:Universit\w+|Institut\w+|College|School|Research|Securities|Bank|Capital|Consult\w+|Analytics"
    r"|Partners|Union|Association"
    r"|Federation|Chamber|Council|Society|Minist\w+|Bureau|Office|Commission|Agency|Exchange|Times|Daily"
    r"|News|Post)\b"
)
_HE_SAID = lazy_regex(r"[^\"“”.;]*\b(?:he|she)\b")
_LONGEST_ATTRIBUTION = 110


def new_holder(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return the name of another firm or place that the clause of a figure is about; empty if there is none.

    The first sentence may name anybody. Clusters and shares are left out: articles on a province or an exchange go on
    to those that they consist of.
    """
    text = passages.text
    begin, end = passages.sentence(figure.start)
    if begin < passages.first_end or "cluster" in rule.things or "a day" in rule.spans:
        return ""
    start = after_dateline(text, begin, end)
    inverted = _IS_WHAT.match(text, figure.end, end)  # "$1,200 is what a works in Gumi makes"
    placed = _PLACED.match(text, inverted.end(), end) if inverted else _PLACED.match(text, start, figure.start)
    if placed and not placed["who"] and _ITS.search(text, placed.end(), figure.start):
        placed = None  # "In Osaka, where the firm has its second hall,"
    if placed and _is_new(placed["name"], text, begin) and _opening_names_a_firm(passages):
        return placed["name"]
    if (ranked := _other_rank(passages, start, begin)) and _opening_names_a_firm(passages):
        return ranked
    subject = subject_of(text, start, figure.start)
    if speaker := _speaker(passages, figure, begin, end):
        return speaker
    if subject is None or subject.reports or _OWN.match(text, subject.start):
        return ""
    stop = text.rfind(subject.verb, subject.end, subject.verb_end)
    names = _names(text, subject.start, stop)
    if not names or _ITS.search(text, subject.start, stop):  # "Aso Foil, its subsidiary, earns"
        return ""
    if not all(_is_new(name, text, begin) for name in names):
        return ""
    return names[0] if rule.place or _opening_names_a_firm(passages) else ""


def _other_rank(passages: Passages, start: int, begin: int) -> str:
    """Somebody who is known by rank, "The leader of the industry, in Ulsan"; empty if it may be the firm itself."""
    found = _RANKED.match(passages.text, start) or _AHEAD.match(passages.text, start)
    if found is None:
        return ""
    place = found.groupdict().get("place")
    if place and (
        not _is_new(place, passages.text, begin)
        or (
            passages.about_end <= begin
            and any(
                is_about(named, passages.about) for _, _, named in passages.places(found.start("place"), found.end())
            )
        )
    ):
        return ""
    return " ".join(found.group().split())


def _speaker(passages: Passages, figure: Figure, begin: int, end: int) -> str:
    """The firm of the person who says "we" of a figure, if the article did not name it before; empty otherwise."""
    text = passages.text
    quoted = next(
        (item for item in _QUOTED.finditer(text, begin, end) if item.start() < figure.start < item.end()), None
    )
    if quoted is None or not _WE.search(quoted["words"]) or not _opening_names_a_firm(passages):
        return ""
    after = min(end, quoted.end() + _LONGEST_ATTRIBUTION)
    spans = [(begin, quoted.start()), (quoted.end(), after)]
    if _HE_SAID.match(text, quoted.end() + 1, after) and begin:
        spans.append((passages.sentence(begin - 1)[0], begin))
    firms = [match["name"] for span in spans for match in _OF_FIRM.finditer(text, *span)]
    firms = [name for name in firms if not (any(places_in(name)) or place_of_town(name) or _LOOKS_ON.search(name))]
    first = min(span[0] for span in spans)
    return firms[0] if firms and all(_is_new(name, text, first) for name in firms) else ""


def _is_new(name: str, text: str, begin: int) -> bool:
    word = name.split()[0]
    return not _NO_NAME.fullmatch(word) and word.lower() not in text[:begin].lower()


def _opening_names_a_firm(passages: Passages) -> bool:
    """Whether the first sentence has a name that is not one of a place."""
    begin = passages.sentence(passages.first_end - 1)[0]
    led = after_dateline(passages.text, begin, passages.first_end)
    dateline = passages.text[begin:led].lower()
    return any(
        not any(places_in(name)) and not place_of_town(name) and name.lower() not in dateline
        for name in _names(passages.text, led, passages.first_end)
    )


def _names(text: str, begin: int, end: int) -> list[str]:
    """The names between two offsets; a single word is one if the text has it inside a sentence."""
    found = []
    for match in _NAME.finditer(text, begin, max(begin, end)):
        words = [word for word in match.group().split() if not _NO_NAME.fullmatch(word)]
        if len(words) > 1 or (words and re.search(rf"(?<=[a-z,] ){re.escape(words[0])}\b", text)):
            found.append(" ".join(words))
    return found
