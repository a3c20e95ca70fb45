"""Units in labels: the head, caption or unit column of a table, or the words before a colon.

A label may contain a scale, money, a unit and a rate in any usual order: "RMB'000", "Mio. €", "US$/t",
"in millions of US dollars", "'000 tonnes", "Tonnage (Mt)".
"""

import re
from collections.abc import Callable
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES
from analysis.extraction import lexicon as lex
from analysis.extraction.language import Labels, LabelUnit
from analysis.extraction.unit_parser import money_name, rate_after, unit_at

_SCALE = lazy_regex(
    r"\s*(?:(?P<zeros>['’]?000['’]?s?|10{0,2}(?:[.,\s]?000){1,2})|(?P<tens>10{1,2}\s)?(?P<word>thousands?|millions?|billions?|mil\.(?=\s)|lakhs?|lacs?|crores?|crs?\.?|mio\.?|mrd\.?|tsd\.?|mill\.?|mln|mn|bn|"
    r"millionen|milliarden|tausend)|(?P<letter>[mkb]))(?:(?<=['’])|(?![A-Za-z]))(?:\s+of\b)?\s*",
    re.IGNORECASE,
)
# A head may say period and unit at once: "2025 RMB'000".
_PERIODS = lazy_regex(r"^(?:\s*(?:(?:FY|CY|Q[1-4]|H[12])?\s?(?:19|20)\d\d|[1-4][QH]\d\d|Q[1-4]|H[12])[AEF]?(?=,?\s))+")
# "$ in millions", "US$, in thousands"
_IN_SCALE = lazy_regex(r"[.,]?\s*in(?=\s)|\s?/\s?(?=crores?|lakhs?|lacs?)", re.IGNORECASE)
# "(except per share amounts)", "(dry)": a bracket after a unit
_BRACKET_AFTER = lazy_regex(r"\s*[(\[][^()\[\]]*[)\]]\W*\Z")
_WORDS = {"tausend": 1e3, "mill": 1e6, "mil": 1e6}
_MARK_AFTER = lazy_regex(r"(?<=[\w%)])\s?(?<![(\d])\d{1,2}\)\Z")  # "Return on equity, % 2)"
# "(g) Profit before tax"
_ENUMERATED = lazy_regex(r"^\s*\((?:[a-z]|\d{1,2}|[ivx]{1,4})\)\s+(?=\S)")
_COMMA = lazy_regex(r",(?!\d{3})")
_SCALE_IN_BRACKET = lazy_regex(
    r"\s*[(\[](?:in )?(?:['’]?000['’]?s?|k|thousands?|(?P<millions>millions?|M)|(?P<billions>billions?))[)\]]\s*\Z"
)
_SCALE_FIRST = lazy_regex(r"(?P<scale>thousand|million|billion)s?,", re.IGNORECASE)  # "(millions, constant dollars)"
_AMOUNT = lazy_regex(r"[$€£]\s?\(?\d[\d,.]*\)?(?=[\s,;]|\Z)")  # "tax of $5 in 2025": no unit of the row
_FIGURES_IN = lazy_regex(r"\A\s*(?:figures )?in\s+", re.IGNORECASE)
_BRACKETS = lazy_regex(r"[(\[](?![a-e][)\]])([^()\[\]]{1,60})[)\]]")  # "(c)" is the mark of a footnote
_IN = lazy_regex(
    r"\b(?:(?:all\s+)?figures(?:\s+are)?\s+in|in|unit:|units:|all\s+figures)(?:\s+|(?=['’]))(?=([^();]{1,50}))",
    re.IGNORECASE,
)
# "Data in kilograms of gallium content unless otherwise specified"
_OF_CONTENT = lazy_regex(r"\s+(?:of|gross)\s[\w\s-]*\Z")
_NOTED = lazy_regex(r"(?:per |/)[a-z]{2,}[a-e1-9]\Z")
_AND_SHARES = lazy_regex(r"\s+and shares(?= in (?:thousands|millions|billions))", re.IGNORECASE)
# A title of shares: "Table 3. Percentage of households with a meter", "Percent distribution of sales"
_PERCENTAGE = lazy_regex(
    r"(?i)\W*(?:(?:table|exhibit|figure|chart) [\w.-]{1,8}[.:–—-]*\s*)?(?:mean |average |absolute ){0,2}"
    r"(?:per ?cent(?:ages?)? (?:of|distribution|shares?|errors?|points?)\b|\D{3,60}[\s,]per ?cent by\s)[^.]*\Z"
)
_CHANGES = lazy_regex(
    r"(?i)\b(?:per ?cent(?:age)? (?:changes?|growth|variations?)|growth rates?)\b|% (?:change|growth)\b"
)
_PARTS = lazy_regex(r"[;()]|(?<=\w{3})\.\s(?=[A-Z])|,\s(?=[^,;()]{1,40}\sin\s)|\sand\s")
_LISTED = lazy_regex(r"(?i)\W*units?:\s*([^;()]{1,60})\W*\Z")
# "t Ni", "$/lb Cu", "tonnes of nickel content", "kg per vehicle": what a unit is of.
_SUBSTANCE = lazy_regex(
    r"(?:of )?(?:contained |payable )?(?:(?:A[glsu]|B[ai]?|C[deoru]?|Dy|Fe|G[ae]|In|L[ai]|M[gno]|N[bdi]|P[bdrt]?"
    r"|S[benr]?|T[abei]|U|V|W|Z[nr])(?:\d?O\d?)?|LCE|T?REO|metal|content|contained)(?: ?(?:[Ee]q\.?|e)|[ -]content)?"
    r"|(?:of|per)(?: [a-z][\w-]*| [A-Z][\w-]{0,3})+"
)
_SPACED = lazy_regex(r"(?<=\b[kM])\s(?=(?:oz|t|lbs?)\b)|(?<=oz)\st\b")  # "k oz", "koz t"
_CONTAINED = lazy_regex(r"(?:contained|payable|recoverable|saleable)\s", re.IGNORECASE)
# "USD per tonne sold"
_AFTER_UNIT = lazy_regex(
    r"(?:except|unless|unaudited|(?:or|if) (?:as|not|otherwise)\b|,|"
    r"(?:fob|cif|cfr|c&f|exw|ddp|dap|delivered|ex[ -]works|(?:incl|excl)\w*|with|without|in (?:whs\b|w\w+house))\b|"
    r"(?:sold|shipped|delivered|produced|made|treated|processed|smelted|mined|milled|crushed|hauled)\Z)",
    re.IGNORECASE,
)
_PER_MASS = lazy_regex(
    r"(?:\bper|\s(?:a|each)) (?:(?:copper|gold|lead|nickel|palladium|platinum|silver|tin|zinc) )?"
    r"(?=(?:metric |\d{1,4} ?)?"
    r"(?:tonne|ton|kilogram|kg|gram|pound|lb|ounce|oz|MWh|kWh|watt|pcs|piece|boe|barrel|bbl|bushel|mcf|mmbtu|GJ)\b)",
    re.IGNORECASE,
)
_AS_A_SHARE = lazy_regex(r"\bas a percentage of\b", re.IGNORECASE)
_NAMES = lazy_regex(r"[^\W\d_¹²³⁴-⁹]{3,}")
# What a caption such as "thousand tonnes and million dollars" gives a unit for without a name
_OF_MONEY = frozenset({"value", "price"})
_OF_OTHERS = frozenset({"quantity", "volume", "weight"})
_SPELLED = 6  # letters of a unit that a comma may follow: "kilograms, finished products"
_LONGEST_UNIT = 6
_LONGEST_LABEL = 7  # in words
# At the end of a label, these are more likely something else: "Exports to the US", "Grade A", "Flat bar".
# "Brent$/bbl" and "GroupEUR" are two words
_GLUED = r"(?<=[a-z])(?:AUD|CAD|CHF|CNY|EUR|GBP|NOK|RMB|SEK|USD)\b"
_WORD = lazy_regex(rf"{_GLUED}|(?:\b(?:US|A|C))?[$€£¥]/\S+|(?:(?!(?:\b(?:US|A|C))?[$€£¥]/|{_GLUED})\S)+")
_UNLESS = lazy_regex(r",?\s(?:or|if|unless|except)\b.*")
_MAY_BE_WORD = lazy_regex(
    r"in .*|.*[\"']|[A-Za-su-z]|US|HK|PS|RM|Re|Rs|TL|Tk|HA|GB|[KMPT]B|M[Nn]|bar|min|in|points?|degrees?|folds?"
)
SMALL = frozenset(
    "a an no not only on of in from per to by for at over vs vs. and the & / – - + ' ’ ago Ago earlier Earlier".split()
)
_HUNDREDTHS = lazy_regex(r"\s*(?:cents?|sen|fen)\b", re.IGNORECASE)
_PER_SHARE = lazy_regex(
    r"\bper (?:(?:ordinary|common|preferred|diluted|basic|american|depositary|limited|partner) ){0,2}"
    r"(?:share|ADS|ADR|(?<=common )unit|(?<=partner )unit)\b|\bEPS\b|\bje Aktie\b|\bDPS\b",
    re.IGNORECASE,
)
_HEADCOUNT = lazy_regex(
    r"\b(?:staff|headcount|employment|workforce|employees?|workers?|personnel|crew|belegschaft|mitarbeite\w+|beschäftigte\w*)\b",
    re.IGNORECASE,
)

