"""Definitions of verdicts, courses, grades and hedges for readers who meet them for the first time."""

from analysis.claims.reference_check import INFORMATION

VERDICT_MEANINGS = {
    "confirmed": "someone independent measured the same and agrees",
    "repeated by the claimant only": "all numbers that agree come from those who make the claim",
    "plausible by analogy": "others measured the same for another scope, place or time, and their numbers "
    "are in line with it",
    "outdated or garbled": "the number is from another time, or measures something other than the text says",
    "contradicted": "others who measured the same have another number, several numbers of something similar are far "
    "from it, or it does not fit other numbers of the sources",
    "not verifiable": "no reference of the same product, place, time and kind decides it",
    "not due yet": "it is about a time that had not come when the article appeared",
    "quoted correctly": "the target is what its author announced",
    "misquoted": "the author of the target announced another number",
    "quotation not checked": "no document by the target's author was found",
}
HEDGE_MEANINGS = {
    "about": "the number may be off by half its rounding step to both sides, as a round number without a hedge may",
    "more than, over, at least": "the number is a lower end; up to one rounding step more is allowed",
    "less than, nearly, at most": "the number is an upper end; up to one rounding step less is allowed",
    "rounding step": "the largest of 1, 2, 5, 10, 20 and so on that divides a number (33 % for a third) and is at most "
    "a third of it, for an end a sixth",
    "round number": "it has one digit other than 0, or two of which the second is 5, such as 300, 55 or 1,500; any "
    "other without a hedge, such as 44 or 1,400, is taken as printed",
    "exactly, precisely": "the number is taken as printed, even a round one",
}
COURSE_MEANINGS = {
    "on course": "what was measured or planned is enough for it",
    "barely within reach": "the fastest growth that was measured or planned is enough or nearly so, the slowest is not",
    "roughly": "the number is near, lies among numbers on both sides, or is a bound that allows it",
    "off course": "no growth that was measured or planned, or no pace since, would reach it",
}
SOURCE_LETTERS = {
    "A": "official statistics",
    "B": "research, associations and the trade press",
    "C": "companies, officials and state media",
    "D": "web pages without a known editor, and reprints",
    "E": "reprints of web pages without a known editor",
    "F": "no other source",
}


def verdict_meaning(label: str) -> str:
    """Return what the label of a claim means; for a target with whether it is on course. Empty for an unknown label.

    >>> verdict_meaning("confirmed")
    'someone independent measured the same and agrees'
    >>> verdict_meaning("quoted correctly, on course")
    'the target is what its author announced; what was measured or planned is enough for it'
    """
    parts = [part.strip() for part in label.split(",")]
    found = [VERDICT_MEANINGS.get(parts[0], ""), *(COURSE_MEANINGS.get(part, "") for part in parts[1:])]
    return "; ".join(part for part in found if part)


def grade_meanings() -> dict[str, str]:
    """Return what each letter and each number of an Admiralty grade means, as clauses.

    >>> grade_meanings()["D"], grade_meanings()["3"]
    ('the verdict rests at best on web pages without a known editor, and reprints', 'the claim is possibly true')
    """
    letters = {
        letter: f"the verdict rests {'at best ' if letter != 'F' else ''}on {words}"
        for letter, words in SOURCE_LETTERS.items()
    }
    return letters | {str(number): information_meaning(number) for number in INFORMATION}


def information_meaning(number: int) -> str:
    """Return what the number of a grade says about a claim, as a clause."""
    words = INFORMATION[number]
    return f"the claim {words}" if words.startswith("cannot") else f"the claim is {words}"
