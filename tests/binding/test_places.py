"""Towns, peoples and words for others: data/places.yaml, to which a project adds its own."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures
from analysis.binding.places import (
    elsewhere,
    place_layers,
    place_of_town,
    places_in,
    places_of_dateline,
    year_alone,
)
from analysis.documents.document import Document
from analysis.documents.sources import Sources


@pytest.fixture
def own_places(project):
    (project / "data").mkdir(exist_ok=True)
    return project / "data" / "places.yaml"


def test_a_project_adds_towns_peoples_and_words(own_places):
    text, dateline = "A Ruritanian mill", "STRELSAU, 4 June 2027 - Costs fell"
    assert place_of_town("Strelsau") == ""
    assert list(places_in(text)) == []
    assert places_of_dateline(dateline, 0, len(dateline)) == frozenset()
    assert not elsewhere().search("the mill upstream")
    own_places.write_text(
        "towns: {Ruritania: [Strelsau]}\npeople: {Ruritania: [Ruritanian]}\nelsewhere: [mill upstream]\n",
        encoding="utf-8",
    )
    assert place_of_town("STRELSAU") == "Ruritania"
    assert places_of_dateline(dateline, 0, len(dateline)) == {"Ruritania"}
    assert list(places_in(text)) == [(2, 12, "Ruritania")]
    assert elsewhere().search("the mill upstream")
    assert place_of_town("Jinan") == "Shandong"


def test_a_malformed_file_of_a_project_is_left_out_and_named(own_places):
    own_places.write_text("towns:\n  Ruritania: Strelsau\n", encoding="utf-8")
    assert place_of_town("Strelsau") == ""
    assert place_of_town("Jinan") == "Shandong"
    assert "places.yaml, line 2" in place_layers().problem
    assert "Ruritania" in place_layers().problem


@pytest.mark.parametrize(
    "head",
    [
        "DAYE, March 2029 - ",
        "Daye (Mar. 2029) – ",
        "DAYE, China, March 2029 - ",
        "Date: March 2029\n\n",
        "Date: 2029-03\n\n",
    ],
)
def test_a_month_alone_dates_an_article(head):
    def chosen(year):
        text = f"{head}The copper cluster had sales of 98 billion yuan in {year}.\n"
        documents = (Document("a", Path("a.txt"), text, "0"),)
        return bind_figures(Sources(documents), ["copper_cluster_size"])["copper_cluster_size"].chosen

    assert chosen(2028) is not None
    assert chosen(2023) is None  # long before
    assert chosen(2034) is None  # to come


@pytest.mark.parametrize(
    "text", ["In March 2029 the mill opened.", "It will move in March 2029", "The May 2029 report -"]
)
def test_a_month_in_a_sentence_does_not(text):
    assert year_alone(text) is None
