"""Each paragraph of an article in Chinese and English is read in its own language."""

import pytest

from analysis.binding.inputs import search_inputs
from analysis.documents.sources import read_sources
from analysis.extraction.explain import explain_figures
from analysis.extraction.extract import extract_figures
from analysis.extraction.languages import in_languages

CHINESE = "衡阳讯 水口山的阳极板无人生产线投运以来，生产成本下降15%，能耗下降约9%，劳动生产率提高40%。"
ENGLISH = (
    "Since the unmanned line of the smelter started, costs are down by 15 percent, and output rose to 120,000 tonnes."
)


def read(text):
    return [(figure.text, figure.as_text) for figure in extract_figures(text)]


@pytest.mark.parametrize("parts", [(CHINESE, ENGLISH), (ENGLISH, CHINESE), (CHINESE, ENGLISH, ENGLISH, ENGLISH)])
def test_each_paragraph_is_read_as_if_it_stood_alone(parts):
    text = "\n\n".join(parts)
    alone = [figure for part in parts for figure in read(part)]
    assert read(text) == alone
    assert all(text[figure.start : figure.end] == figure.text for figure in extract_figures(text))
    assert [reading.figure.text for reading in explain_figures(text).readings] == [printed for printed, _ in alone]


@pytest.mark.parametrize(
    "text",
    [
        f"{ENGLISH}\n\nThe maker is 洞庭铜业 (Dongting Copper), and it is in 岳阳 in the province of 湖南.",
        f"{ENGLISH}\n\n湖南铜业",  # a caption
        f"{CHINESE}\n\nLME 3M copper 9,640 USD/t\nSHFE copper 78,310 CNY/t",  # a list of prices
        f"{CHINESE}\n\nDongting Copper Holdings Limited",
        CHINESE,
        ENGLISH,
        "",
    ],
)
def test_names_and_lists_in_another_script_do_not_divide_an_article(text):
    assert len(in_languages(text)) == 1


def test_the_parts_have_the_offsets_of_the_text():
    text = f"{ENGLISH}\n\n{CHINESE}\n\n{ENGLISH}\n"
    (_, own), (_, other) = in_languages(text)
    assert len(own) == len(other) == len(text)
    assert [max(pair) for pair in zip(own, other, strict=True)] == list(text)


def test_a_figure_in_either_language_feeds_an_input(tmp_path):
    (tmp_path / "a.md").write_text(f"Date: 2026-02-10\n\n{CHINESE}\n\n{ENGLISH}\n", encoding="utf-8")
    found, _ = search_inputs(read_sources(tmp_path), ["cost_cut", "energy_cut", "productivity_gain"])
    assert {name: item.value for name, item in found.items()} == {
        "cost_cut": 0.15,
        "energy_cut": 0.09,
        "productivity_gain": 0.4,
    }
