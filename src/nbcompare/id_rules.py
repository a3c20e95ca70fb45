"""Sanitize rules, and those for names and numbers that are drawn at random or counted: of elements, files, threads."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from nbcompare.paired_places import Kind, Texts, matched

_BEFORE, _AFTER = 200, 16  # characters around an id that show what it is
Replacement = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class SanitizeRule:
    r"""One rule: its name, what it replaces with what and why, an example, and what it must not touch.

    A text without any of the `hints` cannot match; this check is a hundred times faster. With a `shape`, the
    pattern describes the place where a library gives an id of this shape, with `\0` for the id. Such an id is
    replaced wherever it occurs; others of the same shape are data.
    """

    name: str
    pattern: str
    replacement: Replacement
    why: str
    example: str
    counter_example: str
    hints: tuple[str, ...]
    shape: str | None = None

    def apply(self, text: str) -> str:
        """Return a text with what the rule replaces."""
        if not any(hint in text for hint in self.hints):
            return text
        if self.shape:
            return self.rename(text, dict.fromkeys(self.ids(text), str(self.replacement)))
        return re.sub(self.pattern, self.replacement, text)

    def ids(self, text: str) -> list[str]:
        """Return the different ids that the rule finds in a text, in their order."""
        if not any(hint in text for hint in self.hints):
            return []
        if not self.shape:
            return list(dict.fromkeys(match[0] for match in re.finditer(self.pattern, text)))
        found: dict[str, None] = {}
        for match in re.finditer(self.shape, text):
            if match[0] in found:
                continue
            begin, end = match.span()
            low = max(0, begin - _BEFORE)
            before = text[max(low, text.rfind("<", low, begin)) : begin]
            if re.search(self.pattern, f"{before}\0{text[end : end + _AFTER]}"):
                found[match[0]] = None
        return list(found)

    def rename(self, text: str, names: dict[str, str]) -> str:
        """Return a text with ids replaced by names."""
        if not names:
            return text
        return re.sub(self.shape or self.pattern, lambda match: names.get(match[0], match[0]), text)


HINTS = ("tmp", "temp", "Temp", "/T/", "\\T\\", tempfile.gettempdir())
_FOLDERS = "|".join(["tmp", "temp", "Temp", "T", re.escape(tempfile.gettempdir().strip("/\\"))])
PATH = rf"(?<=[/\\])(?:{_FOLDERS})[/\\]{{1,2}}[\w.+@~/\\-]+"
NAME = r"(?<![A-Za-z0-9_])tmp(?!_[a-z]+(?![a-z0-9_]))[a-z0-9_]{8}(?![A-Za-z0-9])"
_PATHS = Kind(re.compile(PATH), re.compile("|".join(map(re.escape, HINTS))))
_NAMES = re.compile(NAME)
MKTEMP = r"tmp\.(?![A-Z]?[a-z]+\d*(?![A-Za-z0-9]))[A-Za-z0-9]{10}"
_UUID4 = r"[0-9a-f]{8}(?P<sign>-?)[0-9a-f]{4}(?P=sign)4[0-9a-f]{3}(?P=sign)[89ab][0-9a-f]{3}(?P=sign)[0-9a-f]{12}"
_PART = re.compile(
    rf"(?P<before>(?<=[/\\])(?:[\w.+@~-]{{0,100}}[-_.])?)(?P<name>{MKTEMP}|{_UUID4}|(?:tmp)?[a-z0-9_]{{8}})"
    r"(?P<after>(?:[-_.][A-Za-z]\w{0,15}){0,2})(?![\w.+@~-])"
)
_WORD = re.compile(r"(?:[a-z]+_?)+\d*|\d+")
_ODD = re.compile(
    r"q(?!u)|[jqvz][bcdfgjkmpqvwxz]|(.)\1\1|[bcdfghjklmnpqrstvwxz]{5}|(?<![a-z])[bcdfghjklmnpqrstvwxz]{4}"
)
_VOWEL = re.compile(r"[aeiouy]")


def is_word(name: str) -> bool:
    """Whether a person could have chosen a name: it consists of words, with digits only after them."""
    letters = sum(letter.isalpha() for letter in name)
    odd = _ODD.search(name) or len(_VOWEL.findall(name)) * 5 < letters
    return bool(_WORD.fullmatch(name)) and not odd


def without_random_names(path: str) -> str:
    """Return a path, or a part of one, with `tmp…` for the names that only tempfile gives."""
    path = _NAMES.sub("tmp…", path)
    return _PART.sub(lambda match: _replaced(match) if _is_random(match) else match[0], path)


def _replaced(match: re.Match[str]) -> str:
    return f"{match['before']}tmp…{match['after']}"


def match_names(before: str, after: str) -> tuple[str, str]:
    """Return two texts in which a name that looks like a word is replaced if its counterpart is random."""
    return matched(before, after, _PATHS, _names)


def _names(before: re.Match[str], after: re.Match[str]) -> Texts:
    sides = [before[0], after[0]]
    parts = [list(_PART.finditer(side)) for side in sides]
    for names in zip(reversed(parts[0]), reversed(parts[1]), strict=False):  # the folder may be of another depth
        random = [_is_random(name) for name in names]
        if random[0] != random[1] and names[0].group("before", "after") == names[1].group("before", "after"):
            side = random.index(False)
            begin, end = names[side].span()
            sides[side] = f"{sides[side][:begin]}{_replaced(names[side])}{sides[side][end:]}"
    return sides[0], sides[1]


def _is_random(match: re.Match[str]) -> bool:
    name = match["name"]
    return bool(_NAMES.fullmatch(name)) or not is_word(name)


_QUOTE = r"(?:\\?[\"'`]|&quot;|&#34;)"
_APOSTROPHE = r"(?:[\"']|&#x27;|&#39;|&quot;)"
# A lookbehind after the first letter is faster than one before it.
_UUID = r"[0-9a-fA-F](?<![0-9a-fA-F].)[0-9a-fA-F]{7}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!-?[0-9a-fA-F])"
_HEX = r"[0-9a-f](?<![0-9A-Fa-f].)[0-9a-f]{31}(?![0-9a-f])"
_SALTED = (  # what follows its first letter; C0_12_ in a collection
    r"(?:(?<=C)[0-9a-f]+_[0-9a-f]+_|[A-Za-z]*\d?_(?:[A-Za-z]+\d?_)*[A-Za-z]{1,5}|[A-Za-z]{0,4})[0-9a-f]{10}"
)
_OWN_ID = r"(?:display|run|session|comm|client|kernel|request|trace|job|task|experiment)"  # of something that runs
_CONTENT = r"(?:href|src|alt|title|content|value)"  # attributes that say something
# also the end of one in a shortened repr: <lightgbm.bas...x7f35b4c7d9d0>
_ADDRESS = re.compile(r"(?:(?<=\bat )|^)0x[0-9a-fA-F]+|(?<=\.\.\.)(?:0?x)?[0-9a-f]{6,16}\Z")
_PORT = r"(?:3[3-9]|[45]\d|6[0-5])\d{3}\b"  # free ones
_PROCESS = r"(?:worker|process|server|daemon|child|kernel|pool|job|thread|parent|task|start(?:ed|ing)|spawned|launched)"
_DOES = r"(?:started|starting|stopped|exited|ended|finished|ready|running|listening|killed|terminated|done|joined)"

ID_RULES = (
    SanitizeRule(
        "address",
        # in the repr of an object, also after another one in it: <weakref at 0x1; to <class 'P'> at 0x2>
        r"<[A-Za-z_][^<>&\n]*+(?:&(?!lt;|gt;)[^<>&\n]*+)*|&lt;[A-Za-z_][^<>&\n]*+(?:&(?!lt;|gt;)[^<>&\n]*+)*"
        r"|0x(?:(?<=\bobject at 0x)|(?<=\bat 0x)(?=\w*+(?:>|&gt;))|(?:(?<=\) at 0x)|(?<=\bid: 0x))(?=\w{9}))"
        r"[0-9a-fA-F]{6,16}\b",
        lambda match: _ADDRESS.sub("0x…", match[0]),
        "the address of an object in memory",
        "<Axes object at 0x7f3c5a1b2d90>",
        "the register at 0x40021000",
        ("0x", "..."),
    ),
    SanitizeRule(
        "decimal address",
        r"1(?:39\d|40[0-7])(?<![\w.]....)\d{11}(?![\w.]?\d)",
        "…",
        "the address of an object as a decimal number, which also identifies a thread",
        "thread 140124247553728",
        "145124247553728",
        ("139", "140"),
    ),
    SanitizeRule(
        "styler id",
        r'(?<=[#"])T_[0-9a-f]{5}(?=_row|_level|["\s{,])',
        "T_…",
        "pandas generates the id of a styled table",
        '<td id="T_a1b2c_row0_col0">',
        "T_12345 is 300.5 K",
        ("T_",),
    ),
    SanitizeRule(
        "table id",
        rf"<div id={_QUOTE}\0{_QUOTE} style={_QUOTE}padd",
        "<table id>",
        "great_tables draws ten letters for the element of a table",
        '<div id="rcyjkrpvle" style="padding-left:0px;',
        '<div id="collateral" class="note">',
        ("<div id=",),
        shape=r"[a-z](?<![A-Za-z0-9_-].)[a-z]{9}(?![A-Za-z0-9_-])",
    ),
    SanitizeRule(
        "uuid",
        rf"\bUUID\('\0|\bDelayed\('[\w.-]*-\0|(?:<|&lt;)[A-Za-z_](?![^<>]*\b{_CONTENT}={_QUOTE}?[^<>\"'#]*\0)"
        rf"(?:[^<>&\n]|&(?!lt;|gt;))*[^0-9a-fA-F<>-]\0|(?i:\b{_OWN_ID}(?:[ _]?u?id)?{_QUOTE}?(?: ?[=:])? ?{_QUOTE}?)\0"
        rf"|{_QUOTE}type{_QUOTE}: ?{_QUOTE}object{_QUOTE}, ?{_QUOTE}name{_QUOTE}: ?"
        rf"{_QUOTE}[\w.]+{_QUOTE}, ?{_QUOTE}id{_QUOTE}: ?{_QUOTE}\0"
        rf"|{_QUOTE}(?:docid|elementid|uid|model_id){_QUOTE}: ?{_QUOTE}\0|{_QUOTE}\0{_QUOTE}: ?\{{{_QUOTE}version"
        rf"|{_QUOTE}roots{_QUOTE}: ?\{{{_QUOTE}\w+{_QUOTE}: ?{_QUOTE}\0"
        rf"|\b(?:getElementById\(|Plotly\.\w+\(|embed_item\(\w+,) ?{_QUOTE}\0|\b\w*\( ?{_QUOTE}#\0|\$\({_QUOTE}#\0",
        "<uuid>",
        "generated for each element, object or run",
        '<div id="1b4e28ba-2fa1-11d2-883f-0016d3cca427">',
        "the order 1b4e28ba-2fa1-11d2-883f-0016d3cca427 of 2026-11-22",
        ("-",),
        shape=_UUID,
    ),
    SanitizeRule(
        "hex id",
        rf"\bid={_QUOTE}[\w-]*\0|{_QUOTE}#[\w-]*[_-]\0|\b(?:var|let|const) \w*\0\w*(?= = )|[a-z]_\0 = L\."
        rf"|{_QUOTE}name{_QUOTE}: ?{_QUOTE}data-\0|(?:\b|_)(?:{_OWN_ID}_id|run_uuid){_QUOTE}?[=:] ?{_QUOTE}?\0"
        rf"|\b(?:run|session|job|task|request|map)[-_]\0",
        "<hex id>",
        "altair, folium and others append a random id to the name of an element, a variable or a dataset",
        '<div id="altair-viz-0123456789abcdef0123456789abcdef">',
        "prices-d41d8cd98f00b204e9800998ecf8427e",
        ("id", "#", "var ", "let ", "const ", " = L.", "name", "run", "session", "job", "task", "request", "map"),
        shape=_HEX,
    ),
    SanitizeRule(
        "terminal link",
        r"(?<=\x1b\]8;id=)\d+;(?:file://[^\x1b#]*/)?",
        "…;",
        "the id of a link in a terminal, and the folder of its file, as rich writes them",
        "\x1b]8;id=4711;file:///tmp/prices.py\x1b\\prices.py",
        "]8;id=4711;",
        ("\x1b]8;id=",),
    ),
    SanitizeRule(
        "temporary name",
        rf"{NAME}|{PATH}",
        lambda match: without_random_names(match[0]),
        "the random name that Python gives a temporary file or folder; a word is not random, such as outputs1",
        "wrote /tmp/tmpk3x_9abd/prices.csv",
        "tmp_figures and tmp_results",
        HINTS,
    ),
    SanitizeRule(
        "widget model",
        r"\bIPY_MODEL_[0-9a-f]{32}\b",
        "IPY_MODEL_…",
        "generated for each widget",
        "IPY_MODEL_0123456789abcdef0123456789abcdef",
        "IPY_MODEL_version 2.5",
        ("IPY_MODEL_",),
    ),
    SanitizeRule(
        "thread",
        r"((?:<|&lt;)(?:\w{0,60}(?:Thread|Timer)\w{0,60}\(|\w{1,60}\((?=[^\n]{0,200}? \d{9}))"
        r"[^\n]{1,200}?, (?:started|stopped)(?: daemon)? "
        r"|RLock object owner=)\d+(?=\)(?:>|&gt;)| count=)",
        r"\1…",
        "the number of a thread",
        "<Thread(worker, started daemon 140124247553728)>",
        "the mine (Kiruna, started 1898)",
        ("started", "stopped", "RLock"),
    ),
    SanitizeRule(
        "process",
        rf"(?:<|&lt;)\w+ name={_APOSTROPHE}[^\n]{{0,200}}?{_APOSTROPHE} (?:pid=\d+ )?parent=(?:None pid=)?\d+"
        r"(?= (?:started|stopped|initial|unknown)\b|>|&gt;)|(?:<|&lt;)Process \d+(?=>|&gt;)"
        r"|\bparent=\d+(?= (?:started|stopped|initial)\b)|(?<=[(\[<])(?:pid|PID)(?:[=:] ?| )\d+\b"
        rf"|(?m:(?:^|> )(?:pid|PID)(?:[=:] ?| )\d+$)|(?i:\b{_PROCESS}\b[^\n\d]{{0,40}}?\bpid(?:[=:] ?| )\d+\b)"
        rf"|(?i:\b{_PROCESS} process \[\d+\b)|\b(?:pid|PID)(?:[=:] ?| )\d+(?= (?:has |is |was )?{_DOES}\b)",
        lambda match: re.sub(r"\d+\Z|(?<= pid=)\d+(?= parent=\d+\Z)", "…", match[0]),
        "the number of a process",
        "worker pid=4711 started",
        "product pid=4711 sold 5 times",
        (*(f"{name}{sign}" for name in ("pid", "PID", "Pid") for sign in "=: "), "rocess [", "parent=", "Process "),
    ),
    SanitizeRule(
        "counted name",
        rf"((?:(?:<|&lt;)\w+\(|\bin thread |\bname={_APOSTROPHE})"
        r"(?:Thread|Dummy|Task|ThreadPoolExecutor|\w+Process))-\d+(?::\d+)*",
        r"\1-…",
        "Python counts the threads, tasks and processes that have no name; the kernel has some of its own",
        "Exception in thread Thread-5 (read):",
        "Task-12 is done",
        ("Thread-", "Dummy-", "Task-", "Executor-", "Process-"),
    ),
    SanitizeRule(
        "handle",
        r"(<(?:_io\.\w+ name|socket\.socket fd)=|\bst_ino=|\bInode: )\d+|(?m:^ *\d+(?= [dl-](?:[r-][w-][xsStT-]){3}))",
        lambda match: f"{match[1] or ''}…",
        "the number of an open file or connection, and of a file on its disk",
        "<socket.socket fd=52, family=2, type=1, proto=0>",
        "<price fd=52>",
        ("<_io.", "<socket.", "st_ino=", "Inode: ", " -r", " dr", " lr"),
    ),
    SanitizeRule(
        "local port",
        rf"(?:127\.0\.0\.1|localhost|\[?::1?\]?|0\.0\.0\.0){_APOSTROPHE}?(?::|, ){_PORT}|(?<=://)(?:127\.0\.0\.1|localhost|\[::1\]):\d+"
        rf"|\b(?i:port)(?:[=:] ?| ){_PORT}",
        "localhost:…",
        "a port that happened to be free when a server started",
        "dashboard at http://127.0.0.1:41237/status",
        "berth at port 4711",
        ("127.0.0.1", "localhost", "::1", "0.0.0.0", "port", "Port", "PORT"),
    ),
    SanitizeRule(
        "svg id",
        rf'[A-Za-z](?:(?<=id=".){_SALTED}(?=")|(?<=[("]#.){_SALTED}(?=[")]))',
        "<svg id>",
        "matplotlib salts the ids of an SVG picture at random",
        '<clipPath id="p0a1b2c3d4e">',
        '<text id="p12">p0123456789</text>',
        ('id="', "url(#", '"#', "(#"),
    ),
)
