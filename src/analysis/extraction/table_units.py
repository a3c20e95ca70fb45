"""The unit of a cell of a table: from its row, its column, or the captions."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES
from analysis.extraction import lexicon as lex
from analysis.extraction.column_arithmetic import Kind
from analysis.extraction.column_heads import is_figure
from analysis.extraction.document_conventions import Context
from analysis.extraction.language import Labels, LabelUnit
from analysis.extraction.table_cells import YEAR, TextCell, is_number, is_value
from analysis.extraction.table_headers import rated
from analysis.extraction.text_tables import TextTable

_SCALES = r"(?:thous(?:ands?|\.)?|(?P<millions>millions?)|(?P<billions>billions?))"
_MONEY = r"\b(?:dollars?|euros?|pounds?|pesos?|yen|yuan|rmb|rand|francs?|kron\w+|rupees|usd|eur)\b"
SCALE_OF_MONEY = lazy_regex(
    rf"(?i)(?:(?<!shares )\bin (?:[$€£¥] ?)?|[(\[]|\A\W*|,\s(?=\w+\Z)){_SCALES}(?=\W|\Z)(?! of (?!.{{0,20}}{_MONEY}))"
    r"|[($]000['’]?s\b"
)
# A line that is nothing but such a scale: "(Dollars in millions, except per share data)", "In thousands"
_SHARES_IN = lazy_regex(rf"(?i)\bshares(?: (?:amounts|data))? in {_SCALES}\b")
SCALED_LINE = lazy_regex(
    r"(?i)\W*(?:(?:all|amounts?|are|data|dollars?|euros?|expressed|figures|pounds|presented|shown|stated|unaudited|u\.?s\.?"
    r"|united|states|values)[\s,;:]+){0,5}(?:\(?in (?:[$€£] ?)?|\((?=\w+[ ,]))(?:thousands|millions|billions)\b"
    r"[^.]{0,80}\.?\Z"
)
_SCALE_BEGINS = lazy_regex(
    r"(?im)^[^\S\n]{0,20}\|?[^\S\n]{0,20}[*_]{0,3}[(\[]?(?:[\w.$€£]{1,12},?[^\S\n]{1,3}){0,5}[(\[]?"
    r"in (?:[$€£] ?)?(?:thousands|millions|billions)\b"
)
_SCALED_HEADING = lazy_regex(r"(?i)\((?:[\w.$€£]{1,12},?\s){0,5}in (?:thousands|millions|billions)\b[^()|]{0,80}\)")
_SCALED_END = lazy_regex(r"(?i)\(in (?:thousands|millions|billions)\b[^()|]{0,80}\)[.:]?\Z")
# At the top or bottom of a page: "Amounts in millions of dollars except per share amounts or as otherwise specified.",
# or before the accounts: "All amounts are presented in millions of Swedish kronor"
_SCALED_PAGE = lazy_regex(
    r"(?i)(?:all )?(?:amounts|dollars|figures|numbers)(?P<are> are)?(?: presented| stated| expressed| shown| reported)?"
    r" in (?:[$€£] ?)?(?:thousands|millions|billions)(?: of [\w. ]{4,20})?"
    r"(?(are)\b|,?[^\S\n](?:except|unless)\b)[^|.]{0,80}\.?"
)
_IN_COLUMNS = lazy_regex(r"\||\S[^\S\n]{3,}\S")
_SOON = 5, 1_000  # lines, and characters
_NO_MONEY = lazy_regex(
    r"(?i)\b(?:shares|number|headcount|ratio|margin|volume|units|days|months|stores|customers|users|quantity"
    r"|index|rank|score|rates?(?=\W*(?:\(|,|\Z)))\b|%"
    r"|\bemploy\w+(?!.*\b(?:benefit|compensat|cost|expens|pay|salar|wage|liabilit|stock))"
)
_FOR_SHARES = lazy_regex(  # an amount of money, though shares are named
    r"(?i)\b(?:issu(?:ances?|e|ed)|proceeds|(?:re)?purchases?|redemptions?|buy-?backs?|sales?|cost) .{0,30}\bshares\Z"
)
# A word for an amount of money in a label, a head or a caption
_OF_MONEY = lazy_regex(
    r"(?i)\b(?:revenues?|sales|turnover|incomes?|earnings|profits?|loss(?:es)?|expens\w+|costs?|tax(?:es)?|cash|receivables?"
    r"|payables?|inventor(?:y|ies)|assets?|liabilit\w+|equity|capital|debts?|loans?|notes? payable|interest|dividends?"
    r"|fees?|salar\w+|wages|compensation|benefits?|depreciation|amorti[sz]ation|impairments?|goodwill|investments?"
    r"|deposits?|borrowings?|securities|proceeds|payments?|premiums?|rent\w*|royalt\w+|provisions?|accru\w+|deficit|surplus"
    r"|balance|budget|spending|price|value|stockholders|shareholders)\b"
)
# Shares that a caption excepts from its scale
_EXCEPT_SHARES = lazy_regex(
    r"(?i)\bexcept(?: for)? (?:[^.;()]{0,40}?\b(?:numbers? of shares|share counts?)\b"
    r"|shares?(?! price)(?:,| and)|par value and share)"
)
_PART_OF_YEAR = lazy_regex(r"(?i)(?:(?:first|second|third|fourth) )?(?:quarter|half|three months|six months)\b")
# The label of an amount below "Earnings per share:"
_PART_OF_SHARE = lazy_regex(r"(?i)\b(?:basic|diluted|reported|adjusted|core|pro forma|(?:dis)?continu(?:ing|ed)|per)\b")
_MOST_COUNTED = 1e11
_IN_TIME = lazy_regex(r"(?i)\bin\s|[(\[,]")  # "(days)", not "Fiscal year"
CENTS = lazy_regex(r"\d\.\d\d(?!\d)")
_NUMBER_OF = lazy_regex(r"(?i)(?:total )?number of\b")
_NO_AMOUNT = lazy_regex(r"(?i)\b(?:rate|ratio|margin|yield|multiple)s?\Z")
_NEAREST = 3  # lines above
_INDEX = lazy_regex(r"(?i)\bind(?:ex|ices)\b|=\s?100\b")
_DOLLAR = lazy_regex(r"(?i)\$|\bdollars?\b|\bUSD")
_AMERICAN = lazy_regex(r"US\s?\$|\$US|\bUSD?\b|U\.S\.|United States|American")
_SPAN = lazy_regex(r"(?i)(?:second|minute|hour|day|week|month|quarter|year)")  # that a column is of, not its unit
_SCALE = lazy_regex(r"(?i)\W*(?:in )?(?:000['’]?s?|thousands?|(?P<millions>millions?))\W*")
_PERCENT = lazy_regex(r"(?i)%|\b(?:per ?cent(?:age)?|pct)\b")
_PERCENT_AT_AN_END = lazy_regex(r"(?i)\A[ (]*(?:%|(?:per ?cent|pct)\b)|(?:%|\b(?:per ?cent|pct))(?:[ )]*\Z|\s+of\s)")
_PRICE = lazy_regex(r"(?i)\bprices?\b|价")
_AMOUNT = lazy_regex(r"(?i)\b(?:values?|amounts?|sales|revenues?)\b|[值额润]|收入")
_MARK = lazy_regex(r"[A-Zcepr]\Z")  # a letter in a cell, beside a value
# What a survey prints once, under the title: "[Data in metric tons unless otherwise specified]".
_OTHER_UNIT = lazy_regex(r"(?i)\b(?:prices?|percent\w*|ratio|number|index|rates?|dollars?|costs?|value|employ\w+)\b")
TIME_HEAD = lazy_regex(r"(?i)^(?:day|week|month|quarter|year|ytd|[1-9]\d?(?:[dwmy]|[- ]month))\b")


class Row(NamedTuple):
    """The cells of a row, the headings above each, the unit that the row states, and the captions of the table.

    `kinds` are what the numbers prove columns to be, counted from the last one; `sign` is that of money in the table,
    `firsts` those of the first number of each column, counted in the same way, and `as_accounts` says that those below
    may be without it, as no scale is stated. `between_per_share` says that the rows above and below are per share.
    `title` is the caption, if no head of a column is a period.
    """

    cells: list[TextCell]
    heads: Sequence[Sequence[str]]
    own: LabelUnit | None
    captions: list[str]
    kinds: Mapping[int, Kind]
    sign: str
    firsts: Mapping[int, str]
    as_accounts: bool
    between_per_share: bool
    title: str

    @property
    def label(self) -> str:
        """What names the row, also in the lines above or below it."""
        return f"{self.cells[0].text}{self.cells[0].more}"

    def wide(self, head: str, labels: Labels) -> LabelUnit | None:
        """The unit that the table states for a cell."""
        label = f"{self.cells[0].text} {head}"
        if _INDEX.search(self.label):
            return None
        units = (
            unit
            for line in self.captions
            if (unit := labels.unit_of_caption(line, label))
            and (unit.unit not in lex.DURATIONS or _IN_TIME.search(line))
        )
        if _NO_AMOUNT.search(self.cells[0].text):
            units = (unit for unit in units if "/" in unit.unit or not unit.unit[:3].isupper())
        elsewhere = "percent" in self.kinds.values()  # what a caption says in percent is about those columns
        found = next((unit for unit in units if not (elsewhere and unit.unit == "percent")), None)
        if found and found.unit in CURRENCY_CODES:
            priced = rated(LabelUnit(found.unit), self.cells[0].text)
            found = priced if priced.unit != found.unit else found  # the scale is that of amounts
        if found is None or found.factor != 1:
            return found
        if found.unit in CURRENCY_CODES:
            return self.scaled(found)
        scale = SCALE_OF_MONEY.search(self.label)  # "Silver (000's)" below "Ounces produced"
        return LabelUnit(found.unit, _factor(scale)) if scale else found

    def has_changes(self, place: int, labels: Labels) -> bool:
        """Whether a caption says that the table, or the rows below it, holds percentage changes."""
        if self.own or _unit_of_heads(self.heads[place], labels):
            return False
        return any(_PERCENT.search(line) and labels.change.search(line) for line in self.captions)

    def money(self, place: int, sign: str, context: Context, labels: Labels) -> LabelUnit | None:
        """The unit of an amount: its sign, or that of others, and the rate or scale stated in headings."""
        label = self.label
        if not sign and _NO_MONEY.search(_FOR_SHARES.sub("", label)):
            return None
        code = context.dollar if (sign or self.sign) == "$" else lex.CURRENCY_SIGNS[sign or self.sign]
        stated = (label, *self.heads[place], *self.captions)
        rates = (unit for text in stated if (unit := rated(LabelUnit(code), text)).unit != code) if sign else ()
        if rate := next(iter(rates), None):
            return rate
        scale = next(filter(None, map(SCALE_OF_MONEY.search, stated)), None)
        if (self.is_per_share(place, labels) or self.is_below_per_share(place, labels)) and (
            scale or sign or CENTS.search(self.cells[place].text)
        ):
            return LabelUnit(f"{code}/share")
        below = self.firsts.get(place - len(self.cells)) == self.sign
        if scale and not sign and not below and scale.string in self.heads[place]:
            return None  # "Visitors (thousands)" beside amounts
        if scale is None:
            return (
                LabelUnit(code)
                if below and self.as_accounts and not sign and self._is_of_money(place, labels)
                else None
            )
        return LabelUnit(code, _factor(scale))

    def scaled(self, unit: LabelUnit) -> LabelUnit:
        """Money that is stated without a scale, with that of the table."""
        scale = next(filter(None, map(SCALE_OF_MONEY.search, self.captions)), None)
        return LabelUnit(unit.unit, _factor(scale)) if scale and "/" not in unit.unit else unit

    def in_dollars(self, place: int, unit: LabelUnit, code: str) -> LabelUnit:
        """Money in the dollar of the document, if the text that states it names no other."""
        beside = " ".join(cell.text for cell in self.cells if not is_value(cell.text))
        texts = (beside, " ".join(self.heads[place]), *self.captions)
        stated = next(filter(_DOLLAR.search, texts), None)
        return unit if stated is None or _AMERICAN.search(stated) else LabelUnit(code + unit.unit[3:], unit.factor)

    def is_per_share(self, place: int, labels: Labels) -> bool:
        """Whether a row, or the heading of its group of rows, is an amount per share."""
        label, group = self.label, self.captions[0]
        if labels.counted_noun(label) or labels.counted_noun(group):
            return False
        cents = CENTS.search(self.cells[place].text)
        grouped = (cents or _PART_OF_SHARE.search(label)) and not SCALE_OF_MONEY.search(group)
        return self.between_per_share or labels.is_per_share(label) or bool(grouped and labels.is_per_share(group))

    def is_below_per_share(self, place: int, labels: Labels) -> bool:
        """Whether the heads of a column say that it is per share, also in several lines."""
        heads = (*self.heads[place], " ".join(self.heads[place]))
        return any(labels.is_per_share(head) and not SCALE_OF_MONEY.search(head) for head in heads)

    def _is_of_money(self, place: int, labels: Labels) -> bool:
        """Whether the label of a row, the heading of a column or the text above both is an amount of money."""
        label = self.cells[0].text
        texts = (label, *self.heads[place], *self.captions[:_NEAREST])
        return any(map(_OF_MONEY.search, texts)) or any(
            pattern.match(label) for pattern in (YEAR, labels.period, _PART_OF_YEAR)
        )

    def counted(self, place: int, head: str, labels: Labels) -> LabelUnit | None:
        """What the numbers of a row or column without a unit count, with the stated scale."""
        label, group = self.label, self.captions[0]
        of_column = (head, *self.heads[place][-1:])
        for text in (*of_column, label, group) if _NUMBER_OF.match(head) else (label, *of_column, group):
            if noun := labels.counted_noun(text):
                of_shares = filter(None, map(_SHARES_IN.search, self.captions)) if noun == "share" else iter(())
                scale = next(of_shares, None) or SCALE_OF_MONEY.search(text)
                if scale is None and noun == "share":
                    scale = next(filter(None, map(SCALE_OF_MONEY.search, self.captions)), None)
                    scale = None if scale and _EXCEPT_SHARES.search(scale.string) else scale
                digits = sum(map(str.isdigit, self.cells[place].text.partition(".")[0]))
                most = _MOST_COUNTED / 10**digits  # a scale of amounts is not that of shares printed in full
                return LabelUnit(f"count:{noun}", _factor(scale) if scale and _factor(scale) <= most else 1.0)
        return None


def _factor(scale: re.Match[str]) -> float:
    return 1e6 if scale["millions"] else 1e9 if scale["billions"] else 1e3


@dataclass(frozen=True, slots=True)
class Scales:
    """Whether a text states a scale for accounts, and the lines that do so for all tables below them."""

    stated: bool
    lines: tuple[tuple[int, str], ...]

    def at(self, place: int) -> str:
        """The nearest line above a position; empty if there is none."""
        below = bisect_right(self.lines, place, key=itemgetter(0))
        return self.lines[below - 1][1] if below else ""


def states_scale(line: str) -> bool:
    """Return whether a line is a scale, or ends with one in brackets: "The results were (in thousands):"."""
    return bool(SCALED_LINE.match(line) or _SCALED_END.search(line))


def scales_in(text: str) -> Scales:
    """Return the scales that a text states for accounts.

    A line applies to all tables below it if no table follows it within a few lines: "(Dollars in millions)" below the
    heading of the notes.
    """
    lowered = text.lower()
    found = [*_SCALE_BEGINS.finditer(text)] if "thousands" in lowered or "illions" in lowered else []
    lines = []
    for match in found:
        end = text.find("\n", match.end())
        line = text[match.start() : end if end >= 0 else len(text)].strip()
        apart = _SCALED_HEADING.fullmatch(line) and end >= 0 and not _has_row_soon(text, end)
        if apart or _SCALED_PAGE.fullmatch(line):
            lines.append((match.start(), line))
    return Scales(bool(found), tuple(lines))


def _has_row_soon(text: str, place: int) -> bool:
    """Whether one of the next lines has columns."""
    count, length = _SOON
    lines = [line for line in text[place : place + length].split("\n") if line.strip()]
    return any(_IN_COLUMNS.search(line) for line in lines[:count])


def are_accounts(table: TextTable) -> bool:
    """Whether a table states a scale, and most of its labels are amounts of money."""
    heads = (cell.text for row in table.rows[:_NEAREST] for cell in row)
    if not any(map(SCALE_OF_MONEY.search, (*table.captions, *table.above, *heads))):
        return False
    named = [row[0].text for row in table.rows if any(is_number(cell.text) for cell in row[1:])]
    return 2 * sum(bool(_OF_MONEY.search(label)) and not _NO_MONEY.search(label) for label in named) > len(named)


def units_of_row(
    table: TextTable,
    heads: Sequence[Sequence[str]],
    corners: Sequence[str],
    group: str,
    row: list[TextCell],
    numbers: Sequence[int],
    labels: Labels,
) -> tuple[LabelUnit | None, list[str]]:
    """The unit that a row states in a cell or its label, and the captions that may state one for it."""
    label = f"{row[0].text}{row[0].more}"
    units = (  # what is behind the first number may be a note
        (labels.unit_of_label if place < numbers[0] else labels.unit_of)(cell.text)
        for place, cell in enumerate(row[1:], 1)
        if not is_value(cell.text) and not _MARK.match(cell.text) and not is_figure(cell.text, heads[place])
    )
    own = next(filter(None, units), None) or (
        labels.unit_of_label(row[0].text) or labels.unit_of_label(label)
        if len(label) > 1 and not _SPAN.fullmatch(label)
        else None
    )
    own = next((priced for line in (group, *table.captions[:1]) if own and (priced := rated(own, line)) != own), own)
    scale = next(filter(None, map(_SCALE.fullmatch, corners)), None)
    if own and scale and own.factor == 1 and "/" not in own.unit and own.unit != "percent":
        own = LabelUnit(own.unit, 1e6 if scale["millions"] else 1e3)
    captions = [
        group,
        *(
            corner
            for corner in corners
            if "(" in corner or SCALE_OF_MONEY.search(corner) or not TIME_HEAD.match(corner)
        ),
        *table.captions,
        *table.above,
        *table.below,
        table.stated,
    ]
    if _OTHER_UNIT.search(f"{group} {label}"):
        captions = [line for line in captions if "Data in " not in line]
    return own, captions


def unit_of_cell(line: Row, place: int, labels: Labels, *, change: bool) -> LabelUnit | None:
    """The unit of a cell: from its column if that is a change, else from its row, its column or the table."""
    own, head = line.own, " ".join(line.heads[place])
    of_heads = _unit_of_heads(line.heads[place], labels)
    if line.kinds.get(place - len(line.cells)) == "percent" and (of_heads is None or change):
        return LabelUnit("percent")
    if _is_percent(head, change=change):
        return of_heads if of_heads and of_heads.unit.startswith("percent/") else LabelUnit("percent")
    of_heads = None if change and of_heads and of_heads.unit in lex.DURATIONS else of_heads
    if change and own is None and of_heads is None:  # in the unit of the nearest column before it that is none
        before = (column for column in reversed(line.heads[1:place]) if not labels.change.search(" ".join(column)))
        own = next((_unit_of_heads(column, labels) for column in before), None)
    if own and of_heads and "/" in own.unit and of_heads.unit.isupper() and not own.unit.startswith(of_heads.unit):
        return None  # "Price in USD" in a row in "RMB/t"
    found = own or of_heads
    if own and of_heads and _is_money(of_heads) and _is_measured(own) and "/" not in of_heads.unit:
        if _AMOUNT.search(head):
            return of_heads  # what was sold, in a row whose quantity is in tonnes
        if _PRICE.search(head) or change:
            return LabelUnit(f"{of_heads.unit}/{own.unit}", of_heads.factor / own.factor)
    if found is None:
        if counted := line.counted(place, head, labels):
            return counted
        found = line.wide(head, labels)
    elif found is own and "/" not in own.unit and not own.unit[:3].isupper() and _PRICE.search(head):  # a unit "Tonne"
        money = line.wide(head, labels)
        if money is None or "/" in money.unit or not money.unit[:3].isupper():
            return None
        found = LabelUnit(f"{money.unit}/{own.unit}", money.factor / own.factor)
    if (
        found
        and (line.is_per_share(place, labels) or line.is_below_per_share(place, labels))
        and not found.unit.endswith("/share")
    ):
        return LabelUnit(f"{found.unit}/share", min(1.0, found.factor))
    if found and found is of_heads and found.unit in CURRENCY_CODES and found.factor < 1 and labels.is_per_share(head):
        return LabelUnit(f"{found.unit}/share", found.factor)
    return found


def _is_money(unit: LabelUnit) -> bool:
    return unit.unit[:3].isupper() and unit.unit[3:4] in {"", "/"}


def _is_measured(unit: LabelUnit) -> bool:
    """Whether a unit is of a quantity that has a price."""
    share = unit.unit in lex.SHARES or unit.unit in lex.DURATIONS
    return not (share or _is_money(unit) or "/" in unit.unit or unit.unit.startswith("count:"))


@lru_cache(maxsize=256)  # the same for the cells below
def _is_percent(head: str, *, change: bool) -> bool:
    """Whether a column is in percent, regardless of the unit of a row."""
    return (_PERCENT if change else _PERCENT_AT_AN_END).search(head) is not None


def _unit_of_heads(heads: Sequence[str], labels: Labels) -> LabelUnit | None:
    """The unit of a column: that of its lowest heading with a unit, or of all headings together."""
    stated = [head for head in heads if not (YEAR.match(head) or _SPAN.fullmatch(head))]
    parts = (*reversed(stated), " ".join(stated))
    units = (unit for part in parts if (unit := labels.unit_of_label(part) or labels.unit_of(part)))
    if stated and is_number(stated[-1]):  # "1", "2" and "5" below "Lead time (years)" are the times
        units = (unit for unit in units if unit.unit not in lex.DURATIONS)
    return next(units, None)
