"""Which of the periods of a sentence belongs to a figure: rules that exclude periods, and rules that choose."""

import sys
from collections.abc import Iterable
from itertools import product, takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english.clauses import in_aside
from analysis.extraction.english.dates import AGO, in_dateline
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.english.period_context import OWN_TIME, is_of_no_time, names_a_time
from analysis.extraction.lexer import Phrases, Tokens, first_word, said
from analysis.extraction.patterns import alternatives
from analysis.extraction.periods import PeriodCandidate, PeriodSeen, is_day
from analysis.extraction.rules import Example, Rule

_CLAUSE = frozenset([*",;:()", "while", "but", "and", "whereas"])
_OTHER_CLAUSE = _CLAUSE | frozenset(
    "vs versus against compared will would should could aims plans targets expects hopes wants is are".split()
)
_BRACKETS = lazy_regex(r"\([^()]*\) ?")
_ALTERNATIVE = lazy_regex(
    r"(?:, |\b)or (?:about |around )?(?:\S{1,4} )?[^ ,;]*\d[^,;]{0,40} (?:, |,$)?"
)  # ", or 345 t, in March"
_PAIR = lazy_regex(r"\bof [a-z-]+ and (?!plans|targets|aims|expects|hopes)[a-z-]+(?: |\Z)")
_JOINED = {"or", ", or"}
_UP_TO_COMMA = lazy_regex(r"[^,;()\d]{0,40},")
_DIGIT = lazy_regex(r"\d")
_MONTH_LENGTH = len("2026-05")
_REPORTS = frozenset(
    "said says say told reported reports announced announces disclosed discloses published released issued unveiled "
    "revealed showed shows declared launched filed noted confirmed according statement posted posts".split()
)
_BEFORE_SPAN = frozenset("first last next past previous the final in of within".split())
_LEADING = frozenset("for in of over during the rest remainder whole all".split())
_NEARLY = frozenset("more less nearly almost about over around than".split())
_COMPARING = frozenset("compared against versus vs vs.".split())
_TIME_OF_OTHER = _COMPARING | {"from", "than"}
# Between a figure and the time that it is compared at: "$1.69 billion, or 43 cents a share, in the same month of 2024".
_BETWEEN = lazy_regex(
    r"(?:\( ?[^()]{1,24}\) )?(?:(?:(?:[a-z]{3,9} )?,? ?or [^,;()]{1,24},?|,|\( ?[^()]{1,24}\)"
    r"|(?!.*\b(?:than|that|as|from|on|over|with|to|against|above|below)\b)[a-z][a-z -]{1,30}?) ?)?"
    r"(?:recorded|reported|posted)? ?(?:in|during|for|at|of)?"
)
_OF_A_DAY = lazy_regex(r"(?:mon|tues|wednes|thurs|fri)day['’]s")


def _phrases(*parts: str) -> list[str]:
    """The phrases with one word of each part; a part that ends with a space may be left out."""
    choices = [[word.replace("_", " ") for word in part.split()] + [""] * part.endswith(" ") for part in parts]
    return [" ".join(filter(None, words)) for words in product(*choices)]


