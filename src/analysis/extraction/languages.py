"""The language that a text is written in, found by its script or else by its function words."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.english import ENGLISH
from analysis.extraction.language import Language
from analysis.extraction.unread.detection import PARTLY_READ, unread_language

_CHARACTERS = lazy_regex("[\u4e00-\u9fff]")
_LETTERS = lazy_regex(r"[^\W\d_\u4e00-\u9fff]")
_KANA = lazy_regex("[\u3040-\u30ff]")


def language_of(text: str) -> Language:
    """Return the language of a text; one that no other language claims is read as English.

    The patterns of other languages than English are compiled when the first text in them comes: for the Chinese ones
    this takes a fifth of the time of all.
    """
    if unread_language(text) not in {"", PARTLY_READ}:
        from analysis.extraction.unread import UNREAD

        return UNREAD
    if is_chinese(text):
        from analysis.extraction.chinese import CHINESE

        return CHINESE
    return ENGLISH


def is_chinese(text: str) -> bool:
    """Return whether a text is Chinese: it has more than a third as many Chinese characters as letters, and few kana.

    >>> is_chinese("铜价 (LME) 为9600美元/吨"), is_chinese("Output of 江西铜业 rose 5%")
    (True, False)
    """
    if text.isascii() or not _CHARACTERS.search(text):
        return False
    han = len(_CHARACTERS.findall(text))
    return han * 3 > len(_LETTERS.findall(text)) and len(_KANA.findall(text)) * 5 < han
