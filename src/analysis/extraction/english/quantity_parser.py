"""Join a number with the scale, money, unit and rate next to it into one quantity."""

import re

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context, are_millions
from analysis.extraction.english.lexer import ends, is_plural_next, tokens_in
from analysis.extraction.english.money import Measured, Scaled, after_gap, money_at
from analysis.extraction.number_parser import Numeral, of_one
from analysis.extraction.quantity import Printed, Quantity
from analysis.extraction.unit_parser import (
    Prefix,
    UnitMatch,
    begins_money,
    begins_unit,
    following_piece,
    money_name,
    rate_after,
    unit_at,
)

_REACH = 20  # characters after an hour in which a noun would be
_UNIT_AFTER = "unit after the number"
_NEVER_RATED = lex.SHARES | lex.DURATIONS | {"degree", "C_rate"}
_SCALE_WORD = lazy_regex(r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,3})?|\n[^\S\n]{0,3}|-)?([A-Za-z]+)(?![A-Za-z0-9])")


def _scale(text: str, end: int, *, money: bool) -> Scaled:
    """Read "million", "thousand million", "mn", or a letter right after the digits."""
    factor, position, written = 1.0, end, False
    while (match := _SCALE_WORD.match(text, position)) and (word := match[1].lower()) in _SCALES:
        if word == lex.DOUBLED_M and (written or not (money or _scales(text, match[1], match.end()))):
            break
        if (
            not lex.WEAK_SCALES.isdisjoint({word, match[1]})
            and not money
            and (written or not _is_amount(text, match.end()))
        ):
            break
        factor, position, written = factor * _SCALES[word], match.end(), True
        if (
            text[position : position + 1] == "."
            and word in {"mio", "mrd", "tsd", "mn", "bn", "mln"}
            and re.match(r"\.\s?[€$£¥A-Za-zµ]", text[position : position + 3])
        ):
            position += 1
    if written:
        return Scaled(factor, position, "", written)
    if match and word in _SMALL_PARTS and (whole := of_one(text, match.end())):
        return Scaled(_SMALL_PARTS[word], whole, "", True)  # "3.5 thousandths of a millimetre"
    letter = text[end : end + 1]
    if letter in lex.LETTER_SCALES and not (
        text[end + 1 : end + 2].isalnum() or (text[end + 1 : end + 2] and text[end + 1] in ("²³" if money else "²³/"))
    ):
        return Scaled(lex.LETTER_SCALES[letter], end + 1, letter)
    if (
        letter == " "
        and text[end + 1 : end + 2] in _LETTERS
        and (apart := _LETTER_APART.match(text, end))
        and (money or _scales(text, apart[1], apart.end()))
    ):
        return Scaled(lex.LETTER_SCALES[apart[1]], apart.end(), "", True)
    return Scaled(1.0, end)


def _scales(text: str, letters: str, end: int) -> bool:
    """Whether letters that end here are a scale: "880.2 K tonnes", "25mm lbs", "8 B people", but not "100 B shares"."""
    spaced = text[end : end + 1] == " "
    if money_name(text, end + spaced):
        return True
    unit = unit_at(text, end + 1) if spaced else None
    if unit:
        return _is_scaled_unit(unit)
    return letters in {"K", "B", "MM"} and is_plural_next(text, end) and not text.startswith("share", end + 1)


def _is_amount(text: str, position: int) -> bool:
    """Whether money or a unit is at `position`: an ambiguous scale needs one after it."""
    place = position + text[position : position + 1].isspace()
    return money_name(text, place) is not None or unit_at(text, place) is not None


_SCALES = lex.SCALES | {lex.DOUBLED_M: 1e6}
_SMALL_PARTS = {f"{word}s": part for word, part in lex.FRACTION_WORDS.items() if part <= 1 / 10}
_SCALE_PIECES = frozenset(word.rstrip(".") for word in (*_SCALES, *_SMALL_PARTS)) | {
    letter.lower() for letter in lex.LETTER_SCALES
}
_LETTERS = frozenset("kKmMbBT")
_LETTER_APART = lazy_regex(r" ([kKmMbBT])(?![\w&/²³^-])")


_RANGE_JOINTS = ("-", "–", "—", "- ", "– ", "— ", "to ")
# "Rs 300-350 cr": the money of the range is before its first number.
_MONEY_BEFORE = lazy_regex(r"(?:[$€£¥₹]|\bRs\.?|\b[A-Z]{3})\s?[\d.,]+\s?(?:[-–—]|to)\s?\Z")


