"""Parse printed numbers: digits in several styles, words, fractions, multiples."""

import math
import re
from dataclasses import dataclass

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.patterns import SPACE, alternatives

# "fifty-five", "two hundred and five", "one thousand two hundred": other sequences of number words are not numbers.
_TENS = alternatives(word for word, value in lex.NUMBER_WORDS.items() if value >= 20)
_ONES = alternatives(word for word, value in lex.NUMBER_WORDS.items() if 0 < value < 10)
_BELOW_20 = alternatives(
    lex.NUMBER_WORDS.keys() - {w for w, value in lex.NUMBER_WORDS.items() if value >= 20} - {"zero"}
)
_BELOW_100 = rf"(?:(?:{_TENS})(?:(?:-|{SPACE})(?:{_ONES})(?![A-Za-z]))?|{_BELOW_20})(?![A-Za-z])"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)[-\s]hundred(?:(?:-|{SPACE})(?:and{SPACE})?{_BELOW_100})?|{_BELOW_100})"
_WORDS = lazy_regex(
    rf"(?:{_BELOW_1000}[-\s]thousand(?:{SPACE}(?:and{SPACE})?{_BELOW_1000})|{_BELOW_1000})(?![A-Za-z0-9])", re.I
)
_WORDS_NEXT = lazy_regex(rf"{SPACE}{_BELOW_1000}", re.I)
_AND_A_PART = lazy_regex(rf"(?:{SPACE}|-)and(?:{SPACE}|-)(?:an?|one)(?:{SPACE}|-)(half|quarter|third)\b", re.I)
# "four point eight", "zero point zero five"
_POINT = lazy_regex(rf"{SPACE}point(?P<digits>(?:{SPACE}(?:zero|nought|{_ONES}))+)(?![A-Za-z-])", re.I)

_DIGITS = lazy_regex(r"\d+(?:[.,]\d+)*")
_GROUP = lazy_regex(r"[\u00a0\u2009\u202f ]\d{3}(?!\d)")
_DECIMALS = lazy_regex(r"[.,](\d+)(?![\d,.]\d)(?<![.,]\d{3})")
_APOSTROPHES = lazy_regex(r"\d{1,3}(?:['’]\d{3})+(?!\d)(?:\.\d+)?")
_STYLES = lazy_regex(
    r"""(?:
    \d{1,3}(?:,\d{3})+(?:\.\d+)?                # 1,234.5
  | \d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?          # 12,34,567 in the Indian style
  | \d{1,3}(?:\.\d{3}){2,}(?:,\d+)?             # 1.234.567
  | \d{1,3}(?:\.\d{3})+,\d+                     # 1.234,5
  | \d{1,24}\.\d{1,24} | \d{1,24},\d{1,2} | \d{1,24}
)\Z""",
    re.VERBOSE,
)
_MIXED = lazy_regex(r"[ -]?([1-9])/([1-9]\d?)(?![\d/])")
# A fraction is in lowest terms, with a usual denominator: "30/40 MW" and "81/85 percent" are two numbers.
_MOST_PARTS = 12
_FINE_PARTS = frozenset({16, 20, 32, 64, 100})
_RATIO = lazy_regex(r"(\d{1,3})/(\d{1,3})(?![\d/.])")

