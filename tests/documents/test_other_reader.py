"""Figures of another reader are checked against the text, and keep their place, hedge and reader."""

import json
import shutil
from pathlib import Path

import pytest

from analysis.binding.inputs import search_inputs
from analysis.core.errors import SourceError
from analysis.documents.other_reader import read_other_figures
from analysis.documents.sources import read_sources, write_selection

# Written by LangExtract 1.x with its own data classes, about an invented article.
LANGEXTRACT = Path(__file__).parents[1] / "data" / "other_readers"
RECORD = {"source_id": "suwon", "start": 90, "end": 94, "text": "$430", "low": 430, "high": 430, "unit": "USD/t"}

MISPLACED = {"extraction_text": "no", "char_interval": {"start_pos": 0, "end_pos": 2}}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(LANGEXTRACT / "suwon.txt", folder)
    return folder


def read(folder, *lines):
    path = folder.parent / "found.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return read_other_figures(path, read_sources(folder).documents)


def test_langextract_documents_are_read_with_places_values_and_hedges(folder):
    documents = read_sources(folder).documents
    found = read_other_figures(LANGEXTRACT / "suwon.langextract.jsonl", documents)
    document = found.of(documents[0])
    assert document.reader == "langextract"
    assert [(item.text, item.low, item.unit, item.qualifier) for item in document.figures] == [
        ("about $430 per tonne", 430.0, "USD/t", "~"),
        ("$31 a tonne", 31.0, "USD/t", "="),  # without attributes: as we read the same place
        ("4.2 microns", 4.2, "um", "="),
    ]
    for item in document.figures:
        assert document.text[item.start : item.end] == item.text
        assert item.sentence in document.text
    assert len(found.notes) == 2
    assert "rose 5 percent" in found.notes[0]
    assert "langextract" in " ".join(document.notes)


def test_they_feed_the_models_from_the_list_of_articles_of_a_run(folder):
    places = [("suwon", str(folder / "suwon.txt"))]
    path = write_selection(folder.parent, folder, places, LANGEXTRACT / "suwon.langextract.jsonl")
    inputs, _ = search_inputs(read_sources(path), ["foil_profit_usd_per_t", "foil_thickness_um"])
    found = inputs["foil_profit_usd_per_t"]
    assert (found.value, found.named.figure.qualifier) == (430.0, "~")
    assert inputs["foil_thickness_um"].value == 4.2


def test_records_name_their_reader(folder):
    found = read(folder, {**RECORD, "reader": "a model"})
    assert found.readers == {"suwon": "a model"}
    assert found.figures["suwon"][0].sentence.startswith("Battery foil leaves")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({**RECORD, "start": 91, "end": 95}, r"line 1: suwon:91-95 .*90-94"),  # a slice that is not the text
        ({**RECORD, "source_id": "suwan"}, "line 1: no document 'suwan'; did you mean suwon"),
        ({**RECORD, "unit": "flob/t"}, "line 1: .*flob"),
        ({**RECORD, "wrong": 1}, "line 1: .*wrong"),
        ({**RECORD, "low": 500}, "line 1: .*500"),
        ({key: value for key, value in RECORD.items() if key != "low"}, "line 1: .*low"),
        ("{", "found.jsonl, line 1: expected a JSON object"),
        ({"figure": 5}, "line 1: no name of a document"),
        ({**RECORD, "low": "many"}, "line 1: low must be a number, got 'many'"),
        ({"document_id": "suwon", "extractions": 5}, "line 1: extractions must be a list of objects, got 5"),
        ("", "found.jsonl: contains no figures"),
        ("[1]", "line 1: expected a JSON object"),
        ({"document_id": "suwon", "extractions": [MISPLACED]}, "line 1: suwon:0-2 is 'Fo'"),
        ({"document_id": "suwon", "extractions": [{"extraction_class": "x"}]}, "line 1: .*extraction_text"),
    ],
)  # fmt: skip
def test_errors_name_file_line_and_place(folder, line, named):
    with pytest.raises(SourceError, match=named):
        read(folder, line)


def test_a_missing_file_is_an_error(folder):
    with pytest.raises(SourceError, match="nowhere"):
        read_other_figures(folder / "nowhere.jsonl", read_sources(folder).documents)
