"""The date of an article in a language whose figures are not read: numbers, or the name of a month."""

import re
from contextlib import suppress
from datetime import date
from itertools import islice

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.sections import FRONT_MATTER

_LINES = 8  # from the first line of the text
_LONGEST_LINE = 120  # characters of a line that may hold a date and who wrote the text, and no more
_MOST_AFTER = 6  # words after the date of such a line
_REACH = 60  # characters before the date of a dateline: "Warszawa, 3 marca 2026 r. (PAP) -"
# By month, as in a date: Slavic names are in the genitive.
_MONTHS = (
    "januar janvier enero janeiro gennaio januari stycznia ocak ianuarie ledna января січня jan jänner",
    "februar février febrero fevereiro febbraio februari lutego şubat februarie února февраля лютого feb",
    "märz mars marzo março maart marca mart maret martie března марта березня mär",
    "april avril abril aprile kwietnia nisan aprilie dubna апреля квітня apr",
    "mai mayo maio maggio mei maj maja mayıs května мая травня",
    "juni juin junio junho giugno czerwca haziran iunie června июня червня jun",
    "juli juillet julio julho luglio lipca temmuz iulie července июля липня jul",
    "august août agosto augustus augusti sierpnia ağustos agustus srpna августа серпня aug",
    "september septembre septiembre setiembre setembro settembre września eylül septembrie září сентября sep sept"
    " вересня",
    "oktober octobre octubre outubro ottobre października ekim octombrie října октября жовтня okt",
    "november novembre noviembre novembro listopada kasım noiembrie listopadu ноября листопада nov",
    "dezember décembre diciembre dezembro dicembre december grudnia aralık desember decembrie prosince декабря"
    " грудня dez",
)
_NUMBER = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_NAMES = "|".join(sorted(map(re.escape, _NUMBER), key=len, reverse=True))
# What precedes the date of a text, and not that of an event: nothing, a sign, "Publié le", "Stand".
_BEFORE = lazy_regex(
    r"(?:^|[,:|·•(/–—-]|\b(?:ver[öo]ffentlicht|aktualisiert|stand|publi\w{1,8}|actuali\w{2,8}|atualizado|pubblicato"
    r"|mis \S+ jour|opublikowan\w|aktualizacja|gepubliceerd|bijgewerkt|yay[ıi]n\w*|опубликован\w|diterbitkan|ngày|dnia"
    r"|date|datum)"
    r"(?: (?:am|le|el|em|il|op|den|dnia|på))?)[ \t]*$",
    re.IGNORECASE,
)
_DATE = lazy_regex(
    r"(?<![\d.,/-])(?:"
    r"(?P<y1>(?:19|20)\d\d)(?P<s1>[-./]) ?(?P<m1>\d{1,2})(?P=s1) ?(?P<d1>\d{1,2})"  # 2026-03-05, 2026. 3. 5
    r"|(?P<y2>(?:19|20)\d\d) ?[年년] ?(?P<m2>\d{1,2}) ?[月월] ?(?P<d2>\d{1,2}) ?[日일]"
    r"|(?P<d3>\d{1,2})(?P<s3>[-./]) ?(?P<m3>\d{1,2})(?P=s3) ?(?P<y3>(?:19|20)\d\d)"  # the day first
    rf"|(?P<d4>\d{{1,2}})(?:\.|º|er|\.º)? ?(?:de |d’|d')?(?P<m4>{_NAMES})\.?,? (?:de |del )?(?P<y4>(?:19|20)\d\d)"
    r"|(?P<d5>\d{1,2}) tháng (?P<m5>\d{1,2})(?:,? năm|,) (?P<y5>(?:19|20)\d\d)"
    r")(?![\d/-])",
    re.IGNORECASE,
)


# A line of at most six words with a year, the number of a day and a word that may be a month.
_UNREAD = lazy_regex(
    r"(?=.*(?<!\d)(?:19|20)\d\d(?!\d))(?=.*(?<![\d.,])\d{1,2}(?![\d%]|[.,]\d))(?=.*[^\W\d_]\S)\S+(?: \S+){1,5}"
)


def date_of_other_language(text: str) -> date | None:
    r"""Return the first day that the opening of a text states alone on a line, in a byline or in a dateline.

    Of two numbers, the first is the day, as in all languages that are recognised and not read.

    >>> date_of_other_language("Zysk huty rośnie\n\nWarszawa, 3 marca 2026 r. (PAP) - Huta zwiększyła zysk o 5 proc.")
    datetime.date(2026, 3, 3)
    >>> date_of_other_language("Am 3. März 2026 meldete die Hütte in Hamburg einen Gewinn von 5 Prozent.")
    """
    lines = filter(None, (line.strip() for line in FRONT_MATTER.sub("", text, count=1).splitlines()))
    for line in islice(lines, _LINES):
        match = _DATE.search(line)
        if match and (_is_alone(line, match) or _is_dateline(line, match)):
            return _day(match)
    return None


def unread_date(text: str) -> str:
    r"""Return the first short line of the opening that has a day, a word and a year, such as a month without a table.

    >>> unread_date("A kohó nyeresége nőtt\n\n2026. március 5.\n\nA kohó 5 százalékkal növelte nyereségét.")
    '2026. március 5.'
    >>> unread_date("Éves jelentés 2026\n\nA kohó 2026 első 9 hónapjában 5 százalékkal növelte nyereségét, közölték.")
    ''
    """
    lines = (line.strip() for line in FRONT_MATTER.sub("", text, count=1).splitlines())
    return next((line for line in islice(filter(None, lines), _LINES) if _UNREAD.fullmatch(line)), "")


def _is_alone(line: str, match: re.Match[str]) -> bool:
    """Whether a line is short, and before its date is nothing, a sign or what says that the text appeared then."""
    is_short = len(line) <= _LONGEST_LINE and not line.endswith(("!", "?", "…"))
    return is_short and len(line[match.end() :].split()) < _MOST_AFTER and bool(_BEFORE.search(line[: match.start()]))


def _is_dateline(line: str, match: re.Match[str]) -> bool:
    """Whether a date follows the name of a place and precedes a dash."""
    before, after = line[: match.start()], line[match.end() :]
    place = re.sub(r"\([^()]*\)|[^\w\s]", " ", before).split()
    named = match.start() <= _REACH and all(word[0].isupper() or len(word) < 4 for word in place) and bool(place)
    return named and before.rstrip().endswith((",", ")")) and bool(re.match(r"[^-–—]{0,30}[-–—]", after))


def _day(match: re.Match[str]) -> date | None:
    form = next(form for form in "12345" if match[f"y{form}"])
    month = match[f"m{form}"].lower()
    with suppress(ValueError):
        return date(int(match[f"y{form}"]), _NUMBER.get(month) or int(month), int(match[f"d{form}"]))
    return None
