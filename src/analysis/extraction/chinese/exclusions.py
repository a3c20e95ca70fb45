"""Where numbers in Chinese text are not figures: dates, ordinals, codes, words that contain a numeral.

Each row has an example that it covers; tests/extraction/test_chinese.py has a near miss for each.
"""

import re

from analysis.extraction.chinese import words
from analysis.extraction.patterns import Exclusion, alternatives

_ONES = "一二三四五六七八九"
_TO = r" ?[-—–~至到、] ?"
_SMALL = rf"(?:\d{{1,2}}|[{_ONES}十]{{1,3}})"
# A row matches at the first number of what it covers, after `before`; the text is folded.
EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion("year", "", r"(?:19|20)\d\d ?年(?!期)(?:\d{1,2}月(?:\d{1,2}日)?)?", "2025年"),
    Exclusion("years", "", rf"(?:19|20)\d\d(?:年)?{_TO}(?:19|20)?\d\d年", "2021—2024年"),
    Exclusion("year in characters", "", rf"[一二][零{_ONES}]{{3}}年", "二零二五年"),
    Exclusion("year of the republic", "", r"1\d\d年(?=\d{1,2}月)", "114年9月"),
    Exclusion("shortened year", "", r"\d\d年(?=[初末底]|\d{1,2}月|[上下]半年|第[一二三四]|[一二三四]季度|同期|全年|版)", "24年一季度"),
    Exclusion("month or months", "", rf"{_SMALL}(?:{_TO}{_SMALL})?月(?:份|{_SMALL}(?:{_TO}{_SMALL})?[日号])?", "1-8月"),
    Exclusion("day", "", rf"\d{{1,2}}(?:{_TO}\d{{1,2}})?(?:日(?!均|产|元)|号(?!线))", "22日"),
    Exclusion("numeric date", "", r"(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?![\d%])", "2025-08-22"),
    Exclusion("time of day", "", r"\d{1,2}(?:[:：]\d{2}){1,2}(?!\d)|\d{1,2}点(?:\d{1,2}分|整|半)", "8点58分"),
    Exclusion("ordinal", r"第 ?|[年月]第", rf"(?:\d+|[{_ONES}十百零两]+)", "第三批"),
    Exclusion("rank", r"前|位列(?:第)?|排名|位居|列", rf"(?:\d{{1,3}}|[{_ONES}十百]{{1,2}})(?=[名位强季]|个[月季])", "前10名"),
    Exclusion("vague amount", r"[数几成]|(?<![迈登站跨冲再])上", "[十百千万亿]+", "数百"),
    Exclusion("vague amount", "", f"[十百千]*[十百千]几|[{_ONES}]?十[来几]", "十几"),
    Exclusion("word with a numeral", "", alternatives(words.NAMES), "一般"),
    Exclusion("name with a numeral", r"(?<![每0-9万亿].)", r"三元(?![/钱人整每]|左右|以上|以下)", "三元电池"),
    Exclusion("phase", r"(?<!分)", rf"[{_ONES}](?=期(?![货限]))", "二期"),
    Exclusion("part of the year", "[上下前后]", "半(?=年)", "上半年"),
    Exclusion("unit with a prefix", "", "[千百](?=[瓦克米卡帕伏])", "千瓦时"),
    Exclusion("part of the year", "", rf"[{_ONES}\d](?=季度|季(?![节度]))", "四季度"),
    Exclusion("grade or number", "", r"\d+(?:#|号(?!线)|系(?!列)|级(?!企)|线城)", "1#"),
    Exclusion("code or name", r"[A-Za-z_&.@#]-?", r"\d[\d.]*(?!万|亿)", "A00"),
    Exclusion("name in quotes", r"[“”\"「『]", r"\d+(?:\+\w+)?[”\"」』]", "“1269”"),
    Exclusion("telephone number", r"电话 ?[:：]?|热线 ?[:：]?|传真 ?[:：]?", r"[\d()-]{7,}", "电话：0791-8823416"),
    Exclusion("document or stock number", r"[\[〔([]", r"\d{4,6}(?:\.[A-Z]{2})?[\]〕)]", "〔2016〕"),
    Exclusion("contract", "", r"\d{4}(?=合约)", "2511合约"),
)  # fmt: skip
_AT = re.compile("|".join(f"(?:{item.at})" for item in EXCLUSIONS if not item.before))
_AFTER = [(re.compile(rf"(?:{item.before})\Z"), re.compile(item.at)) for item in EXCLUSIONS if item.before]
_LONGEST_BEFORE = 6
_CURRENCY = re.compile(rf"(?:{alternatives(words.CURRENCIES)})\Z")


def excluded_end(text: str, start: int) -> int:
    """Return where the exclusion at `start` of a folded text ends, -1 if there is none.

    >>> excluded_end("2025年8月增长", 0), excluded_end("第3批", 1), excluded_end("3批", 0)
    (7, 2, -1)
    """
    match = _AT.match(text, start)
    if match:
        return match.end()
    left = text[max(0, start - _LONGEST_BEFORE) : start]
    for before, at in _AFTER:
        if (match := at.match(text, start)) and before.search(left) and not _CURRENCY.search(left):
            return match.end()
    return -1


def exclusion_at(text: str, start: int) -> str:
    """Return the name of the exclusion at `start` of a folded text; empty if there is none."""
    left = text[max(0, start - _LONGEST_BEFORE) : start]
    for item in EXCLUSIONS:
        if re.compile(item.at).match(text, start) and re.search(rf"(?:{item.before})\Z", left):
            return item.what
    return ""