def assemble(context: Context, prefix: Prefix, start: int, numeral: Numeral) -> Quantity | None:
    """Join a number with its scale, money, unit and rate; None if the text after it shows that it is not a quantity."""
    text = context.text
    plus = text.startswith("+", numeral.end) and not text[numeral.end + 1 : numeral.end + 2].isdigit()
    end = numeral.end + plus
    piece = following_piece(text, end)
    scaled, found = Scaled(1.0, end), None
    if piece in _SCALE_PIECES:
        joined = text[max(0, start - 3) : start].endswith(_RANGE_JOINTS)
        in_range = joined and _MONEY_BEFORE.search(text, max(0, start - _REACH), start)
        scaled = _scale(text, end, money=bool(prefix.money or in_range))
    if prefix.money or scaled.end > end or begins_money(piece):
        sized = scaled.written or numeral.grouped
        found = money_at(context, prefix, start, scaled, end, numeral.end, sized=sized)
    money = found is not None
    if found is None and (scaled.end > end or begins_unit(piece)) and numeral.kind != "multiple":
        found = _measured_in_unit(context, prefix.start, numeral, scaled, end)
    elif found is None and not _sticks(text, end):
        found = Measured(numeral.end)  # also "doubled year on year"
    if found is None:
        return None
    end, unit, unit_rule = found.end, found.unit, found.unit_rule
    money = money or found.currency
    if found.scaled:
        after_scale = scaled.end if scaled.written else end
        plus = plus or text.startswith("+", after_scale)
    if unit is None and numeral.kind == "multiple":
        unit, unit_rule = ("multiple" if numeral.value > 1 else "fraction"), "multiple in words"
    elif unit is None and not found.scaled and numeral.kind == "fraction":
        unit, unit_rule = "fraction", "fraction"
    value = numeral.value * found.factor * found.scale
    rated, per_number, rate = "/" in (unit or ""), 1.0, None
    if unit and prefix.per:
        unit, per_number, rated = f"{unit}/{prefix.per}", prefix.divisor, True
        value /= per_number
    elif unit and unit not in _NEVER_RATED:
        if (compound := _rate(text, unit, end, money=money)) is not None:
            unit, per_number, end = compound
            value, rated = value / per_number, True
    elif unit is None and text.startswith(("/", " per ", " a "), end):
        rate = rate_after(text, end, money=True)
    if prefix.negative:
        value = -value
    total = abs(value / numeral.value) if numeral.value else 1.0
    is_word = numeral.kind == "words"
    surface = text[prefix.start : end].lower()
    grouped, decimal = numeral.grouped, numeral.decimal
    printed = Printed(found.scale, total, found.scaled, grouped, decimal, is_word, plus, per_number, surface)
    in_money = found.currency, found.cents
    return Quantity(prefix.start, end, value, value, unit, unit_rule, *in_money, rated, printed, rate=rate)


def _sticks(text: str, end: int) -> bool:
    """Whether letters are attached to a number, or a code in capitals by a hyphen."""
    following = text[end : end + 1]
    return following.isalpha() or (following == "-" and text[end + 1 : end + 2].isupper())


def _measured_in_unit(context: Context, start: int, numeral: Numeral, scaled: Scaled, end: int) -> Measured | None:
    """The unit after a number, empty if there is none; None if letters are attached to it that are not a unit."""
    text = context.text
    after = scaled.end if scaled.written else end
    unit = _unit(context, start, numeral, after, scaled)
    if unit is None and scaled.letter and not scaled.written:
        return _measured_by_letter(context, start, scaled)
    scale = scaled.factor if scaled.written else 1.0
    if unit is None:
        sticks = _sticks(text, after) and not (scaled.written and text[after].isalpha())
        return None if sticks else Measured(scaled.end if scaled.written else numeral.end, scale, scaled.written)
    unscaled = unit.surface in {"MT", "mt"} and not scaled.written
    millions = unscaled and are_millions(context, start, numeral, attached=unit.start == after)
    factor = 1e6 if millions else unit.factor
    pounds = unit.name == "lb" and unit.surface in {"pound", "pounds"}
    sterling = pounds and _is_sterling(context, start, unit.end, scaled)
    name = (context.foreign_pounds or "GBP") if sterling else unit.name
    if unit.surface == "F" and not _is_of_heat(context, start):
        return None
    if name == "C_rate" and not _is_of_charging(context, start, numeral):
        name = "degC"
    return Measured(unit.end, scale, scaled.written, name, _UNIT_AFTER, factor, sterling)


_CHARGING = lazy_regex(
    r"\b(?:(?:dis|re|fast-|super)?charg\w+|C-rates?|batter(?:y|ies)|cells?|anodes?|cathodes?)\b", re.I
)
_HIGHEST_C_RATE = 15
_HEAT = lazy_regex(
    r"\b(?:temperatures?|degrees|heat\w*|cool\w*|cold|warm\w*|freez\w+|froze|melt\w*|boil\w*|weather|room|oven|furnace)\b|°",
    re.I,
)


