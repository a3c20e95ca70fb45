"""The rules that replace, on both sides, meaningless differences between two runs of the same code.

Each rule has an example that it changes and a counter-example that it must leave alone.
A rule needs a context that only the volatile text has, so that the number of a result is never replaced.
`docs/nbcompare.md` lists the rules, and a test compares the two.
"""

import itertools
import re
from collections.abc import Iterable

from nbcompare.id_rules import ID_RULES, SanitizeRule, match_names

_SECONDS = r"\d++(?:\.\d++)?\s*+(?:ns|µs|μs|us|ms|s|sec|min|h)\b"
_DAY = r"[A-Z][a-z]{2}, (?:\d{2},? [A-Z][a-z]{2}|[A-Z][a-z]{2} \d{1,2}),? \d{4}"
_TO_VALUE = r"[\s}&]*+(?:</t[hd]>\s*+<td[^>]*+>\s*+)?"  # between a label and its value in a text, in LaTeX, and in HTML
_FIT = r"(?=(?s:.{0,900}?)(?:R-sq|AIC|[Ll]ikelihood|Observations|P-value|[Ss]td\.? [Ee]rr))"  # further on in a summary
_COLOUR = r"(?:\x1b\[[\d;]*+m)*"  # a terminal's

TIME_RULES = (
    SanitizeRule(
        "magic",
        rf"(?m)^(Wall time: ){_SECONDS}(?: {_SECONDS})*|^(CPU times: ).*$"
        rf"|(?<![\d.]){_SECONDS} ± {_SECONDS}( per loop) \(mean ± std\. dev\. of \d+ runs?, [\d,]+ loops? each\)"
        r"|\b(peak memory: )[\d.]+ MiB, increment: -?[\d.]+ MiB",
        r"\1\2\3\4…",
        "the time and the memory that this machine took, as printed by %time, %timeit and %memit",
        "Wall time: 1.23 s\n12.3 ms ± 0.5 ms per loop (mean ± std. dev. of 7 runs, 100 loops each)",
        "charging time: 1.23 s\n12.3 ms ± 0.5 ms of delay",
        ("Wall time", "CPU times", " per loop", "peak memory"),
    ),
    SanitizeRule(
        "time of a step",
        r"(?<=\| elapsed:)\s+[\d.]+(?:s|min)\b(?:\s+remaining:\s+[\d.]+(?:s|min))?"
        r"|(?<=\btotal time=)\s*[\d.]+(?:s|min)\b|(?<=, total=)\s+[\d.]+(?:s|min)(?=\s*$|\n)"
        r"|(?<=\bBatch computation too )(?:fast|slow) \([^()\n]*\) Setting batch_size=\d+"
        r"|(?:(?<=(?:_time|\.\.\.me)': array\()|(?<=(?:_time|\.\.\.me)&#x27;: array\())\[[^]]*+\]"
        r"|(?<=━ )\d+s \d+[a-zµ]+/step|(?<=\boverhead of testing was )[\d.]+(?= seconds)"
        r"|(?<=\[generated in )[\d.e-]+(?=s[\] ])|(?<=\[cached since )[\d.e-]+(?=s ago\])"
        r"|(?<=\[no key )[\d.e-]+(?=s[\] ])"
        r"|(?m:^(Ran \d+ tests? in) [\d.]+(?=s$))",
        r"\1 …",
        "the time that this machine took for a task or a fit, as printed by joblib, scikit-learn and others",
        "[Parallel(n_jobs=1)]: Done   5 out of   5 | elapsed:    0.1s finished",
        "total time= 5 h",
        (
            "| elapsed:",
            "total",
            "Batch computation",
            "/step",
            "overhead of testing",
            "[generated in ",
            "[cached since ",
            "[no key ",
            "Ran ",
            "array(",
        ),
    ),
    SanitizeRule(
        "time of a summary",
        rf"(\bDate:{_TO_VALUE})(?:{_DAY}{_FIT}(?s:(.{{0,300}}?\bTime:{_TO_VALUE}))\d{{2}}:\d{{2}}:\d{{2}}(?!\d)"
        rf"|\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}:\d{{2}}(?!:?\d){_FIT})"
        rf"|(\btime fit was run(?: =)?{_TO_VALUE})\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}:\d{{2}}:\d{{2}} UTC"
        r"|(\brefit_time_: float(?s:.{0,900}?)<td>)[\d.]+",
        r"\1\3\4…\2…",
        "the day and the time when a model was fitted, as statsmodels, linearmodels, arch and lifelines print them",
        "Date:   Sat, 28 Nov 2026   R-squared:   0.5\nTime:           19:46:11   AIC:   -12.5",
        "Delivery Date:   Sat, 28 Nov 2026\nTime:           19:46:11",
        ("Date:", "time fit was run", "refit_time_"),
    ),
    SanitizeRule(
        "time column",
        r"(?m)^(?=[^\n]*Remaining Time *$)[^\n]*\n(?:[ \t]*\d[^\n]*\d[smh] *(?:\n|\Z))+",
        lambda match: re.sub(r"(?m)[ \t]+\d+\.\d+[smh] *$", " …", match[0]),
        "the remaining time of a fit, the last column that scikit-learn's gradient boosting prints",
        "      Iter       Train Loss   Remaining Time \n         1           0.8420            0.09s\n",
        "      Iter       Train Loss   Waiting Time \n         1           0.8420            0.09s\n",
        ("Remaining Time",),
    ),
    SanitizeRule(
        "slowest run",
        r"(?m)^The slowest run took \d[\d.]* times longer than the fastest\. [^\n]*\n?",
        "",
        "what %timeit says where the time of some runs was much longer; the whole line is left out",
        "The slowest run took 7.53 times longer than the fastest. This could mean that a result is cached.",
        "The slowest run took 7.53 days.",
        ("The slowest run took ",),
    ),
    SanitizeRule(
        "progress bar",
        r"\[\d+:\d{2}(?::\d{2})?(?:(?:<|&lt;)[\d:?]+)?,\s+[\d.?]+\s?(?:\w+/s|s/\w+)(?=[],])"
        rf"|(100%|━━)(?:{_COLOUR}(?:</span>)?\s+(?:<span[^>\n]*>)?{_COLOUR}\d+:\d{{2}}:\d{{2}}\b)+"
        r"|(B )[\d.]+ [kMG]?B/s(?: eta \d+:\d{2}:\d{2})?",
        r"\1\2[…",
        "the time and the speed of a loop as measured by tqdm, rich and pip; the count before it is kept",
        "100%|██████████| 10/10 [00:01<00:00, 9.87it/s]",
        "[00:01<00:05]",
        ("/s", "s/", "100%", "━━"),
    ),
    SanitizeRule(
        "svg date",
        r"<dc:date>[^<]*</dc:date>|(?<=<dc:title>Matplotlib v)[\d.]+\S*(?=,)",
        "<dc:date/>",
        "the time when an SVG picture was written, and by which matplotlib",
        "<dc:date>2026-11-22T06:56:07.123456</dc:date>",
        "<text>2026-11-22T06:56:07</text>",
        ("<dc:date>", "<dc:title>"),
    ),
)