_PAY = lazy_regex(
    r"\b(?:expens|costs?\b|benefit|remuneration|compensation|wages|salar|pay(?:roll|ments?)?\b|productivity)",
    re.IGNORECASE,
)
_SHARES = lazy_regex(
    r"\b(?:weighted|average|number|outstanding|issued|diluted|basic)\b.*\bshares\b"
    r"|\bshares\b.*\b(?:outstanding|issued|held|authori[sz]ed|used|in issue|purchased|repurchased)\b"
    r"|\A(?:common |ordinary |preferred |treasury )?shares(?:\s\([^()]*\))?\Z",
    re.IGNORECASE,
)
# What has shares in its name but is an amount of money, or a rate
_OF_SHARES = lazy_regex(
    r"\b(?:price|value|cost|proceeds|amount|dividends?|premium|profit|income|capital|par|per|issuance of|buy-?backs?"
    r"|(?<!\w)(?:re)?purchases? of|market)\b|%",
    re.IGNORECASE,
)
# "Shares used in computing earnings per share"
_FOR_RATIO = lazy_regex(r"\s(?:in|for)\s(?:the\s)?(?:comput|calculat|determin)\w+.*\Z", re.IGNORECASE)
_MANY_SHARES = lazy_regex(
    r"(?P<scale>thousands?|millions?|billions?) (?:of )?(?:common |ordinary )?shares", re.IGNORECASE
)


