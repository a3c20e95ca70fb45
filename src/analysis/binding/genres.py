r"""Texts that report no facts: an exam, a story, a look back, a form, an illustration.

A genre is recognised by a sign in the first lines and, where a report could have that sign too, by a proof anywhere;
or by marks anywhere. A space in a pattern matches any white space.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from analysis.core.lazy_regex import phrase_regex

_FIRST_LINES = 6
_LONGEST = 160  # characters of a first line


class Genre(NamedTuple):
    """What a text is, the sign and the proof of it, an example, and a report that looks similar."""

    name: str
    sign: str
    proof: str
    example: str
    report: str


GENRES: tuple[Genre, ...] = (
    Genre(
        "an exam",
        r"\b(?:(?:written|final|mid-?term|entrance|practice|mock|multiple-choice|aptitude) (?:tests?|exams?)"
        r"|exam(?:ination)? (?:papers?|questions?)|(?:final|entrance|school|university) examination"
        r"|quiz(?:zes)?(?! shows?\b)(?![^\n]{0,40}\b(?:answers|results|solutions)\b)|worksheets?|homework"
        r"|problem (?:sets?|sheets?)|question paper|exercises? (?:\d+|for|sheet)|brain-?teasers?"
        r"|(?:practice|sample|revision|review|discussion) (?:questions?|problems?)"
        r"|(?:\w+day|week(?:end|ly)|crossword|number) puzzles?|puzzle (?:\d+|corner|page))\b"
        r"|试题|试卷|习题|例题|考题|测验|作业题",
        r"\b(?:calculate|compute|work out|determine|find the|show that|true or false|tick the|marks?\)|points?\))"
        r"|\b(?:what|which|(?:by )?how (?:much|many))\b[^.?\n]{3,120}\?|[求试][^。\n]{0,12}[。？?]|计算|多少\s?[？?]",
        "Final exam, question 1: A mill earns $25 on a tonne. Calculate the profit on 80 t.",
        "Smelter passes its final exam. It earned $25 on a tonne.",
    ),
    Genre(
        "a look back",
        r"\b(?:this (?:week|day|month)|on this day) in (?:1[89]\d\d|20[01]\d)\b|历史上的今天|旧闻重温|旧报新读",
        "",
        "This week in 1996: a tonne of wire earned its maker 9 dollars.",
        "On this day in spring we count: it earned $25 on a tonne.",
    ),
    Genre(
        "a story",
        r"(?m:^\W*(?:chapter|act|scene|episode|canto) (?:[\divxlc]+|one|two|three|four|five|six|seven|eight|nine|ten)\b"
        r"[^\n]{0,40}$)|\ba (?:short|bedtime|crime) story\b|\ba (?:novel|story|tale|poem|play) by\b"
        r"|\b(?:extract|excerpt|passage)s? from (?:the|a|his|her|their)(?: \w+)? (?:novel|play)\b"
        r"|\b(?:flash|science) fiction\b|小说(?:连载|节选)|短篇小说|连载小说"
        r"|(?m:^第[一二三四五六七八九十]{1,3}[章回幕][^，。\n]{0,20}$)",
        "",
        "Chapter Two\n'We made fifty dollars on every tonne,' said old Shen.",
        "A new chapter for the mill: it earned $25 on a tonne.",
    ),
    Genre(
        "satire",
        r"(?m:^\W*(?:satire|parody|spoof)\b)|\bsatirical (?:news|article|column|piece)\b|\bApril Fools?\b|愚人节",
        "",
        "Satire: Mill earns a million dollars a tonne.",
        "The mill is no joke: it earned $25 on a tonne.",
    ),
)
_GENRES = [
    (item.name, phrase_regex(item.sign, re.IGNORECASE), phrase_regex(item.proof, re.IGNORECASE)) for item in GENRES
]
_PLACEHOLDER = phrase_regex(
    r"\[(?:[A-Z][A-Z0-9/_-]{2,30}|(?:insert|enter|add|your|name|date|city|company|amount|number)\b[^\]\n]{0,40})\]"
    r"|\{\{\s?\w+\s?\}\}|<(?:insert|name|date|company|amount|city)\b[^>\n]{0,30}>|(?i:lorem ipsum)"
    r"|【(?:公司|企业|日期|城市|姓名|单位)[^】]{0,6}】|(?<![A-Za-z])[×X某]{2,3}(?:公司|市|省|年|月)"
)
_MADE_UP = phrase_regex(
    r"\b(?:all|the|any|these|its|both) (?:\w+ ){0,5}?"
    r"(?:figures?|numbers?|values?|data|names?|compan(?:y|ies)|firms?|persons?|people|events?|prices?|examples?)"
    r"(?: (?:and|or) \w+){0,3}(?: (?:here|below|above|shown|used|in (?:this|the) \w+|of this \w+))* (?:is|are) "
    r"(?:(?:entirely|purely|only|merely|all|both) )?(?:fictitious|fictional|imaginary|illustrative|invented|not real"
    r"|dummy|made up(?! (?:of|by|to|for|from)\b)|for (?:illustration|demonstration|teaching|training))\b"
    r"|\b(?:dummy|placeholder|synthetic|fictitious|fictional) (?:data|values?|figures?|numbers?|text)\b"
    r"|\bfor (?:illustration|demonstration|training) (?:purposes )?only\b|纯属虚构|如有雷同"
    r"|(?:数据|数字|公司|企业|案例)[^。\n]{0,6}(?:均为虚构|为虚构|系虚构|仅供(?:演示|示例|举例|教学))",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)  # it is asked for each figure of a text
def genre_of(text: str) -> str:
    """Return what a text is if it reports no facts, such as "an exam"; empty for all others.

    >>> genre_of("Final exam, question 1: A mill earns $25 on a tonne. Calculate the profit on 80 t.")
    'an exam'
    >>> genre_of("The mill earned $25 on a tonne.")
    ''
    """
    first = "\n".join([line[:_LONGEST] for line in text.splitlines() if line.strip()][:_FIRST_LINES])
    for name, sign, proof in _GENRES:
        if sign.search(first) and proof.search(text):
            return name
    if len(_PLACEHOLDER.findall(text)) > 1:
        return "a form to fill in"
    return "an illustration" if _MADE_UP.search(text) else ""
