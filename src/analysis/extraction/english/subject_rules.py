"""The subject rules of English, in the order in which they are tried: what a figure measures.

The rules are patterns over the letters that `subject_tags` gives to the tokens of a sentence.
"""

from bisect import bisect_left
from collections import deque

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.lexer import counted_phrase
from analysis.extraction.english.subject_phrases import (
    contained_in,
    is_lasting_period,
    is_period,
    is_time,
    join_words,
    substance_of,
)
from analysis.extraction.english.subject_tags import REACH, SubjectCandidate, candidate
from analysis.extraction.lexer import Token
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, Found, Rule, first_answer

_MOST_WORDS = 8
_MOST_WORDS_BEFORE = 5
_MOST_WORDS_AFTER = 6
_MOST_WORDS_OF_DOER = 7
_GRADES = frozenset({"percent", "g/t", "ppm", "ppb", "kg/t"})
_WHERE = frozenset("region area country province sector currency terms".split())
_FIRMS = frozenset("company group firm".split())
_NOTHING_SAID = _FIRMS | frozenset("figure figures number amount".split())
NOTHING = ""  # the answer of a rule by which no word says what a figure measures

_NOUN = r"d?#?(?:[nazeg](?![.])|_(?=[_nazeg])|[t#](?=[nze]))*[nzeg]"
_LINK = "[opkf]"
_TIME = r"(?:[pkfo]?d?[najeo#]*t[t#pk]*|p#)"
_SUBJECT = lazy_regex(  # "In May [the output of the mine] in 2024 has" risen
    rf"(?:\A|(?<=[cS]))(?:[cbt]|dt+j|[pkf]d?[nazeo#]*t[t#]*|p(?:do)?#(?=d?[nae]))*"
    rf"(?P<thing>{_NOUN}(?:#(?!t))?(?:(?:{_LINK}|c(?!.*c))d?[#nazeg_]*[nzeg]#?)*(?:_(?=v))?){_TIME}*b*"
    r"(?:x|(?:[hb]|p(?=[vyx]))*(?P<verb>[vyxi]))"
)
_DOER = lazy_regex(rf"c?(?P<thing>{_NOUN}(?:{_LINK}d?[na]*n)*b*(?P<verb>(?:hb*)*[_wyvn]))d*\Z")  # "[Angola pumped]"
_OBJECT = lazy_regex(  # "cut [costs] in May by"
    r"(?:(?<!x)(?<!xb)y|i)b*u?(?P<thing>d?[nazge_#t]*[nzg](?:[okc]d?[nazge_]*[nz])?)(?:[pfkuo][dnazt#e]*)*d*\Z"
)
_NOUN_BEFORE = lazy_regex(  # "[cost] per tonne of", "[crops] worth"
    r"(?P<outer>[nazge]{1,3}[ok]d?)?(?P<thing>[nazeg_]*[nzg])(?:(?:f[#t]+)?(?P<of>o)(?:p|up)?|l)[de]*\Z"
)
_PHRASE = r"d?(?:[ag_],)?(?:[nazegt]|_(?=[nazeg]))*(?:[nzeg]|acn*[nz])(?!#)"
_AFTER = lazy_regex(_PHRASE)
_CHANGED = lazy_regex(rf"({_PHRASE})(?:[ok]{_PHRASE})*")
_NOUN_OF_CHANGE = lazy_regex(r"-?[nae_]{0,2}z[po]")
_MULTIPLIED = lazy_regex(r"[nazegd][nazeg_]*[nzeg]")
_MODIFIED = lazy_regex(r"[nae_]?[ne](?=[^nzage]|\Z)")
_LABEL = lazy_regex(r"(?P<label>[nazegpotfkcvyw_#]+):[de]*\Z")
_BRACKETED = lazy_regex(r"(?P<thing>[nazg]*n)\(\Z")
_HEADING = lazy_regex(r"(?:uc|_p|c|d(?=[^g]*p\Z))?(?P<thing>[nazegt]*[nzg])u?(?P<at>[pf]?)")
_SAME_CLAUSE = lazy_regex(r"[pkudbteofcz#j]*v?\Z")  # between two figures about one thing: "rose 5 % to"


def subject_of(quantity: Quantity, hedge_start: int) -> Found:
    """Return what a figure measures; `hedge_start` is where its hedge begins.

    It is what is counted, the object of a change ("cutting costs by 10%"), the phrase after the figure ("$15 for basic
    copper wire"), the label or noun before it ("Cash cost: $5", "a capacity of 5 t"), or the subject of the clause
    ("output rose 5%").
    """
    answer, rule = first_answer(candidate(quantity, hedge_start), SUBJECT_RULES)
    return Found(answer or None, rule)