_PARTS = alternatives([*lex.FRACTION_WORDS, *(word + "s" for word in lex.FRACTION_WORDS if word != "half")])
_FRACTION = lazy_regex(rf"(?P<count>an?|{_BELOW_20})[-\s](?P<part>{_PARTS})(?![A-Za-z0-9])", re.I)
_HALF_A = lazy_regex(rf"half{SPACE}an?(?=({SPACE}|-))", re.I)
_OF_A = lazy_regex(rf"{SPACE}of{SPACE}(?:an?|one)(?=({SPACE}))", re.I)
_NOT_HALF = lazy_regex(r"(?:first|second|last|latter|other|1st|2nd|next|previous)[\s-]\Z", re.I)
_HALF_OF = lazy_regex(r"\s(?:of|the|a|an|as|its|their|that|his|her|our|this|to|from|in|by|or|and)\b|[.,;)]|\s?$", re.I)
# "two to three quarters" are periods
_COUNTED = lazy_regex(rf"(?:\b(?:an?|one|two|three)|[1-9])(?:{SPACE}(?:to|or){SPACE}|-)\Z", re.IGNORECASE)
_BY_A_PART = lazy_regex(
    r"(?:by|to|nearly|about|over|than|almost|some|around|roughly|under|just|least|most|only|up)\s\Z", re.I
)
_THAN = lazy_regex(r"\s(?:lower|higher|less|more|fewer|cheaper|faster|larger|smaller|below|above|off)\b", re.I)
_FREQUENCY = lazy_regex(
    r"-|\s(?:an?|per|each|every)\s(?:year|month|week|day|half|quarter)|\sas\s(?!much|many)|\sdown\b|\sup\b", re.I
)
_WHAT_DOUBLES = lazy_regex(
    r"\s(?:or|the|that|their|its|last|this|from|of|in|to|by|what|those|over|between|every|and)\b|[,.;]", re.I
)
# Before an infinitive: "to double", "could nearly triple".
_MODAL = lazy_regex(
    r"\b(?:to|will|would|could|may|might|can|should)\s(?:nearly\s|almost\s|roughly\s|more than\s)?\Z", re.IGNORECASE
)
_DOZEN = lazy_regex(rf"(an?|half{SPACE}a|{_ONES}){SPACE}dozen\b(?!{SPACE}of\b)", re.IGNORECASE)
# "One in five", "three out of four": a share, unless a unit follows the second number.
_ONE_IN = lazy_regex(
    rf"({_ONES}|[1-9])(?:{SPACE}(?:in|out{SPACE}of){SPACE})(?:every{SPACE})?({_TENS}|{_BELOW_20}|\d{{1,3}})(?![\w-])"
    rf"(?!{SPACE}?(?:[%,.:]?\d|%|per|year|month|week|day|hour|decade|million|billion|thousand|hundred|countr|place|location|site))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Numeral:
    """A number: its value, where it ends, and how it is written.

    `kind` is "digits", "words", "fraction" or "multiple"; `grouped` and `decimal` describe the digits.
    """

    value: float
    end: int
    kind: str
    grouped: bool = False
    decimal: bool = False


_MOST_DIGITS = 40


def read_digits(text: str, start: int, *, decimal_comma: bool, spaced: bool = True) -> Numeral | None:
    """Return the number whose digits begin at `start`; None if they match no known style."""
    match = _DIGITS.match(text, start)
    if match is None:
        return None
    digits, end = match.group(), match.end()
    whole = digits.isdigit()
    following, next_one = text[end : end + 1], text[end + 1 : end + 2]
    sign = next_one if following == " " else following
    known = len(digits) <= _MOST_DIGITS and (whole or _STYLES.match(digits))
    if known and sign and sign in _BEFORE_POWER and (power := _POWER.match(text, end)):
        exponent = int(power[1] or power[2] or power[3].translate(_SUPERSCRIPTS))
        if power[1] is None or not whole or not power[1].isdigit():
            mantissa, _, tens = repr(digits_value(digits, decimal_comma=decimal_comma)).partition("e")
            return Numeral(float(f"{mantissa}e{int(tens or 0) + exponent}"), power.end(), "digits", decimal=True)
    if (
        following in _JOINING
        and (next_one.isdigit() or next_one in _CONTINUING or following in lex.VULGAR_FRACTIONS)
        and (found := _joined(text, start, digits, spaced=spaced))
    ):
        return found
    if not known:
        return Numeral(float("nan"), end, "digits")
    if whole:
        return Numeral(float(digits), end, "digits")
    value = digits_value(digits, decimal_comma=decimal_comma)
    tail = len(digits) - 1 - max(digits.rfind("."), digits.rfind(","))
    return Numeral(value, end, "digits", "," in digits and value >= 1000, not value.is_integer() or tail != 3)


# "4.2E+004", "2.5 x 10^6", "3.2×10³".
_POWER = lazy_regex(r"[eE]([+-]?\d{1,3})(?![\w.])|\s?[×xX*·]\s?10(?:\^([+-]?\d{1,2})|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?!\w)")
_BEFORE_POWER = frozenset("eE×xX*·")
_SUPERSCRIPTS = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
# After digits these may continue the number: "1/7", "10 1/2", "1 234", "1'234", "10½", "2 and a half", "3 in 10".
_JOINING = frozenset("/'’ \u00a0\u2009\u202f-\n") | lex.VULGAR_FRACTIONS.keys()
_CONTINUING = frozenset("aAiIoO")


def _joined(text: str, start: int, digits: str, *, spaced: bool) -> Numeral | None:
    """The number that begins with digits and continues after a space, slash or quote; None if it does not."""
    end = start + len(digits)
    following, next_one = text[end], text[end + 1 : end + 2]
    whole = digits.isdigit()
    if following in lex.VULGAR_FRACTIONS:
        return (
            Numeral(float(digits) + lex.VULGAR_FRACTIONS[following], end + 1, "digits", decimal=True) if whole else None
        )
    if not whole or not next_one:
        return None
    if next_one.isdigit():
        if following == "/":
            ratio = _RATIO.match(text, start)
            count, parts = (int(ratio[1]), int(ratio[2])) if ratio else (0, 0)
            usual = math.gcd(count, parts) == 1 and (parts <= _MOST_PARTS or parts in _FINE_PARTS)
            return Numeral(count / parts, ratio.end(), "fraction") if ratio and usual and 0 < count < parts else None
        if following in "'’":
            swiss = _APOSTROPHES.match(text, start)
            return (
                Numeral(float(re.sub("['’]", "", swiss.group())), swiss.end(), "digits", grouped=True)
                if swiss
                else None
            )
        mixed = _MIXED.match(text, end) if following in " -" else None
        if mixed and int(mixed[1]) < int(mixed[2]):
            return Numeral(int(digits) + int(mixed[1]) / int(mixed[2]), mixed.end(), "digits", decimal=True)
        return _grouped_by_spaces(text, digits, end, spaced=spaced)
    if next_one in "aA" and (part := _AND_A_PART.match(text, end)):
        return Numeral(float(digits) + lex.FRACTION_WORDS[part[1].lower()], part.end(), "digits", decimal=True)
    if len(digits) == 1 and next_one in "ioIO" and (share := _ONE_IN.match(text, start)):
        return _one_in(share, int(digits))
    return None


# Two cells of a row and its change: "Output t 451 364 24 %".
_CHANGE_NEXT = lazy_regex(r"\s[-+−–(]?\d{1,4}(?:[.,]\d{1,2})?\)?\s?%")


def _grouped_by_spaces(text: str, digits: str, end: int, *, spaced: bool) -> Numeral | None:
    """Read "1 234,5": groups of three after hard or thin spaces, or after plain ones where those may group."""
    if len(digits) > 3 or digits[0] == "0":
        return None
    position = end
    while (group := _GROUP.match(text, position)) and (spaced or text[position] != " "):
        digits += text[position + 1 : position + 4]
        position = group.end()
    if position == end or len(digits) > 40:
        return None
    if text[position : position + 1] == " " and _CHANGE_NEXT.match(text, position) and spaced:
        return None
    tail = _DECIMALS.match(text, position)
    if tail:
        return Numeral(float(digits + "." + tail[1]), tail.end(), "digits", grouped=True, decimal=True)
    return Numeral(float(digits), position, "digits", grouped=True)


_THOUSANDS = lazy_regex(r"\d{1,3}(?:,\d{2,3})*,\d{3}")
_THOUSANDS_BY_POINTS = lazy_regex(r"\d{1,3}(?:\.\d{3})+")


def digits_value(digits: str, *, decimal_comma: bool) -> float:
    """Read digits in the English, Indian or (with a decimal comma) European style."""
    if "," in digits and "." in digits:
        decimal_comma = digits.rindex(",") > digits.rindex(".")
    elif "," in digits:
        decimal_comma = (decimal_comma and digits.count(",") == 1) or not _THOUSANDS.fullmatch(digits)
    elif digits.count(".") > 1:
        decimal_comma = True
    elif decimal_comma and not _THOUSANDS_BY_POINTS.fullmatch(digits):
        decimal_comma = False
    if decimal_comma:
        return float(digits.replace(".", "").replace(",", "."))
    return float(digits.replace(",", ""))


def read_words(text: str, start: int, word: str) -> Numeral | None:
    """Return the number in words that begins at `start` with `word` (in lower case); None if there is none."""
    if word in lex.MULTIPLE_WORDS:
        return _multiple(text, start, word)
    if dozen := _DOZEN.match(text, start):
        count = dozen[1].lower()
        return Numeral(6.0 if count.startswith("half") else 12.0 * lex.NUMBER_WORDS.get(count, 1), dozen.end(), "words")
    if word == "half":
        return _half(text, start)
    share = _ONE_IN.match(text, start)
    if share and (found := _one_in(share, lex.NUMBER_WORDS.get(share[1].lower(), 0))):
        return found
    fraction = _FRACTION.match(text, start)
    if fraction and not (fraction["part"].lower() == "quarters" and lex.NUMBER_WORDS.get(word, 0) > _MOST_QUARTERS):
        return _fraction(text, start, fraction)
    if word in {"a", "an"}:
        return _article(text, start)
    if word == "zero" and (point := _POINT.match(text, start + len(word))):
        return _decimal(0, point)
    match = _WORDS.match(text, start)
    if match is None or _WORDS_NEXT.match(text, match.end()):
        return None
    value = _words_value(match.group())
    if point := _POINT.match(text, match.end()):
        return _decimal(value, point)
    part = _AND_A_PART.match(text, match.end())
    if part:
        return Numeral(value + lex.FRACTION_WORDS[part[1].lower()], part.end(), "words")
    return Numeral(value, match.end(), "words")


def _decimal(whole: float, point: re.Match[str]) -> Numeral:
    """Read "four point eight": each word after the point is a digit."""
    digits = "".join(str(int(lex.NUMBER_WORDS.get(digit.lower(), 0))) for digit in point["digits"].split())
    return Numeral(float(f"{whole:.0f}.{digits}"), point.end(), "words", decimal=True)


_A_SCALE = lazy_regex(
    rf"an?(?={SPACE}(?:million|billion|trillion|crore|lakh)\b)|an?{SPACE}(?:hundred|thousand)\b", re.I
)


def _one_in(match: re.Match[str], part: int) -> Numeral | None:
    whole = lex.NUMBER_WORDS.get(match[2].lower()) or (int(match[2]) if match[2].isdigit() else 0)
    return Numeral(part / whole, match.end(), "fraction") if 0 < part < whole else None


def _article(text: str, start: int) -> Numeral | None:
    """Read "A million", "a hundred and five": the article belongs to a scale."""
    match = _WORDS.match(text, start)
    if match:
        return Numeral(_words_value(match.group()), match.end(), "words")
    match = _A_SCALE.match(text, start)
    if match is None:
        return None
    tail = match.group().lower()
    return Numeral(
        1000.0 if tail.endswith("thousand") else 100.0 if tail.endswith("hundred") else 1.0, match.end(), "words"
    )


def _words_value(words: str) -> float:
    thousands = total = 0
    for word in re.split(r"[-\s]+", words.lower()):
        if word == "hundred":
            total *= 100
        elif word == "thousand":
            thousands, total = total * 1000, 0
        elif word in {"a", "an"}:
            total = 1
        elif word in lex.NUMBER_WORDS:
            total += lex.NUMBER_WORDS[word]
    return float(thousands + total)


# What a part can be of, with an article: "half a million", "a quarter of an ounce".
_UNITS_OF_A_PART = [word for word in lex.WORD_UNITS if word.isascii() and word[0].isalpha() and word[-1] != "s"]
_ONE_OF = lazy_regex(
    rf"(?:{alternatives(['million', 'billion', 'trillion', 'crore', 'cent', 'dollar', 'euro', *_UNITS_OF_A_PART])})\b",
    re.I,
)


def of_one(text: str, place: int) -> int | None:
    """Return where " of a" ends before a unit or a scale: "3 thousandths of a millimetre"; None if it is not there."""
    amount = _OF_A.match(text, place)
    return amount.end() if amount and _ONE_OF.match(text, amount.end(1)) else None


def _half(text: str, start: int) -> Numeral | None:
    """A half, unless it is part of a period ("first half") or names one of two things."""
    amount = _HALF_A.match(text, start)
    if amount and _ONE_OF.match(text, amount.end(1)):
        return Numeral(0.5, amount.end(), "words")
    before = text[max(0, start - 12) : start]
    if _NOT_HALF.search(before) or not (_HALF_OF.match(text, start + 4) or _BY_A_PART.search(before)):
        return None
    return Numeral(0.5, start + 4, "fraction")


def _fraction(text: str, start: int, match: re.Match[str]) -> Numeral | None:
    """A fraction, unless the words are an ordinal or a period ("a second", "a quarter earlier")."""
    count, part = match["count"].lower(), match["part"].lower()
    before = text[max(0, start - 24) : start]
    if text[match.end() : match.end() + 1] == "-":
        return None  # "a third-quarter premium"
    if end := of_one(text, match.end()):  # "a quarter of a million ounces"
        number = 1 if count in {"a", "an"} else lex.NUMBER_WORDS[count]
        return Numeral(number * lex.FRACTION_WORDS[part if part in lex.FRACTION_WORDS else part[:-1]], end, "words")
    after = text[match.end() : match.end() + 4].lower()
    if part in {"second", "seconds"} or (part == "quarters" and _COUNTED.search(before)):
        return None
    if text[match.start() + len(count)] == "-":
        pass  # "one-tenth" is nothing but a fraction
    elif part in {"quarter", "quarters"} or (count in {"a", "an", "one"} and part not in {"half", "third"}):
        if not (after.startswith(" of") or _BY_A_PART.search(before) or _THAN.match(text, match.end())):
            return None
    elif part == "third" and count in {"a", "one"} and re.match(r"\s[a-z]+\b", text[match.end() : match.end() + 14]):
        following = re.match(r"\s([a-z]+)", text[match.end() : match.end() + 14])
        if following and following[1] not in _AFTER_A_THIRD and not _BY_A_PART.search(before):
            return None  # "a third plant" is the one after the second
    number = 1 if count in {"a", "an"} else lex.NUMBER_WORDS[count]
    singular = part if part in lex.FRACTION_WORDS else part.removesuffix("s")
    if number > 1 and part == singular and part != "half":
        return None  # "two third places"
    return Numeral(number * lex.FRACTION_WORDS[singular], match.end(), "fraction")


_MOST_QUARTERS = 4  # "eleven quarters" are a time
_AFTER_A_THIRD = frozenset(
    "of in to from by on at since over year and or as while less more lower higher is was were are".split()
)


def _multiple(text: str, start: int, word: str) -> Numeral | None:
    """A multiple, unless the word is a frequency ("twice a year") or part of a name ("double-digit")."""
    end = start + len(word)
    if _FREQUENCY.match(text, end) and not (word.endswith(("ed", "ing"))):
        return None
    if text[end : end + 1] == "-" or text.startswith(" down on", end):
        return None  # "doubling down on"
    verb = bool(_MODAL.search(text[max(0, start - 24) : start]))
    if word in lex.INFINITIVE_MULTIPLES and not verb and not _WHAT_DOUBLES.match(text, end):
        return None
    return Numeral(lex.MULTIPLE_WORDS[word], end, "multiple")