@lru_cache(maxsize=1024)  # a head is asked for once for each cell below it
def unit_of(text: str) -> LabelUnit | None:
    """Return the unit that makes up the whole text; None if there is anything else."""
    text = _SPACED.sub("", text)
    text = _CONTAINED.sub("", _PERIODS.sub("", text).strip().strip(".:,").strip())
    position, factor = _scale_at(text, 0)
    money = _money_at(text, position)
    if money:
        name, money_factor, position = money
        factor *= money_factor
        in_scale = _IN_SCALE.match(text, position)
        position, scale = _scale_at(text, in_scale.end() if in_scale else position)
        hundredths = _HUNDREDTHS.match(text, position)
        factor *= scale * (0.01 if hundredths else 1)
        position = hundredths.end() if hundredths else position
        return _with_rate(text, position, name, factor, money=True)
    if shares := _MANY_SHARES.fullmatch(text):
        return LabelUnit("count:share", lex.SCALES[shares["scale"].lower().removesuffix("s")])
    unit = unit_at(text, position)
    if unit is None or text.lower() == "min":  # the lowest price, beside "Max"
        return None
    return _with_rate(text, unit.end, unit.name, factor * unit.factor, money=False)


def _with_rate(text: str, position: int, name: str, factor: float, *, money: bool) -> LabelUnit | None:
    rate = rate_after(text, position, money=money)
    if rate is None and _NOTED.search(text):  # "£ per tonnea", whose mark of a footnote was raised
        text = text[:-1]
        rate = rate_after(text, position, money=money)
    if rate and rate.name not in name.split("/"):
        name, factor, position = f"{name}/{rate.name}", factor / rate.divisor, rate.end
    rest = text[position:].strip(" .,")
    if rest and not _AFTER_UNIT.match(rest) and not _SUBSTANCE.fullmatch(rest):
        return None
    return LabelUnit(name, factor)


def _scale_at(text: str, position: int) -> tuple[int, float]:
    match = _SCALE.match(text, position)
    if match is None:
        return position, 1.0
    if zeros := match["zeros"]:
        return match.end(), 10.0 ** zeros.count("0")  # also "10,000 t"
    word = (match["word"] or match["letter"]).lower()
    if position == 0 and (match["letter"] or word in lex.WEAK_SCALES):
        return 0, 1.0  # "m" alone is metres, and "Cr" chromium
    word = word.rstrip(".")
    scale = (
        _WORDS.get(word) or lex.SCALES.get(word) or lex.SCALES.get(word.removesuffix("s")) or lex.LETTER_SCALES[word]
    )
    return match.end(), scale * float(match["tens"] or 1)


