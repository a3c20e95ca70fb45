"""The subject rules of English, in the order in which they are tried: what a figure measures."""

from dataclasses import dataclass

from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.clauses import REACH, clause_of, closes_bracket, whole_clause
from analysis.extraction.english.lexer import counted_phrase
from analysis.extraction.english.subject_phrases import (
    abbreviation_of,
    changed_thing,
    contained_in,
    driven_thing,
    in_brackets,
    join_words,
    modified_by,
    more_of,
    noun_of,
    of_change,
    of_multiple,
    phrase_after,
    substance_of,
    valued_thing,
    worth_of,
)
from analysis.extraction.english.subjects import (
    clause_subject,
    done_by,
    heading_of,
    label_of,
    subject_before,
    subject_before_aside,
)
from analysis.extraction.lexer import Token, Tokens, first_word, said
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, Found, Rule, first_answer

_MOST_IN_BRACKETS = 9
_MOST_WORDS_BEFORE = 5
_GRADES = frozenset({"percent", "g/t", "ppm", "ppb", "kg/t"})
_BEFORE_PHRASE = frozenset({"of", "in", "for"})
NOTHING = ""  # the answer of a rule by which no word says what a figure measures


@dataclass(slots=True)
class SubjectCandidate:
    """The input of the subject rules: a figure and the tokens around it; `hedge_start` is where its hedge begins.

    `right` are the tokens after it, and `following` the first word of them. `tokens` are those before its hedge, back
    to the previous figure, `clause` those of its clause, and `words` the words of the clause, in lower case in `heard`.
    """

    quantity: Quantity
    hedge_start: int
    right: Tokens
    following: str
    tokens: Tokens
    clause: Tokens
    words: list[Token]
    heard: set[str]

    @property
    def last(self) -> str:
        """The last word before the figure."""
        return self.words[-1].word if self.words else ""

    @property
    def lasts(self) -> bool:
        """Whether the figure is a span of time."""
        return self.quantity.unit in lex.DURATIONS

    @property
    def has_hedge(self) -> bool:
        """Whether a hedge precedes the figure."""
        return self.hedge_start < self.quantity.start


def subject_of(quantity: Quantity, hedge_start: int) -> Found:
    """Return what a figure measures; `hedge_start` is where its hedge begins.

    It is what is counted, the object of a change ("cutting costs by 10%"), the phrase after the figure ("$15 for basic
    copper wire"), the label or noun before it ("Cash cost: $5", "a capacity of 5 t"), or the subject of the clause
    ("output rose 5%").
    """
    answer, rule = first_answer(_candidate(quantity, hedge_start), SUBJECT_RULES)
    return Found(answer or None, rule)


def _candidate(quantity: Quantity, hedge_start: int) -> SubjectCandidate:
    right = quantity.right
    if first_word(right) in {"(", ")"}:
        # "7 million tonnes (Mt) of slab": the figure is said again in the bracket.
        closing = next((place for place, token in enumerate(right[:_MOST_IN_BRACKETS]) if token.word == ")"), -1)
        right = right[closing + 1 :] if first_word(right[closing + 1 :]) == "of" else right
    tokens = quantity.before(hedge_start, REACH)
    if closes_bracket(tokens) or (first_word(tokens) == "," and said(tokens) == ", of"):
        # "capital spending (on a 50% basis) rose 10%", "an NPV, discounted at 5 %, of $7"
        tokens = quantity.sentence.between(max(0, hedge_start - REACH), hedge_start)
    clause = clause_of(tokens)
    if len(clause) > 2 and clause[-1].word == "of" and clause[-2].kind == "number" and clause[-3].kind == "word":
        clause = (*clause[:-3], clause[-1])  # "a dividend for 2024 of"
    words = [token for token in clause if token.kind == "word"]
    if len(words) > 1 and words[-1].word in {"between", "from"} and words[-2].word == "of":
        words = words[:-1]
    heard = {token.word for token in words}
    return SubjectCandidate(quantity, hedge_start, right, first_word(right), tokens, clause, words, heard)


def _counted(seen: SubjectCandidate) -> str | None:
    """The noun of "three mobile cranes"."""
    return join_words(counted_phrase(seen.right)) if (seen.quantity.unit or "").startswith("count:") else None


