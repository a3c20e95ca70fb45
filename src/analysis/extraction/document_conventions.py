"""How a document writes its numbers: decimal mark, the currency of "$", "¥", cents and pesos, and what "mt" means.

Prices without a currency, such as "33,400/mt", take that of the other prices in the document.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.number_parser import Numeral
from analysis.extraction.quantity import Quantity
from analysis.extraction.sentences import sentence_span, sentence_starts

# Unambiguous numbers show which mark is the decimal one; without any, the language decides.
# Where all forms begin with a digit it is outside the alternatives, so that the search skips to the digits.
_DECIMAL_COMMA = lazy_regex(r"\d(?:\.\d{3},\d|(?<![\d.,].)\d{0,2},\d{1,2}(?![\d,])|\.\d{3}\.\d{3}(?!\d))")
_DECIMAL_POINT = lazy_regex(r"\d(?:,\d{3}\.\d|(?<![\d.,].)\d{0,5}\.\d{1,2}(?![\d.])|,\d{3}(?![\d,]))")
_GERMAN = lazy_regex(
    r"(?=[MPRTUEa-fmruvw])\b(?:der|die|und|das|für|wurden?|Umsatz|Ergebnis|Mio|Mrd|Tonnen|Prozent|Mitarbeiter\w*|Millionen|[Rr]und|[Ee]twa|mit|von|auf|ein|eine)\b"
)
_PENCE = lazy_regex(r"£|\bpence\b|\bLondon\b|\bsterling\b|\bFTSE\b")
_WITH_P = lazy_regex(r"\d(?:\.\d+)?p\b")
_WORDS_AS_MONEY = lazy_regex(r"\b(?:Korea|Seoul|KRW|Brazil|BRL|Peru|Uzbek|Kyrgyz|Romania|Bulgaria|Lao|Papua)")
_BRITISH = lazy_regex(r"\b(?:UK|U\.K\.|Brit(?:ain|ish)|London|England|Scotland|Wales|sterling|pence)\b")
_BULK = lazy_regex(rf"\b(?:{'|'.join(lex.BULK_GOODS)})\b", re.IGNORECASE)
_METALS = lazy_regex(
    r"\b(?:alumin\w+|antimony|bismuth|cobalt|copper|gallium|germanium|gold|indium|lead|lithium|magnesium|"
    r"molybdenum|nickel|palladium|platinum|silver|tin|titanium|tungsten|uranium|vanadium|zinc)\b",
    re.IGNORECASE,
)
_MT_WRITTEN = lazy_regex(
    r"(?P<scale>\bmillion\s)?(?:\bmetric\s)?(?<![A-Za-z])ton(?:ne)?s?\s?\((?:MT|mt)\)", re.IGNORECASE
)
_ENGLISH = lazy_regex(r"(?=[tafow])\b(?:the|and|of|for|with|was)\b")
_CENT_CUES = lazy_regex(
    r"(?P<USD>\$|\b[Dd]ollars?\b)|(?P<EUR>€|\bEUR\b|\beuros?\b)|(?P<ZAR>(?<![A-Za-z])R\s?\d|\brands?\b)"
)
_YUAN = lazy_regex(
    rf"{patterns.first_of(lex.YUAN_CUES)}(?<![A-Za-z])(?:{patterns.alternatives(lex.YUAN_CUES)})(?![A-Za-z])"
)
_YEN = lazy_regex(
    rf"{patterns.first_of(lex.YEN_CUES)}(?<![A-Za-z])(?:{patterns.alternatives(lex.YEN_CUES)})(?![A-Za-z])"
)
_DOLLARS = {cue: code for code, cues in lex.DOLLAR_CUES.items() for cue in cues}
# "$A" and "$C" before a digit only: without one, they are the names of shares.
_DOLLAR = lazy_regex(
    rf"{patterns.first_of(_DOLLARS)}(?<![A-Z])(?:{patterns.alternatives(_DOLLARS)})(?![A-Z])(?:(?=\d)|(?<!\$[ACS]))"
)
# "$1.2 B (C$1.5 B)": what is converted to Canadian dollars is in American ones.
_CONVERTED = lazy_regex(r"(?<![A-Za-z])\$\s?\d[\d.,]*(?:[\s-]?[A-Za-z]{1,8})?\s?\((?:about\s|or\s)?\Z")
# A sentence with "C$" and "$" tells one from the other; a company on the exchange may drop the letter.
_BOTH_DOLLARS = lazy_regex(r"[A-Z]\$\d[^\n]{0,120}(?<![A-Za-z])\$\d|(?<![A-Za-z])\$\d[^\n]{0,120}[A-Z]\$\d")
# "All dollar amounts are stated in Canadian dollars unless otherwise noted"
_DOLLARS_STATED = lazy_regex(
    r"(?i)(?:\b(?:amounts|figures|statements|references|currency)\b[^.;\n]{0,60}?(?:\b(?:in|are|to|is)|:)\s(?:the\s)?"
    r"|[(\[](?:all\s|stated\s|expressed\s|reported\s|presented\s|in\s){2,4})"
    r"(?P<of>Canadian|Australian|New Zealand|Hong Kong|Singapore|U\.?S\.?|United States)\sdollars\b"
)
_DOLLARS_OF = {"canadian": "CAD", "australian": "AUD", "new zealand": "NZD", "hong kong": "HKD", "singapore": "SGD"}
_EXCHANGE = lazy_regex(r"\b(?:ASX|TSX|TSXV|HKEX|NZX|SGX|AUD|CAD|HKD)\b")


@dataclass(frozen=True)
class Context:
    """The conventions of a whole document; each is computed when first used."""

    text: str
    printed: str = ""

    def as_printed(self, start: int, end: int) -> str:
        """Return a stretch of the text as given."""
        return (self.printed or self.text)[start:end]

    @cached_property
    def starts(self) -> list[int]:
        """The offsets at which sentences begin."""
        return sentence_starts(self.text)

    @cached_property
    def decimal_comma(self) -> bool:
        """Whether numbers are written as 1.234,5; if they do not show it, whether the text is German.

        >>> Context("EUR 2.746,3 million, 5,7 % less").decimal_comma
        True
        """
        if not _DECIMAL_COMMA.search(self.text):  # as most English documents
            return not _DECIMAL_POINT.search(self.text) and self.german
        comma, point = len(_DECIMAL_COMMA.findall(self.text)), len(_DECIMAL_POINT.findall(self.text))
        return comma > point or (comma == point and self.german)

    @cached_property
    def dollar(self) -> str:
        """The currency of a bare "$": the one that the document states, else USD unless it shows another dollar."""
        if "dollars" in self.text.lower() and (stated := _DOLLARS_STATED.search(self.text)):
            return _DOLLARS_OF.get(" ".join(stated["of"].lower().split()), "USD")
        counts = Counter(
            "USD"
            if _CONVERTED.search(self.text, max(0, match.start() - 32), match.start())
            else _DOLLARS[" ".join(match.group().split())]
            for match in _DOLLAR.finditer(self.text)
        )
        code, count = counts.most_common(1)[0] if counts else ("USD", 0)
        if code != "USD" and _BOTH_DOLLARS.search(self.text) and not _EXCHANGE.search(self.text):
            return "USD"
        return code if count > 2 * counts["USD"] else "USD"

    @cached_property
    def yuan_cues(self) -> list[int]:
        """The offsets at which the text mentions China."""
        return [match.start() for match in _YUAN.finditer(self.text)]

    @cached_property
    def yen_cues(self) -> list[int]:
        """The offsets at which the text mentions Japan."""
        return [match.start() for match in _YEN.finditer(self.text)]

    def sentence(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence around a position."""
        return sentence_span(self.starts, self.text, position)

    def cent(self, position: int) -> str:
        """The currency of a cent: the one in its sentence, else the most frequent one in the document.

        >>> Context("Power costs 62 cents, not R1.36.").cent(15)
        'ZAR'
        """
        begin, end = self.sentence(position)
        return _cent_of(self.text[begin:end]).replace("USD", self.dollar) or self._cent

    @cached_property
    def _cent(self) -> str:
        """The currency of a cent if its sentence does not show it."""
        return _cent_of(self.text).replace("USD", "") or self.dollar

    def shared_money(self, word: str, position: int) -> str:
        """The currency of a word such as "crowns" by the countries in its sentence, else in the document; may be empty.

        >>> Context("Norway's fund gained 5 crowns.").shared_money("crowns", 24)
        'NOK'
        """
        codes, default = lex.SHARED_MONEY[word]
        begin, end = self.sentence(position)
        return _most_named(self.text[begin:end], codes) or self._money_of(codes) or default

    def _money_of(self, codes: tuple[str, ...]) -> str:
        if codes not in self._named:
            self._named[codes] = _most_named(self.text, codes)
        return self._named[codes]

    @cached_property
    def _named(self) -> dict[tuple[str, ...], str]:
        """The currencies of shared names by the countries that the document mentions."""
        return {}

    @cached_property
    def foreign_pounds(self) -> str:
        """The currency of pounds if the text mentions Egypt, Lebanon or Sudan but not Britain; else empty."""
        return "" if self.british else self._money_of(lex.POUND_CUES)

    @cached_property
    def has_pence(self) -> bool:
        """Whether a "p" after a number is pence: the text mentions them, or has several."""
        return bool(_PENCE.search(self.text)) or len(_WITH_P.findall(self.text)) > 1

    @cached_property
    def has_won_or_reals(self) -> bool:
        """Whether "won", "reals" and similar words can be money: the text mentions a country that uses them."""
        return bool(_WORDS_AS_MONEY.search(self.text))

    @cached_property
    def of_bulk(self) -> bool:
        """Whether the text is more about goods traded by the million tonnes, such as coal, than about other metals."""
        return len(_BULK.findall(self.text)) > len(_METALS.findall(self.text))

    @cached_property
    def in_megatonnes(self) -> bool | None:
        """Whether "mt" is million tonnes where the document writes it out: "4.1 million tonnes (MT)"; else None.

        >>> Context("Sales were 4.1 million tonnes (MT).").in_megatonnes
        True
        """
        written = _MT_WRITTEN.search(self.text)
        return None if written is None else written["scale"] is not None

    @cached_property
    def british(self) -> bool:
        """Whether pounds in the text are more likely money than a weight."""
        return bool(_BRITISH.search(self.text))

    @cached_property
    def german(self) -> bool:
        """Whether the text is German, in which every noun is capitalised."""
        german = len(_GERMAN.findall(self.text))
        return german > 0 and german > len(_ENGLISH.findall(self.text))

    def yen_sign(self, position: int) -> str:
        """The currency of a "¥" at `position`, by the places that its sentence mentions, else the document.

        >>> Context("A Shanghai mill paid ¥5 million.").yen_sign(21)
        'CNY'
        """
        begin, end = self.sentence(position)
        cues = sorted(
            (at, code)
            for code, ats in (("CNY", self.yuan_cues), ("JPY", self.yen_cues))
            for at in ats[bisect_left(ats, begin) : bisect_left(ats, end)]
        )
        if cues:  # the last one named before the sign, else the first one after it
            return cues[max(0, bisect_left(cues, (position, "")) - 1)][1]
        return "CNY" if self.yuan_cues and len(self.yuan_cues) >= len(self.yen_cues) else "JPY"


