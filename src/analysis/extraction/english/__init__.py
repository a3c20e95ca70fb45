"""English, with the German words that occur in English articles on metals."""

from analysis.extraction.english.clauses import goes_on, is_same_thing
from analysis.extraction.english.counted_nouns import is_year, name_amounts, name_counts
from analysis.extraction.english.direction_rules import DIRECTION_RULES, sense_after
from analysis.extraction.english.ellipsis import propagate_rates, propagate_units
from analysis.extraction.english.hedge_rules import hedge_around
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.english.numbers import numbers_in
from analysis.extraction.english.period_context import headings_in, looks_ahead, period_of_head, tells_on
from analysis.extraction.english.period_rules import PERIOD_EXCLUSIONS, PERIOD_RULES
from analysis.extraction.english.period_search import periods_in
from analysis.extraction.english.ranges import join_ranges
from analysis.extraction.english.subject_rules import subject_of
from analysis.extraction.english.surroundings import surroundings_of
from analysis.extraction.english.units_elsewhere import units_of_headings, units_of_sentences_before
from analysis.extraction.language import Language
from analysis.extraction.patterns import EXCLUSIONS
from analysis.extraction.table_headers import ENGLISH_LABELS

ENGLISH = Language(
    name="English",
    labels=ENGLISH_LABELS,
    exclusions=EXCLUSIONS,
    numbers_in=numbers_in,
    tokens_in=tokens_in,
    steps=(
        join_ranges,
        propagate_rates,
        name_counts,
        units_of_headings,
        propagate_units,
        units_of_sentences_before,
        name_amounts,
    ),
    is_year=is_year,
    hedge_around=hedge_around,
    surroundings_of=surroundings_of,
    direction_rules=DIRECTION_RULES,
    sense_after=sense_after,
    periods_in=periods_in,
    period_of_head=period_of_head,
    period_rules=PERIOD_RULES,
    period_exclusions=PERIOD_EXCLUSIONS,
    looks_ahead=looks_ahead,
    tells_on=tells_on,
    headings_in=headings_in,
    subject_of=subject_of,
    is_same_thing=is_same_thing,
    goes_on=goes_on,
)
