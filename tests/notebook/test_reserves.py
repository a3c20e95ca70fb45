"""What is said on reserves beside the survey, for articles of any year."""

from dataclasses import replace

import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.cross_checks import refused_share
from analysis.documents.sources import read_sources
from analysis.notebook.questions.rare_earths import (
    edition_of_the_claim,
    rounding_sentence,
    survey_of_the_world,
    survey_text,
)
from analysis.notebook.study import parameter_defaults, study

ARTICLE = """---
title: Rare earths (invented for the tests)
date: {date}
---

China has 44 million tonnes of rare earth reserves, 49 percent of all reserves in the world.
{exports}
Stocks of rare earth miners jumped: one of them gained 10.1% on Monday.
About 27 billion yuan was added to the market value of the rare earth sector on that day.
"""


@pytest.fixture
def rare(tmp_path):
    """Return a study of the rare earths of an article."""

    def read(date, exports="China's rare earth exports are 80% of world trade."):
        (tmp_path / "a.md").write_text(ARTICLE.format(date=date, exports=exports), encoding="utf-8")
        stated = {"rare_earth_reserves_mt": 44.0, "rare_earth_reserve_share": 0.49}
        return study({"sources": str(tmp_path), **stated}, "rare_earths")

    return read


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2001-05-01", "110 Mt"),
        ("2019-05-22", "120 Mt"),
        ("2025-06-01", "at least 90 Mt"),
        ("2026-01-20", "at least 90 Mt"),
        ("2026-03-12", "at least 75 Mt"),
    ],
)
def test_reserves_are_compared_with_the_survey_of_their_time(date, words, rare):
    case = rare(date)
    survey = survey_of_the_world(case)
    assert survey_text(survey) == words
    fits = "does not exclude that" if "at least" in words else "does not fit"
    assert rounding_sentence(case, survey).text.endswith(f"; the survey had {words}, which {fits}.")


def test_numbers_that_are_not_rounded_are_compared_with_the_survey_too(rare):
    case = rare("2019-05-22")
    survey = survey_of_the_world(case)
    exact, near = (replace(survey, value=value, low=None, high=None) for value in (120.0, 91.0))
    start = "Without any rounding the two numbers allow only 89.8 Mt; the survey had "
    assert rounding_sentence(case, exact).text == f"{start}120 Mt, which does not fit."
    assert rounding_sentence(case, near).text == f"{start}91 Mt, which fits."


@pytest.mark.parametrize(
    ("exports", "refused"),
    [
        ("China's rare earth exports are 80% of world trade.", False),
        ("China's rare earth exports are 80% of world reserves.", True),
    ],
)
def test_exports_are_a_share_of_trade_and_none_of_reserves(exports, refused, rare):
    item = rare("2026-03-12", exports).inputs["rare_earth_export_share"]
    assert bool(refused_share(item.named)) is refused


@pytest.mark.parametrize(
    ("reserves", "day", "words"),
    [
        ("55 million", "2012-03-01", ""),  # the newest edition then
        ("55 million", "2020-03-01", "2015"),
        ("44 million", "2020-03-01", ""),
        ("61 million", "2020-03-01", ""),  # in no edition
    ],
)
def test_reserves_of_an_old_edition_are_named_as_such(tmp_path, reserves, day, words):
    text = f"China has rare earth reserves of {reserves} tonnes, or 40 percent of the world's reserves."
    header = f"---\ntitle: A note\ndate: {day}\n---\n"
    (tmp_path / "a.md").write_text(f"{header}# A note\n\n{text}\n", encoding="utf-8")
    inputs, _ = search_inputs(read_sources(tmp_path), parameter_defaults("rare_earths"))
    given = {name: item.value for name, item in inputs.items()}
    case = study({"sources": str(tmp_path), **given}, "rare_earths")
    assert edition_of_the_claim(case) == words
    own = study({"sources": str(tmp_path), **given, "rare_earth_reserves_mt": 55.5}, "rare_earths")
    assert edition_of_the_claim(own) == ""
