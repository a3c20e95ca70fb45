"""The languages in the order in which they are tried, and which of them a text is written in."""

from analysis.extraction.chinese import CHINESE
from analysis.extraction.english import ENGLISH
from analysis.extraction.language import Language
from analysis.extraction.unread import UNREAD

# In the order in which they are tried; the last one reads what no other claims.
LANGUAGES = (UNREAD, CHINESE, ENGLISH)


def language_of(text: str) -> Language:
    """Return the language of a text.

    >>> language_of("铜产量增长5%").name, language_of("Output rose 5%").name
    ('Chinese', 'English')
    """
    return next(language for language in LANGUAGES if language.writes(text))
