"""English, with the German words that English articles on metals contain: rules, periods and subjects."""

from analysis.extraction.english.direction_rules import DIRECTION_RULES, sense_after, surroundings_of
from analysis.extraction.english.hedge_rules import hedge_around
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.english.periods import period_at, period_of_head, periods_in
from analysis.extraction.english.subjects import subject_of
from analysis.extraction.language import Language

ENGLISH = Language(
    name="English",
    tokens_in=tokens_in,
    hedge_around=hedge_around,
    surroundings_of=surroundings_of,
    direction_rules=DIRECTION_RULES,
    sense_after=sense_after,
    periods_in=periods_in,
    period_at=period_at,
    period_of_head=period_of_head,
    subject_of=subject_of,
)