def _is_of_heat(context: Context, start: int) -> bool:
    """Whether "68F" is a temperature: a sign before it, or its sentence mentions heat."""
    begin, end = context.sentence(start)
    return context.text[start : start + 1] in "-−" or bool(_HEAT.search(context.text, begin, end))


def _is_of_charging(context: Context, start: int, numeral: Numeral) -> bool:
    """Whether "5C" is the rate at which a battery charges; otherwise it is a temperature."""
    if numeral.value > _HIGHEST_C_RATE or context.text[start : start + 1] in "-−":
        return False
    begin, end = context.sentence(start)
    return bool(_CHARGING.search(context.text, begin, end))


# "Shares in Kestrel closed at about 24.15 pounds", but not "its stock of cobalt fell to 300 pounds".
_PRICE_OF_A_SHARE = lazy_regex(
    r"\b(?:shares|share price|stock(?! (?:of|at)\b)|dividend|price target|target price)\b"
    r"(?:(?!\b(?:after|as|when|while|because|and|but|which|that|with|output|production|sales|shipments?|stocks)\b)[^,;:()]){1,60}?"
    r"\b(?:to|at|of)(?: (?:about|around|almost|nearly|roughly|some|just (?:over|under|above|below)|over|under))? \Z",
    re.I,
)
_BY_SHARE = lazy_regex(r" (?:a|per|each) share\b", re.I)


def _is_sterling(context: Context, start: int, end: int, scaled: Scaled) -> bool:
    """Whether pounds are money: by the sign in their sentence, by a share, or by millions where a text is British."""
    if context.text.startswith(" of ", end):
        return False  # "10 pounds of copper"
    begin, stop = context.sentence(start)
    of_a_share = not scaled.written and _PRICE_OF_A_SHARE.search(context.text[begin:start])
    if of_a_share or _BY_SHARE.match(context.text, end):
        return True
    return "£" in context.text[begin:stop] or (scaled.written and (context.british or bool(context.foreign_pounds)))


def _unit(context: Context, start: int, numeral: Numeral, after: int, scaled: Scaled) -> UnitMatch | None:
    text = context.text
    in_brackets = scaled.letter == "m" and _AFTER_MILLIONS.search(text[max(0, start - 24) : start])
    millions = in_brackets or _is_counted_before(text, start, scaled.letter)
    if scaled.letter and not scaled.written and (millions or _scaled_noun(context, scaled.end, scaled.letter)):
        return None  # "12.3m tonnes" are millions, not metres
    place = after_gap(text, after)
    unit = unit_at(text, place)
    if unit is None:
        return None
    if (
        place == after
        and unit.surface == "L"
        and (numeral.value >= 100 or re.match(r"-?\d", text[unit.end : unit.end + 2]))
    ):
        return None  # the steel 316L
    if place == after or unit.surface not in lex.ATTACHED_UNITS:
        if unit.surface in {"pt", "pts"} and not numeral.decimal:
            return None  # points of an index, or a size of print
        if unit.surface in {"'", "in", "in.", "foot", "C", "B", "A", "T", "s", "″", '"'} and not _is_dimension(
            text, unit, numeral, attached=place == after
        ):
            return None
        return unit
    if unit.surface == "m":
        return unit if not scaled.written and not _scaled_noun(context, unit.end, "m") else None
    if unit.surface == "V" and not scaled.written:
        return unit
    decade = _BEFORE_DECADE.search(text[max(0, start - len("early ")) : start]) or 1900 <= numeral.value < 2100
    if unit.surface in {"h", "s"} and not decade and ends(tokens_in(text, unit.end, unit.end + _REACH)):
        return unit
    rated = text[unit.end : unit.end + 1] == "/"  # "6,000 N/mm²"
    plain = unit.surface in lex.SPACED_UNITS and not scaled.written
    return unit if plain and (rated or (numeral.decimal and unit.surface not in {"in", "s", "h"})) else None


_BEFORE_DECADE = lazy_regex(r"(?:the|early|late|mid)[ -]\Z", re.IGNORECASE)  # "in the 90 s"
_WEIGHED = lazy_regex(
    r"[ -](?:of|per|a|(?:dump |tipper |overhead |mobile )?(?:trucks?|lorry|lorries|cranes?|loads?|press|capacity))\b|/"
)
_QUOTED = 400  # characters before a mark in which its opening one is looked for


