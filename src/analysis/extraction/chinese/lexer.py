"""Convert Chinese text to simplified characters and half-width signs, and cut it into tokens."""

import re

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.patterns import word_tree

# "６，５００" is one number; between other digits a full-width comma separates clauses.
_WIDE_GROUPS = lazy_regex(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_KNOWN = frozenset(
    {*words.BEFORE, *words.AFTER, *words.NO_CHANGE, *words.RISES, *words.FALLS, *words.RISE_NOUNS, *words.FALL_NOUNS}
    | {*words.RISE_COMPARED, *words.FALL_COMPARED, *words.LEVELS, *words.FILLERS, *words.YEARLY, *words.YEAR_BEFORE, *words.CURRENCIES}
    | {word for word in words.LIST_JOINTS if len(word) == 1}
)  # fmt: skip
_HAN_WORDS = [word for word in _KNOWN if "\u4e00" <= word[0] <= "\u9fff"]
_FIRST = "".join(sorted({word[0] for word in _HAN_WORDS}))
_TOKEN = lazy_regex(
    rf"""
      (?P<number>\d[\d.,]*|[一二三四五六七八九十零两][一二三四五六七八九十百千万亿零两]{{2,}})
    | (?P<word>{word_tree(_HAN_WORDS)}                # a word of the lexicon, the longest first
        |[\u4e00-\u9fff][^{_FIRST}\W\d_a-zA-Z]*       # other characters up to the next one that may begin such a word
        |[^\W\d_\u4e00-\u9fff]+)                      # Latin letters end where characters begin: "EBITDA同比"
    | (?P<boundary>[,，;:、()。！？])
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)


def fold(text: str) -> str:
    """Return a text of the same length in simplified characters and half-width digits and signs."""
    if max(text, default="") >= "０" and "，" in text:
        text = _WIDE_GROUPS.sub(",", text)
    return text.translate(words.FOLDED)


def tokens_in(text: str, start: int, end: int) -> Tokens:
    """Return the tokens of a stretch of Chinese text; their words are folded, and printed as in the text."""
    printed = text[start:end]
    folded = fold(printed)
    found = [(match.span(), match.lastgroup or "") for match in _TOKEN.finditer(folded)]
    return tuple([Token(start + begin, kind, folded[begin:stop], printed[begin:stop]) for (begin, stop), kind in found])
