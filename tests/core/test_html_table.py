"""Objects displayed as tables: escaped, with headers and a caption, and of limited length."""

import dataclasses
from html.parser import HTMLParser

import pytest

from analysis import models, read_figures
from analysis.core.errors import SourceError
from analysis.core.figures import Figure, Figures
from analysis.core.html_table import Table
from analysis.documents.sources import read_sources
from analysis.models.results import results_of

EVIL = "<script>alert('&')</script>"


class Reader(HTMLParser):
    """Collects the tags of HTML with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def figure(start=0, sentence="", subject=None):
    return Figure("a1", start, start + 2, "10", 10.0, 10.0, "percent", sentence=sentence, subject=subject)


def test_cells_are_escaped():
    html = Table([EVIL], [[EVIL]], caption=EVIL, note=EVIL, row_heads=True).html
    read = Reader(html)
    assert "script" not in {tag for tag, _ in read.tags}
    assert read.text == [EVIL] * 4


@pytest.mark.parametrize(
    "shown",
    [
        figure(sentence=EVIL),
        Figures([figure(subject=EVIL)]),
        models.margin_uplift(),
        models.automation_effects(),
        models.growth_scenarios(base_year=[2024, 2025]),
        models.rare_earths(),
        models.simulate(
            models.growth_scenarios, {}, {"cluster_cny_bn": models.hedge_distribution(600, ">")}, ["required_growth"]
        ),
    ],
    ids=lambda shown: type(shown).__name__,
)
def test_tables_have_a_caption_and_row_and_column_headers(shown):
    read = Reader(shown._repr_html_())
    tags = [tag for tag, _ in read.tags]
    assert tags.count("caption") == 1
    scopes = [attributes.get("scope") for tag, attributes in read.tags if tag == "th"]
    assert set(scopes) == {"col", "row"}
    assert scopes.count("row") == tags.count("tr") - 1
    assert "script" not in tags


@pytest.mark.parametrize("model", [models.margin_uplift, models.automation_effects, models.growth_scenarios])
def test_an_outcome_displays_every_result_with_unit_and_meaning(model):
    outcome = model()
    words = Reader(outcome._repr_html_()).text
    for name, item in results_of(outcome).items():
        assert {name, item.unit, item.meaning} <= set(words)
        line = next(line for line in repr(outcome).splitlines() if line.startswith(f"{name} "))
        assert item.unit in line


def test_arrays_are_summarized_by_count_and_range():
    shares = models.margin_uplift(foil_share=[0.0, 0.25, 1.0])
    assert "3 values, 15 to 1,400" in repr(shares)


def test_a_long_table_is_truncated_and_says_how_many_rows_are_left_out():
    many = Figures(figure(start) for start in range(1000))
    assert len(repr(many).splitlines()) < 30
    assert repr(many).startswith("1,000 figures\n")
    assert repr(many).endswith("and 980 more")
    assert Reader(many._repr_html_()).text[-1] == "and 800 more"


def test_figures_are_a_tuple_and_slices_are_figures_too():
    many = Figures(figure(start) for start in range(5))
    assert many == tuple(many)
    assert many[1] == figure(1)
    assert type(many[1:3]) is Figures
    assert dataclasses.replace(many[0], start=3, end=5) == many[3]


def test_str_of_a_figure_gives_reading_and_place():
    assert str(figure(7)) == "10 % (a1:7-9)"


def test_read_figures_returns_the_figures_of_read_sources(sources_folder):
    found = read_figures(sources_folder)
    assert list(found) == read_sources(sources_folder).figures
    assert read_figures([sources_folder / "article.txt"]) == found


def test_read_figures_names_an_unreadable_document(sources_folder):
    (sources_folder / "broken.pdf").write_bytes(b"no PDF at all")
    with pytest.raises(SourceError, match=r"broken\.pdf"):
        read_figures(sources_folder)
    assert read_sources(sources_folder).figures  # the others can still be read


def test_read_figures_names_an_empty_folder(tmp_path):
    with pytest.raises(SourceError, match=tmp_path.name):
        read_figures(tmp_path)