# "A decline from $39 billion": the figure is what another one is compared with, so of another period.
_BASE = Phrases(_phrases("from against versus vs vs. compared_with compared_to", "about around some "), tokens_in)
_BEFORE_OTHER = Phrases(_phrases("from against versus vs vs. compared_with compared_to than ("), tokens_in)
_OTHER = Phrases(
    _phrases("previous prior preceding earlier usual normal", "about around ")
    + _phrases("current existing present", "capacity_of output_of level_of price_of ", "about around some ")
    + _phrases("previous prior last", "year quarter month", ":")
    + _phrases("revised", "down up ", "from", "a an about "),
    tokens_in,
)
_COMPARED_WITH = lazy_regex(
    r"\b(?:compared (?:with|to)|against|versus|vs\.?) (?:(?:an?|the) )?"
    r"(?:(?!and )[a-z-]+ ){1,5}(?:of )?(?:about |around )?\Z"
)
_MOST_AFTER_BASE = 4
# After the year of a comparison the clause goes on: "21p more than in 2023, and £6.75 in London".
_GOING_ON = lazy_regex(
    r"(?:, )?(?:and|but|while|with|because|up|down"
    r"|an? (?:[\w-]+ )?(?:rise|fall|increase|decrease|decline|drop|gain|jump|growth))\b|[;(]"
)
# "84,000 t of copper and 19,000 t of aluminium in 2027": both have the period.
_SUBSTANCE = rf"(?:of [a-z][a-z -]{{1,30}}|{alternatives(lex.SUBSTANCES)})"
_BOTH = lazy_regex(rf"{_SUBSTANCE} and [^;:()]{{1,24}} {_SUBSTANCE}(?: (?:in|for|during)(?: the)?)?")
# "Revenue of $9 million and a loss of $3 million for 2024": both too.
_BOTH_NOUNS = lazy_regex(r"and (?:(?:an?|the|its) )?(?:[a-z-]+ ){1,4}of [^;:(),]{1,24} (?:for|in|during)(?: the)?")


def _fills_brackets(seen: PeriodCandidate) -> bool:
    """Whether a period after a figure is all that is in brackets: "400 people (March 2025)"."""
    return first_word(seen.between[-1:]) == "(" and first_word(seen.following) == ")"


def _is_label(seen: PeriodCandidate) -> bool:
    """Whether a period labels a figure: "Q3 2024: 45 kt", "45 kt (2024)", "less than the 5 t of 2024"."""
    if not seen.after:
        labelled = seen.period.until < sys.maxsize and first_word(seen.between) == ":"  # "(2023: sales of 5 t)"
        return labelled or _is_when(seen) or all(token.word == ":" for token in seen.between)
    return 0 < seen.period.owner <= seen.quantity.start or (len(seen.between) == 1 and _fills_brackets(seen))


def _in_clause(seen: PeriodCandidate) -> bool:
    """Whether a period is in the clause of a figure; one that opens the clause may be followed by a comma."""
    words = [token.word for token in seen.between]
    if seen.after and _fills_brackets(seen):
        words.pop()
    elif not seen.after:
        before = seen.quantity.sentence.between(seen.quantity.sentence.start, seen.period.start)
        if words[:1] == [","] and (not before or before[-1].word in _CLAUSE):
            del words[0]  # "In 2025, sales rose"
        words = [word for word in words if word != ":"]
    return _CLAUSE.isdisjoint(words)


def _in_aside(seen: PeriodCandidate) -> bool:
    figure, start = seen.quantity, seen.quantity.sentence.start
    sentence = seen.text[start : figure.sentence.end]
    return in_aside(sentence, seen.period.start - start, figure.start - start, figure.end - start)


def _figure(seen: PeriodCandidate) -> Tokens:
    return seen.quantity.sentence.between(seen.quantity.start, seen.quantity.end)


def _before_what_is_compared_with(seen: PeriodCandidate) -> bool:
    if seen.period.compared or seen.period.owner:
        return False
    if not _BASE.ending(seen.quantity.left)[0]:
        words = [token.word for token in seen.quantity.left[-8:]]
        compared = not seen.after and not _COMPARING.isdisjoint(words)
        return compared and bool(_COMPARED_WITH.search(" ".join(words) + " "))
    if seen.after:  # "from 15% to 40% by 2028"
        return first_word(seen.between) == "to" and any(token.kind == "number" for token in seen.between)
    return "to" not in [token.word for token in _figure(seen)]  # "from 4 to 5 t"


def _of_another_time(seen: PeriodCandidate) -> bool:
    left = seen.quantity.left
    return bool(_OTHER.ending(left)[0]) or bool(left and _OF_A_DAY.fullmatch(left[-1].word))