def _counted(seen: SubjectCandidate) -> str | None:
    """The noun of "three mobile cranes"."""
    return join_words(counted_phrase(seen.quantity.right)) if seen.unit.startswith("count:") else None


def _object(seen: SubjectCandidate) -> str | None:
    """The object of "cut costs by", "put output at"."""
    if "y" not in seen.before and "i" not in seen.before:
        return None
    found = deque(_OBJECT.finditer(seen.before), 1)
    if not found:
        return None
    start, end = found[0].span("thing")
    words = [seen.tokens[place] for place in seen.near[start:end] if seen.tags[place] not in "#t"]
    return join_words(words) if words and not is_time(words) else None


def _more_of(seen: SubjectCandidate) -> str | None:
    """What there is more or less of by a share: "6 % more foil was made"."""
    found = seen.following in {"more", "fewer", "less"} and seen.unit == "percent" and _AFTER.match(seen.after, 1)
    if not found:
        return None
    words = list(seen.right[1 : found.end()])
    named = len(words) > 1 or words[0].word.endswith("s") or seen.after[found.end() : found.end() + 1] in {"x", "h"}
    return join_words(words) if named and not is_time(words) else None


def _of_change(seen: SubjectCandidate) -> str | None:
    """What changes by a figure: "a 5 % rise in costs", "a fall of 5 % in margins"."""
    found = _NOUN_OF_CHANGE.match(seen.after)
    end = found.end() if found else 1
    if not found and not (seen.before.endswith("zo") and seen.unit in lex.SHARES):
        return None
    changed = _CHANGED.match(seen.after, end)
    if changed is None or seen.right[end - 1].word not in {"in", "of"}:
        return None
    if seen.right[end - 2].word == "expansion" and seen.quantity.currency:
        return "expansion"  # "a $5 million expansion of the mill"
    words = list(seen.right[end : changed.end()])
    placed = words[-1].word in _WHERE or (not found and words[-1].printed[0].isupper())
    return None if placed or is_time(words) else join_words(words)


def _phrase(seen: SubjectCandidate) -> str | None:
    """The noun after "of", "in" or "for" right after the figure."""
    found = _AFTER.match(seen.after, 1) if seen.following in {"of", "in", "for"} else None
    if found is None or found.end() - 1 > _MOST_WORDS_AFTER:
        return None
    words = [token for token in seen.right[1 : found.end()] if token.kind == "word"]
    last = words[-1].printed
    measured = seen.following == "in" and last.lower() in known.MEASURED
    place = last[0].isupper() and (not last.isupper() or last.rstrip(".") in known.COUNTRIES)
    if seen.following != "of" and not measured and (not seen.quantity.currency or place):
        return None
    if seen.following == "in" and any(is_time([token]) or token.word in known.EARLIER for token in words):
        return None
    return None if is_time(words) or words[0].word in known.CONNECTING else join_words(words)


def _noun_and_purpose(seen: SubjectCandidate) -> str | None:
    """The noun of "a payout of $5 for workers"."""
    found = seen.following == "for" and not seen.quantity.rated and _NOUN_BEFORE.search(seen.before)
    given = found and found["of"] and _phrase(seen)
    return join_words(seen.words(seen.near, found.span("thing"))) if found and given else None


def _words_after(seen: SubjectCandidate) -> str | None:
    phrase = _phrase(seen)
    if phrase and seen.lasts:  # "inventories covered 24 days of use"
        return _subject(seen) or (None if phrase.lower() in known.MEASURED else phrase)
    return phrase if phrase and phrase.lower() not in known.ECONOMY else None


def _multiplied(seen: SubjectCandidate) -> str | None:
    """What a verb multiplies: "doubled their productivity", "the goal of tripling output"."""
    if seen.quantity.unit_rule != "multiple in words":
        return None
    found = _MULTIPLIED.match(seen.after)
    named = found and (seen.after[0] == "d" or seen.quantity.printed.text.endswith("ing"))
    words = list(seen.right[: found.end()]) if found else []
    return join_words(words) if named and not is_time(words) else None


def _shared(seen: SubjectCandidate) -> str | None:
    """The noun of "pays 2% duty", "a 5% interest rate"."""
    if seen.unit != "percent" or seen.following not in known.SHARED:
        return None
    return join_words(list(seen.right[: 1 + (len(seen.right) > 1 and seen.right[1].word == "rate")]))


