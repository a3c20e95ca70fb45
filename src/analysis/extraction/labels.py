"""What a language contributes to the reading of tables: the words in heads, captions and labels."""

import re
from collections.abc import Callable
from typing import NamedTuple


class LabelUnit(NamedTuple):
    """The unit that a label gives, and the factor of its scale."""

    unit: str
    factor: float = 1.0


class Labels(NamedTuple):
    """How the heads, captions and labels of tables are read in a language.

    `unit_of` reads a text that is nothing but a unit, `unit_of_label` the unit in a label, `unit_of_caption` that of a
    caption for the row with a label; `counted_noun` says what a label without a unit counts, and `is_per_share` whether
    it is an amount per share.
    `change`, `period` and `no_figures` match the head of a column of changes, of a period, and of notes or ranks.
    """

    unit_of: Callable[[str], LabelUnit | None]
    unit_of_label: Callable[[str], LabelUnit | None]
    unit_of_caption: Callable[[str, str], LabelUnit | None]
    counted_noun: Callable[[str], str]
    is_per_share: Callable[[str], bool]
    change: re.Pattern[str]
    period: re.Pattern[str]
    no_figures: re.Pattern[str]
