"""Examples of functions inside the package: what they return for typical arguments."""

from analysis.documents.decoding import without_surrogates
from analysis.documents.document import is_document, name_of, without_code
from analysis.documents.head import date_in
from analysis.documents.html_pages import _with_spaces_between_spans, _with_superscripts, _without_lists_in_cells
from analysis.documents.pdf_pages import _joined_words


def test_examples_of_without_surrogates():
    assert without_surrogates("a\ud800b") == "a\ufffdb"


def test_examples_of_without_code():
    assert (
        without_code("Tin rose 3 %. <script>x = 5</script>Zinc fell 2 %.")
        == "Tin rose 3 %.                       Zinc fell 2 %."
    )


def test_examples_of_is_document():
    assert is_document("a.PDF")
    assert is_document("a.txt.gz")
    assert not is_document("a.csv")


def test_examples_of_name_of():
    assert name_of("2026/a.txt.gz") == "2026/a"
    assert name_of("v1.2.md") == "v1.2"


def test_examples_of_date_in():
    assert date_in("JAKARTA, Nov 2 2026 - Tin rose 2%.") == "Nov 2 2026"


def test_examples_of_with_spaces_between_spans():
    assert (
        _with_spaces_between_spans("<span>Copper</span><span>$9,142</span>, <span>C</span><span>u</span>")
        == "<span>Copper</span> <span>$9,142</span>, <span>C</span><span>u</span>"
    )


def test_examples_of_with_superscripts():
    assert (
        _with_superscripts('10<sup>6</sup> t for USD 500<sup><a href="#1">1</a></sup>, CO<sub>2</sub>')
        == "10⁶ t for USD 500¹, CO2"
    )


def test_examples_of_without_lists_in_cells():
    assert _without_lists_in_cells("<td><ul><li>5 t</li><li>7 t</li></ul></td>") == "<td>5 t; 7 t</td>"


def test_examples_of_joined_words():
    assert (
        _joined_words("the alu-\nminium of a low-\ncarbon and other low-carbon works")
        == "the aluminium of a low-carbon and other low-carbon works"
    )
