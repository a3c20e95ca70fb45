"""Quantities in a text: what each match of the grammar means, then what neighbours share."""

import re
from bisect import bisect_right

from analysis.text import grammar
from analysis.text import lexicon as lex
from analysis.text.context import Context
from analysis.text.neighbours import join_ranges, name_count, share_rates
from analysis.text.quantity import Quantity

_NEVER_RATED = lex.SHARES | lex.DURATIONS

_ONE_TO = re.compile(rf"(?:{grammar.SPACE}(?:to|or){grammar.SPACE}|-to-)(?:two|three)\b", re.IGNORECASE)


def find_quantities(context: Context) -> list[Quantity]:
    """Return the stated quantities of a document in order, without overlap.

    >>> [(q.low, q.high, q.unit) for q in find_quantities(Context.of("grew from $5/t to $7/t, not in 2025"))]
    [(5.0, 5.0, 'USD/t'), (7.0, 7.0, 'USD/t')]
    """
    found = _matches(context)
    found = join_ranges(context, found)
    share_rates(context, found)
    kept = []
    for item in found:
        if item.unit is None:
            name_count(context, item)
        if item.unit is not None:
            kept.append(item)
    return kept


def _matches(context: Context) -> list[Quantity]:
    text = context.text
    excluded = [match.span() for match in grammar.EXCLUDED.finditer(text)]
    begins = [begin for begin, _ in excluded]
    found: list[Quantity] = []
    for match in grammar.QUANTITY.finditer(text):
        index = bisect_right(begins, match.end() - 1) - 1
        if index >= 0 and excluded[index][1] > match.start("number" if match["number"] else 0):
            continue
        item = _read(context, match)
        if item is not None:
            item.span = context.sentence(item.start)
            item.floor = found[-1].end if found and found[-1].end > item.span[0] else -1
            found.append(item)
    return found


def _read(context: Context, match: re.Match[str]) -> Quantity | None:
    """Turn a match of the grammar into a quantity, None where it is none."""
    part = match.groupdict()
    value, end = _value(context, match)
    if value is None:
        return None
    scale, factor = _scale(part), 1.0
    unit: str | None = None
    sign = part["minus"] or part["sign"]
    start = match.start()
    currency = _currency(context, part, start)
    if currency and part["currency"] and part["unit"]:
        start, currency = match.start("sign" if part["sign"] else "number"), None  # "IRR 33.6%" is no money
    if part["scaled"] and scale is None and not currency:
        if part["letter"] != "m" or part["unit"] or part["attached"]:
            return None
        unit, end = "m", match.end("scaled")  # "300m" without money or a unit is a length
    elif scale is not None:
        value, end = value * scale, match.end("scaled")
    if currency:
        unit, factor = currency
        end = max(end, match.end("name")) if part["name"] else end
    elif part["unit"] or part["attached"]:
        unit, factor = _unit(part, match, context.text)
        end = match.end("unit" if part["unit"] else "attached")
    elif unit is None and scale is None and context.text[end : end + 1].isalpha():
        return None
    pronoun = (part["words"] or "").lower() == "one" and (unit == "multiple" or unit is None)
    if pronoun and (unit or not _ONE_TO.match(context.text, end)):
        return None
    value *= factor
    rated, number = False, 1.0
    if part["rate"] and unit and unit not in _NEVER_RATED and (rate := _rate(part, unit, currency=bool(currency))):
        per, number = rate
        unit, value, end, rated = f"{unit}/{per}", value / number, match.end("rate"), True
    if unit is None and part["multiple"]:
        unit = "multiple" if value > 1 else "fraction"
    elif unit is None and scale is None and (part["fraction"] or part["ratio"]):
        unit = "fraction"
    if sign in {"-", "−"}:
        value = -value
    return Quantity(
        start,
        end,
        value,
        value,
        unit,
        currency=bool(currency),
        cents=bool(currency and currency[1] != 1),
        rated=rated or bool(unit and "/" in unit),
        scaled=scale is not None,
        grouped="," in (part["digits"] or ""),
        word=bool(part["words"]),
        plus=bool(part["plus"]),
        per_number=number,
    )


def _value(context: Context, match: re.Match[str]) -> tuple[float | None, int]:
    part = match.groupdict()
    if part["ratio"]:
        above, below = part["ratio"].split("/")
        small = 0 < int(above) < int(below) <= 100
        return (int(above) / int(below) if small else None), match.end("number")
    if part["digits"]:
        return _digits(part["digits"], decimal_comma=context.decimal_comma), match.end("digits")
    if part["fraction"]:
        return _fraction(context.text, match), match.end("fraction")
    if part["words"]:
        return _words(part["words"]), match.end("words")
    if part["multiple"]:
        return _multiple(context.text, match), match.end("multiple")
    return 1.0, match.end("scaled")


def _digits(digits: str, *, decimal_comma: bool) -> float:
    """Read digits in the English, Indian or (with a decimal comma) European style."""
    plain = re.sub(r"[\u00a0\u2009\u202f]", "", digits)
    if "," in plain and "." in plain:
        decimal_comma = plain.rindex(",") > plain.rindex(".")
    elif "," in plain:
        decimal_comma = decimal_comma or not re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}", plain)
    elif plain.count(".") > 1:
        decimal_comma = True
    elif decimal_comma and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain):
        decimal_comma = False
    if decimal_comma:
        return float(plain.replace(".", "").replace(",", "."))
    return float(plain.replace(",", ""))