def _is_when(seen: PeriodCandidate) -> bool:
    """Whether a clause describes the time before it, which another is compared with: "from 2024, when it was 4 t"."""
    compared = seen.period.compared or seen.period.owner
    return bool(compared) and not seen.after and "when" in [token.word for token in seen.between[:2]]


def _is_compared(seen: PeriodCandidate) -> bool:
    """Whether a figure is what another one is compared with: "from 4 yuan a year earlier"."""
    opening = seen.period.start == seen.quantity.sentence.start  # "A year earlier it was 4 yuan"
    return opening or _is_when(seen) or (seen.after and bool(_BETWEEN.fullmatch(said(seen.between))))


def _is_of_a_report(seen: PeriodCandidate) -> bool:
    """Whether a day or month is that of a report: "as the ministry announced on 14 July", "as reported last month"."""
    sentence = seen.quantity.sentence
    before = sentence.between(sentence.start, seen.period.start)
    if not is_day(seen.period.reading):
        monthly = len(seen.period.reading) == _MONTH_LENGTH and len(before) > 1
        return monthly and before[-2].word == "as" and before[-1].word in _REPORTS
    clause = takewhile(lambda token: token.kind != "boundary", reversed(before))
    return not _REPORTS.isdisjoint([token.word for token in (*clause, *seen.following[: 1 if seen.after else 4])])


def _is_span(seen: PeriodCandidate) -> bool:
    """Whether a duration is itself the time of another figure: "the first six months", "the eight months total"."""
    if seen.quantity.unit not in lex.DURATIONS:
        return False
    words = [token.word for token in seen.quantity.left[-3:] if token.word not in _NEARLY]
    if first_word(seen.quantity.right) in AGO:
        return True  # "380 two years earlier"
    return "-" in said(_figure(seen)) or not _BEFORE_SPAN.isdisjoint(words[-1:])  # "a five-year high"


def _in_clause_of_another_time(seen: PeriodCandidate) -> bool:
    """Whether the clause of a figure names a time of its own: "fell in May, while the year to date total rose 5%"."""
    words = [token.word for token in seen.between]
    if _CLAUSE.isdisjoint(words) and "although" not in words:
        return False
    following = takewhile(lambda token: token.word not in _TIME_OF_OTHER, seen.quantity.right[:6])
    around = seen.quantity.left if seen.after else (*seen.between, *following)
    return bool(OWN_TIME.search(said(around)))


def _rest(seen: PeriodCandidate) -> str:
    """The words between a figure, which may be in brackets itself, and a period, without brackets."""
    rest = f"{said(seen.between)} "
    rest = rest.removeprefix(") ") if seen.after and first_word(seen.quantity.left[-1:]) == "(" else rest
    return _BRACKETS.sub("", rest).strip()


def _of_a_later_figure(seen: PeriodCandidate) -> bool:
    """Whether a period after a figure belongs to another clause that has a figure too."""
    if not seen.after or _is_label(seen):
        return False
    rest = _PAIR.sub("", _ALTERNATIVE.sub("", _rest(seen)))
    if said(seen.quantity.left) in _JOINED:
        rest = _UP_TO_COMMA.sub("", rest)  # "rose $5 million, or 4 %, in August"
    if _OTHER_CLAUSE.isdisjoint(rest.split()) or _BOTH.fullmatch(rest) or _BOTH_NOUNS.fullmatch(rest):
        return False
    later = "" if _fills_brackets(seen) else said(seen.following).split(";")[0]
    return bool(_DIGIT.search(rest) or _DIGIT.search(later))


def _of_a_comparison_before(seen: PeriodCandidate) -> bool:
    if seen.after or not seen.period.owner or _is_label(seen):
        return False
    near = len(seen.between) <= _MOST_AFTER_BASE and all(token.kind == "word" for token in seen.between)
    near = near or said(seen.between) == "("
    return not near or bool(_GOING_ON.match(said(seen.following[:3])))


