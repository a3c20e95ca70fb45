"""A number with what is written around it, joined into one quantity: scale, money, unit, rate."""

import re
from typing import NamedTuple

from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.counted_nouns import ENDS, plural_noun_after
from analysis.extraction.document_conventions import Context
from analysis.extraction.number_parser import Numeral
from analysis.extraction.quantity import Quantity
from analysis.extraction.unit_parser import Left, Measure, money_name, rate_after, unit_at

_NEVER_RATED = lex.SHARES | lex.DURATIONS | {"degC", "degF", "degree", "C_rate"}


class _Scaled(NamedTuple):
    """The scale that follows a number."""

    factor: float = 1.0
    end: int = 0
    letter: str = ""
    written: bool = False


_SCALE_WORD = re.compile(r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,3})?|\n[^\S\n]{0,3}|-)?([A-Za-z]+)(?![A-Za-z0-9])")


def _scale(text: str, end: int, *, money: bool) -> _Scaled:
    """Read "million", "thousand million", "mn", or a letter right behind the digits."""
    factor, position, written = 1.0, end, False
    while (match := _SCALE_WORD.match(text, position)) and (word := match[1].lower()) in lex.SCALES:
        if (
            not lex.WEAK_SCALES.isdisjoint({word, match[1]})
            and not money
            and (written or not _is_amount(text, match.end()))
        ):
            break
        factor, position, written = factor * lex.SCALES[word], match.end(), True
        if (
            text[position : position + 1] == "."
            and word in {"mio", "mrd", "tsd", "mn", "bn", "mln"}
            and re.match(r"\.\s?[€$£¥A-Za-zµ]", text[position : position + 3])
        ):
            position += 1
    if written:
        return _Scaled(factor, position, "", written)
    letter = text[end : end + 1]
    if letter in lex.LETTER_SCALES and not (
        text[end + 1 : end + 2].isalnum() or (text[end + 1 : end + 2] and text[end + 1] in ("²³" if money else "²³/"))
    ):
        return _Scaled(lex.LETTER_SCALES[letter], end + 1, letter)
    return _Scaled(1.0, end)


def _is_amount(text: str, position: int) -> bool:
    """Whether money or a unit stands at `position`, which a doubtful scale needs behind it."""
    gap = re.compile(r"\s?").match(text, position)
    place = gap.end() if gap else position
    return money_name(text, place) is not None or unit_at(text, place) is not None


_GAP = re.compile(rf"-|{patterns.MAYBE_SPACE}")


def assemble(context: Context, left: Left, start: int, numeral: Numeral) -> Quantity | None:
    """Join a number with its scale, money, unit and rate; None where what follows makes it no quantity."""
    text = context.text
    plus = text[numeral.end : numeral.end + 1] == "+" and not text[numeral.end + 1 : numeral.end + 2].isdigit()
    end = numeral.end + plus
    scaled = _scale(text, end, money=bool(left.money))
    after = scaled.end if scaled.written else end
    item = Quantity(left.start, after, numeral.value, numeral.value, grouped=numeral.grouped, decimal=numeral.decimal,
                    word=numeral.kind == "words", plus=plus)  # fmt: skip
    if plus and not scaled.written:
        item.end = numeral.end
    if scaled.written:
        item.scale, item.scaled = scaled.factor, True
        if text[after : after + 1] == "+":
            item.plus = True
    money = _money(context, left, start, scaled, end, sized=scaled.written or numeral.grouped)
    if money:
        _set_money(item, money, scaled, text)
    elif not _set_unit(context, item, scaled, end):
        return None
    if item.unit is None and numeral.kind == "multiple":
        item.unit = "multiple" if numeral.value > 1 else "fraction"
    elif item.unit is None and not item.scaled and numeral.kind == "fraction":
        item.unit = "fraction"
    item.low = item.high = item.low * item.scale
    if item.unit and item.unit not in _NEVER_RATED:
        _set_rate(item, text, money=bool(money))
    elif item.unit is None and text.startswith(("/", " per ", " a "), item.end):
        item.rate = rate_after(text, item.end, money=True)
    if left.negative:
        item.low = item.high = -item.low
    if numeral.value:
        item.factor = abs(item.low / numeral.value)
    return item


class _Money(NamedTuple):
    code: str
    factor: float
    end: int
    scaled: bool
    before: bool


def _money(context: Context, left: Left, start: int, scaled: _Scaled, end: int, *, sized: bool) -> _Money | None:
    """The money that stands before the number, after it, or on both sides."""
    text = context.text
    after = scaled.end if scaled.written or (scaled.letter and left.money) else end
    name, attached = _name_at(text, after)
    letter = False
    if name is None and scaled.letter and not scaled.written:
        name, attached = _name_at(text, scaled.end)
        letter = name is not None
    if name and name.surface in _ALSO_WORDS and not _is_money(context, name, attached=attached, sized=sized):
        name = None
    if left.money is None:
        return (
            _Money(_whose(context, name.surface, name.name, start), name.factor, name.end, letter, False)
            if name
            else None
        )
    if _is_unit_of_name(text, left, name.end if name else after):
        return None
    code = lex.CURRENCY_SIGNS.get(left.money, left.money.split()[0])
    bare = left.money in {"$", "¥", "￥"}
    # "¥70 billion yuan", "HK$5 cents": the name behind says what a bare sign leaves open, or that it is hundredths.
    doubled = name is not None and (bare or name.name == code or name.factor != 1)
    if name and doubled and bare and name.factor == 1 and name.surface != "$":
        return _Money(name.name, 1.0, name.end, bool(scaled.letter), True)
    code = _whose(context, left.money, code, start)
    return _Money(
        code, name.factor if name and doubled else 1.0, name.end if name and doubled else 0, bool(scaled.letter), True
    )