def _most_named(text: str, codes: tuple[str, ...]) -> str:
    """The currency whose country the text mentions most; empty if it mentions none."""
    counts = [(sum(text.count(cue) for cue in lex.COUNTRY_CUES[code]), -place) for place, code in enumerate(codes)]
    count, place = max(counts)
    return codes[-place] if count else ""


def _cent_of(text: str) -> str:
    """The most frequent currency that has cents; empty if the text mentions none."""
    counts = Counter(match.lastgroup or "" for match in _CENT_CUES.finditer(text))
    return counts.most_common(1)[0][0] if counts else ""


_FLOW = lazy_regex(rf"\b(?:{'|'.join(lex.FLOWS)})\b", re.IGNORECASE)
_NATION = lazy_regex(rf"\b(?:{'|'.join(lex.NATIONAL)})\b", re.IGNORECASE)
_LOT = lazy_regex(rf"\b(?:{'|'.join(lex.LOTS)})\b|/\s?mt\b|\d,\d{{3}}(?:\.\d{{1,3}})?\s?mt\b", re.IGNORECASE)
_METALS_IN_TONNES = lazy_regex(
    r"\b(?:copper|nickel|zinc|lead|tin|cobalt|lithium|gallium|germanium|indium|silver|gold)\b", re.I
)
_MOST_METAL = 100.0  # million tonnes: no metal but iron has a larger market