# Why a period does not belong to a figure in its sentence.
PERIOD_EXCLUSIONS: tuple[Rule[PeriodCandidate, bool], ...] = (
    Rule("part of the figure", lambda seen: seen.is_part, Example("Sales rose over the past five years.", "five years", ""), Example("Sales rose by 5 t over the past five years.", "5 t", "2020/2024")),
    Rule("date of the article", lambda seen: not seen.after and in_dateline(seen.text, seen.quantity.sentence.start, seen.period.start), Example("PUNE, 4 June 2027 - Rod earns $15 a tonne.", "$15 a tonne", ""), Example("On 4 June 2027 - a Friday - rod earned $15 a tonne.", "$15 a tonne", "2027-06-04")),
    Rule("compared with another figure", lambda seen: seen.period.compared and not _is_compared(seen), Example("It sold 5 t, more than a year earlier.", "5 t", ""), Example("In 2024 it sold 5 t, after 4 kg a year earlier.", "4 kg", "2023")),
    Rule("only what is compared with", lambda seen: seen.quantity.start < seen.period.owner, Example("Power is 12.7% dearer than in FY24.", "12.7%", ""), Example("It costs 5 yuan, more than the 4 yuan of 2024.", "4 yuan", "2024")),
    Rule("only of the figure in the brackets", lambda seen: seen.quantity.start >= seen.period.until and not _is_when(seen), Example("Profit (2023: $8) rose to $10.", "$10", ""), Example("Profit (2023: $8) rose to $10.", "$8", "2023")),
    Rule("figure of another time", _of_another_time, Example("In 2024 it sold 5 t, after the usual 4 yuan.", "4 yuan", ""), Example("In 2024 it sold 5 t.", "5 t", "2024")),
    Rule("day of a report", _is_of_a_report, Example("Rod earns $15 a tonne, as it reported on 4 June 2027.", "$15 a tonne", ""), Example("Rod earned $15 a tonne on 4 June 2027.", "$15 a tonne", "2027-06-04")),
    Rule("length of a period", _is_span, Example("In 2024 it fell, though the eight months total rose.", "eight months", ""), Example("In 2024 the repair took six months.", "six months", "2024")),
    Rule("in a clause of another time", _in_clause_of_another_time, Example("Output fell in May 2024, while the year to date total was 5 t.", "5 t", ""), Example("Output fell in May 2024, while sales were 5 t.", "5 t", "2024-05")),
    Rule("number in words in another clause", lambda seen: said(_figure(seen)).isalpha() and (first_word(seen.between[-1:]) == "(" or not _in_clause(seen)), Example("In 2024 output fell, and three mines closed.", "three", ""), Example("In 2024 three mines closed.", "three", "2024")),
    Rule("before what is compared with", _before_what_is_compared_with, Example("In 2024 output fell from 9 t.", "9 t", ""), Example("In 2024 output fell by 9 t.", "9 t", "2024")),
    Rule("of a later figure", _of_a_later_figure, Example("Rod rose 40 t and wire fell 12 t in 2025.", "40 t", ""), Example("It made 40 t of rod and 12 t of wire in 2025.", "40 t", "2025")),
    Rule("of a comparison before", _of_a_comparison_before, Example("It costs 21 yuan more than in 2023, and 6 t are sold.", "6 t", ""), Example("More than in 2023: 6 t are sold.", "6 t", "2023")),
    Rule("in a clause about something else", _in_aside, Example("Rod costs $9 under its contract, which ends in 2027.", "$9", ""), Example("The goal, which it wants to reach by 2028, is 5 t.", "5 t", "2028")),
)  # fmt: skip


def _the_one(candidates: Iterable[PeriodCandidate]) -> str | None:
    """The period that all candidates name; None if they name none or several."""
    readings = {candidate.period.reading for candidate in candidates}
    return readings.pop() if len(readings) == 1 else None


