"""The notebook on exposure runs, and says what is so, for any material, limit, year and source."""

import json
import math
import re

import matplotlib.pyplot as plt
import pytest

from analysis import models
from analysis.claims.presets import load_presets
from analysis.models.producers import load_producers
from analysis.notebook.questions.western_exposure import (
    _draw_bar,
    addition,
    concentration_text,
    growth_text,
    series_of,
    supplies,
)

from ..conftest import ROOT

NOTEBOOK = ROOT / "notebooks" / "70_western_exposure.ipynb"


@pytest.fixture
def executed(monkeypatch):
    """Execute the whole notebook on other parameters, without pictures, and return all that it shows as text."""
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    monkeypatch.setenv("ANALYSIS_CHARTS", "none")
    code = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]

    def execute(**given):
        exec("\n".join("".join(cell["source"]) for cell in code[1:]), {"sources": "seeds", **given})
        return "\n".join(shown)

    return execute


EDGES = [
    {"share_limit": 0.0},
    {"share_limit": 1.0},
    {"material": "cobalt", "year": 2015},
    {"material": "graphite", "year": 2016},
    {"material": "gallium", "stage": "refined", "share_limit": 0.99},
]


@pytest.mark.parametrize("given", [*(preset.values for preset in load_presets("western_exposure").values()), *EDGES])
def test_every_cell_runs_and_shows_no_word_of_a_program(executed, given):
    text = executed(**given)
    charts = "\n".join(re.findall(r"\[chart\].*", text))
    assert charts.count("[chart]") >= 4
    assert re.findall(r"\bnan\b|\binf\b|None|undefined|_", charts) == []


def test_sources_without_a_use_or_material_are_accepted(executed, tmp_path):
    (tmp_path / "a.txt").write_text("Weather\n\nIt rained for three days.\n", encoding="utf-8")
    printed = executed(sources=str(tmp_path))
    assert "name no use" in printed
    assert "no percentage" in printed


def test_a_percentage_is_shown_next_to_the_shares_of_its_own_year(executed, tmp_path):
    told = ["In 2023 China mined 81% of the world's tungsten.", "In 1985 it was 30% of the world's tungsten."]
    now = "China mines 80% of the world's tungsten."
    (tmp_path / "a.txt").write_text("A headline\n\n" + "\n".join([*told, now]) + "\n", encoding="utf-8")
    printed = executed(sources=str(tmp_path))
    for sentence, shares in zip([*told, now], ["(2023) 80.8 %", "None published", "(2025) 78.7 %"], strict=True):
        row = next(line for line in printed.splitlines() if sentence in line)
        assert shares in row.partition(sentence)[0]


def test_a_limit_in_words_is_what_the_numbers_say_for_every_row():
    for material, stage, year in load_producers():
        for limit in (0.0, 0.05, 0.5, 1.0):
            found = models.western_exposure(material=material, stage=stage, year=year, share_limit=limit)
            words = addition(found, limit).text
            assert ("add nothing" in words) == (found.china_share <= limit)
            assert ("however large" in words) == (found.china_share > limit == 0)
            assert not re.search(r"\bnan\b|\binf\b|never|undefined", words + concentration_text(found))


def test_others_who_produce_nothing_get_no_growth_in_percent():
    class Outcome:
        output_to_add, output_to_add_t, growth_elsewhere = 1.0, 500.0, math.inf

    assert addition(Outcome, 0.5).text == (
        "To bring the share to an assumed limit of 50 %, others, who make none, would have to make 500 t a year"
    )
    assert growth_text(math.inf).startswith("no growth")


def test_a_part_of_a_bar_has_its_number_only_with_its_name():
    figure, axes = plt.subplots()
    for place, supply in enumerate(supplies(2025)):
        _draw_bar(axes, place, supply)
    for text in axes.texts:
        x, place = text.get_position()
        parts = [bar for bar in axes.patches if round(bar.get_y() + bar.get_height() / 2) == place]
        grey = parts[-1].get_x() <= x
        assert grey or not text.get_text()[:1].isdigit()
    plt.close(figure)


def test_supplies_are_sorted_and_not_later_than_the_year():
    for year in (1990, 2015, 2020, 2025):
        found = supplies(year)
        shares = [round(supply.china, 9) for supply in found]
        assert shares == sorted(shares, reverse=True)
        assert all(supply.year <= year for supply in found)


def test_a_series_is_of_one_publisher():
    for material, stage in {(name, at) for name, at, _ in load_producers()}:
        publisher, shares = series_of(material, stage)
        assert publisher in {"USGS", "BGS", "IEA"}
        assert all(0 <= share <= 1 for share in shares.values())
    assert series_of("copper", "magnets") == ("", {})
