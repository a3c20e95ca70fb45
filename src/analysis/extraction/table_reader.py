"""Read tables: a bare number in a cell takes its scale, unit, subject and period from the headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from operator import attrgetter

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.column_arithmetic import MOST_CELLS, kinds_of_columns
from analysis.extraction.column_heads import (
    dated_by,
    halves,
    heads_above,
    last_signs,
    matched,
    sign_in,
    sign_of,
    title_of,
    units_with_digits,
)
from analysis.extraction.document_conventions import Context
from analysis.extraction.language import Labels, LabelUnit
from analysis.extraction.lexer import Sentence
from analysis.extraction.loose_tables import loose_rows
from analysis.extraction.number_parser import digits_value, read_digits
from analysis.extraction.quantity import InTable, Quantity
from analysis.extraction.table_cells import MONEY_SIGNS, NO_VALUE, NUMBER_CELL, YEAR, TextCell, is_number, is_value
from analysis.extraction.table_headers import ENGLISH_LABELS
from analysis.extraction.table_notes import with_notes
from analysis.extraction.table_units import (
    CENTS,
    SCALE_OF_MONEY,
    SCALED_LINE,
    TIME_HEAD,
    Row,
    are_accounts,
    scales_in,
    states_scale,
    unit_of_cell,
    units_of_row,
)
from analysis.extraction.text_tables import GROUP, TextTable, may_have_commas, tables_in

_LABEL_VALUE = lazy_regex(
    r"^[^\S\n]*(?:[-•*]\s)?(?P<label>[A-Z][^:\n|]{1,48}):[^\S\n]+(?P<value>\d+(?:[,.]\d+)*)[^\S\n]*$", re.MULTILINE
)
_LISTED = r"\d[^\S\n]*\n[^\n]{3,80}"
_LIST = lazy_regex(rf"{_LISTED}{_LISTED}\d[^\S\n]*(?:\n|\Z)")
# The marks of footnotes at the end of a label: "Cash cost per share1", "Adjusted loss 1,2"
_MARKS = lazy_regex(
    r"(?:(?<=[a-z]{4})|(?<=EBITDA)|(?<=[\w”\x22]\)))\d{1,2}(?:,\s?\d{1,2})*\Z|(?<=[a-z)])(?:\s\d{1,2},)+\s?\d{1,2}\Z"
)
_MONEY = lazy_regex(r"[($€£¥]")
_RANK = lazy_regex(r"\d{1,3}[.)]?\Z")
_NAME = lazy_regex(r"[^\W\d]{3}|[^\x00-\u2fff]{2}")
_CODE = lazy_regex(r"\d{1,6}(?:[.-]\d+)*")
_MOST_GOING_ON = 16  # captions of the tables before that hold for one that goes on
_MOST_BETWEEN = 4  # lines from a table to one that goes on
_PADDED = lazy_regex(r"\(?(?:US|A|C|HK|NZ)?[$€£¥₹]\s{2}")
_PLAIN = lazy_regex(r"\d+(?:,\d+)*(?:\.\d+(?:,\d+)*)?")
# A line that states the unit of what is below it: "(in crores of rupees)", "Production (kt)".
_STATED = lazy_regex(
    r"(?i)(?P<in>(?:^|[(\[])\s*(?:(?:all|data|figures|values) )*in\s)|[(\[](?P<whole>[^()\[\]]{1,40})[)\]]"
)
_LONGEST_CAPTION = 160
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD"})
_DATA_IN = lazy_regex(r"[(\[](Data in [^()\[\]\n]{3,80})")


@dataclass(slots=True)
class TableFigures:
    """The quantities in the tables of a text, and the spans that other steps must not read."""

    quantities: list[Quantity] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def skip(self, *cells: TextCell) -> None:
        """Keep other steps from reading cells."""
        self.spans += [(cell.start, cell.end) for cell in cells]


def read_tables(context: Context, labels: Labels = ENGLISH_LABELS) -> TableFigures:
    """Return the figures of bare numbers in the tables and `label: value` lines of a text."""
    found = TableFigures()
    text = context.text
    stated = _DATA_IN.search(text) if "Data in " in text else None
    scales = scales_in(text)
    loose = loose_rows(text, labels)
    starts = {cell.start for row in loose.values() for cell in row}
    marked = any(map(text.__contains__, ("|", "\t", "  "))) or text.count(";") > 3 or may_have_commas(text)
    if loose or marked or _LIST.search(text):
        last: TextTable | None = None
        sign = ""  # that of the accounts so far
        for table in tables_in(text, loose):
            table.before = last if last and _goes_on(text, last, table) else None
            last = table
            table.stated = stated[1] if stated else scales.at(table.rows[0][0].start)
            table.above = [line for line in table.above if _is_caption(line, labels)]
            with_notes(table, labels)
            before = len(found.quantities)
            sign = sign_in(table) or sign
            for part in halves(table, labels):
                of_accounts = sign if are_accounts(part) else ""
                _read(context, part, labels, found, of_accounts, as_accounts=not scales.stated)
            if len(found.quantities) > before:
                in_loose_rows = (row for row in table.rows if row[0].start in starts and len(row) > 1)
                for row in in_loose_rows:  # their other numbers belong to no sentence
                    found.skip(*[cell for cell in row if not _MONEY.match(cell.text)])
    read = {start for start, _ in found.spans}
    for match in _LABEL_VALUE.finditer(text) if ": " in text else ():
        if match.start("value") not in read:
            _label_line(context, match, labels, found)
    found.spans.sort()
    found.quantities.sort(key=attrgetter("start"))
    return found


def _goes_on(text: str, table: TextTable, other: TextTable) -> bool:
    """Whether at most a few lines separate a table from another one below it."""
    between = text[table.rows[-1][-1].end : other.rows[0][0].start]
    return between.count("\n") <= _MOST_BETWEEN or sum(bool(line.strip("| ")) for line in between.split("\n")) < 2


def _is_caption(line: str, labels: Labels) -> bool:
    """Whether a line not directly above a table states its unit: it is a unit, or has one in brackets."""
    if labels.unit_of(line.strip("()[]: ")) or SCALED_LINE.match(line):
        return True
    stated = _STATED.search(line) if len(line) <= _LONGEST_CAPTION else None
    return bool(stated and (labels.unit_of_label(line) if stated["in"] else labels.unit_of(stated["whole"])))


def _label_line(context: Context, match: re.Match[str], labels: Labels, found: TableFigures) -> None:
    """A line that is a label and a bare number: "Annual output (kt): 18", "Staff: 58"."""
    label = match["label"]
    noun = labels.counted_noun(label)
    unit = (
        labels.unit_of_label(label)
        if re.search(r"[(,]|\bin\s", label)
        else LabelUnit(f"count:{noun}")
        if noun
        else None
    )
    numeral = read_digits(match["value"], 0, decimal_comma=context.decimal_comma)
    if unit is None or numeral is None or numeral.end != len(match["value"]) or numeral.value != numeral.value:
        return
    value = numeral.value * unit.factor
    found.quantities.append(
        Quantity(match.start("value"), match.end("value"), value, value, unit.unit, "label of the line",
                 table=InTable("none", _subject(label)), sentence=Sentence(*match.span()))
    )  # fmt: skip
    found.spans.append(match.span("value"))


def _read(
    context: Context, table: TextTable, labels: Labels, found: TableFigures, of_accounts: str, *, as_accounts: bool
) -> None:
    """Add the figures of a table; its headings are the rows above the first one with numbers.

    `of_accounts` is the sign of money of accounts that have none themselves, and `as_accounts` says that amounts below
    one with a sign may be without it, as no scale is stated for accounts.
    """
    heads: list[list[TextCell]] = []
    data = titled = False  # whether a row with figures was above, and a title between such a row and the next headings
    kinds, sign = kinds_of_columns(table.rows, decimal_comma=context.decimal_comma), sign_in(table) or of_accounts
    lasts = last_signs(table) if sign else {}
    firsts = dict(lasts)
    groups: list[tuple[int, str]] = []  # heads of rows, and how far from the left if those rows are farther
    headed = False  # whether the row above is such a head
    per_share = _between_per_share(table, labels)
    for row, following in zip_longest(table.rows, table.rows[1:], fillvalue=table.rows[-1]):
        indent, then = (each[0].start - context.text.rfind("\n", 0, each[0].start) for each in (row, following))
        if row[0].text and not is_value(row[0].text) and not any(cell.text for cell in row[1:]):
            if states_scale(row[0].text):
                table.above.insert(0, row[0].text)
                continue
            head = GROUP.match(row[0].text)
            group = head["head"] if head else row[0].text
            groups = [above for above in groups[-2:] if above[0] < indent and (headed or above[0] >= 0)]
            groups.append((indent if len(row) == 1 and then > indent else -1, group))
            titled, headed = data, True
            if not heads:
                table.above.insert(0, group)
            if head or labels.unit_of_label(group):
                found.skip(row[0])
            continue
        groups, headed = [above for above in groups if above[0] < indent], False
        if row[0].text[-1:].isdigit() and (marks := _MARKS.search(row[0].text)):
            found.spans.append((row[0].start + marks.start(), row[0].end))
            row = [replace(row[0], text=row[0].text[: marks.start()]), *row[1:]]
        if len(row) > 1 and _RANK.match(row[0].text) and _NAME.search(row[1].text) and not labels.unit_of(row[1].text):
            found.skip(row[0])
            row = row[1:]
        numbers = [place for place, cell in enumerate(row) if is_number(cell.text)]
        if not heads and numbers and table.before and table.before.heads and _is_data(row, numbers):
            heads = table.before.heads if len(row) - len(table.before.heads[-1]) in {0, 1} else heads
        row, lines = matched(row, heads, labels)
        numbers = [place for place, cell in enumerate(row) if is_number(cell.text)]
        for place, cell in enumerate(row) if sign else ():
            if is_value(cell.text) or sign_of(cell):
                firsts.setdefault(place - len(row), sign_of(cell))
        if 0 in numbers and _heads_labels(heads, row, labels):
            found.skip(row[0])
            numbers.remove(0)
        if not numbers or _is_endless(row, heads) or not _is_data(row, numbers):
            if data and row[0].column is not None and labels.unit_of_label(row[0].text):
                groups = [(-1, row[0].text)]  # with words in other columns
            elif not any(is_number(cell.text) and not YEAR.match(cell.text) for cell in row) and not _is_blank(row):
                if stated := _stated(row):
                    table.above.insert(0, stated)
                    row = [cell for cell in row if cell.text != stated]
                elif row[0].column == 0 and [cell.text for cell in row[:-1]] == [""]:  # a line over columns
                    unit = labels.unit_of_label(row[-1].text)
                    table.above += [row[-1].text] if unit and unit.unit != "percent" else []
                if len(row) > 1:
                    heads, firsts = [*([] if titled else heads[-3:]), row], dict(lasts)
                    titled = False
                table.heads = heads
                found.skip(*[cell for cell in row if cell.text and _is_no_figure(cell.text, labels)])
            continue
        table.heads, data, titled = heads, True, False
        if table.before and _texts(table) == _texts(table.before) and not _scale_in_label(table):
            table.above += [*table.before.captions, *table.before.above][:_MOST_GOING_ON]
        table.before = None
        above, corners = heads_above(row, lines, labels)
        found.skip(*units_with_digits(row, above, labels))
        group = ": ".join(text for _, text in groups)
        units = units_of_row(table, above, corners, group, row, numbers, labels)
        title = title_of(table, above, corners, labels)
        for place in numbers:
            line = Row(row, above, *units, kinds, sign, firsts, as_accounts, row[0].start in per_share, title)
            _cell(context, line, place, labels, found)


def _between_per_share(table: TextTable, labels: Labels) -> set[int]:
    """Where rows begin that are between two amounts per share of a reconciliation; all have cents."""
    found: set[int] = set()
    run: list[int] | None = None
    for row in table.rows:
        numbers = [cell.text for cell in row[1:] if is_number(cell.text)]
        if not all(map(CENTS.search, numbers)):
            run = None
        elif numbers and labels.is_per_share(row[0].text):
            found.update(run or ())
            run = []
        elif numbers and run is not None:
            run.append(row[0].start)
    return found


def _scale_in_label(table: TextTable) -> bool:
    """Whether a row states a scale of its own, so that the others have none: "Rooms revenue (in millions)"."""
    return any(SCALE_OF_MONEY.search(row[0].text) for row in table.rows if len(row) > 1)


def _texts(table: TextTable) -> list[str]:
    """The lowest headings of a table."""
    return [head.text for head in table.heads[-1]] if table.heads else []


def _heads_labels(heads: list[list[TextCell]], row: list[TextCell], labels: Labels) -> bool:
    """Whether a heading shows that the first cells of rows are labels despite being numbers: weeks, codes, months."""
    firsts = [head[0].text for head in reversed(heads) if len(head) == len(row)]
    first = next(filter(None, firsts), "")
    if not (first[:1].isalpha() and _CODE.fullmatch(row[0].text)) or any(map(str.isdigit, first)):
        return False
    unit = labels.unit_of_label(first)
    return unit is None or unit.unit in lex.DURATIONS


def _is_endless(row: list[TextCell], heads: list[list[TextCell]]) -> bool:
    """Whether a row is too long for a table, unless a heading row has as many cells, or one less above the labels."""
    return len(row) > MOST_CELLS and all(len(row) - len(head) not in (0, 1) for head in heads)


def _stated(row: Sequence[TextCell]) -> str:
    """What a line of headings states of the whole table: a unit or scale, in all its cells or beside a title."""
    filled = [cell.text for cell in row if cell.text]
    stated = [text for text in filled if _STATED.match(text) or SCALED_LINE.match(text)]
    return stated[0] if len({*stated}) == 1 and (len(stated) == len(filled) or len(filled) == 2) else ""


def _is_blank(row: list[TextCell]) -> bool:
    """Whether a row has neither headings nor figures: it separates others, or has a dash in each column."""
    values = [cell.text for cell in row[1:] if cell.text]
    return bool(values) and all(NO_VALUE.fullmatch(value.lstrip("$€£¥ ")) for value in values)


def _is_data(row: list[TextCell], numbers: list[int]) -> bool:
    """Whether a row has a label and figures other than years; a line of prose with gaps continues in lower case."""
    if row[0].text[:1].islower() and any(cell.text[:1].islower() for cell in row[1:]):
        return False
    return any(not YEAR.match(row[place].text) for place in numbers) and (
        numbers[0] > 0 or bool(YEAR.match(row[0].text))
    )


def _cell(context: Context, line: Row, place: int, labels: Labels, found: TableFigures) -> None:
    row, cell = line.cells, line.cells[place]
    match = NUMBER_CELL.match(cell.text)
    if match and match["second"]:  # bid and ask
        ends = (
            TextCell(cell.start, cell.text[: match.start("second") - 1]),
            TextCell(cell.start + match.start("second"), cell.text[match.start("second") :]),
        )
        for part in ends:
            _cell(context, line._replace(cells=[*row[:place], part, *row[place + 1 :]]), place, labels, found)
        return
    digits = match["digits"].strip() if match else ""
    numeral = read_digits(digits, 0, decimal_comma=context.decimal_comma) if digits else None
    head = " ".join(line.heads[place])
    if match is None or numeral is None or numeral.end != len(digits) or numeral.value != numeral.value:
        return
    of_year = bool(TIME_HEAD.match(head)) and not YEAR.match(cell.text)  # a total below "Year"
    if (digits.isdigit() and labels.no_figures.match(head) and not of_year) or (place == 0 and YEAR.match(cell.text)):
        found.skip(cell)
        return
    own = (match["percent"] or match["unit2"] or ("%" if "%" in cell.more else "")).strip()
    sign = match["money"] or cell.more.strip("%)")
    change = bool(labels.change.search(head)) or line.kinds.get(place - len(row)) in {"percent", "signed"}
    unit = (
        LabelUnit(lex.UNITS.get(own, ("percentage_point", 1.0))[0])
        if own
        else unit_of_cell(line, place, labels, change=change)
    )
    change = change or bool(unit and not own and unit.unit.startswith("percent") and line.has_changes(place, labels))
    if unit and sign and not own and not unit.unit[:3].isupper():
        unit = None
    if unit is None and (sign or (line.sign and (not change or line.firsts.get(place - len(row))))):
        unit = line.money(place, sign, context, labels)
    elif unit and unit.factor == 1 and MONEY_SIGNS.intersection(line.heads[place]):
        unit = line.scaled(unit)
    if unit and unit.unit[:3] == "USD" != context.dollar and sign in {"", "$"}:
        unit = line.in_dollars(place, unit, context.dollar)
    if unit is None and _PADDED.match(cell.text):  # "$      1,204" is not a price in a sentence
        unit = LabelUnit(context.dollar if sign == "$" else lex.CURRENCY_SIGNS[sign])
    if unit is None or (match["money"] and not match["open2"] and not _is_money(match["money"], unit.unit)):
        return  # "$4.10" is read like any price if no head says more
    negative = bool(
        (match["open"] == "(" and (match["close"] or ")" in cell.more))
        or (match["sign"] or "+").strip("()") in {"-", "−", "–"}
        or match["sign2"]
        or match["open2"]
    )
    value = numeral.value * unit.factor * (-1 if negative else 1)
    upper = (
        digits_value(match["to"], decimal_comma=context.decimal_comma) * unit.factor
        if match["to"] and _PLAIN.fullmatch(match["to"])
        else value
    )
    if upper < value:
        return
    start = cell.start + len(match["hedge"] or "") + len(match["arrow"] or "")
    end = cell.end - len(match["note"] or "")
    signed = match["sign"] is not None and (bool(own) or change or bool(TIME_HEAD.search(head)))
    direction = ("down" if value < 0 else "up" if value > 0 else "none") if change or signed else "none"
    if match["arrow"]:
        direction = "up" if match["arrow"][0] in "▲△↑" else "down"
    label = next((other for other in row[:place] if other.text and not is_value(other.text)), cell)
    timed = label is cell or bool(labels.period.match(label.text))  # a row is a year: the head says what is measured
    subject = _subject(head) if timed else _subject(context.as_printed(label.start, label.end))
    if subject and (labels.unit_of(subject) or (timed and (labels.period.match(subject) or change))):
        subject = None
    dated = timed and bool(YEAR.match(row[0].text) or labels.period.match(row[0].text))
    when, caption = (row[0].text, "") if dated else dated_by(line.title, head)
    found.quantities.append(
        Quantity(start, end, value, upper, unit.unit, "sign in the cell" if own else "heads of the table",
                 currency=unit.unit[:3].isupper(), rated="/" in unit.unit,
                 table=InTable(direction, subject, when, caption), sentence=Sentence(row[0].start, row[-1].end))
    )  # fmt: skip
    found.skip(cell)


def _is_money(sign: str, unit: str) -> bool:
    """Whether a unit is in the currency of a sign."""
    code = lex.CURRENCY_SIGNS[sign]
    return unit.startswith(code) or (sign == "$" and unit[:3] in _DOLLARS)


def _is_no_figure(text: str, labels: Labels) -> bool:
    """Whether a heading is a period, a unit or both, and so contains no figure: "2025", "Million tonnes (dry)"."""
    if (text[:1].isalpha() and labels.unit_of_label(text)) or labels.unit_of(text.strip("()")):
        return True
    return bool(labels.period.match(text) or TIME_HEAD.match(text) or (YEAR.match(text[:4]) and labels.unit_of(text)))


@lru_cache(maxsize=256)  # the same for the cells of a row, or below a head
def _subject(label: str) -> str | None:
    """The label of a row without its unit and notes."""
    cleaned = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", label).strip(" :,").lstrip("-–•* ").rstrip("*†‡¹²³⁴⁵⁶⁷⁸⁹")
    return cleaned or None
