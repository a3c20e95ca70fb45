"""Towns, peoples and words for others: data/places.yaml, to which a project adds its own."""

import pytest

from analysis.claims.places import elsewhere, place_layers, place_of_town, places_in, places_of_dateline


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
