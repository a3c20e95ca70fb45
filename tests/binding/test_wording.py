"""The wording of a figure: weights that were learnt from labelled articles, and what they may and may not decide."""

from pathlib import Path

import pytest

from analysis.binding import candidates, wording
from analysis.binding.figure_rules import load_rules
from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources

FILLER = "The company was founded by two brothers in the old town. " * 6
ARTICLE = f"A mill in Ulsan\n\nULSAN, 3 March 2028 - {FILLER}The foil for cells {{}} ${{}} a tonne.\n"


def chosen(text, name="lithium_foil_profit"):
    document = Document("a", Path("a.txt"), text, "0")
    found = bind_figures(Sources((document,)), [name])[name].chosen
    return found.figure.text if found else None


def forget():
    wording.forget()
    candidates._kept_candidates.cache_clear()


@pytest.fixture
def learnt(monkeypatch):
    """Weights of a test for the words after "for"."""

    def use(**words):
        own = {("", ""): -3.0, **{("before", word): weight for word, weight in words.items()}}
        monkeypatch.setattr(wording, "weights", lambda: {"": {}, "lithium_foil_profit": own})
        forget()

    monkeypatch.setattr(wording, "FAMILIAR", 0.001)  # one known word is enough
    yield use
    forget()


def test_words_that_no_list_has_tell_a_figure_if_they_were_learnt(learnt):
    text = ARTICLE.format("hums along with", 900)
    learnt()
    assert chosen(text) is None
    learnt(along=9.0)
    assert chosen(text) == "$900 a tonne"


def test_learnt_words_speak_against_a_figure(learnt):
    text = ARTICLE.format("earns, as the guests cheered,", 900)
    learnt()
    assert chosen(text) == "$900 a tonne"
    learnt(cheer=-9.0)
    assert chosen(text) is None


@pytest.mark.parametrize("name", ["lithium_foil_profit"])
def test_no_wording_makes_another_product_the_right_one(learnt, name):
    learnt(along=9.0)
    text = ARTICLE.replace("foil for cells", "copper wire").format("hums along with", 900)
    assert chosen(text, name) is None


def test_a_sentence_or_two_are_decided_by_the_other_conditions(learnt):
    learnt(earn=-9.0)
    assert chosen("Battery foil earns $900 a tonne.") == "$900 a tonne"


def test_an_article_in_unknown_words_is_decided_by_the_other_conditions(learnt, monkeypatch):
    text = ARTICLE.format("hums along with", 900)
    learnt(along=9.0)
    monkeypatch.setattr(wording, "FAMILIAR", 0.9)
    assert wording.familiarity(text) < 0.9
    assert chosen(text) is None
    known = {("before", word): 0.0 for word in wording._words(text)}
    monkeypatch.setattr(
        wording, "weights", lambda: {"": known, "lithium_foil_profit": {("before", "along"): 9.0, ("", ""): -3.0}}
    )
    forget()
    assert wording.familiarity(text) == 1.0
    assert chosen(text) == "$900 a tonne"


def test_another_condition_gives_the_reason_where_there_is_one(learnt):
    learnt(sell=-9.0)
    document = Document("a", Path("a.txt"), ARTICLE.format("sells at", 900), "0")
    binding = bind_figures(Sources((document,)), ["lithium_foil_profit"])["lithium_foil_profit"]
    failed = {item.name for item in binding.candidates[0].conditions if item.outcome == "failed"}
    assert "wording" in failed
    assert "likely" not in binding.candidates[0].reason


def test_the_weights_are_of_named_figures():
    assert set(wording.weights()) - {""} <= set(load_rules())
    assert len(set(wording.weights()) & set(load_rules())) > 20


def test_words_of_another_figure_of_the_sentence_do_not_speak_against_a_figure(learnt):
    text = ARTICLE.format("earns", 900).replace("a tonne.", "a tonne and the dull wire $20.")
    learnt(dull=-9.0)
    assert chosen(text) == "$900 a tonne"
    assert chosen(text.replace("foil for cells earns", "dull foil for cells earns")) is None
