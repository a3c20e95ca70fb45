"""Rules for log lines: when a line was written, and by which process."""

import re

from nbcompare.sanitize_rule import define

_COLOUR = r"(?:\x1b\[[\d;]*m)*+"  # a terminal's
_NAMES = "TRACE|DEBUG|INFO|NOTICE|SUCCESS|WARN(?:ING)?|ERROR|CRITICAL|FATAL"
_LEVEL = rf"(?:[ \[|:-]|{_COLOUR})*+(?:DEBUG|INFO|SUCCESS|WARN|ERROR|CRITICAL|FATAL|debug|info|warn|error|critical)"
_TIME = r"(?<![\d-])\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}"
_DATE = (
    r"(?:\d{4}[-/.]\d{2}[-/.]\d{2}|\d{1,2}[-/.](?:\d{1,2}|[A-Z][a-z]{2})[-/.](?:\d{4}|\d{2})|\d{2}[-/]\d{2}"
    r"|[A-Z][a-z]{2} [ \d]\d(?: \d{4})?|\d{1,2} [A-Z][a-z]{2} \d{4})[ T,]{1,2}"
)
_CLOCK = r"\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?"
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
# Between the time and the level there is no text of a message.
_IN_HEAD = re.compile(
    r"(?:(?<=[\[( |=/])|(?:Process|Worker|Thread)(?:-\d+)*:)(?P<number>\d{2,}(?:[:,/ ] ?\d{5,})?)(?=[\]) |:/])"
)
_KIND = r"(?:\w*(?:[Pp]rocess|[Tt]hread|[Ww]orker)[\w-]*|pid|PID|tid|TID)"
_IN_TAIL = re.compile(
    rf"^(?:[^\w\n]{{1,9}}(?:{_NAME}\W{{1,3}})?{_KIND}[=: ]{{1,2}}"  # INFO prices pid=4711
    rf"|[^\w\n]{{1,9}}(?=\d+ --- \[)"  # INFO 4711 --- [main]
    rf"|[ \]]{{0,9}}[-|] (?:{_NAME} ?[-|] )?(?=\d{{3,}} ?[-|] )"  # INFO - prices - 4711 - read
    rf"|[^\w\n]{{0,9}}[\[(](?=\d{{4,}}(?:[:,/ ] ?\w+)?[\])])"  # INFO [4711] read
    rf"|[^\w\n]{{1,9}}{_NAME} ?[\[(](?=\d{{3,}}[)\]](?::| -))"  # INFO prices (4711): read
    rf"|[^\w\n]{{1,9}}(?:root|__main__|\w+(?:\.\w+)++) ?[\[(](?=\d{{3,}}[)\]]))"  # INFO shop.prices [4711] read
    r"(?P<number>\d+(?:[:,/ ] ?\d{5,})?)"
)
# The first word of a message looks like the name of a logger, so that the number has to be in all lines.
_IN_ALL = re.compile(rf"^(?:[^\w\n]{{1,9}}{_NAME} ?[\[(]|:{_NAME}:)(?P<number>\d{{2,}})(?=[)\]:])")


def _log_processes(text: str) -> str:
    """A text whose log lines have `…` for the number of the process or thread that wrote them."""
    lines = list(_LINE.finditer(text))
    places: list[tuple[int, int]] = []  # with a negative end where all lines decide
    weak: list[re.Match[str]] = []
    for line in lines:
        begin = line.start("head")
        head = _IN_HEAD.finditer(line["head"]) if "<log time>" in line["head"] else ()
        places.extend((begin + match.start("number"), begin + match.end("number")) for match in head)
        begin = line.start("tail")
        if match := _IN_TAIL.match(line["tail"]):
            places.append((begin + match.start("number"), begin + match.end("number")))
        elif match := _IN_ALL.match(line["tail"]):
            weak.append(match)
            places.append((begin + match.start("number"), -begin - match.end("number")))
    sure = len(lines) > 1 and len(weak) == len(lines) >= 2 * len({match["number"] for match in weak})
    parts: list[str] = []
    last = 0
    for begin, end in places:
        if end > 0 or sure:
            parts += [text[last:begin], "…"]
            last = abs(end)
    return "".join([*parts, text[last:]])


LOG_RULES = (
    define(
        "log time",
        rf"{_TIME}(?:,\d{{3}}\b"
        rf"|(?:\.\d+)?(?:Z|[+-]\d{{2}}:?\d{{2}})?(?={_COLOUR}(?:: | \| | - | \[|\] ?| ){_COLOUR}{_LEVEL}))"
        r"|(?m:(?<=\"timestamp\": \")\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z(?=\"[,}][^\n]*$))"
        rf"|(?m:^{_COLOUR}\[(?:\d{{2}}/\d{{2}}/\d{{2}} )?\d{{2}}:\d{{2}}:\d{{2}}\]"
        rf"(?={_COLOUR} +{_LEVEL}|[^\n]*\.py\S*:\S*[\d…]\S* *$))"
        rf"|(?m:^(?P<first>{_COLOUR}[\[(]?)(?:(?:{_DATE})?{_CLOCK}|{_DATE}\d{{1,2}}:\d{{2}}){_BEFORE_LEVEL})"
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
        "after a single word only if all log lines have it there",
        "<log time> - INFO - prices (4711): read",
        "<log time> - INFO - read (4711) rows",
        *_NAMES.replace("(?:ING)?", "").split("|"),
    ),
)
