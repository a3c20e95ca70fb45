"""What shows itself as a table: escaped, with heads and a caption, and never endless."""

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
    """The tags of a piece of HTML with their attributes, and its text."""

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


def test_whatever_stands_in_a_cell_is_text():
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
def test_tables_have_a_caption_and_heads_for_rows_and_columns(shown):
    read = Reader(shown._repr_html_())
    tags = [tag for tag, _ in read.tags]
    assert tags.count("caption") == 1
    scopes = [attributes.get("scope") for tag, attributes in read.tags if tag == "th"]
    assert set(scopes) == {"col", "row"}
    assert scopes.count("row") == tags.count("tr") - 1
    assert "script" not in tags


@pytest.mark.parametrize("model", [models.margin_uplift, models.automation_effects, models.growth_scenarios])
def test_an_outcome_shows_every_result_with_unit_and_meaning_in_a_terminal_and_a_notebook(model):
    outcome = model()
    words = Reader(outcome._repr_html_()).text
    for name, item in results_of(outcome).items():
        assert {name, item.unit, item.meaning} <= set(words)
        line = next(line for line in repr(outcome).splitlines() if line.startswith(f"{name} "))
        assert item.unit in line


def test_arrays_are_told_by_how_many_they_are_and_how_far_they_reach():
    shares = models.margin_uplift(foil_share=[0.0, 0.25, 1.0])
    assert "3 values, 15 to 1,400" in repr(shares)


def test_many_figures_are_not_all_shown_and_the_rest_is_told():
    many = Figures(figure(start) for start in range(1000))
    assert len(repr(many).splitlines()) < 30
    assert repr(many).startswith("1,000 figures\n")
    assert repr(many).endswith("and 980 more")
    assert Reader(many._repr_html_()).text[-1] == "and 800 more"


def test_figures_are_a_tuple_and_their_slices_are_figures():
    many = Figures(figure(start) for start in range(5))
    assert many == tuple(many)
    assert many[1] == figure(1)
    assert type(many[1:3]) is Figures
    assert dataclasses.replace(many[0], start=3, end=5) == many[3]


def test_a_figure_says_what_it_is_and_where_it_stands():
    assert str(figure(7)) == "10 % (a1:7-9)"


def test_read_figures_reads_what_read_sources_reads(sources_folder):
    found = read_figures(sources_folder)
    assert list(found) == read_sources(sources_folder).figures
    assert read_figures([sources_folder / "article.txt"]) == found


def test_read_figures_refuses_a_document_that_cannot_be_read_and_names_it(sources_folder):
    (sources_folder / "broken.pdf").write_bytes(b"no PDF at all")
    with pytest.raises(SourceError, match=r"broken\.pdf"):
        read_figures(sources_folder)
    assert read_sources(sources_folder).figures  # the others can still be read


def test_read_figures_refuses_an_empty_folder_and_names_it(tmp_path):
    with pytest.raises(SourceError, match=f"{tmp_path.name}: the folder holds no"):
        read_figures(tmp_path)