def _money_at(text: str, position: int) -> tuple[str, float, int] | None:
    for length in range(6, 0, -1):
        surface, rest = text[position : position + length], text[position + length :]
        if surface not in lex.CURRENCY_SIGNS or surface in lex.CENT_SIGNS or len(surface) != length:
            continue
        if surface in {"R", "PS"}:
            ends = rest[:1] in {"", "'", " ", "/"} or rest in {"m", "bn"}
        else:
            ends = not (surface[-1].isalpha() and rest[:1].isalpha())
        if ends:
            return lex.CURRENCY_SIGNS[surface], 1.0, position + length
    name = money_name(text, position)
    return (name.name, name.factor, name.end) if name else None


@lru_cache(maxsize=1024)
def unit_of_label(label: str) -> LabelUnit | None:
    """Return the unit of a label, in brackets, after a comma, or after "in"; None without one."""
    label = _ENUMERATED.sub("", _AMOUNT.sub("", label))
    label = _MARK_AFTER.sub("", label) if label.count(")") > label.count("(") else label  # not "(kg U3O8)"
    if scale := _SCALE_IN_BRACKET.search(label):
        scaled = label[: scale.start()]
        if found := unit_of(scaled) or unit_at_the_end(scaled, unit_of)[0]:
            return LabelUnit(
                found.unit, found.factor * (1e6 if scale["millions"] else 1e9 if scale["billions"] else 1e3)
            )
    for bracket in reversed(_BRACKETS.findall(label)):
        if found := unit_of(_FIGURES_IN.sub("", bracket)):
            return rated(found, label)
        for part in _COMMA.split(bracket) if ";" not in bracket else ():
            part = _FIGURES_IN.sub("", part)
            if found := unit_of(part) or unit_at_the_end(part, unit_of)[0]:
                scale = _SCALE_FIRST.match(bracket) if found.factor == 1 and found.unit in CURRENCY_CODES else None
                return LabelUnit(found.unit, lex.SCALES[scale["scale"].lower()]) if scale else found
    for stated in _IN.finditer(label):
        first = stated[1].split(",")[0]
        others = (stated[1].split(cut)[0] for cut in (" unless", "%"))  # "in billion USD % growth"
        for part in (stated[1], first, *others, _OF_CONTENT.sub("", first)):
            if found := unit_of(part):
                return rated(found, label)
    if _AS_A_SHARE.search(label):
        return LabelUnit("percent")
    found = unit_of(label)
    if "," in label and found is None:
        for part in reversed(_COMMA.split(label)[1:]):
            if (found := unit_of(_FIGURES_IN.sub("", part))) and (found.unit not in lex.DURATIONS or " of " in part):
                return found
        found = None
    if found is None and (bracket := _BRACKET_AFTER.search(label)):
        found = unit_of(label[: bracket.start()])
        found = None if found and found.unit in lex.DURATIONS else found
    first = label.partition(",")[0]  # "USD per tonne, first half of 2026"
    spelled = " " in first or (len(first) >= _SPELLED and first.isalpha())
    return found or unit_at_the_end(label, unit_of)[0] or (unit_of(first) if spelled and first != label else None)


@lru_cache(maxsize=256)
def rated(found: LabelUnit, label: str) -> LabelUnit:
    """Return money with the rate stated elsewhere in a label: "Gross profit per tonne (RMB)"; other units unchanged."""
    label = label.partition(" except")[0]  # "(in millions, except per pound amounts)"
    per = _PER_MASS.search(label) if found.unit in CURRENCY_CODES else None
    rate = rate_after(f" {label[per.start() :].lstrip()}", 0, money=True) if per else None
    return LabelUnit(f"{found.unit}/{rate.name}", found.factor / rate.divisor) if rate else found


@lru_cache(maxsize=1024)
def unit_at_the_end(label: str, unit_of: Callable[[str], LabelUnit | None]) -> tuple[LabelUnit | None, int]:
    """Return the unit at the end of a label, and where it begins: "Cash cost US$ per lb"; 0 if it has none."""
    label = _UNLESS.sub("", label)
    words = [*_WORD.finditer(label)]
    for word, before in zip(words[-_LONGEST_UNIT:], [None, *words][-_LONGEST_UNIT - 1 :], strict=False):
        if before is None or len(words) > _LONGEST_LABEL:
            continue
        text = _BRACKET_AFTER.sub("", label[word.start() :].rstrip())
        found = unit_of(text)
        if found and found.unit not in lex.DURATIONS and not _MAY_BE_WORD.fullmatch(text.rstrip(":")):
            last = before[0].lower()  # "two yards" is a number of them
            if _PER_MASS.search(label[: word.start() + 1]) is None and _PER_MASS.search(label):
                continue
            other = last in SMALL or last in lex.NUMBER_WORDS or last[-1].isdigit() or _SCALE.fullmatch(last)
            return (None, 0) if other else (found, word.start())
    return None, 0


