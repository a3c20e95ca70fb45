"""The title of an article that states none: the name of its file, or its opening words."""

import pytest

from analysis.claims.archive import read_article
from analysis.documents.document import read_document


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("wire_only.txt", "It rained today.", "Wire only"),
        ("a.txt", "It rained today.", "It rained today."),
        ("a.txt", "---\ntitle: Rain\n---\nIt rained today.", "Rain"),
        ("001_9ab38ce0c90c8b46.txt", "The smelters of the province cut their costs by a tenth, said one. More.",
         "The smelters of the province cut their costs by a tenth,…"),
        ("7.txt", "有色金属工业增加值增长5%。" * 9, ("有色金属工业增加值增长5%。" * 9)[:60] + "…"),
        ("b.txt", "Curbs: how much is shipped?\n\nPublisher: Desk\n\nIt rained.", "Curbs: how much is shipped?"),
        ("b.txt", "What a year for tin!\n\nIt rained.", "What a year for tin!"),
        ("7.txt", "Foilโs makers lost money.", "Foil’s makers lost money."),
        ("7.txt", "---\ndate: 2020-01-01\n---\n", "7"),
    ],
)  # fmt: skip
def test_an_article_without_a_title_is_named_by_its_file_or_its_opening(tmp_path, name, text, title):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_document(tmp_path / name).title == title


def test_the_ledger_of_an_archive_names_the_article_so_too(tmp_path):
    (tmp_path / "7.txt").write_text("It rained today.", encoding="utf-8")
    assert read_article(read_document(tmp_path / "7.txt"))[0]["title"] == "It rained today."
