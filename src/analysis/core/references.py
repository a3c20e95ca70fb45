"""Read and validate data/reference.csv (independent figures and exchange rates) and data/judgements.csv (by hand)."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analysis.core.errors import AnalysisError, UnitError
from analysis.core.formatting import digits_from
from analysis.core.lazy_regex import lazy_regex
from analysis.core.schemas import Layers, checked_rows, read_layers
from analysis.core.units import CURRENCY_CODES, check_unit

_ID = lazy_regex(r"(?<![\w-])[A-Z]{2}[A-Z0-9]+(?![\w-])")  # as in reference.schema.json
_LONG = lazy_regex(r"[ ,;](?:via|quoting|and customs|, ).*| via .*| quoting .*|;.*")
_OWN = "own calculation from "
_PRESS = lazy_regex(r"(?:trade )?press quoting (?P<who>.+)")
_SITE = r"[\w-]+(?:\.[a-z]+)+"
_QUOTING_SITE = lazy_regex(rf"(?P<site>{_SITE}) quoting (?P<who>.+)")
_UNNAMED_SITE = lazy_regex(rf"\A(?={_SITE}(?:$| and ))")
NUMBERS = ("value", "low", "high")
_DATE_ADVICE = "Use ISO 8601, for example 2025-01."
VERDICTS = (
    "confirmed",
    "repeated by the claimant only",
    "plausible by analogy",
    "outdated or garbled",
    "contradicted",
    "not verifiable",
    "not due yet",
    "quoted correctly",
    "misquoted",
    "quotation not checked",
)  # the last three are about targets
# The letter of a publisher that is read at first hand; a reprint counts one letter less, at most E.
LETTERS = {
    "statistics": "A",
    "research": "B",
    "association": "B",
    "press": "B",
    "official": "C",
    "state_media": "C",
    "company": "C",
    "web": "D",
}


@dataclass(frozen=True)
class Reference:
    """One independent figure: what it measures, where, when, and who published it."""

    id: str
    quantity: str
    series: str
    region: str | None
    scope: str | None
    period: str | None
    value: float
    low: float | None
    high: float | None
    unit: str
    currency: str | None
    tax_basis: str | None
    profit_basis: str | None
    publisher: str
    claimant: str | None
    standing: str
    title: str
    published: str | None
    address: str
    place: str | None
    origin: str
    independent: str
    kept: str | None
    note: str | None

    @property
    def interval(self) -> tuple[float, float]:
        """The smallest and largest value that the row allows, in its unit; an open end is infinite."""
        if self.low is None and self.high is None:
            return self.value, self.value
        return (-math.inf if self.low is None else self.low), (math.inf if self.high is None else self.high)

    @property
    def ends(self) -> tuple[float, float, float]:
        """The interval, with the value between its ends."""
        low, high = self.interval
        return low, self.value, high

    @property
    def digits(self) -> int:
        """The significant digits of its value after a conversion, which makes no number more exact."""
        return digits_from(self.value, *self.interval)

    @property
    def citation(self) -> str:
        """Publisher, title and date on one line."""
        return ", ".join(part for part in (self.publisher, self.title, self.published) if part)


References = Mapping[str, Reference]  # by id


@dataclass(frozen=True)
class Judgement:
    """A verdict reached by a person: the claim, the reason, and the references that it is based on."""

    claim: str
    verdict: str
    reason: str
    references: tuple[str, ...]


def load_references(path: Path | None = None) -> dict[str, Reference]:
    """Return the references by id; a row of the project replaces the package's row of the same id."""
    return _read_references(path) if path else _merged(reference_layers())


def reference_layers() -> Layers:
    """Return the references of the package, then the ones of the project."""
    return read_layers("reference.csv", _read_references)


def judgement_layers() -> Layers:
    """Return the judgements of the package, then the ones of the project."""
    return read_layers("judgements.csv", _read_judgements)


@lru_cache(maxsize=8)
def _merged(layers: Layers) -> dict[str, Any]:
    return {name: row for rows in layers.contents for name, row in rows.items()}


@cache
def _read_references(path: Path) -> dict[str, Reference]:
    references: dict[str, Reference] = {}
    for where, row in checked_rows(path, "reference", [field.name for field in fields(Reference)], NUMBERS):
        try:
            check_unit(row["unit"])
        except UnitError as error:
            raise AnalysisError(f"{where}: unit: {error}. Use a unit such as USD/t or CNY bn.") from None
        named = money_in(row["unit"]) if row["quantity"] != "exchange_rate" else ""
        if named and row["currency"] != named:
            raise AnalysisError(f"{where}: currency: must be {named} as in the unit, got {row['currency'] or ''!r}.")
        if row["id"] in references:
            raise AnalysisError(f"{where}: id: duplicate id {row['id']}. Give each row its own id.")
        found = Reference(**row)
        _check_order(found, where)
        references[found.id] = found
    return references


def load_judgements(path: Path | None = None) -> dict[str, Judgement]:
    """Return the judgements by claim; one of the project replaces the package's on the same claim."""
    return _read_judgements(path) if path else _merged(judgement_layers())


@cache
def _read_judgements(path: Path) -> dict[str, Judgement]:
    known = load_references()
    judgements: dict[str, Judgement] = {}
    for where, row in checked_rows(path, "judgements", ["claim", "verdict", "reason", "references"]):
        cited = tuple((row["references"] or "").split())
        for name in cited:
            if name not in known:
                raise AnalysisError(f"{where}: references: reference.csv has no id {name}{reference_layers().hint}.")
        if row["claim"] in judgements:
            raise AnalysisError(f"{where}: claim: duplicate judgement on {row['claim']}. Keep one of them.")
        judgements[row["claim"]] = Judgement(row["claim"], row["verdict"], row["reason"], cited)
    return judgements


