"""Scripts in Markdown are not part of the article."""

import pytest

from analysis.documents.document import read_document

ARTICLE = """# Tin

Tin rose 3 percent.
<script>
window.data = { price: "40 USD/t", impact: 12 };
</SCRIPT >
<style>p { margin: 4 px }</style><!-- Lead fell 9 percent. -->
Zinc fell 2 percent.
"""


def test_figures_of_scripts_styles_and_comments_are_not_read_and_places_stay(tmp_path):
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    document = read_document(tmp_path / "a.md")
    assert [figure.text for figure in document.figures] == ["3 percent", "2 percent"]
    assert [ARTICLE[figure.start : figure.end] for figure in document.figures] == ["3 percent", "2 percent"]


@pytest.mark.parametrize("opening", ["<script>", "<!--", "<style>"])
def test_what_is_not_closed_stays(tmp_path, opening):
    (tmp_path / "a.txt").write_text(f"{opening} {opening} Tin rose 3 percent.", encoding="utf-8")
    assert [figure.text for figure in read_document(tmp_path / "a.txt").figures] == ["3 percent"]