def are_millions(context: Context, start: int, numeral: Numeral, *, attached: bool) -> bool:
    """Return whether "mt" after the number at `start` is million tonnes; without evidence in the sentence, it is not.

    `attached` is true for "65mt" and false for "65 mt". Million tonnes are what a nation makes in a year, above all of
    coal, ore and steel. A parcel or a warehouse holds tonnes, and so does a sentence that prints "3,310mt" or "$90/mt".
    A document that writes it out once, "4 million tonnes (MT)", means the same everywhere.
    """
    if numeral.grouped or numeral.value >= 1000:
        return False
    if context.in_megatonnes is not None:
        return context.in_megatonnes
    begin, stop = context.sentence(start)
    lot, bulk, flows, nation = _speaks_of(context.text[begin:stop])
    if lot or bulk:
        return bulk and not lot
    if not attached:  # "India's imports rose to 3.62 MT"
        named = _METALS_IN_TONNES.search(context.text, begin, stop)
        stated = flows and nation and numeral.value < _MOST_METAL and not named
        return numeral.decimal and (stated or context.of_bulk)
    if flows and context.of_bulk:
        return True
    stated = numeral.decimal or (flows and nation)  # parcels are whole tonnes
    return stated and (numeral.value < _MOST_METAL or context.of_bulk)


