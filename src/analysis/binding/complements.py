"""Find what a figure is an amount of, from the words next to it: "62 percent of the buyers", "6 tonnes of plastic"."""

import re

from analysis.binding.concepts import dimension_of
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.binding.places import after_dateline
from analysis.binding.question_files import question_files
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

# "goods worth 6 billion" is the size of a trade, "roads worth 6 billion" is not
_WORTH_OF = phrase_regex(
    r"\b(?!(?:is|was|are|were|be|been|has|goods|products|output|production|metals|sales|wares|plus|thus|always"
    r"|perhaps|now|currently|once|already|it|them|they|together|industry|sector|trade|clusters?|branch|business|hub"
    r"|base|group|market)\b)[A-Za-z]?[a-z]+(?<!ss) worth (?:(?:a|an|some|about|around|nearly|almost|over|roughly|more"
    r"|than|up|to|at|least) )*(?:[A-Z]{2,3})?[$¥]?\Z"
)
# The noun phrase after "62 percent of"
_OF_WHOLE = phrase_regex(
    r"\s*of (?:(?!(?:is|are|was|were|has|have|had|can|could|may|that|which|who|in|on|at|by|for|from|to|with|and|or"
    r"|but|as)\b)[\w'’-]+(?: of)?\s*){1,6}",
    re.IGNORECASE,
)
# "Of the pupils at the copper school 64 percent": the whole at the beginning of the sentence
_OF_WHOLE_BEFORE = phrase_regex(
    r"\W*Of (?:(?!(?:of|is|are|was|were|has|have|had|that|which|who|in|on|at|by|for|from|to|with)\b)[\w'’-]+\s*){1,6}"
)
_WORD = lazy_regex(r"[\w'’-]+")
_DETERMINERS = frozenset(
    "the a an all its their our his her those these every each any some many several other new total last this "
    "year's year’s hundred thousand thousands".split()
)
# Such a whole can be meant: "of output", "of what it ships", "of the world total".
_NEUTRAL_WHOLE = lazy_regex(
    r"\b(?:output|production|product\w*|goods|sales|turnover|deliver\w*|shipments?|tonnage|volume|tonnes|total|whole"
    r"|sum|lot|aggregate|range|all|them|these|those|it|its|what|reserves?|deposits?|copper|metal\w*|alloys?|world\w*"
    r"|global|planet\w*|earth\w*|humanity|mankind|known|every\w*|materials?|rare|market|supply|supplies|trade|traded"
    r"|foil|wire|rod|tubes?|strip|ores?)\b",
    re.IGNORECASE,
)
# A share of a country is one of the world's, or of no other whole: "of the exports that passed the quay" is another.
_OF = phrase_regex(r"\s*of (?P<whole>[^,.;:|]*)", re.IGNORECASE)
_OF_LED = phrase_regex(r"\W*Of (?P<whole>(?!(?:that|this|these),)[^,.;:|]*),", re.IGNORECASE)
_OF_WORLD = phrase_regex(
    r"\b(?:world\w*|global\w*|planet\w*|earth['’]s|on earth|human\w*|everyone|mankind|all|known|anywhere|traded"
    r"|borders?|frontiers?|nations|countries|country to another|international\w*)\b",
    re.IGNORECASE,
)
_BARE = phrase_regex(
    r"(?:the )?(?:(?:rare[\s-]earths?|total|proven|proved) )*(?:exports|reserves|deposits|shipments|total|sum|whole"
    r"|lot|aggregate)\b(?! (?:that|which|of|from|through|at|by|to|[a-z]+ing)\b)|what (?:is|was|lies|can|could)\b",
    re.IGNORECASE,
)
# "Asked about high-end copper, 42 percent of them said that they made none": a share of those who were asked
_ANSWERED = phrase_regex(
    r"(?: of [^,.;:|\d]{1,40}?)? (?:named|mentioned|said (?!the\b)|answer\w*|repl(?:y|ied)|reported (?:that|an?|no|none"
    r"|some|lower|higher)\b|notic\w+|believed?|th(?:ink|ought)|vot\w+|want(?:ed)?|(?:dis)?agreed?|chose|prefer\w*"
    r"|complain\w*|opted|ticked|regard\w*|consider\w*|hoped?|fear\w*)\b",
    re.IGNORECASE,
)
# In Chinese, the whole is before the share: "其中八成", "占全国的83%", "恢复至去年同期的九成".
_OF_EARLIER_LEVEL = lazy_regex(
    r"(?:(?:同期|[去上前]年|20\d\d年)(?:水平)?的|占(?:全国|我国|中国)[^，。；\d占]{0,8})[大约近逾超]*\Z"
)
_OF_MASS = phrase_regex(r"\b(?:tonnes|tons|t) of ((?:[\w-]+\s*){1,4})", re.IGNORECASE)
_NOUN_END = lazy_regex(r"\b(?:and|or|had|has|have|was|were|is|are|in|from|to|at|for|by|last|this|a|the)\b|\d")
_NEUTRAL_MASS = lazy_regex(
    r"\b(?:metals?|oxides?|REO|ores?|material\w*|reserves?|deposits?|it|them|this|these|that|production|output"
    r"|capacity|recycled|recovered|secondary|reclaimed|non-?ferrous|copper|alumini?um|lead|zinc|scrap|rare"
    r"|(?:the|these|those|such)\s(?:[\w-]+\s){0,2}(?:elements|minerals|resources))\b",
    re.IGNORECASE,
)
_FOR = phrase_regex(r"\bfor (?:[A-Z]{2,3})?[$¥]?\Z")
_SALES_OF = phrase_regex(r"\b(?:sales|turnover|revenues?|output|income|target|goal|size) of [^,;.]{0,14}\Z", re.I)
_SPENT_ON = phrase_regex(
    r" (?:for|into|towards) (?!(?:[\w'’-]+ ){0,2}(?:plans?|calendar|programme|program|books?|blueprint|charter"
    r"|contract|brochure|speech|table)\b)(?!(?:the )?(?:first|last|year|whole|time|second|third|their|its|goods"
    r"|products|\d|all|every|each|the year)\b)(?:an? |the |new )*[a-z]+"
)
# "the copper grade of the concentrate is 28 percent" is not a share of the grades of copper
_ORE = phrase_regex(
    r"\b(?:ores?|concentrates?|pits?|mines?|shafts?|scrap|drill\w*|cores?|deposits?|assay\w*|tailings|rocks?|seams?"
    r"|dug|mined|(?:average|head|cut-?off|mean) (?:\w+ )?grades?)\b",
    re.IGNORECASE,
)
# "the copper grade was better, at 4 percent": a grade, not a share of the grades
_GRADE = phrase_regex(r"(?<!each\s)(?<!every\s)(?<!one\s)(?<!copper\s)\b(?:copper )?grade\b(?! list)", re.IGNORECASE)