# Names of money that are words or letters of their own.
_ALSO_WORDS = frozenset("c p real reals won sums soles lei lev kip som soms kina".split())


def _name_at(text: str, position: int) -> tuple[Measure | None, bool]:
    """The name of money at a place, with a space or hyphen between, and whether it is attached."""
    gap = _GAP.match(text, position)
    place = gap.end() if gap else position
    return money_name(text, place), place == position


def _is_unit_of_name(text: str, left: Left, place: int) -> bool:
    """Read "IRR 33.6%" is no money: a code before a share is a name."""
    unit = unit_at(text, place)
    return bool(unit and left.money and left.money.isalpha() and unit.name in lex.SHARES)


def _is_money(context: Context, name: Measure, *, attached: bool, sized: bool) -> bool:
    """Whether "c" or "p" is cents or pence, and "won" or "real" money and not a word."""
    if name.surface == "p":
        return attached and context.has_pence
    if name.surface == "c":
        return attached or context.text[name.end : name.end + 1] == "/"
    return sized or context.has_won_or_reals


def _whose(context: Context, sign: str, code: str, position: int) -> str:
    if sign in {"cent", "cents", "c", "¢"}:
        return context.cent(position)
    if sign in {"$", "dollar", "dollars"}:
        return context.dollar
    if sign in {"peso", "pesos"}:
        return context.peso
    if sign in {"¥", "￥"}:
        return context.yen_sign(position)
    return "CNY" if code == "CNH" else code


def _set_money(item: Quantity, money: _Money, scaled: _Scaled, text: str) -> None:
    item.unit, item.currency, item.cents = money.code, True, money.factor != 1
    if scaled.letter and money.scaled and (money.before or scaled.letter in "kKmMbB"):
        item.scale, item.scaled, item.end = scaled.factor, True, scaled.end
        if text[item.end : item.end + 1] == "+":
            item.plus = True
    item.low = item.high = item.low * money.factor
    item.end = max(item.end, money.end)


def _set_unit(context: Context, item: Quantity, scaled: _Scaled, end: int) -> bool:
    """Give the quantity its unit; False where letters stick to the number that are none."""
    text = context.text
    after = scaled.end if scaled.written else end
    unit = _unit(context, item, after, scaled)
    if unit is None and scaled.letter and not scaled.written:
        return _letter(context, item, scaled)
    if unit is None:
        if not scaled.written and text[after : after + 1].isalpha():
            return False
        return not (text[after : after + 1] == "-" and text[after + 1 : after + 2].isupper())
    factor = unit.factor
    if (
        unit.start == after
        and len(unit.surface) == 1
        and unit.surface.isupper()
        and re.match(r"-?\d", text[unit.end : unit.end + 2])
    ):
        return False  # "7B-212"
    if (
        unit.surface == "MT"
        and unit.start > after
        and not scaled.written
        and item.low < 1000
        and _of_a_nation(context, item)
    ):
        factor = 1e6
    if unit.surface == "mt" and not scaled.written and unit.start == after and item.low < 1000 and not item.grouped:
        factor = 1e6  # `65.5mt` in one piece is how the trade writes a nation's million tonnes; `500 mt` are tonnes
    item.unit = unit.name
    if unit.name == "lb" and unit.surface in {"pound", "pounds"} and _is_sterling(context, item, unit.end, scaled):
        item.unit, item.currency = "GBP", True
    item.low = item.high = item.low * factor
    item.end = unit.end
    item.rated = "/" in unit.name
    return True


def _is_sterling(context: Context, item: Quantity, end: int, scaled: _Scaled) -> bool:
    """Whether pounds are money: by the sign in their sentence, or by millions where the text speaks of Britain."""
    if context.text.startswith(" of ", end):
        return False  # "10 pounds of copper"
    begin, stop = context.sentence(item.start)
    return "£" in context.text[begin:stop] or (scaled.written and context.british)


# "Steel output rose to 7.26 MT" is millions; "a 25 MT lot" is not.
_NATION = re.compile(r"\b(?:steel|coal|iron ore|cement)\b", re.IGNORECASE)
_LOT = re.compile(
    r"\b(?:plant|mill|mine|daily|per day|a day|lots?|cargo|cargoes|batch|parcel|trucks?|containers?|per MT)\b|/MT",
    re.IGNORECASE,
)


