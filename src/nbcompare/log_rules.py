"""Rules for log lines: when a line was written, and by which process."""

import re

from nbcompare.sanitize_rule import define

_COLOUR = r"(?:\x1b\[[\d;]*m)*+"  # a terminal's
_NAMES = "TRACE|DEBUG|INFO|NOTICE|SUCCESS|WARN(?:ING)?|ERROR|CRITICAL|FATAL"
_LEVEL = rf"(?:[ \[|:-]|{_COLOUR})*+(?:DEBUG|INFO|SUCCESS|WARN|ERROR|CRITICAL|FATAL|debug|info|warn|error|critical)"
_TIME = r"(?<![\d-])\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = (
    rf"(?:[A-Z][a-z]{{2,8}},? )?(?:\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}"
    rf"|\d{{1,2}}[-/.](?:\d{{1,2}}|{_MONTH})[-/.](?:\d{{4}}|\d{{2}})"
    rf"|\d{{2}}[-/]\d{{2}}|\d{{8}}|{_MONTH} [ \d]?\d(?:,? \d{{4}})?|\d{{1,2}} {_MONTH} \d{{4}})[ T,:-]{{1,2}}"
)
_CLOCK = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?"
_OF_C = rf"[A-Z][a-z]{{2}} {_MONTH} [ \d]\d \d{{2}}:\d{{2}}:\d{{2}} \d{{4}}"  # %c of strftime
# At the beginning of a line, before a level: there may be two words between them, such as the name of the logger.
_BEFORE_LEVEL = (
    rf"(?={_COLOUR}[\])]?(?:{_COLOUR}[ |:\[\]()-]{{1,9}}[A-Za-z_0-9][\w.:/]*){{0,2}}(?:[ |:\[\]()-]|{_COLOUR}){{1,9}}"
    rf"(?:{_NAMES})\b)"
)
_NAME = r"[A-Za-z_][\w.]*+"
_LINE = re.compile(
    rf"(?m)^(?P<head>(?:{_COLOUR}[\[(]?<log time>[^\n]{{0,80}}?)?{_COLOUR}[\[|]? ?)(?P<level>\b(?:{_NAMES}))\b"
    r"(?P<tail>[^\n]{0,120})"
)
# The text of a message begins after the level.
_IN_HEAD = re.compile(
    r"(?:(?<=[\[( |=/])|(?:Process|Worker|Thread)(?:-\d+)*:)(?P<number>\d{2,}(?:[:,/ ] ?\d{5,})?)(?=[\]) |:/])"
)
_KIND = r"(?:\w*(?:[Pp]rocess|[Tt]hread|[Ww]orker)[\w-]*|pid|PID|tid|TID)"
_IN_TAIL = re.compile(
    rf"^(?:[^\w\n]{{1,9}}(?:{_NAME}\W{{1,3}})?{_KIND}[=: ]{{1,2}}"  # INFO prices pid=4711
    rf"|[^\w\n]{{1,9}}(?=\d+ --- \[)"  # INFO 4711 --- [main]
    rf"|[ \]]{{0,9}}[-|] (?:{_NAME} ?[-|] )?(?=\d{{3,}} ?[-|] )"  # INFO - prices - 4711 - read
    rf"|[^\w\n]{{0,9}}[\[(](?=(?:\d\d|\d{{4,}})(?:[:,/ ] ?\w+)?[\])])"  # INFO [4711] read; ERROR [404] is a status
    rf"|[^\w\n]{{1,9}}{_NAME} ?[\[(](?=\d{{3,}}[)\]](?::| -))"  # INFO prices (4711): read
    rf"|[^\w\n]{{1,9}}(?:root|__main__|\w+(?:\.\w+)++) ?[\[(](?=\d{{3,}}[)\]]))"  # INFO shop.prices [4711] read
    r"(?P<number>\d+(?:[:,/ ] ?\d{5,})?)"
)
# The first word of a message looks like the name of a logger, so that this place alone proves nothing.
_AFTER_WORD = re.compile(rf"^(?:[^\w\n]{{1,9}}{_NAME} ?[\[(]|:{_NAME}:)(?P<number>\d{{2,}})(?=[)\]:])")


# Of a log line, with its time or its level in it.
_BEGINNING = re.compile(rf"(?m)^(?=[^\n]{{0,40}}<log time>|{_COLOUR}[\[|]? ?(?:{_NAMES})\b)[^\n]{{0,120}}")
_NUMBER = re.compile(r"\d+(?:[:,/ |-]{1,3}\d{9,})?")  # of a process, and of its thread
Span = tuple[int, int]


