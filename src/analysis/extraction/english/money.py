"""The money next to a number: its sign, code or name, before it, after it or on both sides."""

from dataclasses import dataclass

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.document_conventions import Context
from analysis.extraction.unit_parser import Prefix, UnitMatch, money_name, unit_at

_GAP = lazy_regex(rf"-|{patterns.SPACE}")


def after_gap(text: str, position: int) -> int:
    """Return where the text after a number goes on: after a hyphen or a space, which may be a line break."""
    following = text[position : position + 1]
    gap = _GAP.match(text, position) if following == "-" or following.isspace() else None
    return gap.end() if gap else position


@dataclass(slots=True)
class Scaled:
    """The scale that follows a number."""

    factor: float = 1.0
    end: int = 0
    letter: str = ""
    written: bool = False


@dataclass(slots=True)
class Measured:
    """The unit or money next to a number, its factor, where it ends, and the scale."""

    end: int
    scale: float = 1.0
    scaled: bool = False
    unit: str | None = None
    unit_rule: str = ""
    factor: float = 1.0
    currency: bool = False
    cents: bool = False


def money_at(
    context: Context, prefix: Prefix, start: int, scaled: Scaled, end: int, digits_end: int, *, sized: bool
) -> Measured | None:
    """The money before the number, whose digits end at `digits_end`, after it, or on both sides."""
    text = context.text
    after = scaled.end if scaled.written or (scaled.letter and prefix.money) else end
    name, attached = _name_at(text, after)
    letter = False
    if name is None and scaled.letter and not scaled.written:
        name, attached = _name_at(text, scaled.end)
        letter = name is not None
    if name and not name.name and not context.shared_money(name.surface, start):
        name = None  # crowns of teeth
    if name and name.surface == "rs" and not (sized or _is_rupees(text, name, text[start:digits_end])):
        name = None
    if name and name.surface in _ALSO_WORDS and not _is_money(context, name, attached=attached, sized=sized):
        name = None
    factor, stop = (name.factor, name.end) if name else (1.0, 0)
    if prefix.money is None:
        if name is None:
            return None
        code, rule = _whose(context, name, start), "money after the number"
        is_scaled = scaled.written or (letter and scaled.letter in "kKmMbBT")
    else:
        unit = unit_at(text, name.end if name else after) if prefix.money.isalpha() else None
        if unit and unit.name in lex.SHARES:
            return None  # a code before a share is a name: "IRR 33.6%"
        code = lex.CURRENCY_SIGNS.get(prefix.money, prefix.money.split()[0])
        rule, is_scaled = "money before the number", scaled.written or bool(scaled.letter)
        # "¥70 billion yuan", "HK$5 cents": the name after it decides for a bare sign, or says hundredths.
        if name and not (prefix.money in {"$", "¥", "￥"} or name.name == code or factor != 1):
            factor, stop = 1.0, 0
        code = _whose(context, UnitMatch(code, 1.0, 0, 0, prefix.money), start)
        if scaled_sign := lex.SCALED_SIGNS.get(prefix.money):
            (code, factor), stop = scaled_sign, 0
    scale, stop = (scaled.factor, max(stop, scaled.end)) if is_scaled else (1.0, max(stop, digits_end))
    return Measured(stop, scale, is_scaled, code, rule, factor, currency=True, cents=factor < 1)


# Names of money that have another meaning as a word or letter.
_ALSO_WORDS = frozenset("c cps p real reals won sums soles lei lev kip som soms kina dram drams lek kuna".split())


def _name_at(text: str, position: int) -> tuple[UnitMatch | None, bool]:
    """The name of money at a place, with a space or hyphen between, and whether it is attached."""
    place = after_gap(text, position)
    return money_name(text, place), place == position


def _is_money(context: Context, name: UnitMatch, *, attached: bool, sized: bool) -> bool:
    """Whether "c" or "p" is cents or pence, and "won" or "real" money and not a word."""
    rated = context.text[name.end : name.end + 2].lstrip().startswith("/")
    if name.surface == "p":
        return attached and (rated or context.has_pence)
    if name.surface == "cps":  # elsewhere counts per second, or a viscosity
        return bool(_OF_SHARES.search(context.text))
    if name.surface == "c":
        return attached or rated
    return sized or context.has_won_or_reals


def _is_rupees(text: str, name: UnitMatch, number: str) -> bool:
    """Whether "Rs" after a number is money: "14.5 Rs", "9 Rs/kg", but not "the 3 Rs" or a name in capitals."""
    return text[name.end - 2 : name.end] == "Rs" and (
        len(number) > 1 or text[name.end : name.end + 2].strip()[:1] == "/"
    )


_OF_SHARES = lazy_regex(r"\b(?:dividends?|EPS|per share|franked|placement|oversubscribed|shareholders?)\b")
_PER_POUND = lazy_regex(r"\s?(?:/|per |an? )\s?(?:lb|pound)")


def _whose(context: Context, money: UnitMatch, position: int) -> str:
    sign, code = money.surface, money.name
    if sign in {"cent", "cents", "c", "cps", "¢"}:  # cents a pound are of a dollar
        return context.dollar if _PER_POUND.match(context.text, money.end) else context.cent(position)
    if sign in {"$", "dollar", "dollars"}:
        return context.dollar
    if sign in lex.SHARED_MONEY:
        return context.shared_money(sign, position)
    if sign in {"¥", "￥"}:
        return context.yen_sign(position)
    return "CNY" if code == "CNH" else code
