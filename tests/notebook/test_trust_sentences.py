"""The sentences on how far to trust a report hold for any number of figures, claims and sources, zero and one too."""

import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.presets import assumed_inputs
from analysis.core.references import cited_in_words
from analysis.documents.sources import Sources
from analysis.notebook.questions.briefing import claims_table, ranges_table, times_text
from analysis.notebook.questions.figures import caveat
from analysis.notebook.questions.verification import verdicts_sentence
from analysis.notebook.record import Results

NAMES = ("confirmed", "repeated by the claimant only", "plausible by analogy", "outdated or garbled", "contradicted")
NAMES += ("not verifiable", "not due yet")


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((0, 0, 0, 2), "No figure was found in the sources."),
        ((1, 0, 1, 1), "The source warns about its own figures."),
        ((9, 0, 0, 7), "No warning about their own figures was found in the sources."),
        ((9, 1, 0, 1), "1 figure is hedged in the body of an article but not in its highlights. No warning about its"),
        (
            (9, 2, 1, 4),
            "2 figures are hedged in the body of an article but not in its highlights. 1 of 4 sources warns",
        ),
        ((9, 0, 3, 4), "3 of 4 sources warn about their own figures."),
        ((9, 0, 0, 1), "No warning about its own figures was found in the source."),
    ],
)
def test_figures(numbers, text):
    assert caveat(*numbers).text.startswith(text)


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (
            (0, 0, 0, 0, 0, 0, 0),
            "No claim that can be compared with published figures was recognised in the sources.",
        ),
        ((1, 0, 0, 0, 0, 0, 0), "The one claim is confirmed by others."),
        ((0, 0, 0, 0, 0, 1, 0), "The one claim cannot be verified."),
        ((0, 0, 0, 0, 1, 0, 0), "The one claim is contradicted."),
        ((0, 0, 0, 0, 0, 2, 0), "None of 2 claims can be verified."),
        (
            (1, 0, 0, 0, 0, 1, 1),
            "Of 3 claims, 1 is confirmed by others, 1 is not due yet, and 1 cannot be verified.",
        ),
        ((2, 0, 0, 0, 0, 0, 0), "Of 2 claims, 2 are confirmed by others."),
        (
            (1, 2, 1, 0, 2, 3, 0),
            "Of 9 claims, 1 is confirmed by others, 2 are repeated by the claimant only, 1 is plausible by analogy, "
            "2 are contradicted, and 3 cannot be verified.",
        ),
    ],
)
def test_verdicts(counts, text):
    assert verdicts_sentence(dict(zip(NAMES, counts, strict=True)), {}).text == text


def test_a_result_that_is_undefined_in_the_draws_has_a_row(displayed):
    """A profit over one of zero, which no draw changes, is undefined, as are the ends of its range."""
    layers = {"wording": [None, None], "assumptions": [2.0, "never"], "evidence": [2.0, None]}
    item = {"value": None, "unit": "multiple", "layers": layers}
    ranges_table(Results({"20_margin_uplift": {"uplift_ratio": item}}, "a folder"))
    (row,) = [line for line in displayed[0].splitlines() if "Foil profit over wire profit" in line]
    assert row.count("ndefined") == 3


def test_a_run_without_claims_or_ranges_says_so(displayed):
    results = Results({"60_verification": {"verdicts": {"value": {}}, "reasons": {"value": {}}}}, "a folder")
    claims_table(results)
    ranges_table(results)
    assert "No claim of the sources feeds a model." in displayed
    assert "No notebook recorded a range." in displayed


def test_an_assumption_on_the_first_page_cites_the_publisher_instead_of_an_id():
    found, missing = search_inputs(Sources(()), ["foil_thickness_um"])
    because = cited_in_words(assumed_inputs(missing, found)["foil_thickness_um"].because)
    assert because == "the standard of the market, Yeedoo: battery foil that a maker calls the standard of the market"


def test_a_multiple_that_rounds_to_one_is_in_words():
    assert [times_text(value, "the present revenue") for value in (1.0, 1.0002, 1.67)] == [
        "the present revenue", "about the present revenue", "1.67 times"
    ]  # fmt: skip