def _log_processes(text: str) -> str:
    """A text whose log lines have `…` for the number of the process or thread that wrote them."""
    sure, unsure, lines = _places(text)
    numbers = [text[begin:end] for begin, end in unsure]
    if lines > 1 and len(numbers) == lines >= 2 * len(set(numbers)):
        sure = sorted(sure + unsure)
    return _without(text, sure)


def match_processes(before: str, after: str, process: int) -> tuple[str, str]:
    """Return two texts without the number of the process that printed the second one, at the beginning of log lines.

    >>> match_processes("INFO prices [1726] read", "INFO prices [4711] read", 4711)
    ('INFO prices […] read', 'INFO prices […] read')
    """
    if not process or str(process) not in after:
        return before, after
    number = re.compile(rf"(?<![\w.]){process}(?![\w.]*\d)")
    sides = [list(_BEGINNING.finditer(text)) for text in (before, after)]
    if len(sides[0]) != len(sides[1]):
        return before, after
    places: list[tuple[Span, Span]] = []
    for one, other in zip(*sides, strict=True):
        found = number.search(other[0])
        old = _NUMBER.match(one[0], found.start()) if found else None
        if found and old and one[0][: old.start()] == other[0][: found.start()]:
            new = _NUMBER.match(other[0], found.start()) or found
            spans = [
                (line.start() + match.start(), line.start() + match.end()) for line, match in ((one, old), (other, new))
            ]
            places.append((spans[0], spans[1]))
    if len({re.split(r"\D", before[slice(*one)])[0] for one, _ in places}) != 1:
        return before, after
    return _without(before, [one for one, _ in places]), _without(after, [other for _, other in places])


def _places(text: str) -> tuple[list[Span], list[Span], int]:
    """Where the log lines of a text have the number of a process, where they may have one, and how many there are."""
    sure: list[Span] = []
    unsure: list[Span] = []
    lines = 0
    for line in _LINE.finditer(text):
        lines += 1
        if "<log time>" in line["head"]:
            sure.extend(_span(match, line.start("head")) for match in _IN_HEAD.finditer(line["head"]))
        if match := _IN_TAIL.match(line["tail"]):
            sure.append(_span(match, line.start("tail")))
        elif match := _AFTER_WORD.match(line["tail"]):
            unsure.append(_span(match, line.start("tail")))
    return sure, unsure, lines


def _span(match: re.Match[str], begin: int) -> Span:
    return begin + match.start("number"), begin + match.end("number")


def _without(text: str, places: list[Span]) -> str:
    parts: list[str] = []
    last = 0
    for begin, end in places:
        parts += [text[last:begin], "…"]
        last = end
    return "".join([*parts, text[last:]])


LOG_RULES = (
    define(
        "log time",
        rf"{_TIME}(?:,\d{{3}}\b"
        rf"|(?:\.\d+)?(?:Z|[+-]\d{{2}}:?\d{{2}})?(?={_COLOUR}(?:: | \| | - | \[|\] ?| ){_COLOUR}{_LEVEL}))"
        r"|(?m:(?<=\"timestamp\": \")\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z(?=\"[,}][^\n]*$))"
        rf"|(?m:^{_COLOUR}\[(?:\d{{2}}/\d{{2}}/\d{{2}} )?\d{{2}}:\d{{2}}:\d{{2}}\]"
        rf"(?={_COLOUR} +{_LEVEL}|[^\n]*\.py\S*:\S*[\d…]\S* *$))"
        rf"|(?m:^(?P<first>{_COLOUR}[\[(]?)(?:{_OF_C}|(?:{_DATE})?{_CLOCK}|{_DATE}\d{{1,2}}:\d{{2}}){_BEFORE_LEVEL})"
        rf"|(?m:^(?P<level>{_COLOUR}\[?(?:{_NAMES})\b[\]:|\[ ]{{1,9}}){_DATE}{_CLOCK})"
        r"|(?m:^(?P<letter>\[[DIWEC] )\d{6} \d{2}:\d{2}:\d{2}(?= ))",
        lambda match: f"{match['first'] or match['level'] or match['letter'] or ''}<log time>",
        "the time of a log line; logging writes milliseconds after a comma, others a level beside it",
        "2026-11-22 06:56:07,123 - INFO - read",
        "2026-11-22 06:56:07",
        ":",
    ),
    define(
        "log process",
        r"(?s)^.*$",
        lambda match: _log_processes(match[0]),
        "the number of a process or a thread at the beginning of a log line; "
        "after one word only if all log lines have it there, or if it is that of the kernel",
        "<log time> - INFO - prices (4711): read",
        "<log time> - INFO - read (4711) rows",
        *_NAMES.replace("(?:ING)?", "").split("|"),
    ),
)
