"""Cut English text into tokens, and find the noun after a number: the first plural, and its singular."""

import re

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.lexer import Token, Tokens

_REACH = 60  # characters after a number in which a noun is looked for
NOUN_STOPS = frozenset(
    "of in to for and or at by from with on the a an is are was were will would can could may might had has have that "
    "which who than as per but when while where since until during under over after before into via it its this these "
    "those not only also then now so if because between about around nearly versus against respectively see expect "
    "want say think believe too each every early late later ago well up down above below short ahead behind".split()
)
# After a space only these nouns modify: "a 12 page document", "the 5 speed version".
_SPACED_MODIFIERS = frozenset(
    "page member cylinder speed door seat storey story bedroom man person employee hole point".split()
)
_ACRONYM = lazy_regex(r"[A-Z]{2,}s\Z")
# Nouns that are measured and not counted.
AMOUNTS = frozenset(
    "price cost sale export import shipment premium stock inventory revenue profit earning rate margin yield charge "
    "tariff fee index share output value wage volume future rent reserve resource delivery offer bid purchase".split()
)
UNIT_NOUNS = {word.removesuffix("s"): word for word in lex.WORD_UNITS if word.endswith("s") and word.isalpha()}
# Words that may follow a number without a noun, besides punctuation and verbs in the past tense.
_ENDS = frozenset(
    "in to from for at by and or on of a an the last this next is was were are will would had has year during while "
    "but per may must could should can might more fewer less higher lower previously respectively earlier later today "
    "yesterday when once after before over under as tomorrow versus against plus".split()
)
_END_MARKS = frozenset(",.;:()]–—|")
# The first character is outside the alternatives, so that the search skips space.
_TOKEN = lazy_regex(
    r"""\S(?:
      (?:(?<=[^\W\d_])(?:\w*+(?![.'’′&-])|(?:\.[A-Z])+\.|\w*(?:(?:['’′-]+|&)\w+)*(?:(?<=s)['’](?=\s))?)  # "U.S.", "R&D"
        |(?<=\s&)(?=\s))(?P<word>)
    | (?<=\d)(?:[\w.,]*\w)?(?P<number>)                            # "1,234.5", "3Q24"
    | (?:(?<=[,;:()•—])|(?<=\s[–-])(?=\s))(?P<boundary>)           # what separates clauses; a hyphen joins
    | (?P<mark>)
    )""",
    re.VERBOSE,
)


def tokens_in(text: str, start: int, end: int) -> Tokens:
    """Return the tokens of a stretch of English text."""
    found = []
    new = Token.__new__  # takes half the time of a call
    for match in _TOKEN.finditer(text, start, end):
        token = new(Token)
        token.start, token.kind, token.printed = match.start(), match.lastgroup or "", match[0]
        token.word = token.printed.lower()
        found.append(token)
    return tuple(found)


def ends(right: Tokens) -> bool:
    """Return whether the tokens after a number show that no noun follows."""
    if not right:
        return True
    word = right[0].word
    return word in _ENDS or word in _END_MARKS or (right[0].kind == "word" and word.endswith("ed"))


def is_plural_next(text: str, position: int) -> bool:
    """Return whether a plural noun follows within a few words: "2.7m combined sales" are sales and no length."""
    noun, _ = noun_after(tokens_in(text, position, position + _REACH), passing=frozenset({"and"}))
    return bool(noun) and noun not in lex.MEASURED_BY_LENGTH


def noun_after(right: Tokens, passing: frozenset[str] = frozenset()) -> tuple[str, bool]:
    """Return the singular of the first plural noun within four words, and whether it is capitalised."""
    if right and re.fullmatch(r"\de", right[0].word):
        right = right[1:]  # "384,600 4E ounces"
    right, listed = _without_commas(right)
    most = _MOST_LISTED if listed or any(_joins_names(right, at) for at in (1, 2, 3)) else 5 if passing else 4
    for place, token in enumerate(right[:most]):
        word = token.word
        if token.kind != "word":
            break
        if listed and word == "and":
            continue
        if word in NOUN_STOPS and not (place and word in passing) and not (place == 1 and word == "and"):
            if not _joins_names(right, place):
                break
            continue
        acronym = _ACRONYM.match(token.printed)
        if noun := word[:-1] if acronym else singular(word):
            return noun, token.printed[0].isupper() and not acronym
        if word == "head" and not place and (ends(right[1:]) or right[1].word == "of"):
            return word, False  # "86 million head of cattle"
        if word == "point" and not place and ends(right[1:]):
            return word, False  # "down 1 point, or 0.1 %"
        following = right[1] if len(right) > 1 and right[1].printed[0].islower() else None
        if not place and word in _SPACED_MODIFIERS and following and not singular(following.word):
            return word, False
    return "", False


def _joins_names(right: Tokens, place: int) -> bool:
    """Whether the token is "and" between two names that modify a noun: "18 large US and Canadian ports"."""
    if place == 0 or len(right) <= place + 1 or right[place].word != "and":
        return False
    return right[place - 1].printed[0].isupper() and right[place + 1].printed[0].isupper()


def _without_commas(right: Tokens) -> tuple[Tokens, bool]:
    """The tokens without the commas between adjectives, and whether there were any: "300 permanent, well-paid jobs"."""
    if len(right) < _LEAST_LISTED or right[1].word != ",":
        return right, False
    kept: list[Token] = []
    for place, token in enumerate(right[: _MOST_LISTED + 2]):
        if token.word != ",":
            kept.append(token)
        elif not ADJECTIVE.fullmatch(right[place - 1].word):
            break
    return (tuple(kept), True) if len(kept) > 1 and ADJECTIVE.fullmatch(right[0].word) else (right, False)


_LEAST_LISTED = 4  # an adjective, a comma, another one and the noun
_MOST_LISTED = 6
ADJECTIVE = lazy_regex(
    r"\w{2,}(?:al|ive|ic|ous|ent|ant|ect|ary|ory|able|ible|ful|less)|[\w-]+-(?:\w+ed|time|run|paid|fired|size|scale)"
    r"|new|old|large|small|big|young|deep|narrow|wide|short|long|high|low|skilled|public|private|foreign|domestic"
    r"|modern|empty|heavy|light|cheap|clean|automated|suspended|separate|single|double|temporary"
)


def counted_phrase(right: Tokens) -> list[Token]:
    """Return the tokens from a number to the noun that it counts; empty if the noun is elsewhere."""
    phrase: list[Token] = []
    for token in right[:4]:
        if token.kind != "word" or token.word in NOUN_STOPS:
            break
        phrase.append(token)
        if singular(token.word) or _ACRONYM.match(token.printed):
            return phrase
    return phrase[:1] if right and right[0].word in _SPACED_MODIFIERS else []


def singular(word: str) -> str:
    """Return the singular of a plural noun, empty for any other word."""
    if word in lex.IRREGULAR_PLURALS:
        return lex.IRREGULAR_PLURALS[word]
    if (
        not word.endswith("s")
        or len(word) < 4
        or word.endswith(("ss", "us", "is", "'s", "’s"))
        or word in lex.NOT_NOUNS
    ):
        return ""
    if word.endswith("oes") and len(word) > 5:
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]
