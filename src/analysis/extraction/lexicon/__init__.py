"""The words that figures are written with; each word is listed once, with everything known about it.

`numerals` lists number words, scales, fractions and multiples; `money` signs, codes and names, also those that several
countries share; `units` the units; `words` hedges, directions and other words around a figure.
"""

from analysis.extraction.lexicon.money import *  # noqa: F403 - one lexicon, written in four files
from analysis.extraction.lexicon.numerals import *  # noqa: F403
from analysis.extraction.lexicon.units import *  # noqa: F403
from analysis.extraction.lexicon.words import *  # noqa: F403