def money_in(unit: str) -> str:
    """Return the currency code in a unit; empty if the unit is not money."""
    return next((code for code in re.findall(r"[A-Z]{3}", unit) if code in CURRENCY_CODES), "")


def _check_order(found: Reference, where: str) -> None:
    low, high = found.interval
    if not low <= found.value <= high:
        raise AnalysisError(f"{where}: value: {found.value:g} is not between low and high, {low:g} to {high:g}.")
    if found.period:
        try:
            first, last = period_span(found.period)
        except ValueError:
            raise AnalysisError(f"{where}: period: invalid date {found.period!r}. {_DATE_ADVICE}") from None
        if first >= last:
            raise AnalysisError(f"{where}: period: {found.period!r} ends before it begins.")
    try:
        period_span(found.published or "2000")
    except ValueError:
        raise AnalysisError(f"{where}: published: invalid date {found.published!r}. {_DATE_ADVICE}") from None


def period_span(period: str) -> tuple[float, float]:
    """Return the beginning and end of an ISO 8601 period as decimal years."""
    first, _, last = period.partition("/")
    return _year(first, end=False), _year(last or first, end=True)


def _year(text: str, *, end: bool) -> float:
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return float(date(year, 1, 1).year + end)
    month = rest[0]
    date(year, month, rest[1] if len(rest) > 1 else 1)  # raises ValueError if the date does not exist
    if len(rest) == 1:
        return year + (month - 1 + end) / 12
    return year + (month - 1) / 12 + (rest[1] - 1 + end) / 372


@cache
def exchange_rate(period: str | None) -> Reference:
    """Return the row of the rate of yuan to the dollar in a period: its month, else its year, else the newest before.

    >>> exchange_rate("2024-05").id, exchange_rate("2026-01-14").id
    ('FX2024', 'FX202601')
    """
    rates = [item for item in load_references().values() if item.quantity == "exchange_rate" and item.unit == "CNY/USD"]
    dated = sorted(rates, key=lambda item: item.period or "")
    day = (period or "9999").split("/")[-1]
    for length in (7, 4):
        if len(day) >= length and (same := [item for item in dated if item.period == day[:length]]):
            return same[-1]
    earlier = [item for item in dated if (item.period or "") < day]
    return (earlier or dated)[-1]


def conversion_words(rate: Reference) -> str:
    """Return the exchange rate used for a conversion, with its period and its reference."""
    return f"converted at {rate.value:g} {rate.unit}, the rate of {rate.period} ({rate.id})"


def cited_in_words(text: str) -> str:
    """Return a text in which references are cited by publisher and year instead of their ids."""
    return "".join(words for words, _ in split_citations(text))


def short_citation(reference: Reference) -> str:
    """Return the publisher of a reference, without anyone it quotes, and the year of publication."""
    return citation_of(reference.publisher, reference.published or "", reference.period or "")


def citation_of(publisher: str, published: str, period: str) -> str:
    """Return the short citation of a reference with this publisher, day of publication and period.

    >>> citation_of("own calculation from ore.cn quoting USGS", "2025-04-01", "2024")
    'USGS in ore.cn, 2025 (calculated)'
    >>> citation_of("ore.cn and SMM", "", "2025-01/2025-06")
    'website ore.cn and SMM, 2025'
    """
    year = (published or period.rpartition("/")[2])[:4]
    calculated = " (calculated)" if publisher.startswith(_OWN) else ""
    publisher = _PRESS.sub(r"\g<who> in the press", publisher.removeprefix(_OWN))
    publisher = _LONG.sub("", _QUOTING_SITE.sub(r"\g<who> in \g<site>", publisher))
    publisher = _UNNAMED_SITE.sub("website ", publisher)
    return ", ".join(part for part in (publisher, year) if part) + calculated


def cited_together(ids: Iterable[str]) -> dict[str, list[str]]:
    """Return ids of references by publisher and year: the id of the first on the page of references, with their number.

    >>> cited_together(["FFP25T", "FTHINS", "FTHIN"])
    {'FFP25T': ['FFP25T'], 'FTHIN (2 numbers)': ['FTHINS', 'FTHIN']}
    """
    references = load_references()
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(ids):
        found.setdefault(short_citation(references[name]), []).append(name)
    return {
        min(names, key=lambda name: page_order(references[name]))
        + (f" ({len(names)} numbers)" if len(names) > 1 else ""): names
        for names in found.values()
    }


def page_order(reference: Reference) -> tuple[str, str, str]:
    """Return the sort key of the page of references: publisher and year, then the period, then the id."""
    return short_citation(reference).lower(), reference.period or "", reference.id


def split_citations(text: str, references: References | None = None) -> Iterator[tuple[str, str]]:
    """Split a text at the ids of references: yield each part, with the id for a citation and "" for other text."""
    done = 0
    for match in _ID.finditer(text):
        if references is None:  # most texts have nothing that looks like an id
            references = load_references()
        if match[0] not in references:
            continue
        if match.start() > done:
            yield text[done : match.start()], ""
        yield short_citation(references[match[0]]), match[0]
        done = match.end()
    if done < len(text):
        yield text[done:], ""
