"""Cut English text into tokens."""

import re
from functools import partial

from analysis.extraction.lexer import Token, Tokens

_TOKEN = re.compile(
    r"""
      (?P<word>[^\W\d_](?:[\w'’-]*\w(?:(?<=s)['’](?=\s))?)?)  # "year-on-year", "China's", "mills'", "CO2"
    | (?P<number>\d(?:[\w.,]*\w)?)                           # "1,234.5", "3Q24"
    | (?P<boundary>[,;:()•—]|(?<=\s)[–-](?=\s))              # what separates clauses; a hyphen joins
    | (?P<mark>\S)
    """,
    re.VERBOSE,
)

_token = partial(tuple.__new__, Token)  # half of the time that Token(...) takes


def tokens_in(text: str, start: int, end: int) -> Tokens:
    """Return the tokens of a stretch of English text.

    >>> [(token.kind, token.word) for token in tokens_in("Costs, in 2024", 0, 14)]
    [('word', 'costs'), ('boundary', ','), ('word', 'in'), ('number', '2024')]
    """
    return tuple(
        [
            _token((match.start(), match.end(), match.lastgroup, (printed := match.group()).lower(), printed))
            for match in _TOKEN.finditer(text, start, end)
        ]
    )
