"""A person chooses the figure of an input among its candidates; picks.yaml keeps the choice."""

import pytest

from analysis import explorer
from analysis.binding.inputs import model_inputs
from analysis.binding.named_figures import bind_figures
from analysis.core.errors import SourceError
from analysis.documents.sources import read_sources
from analysis.explorer import display
from analysis.explorer.case import case_of
from analysis.models import margin_uplift

pytest.importorskip("ipywidgets", reason="ipywidgets are not installed: extra `lab`")
FIRST, SECOND = "Battery foil earns a profit of $900 a tonne.", "Battery foil earns a profit of $700 a tonne."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(f"{FIRST}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{SECOND}\n", encoding="utf-8")
    return tmp_path


def test_the_candidates_are_listed_with_their_sentences(folder):
    sources = read_sources(folder)
    html, text = display.candidates_table(bind_figures(sources, ["lithium_foil_profit"]), sources)
    for sentence in (FIRST, SECOND):
        assert sentence in text
        assert sentence in html
    assert "Profit per tonne of lithium-battery copper foil (2)" in text
    assert "paragraph 1, sentence 1, b:31-43" in text
    assert "paragraph 1, sentence 1</span><br><code>b:31-43</code>" in html


def test_figures_of_something_else_are_not_candidates(folder):
    sources = read_sources(folder)
    html, text = display.candidates_table(bind_figures(sources, ["copper_cluster_size"]), sources)
    assert "close enough to be listed: size of the copper cluster" in text
    assert FIRST not in html


def test_rows_of_candidates_are_in_words(tmp_path):
    text = "The industry's revenue in Gansu grew by 0.5 billion yuan over the past five years. It makes metals."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    sources = read_sources(tmp_path)
    _, shown = display.candidates_table(bind_figures(sources, ["five_year_increase"]), sources)
    assert "Rise of the industry's scale over the past five years" in shown
    assert "outside CNY 1 to 5,000 billion" in shown


def test_a_choice_is_stored_next_to_the_sources_and_can_be_undone(folder):
    called = []
    widget = display.Choices(str(folder), ["lithium_foil_profit"], lambda: called.append(1))
    listed = widget.lists["lithium_foil_profit"]
    place = next(place for label, place in listed.options if SECOND in label)
    listed.value = place
    assert model_inputs(read_sources(folder), ["foil_profit_usd_per_t"])["foil_profit_usd_per_t"].value == 700
    assert "picks.yaml" in widget.message.value
    again = display.Choices(str(folder), ["lithium_foil_profit"])
    assert again.lists["lithium_foil_profit"].value == place
    again.lists["lithium_foil_profit"].value = display.BY_RULE
    assert not (folder / "picks.yaml").exists()
    assert called == [1]


def test_a_choice_in_a_removed_article_is_reported_and_not_stored(folder):
    widget = display.Choices(str(folder), ["lithium_foil_profit"])
    listed = widget.lists["lithium_foil_profit"]
    (folder / "b.txt").unlink()
    listed.value = next(place for label, place in listed.options if SECOND in label)
    assert "b" in widget.message.value
    assert not (folder / "picks.yaml").exists()


def test_a_folder_is_looked_for_in_the_current_folder_and_then_in_the_project(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder.parent)
    explorer.choose_figures(folder.name, ["lithium_foil_profit"])
    assert FIRST in capsys.readouterr().out
    assert case_of(margin_uplift, "seeds").base["foil_profit_usd_per_t"] > 0
    with pytest.raises(SourceError, match="nowhere: no such file or folder"):
        explorer.explore(margin_uplift, "nowhere")


def test_the_explorer_offers_the_choice_where_a_figure_is_open(folder, monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(explorer, "attended", lambda: True)
    monkeypatch.setattr(explorer, "choose_figures", lambda sources, names: shown.append(set(names)))
    explorer.explore(margin_uplift, str(folder))
    assert "lithium_foil_profit" in shown[0]
    assert "lithium_foil_profit" in capsys.readouterr().out
