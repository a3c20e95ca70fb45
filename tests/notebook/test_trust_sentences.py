"""The sentences on how far to trust a report hold for any number of figures, claims and sources, zero and one too."""

import pytest

from analysis.claims.glossary import grade_meaning
from analysis.notebook.briefing import figures_text, verdicts_text

NAMES = ("total", "confirmed", "repeated", "plausible", "garbled", "contradicted", "open")
FIGURES = ("figures", "used", "lost", "cautious", "sources")


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((0, 0, 0, 0, 2), "No figure was found in the sources."),
        ((1, 1, 0, 1, 1), "The one figure in the sources feeds a model. The source warns about its own figures."),
        ((9, 0, 0, 0, 7), "None of the 9 figures in the sources feeds a model. No source warns about its own figures."),
        (
            (9, 1, 1, 0, 1),
            "Of 9 figures in the sources 1 feeds a model, and 1 is hedged in the body of an article but exact in",
        ),
        (
            (9, 5, 2, 1, 4),
            "2 are hedged in the body of an article but exact in its highlights. 1 of 4 sources warns about its",
        ),
        ((9, 5, 0, 3, 4), "5 feed the models. 3 of 4 sources warn about their own figures."),
        ((9, 5, 0, 0, 1), "5 feed the models. The source does not warn about its own figures."),
    ],
)
def test_figures(numbers, text):
    assert text in figures_text(*numbers).format(**dict(zip(FIGURES, numbers, strict=True)))


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((0, 0, 0, 0, 0, 0, 0), "The sources state no claim that can be compared with what others have published."),
        ((1, 1, 0, 0, 0, 0, 0), "The one claim is confirmed by others."),
        ((1, 0, 0, 0, 0, 0, 1), "The one claim cannot be verified."),
        ((1, 0, 0, 0, 0, 1, 0), "The one claim is contradicted."),
        ((2, 0, 0, 0, 0, 0, 2), "Of 2 claims none is confirmed by others, and 2 cannot be verified."),
        ((2, 2, 0, 0, 0, 0, 0), "Of 2 claims 2 are confirmed by others."),
        (
            (9, 1, 2, 1, 0, 2, 3),
            "Of 9 claims 1 is confirmed by others, 2 are repeated by the claimant only, 1 is plausible by analogy, "
            "2 are contradicted, and 3 cannot be verified.",
        ),
    ],
)
def test_verdicts(counts, text):
    counted = dict(zip(NAMES, counts, strict=True))
    assert verdicts_text(counted).format(**counted) == text


@pytest.mark.parametrize("grade", ["A1", "C5", "F6", "F3"])
def test_a_grade_is_a_sentence(grade):
    assert "the claim is " in grade_meaning(grade) or "the claim cannot be judged" in grade_meaning(grade)


def test_no_other_grade_has_a_meaning():
    assert {grade_meaning(grade) for grade in ("", "G1", "A7", "A", "unknown")} == {""}
