"""The language that a text is written in, found by its script or else by its function words."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.english import ENGLISH
from analysis.extraction.language import Language
from analysis.extraction.unread.detection import PARTLY_READ, unread_language

_CHARACTERS = lazy_regex("[\u4e00-\u9fff]")
_LETTERS = lazy_regex(r"[^\W\d_\u4e00-\u9fff]")
_KANA = lazy_regex("[\u3040-\u30ff]")
_PARAGRAPH = lazy_regex(r"(?:[^\n]|\n(?![^\S\n]*\n))+")  # up to a blank line
_ENGLISH_WORD = lazy_regex(r"\b(?:and|at|by|for|from|has|have|in|is|of|on|the|to|was|were|with)\b")
_WORDS = lazy_regex(r"[^\n]")
_LEAST_CHARACTERS = 15  # of Chinese in a paragraph of an article in English
_LEAST_WORDS = 2  # such as "the" in a paragraph of an article in Chinese


def language_of(text: str) -> Language:
    """Return the language of a text; one that no other language claims is read as English.

    The patterns of languages other than English are compiled for the first text in them: for the Chinese ones
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


def in_languages(text: str) -> list[tuple[Language, str]]:
    r"""Return each language with paragraphs in a text, and the text with the paragraphs in other languages blanked.

    The language of the text is first. Only English and Chinese paragraphs are told apart.

    >>> parts = in_languages("The output of the mine rose.\n\n今年铜产量增长百分之五，超过去年。")
    >>> [(language.name, part.strip()) for language, part in parts]
    [('Chinese', '今年铜产量增长百分之五，超过去年。'), ('English', 'The output of the mine rose.')]
    """
    main = language_of(text)
    if not main.glossary and (main is not ENGLISH or text.isascii() or not _CHARACTERS.search(text)):
        return [(main, text)]
    foreign = [
        match.span()
        for match in _PARAGRAPH.finditer(text)
        if (_is_english if main.glossary else _is_all_chinese)(match.group())
    ]
    if not foreign:
        return [(main, text)]
    from analysis.extraction.chinese import CHINESE

    other = ENGLISH if main.glossary else CHINESE
    own, blank = [], []
    place = 0
    for start, end in [*foreign, (len(text), len(text))]:
        own += [text[place:start], _blanked(text[start:end])]
        blank += [_blanked(text[place:start]), text[start:end]]
        place = end
    return [(main, "".join(own)), (other, "".join(blank))]


def _is_english(paragraph: str) -> bool:
    return not _CHARACTERS.search(paragraph) and len(_ENGLISH_WORD.findall(paragraph)) >= _LEAST_WORDS


def _is_all_chinese(paragraph: str) -> bool:
    return len(_CHARACTERS.findall(paragraph)) >= _LEAST_CHARACTERS and is_chinese(paragraph)


def _blanked(text: str) -> str:
    """A text of the same length and lines without words."""
    return _WORDS.sub(" ", text)
