"""The words that figures are written with: numbers, units, money, hedges and words of change."""

from analysis.extraction.lexicon.money import *  # noqa: F403 - one lexicon, written in four files
from analysis.extraction.lexicon.numerals import *  # noqa: F403
from analysis.extraction.lexicon.units import *  # noqa: F403
from analysis.extraction.lexicon.words import *  # noqa: F403
