"""The rules that replace, on both sides, what differs between two runs of the same code without meaning.

Each rule has an example that it changes and a counter-example that it must leave alone.
A rule needs a context that only the volatile text has, so that the number of a result is never replaced.
`docs/nbcompare.md` lists the rules, and a test compares the two.
"""

import re
from collections.abc import Iterable

from nbcompare.id_rules import ID_RULES
from nbcompare.sanitize_rule import define
from nbcompare.set_order import join_sets, sort_sets
from nbcompare.time_rules import TIME_RULES

# Top folders of the Filesystem Hierarchy Standard, of macOS, and of the machines that tests run on.
ROOTS = "home|root|Users|tmp|var|private|opt|usr|mnt|media|srv|work|workspace|builds|app|content"

RULES = (
    define(
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
    define(
        "source line",
        r"((?:\.py|<cell>)(?::|\"?, line ))\d+(?=: \w*Warning: |, in |\)|$)",
        r"\1…",
        "the line of code that raised an exception or a warning; it moves with every line above it",
        "prices.py:12: UserWarning: low",
        "prices.py:12: 5 rows",
        (".py", "<cell>"),
    ),
    define(
        "warning code",
        r"((?:\.py|<cell>):(?:…|\d+): \w*Warning: [^\n]*\n)"
        r"  (?=[^\n]*(?:\w[(\[]|\S = \S|\S (?:[*/]{1,2}|[%@]) \S))\S[^\n]*(?!\n  \S)",
        r"\1  …",
        "the code of the line that gave a warning; the warning and other text below it are compared",
        "prices.py:12: UserWarning: low\n  warn('low')",
        "prices:\n  5 rows",
        ("Warning: ",),
    ),
    define(
        "cell number",
        r"\b(Cell )?In ?\[\d+\](?=[:,]|$)",
        "In[…]",
        "the execution count of the kernel",
        "Cell In[3], line 2",
        "price In [12.5] USD",
        ("In[", "In ["),
    ),
    define(
        "folder",
        rf"/(?<![\w.:/~<]/)(?:{ROOTS})/(?:[\w.@+~-]+/)*(?=[\w.@+~-])",
        "…/",
        "the location of a project, an environment or a temporary file on this machine; the last part is kept",
        "read /Users/ann/metals/data/figures.csv",
        "1.5 USD/t, 3/home/4, https://example.org/home/7",
        tuple(f"/{root}/" for root in ROOTS.split("|")),
    ),
    define(
        "windows folder",
        r"\b[A-Za-z]:\\(?:[^\\\s:\"'<>|]+\\)*",
        "…/",
        "the same on Windows",
        r"read C:\Users\ann\figures.csv",
        r"a ratio of 3:5 \ 7",
        (":\\",),
    ),
    define(
        "set",
        r"(?s)^.*$",
        lambda match: sort_sets(match[0]),
        "the order of a set with texts, which Python changes from run to run; its elements are sorted",
        "{'zinc', 'copper'}",
        "{'zinc': 1, 'copper': 2}",
        ("{",),
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


def without_volatile_lines(text: str) -> str:
    """Return a text with what those rules replace that need more than one line."""
    for rule in OF_LINES if LINE_HINTS.search(text) else ():
        text = rule.apply(text)
    return join_sets(text)


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
