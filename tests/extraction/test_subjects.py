"""The short phrase for what a figure measures, and nothing where it is unsure."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The line cut electricity use by 5%.", "electricity use"),
        ("Refined output rose 5%.", "Refined output"),
        ("It earns $20 for plain copper rod.", "plain copper rod"),
        ("They want annual growth of 5%.", None),
        ("And then, 5%!", None),
        # a soft wrap ends no clause, "while" begins one
        ("The new line, which has been running for a whole year, cuts the electricity\nuse by 5%.", "electricity use"),
        ("Costs went their own way, while sales rose 5%.", "sales"),
        ("Refined CO2 rose 5%.", "Refined CO2"),
        ("Mills' output rose 5%.", "Mills' output"),
    ],
)
def test_a_subject_is_a_phrase_of_the_text(text, expected):
    (figure,) = extract_figures(text)
    assert figure.subject == expected