# Top folders of the Filesystem Hierarchy Standard, of macOS, and of the machines that tests run on.
ROOTS = "home|root|Users|tmp|var|private|opt|usr|mnt|media|srv|work|workspace|builds|app|content"

RULES = (
    SanitizeRule(
        "cell source",
        r"(?:(?<![\w.@+~:/\\-])[\w.@+~:/\\-]*)?[/\\]ipykernel_(?:\d+|…)[/\\]\d+\.py|<ipython-input-\d+-[0-9a-f]+>"
        r"|(?<=\()\d{4,}\.py(?=, line \d)",
        "<cell>",
        "the file name that a kernel gives a cell",
        "/var/folders/ab/ipykernel_4711/1234567.py:3: UserWarning: low",
        "<input 3.5>",
        ("ipykernel_", "ipython-input-", ".py, line"),
    ),
    *ID_RULES,
    SanitizeRule(
        "source line",
        r"((?:\.py|<cell>)(?::|\"?, line ))\d+(?=: \w*Warning: |, in |\)|$)",
        r"\1…",
        "the line of code that raised an exception or a warning; it moves with every line above it",
        "prices.py:12: UserWarning: low",
        "prices.py:12: 5 rows",
        (".py", "<cell>"),
    ),
    SanitizeRule(
        "warning code",
        r"((?:\.py|<cell>):(?:…|\d+): \w*Warning: [^\n]*\n)"
        r"  (?=[^\n]*(?:\w[(\[]|\S = \S|\S (?:[*/]{1,2}|[%@]) \S))\S[^\n]*(?!\n  \S)",
        r"\1  …",
        "the code of the line that gave a warning; the warning and other text below it are compared",
        "prices.py:12: UserWarning: low\n  warn('low')",
        "prices:\n  5 rows",
        ("Warning: ",),
    ),
    SanitizeRule(
        "cell number",
        r"\b(Cell )?In ?\[\d+\](?=[:,]|$)",
        "In[…]",
        "the execution count of the kernel",
        "Cell In[3], line 2",
        "price In [12.5] USD",
        ("In[", "In ["),
    ),
    SanitizeRule(
        "folder",
        rf"/(?<![\w.:/~<]/)(?:{ROOTS})/(?:[\w.@+~-]+/)*(?=[\w.@+~-])|\b[A-Za-z]:\\(?:[^\\\s:\"'<>|]+\\)*",
        "…/",
        "the location of a project, an environment or a temporary file on this machine; the last part is kept",
        "read /Users/ann/metals/data/figures.csv\nread C:\\Users\\ann\\figures.csv",
        "1.5 USD/t, 3/home/4, https://example.org/home/7\na ratio of 3:5 \\ 7",
        (*(f"/{root}/" for root in ROOTS.split("|")), ":\\"),
    ),
    SanitizeRule(
        "set",
        r"(?s)^.*$",
        lambda match: sort_sets(match[0]),
        "the order of a set with texts, which Python changes from run to run; its elements are sorted",
        "{'zinc', 'copper'}",
        "{'zinc': 1, 'copper': 2}",
        ("{",),
    ),
    SanitizeRule(
        "platform",
        r"\b3\.\d++\.\d++\S* (?:\|[^\n|]*\| )?\([^()\n]*, \w{3} +\d+ \d{4}, [\d:]{8}\)(?:\s{0,2}(?:\\n)?\[[^]\n]+\])?"
        r"|(?<=\bversion_info\()major=3, minor=\d+, micro=\d+(?=, )"
        r"|\b(?:(?:Linux|Darwin|macOS)-\d[\w.+-]*-(?:x86_64|arm64|aarch64)[\w.+-]*|Windows-\d+-[\d.]+-SP\d)",
        "…",
        "the release and build of Python, and the release of the system as `platform.platform()` gives it",
        "Python 3.11.7 (main, May  9 2026, 07:35:25) [GCC 12.2.0]\nLinux-6.1.0-18-amd64-x86_64-with-glibc2.36",
        "Python 3.11.7 (May 9 2026)\nLinux-based systems, Windows-11 users",
        ("(main, ", "(default, ", "(tags/", "version_info(", "Linux-", "Darwin-", "macOS-", "Windows-"),
    ),
    SanitizeRule(
        "library address",
        r"https?://[^\s\"'<>\\]{1,200}?(?:\.m?js|\.css|\.min|/schema/[\w-]+/v\d[\d.]*\.json)\b|https?://[\w.]+/npm/[\w./@-]+",
        lambda match: re.sub(r"(?<=[-/v])\d+(?:\.\d+)+|(?<=[\w]@)v?\d+(?:\.\d+)*", "…", match[0]),
        "the release of a library in the address of a script, a style sheet or a schema",
        '<script src="https://cdn.plot.ly/plotly-3.0.1.min.js">',
        "https://example.org/prices-3.0.1.csv",
        (".js", ".mjs", ".css", ".min", "/npm/", "/schema/"),
    ),
    *TIME_RULES,
)
# Ids that other parts of the same output refer to, so that two of them must not be taken for one.
NUMBERED = tuple(rule for rule in RULES if rule.name in ("styler id", "table id", "uuid", "hex id", "svg id"))
# Rules that need more than one line.
OF_LINES = tuple(
    rule for rule in RULES if rule.name in ("warning code", "time of a summary", "time column", "slowest run")
)
LINE_HINTS = re.compile("|".join(re.escape(hint) for rule in OF_LINES for hint in rule.hints))
_THREAD = re.compile(  # its default name, with the blanks that pad it
    r"(?<![\w.-])(?P<kind>Thread|ThreadPoolExecutor(?=-\d+_\d))-(?P<number>\d{1,6})(?:(?=_\d)|(?![\w-]|\.\w))"
    r"(?P<rest>(?: \([^()\n]*\))? *)"
)


