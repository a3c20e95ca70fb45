"""The words that figures are written with; each word is listed once, with everything known about it.

`numerals` lists number words, scales, fractions and multiples; `money` signs, codes and names;
`shared_money` those that several countries use; `units` the units;
`words` hedges, directions and other words around a figure.
"""

from analysis.extraction.lexicon.money import *  # noqa: F403 - one lexicon, written in five files
from analysis.extraction.lexicon.numerals import *  # noqa: F403
from analysis.extraction.lexicon.shared_money import *  # noqa: F403
from analysis.extraction.lexicon.units import *  # noqa: F403
from analysis.extraction.lexicon.words import *  # noqa: F403
