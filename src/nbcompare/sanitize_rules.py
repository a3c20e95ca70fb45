"""Named rules that replace, on both sides, what differs between two runs of the same code without meaning.

Each rule has an example that it changes and a counter-example that it must leave alone.
A rule needs a context that only the volatile text has, so that the number of a result is never replaced.
`docs/nbcompare.md` lists the rules, and a test compares the two.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Top folders of the Filesystem Hierarchy Standard, of macOS, and of the machines that tests run on.
_ROOTS = "home|root|Users|tmp|var|private|opt|usr|mnt|media|srv|work|workspace|builds|app|content"
_SECONDS = r"\d++(?:\.\d++)?\s*+(?:ns|µs|μs|us|ms|s|sec|min|h)\b"
_DAY = r"[A-Z][a-z]{2}, (?:\d{2} [A-Z][a-z]{2}|[A-Z][a-z]{2} \d{2},?) \d{4}"
_TO_VALUE = r"[\s}&]*+(?:</th>\s*+<td>\s*+)?"  # between a label and its value in a text, in LaTeX, and in HTML
_SCALAR = r"""(?:'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+"|[-+\w.]++)"""
_ITEM = rf"(?:{_SCALAR}|\({_SCALAR}(?:, {_SCALAR})*+,?\))"


@dataclass(frozen=True)
class SanitizeRule:
    """One rule: its name, what it replaces with what and why, an example, and what it must not touch.

    A text without any of the `hints` cannot match, which is a hundred times faster to find out.
    The rules in NUMBERED replace ids that other parts of a text refer to, see `match_ids`.
    """

    name: str
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    why: str
    example: str
    counter_example: str
    hints: tuple[str, ...]

    def apply(self, text: str) -> str:
        """Return a text with what the rule replaces."""
        return self.pattern.sub(self.replacement, text) if any(hint in text for hint in self.hints) else text


def _rule(
    name: str,
    pattern: str,
    replacement: str | Callable[[re.Match[str]], str],
    why: str,
    example: str,
    counter_example: str,
    *hints: str,
) -> SanitizeRule:
    return SanitizeRule(name, re.compile(pattern), replacement, why, example, counter_example, hints)


def _sorted_set(match: re.Match[str]) -> str:
    return "{" + ", ".join(sorted(re.findall(_ITEM, match[0]))) + "}"


RULES = (
    _rule(
        "address",
        r"(?<=\bat )0x[0-9a-fA-F]{6,16}\b",
        "0x…",
        "the address of an object in memory",
        "<Axes object at 0x7f3c5a1b2d90>",
        "the mask 0x00FF00",
        "0x",
    ),
    _rule(
        "styler id",
        r'(?<=[#"])T_[0-9a-f]{5}(?=_row|_level|["\s{,])',
        "T_…",
        "pandas generates the id of a styled table",
        '<td id="T_a1b2c_row0_col0">',
        "T_12345 is 300.5 K",
        "T_",
    ),
    _rule(
        "uuid",
        r"(?<![0-9a-fA-F-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F-])",
        "<uuid>",
        "generated for each element, widget or run",
        '<div id="1b4e28ba-2fa1-11d2-883f-0016d3cca427">',
        "the order 12345678-1234 of 2026-11-22",
        "-",
    ),
    _rule(
        "hex id",
        r"(?<=[A-Za-z][_-])[0-9a-f]{32}(?![0-9A-Za-z])",
        "<hex id>",
        "altair, folium and others append a random id to a name",
        '<div id="altair-viz-0123456789abcdef0123456789abcdef">',
        "sha d41d8cd98f00b204e9800998ecf8427e",
        "_",
        "-",
    ),
    _rule(
        "temporary name",
        r"(?<![A-Za-z0-9_])tmp(?!_[a-z]+(?![a-z0-9_]))[a-z0-9_]{8}(?![A-Za-z0-9_])"
        r"|(?<=/tmp/)(?:[A-Za-z][A-Za-z0-9.]*[-_.])?(?=[a-z_]*[0-9])(?=[0-9_]*[a-z])[a-z0-9_]{8}(?![\w-])",
        "tmp…",
        "the random name that Python gives a temporary file or folder",
        "wrote /tmp/tmpk3x_9abd/prices.csv",
        "tmp_figures and tmp_results",
        "tmp",
    ),
    _rule(
        "widget model",
        r"\bIPY_MODEL_[0-9a-f]{32}\b",
        "IPY_MODEL_…",
        "generated for each widget",
        "IPY_MODEL_0123456789abcdef0123456789abcdef",
        "IPY_MODEL_version 2.5",
        "IPY_MODEL_",
    ),
    _rule(
        "cell source",
        r"(?:(?<![\w.@+~:/\\-])[\w.@+~:/\\-]*)?[/\\]ipykernel_\d+[/\\]\d+\.py|<ipython-input-\d+-[0-9a-f]+>"
        r"|(?<=\()\d{4,}\.py(?=, line \d)",
        "<cell>",
        "the file name that a kernel gives a cell",
        "/var/folders/ab/ipykernel_4711/1234567.py:3: UserWarning: low",
        "<input 3.5>",
        "ipykernel_",
        "ipython-input-",
        ".py, line",
    ),
    _rule(
        "source line",
        r"((?:\.py|<cell>)(?::|\"?, line ))\d+(?=: \w*Warning: |, in |\)|$)",
        r"\1…",
        "the line of code that raised an exception or a warning; it moves with every line above it",
        "prices.py:12: UserWarning: low",
        "prices.py:12: 5 rows",
        ".py",
        "<cell>",
    ),
    _rule(
        "warning code",
        r"((?:\.py|<cell>):(?:…|\d+): \w*Warning: [^\n]*\n)"
        r"  (?=[^\n]*(?:\w[(\[]|\S = \S|\S (?:[*/]{1,2}|[%@]) \S))\S[^\n]*(?!\n  \S)",
        r"\1  …",
        "the code of the line that gave a warning; the warning and other text below it are compared",
        "prices.py:12: UserWarning: low\n  warn('low')",
        "prices:\n  5 rows",
        "Warning: ",
    ),
    _rule(
        "cell number",
        r"\b(Cell )?In ?\[\d+\](?=[:,]|$)",
        "In[…]",
        "the execution count of the kernel",
        "Cell In[3], line 2",
        "price In [12.5] USD",
        "In[",
        "In [",
    ),
    _rule(
        "folder",
        rf"(?<![\w.:/~<])/(?:{_ROOTS})/(?:[\w.@+~-]+/)*(?=[\w.@+~-])",
        "…/",
        "the location of a project, an environment or a temporary file on this machine; the last part is kept",
        "read /Users/ann/metals/data/figures.csv",
        "1.5 USD/t, 3/home/4, https://example.org/home/7",
        "/",
    ),
    _rule(
        "windows folder",
        r"\b[A-Za-z]:\\(?:[^\\\s:\"'<>|]+\\)*",
        "…/",
        "the same on Windows",
        r"read C:\Users\ann\figures.csv",
        r"a ratio of 3:5 \ 7",
        ":\\",
    ),
    _rule(
        "wall time",
        rf"(?m)^(Wall time|Elapsed(?: time)?|Execution time): {_SECONDS}(?: {_SECONDS})*|^CPU times: .*$",
        r"\1: …",
        "the time that this machine took, as printed by %time",
        "Wall time: 1.23 s",
        "charging time: 1.23 s",
        "Wall time",
        "Elapsed",
        "Execution time",
        "CPU times",
    ),
    _rule(
        "time of a step",
        r"(?<=\| elapsed:)\s+[\d.]+(?:s|min)\b|(?<=\btotal time=)\s*[\d.]+(?:s|min)\b",
        " …",
        "the time that this machine took for a task or a fit, as printed by joblib and scikit-learn",
        "[Parallel(n_jobs=1)]: Done   5 out of   5 | elapsed:    0.1s finished",
        "total time= 5 h",
        "| elapsed:",
        "total time=",
    ),
    _rule(
        "time of a summary",
        rf"(\bDate:{_TO_VALUE}){_DAY}(?s:(.{{0,300}}?\bTime:{_TO_VALUE}))\d{{2}}:\d{{2}}:\d{{2}}(?!\d)",
        r"\1…\2…",
        "the day and the time when a regression was fitted, as statsmodels prints them one below the other",
        "Date:   Sat, 28 Nov 2026   R-squared:   0.5\nTime:           19:46:11   AIC:   -12.5",
        "Date: Sat, 28 Nov 2026",
        "Date:",
    ),
    _rule(
        "set",
        rf"\{{(?=[^{{}}\n]*['\"]){_ITEM}(?:, {_ITEM})++\}}",
        _sorted_set,
        "the order of a set with texts, which Python changes from run to run; its elements are sorted",
        "{'zinc', 'copper'}",
        "{'zinc': 1, 'copper': 2}",
        "', ",
        '", ',
        ", '",
        ', "',
    ),
    _rule(
        "timeit",
        rf"(?<![\d.]){_SECONDS} ± {_SECONDS} per loop \(mean ± std\. dev\. of \d+ runs?, [\d,]+ loops? each\)",
        "… per loop",
        "the time that this machine took, as printed by %timeit",
        "12.3 ms ± 0.5 ms per loop (mean ± std. dev. of 7 runs, 100 loops each)",
        "12.3 ms ± 0.5 ms of delay",
        " per loop",
    ),
    _rule(
        "progress bar",
        r"\[\d+:\d{2}(?::\d{2})?(?:<|&lt;)[\d:?]+,\s+[\d.?]+\s?(?:\w+/s|s/\w+)\]",
        "[…]",
        "the speed of a loop as measured by tqdm; the count before it is kept",
        "100%|██████████| 10/10 [00:01<00:00, 9.87it/s]",
        "[00:01<00:05]",
        "/s]",
        "s/",
    ),
    _rule(
        "process",
        r"\b(?:(pid)[=:]\s?|(PID) |(parent)=(?=\d+ (?:started|stopped|initial)\b))\d+\b",
        r"\1\2\3 …",
        "the number of a process",
        "worker pid=4711 started",
        "the pid controller's gain is 4.5",
        "pid",
        "PID",
        "parent=",
    ),
    _rule(
        "thread",
        r"(<\w+\((?:[^()<>\n]|\([^()<>\n]*\))*, (?:started|stopped)(?: daemon)? |RLock object owner=)"
        r"\d+(?=\)>| count=)",
        r"\1…",
        "the number of a thread",
        "<Thread(worker, started daemon 140124247553728)>",
        "the mine (Kiruna, started 1898)",
        "started",
        "stopped",
        "RLock",
    ),
    _rule(
        "counted name",
        r"((?:<\w+\(|\bin thread |\bname=')(?:Thread|Dummy|Task|ThreadPoolExecutor|\w+Process))-\d+(?::\d+)*",
        r"\1-…",
        "Python counts the threads, tasks and processes that have no name; the kernel has some of its own",
        "Exception in thread Thread-5 (read):",
        "Task-12 is done",
        "-",
    ),
    _rule(
        "handle",
        r"(<(?:_io\.\w+ name|socket\.socket fd)=)\d+",
        r"\1…",
        "the number of an open file or connection",
        "<socket.socket fd=52, family=2, type=1, proto=0>",
        "<price fd=52>",
        "<_io.",
        "<socket.",
    ),
    _rule(
        "local port",
        r"(?<=://)(?:127\.0\.0\.1|localhost|\[::1\]):\d+|(?<=addr=\('127\.0\.0\.1', )\d+",
        "localhost:…",
        "a port that happened to be free when a server started",
        "dashboard at http://127.0.0.1:41237/status",
        "a ratio of 127.0:41237",
        "://",
        "addr=(",
    ),
    _rule(
        "log time",
        r"\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3}\b(?:( (?:- )?[A-Z]+ (?:- )?\[)\d+(?=\]))?",
        r"<log time>\1",
        "the time of a log line, and the process in brackets; only logging writes a comma before the milliseconds",
        "2026-11-22 06:56:07,123 - INFO - read",
        "2026-11-22 06:56:07",
        "-",
    ),
    _rule(
        "svg id",
        r'(?<=id=")(?:[A-Za-z]+\d?_)*[A-Za-z]{1,5}[0-9a-f]{10}(?=")|(?<=[("]#)(?:[A-Za-z]+\d?_)*[A-Za-z]{1,5}[0-9a-f]{10}(?=[")])',
        "<svg id>",
        "matplotlib salts the ids of an SVG picture at random",
        '<clipPath id="p0a1b2c3d4e">',
        '<text id="p12">p0123456789</text>',
        'id="',
        "url(#",
        '"#',
        "(#",
    ),
    _rule(
        "svg date",
        r"<dc:date>[^<]*</dc:date>|(?<=<dc:title>Matplotlib v)[\d.]+\S*(?=,)",
        "<dc:date/>",
        "the time when an SVG picture was written, and by which matplotlib",
        "<dc:date>2026-11-22T06:56:07.123456</dc:date>",
        "<text>2026-11-22T06:56:07</text>",
        "<dc:date>",
        "<dc:title>",
    ),
)
# Ids that other parts of the same output refer to, so that two of them must not be taken for one.
NUMBERED = tuple(rule for rule in RULES if rule.name in ("styler id", "uuid", "hex id", "svg id"))
# Rules that need more than one line.
OF_LINES = tuple(rule for rule in RULES if rule.name in ("warning code", "time of a summary"))


def match_ids(before: str, after: str) -> tuple[str, str]:
    """Return two texts with their random ids numbered in the order in which they appear, alike on both sides.

    An id that both have is the same one, wherever it is.

    >>> one, other = ("map-" + letter * 32 for letter in "ab")
    >>> match_ids(f"{one} {one}", f"{other} {one}")
    ('map-<hex id 1> map-<hex id 1>', 'map-<hex id 2> map-<hex id 1>')
    """
    for rule in NUMBERED:
        sides = ids_of(before, rule), ids_of(after, rule)
        names = numbered(rule, *sides) if any(sides) else ({}, {})
        before, after = (rename(text, rule, side) for text, side in zip((before, after), names, strict=True))
    return before, after


def ids_of(text: str, rule: SanitizeRule) -> list[str]:
    """Return the different ids that a rule finds in a text, in their order."""
    if not any(hint in text for hint in rule.hints):
        return []
    return list(dict.fromkeys(rule.pattern.findall(text)))  # these patterns have no groups


def numbered(rule: SanitizeRule, before: list[str], after: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what replaces the ids of each side: those that both have get the same numbers, and the first ones."""
    known, kind = set(after), str(rule.replacement).strip("<>")
    shared = [name for name in before if name in known]

    def names(side: list[str]) -> dict[str, str]:
        return {name: f"<{kind} {number}>" for number, name in enumerate(dict.fromkeys([*shared, *side]), start=1)}

    return names(before), names(after)


def rename(text: str, rule: SanitizeRule, names: dict[str, str]) -> str:
    """Return a text with the ids that a rule finds replaced."""
    return rule.pattern.sub(lambda match: names.get(match[0], match[0]), text) if names else text


def without_volatile_lines(text: str) -> str:
    """Return a text with what those rules replace that need more than one line."""
    for rule in OF_LINES:
        text = rule.apply(text)
    return text


def normalise(text: str, further: Iterable[tuple[str, str]] = ()) -> str:
    """Return a text with its volatile parts replaced; `further` pairs of pattern and replacement come first.

    >>> normalise("<Axes at 0x7f3c5a1b2d90> 1.5")
    '<Axes at 0x…> 1.5'
    """
    for pattern, replacement in further:
        text = re.sub(pattern, replacement, text)
    for rule in RULES:
        text = rule.apply(text)
    return text