def _of_a_nation(context: Context, item: Quantity) -> bool:
    begin, stop = context.sentence(item.start)
    sentence = context.text[begin:stop]
    return bool(_NATION.search(sentence)) and not _LOT.search(sentence)


def _unit(context: Context, item: Quantity, after: int, scaled: _Scaled) -> Measure | None:
    text = context.text
    beside = scaled.letter == "m" and _BESIDE_MONEY.search(text[max(0, item.start - 24) : item.start])
    if scaled.letter and not scaled.written and (beside or _scaled_noun(context, scaled.end, scaled.letter)):
        return None  # "12.3m tonnes" are millions and no metres
    gap = _GAP.match(text, after)
    place = gap.end() if gap else after
    unit = unit_at(text, place)
    if unit is None:
        return None
    if unit.surface in {"ps", "PS"} and item.low < 20:
        return None
    if place == after and unit.surface == "L" and (item.low >= 100 or re.match(r"-?\d", text[unit.end : unit.end + 2])):
        return None  # the steel 316L
    if place == after or unit.surface not in lex.ATTACHED_UNITS:
        if unit.surface in {"'", "in", "in.", "foot", "C", "B", "A", "s", "″"} and not _is_dimension(
            text, unit, item, attached=place == after
        ):
            return None
        return unit
    if unit.surface == "m":
        return unit if not scaled.written and not _scaled_noun(context, unit.end, "m") else None
    if unit.surface == "V" and not scaled.written:
        return unit
    if unit.surface == "h" and ENDS.match(text, unit.end) and not item.decimal:
        return unit
    rated = text[unit.end : unit.end + 1] == "/"  # "6,000 N/mm²"
    plain = unit.surface in lex.SPACED_UNITS and not scaled.written
    return unit if plain and (rated or (item.decimal and unit.surface not in {"in", "s", "h"})) else None


def _is_dimension(text: str, unit: Measure, item: Quantity, *, attached: bool) -> bool:
    """Whether a mark that is mostly something else is a unit here."""
    following = text[unit.end : unit.end + 1]
    if unit.surface == "'":
        return (
            attached
            and not item.decimal
            and item.low < 1000
            and following in {" ", ".", ",", ""}
            and text.count("'", max(0, unit.start - 40), unit.start) == 0
        )
    if unit.surface == "in":
        return attached and not following.isalpha()
    if unit.surface == "in.":
        return item.decimal
    if unit.surface == "s":
        return attached and item.decimal
    return attached or unit.surface in {"foot", "″"}


def _scaled_noun(context: Context, end: int, letter: str) -> bool:
    """Whether a unit in words or a counted noun follows the letter: "5m tonnes", "2.7m combined sales"."""
    if letter not in {"m", "b"}:
        return False
    gap = _GAP.match(context.text, end)
    unit = unit_at(context.text, gap.end()) if gap and gap.end() > end else None
    if unit:
        return unit.surface in lex.WORD_UNITS and unit.name not in lex.DURATIONS and unit.name not in {"m", "multiple"}
    return plural_noun_after(context, end)


# "€45m (38m)": what stands in brackets behind millions are millions.
_BESIDE_MONEY = re.compile(r"(?:[€$£¥]|\b[A-Z]{3})\s?[\d.,]+(?:m|mn|\smillion)\s\(\Z")


def _letter(context: Context, item: Quantity, scaled: _Scaled) -> bool:
    """A letter right behind the digits that neither money nor a unit follows: a length, or thousands and millions."""
    text = context.text
    gap = _GAP.match(text, scaled.end)
    following = unit_at(text, gap.end()) if gap and gap.end() > scaled.end else None
    if (
        following
        and following.surface in lex.WORD_UNITS
        and following.name not in lex.DURATIONS
        and scaled.letter != "T"
    ):
        item.scale, item.scaled, item.unit, item.end = scaled.factor, True, following.name, following.end
        item.low = item.high = item.low * following.factor
        return True
    beside = scaled.letter == "m" and _BESIDE_MONEY.search(text[max(0, item.start - 24) : item.start])
    if beside or scaled.letter in {"k", "K", "M"} or (scaled.letter == "m" and plural_noun_after(context, scaled.end)):
        item.scale, item.scaled, item.end = scaled.factor, True, scaled.end
        return True
    if scaled.letter == "m":
        item.unit, item.end = "m", scaled.end
        return True
    return False


def _set_rate(item: Quantity, text: str, *, money: bool) -> None:
    rate = rate_after(text, item.end, money=money)
    if rate is None or (item.unit or "").endswith(f"/{rate.name}"):
        return
    if "/" in (item.unit or "") and not money:
        return
    item.unit, item.end, item.rated = f"{item.unit}/{rate.name}", rate.end, True
    item.per_number = rate.divisor
    item.low, item.high = item.low / rate.divisor, item.high / rate.divisor
    again = rate_after(text, item.end, money=money)
    if again and again.name in lex.DURATIONS and rate.name not in lex.DURATIONS:
        item.unit, item.end = f"{item.unit}/{again.name}", again.end  # "48 cents per tonne per day"
