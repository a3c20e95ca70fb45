"""The day of a dateline, which dates a text and is the period of no figure."""

from analysis.core.lazy_regex import lazy_regex

# "NEW DELHI/MUMBAI (Agency), " and "Perth, Australia, Monday, " before the date of a dateline, and what ends one.
_TOWN = lazy_regex(
    r"\(?(?:(?:[A-Z][\w.'’/-]*|of|de|do|del|la)[ ,]+){1,5}(?:\([^()]{1,30}\),? ?)?(?:[-–—]{1,2} )?"
    r"(?:[A-Z][a-z]+day,? )?"
)
_DATELINE_END = lazy_regex(
    r"(?:\d{4}-\d\d-\d\d|[\w.]+(?:,? [\w.]+){0,2}?)[.)]?"
    r"(?:(?P<colon>:)|(?: ?\([^()]{1,30}\)| ?/[^/\n]{1,30}/)? ?[-–—]{1,2}\s)"
)
_LONGEST_PLACE = 90
_CAPITALS = lazy_regex(r"\(?[A-Z]{3}")
_LABELS = lazy_regex(  # a date after such a word belongs to what follows: "Stocks, 3 March 2026 - 90,000 t"
    r"\(?(?:As|At|By|From|Since|On|In|Until|To|For|\w*[Pp]rices?|Stocks?|Inventor\w+|Output|Sales|Shares?|Reserves?|Exports?"
    r"|Imports?|Figures?|Results?|Table|Close|Closing|Data)\b"
)


def in_dateline(text: str, begin: int, start: int) -> bool:
    """Return whether the day that begins at `start` dates a dateline at the beginning of a sentence."""
    place = text[begin:start]
    if len(place) > _LONGEST_PLACE or not _TOWN.fullmatch(place) or _LABELS.match(place):
        return False
    end = _DATELINE_END.match(text, start)
    return bool(end and (end["colon"] is None or _CAPITALS.match(place)))