def without_volatile_lines(text: str) -> str:
    """Return a text after the replacements of the rules that need more than one line."""
    for rule in OF_LINES if LINE_HINTS.search(text) else ():
        text = rule.apply(text)
    return join_sets(text)


def normalise(text: str, further: Iterable[tuple[str, str]] = ()) -> str:
    """Return a text with its volatile parts replaced; `further` pairs of pattern and replacement come first."""
    for pattern, replacement in further:
        text = re.sub(pattern, replacement, text)
    for rule in RULES:
        text = rule.apply(text)
    return text


def match_ids(before: str, after: str) -> tuple[str, str]:
    """Return two texts with their random ids numbered in order of appearance, consistently on both sides."""
    for rule in NUMBERED:
        names = numbered(rule, before, after)
        before, after = (rule.rename(text, side) for text, side in zip((before, after), names, strict=True))
    return match_names(*_match_threads(before, after))


def _match_threads(before: str, after: str) -> tuple[str, str]:
    """Two texts with the same numbers of threads, if they name as many threads in the same order.

    Python counts them, and what executes a notebook starts some of its own.
    """
    if "Thread" not in before or before == after:
        return before, after
    places = [list(_THREAD.finditer(text)) for text in (before, after)]
    named = [[(name["kind"], int(name["number"])) for name in side] for side in places]
    order = sorted(set(zip(*named, strict=False)))
    rising = all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(order))
    if len(named[0]) != len(named[1]) or not rising or any(one[0] != other[0] for one, other in order):
        return before, after
    parts, last = [], 0
    for one, other in zip(*places, strict=True):
        padded = len(one[0]) == len(other[0]) and one["rest"].rstrip() == other["rest"].rstrip()
        parts += [before[last : one.start()], other[0] if padded else f"{other['kind']}-{other['number']}{one['rest']}"]
        last = one.end()
    return "".join([*parts, before[last:]]), after