def _of_ore(figure: Figure, passages: Passages) -> str:
    """The word that marks a grade in the clause of a figure as an ore grade; empty if there is none."""
    begin, _ = passages.sentence(figure.start)
    found = _ORE.search(passages.text, *passages.part_of(figure)) or _GRADE.search(passages.text, begin, figure.start)
    return " ".join(found.group().split()) if found else ""


def other_complement(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return why the words around a figure make it an amount of something else; empty if they do not.

    The lists here know what the figures of the package are amounts of. A question with concepts of its own, such as
    tailings or nickel, is judged by those alone.
    """
    if any(file.concepts for file in question_files().layers(rule.question)):
        return ""
    if "grades" in rule.measures and (ore := _of_ore(figure, passages)):
        return f"{ore!r} makes it a grade of ore"
    if rule.aspect in ("share", "change") and (answered := _ANSWERED.match(passages.text, figure.end)):
        return f"{answered.group().strip()!r} makes it a share of those who were asked"
    if rule.aspect == "share" and (why := _of_another_whole(rule, figure, passages)):
        return why
    if rule.aspect == "rate" and _FOR.search(passages.text, max(0, figure.start - 24), figure.start):
        after = passages.mentions("measure", rule.aspect, figure.end, figure.end + 16)  # "good for $1,100 of earnings"
        if not any(item.concept in rule.measures for item in after):
            return "'for' makes it a price"
    if rule.aspect == "money":
        if match := _WORTH_OF.search(passages.text, max(0, figure.start - 60), figure.start):
            return f"{match.group().strip()!r} makes it the value of something else"
        if (
            rule.kind == "target"
            and not _SALES_OF.search(passages.text, max(0, figure.start - 40), figure.start)
            and (match := _SPENT_ON.match(passages.text, figure.end))
        ):
            return f"{match.group().strip()!r} makes it an amount to spend"
    what = (
        _OF_MASS.search(passages.text, figure.start, figure.end + 40) if dimension_of(figure.unit) == "mass" else None
    )
    if what and what.start() < figure.end and not _is_of(rule, what[1], what.start(1), passages, _NEUTRAL_MASS):
        return f"it is an amount of {_NOUN_END.split(what[1])[0].strip()!r}"
    return ""


def _of_another_whole(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Why a figure is a share of something other than what the rule asks for; empty if it is not."""
    begin = after_dateline(passages.text, passages.sentence(figure.start)[0], figure.start)
    whole = _OF.match(passages.text, figure.end) or _OF_LED.match(passages.text, begin, figure.start)
    if rule.place and whole and not (_OF_WORLD.search(whole["whole"]) or _BARE.match(whole["whole"])):
        return f"{' '.join(whole.group().split())!r} is not the world's"
    printed = passages.as_printed(figure) if rule.place else None
    before = printed and _OF_EARLIER_LEVEL.search(passages.document.text, max(0, printed.start - 20), printed.start)
    if before:
        return f"{before.group()!r} is not the world's"
    if part := _other_whole(rule, figure, passages):
        return f"{part!r} is the whole of which it is a share"
    return ""


def _other_whole(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """The words that make a share refer to something else: "62 percent of the buyers"; empty if none do."""
    begin, _ = passages.sentence(figure.start)
    match = _OF_WHOLE.match(passages.text, figure.end) or _OF_WHOLE_BEFORE.match(
        passages.text, after_dateline(passages.text, begin, figure.start), figure.start
    )
    if match is None or _is_of(rule, _head(match.group()), match.start(), passages, _NEUTRAL_WHOLE):
        return ""
    return " ".join(match.group().split())


def _is_of(rule: FigureRule, words: str, start: int, passages: Passages, neutral: re.Pattern[str]) -> bool:
    """Whether some words name what the rule measures, or at least nothing that excludes it."""
    spoken = passages.mentions("measure", rule.aspect, start, start + len(words))
    return any(item.concept in rule.measures for item in spoken) or bool(neutral.search(words))


def _head(words: str) -> str:
    """The beginning of "of the patents protect high-end copper" up to its noun: two words that are not determiners."""
    left = 2
    for match in _WORD.finditer(words):
        if match.group().lower() in _DETERMINERS:
            continue
        if match.group().lower() == "of":
            continue
        left -= 1
        if not left:
            return words[: match.end()]
    return words