@lru_cache(maxsize=4)  # a list of tonnages is one sentence
def _speaks_of(sentence: str) -> tuple[bool, ...]:
    """Whether a sentence mentions a parcel or warehouse, bulk goods, output or trade, and a nation."""
    return tuple(bool(cue.search(sentence)) for cue in (_LOT, _BULK, _FLOW, _NATION))


_SIMILAR = 3.0
_Paid = dict[str, list[tuple[str, float]]]


def money_of_other_prices(found: list[Quantity], home: str = "") -> list[Quantity]:
    """Give bare prices the currency of prices per the same unit and of similar size, unless these have several."""
    if not any(item.unit is None and item.rate for item in found):
        return found
    paid: _Paid = {}
    for item in found:
        money, _, per = (item.unit or "").partition("/")
        if item.currency and item.rated:
            paid.setdefault(per, []).append((money, item.low))
    return [_priced(item, paid, home) if item.unit is None and item.rate else item for item in found]


def _priced(item: Quantity, paid: _Paid, home: str) -> Quantity:
    name, divisor, end = item.rate or ("", 1.0, item.end)
    value = item.low / divisor
    like = {code for code, price in paid.get(name, ()) if code == home or price / _SIMILAR < value < price * _SIMILAR}
    if len(like) != 1 or (home and home not in like):
        return item
    unit, rule = f"{like.pop()}/{name}", "money of the other prices"
    priced = replace(item.times(1 / divisor), unit=unit, unit_rule=rule, currency=True, rated=True)
    return priced.placed(item.start, end, item.floor)