def _modified(seen: SubjectCandidate) -> str | None:
    """The noun that a figure modifies: "a 12-metre yacht", "the $5 million grant"."""
    printed = seen.quantity.printed
    hyphened = printed.text.find("-") > 0 and not printed.scaled and seen.quantity.low == seen.quantity.high
    found = _MODIFIED.match(seen.after) if hyphened or seen.said.endswith("d") else None
    if found is None or seen.right[0].start <= seen.quantity.end:
        return None
    words = list(seen.right[: found.end()])
    owned = seen.unit in lex.SHARES and words[0].word.endswith("ed")  # "the 60 % owned mine"
    adjective = words[-1].word.endswith(("ing", "al", "ive", "ous"))
    empty = any(token.word in known.EMPTY_MODIFIED or token.word in known.NOT_NOUNS for token in words)
    return None if owned or adjective or empty or is_time(words) else join_words(words)


def _label(seen: SubjectCandidate) -> str | None:
    """The words before a colon right before the figure: "Unit net cash cost: $1.40"."""
    start = max(0, seen.hedge - REACH)
    found = _LABEL.search(seen.tags, start, seen.hedge) if seen.tags.rfind(":", start, seen.hedge) >= 0 else None
    words = seen.tokens[slice(*found.span("label"))] if found else ()
    plain = 0 < len(words) <= _MOST_WORDS and words[0].kind == "word" and words[-1].printed not in known.PERIODS
    return join_words(list(words)) if plain and not is_period(words) else None


def _noun_before(seen: SubjectCandidate) -> str | None:
    """The noun before "of" or "worth" and the figure: "a cost per tonne of $5", "crops worth $5"."""
    found = _NOUN_BEFORE.search(seen.before)
    if found is None:
        return None
    if (
        found["of"]
        and seen.tags[seen.hedge - 4 : seen.hedge - 3] == "("
        and seen.tags[seen.hedge - 2 : seen.hedge] == ")o"
    ):
        return seen.tokens[seen.hedge - 3].printed  # "earnings before tax (EBT) of"
    start, end = found.span("thing")
    outer = found["outer"] or ""
    linked = seen.near[found.end("outer") - 2 - outer.endswith("d")] if outer and found["of"] else -1
    if linked >= 0 and seen.tokens[linked].word not in known.EMPTY_LINKED:
        return join_words(seen.words(seen.near, (found.start("outer"), end)))
    while end - start > 1 and seen.before[start] in "_g":
        start += 1
    words = seen.words(seen.near, (start, end))
    noun, thing = words[-1].word, words[-2].word if len(words) > 1 else ""
    change = seen.before[end - 1] == "z"
    bare = change and thing not in known.MEASURED and not (noun == "growth" and thing in known.GROWING)
    empty = (noun in known.EMPTY_NOUNS and not (thing and change)) or (not thing and noun in known.VAGUE)
    apart = words[0].word in known.EARLIER or seen.tokens[seen.near[-1]].word == "the"
    timed = is_time(words) and not is_lasting_period(words) and noun != "return"
    owner = (
        not found["of"] and (thing or seen.before[max(0, start - 1)] in "pk") and words[-1].printed[0].isupper()
    )  # "loans to Glencore totalling $5"
    return None if bare or empty or apart or timed or owner else join_words(words if found["of"] else words[-1:])


def _in_brackets(seen: SubjectCandidate) -> str | None:
    """The noun before a figure that fills brackets: "falls in capital goods ($5 million)"."""
    found = (
        _BRACKETED.search(seen.tags, max(seen.floor, seen.hedge - REACH), seen.hedge)
        if seen.after.startswith(")")
        else None
    )
    words = seen.tokens[slice(*found.span("thing"))] if found else ()
    return join_words(list(words)) if words and words[-1].printed.islower() else None


def _nothing_before(seen: SubjectCandidate) -> str | None:
    """Nothing if no word of the clause comes between the previous figure and this one."""
    worded = any(seen.tags[place] not in "#" for place in seen.clause if place >= seen.floor)
    return None if worded or seen.hedge < seen.start else NOTHING


def _subject(seen: SubjectCandidate) -> str | None:
    """The noun before the verb of the clause; after a verb and another figure a new one begins with "and"."""
    places, tags, printed = seen.clause, seen.said, seen.quantity.printed.text
    doubled = seen.quantity.unit_rule == "multiple in words" and {"h", "x"}.isdisjoint(tags)
    joined = bool(places) and seen.tokens[places[0]].word == "with"
    if doubled and printed.endswith(("ed", "ing") if joined else "ed"):
        places, tags = [*places, seen.start], tags + "v"  # the figure is the verb
    after = bisect_left(places, seen.floor)
    if not after or {*"vxwyi_"}.isdisjoint(tags[:after]):
        return _subject_in(seen, places, tags)
    own = tags.rfind("c", after)
    found = _subject_in(seen, places[own:], tags[own:]) if own >= 0 else None
    if found or not _SAME_CLAUSE.match(tags, after):
        return found
    if _OBJECT.search(tags[:after]):
        return None  # "raised the rate by 1 % to 9 %" says what the figure before measures
    return _subject_in(seen, places, tags)