def _changed(seen: SubjectCandidate) -> str | None:
    return changed_thing(seen.words) if not lex.TRANSITIVE.isdisjoint(seen.heard) else None


def _set(seen: SubjectCandidate) -> str | None:
    return (valued_thing(seen.words) or driven_thing(seen.words)) if not known.SETTING.isdisjoint(seen.heard) else None


def _phrase(seen: SubjectCandidate) -> str | None:
    if seen.following not in _BEFORE_PHRASE:
        return None
    return phrase_after(seen.right, money=seen.quantity.currency)


def _noun_and_purpose(seen: SubjectCandidate) -> str | None:
    """The noun of "a payout of $5 for workers"."""
    given = seen.following == "for" and not seen.quantity.rated and _phrase(seen)
    return noun_of(seen.words) if given else None


def _words_after(seen: SubjectCandidate) -> str | None:
    phrase = _phrase(seen)
    if phrase and seen.lasts and seen.following == "of":  # "inventories covered 24 days of use"
        return _subject(seen) or (None if phrase.lower() in known.MEASURED else phrase)
    return phrase if phrase and phrase.lower() not in known.ECONOMY else None


def _is_multiple(seen: SubjectCandidate) -> bool:
    return seen.quantity.unit_rule == "multiple in words"


def _shared(seen: SubjectCandidate) -> str | None:
    """The noun of "pays 2% duty", "a 5% interest rate"."""
    if seen.quantity.unit != "percent" or seen.following not in known.SHARED:
        return None
    return join_words(list(seen.right[: 1 + (said(seen.right[1:2]) == "rate")]))


def _noun_before(seen: SubjectCandidate) -> str | None:
    noun = noun_of(seen.words) or worth_of(seen.words)
    return (abbreviation_of(seen.tokens) or noun) if seen.last == "of" else noun


def _subject(seen: SubjectCandidate) -> str | None:
    complete = not seen.has_hedge and seen.clause is not seen.tokens
    return clause_subject(seen.quantity, seen.clause if complete else whole_clause(seen.quantity, seen.hedge_start))


def _doubled(seen: SubjectCandidate) -> str | None:
    """The subject of "sales to Asia doubled"."""
    doubled = _is_multiple(seen) and seen.quantity.printed.text.endswith("ed") and len(seen.words) == len(seen.clause)
    return subject_before(seen.words, follows=False) if doubled else None


def _before_aside(seen: SubjectCandidate) -> str | None:
    aside = seen.following == "," or first_word(seen.clause) == "which"
    return subject_before_aside(seen.tokens, seen.clause, seen.following) if aside else None


def _of_no_life(seen: SubjectCandidate) -> str | None:
    """Nothing for a span of time, except after a label: "Mine life 21 years", "validity 90 days"."""
    labelled = 0 < len(seen.words) < _MOST_WORDS_BEFORE and seen.last in known.LASTING and not seen.has_hedge
    return NOTHING if seen.lasts and not labelled else None


def _interrupted(seen: SubjectCandidate) -> str | None:
    """Nothing if the clause has marks or numbers other than a quarter: "25H1"."""
    counted = sum(token.kind != "number" or not known.QUARTER.fullmatch(token.word) for token in seen.clause)
    return None if len(seen.words) == counted else NOTHING


def _heading(seen: SubjectCandidate) -> str | None:
    unit = seen.quantity.unit
    return heading_of(seen.words, multiplied=unit in {"multiple", "fraction"}, shared=unit == "percent")


def _done(seen: SubjectCandidate) -> str | None:
    return done_by(seen.words, follows=seen.quantity.floor >= 0 and len(seen.clause) == len(seen.tokens))