def unit_of_caption(caption: str, label: str) -> LabelUnit | None:
    """Return the unit of a caption; if it has several, the one for the labels of a row and a column."""
    units = _units_of_caption(caption)
    named = _names(label) if len(units) > 1 else frozenset()
    of_others = [unit for names, unit in units if not names]
    return next((unit for names, unit in units if named & names), of_others[0] if len(of_others) == 1 else None)


@lru_cache(maxsize=256)  # each cell asks for the units of the same few captions
def _units_of_caption(caption: str) -> list[tuple[frozenset[str], LabelUnit]]:
    """The units of a caption, each with the names of the items in it, empty for all others."""
    caption = _AND_SHARES.sub("", caption)
    if listed := _LISTED.match(caption):  # "Unit: ton, USD/ton"
        stated = [*filter(None, map(unit_of, _COMMA.split(listed[1])))]
        amounts = [unit for unit in stated if unit.unit[:3].isupper()]
        if len(amounts) == 1 and len(stated) == 2:
            return [(_OF_MONEY if unit in amounts else frozenset(), unit) for unit in stated]
    parts = (part for part in _PARTS.split(caption) if part.strip().lower() != "in")  # "Increase (decrease) in"
    units = [(part, unit) for part in parts if (unit := unit_of_label(part))]
    units = [pair for pair in units if pair[1].unit not in lex.DURATIONS] or units  # "Use in kWh, by month and year"
    if len({unit for _, unit in units}) < 2:
        unit = unit_of_label(caption) or (units[0][1] if units else None)
        shares = _CHANGES.search(caption) or _PERCENTAGE.match(caption)
        unit = unit or (LabelUnit("percent") if shares else None)
        return [(frozenset(), unit)] if unit else []
    whole = [part for part, _ in units if unit_of(part)]
    if len(whole) == 1:
        return [(_names(part) if part not in whole else frozenset(), unit) for part, unit in units]
    kinds = [_OF_MONEY if unit.unit[:3].isupper() else _OF_OTHERS for _, unit in units]
    return [
        (_names(part) | kind if part in whole else _names(part), unit)
        for (part, unit), kind in zip(units, kinds, strict=True)
    ]


def _names(text: str) -> frozenset[str]:
    return frozenset(name.removesuffix("s") for name in _NAMES.findall(text.lower()))


@lru_cache(maxsize=1024)
def is_per_share(label: str) -> bool:
    """Return whether a label is an amount per share, to which the scale of the table does not apply."""
    return bool(_PER_SHARE.search(label))


@lru_cache(maxsize=1024)
def counted_noun(label: str) -> str:
    """Return what a label without a unit counts; empty if nothing in it can be counted."""
    if _HEADCOUNT.search(label) and not _PAY.search(label):
        return "employee"
    label = _FOR_RATIO.sub("", label)
    return "share" if _SHARES.search(label) and not _OF_SHARES.search(label) else ""


_PERIOD_HEAD = lazy_regex(
    rf"(?i)^(?:(?:19|20)\d\d-\d\d(?:-\d\d)?|"
    rf"(?:(?:{'|'.join(lex.MONTHS)}|[1-4]?[QH][1-4]?|FY|YTD|\d\.\s?(?:Quartal|Halbjahr)|[1-4]\w\w quarter|year"
    r"|30|31)\.?[\s'‘’-]{0,3}){0,6}(?:(?:19|20)\d\d(?:[/-]\d\d(?:\d\d)?)?[AEFP]?)?)$"
)
_CHANGE = lazy_regex(
    r"(?i)\b(?:changes?|chg|var(?:iation|iance)?|diff(?:erence)?|(?P<span>[dwmqy])(?:-?o-?|/)(?P=span)"
    r"|(?P<long>day|week|month|quarter|year)[- ](?:on|over)[- ](?P=long)|growth|increase|vs|veränderung|abweichung)\b"
    r"|[+±]\s?/\s?-|Δ|^\s*\(?%\)?\s*$|%\s*(?:chg|ch\.|var)"
)
_NO_FIGURES = lazy_regex(
    r"(?i)^\s*(?:note|notes|no\.?|nr\.?|#|rank|pos\.?|position|item|ref\.?|page|anhang|year|date)\s*$"
)
ENGLISH_LABELS = Labels(
    unit_of, unit_of_label, unit_of_caption, counted_noun, is_per_share, _CHANGE, _PERIOD_HEAD, _NO_FIGURES
)
