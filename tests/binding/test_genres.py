"""Texts that report no facts, and reports that look like one."""

import pytest

from analysis.binding.genres import GENRES, genre_of
from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources

FACT = "It made a profit of $900 on each tonne of lithium battery foil."


@pytest.mark.parametrize("genre", GENRES, ids=lambda genre: genre.name)
def test_an_example_is_of_its_genre_and_a_report_with_its_sign_is_not(genre):
    assert genre_of(genre.example) == genre.name
    assert genre_of(genre.report) == ""


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("Mock exam\n1. A mill makes 5 t. What is its yield?", "an exam"),
        ("Homework for Friday\nA mill earned $9 a tonne. Find the profit.", "an exam"),
        ("EXERCISE 12\nWork out the margin.", "an exam"),
        ("The Saturday puzzle\nHow much does the mill earn?", "an exam"),
        ("期中考试题\n求利润。", "an exam"),
        ("On this day in 1969\nMill earns $9.", "a look back"),
        ("CHAPTER IV\nThe mill earned $9.", "a story"),
        ("The mill, a play by A. Writer\nHe earned $9.", "a story"),
        ("第三章\n老周放下茶杯。", "a story"),
        ("Parody: mill earns $9.", "satire"),
        ("[COMPANY] said on [DATE] that it earned $9.", "a form to fill in"),
        ("Dear {{name}}, we earned $9. {{signature}}", "a form to fill in"),
        ("XX公司XX年利润为9元。", "a form to fill in"),
        ("The company and all figures in this case are fictitious. It earned $9.", "an illustration"),
        ("This page shows dummy data. Costs fell 9 %.", "an illustration"),
        ("本案例中的企业和数据均为虚构。", "an illustration"),
        ("Smelter passes test: costs down 9 %. How did it do that?", ""),
        ("Quiz show sponsor earns $9. What is next?", ""),
        ("The Saturday quiz, with answers\nWhat did the mill earn? $9.", ""),
        ("The puzzle of copper\nWhy did it earn $9? Analysts calculate that demand rose.", ""),
        ("The mill opens a new chapter. It earned $9.", ""),
        ("The mill [in Leeds] earned $9 [sic].", ""),
        ("The company was made up of two mills. Its figures are audited.", ""),
        ("Every number in the note was made up, the firm said.", ""),
    ],
)
def test_genres(text, genre):
    assert genre_of(text) == genre


@pytest.mark.parametrize(("heading", "fed"), [("Mill reports", True), ("A short story by A. Reader", False)])
def test_a_text_that_reports_no_facts_feeds_no_input(heading, fed, tmp_path):
    document = Document("a", tmp_path / "a.txt", f"{heading}\n\n{FACT}", "0")
    found = bind_figures(Sources((document,)), ["lithium_foil_profit"])["lithium_foil_profit"]
    assert bool(found.chosen) is fed


@pytest.mark.parametrize(
    ("text", "feeds"),
    [
        (f"Fact check: '{FACT}'\n\nVerdict: FALSE. It goes back to a joke.", False),
        (f"CLAIM: '{FACT}' RATING: misleading.", False),
        (f"CLAIM: '{FACT}' VERDICT: true. CLAIM: 'It owns a railway.' VERDICT: false.", True),
        ("According to the indictment, it made a profit of $900 on each tonne of lithium battery foil.", False),
        ("Plaintiffs say that it made a profit of $900 on each tonne of lithium battery foil.", False),
        ("According to the report, it made a profit of $900 on each tonne of lithium battery foil.", True),
    ],
)
def test_a_refuted_claim_and_an_accusation_feed_no_input(text, feeds, tmp_path):
    document = Document("a", tmp_path / "a.txt", text, "0")
    found = bind_figures(Sources((document,)), ["lithium_foil_profit"])["lithium_foil_profit"]
    assert bool(found.chosen) is feeds
