"""Chinese, in simplified and traditional characters."""

from analysis.extraction.chinese.directions import DIRECTION_RULES, sense_after, surroundings_of
from analysis.extraction.chinese.hedges import hedge_around
from analysis.extraction.chinese.lexer import fold, tokens_in
from analysis.extraction.chinese.numbers import EXCLUSIONS, numbers_in
from analysis.extraction.chinese.periods import PERIOD_EXCLUSIONS, PERIOD_RULES, period_of_head, periods_in, tells_on
from analysis.extraction.chinese.ranges import (
    join_ranges,
    name_amounts,
    prices_without_money,
    propagate_rates,
    share_units,
    units_stated_above,
)
from analysis.extraction.chinese.subjects import subject_of
from analysis.extraction.chinese.units import LABELS
from analysis.extraction.language import Language
from analysis.extraction.quantity import Quantity


def is_year(quantity: Quantity) -> bool:
    """Return whether a bare number is a year."""
    return quantity.unit is None and 1900 <= quantity.low < 2100 and quantity.printed.text.isdigit()


CHINESE = Language(
    name="Chinese",
    glossary="zh",
    fold=fold,
    labels=LABELS,
    exclusions=EXCLUSIONS,
    numbers_in=numbers_in,
    tokens_in=tokens_in,
    steps=(units_stated_above, prices_without_money, join_ranges, share_units, propagate_rates, name_amounts),
    is_year=is_year,
    hedge_around=hedge_around,
    surroundings_of=surroundings_of,
    direction_rules=DIRECTION_RULES,
    sense_after=sense_after,
    periods_in=periods_in,
    period_of_head=period_of_head,
    period_rules=PERIOD_RULES,
    period_exclusions=PERIOD_EXCLUSIONS,
    tells_on=tells_on,
    subject_of=subject_of,
)
