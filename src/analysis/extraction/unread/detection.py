"""Detect the language of a text that is not read, by its script or else by its function words."""

from collections import Counter
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex

_SAMPLE = 6000  # characters that are looked at
_FEWEST = 4  # function words that show a language
_AS_MANY = 2  # times as many as of English
_FEWEST_DIFFERENT = 3  # that English does not have
_SHARE = 0.08  # of all words
_MARKED = 0.1  # of all words: that many have a letter with a mark, as "wcześniej", and are no names
_FEWEST_MARKED = 4
OTHER = "a language other than English and Chinese"
_WORD = lazy_regex(r"[^\W\d_]+")
_MARKED_LETTER = lazy_regex("[\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_SCRIPTS = {
    "Japanese": "\u3040-\u30ff",
    "Korean": "\uac00-\ud7af",
    "a language in Cyrillic script": "\u0400-\u04ff",
    "Greek": "\u0370-\u03ff",
    "Arabic or Persian": "\u0600-\u06ff",
    "Hebrew": "\u0590-\u05ff",
    "Thai": "\u0e00-\u0e7f",
    "Hindi": "\u0900-\u097f",
}
_ANY_SCRIPT = lazy_regex(f"[{''.join(_SCRIPTS.values())}]")
_LETTERS = {name: lazy_regex(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_LEAST_OF_SCRIPT = {"Japanese": 0.1, "Thai": 0.3}
_WORDS = {
    "English": "the of and to in that is was for it with as his on be at by had are but from they which or has were "
    "per",
    "German": "der die und das den von mit dem für auf ein eine ist im sich nicht des als auch bei nach wird wurde "
    "aus einer um wie sind zur zum gegenüber über",
    "French": "le la les de des et un une du en est pour que dans sur par au aux qui avec pas ce son sa ses a été plus "
    "sont leur cette",
    "Spanish": "el la los las de del y en que un una por con para es se al lo su más como fue pero sus este ha son",
    "Portuguese": "o a os as de do da dos das e em que um uma por com para é se ao no na nos nas mais foi não são",
    "Italian": "il lo la gli le di del della dei e in che un una per con è si al nel nella da dal sono più come ha non",
    "Dutch": "de het een en van in is op te dat die voor met zijn niet aan er om ook als bij naar uit werd door",
    "Polish": "i w na z do się że jest nie o to po za od przez dla jak był oraz są ich wzrost roku",
    "Swedish": "och i att det som en på är av för med den till inte om ett han var jag från vid har",
    "Norwegian or Danish": "og i det som en på er av til for med at ikke den de har fra om et ved var",
    "Turkish": "ve bir bu da de için ile olarak olan daha çok gibi kadar en ne olduğu yüzde milyon",
    "Indonesian or Malay": "yang dan di dengan untuk dari pada ini itu tidak dalam akan adalah juga telah oleh sebesar",
    "Vietnamese": "của và là có được cho trong với các những một này đã không người năm tấn",
    "Romanian": "și de la în cu pe care nu este din pentru mai au fost un o că sau al",
    "Czech": "a v se na je že s z do o pro jako by jsou které za od byl ale roku",
}
_SETS = {name: frozenset(words.split()) for name, words in _WORDS.items()}
PARTLY_READ, READ_IN_PART = "German", "read only in part, since it is in"
NOT_READ = "not read, since it is in"  # a language, in a notice
FUNCTION_WORDS = frozenset().union(*(words for name, words in _SETS.items() if name != "English"))
_PLAIN = 0.9  # an English text has at least this share of ASCII characters


@lru_cache(maxsize=4)  # several steps ask for the language of a document
def unread_language(text: str) -> str:
    """Return the language of a text that is not read; empty if it is read, or if the language is uncertain.

    A text too short to identify is in another language if many words have accents and none is English.

    >>> unread_language("Cynk z odpadów: huta odzyskuje z pyłów o 7 procent więcej niż rok wcześniej.")
    'a language other than English and Chinese'
    """
    sample = text[:_SAMPLE]
    plain = sample.isascii() or len(sample.encode("ascii", "ignore")) > _PLAIN * len(sample)
    if plain and (sample.count(" the ") + sample.count(" and ")) * 250 > len(sample):
        return ""
    if not sample.isascii() and _ANY_SCRIPT.search(sample):
        letters = sum(map(str.isalpha, sample)) or 1
        for name, pattern in _LETTERS.items():
            if len(pattern.findall(sample)) > _LEAST_OF_SCRIPT.get(name, 0.4) * letters:
                return name
    words = Counter(word.lower() for word in _WORD.findall(sample) if len(word) > 1)  # no "W-o-W"
    counts = {name: sum([words[word] for word in known.intersection(words)]) for name, known in _SETS.items()}
    english = counts.pop("English")
    name = max(counts, key=lambda language: counts[language])
    enough = max(_FEWEST, _AS_MANY * english + 1, _SHARE * sum(words.values()))
    if counts[name] >= enough and len((_SETS[name] - _SETS["English"]) & words.keys()) >= _FEWEST_DIFFERENT:
        return name
    marked = len([word for word in _WORD.findall(sample) if word[0].islower() and _MARKED_LETTER.search(word)])
    return OTHER if not english and marked >= max(_FEWEST_MARKED, _MARKED * sum(words.values())) else ""


def notice(text: str, figures: int) -> str:
    """Return a notice about a document in a language that is not read or only partly read; else empty.

    >>> notice("Output rose by 5% in the year.", 1)
    ''
    """
    language = unread_language(text)
    if language == PARTLY_READ:
        return f"{READ_IN_PART} {language} (numbers, units, tables; few hedges and verbs); check each figure"
    if not language:
        return ""
    taken = f"{figures} of its numbers, a share or ISO currency each, are taken, without hedge and direction"
    taken = taken if figures else "none of its numbers is taken"
    return f"{NOT_READ} {language}: {taken}; translate it to read it"