def _is_dimension(text: str, unit: UnitMatch, numeral: Numeral, *, attached: bool) -> bool:
    """Whether a sign that usually means something else is a unit here."""
    following = text[unit.end : unit.end + 1]
    if unit.surface == "'":
        return (
            attached
            and not numeral.decimal
            and numeral.value < 1000
            and following in {" ", ".", ",", ""}
            and text.count("'", max(0, unit.start - 40), unit.start) == 0
        )
    if unit.surface == '"':  # a closing quotation mark has an opening one before it
        line = text.rfind("\n", 0, unit.start) + 1
        return attached and text.count('"', max(line, unit.start - _QUOTED), unit.start) % 2 == 0
    if unit.surface == "T":  # elsewhere trillions, teslas or a model
        return bool(_WEIGHED.match(text, unit.end))
    if unit.surface == "in.":
        return numeral.decimal
    if unit.surface == "s":
        return attached and numeral.decimal
    return attached or unit.surface in {"foot", "″"}


def _scaled_noun(context: Context, end: int, letter: str) -> bool:
    """Whether a unit in words or a counted noun follows the letter: "5m tonnes", "2.7m combined sales"."""
    if letter not in {"m", "b", "B"}:
        return False
    place = after_gap(context.text, end)
    unit = unit_at(context.text, place) if place > end else None
    if unit:
        return _is_scaled_unit(unit)
    of_whose = _OF_WHOSE.match(context.text, end)
    return is_plural_next(context.text, of_whose.end() if of_whose else end)


_OF_WHOSE = lazy_regex(r" of (?:its|their|our|his|her|these|those)\b")


def _is_scaled_unit(unit: UnitMatch) -> bool:
    """Whether a letter before a unit scales it: "5m tonnes", "2.4m TEU", but not "5m wide" or "5m in"."""
    if unit.surface in lex.WORD_UNITS:
        return unit.name not in lex.DURATIONS and unit.name not in {"m", "multiple"}
    return unit.name in lex.SCALED_BY_LETTER


# "€45m (38m)": a number in brackets after millions is in millions.
_AFTER_MILLIONS = lazy_regex(r"(?:[€$£¥]|\b[A-Z]{3})\s?[\d.,]+(?:m|mn|\smillion)\s\(\Z")
# "EV sales hit 1.3m": millions of what is counted, not metres.
_COUNTED_BEFORE = lazy_regex(
    r"\b(?:sales|deliveries|registrations|arrivals|passengers|users|subscribers|customers|visitors|viewers|readers|views"
    r"|throughput|orders|downloads|jobs|tourists|workers|employees|members|voters|copies|vehicles|cars|homes|population|workforce|bookings"
    r"|trips|tickets|(?:car|vehicle|ev|truck|bus|phone|tractor|pc|bike)"
    r" (?:exports|imports|output|production|shipments))\b[^.;:\d]{0,40}\Z",
    re.IGNORECASE,
)
_COUNTED_REACH = 56


def _is_counted_before(text: str, start: int, letter: str) -> bool:
    """Whether a letter after a number scales what the words before it count."""
    begin = max(0, start - _COUNTED_REACH)
    return letter in {"m", "b"} and bool(_COUNTED_BEFORE.search(text, begin, start))


def _measured_by_letter(context: Context, start: int, scaled: Scaled) -> Measured | None:
    """A letter attached to the digits, without money or a unit after it: a length, thousands or millions."""
    text = context.text
    place = after_gap(text, scaled.end)
    following = unit_at(text, place) if place > scaled.end else None
    if following and _is_scaled_unit(following):
        return Measured(following.end, scaled.factor, True, following.name, _UNIT_AFTER, following.factor)
    in_brackets = scaled.letter == "m" and _AFTER_MILLIONS.search(text[max(0, start - 24) : start])
    counted = _scaled_noun(context, scaled.end, scaled.letter) or _is_counted_before(text, start, scaled.letter)
    if in_brackets or counted or scaled.letter in {"k", "K", "M"}:
        return Measured(scaled.end, scaled.factor, True)
    return None


def _rate(text: str, unit: str, end: int, *, money: bool) -> tuple[str, float, int] | None:
    """The unit as a rate, the divisor of its value, and its end; None if it is not a rate."""
    if money and text[end - 3 : end] == "cps":
        return f"{unit}/share", 1.0, end  # cents per share
    rate = rate_after(text, end, money=money)
    if rate is None or unit.endswith(f"/{rate.name}") or ("/" in unit and not money):
        return None
    again = rate_after(text, rate.end, money=money)
    if again and again.name in lex.DURATIONS and rate.name not in lex.DURATIONS:
        return f"{unit}/{rate.name}/{again.name}", rate.divisor, again.end  # "48 cents per tonne per day"
    return f"{unit}/{rate.name}", rate.divisor, rate.end
