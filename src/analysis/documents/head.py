"""The head of a document: a header, or a title, a date and a dateline in its first lines."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import dropwhile, islice

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.lexicon import MONTHS
from analysis.extraction.periods import MonthEnd
from analysis.extraction.sections import FRONT_MATTER

_REACH = 1500  # characters in which a date is looked for
_LONGEST_TITLE = 160
_MOST_LABELS = 8
_DAY = (
    r"(?P<date>[A-Z][A-Za-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Z][A-Za-z]{2,8}\.?,? \d{4}"
    r"|\d{4}-\d{2}-\d{2}|(?:1[3-9]|2\d|3[01])/\d\d/\d{4}|\d\d/(?:1[3-9]|2\d|3[01])/\d{4}|\d{4}年\d{1,2}月\d{1,2}日)"
)
_DATE_LINE = lazy_regex(
    rf"^(?:(?:first |last )?(?:published|posted|updated|date|(?:发布|發佈)?(?:时间|時間|日期))?[:：]?\s*"
    rf"(?:on[:：]?\s)?){_DAY}(?:[ T,]+\d{{1,2}}:\d{{2}}.*| by [^.\n]{{1,60}})?$",
    re.IGNORECASE | re.MULTILINE,
)
# "JAKARTA, Nov 2 2026 -", "NEW DELHI/MUMBAI (Agency), 2 November 2026 –", "Perth, Australia, Monday, 2 Nov. 2026. Tin"
_DATELINE = lazy_regex(
    rf"^\(?[A-Z][\w.'’ /-]{{1,40}}?(?:, [A-Z]\w+(?: [A-Z]\w+)?){{0,2}}[,.]? ?(?:\([^()\n]{{1,30}}\),? )?(?:[-–—] )?"
    rf"(?:\w+day,? )?{_DAY}(?: ?\([^()\n]{{1,30}}\)| ?/[^/\n]{{1,30}}/)?"
    r"(?: ?[-–—]{1,2}\s|:\s|(?P<apart>[.)]{1,2}\s|[ \t]*$))",  # `apart`: only after "Perth, ", not after "Since "
    re.MULTILINE,
)
# "新华社南昌2026年2月10日电", "本报2026年2月10日讯"
_HAN_DATELINE = lazy_regex(
    r"^[^\d\n。，,]{0,16}(?P<date>\d{4}年\d{1,2}月\d{1,2}日)\s?(?:专|專)?(?:电|電|讯|訊|消息|报道|報道)", re.MULTILINE
)
# "2026年2月10日，" or "本报讯（记者 周敏）2026年2月10日，" at the beginning of the first paragraph
_HAN_LEAD = lazy_regex(
    r"\A(?:[^。\n]*\n+){0,3}(?:本[报報台](?:讯|訊))?(?:（[^）\n]{1,16}）)?\s?(?P<date>\d{4}年\d{1,2}月\d{1,2}日)[，,]"
)
# A line of a date, and of who, where and how long: "By Jane Doe | 3 March 2026 09.30 GMT · 3 min read".
_SMALL = r"(?:and|of|the|for|in|d[aeiou]|d[ao]s|de[lrs]|la|van|von|&)"
_NAMED = rf"[A-Z][\w.'’-]*(?: (?:{_SMALL} )?\(?[A-Z][\w.'’-]*\)?){{0,7}}"
_STAFF = r"(?:(?:our|an?|the) (?:[\w-]+ ){0,3}(?:correspondent|desk|editor|reporter|staff|team|writer)s?,? (?:in )?)"
_BY = rf"(?i:(?:written |reported |story )?by {_STAFF}?|from {_STAFF})"
_SAID = (
    r"(?i:(?:first |last |originally )?(?:published|posted|updated|modified|released|issued|filed|written|broadcast"
    r"|aired|(?:(?:release|publication|posting) )?date)(?: on| at)?:? )"
)
_CLOCK = r"(?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?(?i:[ap]\.?m\b\.?))?(?: \(?[A-Z]{1,5}\)?)?(?: ?[+-]\d\d:?\d\d)?"
_ISSUE = r"(?i:(?:issue|no\.?|number|vol\.?|volume) \d{1,4}(?:/\d{2,4})?)"
_WHO = rf"(?:(?:{_BY})?{_NAMED}|{_ISSUE}|\d{{1,2}}[ -]min(?:ute)?s?(?: read)?|{_CLOCK})"
_KICKER = r"[A-Z][a-z]+(?: [a-z]+){1,2}"  # "Press release", between signs and not commas
_WHEN = rf"(?:{_SAID})?(?:[A-Z][a-z]{{2,8}}day,? |(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,? )?%s(?:,? {_CLOCK})?"
_SIGN = r"(?:,? [|·•/–—-] )"
_LATER = _SAID + _WHEN % _DAY.replace("(?P<date>", "(?:")
_DATED_BYLINE = lazy_regex(
    rf"^(?:(?:{_WHO}(?:{_SIGN}|, )|{_KICKER}{_SIGN}){{1,3}}|{_BY}{_NAMED} (?:on )?)?{_WHEN % _DAY}"
    rf"(?:(?:{_SIGN}|, )(?:{_WHO}|{_LATER})|{_SIGN}{_KICKER}| \({_LATER}\)){{0,3}}$"
)
# "昆明日报 2026年1月12日", "2026-01-12 09:30 来源：昆明日报 作者：李某"
_HAN_WHO = (
    r"(?:(?:(?:数据|資料|资料)?(?:来源|來源)|整理|作者|记者|記者|编辑|編輯|文)\s?[:：/／\s]\s?)?"
    r"[《【]?[\u4e00-\u9fff·]{2,16}[》】]?"
)
_HAN_SIGN = r"[ \u3000]*[|｜/／·,，—–-]?[ \u3000]*"
_HAN_BYLINE = lazy_regex(
    rf"^(?:{_HAN_WHO}{_HAN_SIGN}){{0,3}}(?<!\d){_DAY.replace('年', ' ?年 ?').replace('月', ' ?月 ?')}"
    rf"(?: ?\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?(?:{_HAN_SIGN}{_HAN_WHO}){{0,3}}$"
)
# A month alone, if no day is found: on a line of its own, or after a sign and not a comma, which titles have too.
_MONTH_NAME = f"(?:{'|'.join(MONTHS)})"
_MONTH = rf"(?P<date>(?i:{_MONTH_NAME})\.?,? (?:19|20)\d\d|(?:19|20)\d\d-(?:0[1-9]|1[0-2])|(?:19|20)\d\d年\d{{1,2}}月)"
_DATED_BY_MONTH = lazy_regex(
    rf"^(?:(?:{_WHO}|{_KICKER}){_SIGN}(?:{_WHO}(?:{_SIGN}|, )){{0,2}}(?<!, )|{_BY}{_NAMED},? "
    rf"|{_HAN_WHO}[|｜/／· \u3000]+)?(?:{_SAID})?{_MONTH}(?:(?:{_SIGN}|, ){_WHO}|{_SIGN}{_KICKER}){{0,3}}$"
)
_BYLINE_LINES = 6  # from the first line of the text
# What names a publisher in such a line: "Copperbelt Ledger, Kitwe, 14 October 2025", not "Jane Doe, 3 March 2026".
PUBLISHER = lazy_regex(
    r"(?!(?:By|Company|Daily|Industry|Latest|Market|Price|Special|Weekly) )"
    r"(?:[A-Z][\w.'’&-]*,? (?:(?:and|of|the|&) )?)+"
    r"(?:Advertiser|Advocate|Analytics|Anzeiger|Beacon|Brief|Briefing|Bulletin|Chronicle|Courier|Daily|Diary"
    r"|Digest|Dispatch|Echo|Enquirer|Examiner|Express|Gazette|Globe|Guardian|Herald|Independent|Inquirer|Insider"
    r"|Insights?|Intelligence|Journal|Kurier|Ledger|Letter|Magazine|Mail|Mercury|Messenger|Mirror|Monitor|Monthly"
    r"|Nachrichten|News|Newsletter|Newswire|Notebook|Observer|Paper|Post|Press|Prices|Quarterly|Record|Register"
    r"|Report|Reporter|Research|Review|Securities|Sentinel|Spectator|Standard|Star|Sun|Tageblatt|Telegraph|Times"
    r"|Tribune|Voice|Watch|Weekly|Wire|Woche|Zeitung)(?: of(?: [A-Z][\w.'’-]*)+)?"
    r"|(?:(?:A|El|La|Le|O) )?(?:Correio|Correo|Courrier|Diario|Diário|Gaceta|Gazeta|Instituto|Jornal"
    r"|Journal|Minist[eé]rio|Periódico|Revista)"
    r"(?:(?: [a-zé]{1,3})? [A-Z][\w.'’-]*)+"
    r"|(?:Agence France-Presse|AFP|ANSA|Antara|AP|Argus|Bloomberg|dpa|EFE|Fastmarkets|Interfax|Kyodo|Platts|PTI|Reuters"
    r"|Xinhua|TASS|Yonhap)(?: News)?"
    r"|(?:[A-Z][\w.'’-]* ){0,4}(?:Administration|Agency|Association|Bureau|Commission|Department|Institute|Ministry"
    r"|Office) (?:of|for) [A-Z][\w&'’ -]{2,60}"
    r"|[\u4e00-\u9fff]{1,10}(?:报|報|网|網|社|周刊|週刊|杂志|雜誌|电视台|電視台|新闻|新聞|在线|在線|通讯|通訊|研究(?:院|所|中心)?|证券|期货|协会|资讯|咨询)"
)
_HAN_AGENCY = lazy_regex(r"^(?P<name>新华社|新華社|中新社|中新网|新华网|[\u4e00-\u9fff]{1,8}[报報])(?!告)")
_DATED_SOURCE = lazy_regex(rf"(?P<source>.*?)[,，;|·\s]+(?:{_DAY}|{_MONTH.replace('<date>', '<month>')})")
_PARTS = lazy_regex(rf"{_SIGN}|, | \(|[|｜/／·，—–\u3000《》【】:：]| (?=[\u4e00-\u9fff\d])")
# "PRESS RELEASE", "Equity Research | China Materials", "European Commission - Press corner": above the title
_KICKER_LINE = lazy_regex(
    r"(?:[\w&'’.-]+ (?:[|/·–—-] )?){0,4}(?:(?:press|news|media)[ -](?:release|corner|room|statement|note)|newsroom"
    r"|for immediate release|(?:equity|market|commodity|sector|industry|economic) (?:research|report|comment|brief)"
    r"|research note|(?:market|daily|weekly|monthly) (?:commentary|bulletin|briefing))"
    r"(?:,? ?[|/·:–—-]? ?[\w&'’.-]+){0,5}:?",
    re.IGNORECASE,
)
# "Huachuang Copper Foil Co., Ltd.", "Ministry of Mines": whose announcement it is
_FIRM_LINE = lazy_regex(
    r"[A-Z][\w&'’.,() -]{2,60} (?:(?i:ltd|limited|inc|plc|corp|corporation|llc|bhd|tbk|gmbh|oyj|asa)"
    r"|Group|Holdings|AG|SE|SA|S\.A|AS|AB|N\.V)\.?"
    r"|(?:Ministry|Department|Bureau|Government|Institute|Agency) (?:of|for) [A-Z][\w&'’, -]{2,60}"
)
# "LIMA, 3 March (Andina) - ", "LONDON (Reuters) - ", "(Metal Trade Weekly)": after a day any name is a publisher's
_DAY_OF_YEAR = r"(?:\d{1,2}(?:st|nd|rd|th)?(?: de)? \w{3,10}\.?|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?"
_AGENCY = lazy_regex(
    rf"^(?:[A-Z][\w.'’/-]*,? ){{0,5}}?(?P<day>{_DAY_OF_YEAR},? )?\("
    rf"(?P<name>(?!Update|Correct|Photo|Video|Adds )[A-Z][^()\n\d]{{1,40}}|[a-z]{{3,4}})\)"
    rf"(?:,? {_DAY_OF_YEAR})?(?: ?[-–—]{{1,2}} |: |$)"
)
_NOTE_LINE = lazy_regex(r"[A-Z][\w'’-]*(?: [\w'’-]+){0,5}\.")  # "Corrected version.", "For subscribers only."
_WEEKDAY = lazy_regex(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? $")
_BYLINE = lazy_regex(r"(?i:by) [A-Z][\w.'’-]+ [A-Z][^.]{1,60}$")
_NOT_PROSE = lazy_regex(r"[>!<|`+•–—-]|\*(?!\*)|\d+[.)] ")  # a quote, picture, table, code or list
_SENTENCE_ENDS = lazy_regex(r"(?<=[a-z][.!?]) (?=[A-Z])")
_MOST_WORDS_OF_PLACE = 5
_SMALL_WORDS_OF_PLACES = frozenset("al am an da de del der di do dos du el es la le of sur".split())
_NEVER_IN_PLACES = frozenset(
    "After As At Before By For From In On Since The To Until "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
_MONTH_FORMATS = ("%b %Y", "%B %Y", "%Y-%m", "%Y年%m月")
_FORMATS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y")
LABEL = lazy_regex(
    r"(?:(?P<key>title|headline|date|published|posted|publisher|source|author|by|url|address|standing)(?::\s+|：\s*)"
    r"|(?P<han>标题|標題|(?:发布|發佈)?(?:时间|時間|日期)|来源|來源|作者)[:：]\s*)(?P<value>\S.*)",
    re.IGNORECASE,
)
_KEYS = {"headline": "title", "posted": "date", "published": "date"} | {
    word: key
    for key, words in {
        "title": "标题 標題",
        "date": "日期 时间 時間 发布时间 發佈時間 发布日期 發佈日期",
        "source": "来源 來源",
        "author": "作者",
    }.items()
    for word in words.split()
}


def head_of(text: str) -> dict[str, str]:
    """Return what the head of a text states: a header between dashes, else labels or a title in the first lines.

    The publisher is taken from the dateline if nothing else names one.
    """
    stated = _publisher_of_dateline(text) | _stated(text)
    if kind := stated.get("standing"):
        stated["standing"] = "_".join(kind.lower().split())  # "State media"
    return stated


def _publisher_of_dateline(text: str) -> dict[str, str]:
    for line in _first_lines(FRONT_MATTER.sub("", text, count=1)):
        if (found := _AGENCY.match(line)) and (found["day"] or PUBLISHER.fullmatch(found["name"])):
            return {} if _WEEKDAY.fullmatch(f"{found['name']} ") else {"publisher": found["name"]}
    return {}


def _stated(text: str) -> dict[str, str]:
    header = FRONT_MATTER.match(text)
    if header:
        pairs = (line.split(":", 1) for line in header["lines"].splitlines() if ":" in line)
        named = {key.strip().lower(): value.strip().strip("'\"") for key, value in pairs}
        stated = {_KEYS.get(key, key): value for key, value in named.items()}
        body = _below_date([line.strip() for line in text[header.end() :][:_REACH].splitlines()])
        if not stated.get("title") and _is_title(body):
            stated["title"] = body[0].strip("#* ")
        return _with_publisher(stated)
    lines = [line.strip() for line in text[:_REACH].splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    stated = {}
    below = next((line for line in lines[1:] if line), "")
    if lines and not LABEL.fullmatch(lines[0]) and LABEL.fullmatch(below) and may_be_title(lines[0]):
        stated["title"] = lines.pop(0).lstrip("# ")
    for line in lines[:_MOST_LABELS]:
        if match := LABEL.fullmatch(line):
            key = (match["key"] or match["han"]).lower()
            stated[_KEYS.get(key, key)] = match["value"]
        elif line:
            break
    rest = _below_kicker(lines)
    firm = lines[0] if rest is not lines and _FIRM_LINE.fullmatch(lines[0]) else ""
    lines, first = _below_date(rest), rest[0] if rest else ""
    if PUBLISHER.fullmatch(first) and _is_dated_line(below) and _is_title(beneath := _below_date(lines[1:])):
        stated["publisher"], lines = first, beneath  # above the date and the title
    if not stated.keys() - {"publisher"} and _is_title(lines):
        stated["title"] = lines[0].lstrip("# ")
        stated |= {"publisher": firm} if firm else {}
    return _with_publisher(stated | publisher_of_byline(text))


def _below_date(lines: list[str]) -> list[str]:
    """The lines below those of the date, and below empty ones."""
    return list(dropwhile(lambda line: not line or _is_dated_line(line), lines))


def _below_kicker(lines: list[str]) -> list[str]:
    """The lines below a kicker, which names the kind or owner of the text, if a title follows; else the same lines."""
    if not lines or not any(kind.fullmatch(lines[0]) for kind in (_KICKER_LINE, _FIRM_LINE, _NOTE_LINE)):
        return lines
    below = list(dropwhile(lambda line: not line or _is_dated(line), lines[1:]))
    return below if _is_title(below) else lines


def publisher_of_byline(text: str) -> dict[str, str]:
    """Return the publisher named by the date line or a Chinese dateline, recognised by its last word; else nothing."""
    lines = list(_first_lines(text))
    for place, line in enumerate(lines):
        if dated := _dated_byline(line):
            parts = [part.strip(" )") for part in _PARTS.split(re.sub(_DAY, "|", dated[0]))]
            parts += lines[max(1, place - 1) : place + 2]  # "Battery Weekly" on the line above or below the date
            named = next(filter(PUBLISHER.fullmatch, parts), "")
            return {"publisher": named} if named else {}
        if _HAN_DATELINE.match(line) and (agency := _HAN_AGENCY.match(line)) and agency["name"] not in ("本报", "本報"):
            return {"publisher": agency["name"]}
    return {}


def _first_lines(text: str) -> Iterator[str]:
    """The first lines that are not empty, without signs of emphasis around them."""
    return islice(filter(None, (line.strip().strip("*_") for line in text[:_REACH].splitlines())), _BYLINE_LINES)


def _with_publisher(stated: dict[str, str]) -> dict[str, str]:
    """What a head states, with the source as the publisher if it names none; an address does not count.

    A date after the source, "Oriental Prices, 30 April 2026", is the date of the text.
    """
    source = stated.get("source", "")
    if dated := _DATED_SOURCE.fullmatch(source):
        source = dated["source"]
        stated = {"date": dated["date"] or dated["month"], **stated, "source": source}
    return {"publisher": source, **stated} if source and "://" not in source else stated


def _is_title(lines: list[str]) -> bool:
    """Whether the first of the lines is a title: short, without a full stop, before a blank line, date or byline."""
    first, following = (lines[0], lines[1]) if len(lines) > 1 else ("", "")
    following = "" if _BYLINE.match(following) else following
    return bool(first) and may_be_title(first) and (not following or _is_dated(following))


def may_be_title(line: str) -> bool:
    """Return whether a line is short and of the form of a title; what follows it decides the rest.

    >>> may_be_title("Tin smelter opens"), may_be_title("The smelter opened in May.")
    (True, False)
    """
    if _NOT_PROSE.match(line):
        return False
    if len(line) > _LONGEST_TITLE or line[-1] in ".:;|。：；" or " | " in line or "\t" in line:
        return False
    return not _is_dated(line)


def date_in(text: str) -> str:
    """Return the date alone on a line, in a byline or in a dateline near the top of a text; empty if there is none.

    A month counts only if no day is found.
    """
    match = _DATE_LINE.search(text, 0, _REACH)
    if match is None:
        match = next(filter(None, map(_dated_byline, _first_lines(text))), None)
    if match is None:
        match = next(filter(_is_dateline, _DATELINE.finditer(text, 0, _REACH)), None)
    match = match or _HAN_DATELINE.search(text, 0, _REACH) or _HAN_LEAD.match(text, 0, _REACH)
    if match is None:
        months = list(filter(None, map(_dated_by_month, _first_lines(text))))
        match = months[0] if len(months) == 1 else None  # several are a table or a list
    return match["date"] if match else ""


def _is_dateline(match: re.Match[str]) -> bool:
    """Whether the words before the date name a place: "RIO DE JANEIRO, " and not "The mine in London, "."""
    words = _WEEKDAY.sub("", match.string[match.start() : match.start("date")]).rstrip()
    named = re.sub(r"\([^()]*\)|[-–—,()]", " ", words).split()
    return (
        0 < len(named) <= _MOST_WORDS_OF_PLACE
        and all(word[0].isupper() or word in _SMALL_WORDS_OF_PLACES for word in named)
        and _NEVER_IN_PLACES.isdisjoint(named)
        and (match["apart"] is None or words.endswith((",", ".", ")")))
    )


def _is_dated_line(line: str) -> bool:
    """Whether a line holds only the publication date, possibly with place and author."""
    return bool(_DATE_LINE.match(line) or _DATED_BYLINE.match(line) or _HAN_BYLINE.match(line) or _dated_by_month(line))


def _is_dated(line: str) -> bool:
    dateline = _DATELINE.match(line)
    alone = _is_dated_line(line) or _dated_byline(line) or _HAN_DATELINE.match(line)
    return bool(alone) or (dateline is not None and _is_dateline(dateline))


def _dated_byline(line: str) -> re.Match[str] | None:
    """A date line with author and place, or the end of a line that is one: "An interview. Ore Times, 27 May 2026."."""
    for part in (line, _SENTENCE_ENDS.split(line)[-1].removesuffix(".")):
        if len(part) <= _LONGEST_TITLE and (found := _DATED_BYLINE.match(part) or _HAN_BYLINE.match(part)):
            return found
    return None


def _dated_by_month(line: str) -> re.Match[str] | None:
    return _DATED_BY_MONTH.match(line) if len(line) <= _LONGEST_TITLE else None


def parse_date(text: str) -> date | None:
    """Return the date that a text states, the last day for a month; None if it is not a date or is ambiguous.

    >>> parse_date("Sept. 9, 2025"), parse_date("03/04/2026")
    (datetime.date(2025, 9, 9), None)
    """
    plain = re.sub(r"(?<=\d)(?:,? (?:at )?|T)\d\d?[:.]\d\d.*", "", text)  # a time after the date
    plain = re.sub(r"(?i)\bsept\b", "Sep", plain.replace(".", "").replace(",", ""))
    plain = re.sub(r"^(?:[A-Z][a-z]+day|Mon|Tue|Wed|Thu|Fri|Sat|Sun) ", "", plain)
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", plain)
    found = set()
    for form in _FORMATS:
        with suppress(ValueError):
            found.add(datetime.strptime(plain.strip(), form).date())
    for form in () if found else _MONTH_FORMATS:
        with suppress(ValueError):
            found.add(MonthEnd.of(datetime.strptime(plain.strip(), form)))
    return found.pop() if len(found) == 1 else None
