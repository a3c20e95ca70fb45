"""Form words of English: plurals, lists, capitals and shortened texts."""

from collections.abc import Sequence

from analysis.core.lazy_regex import lazy_regex


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters; a longer one is cut after a word, and anywhere if it has no spaces.

    >>> shortened("costs fell only 2.5 per cent", 19), shortened("能耗下降约百分之四", 6)
    ('costs fell only…', '能耗下降约…')
    """
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0]
    return f"{(words if 2 * len(words) > most else text[: most - 1]).rstrip(' .,;:')}…"


def counted(count: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{count:,} {what if count == 1 else plural(what)}"


_SAME_PLURAL = frozenset("head people staff species series aircraft sheep cattle personnel".split())
_PLURALS = {"person": "people", "child": "children", "foot": "feet", "half": "halves"}
_MAN = lazy_regex(r"(?:(?:wo|spokes|crafts|trades|work|fore|chair|fisher|fire|sales)(?:wo)?)?man")  # not "human"


def plural(noun: str) -> str:
    """Return the plural of a noun, or of the last word of a compound."""
    first, space, last = noun.rpartition(" ")
    if last in _SAME_PLURAL:
        return noun
    if last in _PLURALS:
        return f"{first}{space}{_PLURALS[last]}"
    if _MAN.fullmatch(last):
        return f"{noun[:-2]}en"
    if last.endswith("is"):
        return f"{noun[:-2]}es"
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if last.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"


_AFTER_HEAD = lazy_regex(r"\s(?:of|in|per|by|that|as|to|on|for|at)\s")


def is_plural(words: str) -> bool:
    """Return whether a noun phrase is plural."""
    head = (_AFTER_HEAD.split(words)[0].split() or [""])[-1]
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s"))


_UNIT_SYMBOLS = frozenset("t kt g kg mg m mm cm km l ml h s kWh".split())


def capitalised(words: str) -> str:
    """Return words that begin with a capital letter; an address, a unit and a name spelled otherwise stay as they are.

    >>> capitalised("wire profit"), capitalised("hnnm.cn, 2025"), capitalised("µm"), capitalised("t a year")
    ('Wire profit', 'hnnm.cn, 2025', 'µm', 't a year')
    >>> capitalised("pH of the bath"), capitalised("a share"), capitalised("high-end goods"), capitalised("")
    ('pH of the bath', 'A share', 'High-end goods', '')
    """
    first = words.partition(" ")[0].rstrip(",;:")
    plain = first.isascii() and "." not in first and first[1:] == first[1:].lower() and first not in _UNIT_SYMBOLS
    return words[:1].upper() + words[1:] if plain else words


def uncapitalised(words: str) -> str:
    """Return a heading as it reads within a sentence; a name or an abbreviation stays as it is.

    >>> uncapitalised("Foil share"), uncapitalised("China's share"), uncapitalised("CO₂ saved"), uncapitalised("")
    ('foil share', "China's share", 'CO₂ saved', '')
    """
    first = words.partition(" ")[0]
    is_word = first[1:].islower() and first.isalpha()
    return words[:1].lower() + words[1:] if is_word else words


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words."""
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
