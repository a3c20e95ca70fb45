"""The words that figures are written with; each word is listed once, with everything known about it."""

from analysis.extraction.lexicon.money import *  # noqa: F403 - one lexicon, written in four files
from analysis.extraction.lexicon.numerals import *  # noqa: F403
from analysis.extraction.lexicon.units import *  # noqa: F403
from analysis.extraction.lexicon.words import *  # noqa: F403
