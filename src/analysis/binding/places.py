"""Towns, countries and their people, which place contains which, and words that point to another place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from analysis.binding.concepts import word_pattern
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.core.schemas import Layers, read_checked_yaml, read_layers
from analysis.extraction import lexicon as lex

_PROVINCES = """
Anhui, Beijing, Chongqing, Fujian, Gansu, Guangdong, Guangxi, Guizhou, Hainan, Hebei, Heilongjiang, Henan, Hong Kong,
Hubei, Hunan, Inner Mongolia, Jiangsu, Jiangxi, Jilin, Liaoning, Macau, Ningxia, Qinghai, Shaanxi, Shandong, Shanghai,
Shanxi, Sichuan, Tianjin, Tibet, Xinjiang, Yunnan, Zhejiang
"""
_IN_JIANGXI = "Guixi, Yingtan, Shangrao, Nanchang, Ganzhou, Jiujiang, Jiangxi Copper"  # not Fuzhou: Fujian has one too
_COUNTRIES = """
Australia, Brazil, Canada, Chile, China, Congo, Germany, India, Indonesia, Japan, Kazakhstan, Mexico, Peru, Poland,
Russia, South Korea, United States, Vietnam, Zambia
"""
_INSIDE = {
    place.strip(): outer
    for outer, places in (("China", _PROVINCES), ("Jiangxi", _IN_JIANGXI), ("world", _COUNTRIES))
    for place in places.split(",")
}
REGIONS = frozenset({*_INSIDE, "world"})
_NAMES = lazy_regex(rf"\b(?:{'|'.join(sorted(_INSIDE, key=len, reverse=True))})\b")


def inside(region: str, outer: str) -> bool:
    """Whether a region lies inside another, at any depth; a region is not inside itself."""
    while region in _INSIDE:
        region = _INSIDE[region]
        if region == outer:
            return True
    return False


def is_local(region: str) -> bool:
    """Whether a region is smaller than a province: a town, a firm or a plant."""
    return region != "" and (region not in REGIONS or inside(_INSIDE.get(region, ""), "China"))


_PROVINCE = rf"(?:{'|'.join(province.strip() for province in _PROVINCES.split(','))})"
_LIST = lazy_regex(rf"\b{_PROVINCE}(?:, {_PROVINCE})*,? (?:and|or) {_PROVINCE}\b")


def without_lists(text: str) -> str:
    """Return a text without lists of provinces, which are not about any single one."""
    return _LIST.sub("", text)


def named_in(text: str) -> list[str]:
    """Return the regions that a text names, in order, without duplicates."""
    return list(dict.fromkeys(_NAMES.findall(text)))


@dataclass(frozen=True)
class _Gazetteer:
    """What data/places.yaml lists: the place of each town, in lower case, and of each name of a country or region."""

    towns: Mapping[str, str]
    names: Mapping[str, str]
    place: re.Pattern[str]
    newsrooms: frozenset[str]
    elsewhere: re.Pattern[str]


_READ = partial(read_checked_yaml, schema="places")


def place_layers() -> Layers:
    """Return data/places.yaml of the package, then the file of the project."""
    return read_layers("places.yaml", _READ)


# After the name of a country, these name a currency, a place elsewhere, or who says something and not where.
_NOT_OF_A_PLACE = (
    r"dollars?|pounds?|francs?|roubles?|rupees?|cents?|money|currency|[Rr]iver|[Ss]treet|[Rr]oad|[Ss]quare|[Ss]ea|Hotel"
    r"|Geological\s+Survey|Treasury|Federal\s+Reserve"
)


@lru_cache(maxsize=2)
def _gazetteer(layers: Layers) -> _Gazetteer:
    files = layers.contents
    towns = {town.casefold(): place for file in files for place, lies in file.get("towns", {}).items() for town in lies}
    names = {name: name for name in REGIONS if name != "world"}
    for file in files:
        for country, people in file.get("people", {}).items():
            names |= dict.fromkeys((country, *people), country)
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return _Gazetteer(
        towns,
        names,
        re.compile(rf"(?<![\w$])(?:{any_name})(?![\w$])(?!-listed|\s+(?:{_NOT_OF_A_PLACE})\b)"),
        frozenset(town for file in files for town in file.get("newsrooms", ())),
        word_pattern([word for file in files for word in file.get("elsewhere", ())]),
    )


def elsewhere() -> re.Pattern[str]:
    """Return the pattern for words that point to another firm or place than those of an article."""
    return _gazetteer(place_layers()).elsewhere


def place_of_town(town: str) -> str:
    """Return the province of China or the country in which a town lies; empty if it is not known."""
    return _gazetteer(place_layers()).towns.get(town.strip().casefold(), "")


_CURRENCY_OF = phrase_regex(r"\b(?:dollars?|cents?|money|currency) of (?:the )?\Z", re.IGNORECASE)
_CAPITALISED = lazy_regex(r"\b[A-Z][\w'’]+")
_FIRM = phrase_regex(
    r"\b(?:[A-Z][\w'’-]+ ){1,3}(?:Copper|Metals?|Foils?|Mining|Group|Holdings|Corp|Company|Co|Ltd|Inc|Steel|Resources"
    r"|Industr(?:ies|y)|Kupfer|Kabel|Folien?|Cobre|Cuivre|Rame|Koper|Metal|Metal(?:es|ais|l|li)|Conduct(?:ors|ores)"
    r"|Bakir|Rare Earths?|Lanthanides?|Refining|Refineries|Recycling|Alloys|Redmetal|Rod|Technolog(?:y|ies)|Materials"
    r"|Smelting|Nonferrous|Wire|Cables?|Minerals|Oxides|Aluminium|Works|Smelters?)\b"
)
_NO_NAMES = frozenset("the a an its our their his her this that these in at on of for and but from per new".split())
_NAME = phrase_regex(r"\b[A-Z][\w'’-]+ \Z")
_FIRM_NOUN = r"(?:smelter|maker|producer|plant|mill|firm|company|refinery|factory|foundry|works|manufacturer|yard)s?"
_DATELINE = lazy_regex(
    r"[A-Z][^\n]{0,60}?\b(?:\d{1,2}\s+[A-Z][a-z]+\.?|[A-Z][a-z]+\.?\s+\d{1,2},?)\s+20\d\d\b[.,]?\s*[-–—.]?\s*"
    r"|[A-Z][A-Z ]+(?:,[^-–—\n]{0,40})?\s+[-–—]\s+"
)
_MONTH_ALONE = lazy_regex(
    rf"^(?:(?:Date|Published|Updated)\s*:\s*|[A-Z][\w'’., -]{{0,50}}?(?:,|\s\()\s*)?(?:(?:{lex.MONTH_STEMS})[a-z]*"
    r"\.?\s+(?=20\d\d\b)|(?=20\d\d-\d\d\s*$))(20\d\d)(?:-\d\d)?\)?\s*(?:[-–—]\s|$)",
    re.MULTILINE,
)
_TOWN_ENDS = lazy_regex(r"[,\d–—]|\s-")
MAKERS_ON_AVERAGE = phrase_regex(
    r"\b(?:makers|producers|smelters|platers|mills|firms|companies)\b[^.;]*\bon average\b|\b\d+ (?:makers|producers"
    r"|smelters|mills|firms)\b[^.;]*\baverage\b|\bthe (?:best|worst|weakest|strongest|(?:best"
    r"|worst)[ -]run) (?:of them|(?:\w+ )?(?:maker|producer|smelter|mill|firm|company|plant|works))\b|\b(?:survey"
    r"|study|poll) (?:of|among) (?:\d+|many|several|most)\s",
    re.IGNORECASE,
)
_ANY = (
    r"(?:typical|average|comparable|similar|normal|modern|ordinary|(?:bigg|larg|small|young|old|new)er|better|foreign|rival"
    r"|competing)"
)
# "A typical mill", "Comparable mills", "A mill of this kind": makers in general, or others than the article is about
MAKERS_IN_GENERAL = phrase_regex(
    rf"(?:\b(?:an? {_ANY}|any) (?:[\w-]+ ){{0,2}}?{_FIRM_NOUN.removesuffix('s?')}\b"
    rf"|(?<!the\s)(?<!its\s)(?<!our\s)(?<!two\s)(?<!their\s)\b(?:{_ANY}|other|most|some"
    rf"|many) (?:[\w-]+ ){{0,2}}?{_FIRM_NOUN.removesuffix('?')}\b"
    rf"|\ban? (?:[\w-]+ )?{_FIRM_NOUN.removesuffix('s?')} of (?:this|that|its|such) (?:a )?(?:kind|size|type|age)\b)",
    re.IGNORECASE,
)


def after_dateline(text: str, begin: int, end: int) -> int:
    """Return where a sentence begins after its dateline."""
    match = _DATELINE.match(text, begin, end)
    return match.end() if match else begin


def year_alone(text: str) -> re.Match[str] | None:
    """Find the year of a dateline or a line of its own that names a month without a day."""
    return _MONTH_ALONE.search(text)


def places_of_dateline(text: str, begin: int, end: int) -> frozenset[str]:
    """Return the places that a dateline names, or in which its town lies; empty for the dateline of a newsroom."""
    dateline = text[begin : after_dateline(text, begin, end)]
    town = _TOWN_ENDS.split(dateline)[0].strip()
    named = {place for _, _, place in places_in(dateline)} or {place_of_town(town)}
    newsrooms = _gazetteer(place_layers()).newsrooms
    return frozenset() if town.title() in newsrooms else frozenset(named - newsrooms - {""})


def places_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the places that a text names: start, end, and the country or province."""
    known = _gazetteer(place_layers())
    for match in known.place.finditer(text):
        if not _CURRENCY_OF.search(text, max(0, match.start() - 20), match.start()):
            yield match.start(), match.end(), known.names[match.group()]


def every_place(text: str) -> set[str]:
    """Return the countries and provinces that a text names, or in which a town that it names lies."""
    words = _CAPITALISED.findall(text)
    shouted = " ".join(word.title() for word in words if word.isupper())  # "BEIJING, 4 May"
    named = {place for part in (text, shouted) for _, _, place in places_in(part)}
    return named | {place_of_town(word) for word in words} - {""}


def firms_in(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the names of firms in a text."""
    return [match.group() for match in _FIRM.finditer(text, start, len(text) if end is None else end)]


def name_before(text: str, start: int) -> int:
    """Return the start of the capitalised word that, with the word at `start`, forms a name; -1 if there is none."""
    before = _NAME.search(text, max(0, start - 30), start)
    if before is None or not text[start].isupper() or before.group().strip().casefold() in _NO_NAMES:
        return -1
    return before.start()


def is_about(place: str, about: frozenset[str]) -> bool:
    """Whether the article is about a place, about one inside it, or about a larger one and names no other."""
    if place in about or any(inside(item, place) for item in about):
        return True
    for item in about:
        is_country = inside(item, "world") and not inside(item, "China")
        if inside(place, item) and not (is_country and any(inside(other, item) for other in about)):
            return True
    return False