def _subject_in(seen: SubjectCandidate, places: list[int], tags: str) -> str | None:
    if tags[:1] == "p" and seen.tokens[places[0]].word == "with":
        tags = "c" + tags[1:]  # "with exports totalling 5 t"
    matches = deque(_SUBJECT.finditer(tags), 1)
    if not matches:
        return None
    found = matches[0]
    start, end = found.span("thing")
    words = seen.words(places, (start, end))
    listed = start == 0 and "c" in tags[:end] and seen.tags[max(0, places[0] - 1)] == ","
    if listed and all(token.printed[0].isupper() for token in words if token.word != "and"):
        return None  # "Sales from Peru, Chile and Bolivia"
    if tags[start] == "g" and (end - start == 1 or tags[start + 1] == "d"):
        return None  # "having touched"
    words = _without_figures(seen, words, tags[start:end])
    if not words or (is_time(words) and not is_lasting_period(words)):
        return None
    if not known.NO_SUBJECT.isdisjoint([token.word for token in words]):
        return None
    if words[-1].word in _NOTHING_SAID and len(words) < 3:
        return None
    price = seen.quantity.currency and not seen.quantity.printed.scaled
    moved = price or seen.unit in lex.SHARES or seen.unit == "point"
    verb = seen.tokens[places[found.start("verb")]].word if found["verb"] else ""
    measured = moved or any(token.word in known.MEASURED for token in words)
    return join_words(words) if measured or verb not in known.OF_COMPANIES else None


