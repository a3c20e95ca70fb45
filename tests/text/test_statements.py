"""The sentence in which a source limits what its figures are good for."""

from analysis.text.sources import read_document
from analysis.text.statements import caveat_of


def document(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def test_a_disclaimer_is_found_with_its_place(tmp_path):
    source = document(tmp_path, "Output rose 5%. All numbers here should be independently verified first. The end.")
    caveat = caveat_of(source)
    assert caveat.text == "All numbers here should be independently verified first."
    assert source.text[caveat.start : caveat.end] == caveat.text
    assert caveat.place == f"a:{caveat.start}-{caveat.end}"


def test_the_header_of_a_brief_states_it_outright(tmp_path):
    source = document(tmp_path, "---\npublisher: p\ncaveat: figures of one company\n---\nText, for reference only.\n")
    caveat = caveat_of(source)
    assert caveat.text == "figures of one company" == source.text[caveat.start : caveat.end]


def test_a_source_without_a_caveat_has_none(tmp_path):
    assert caveat_of(document(tmp_path, "Output rose 5% on the year.")) is None