def _heading(seen: PeriodSeen) -> str | None:
    if not seen.heading or names_a_time(seen.quantity.sentence) or _BEFORE_OTHER.ending(seen.quantity.left)[0]:
        return None
    return seen.heading


def _before(seen: PeriodSeen) -> str | None:
    """The period that the sentences before are about."""
    if is_of_no_time(seen.quantity.unit or "") or _BEFORE_OTHER.ending(seen.quantity.left)[0]:
        return None
    return seen.before or None


def _respectively(seen: PeriodSeen) -> str | None:
    """The year at the place of the figure: "for 2026 and 2027 to $5 and $6, respectively"."""
    right = said(seen.quantity.right[:_MOST_BEFORE_RESPECTIVELY]) if seen.candidates else ""
    if "respectively" not in right:
        return None
    lists = _YEARS.findall(said(seen.quantity.sentence.tokens))
    named = _YEAR.findall(lists[0]) if len(lists) == 1 else []
    others = [number for number in _NUMBER.findall(right.partition("respectively")[0]) if number not in named]
    return named[-1 - len(others)] if len(others) < len(named) else None


_MOST_BEFORE_RESPECTIVELY = 16
_NUMBER = lazy_regex(r"(?<![\d-])\d[\d,.]*")
_YEAR = lazy_regex(r"20\d\d")
_YEARS = lazy_regex(r"\b20\d\d(?: (?:, (?:and )?|and |& )20\d\d\b)+")
PERIOD_RULES: tuple[Rule[PeriodSeen, str], ...] = (
    Rule("head of the column", lambda seen: seen.head, Example("Output, t | 2024 | 2025\nRod | 5 | 6", "6", "2025"), Example("In 2025 output was 6 t.", "6 t", "2025")),
    Rule("each of a list, respectively", _respectively, Example("In 2024 and 2025 it sold 5 kg and 6 t, respectively.", "5 kg", "2024"), Example("In 2025 it sold 5 kg, and 6 t in 2026, respectively.", "5 kg", "2025")),
    Rule("label of the figure", lambda seen: _the_one(filter(_is_label, seen.candidates)), Example("Output was 5 t (2024) and 6 kg (2025).", "6 kg", "2025"), Example("Output was 5 t in 2024 and 6 kg in 2025.", "6 kg", "2025")),
    Rule("only one in the sentence", lambda seen: _the_one(seen.candidates), Example("In 2025 output was 6 t.", "6 t", "2025"), Example("In 2025 output was 6 t, after a loss in 2024.", "6 t", "2025")),
    Rule("right after the figure", lambda seen: _the_one(item for item in seen.candidates if item.after and _LEADING.issuperset(_rest(item).split())), Example("Output was 5 t in 2023 and 6 kg in 2024.", "6 kg", "2024"), Example("Output was 5 t in 2023 and 6 kg of wire in 2024.", "6 kg", "2024")),
    Rule("same clause", lambda seen: _the_one(filter(_in_clause, seen.candidates)), Example("Output in 2023 was 5 t, and in 2024 it rose.", "5 t", "2023"), Example("Output in 2023 was 5 t, and 6 kg in 2024.", "6 kg", "2024")),
    Rule("no figure in between", lambda seen: _the_one(item for item in seen.candidates if _in_clause(item) and not _DIGIT.search(said(item.between))), Example("Output was 5 t of rod in 2023 or 6 kg of wire in 2024.", "5 t", "2023"), Example("Output was 5 t in 2023 or 6 kg in 2024.", "5 t", "2023")),
    Rule("heading", _heading, Example("Results for 2024\n\nOutput was 5 t.", "5 t", "2024"), Example("Results for 2024\n\nEarlier, output was 5 t.", "5 t", "")),
    Rule("sentence before", _before, Example("In 2024 output was 5 kg. Sales were 6 t.", "6 t", "2024"), Example("In 2024 output was 5 kg. Capacity is 6 t.", "6 t", "")),
)  # fmt: skip