def _words(words: str) -> float:
    thousands = total = 0
    for word in re.split(r"[-\s]+", words.lower()):
        if word == "hundred":
            total *= 100
        elif word == "thousand":
            thousands, total = total * 1000, 0
        elif word in lex.NUMBER_WORDS:
            total += lex.NUMBER_WORDS[word]
    return float(thousands + total)


def _fraction(text: str, match: re.Match[str]) -> float | None:
    """A fraction, unless the words are a period ("first half", "a quarter earlier") or a name."""
    if match["scale"]:
        return 0.5 if "half" in match["fraction"].lower() else None  # "half a million"
    words = re.split(r"[-\s]+", match["fraction"].lower())
    before = text[max(0, match.start() - 24) : match.start()].lower()
    after = text[match.end("fraction") : match.end("fraction") + 8].lower()
    part = words[-1]
    if part == "half":
        if re.search(r"(?:first|second|last|latter|other|1st|2nd)[\s-]\Z", before) or not re.match(
            r"\s(?:of|the|a|an|as|its|their|that|his|to)\b|[.,;)]", after
        ):
            return None
        return 0.5
    if part in {"quarter", "quarters", "second"} and not (
        after.startswith(" of") or re.search(r"(?:by|to|nearly|about|over|than|almost|some|around|roughly)\s\Z", before)
    ):
        return None
    count = 1 if words[0] in {"a", "an"} else lex.NUMBER_WORDS[words[0]]
    return count * lex.FRACTION_WORDS[part if part in lex.FRACTION_WORDS else part.removesuffix("s")]


def _multiple(text: str, match: re.Match[str]) -> float | None:
    """A multiple, unless the word is a frequency ("twice a year") or part of a name ("double-digit")."""
    word = match["multiple"].lower()
    after = text[match.end("multiple") : match.end("multiple") + 12].lower()
    if after.startswith("-") or re.match(
        r"\s(?:an?|per|each|every|down|in)\s(?:year|month|week|day|half|down)?", after
    ):
        return None
    if word in {"double", "triple", "quadruple"} and not re.match(
        r"\s(?:or|the|that|their|its|last|this|from)\b", after
    ):
        return None
    return lex.MULTIPLE_WORDS[word]


def _scale(part: dict[str, str | None]) -> float | None:
    if part["scale"]:
        return lex.SCALES[part["scale"].lower().rstrip(".")]
    if part["scale_alone"]:
        return lex.SCALES[part["scale_alone"].lower()]
    if part["letter"] and (part["currency"] or part["name"]):
        return lex.MONEY_SCALES[part["letter"]]
    if part["letter"] and part["letter"] in "kmM" and part["unit"] in lex.WORD_UNITS:
        return lex.MONEY_SCALES[part["letter"]]
    return None


def _currency(context: Context, part: dict[str, str | None], position: int) -> tuple[str, float] | None:
    """Return ISO code and factor of the money that stands before or after the number."""
    if part["currency"]:
        sign = part["currency"].strip()
        code = lex.CURRENCY_SIGNS.get(sign, sign)
        cents = part["attached"] == "c" or (part["name"] or "").lower() in {"cent", "cents"}
        factor = 0.01 if cents else 1.0
    elif part["name"]:
        sign = " ".join(part["name"].split())
        code, factor = lex.CURRENCY_NAMES.get(sign.lower(), (sign, 1.0))
    elif part["attached"] == "c":
        sign, code, factor = "$", "USD", 0.01
    else:
        return None
    if sign in {"$", "dollar", "dollars", "cent", "cents"}:
        code = context.dollar
    elif sign in {"¥", "￥"}:
        code = context.yen_sign(position)
    return ("CNY" if code == "CNH" else code), factor


def _unit(part: dict[str, str | None], match: re.Match[str], text: str) -> tuple[str, float]:
    surface = " ".join((part["unit"] or part["attached"] or "").split())
    name, factor = lex.UNITS[surface if surface in lex.UNITS else surface.lower()]
    if surface == "mt" and not part["scaled"] and _is_megatonnes(match):
        factor = 1e6
    if name == "lb" and surface.lower() in {"pound", "pounds"} and "£" in text:
        return "GBP", 1.0
    return name, factor


def _is_megatonnes(match: re.Match[str]) -> bool:
    """`65.5mt` in one piece is how the trade writes a nation's million tonnes; `500 mt` are tonnes."""
    number = match["digits"]
    return bool(number) and match.end("digits") == match.start("unit") and float(number.replace(",", "")) < 1000


def _rate(part: dict[str, str | None], unit: str, *, currency: bool) -> tuple[str, float] | None:
    """Return what the quantity is per, and how many of it."""
    if part["rate_word"]:
        return lex.RATE_WORDS[part["rate_word"].lower()], 1
    surface = " ".join((part["per"] or "").split())
    name = lex.PER_ONLY.get(surface) or lex.PER_ONLY.get(surface.lower())
    factor = 1.0
    if name is None:
        name, factor = lex.UNITS[surface if surface in lex.UNITS else surface.lower()]
    if "/" in name or name in {"percent", "multiple"}:
        return None
    if not currency and name not in lex.DURATIONS and (part["rate"] or "").lstrip().lower().startswith(("a ", "an ")):
        return None  # "5 kg a tonne" is no way to write a rate, "300 tonnes a metre" is not one either
    return name, factor * float((part["per_number"] or "1").strip())