def numbered(rule: SanitizeRule, before: str, after: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what replaces the ids of two texts: those that both have get the same numbers, and the first ones."""
    sides, kind = (rule.ids(before), rule.ids(after)), str(rule.replacement).strip("<>")
    known = set(sides[1])
    shared = [name for name in sides[0] if name in known]
    old, new = (
        {name: f"<{kind} {number}>" for number, name in enumerate(dict.fromkeys([*shared, *side]), start=1)}
        for side in sides
    )
    return old, new


_OPEN, _CLOSE = "\ue000", "\ue001"  # braces that have been looked at; no text contains these
_DEPTH = 12  # braces within braces that are looked at
_INNERMOST = re.compile(r"\{([^{}\n]*+)\}")
_SEVERAL_LINES = re.compile(r"\{([^{},\n]++(?:,(?:\n[ \t]*| )[^{},\n]++)+)\}")
_TOKENS = re.compile(
    r"""'[^'\\\n]*+(?:\\.[^'\\\n]*+)*'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"|(?P<open>[(\[<\ue000]|&lt;)|(?P<close>[)\]>\ue001]|&gt;)"""
    r"""|(?P<comma>,[ ])|(?P<other>:(?=\s|$)|[;=])|[^'"(\[<)\]>,:;=&\ue000\ue001]++|.""",
    re.VERBOSE,
)
_KEY = re.compile(r"""\s|(?:'[^'\\]*+(?:\\.[^'\\]*+)*'|"[^"\\]*+(?:\\.[^"\\]*+)*"|[\w.+-]++)\s*:""")
_NAMED = re.compile(r"[^\W\d]|['\"]")  # numbers alone are printed in the same order each time
_ATTACHED = re.compile(r"[\w\\$^}%]\Z")  # before a brace of LaTeX, of a template, of a format
_WORDS = re.compile(r"[\w .+/-]+")
_SYMBOL = re.compile(r"[^\W\d](?:_?\d+)?")
_CELL = re.compile(r"(?:[ \t]{2}|\t|[>|│] ?)(?:[\[({\ue000](?:(?!  )[^\n])*)?\Z")  # before a set in a cell
_LEAD = 200  # characters before a set that say whether it is in a cell
_CUT = re.compile(r"(?<![\w\\$^}%])\{(?=[^\W\d])[^{}\n:;='\"]{0,200}?, [^{}\n:;='\"]{0,200}?\.\.\.(?=\s|<|$)")


def sort_sets(text: str) -> str:
    """Return a text with the elements of each set sorted; of a shortened set, only `...` remains."""
    if "{" not in text or ", " not in text:
        return text
    text = _CUT.sub("{...", text)
    for _ in range(_DEPTH):
        text, count = _INNERMOST.subn(_sorted, text)
        if not count:
            break
    return text.replace(_OPEN, "{").replace(_CLOSE, "}")


def join_sets(text: str) -> str:
    """Return a text in which each set that IPython has printed over several lines is on one."""
    if "{" not in text or ",\n" not in text:
        return text

    def join(match: re.Match[str]) -> str:
        inside = re.sub(r",\n[ \t]*", ", ", match[1])
        return f"{{{inside}}}" if "\n" in match[1] and _elements(inside) else match[0]

    return _SEVERAL_LINES.sub(join, text)


def _sorted(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _LEAD) : match.start()]
    items = [] if _ATTACHED.match(before[-1:]) else _elements(match[1])
    if not items:  # the usual case
        return f"{_OPEN}{match[1]}{_CLOSE}"
    if "..." in items:
        items = ["..."]
    elif all(map(_WORDS.fullmatch, items)) and not all(map(_SYMBOL.fullmatch, items)):
        in_cell = _CELL.search(before) or match.string.startswith("  ", match.end())
        items = items if in_cell else []
    return f"{_OPEN}{', '.join(sorted(items)) or match[1]}{_CLOSE}"


def _elements(inside: str) -> list[str]:
    """The elements of a set, none if the text in braces is not a set of several elements with texts."""
    if ", " not in inside or _KEY.match(inside) or not _NAMED.search(inside):
        return []
    items, depth, start = [], 0, 0
    for match in _TOKENS.finditer(inside):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind and not depth:
            if kind == "other":
                return []
            items.append(inside[start : match.start()])
            start = match.end()
    items.append(inside[start:])
    return [] if depth or not all(item.strip() for item in items) else items