SUBJECT_RULES: tuple[Rule[SubjectCandidate, str], ...] = (
    Rule("what is counted", _counted, Example("It bought three mobile cranes.", "three", "mobile cranes"), Example("It bought three metres of rod.", "three metres", "rod")),
    Rule("substance after the figure", lambda seen: substance_of(seen.quantity) if seen.quantity.unit in _GRADES else None, Example("The drill hit 12 m at 5% copper.", "5%", "copper"), Example("The drill hit 12 m of copper.", "12 m", "copper")),
    Rule("word before the figure", lambda seen: seen.words[-1].printed if seen.quantity.unit in _GRADES and seen.last in known.GRADING else None, Example("It mines ore grading 5%.", "5%", "grading"), Example("A grade of 5% was found.", "5%", "grade")),
    Rule("words in the figure", lambda seen: contained_in(seen.quantity) if seen.quantity.rated else None, Example("It makes 7 GWh of battery cells annually.", "7 GWh of battery cells annually", "battery cells"), Example("It makes 7 GWh of battery cells.", "7 GWh", "battery cells")),
    Rule("object of the change", _changed, Example("It is cutting costs by 10%.", "10%", "costs"), Example("Costs were cut by 10%.", "10%", "Costs")),
    Rule("object of the verb", _set, Example("It pushed output to 5 t.", "5 t", "output"), Example("Output was pushed to 5 t.", "5 t", "Output")),
    Rule("noun of change after the figure", lambda seen: of_change(seen.quantity) or more_of(seen.quantity), Example("It made a 5% rise in output.", "5%", "output"), Example("It made 5% of the output.", "5%", "output")),
    Rule("noun before the figure and its purpose", _noun_and_purpose, Example("It made a payout of $5 for workers.", "$5", "payout"), Example("It paid $15 for copper wire.", "$15", "copper wire")),
    Rule("words after the figure", _words_after, Example("It holds 5% of the market.", "5%", "market"), Example("Debt is 5% of GDP.", "5%", "Debt")),
    Rule("words after a multiple", lambda seen: of_multiple(seen.quantity) if _is_multiple(seen) else None, Example("It doubled its output.", "doubled", "output"), Example("Output doubled.", "doubled", "Output")),
    Rule("noun after a share", _shared, Example("It pays 2% duty.", "2%", "duty"), Example("It pays 2% of the duty.", "2%", "duty")),
    Rule("noun after the figure", lambda seen: modified_by(seen.quantity, seen.clause), Example("It is a $5 million project.", "$5 million", "project"), Example("A project needs $5 million.", "$5 million", "")),
    Rule("label before the figure", lambda seen: label_of(seen.quantity, seen.hedge_start, seen.tokens), Example("Cash cost: $5.", "$5", "Cash cost"), Example("Cash cost is $5.", "$5", "Cash cost")),
    Rule("noun before the figure", _noun_before, Example("It has a capacity of 5 t.", "5 t", "capacity"), Example("Capacity rose to 5 t.", "5 t", "Capacity")),
    Rule("noun before the brackets", lambda seen: in_brackets(seen.tokens, seen.right) if seen.following == ")" else None, Example("The ore (7%) is sold.", "7%", "ore"), Example("The ore (7% of it) is sold.", "7%", "")),
    Rule("nothing before the figure", lambda seen: None if seen.words or seen.has_hedge else NOTHING, Example("5 t were sold.", "5 t", ""), Example("Sales were 5 t.", "5 t", "Sales")),
    Rule("time until something", lambda seen: NOTHING if seen.lasts and seen.last in {"in", "within", "after"} else None, Example("The works is to open in 36 months.", "36 months", ""), Example("The mine life is 36 months.", "36 months", "mine life")),
    Rule("subject of the clause", _subject, Example("Output rose 5%.", "5%", "Output"), Example("It rose 5%.", "5%", "")),
    Rule("subject of a multiple", _doubled, Example("Sales to Asia doubled.", "doubled", "Sales to Asia"), Example("Sales to Asia were doubled.", "doubled", "Sales to Asia")),
    Rule("subject of the clause before", _before_aside, Example("Costs, which fell 5%, matter.", "5%", "Costs"), Example("Costs fell 5%, which matters.", "5%", "Costs")),
    Rule("time that nothing lasts", _of_no_life, Example("It took 21 years.", "21 years", ""), Example("The mine life is 21 years.", "21 years", "mine life")),
    Rule("marks or numbers in the clause", _interrupted, Example("In 2024 coils 21 t.", "21 t", ""), Example("Coils 21 t.", "21 t", "Coils")),
    Rule("words before the figure", _heading, Example("Capital spending $1.1 billion.", "$1.1 billion", "Capital spending"), Example("Angola pumped 1.1 million barrels.", "1.1 million barrels", "Angola pumped")),
    Rule("who does it", _done, Example("Angola pumped 1.1 million barrels.", "1.1 million barrels", "Angola pumped"), Example("It pumped 1.1 million barrels.", "1.1 million barrels", "")),
)  # fmt: skip