def _without_figures(seen: SubjectCandidate, words: list[Token], tags: str) -> list[Token]:
    """A subject up to a figure in it, and of its last words if it is long: "Revenue of R9 billion" is revenue."""
    for place in range(1, len(words) - 1):
        number = words[place + 1]
        if tags[place] in "opfk" and tags[place + 1] == "#" and number.word[0].isdigit():
            following = words[place + 2].start if place + 2 < len(words) else number.end + 2
            apart = following - number.end > 1 or number.start - words[place].end > 1  # "$", "%" between
            if tags[place] == "o" or (apart and following - number.end != 1):
                words = words[:place]
                break
    words = words[1:] if len(words) > 1 and words[0].word in known.DETERMINERS else words
    if words and words[0].kind == "number":
        words = [token for token in words if token.start >= seen.quantity.floor] or words[1:]
    if len(words) > _MOST_WORDS:  # "Metal Bulletin's spot lithium carbonate price"
        half = range(len(words) // 2, 0, -1)
        words = words[next((at for at in half if words[at].word.endswith(("'s", "’s"))), -1) + 1 :]
    if len(words) > _MOST_WORDS:
        words = words[: next((at for at, token in enumerate(words) if token.word in known.STOPS_OF), len(words))]
    return words


def _of_no_life(seen: SubjectCandidate) -> str | None:
    """Nothing for a span of time, except after a label: "Mine life 21 years", "validity 90 days"."""
    return NOTHING if seen.lasts and not (seen.near and seen.last in known.LASTING) else None


def _heading(seen: SubjectCandidate) -> str | None:
    """A few words without a verb before a figure: "Capital spending $1.1 billion", "and gallium at"."""
    found = _HEADING.fullmatch(seen.before)
    if found and seen.before[0] == "g" and found.end("thing") > 2:
        found = _HEADING.fullmatch(seen.before, 1)  # "driving smelter output 6 % lower"
    if found is None or (seen.before[0] == "d" and not seen.after.startswith(",")):
        return None
    start, end = found.span("thing")
    listed = seen.before[0] == "c" and seen.last in {"by", "to", "from"}
    ends = not found["at"] or seen.last == "at" or listed or (found["at"] == "f" and seen.unit == "percent")
    words = [token for token in seen.words(seen.near, (start, end)) if token.kind == "word"]
    named = ends and end - start <= _MOST_WORDS_BEFORE and seen.before[end - 1] != "g" and words
    return join_words(words) if named and not is_time(words[-1:]) else None


def _done(seen: SubjectCandidate) -> str | None:
    """Who does what with the figure: "Angola pumped 1.1 million barrels" is about what Angola pumped."""
    if seen.near[:1] != seen.clause[:1] or len(seen.before) > _MOST_WORDS_OF_DOER:
        return None
    found = _DOER.match(seen.before)
    if found is None or seen.before[0] == "g" or seen.last in {"a", "an", "the"}:
        return None
    words = seen.words(seen.near, found.span("thing"))
    verb = words[-1].word
    who = seen.tokens[seen.near[found.start("verb") - 1]].word
    modal = "h" in found["verb"] and found["verb"].endswith("n")
    acts = modal or verb in known.ONLY_ACTIONS or (verb.endswith("ed") and verb not in known.STATING)
    return join_words(words) if acts and who not in _FIRMS and not is_time(words[:-1]) else None


SUBJECT_RULES: tuple[Rule[SubjectCandidate, str], ...] = (
    Rule("what is counted", _counted, Example("It bought three mobile cranes.", "three", "mobile cranes"), Example("It bought three metres of rod.", "three metres", "rod")),
    Rule("substance after the figure", lambda seen: substance_of(seen.quantity) if seen.unit in _GRADES else None, Example("The drill hit 12 m at 5% copper.", "5%", "copper"), Example("The drill hit 12 m of copper.", "12 m", "copper")),
    Rule("word before the figure", lambda seen: seen.tokens[seen.hedge - 1].printed if seen.unit in _GRADES and seen.last in known.GRADING else None, Example("It mines ore grading 5%.", "5%", "grading"), Example("A grade of 5% was found.", "5%", "grade")),
    Rule("words in the figure", lambda seen: contained_in(seen.quantity) if seen.quantity.rated else None, Example("It makes 7 GWh of battery cells annually.", "7 GWh of battery cells annually", "battery cells"), Example("It makes 7 GWh of battery cells.", "7 GWh", "battery cells")),
    Rule("object of the change", _object, Example("It is cutting costs by 10%.", "10%", "costs"), Example("Costs were cut by 10%.", "10%", "Costs")),
    Rule("more or less of it", _more_of, Example("This meant 6% more foil was made.", "6%", "foil"), Example("This was 6% more than before.", "6%", "")),
    Rule("noun of change after the figure", _of_change, Example("It made a 5% rise in output.", "5%", "output"), Example("It made 5% of the output.", "5%", "output")),
    Rule("noun before the figure and its purpose", _noun_and_purpose, Example("It made a payout of $5 for workers.", "$5", "payout"), Example("It paid $15 for copper wire.", "$15", "copper wire")),
    Rule("words after the figure", _words_after, Example("It holds 5% of the market.", "5%", "market"), Example("Debt is 5% of GDP.", "5%", "Debt")),
    Rule("words after a multiple", _multiplied, Example("It doubled its output.", "doubled", "output"), Example("Output doubled.", "doubled", "Output")),
    Rule("noun after a share", _shared, Example("It pays 2% duty.", "2%", "duty"), Example("It pays 2% of the duty.", "2%", "duty")),
    Rule("noun after the figure", _modified, Example("It is a $5 million project.", "$5 million", "project"), Example("A project needs $5 million.", "$5 million", "")),
    Rule("label before the figure", _label, Example("Cash cost: $5.", "$5", "Cash cost"), Example("Cash cost is $5.", "$5", "Cash cost")),
    Rule("noun before the figure", _noun_before, Example("It has a capacity of 5 t.", "5 t", "capacity"), Example("Capacity rose to 5 t.", "5 t", "Capacity")),
    Rule("noun before the brackets", _in_brackets, Example("The ore (7%) is sold.", "7%", "ore"), Example("The ore (7% of it) is sold.", "7%", "")),
    Rule("nothing before the figure", _nothing_before, Example("5 t were sold.", "5 t", ""), Example("Sales were 5 t.", "5 t", "Sales")),
    Rule("time until something", lambda seen: NOTHING if seen.lasts and seen.last in {"in", "within", "after"} else None, Example("The works is to open in 36 months.", "36 months", ""), Example("The mine life is 36 months.", "36 months", "mine life")),
    Rule("subject of the clause", _subject, Example("Output rose 5%.", "5%", "Output"), Example("It rose 5%.", "5%", "")),
    Rule("time that nothing lasts", _of_no_life, Example("It took 21 years.", "21 years", ""), Example("The mine life is 21 years.", "21 years", "mine life")),
    Rule("words before the figure", _heading, Example("Capital spending $1.1 billion.", "$1.1 billion", "Capital spending"), Example("Angola pumped 1.1 million barrels.", "1.1 million barrels", "Angola pumped")),
    Rule("who does it", _done, Example("Angola pumped 1.1 million barrels.", "1.1 million barrels", "Angola pumped"), Example("It pumped 1.1 million barrels.", "1.1 million barrels", "")),
)  # fmt: skip
