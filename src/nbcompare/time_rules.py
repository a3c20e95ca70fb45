"""Rules for when a cell was executed, and how long and with how much memory: as libraries print it."""

import re

from nbcompare.sanitize_rule import define

_SECONDS = r"\d++(?:\.\d++)?\s*+(?:ns|µs|μs|us|ms|s|sec|min|h)\b"
_DAY = r"[A-Z][a-z]{2}, (?:\d{2},? [A-Z][a-z]{2}|[A-Z][a-z]{2} \d{1,2}),? \d{4}"
_TO_VALUE = r"[\s}&]*+(?:</t[hd]>\s*+<td[^>]*+>\s*+)?"  # between a label and its value in a text, in LaTeX, and in HTML
_FIT = r"(?=(?s:.{0,900}?)(?:R-sq|AIC|[Ll]ikelihood|Observations|P-value|[Ss]td\.? [Ee]rr))"  # further on in a summary
_COLOUR = r"(?:\x1b\[[\d;]*m)*+"  # a terminal's

TIME_RULES = (
    define(
        "wall time",
        rf"(?m)^(Wall time): {_SECONDS}(?: {_SECONDS})*|^CPU times: .*$",
        r"\1: …",
        "the time that this machine took, as printed by %time",
        "Wall time: 1.23 s",
        "charging time: 1.23 s",
        ("Wall time", "CPU times"),
    ),
    define(
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
    define(
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
    define(
        "time column",
        r"(?m)^(?=[^\n]*Remaining Time *$)[^\n]*\n(?:[ \t]*\d[^\n]*\d[smh] *(?:\n|\Z))+",
        lambda match: re.sub(r"(?m)[ \t]+\d+\.\d+[smh] *$", " …", match[0]),
        "the remaining time of a fit, the last column that scikit-learn's gradient boosting prints",
        "      Iter       Train Loss   Remaining Time \n         1           0.8420            0.09s\n",
        "      Iter       Train Loss   Waiting Time \n         1           0.8420            0.09s\n",
        ("Remaining Time",),
    ),
    define(
        "slowest run",
        r"(?m)^The slowest run took \d[\d.]* times longer than the fastest\. [^\n]*\n?",
        "",
        "what %timeit says where the time of some runs was much longer; the whole line is left out",
        "The slowest run took 7.53 times longer than the fastest. This could mean that a result is cached.",
        "The slowest run took 7.53 days.",
        ("The slowest run took ",),
    ),
    define(
        "timeit",
        rf"(?<![\d.]){_SECONDS} ± {_SECONDS} per loop \(mean ± std\. dev\. of \d+ runs?, [\d,]+ loops? each\)",
        "… per loop",
        "the time that this machine took, as printed by %timeit",
        "12.3 ms ± 0.5 ms per loop (mean ± std. dev. of 7 runs, 100 loops each)",
        "12.3 ms ± 0.5 ms of delay",
        (" per loop",),
    ),
    define(
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
    define(
        "svg date",
        r"<dc:date>[^<]*</dc:date>|(?<=<dc:title>Matplotlib v)[\d.]+\S*(?=,)",
        "<dc:date/>",
        "the time when an SVG picture was written, and by which matplotlib",
        "<dc:date>2026-11-22T06:56:07.123456</dc:date>",
        "<text>2026-11-22T06:56:07</text>",
        ("<dc:date>", "<dc:title>"),
    ),
    define(
        "memory",
        r"\bpeak memory: [\d.]+ MiB, increment: -?[\d.]+ MiB",
        "peak memory: …",
        "the memory that a process took, as printed by %memit",
        "peak memory: 85.50 MiB, increment: 0.25 MiB",
        "a memory of 85.50 MiB",
        ("peak memory",),
    ),
)
