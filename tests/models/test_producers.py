"""The table of producers: every row complete, one edition used at a time, and a broken row named by file and line."""

import re

import pytest

from analysis.core.errors import AnalysisError
from analysis.core.paths import data_folder
from analysis.models.producers import (
    REST,
    load_producers,
    output_of,
    producers,
    share_of,
    stages_of,
    tonnes_per_unit,
    years_known,
)
from analysis.models.questions.western_exposure import MATERIALS, STAGES

HEADER = "material,stage,year,country,value,unit,edition,publisher,title,date,address,standing,note\n"
ROW = "copper,refined,2025,China,14,kt,USGS 2026,USGS,Copper,2026-02-06,doi.org/10.5066,reprint,\n"
OTHER = ROW.replace("China", "Chile").replace("14", "2")


@pytest.fixture
def table(tmp_path):
    """Write a table, and return what is read of it."""

    def table(*rows, header=HEADER):
        path = tmp_path / "exposure.csv"
        path.write_text(header + "".join(rows), encoding="utf-8")
        return load_producers.__wrapped__(path)

    return table


def rows_of_all():
    return [row for editions in load_producers().values() for rows in editions.values() for row in rows]


def test_the_materials_and_stages_of_the_model_match_the_table():
    assert {row.material for row in rows_of_all()} == set(MATERIALS)
    assert {row.stage for row in rows_of_all()} == set(STAGES)


def test_the_materials_that_were_asked_for_have_their_last_two_years():
    asked = [("copper", "mined"), ("copper", "refined"), ("rare earths", "mined"), ("rare earths", "separated")]
    asked += [(name, "mined") for name in ("tungsten", "graphite", "lithium", "nickel", "cobalt")]
    for material, stage in [*asked, ("gallium", "refined"), ("nickel", "refined"), ("cobalt", "refined")]:
        years = stages_of(material)[stage]
        assert years[-2:] in ([2023, 2024], [2024, 2025]), (material, stage)


def test_at_least_three_series_begin_in_2015():
    since = [(name, stage) for name in MATERIALS for stage, years in stages_of(name).items() if years[0] == 2015]
    assert len(since) >= 3
    assert ("copper", "refined") in since


def test_every_row_says_where_it_is_from():
    for row in rows_of_all():
        assert all((row.publisher, row.title, row.address, row.standing))
        assert not re.search(r"/(?:work|root|tmp|home)/", row.address)
        assert row.standing != "derived" or re.search(r"\d", row.note), row


def test_shares_in_whole_percent_are_a_whole_but_for_rounding():
    for key, editions in load_producers().items():
        for name, rows in editions.items():
            if rows[0].unit == "fraction":
                assert sum(row.value for row in rows) == pytest.approx(1, abs=0.005 * len(rows)), (key, name)


def test_two_publishers_agree_within_ten_points_where_both_count_the_same():
    for key, editions in load_producers().items():
        shares = [share_of(rows) for rows in editions.values()]
        assert max(shares) - min(shares) < 0.1, key


def test_the_first_edition_of_a_year_is_used_and_the_largest_is_first(table, monkeypatch):
    second = ROW.replace("USGS 2026", "BGS").replace("14", "99")
    found = table(OTHER, ROW.replace("China", REST).replace("14", "50"), ROW, second)
    monkeypatch.setattr("analysis.models.producers.load_producers", lambda: found)
    assert [row.country for row in producers("copper", "refined", 2025)] == ["China", "Chile", REST]
    assert share_of(producers("copper", "refined", 2025)) == 14 / 66
    assert output_of("the largest", "copper", "refined", 2025) == 14
    assert output_of("the three largest", "copper", "refined", 2025) == 16
    assert output_of(REST, "copper", "refined", 2025) == 50
    assert tonnes_per_unit("copper", "refined", 2025) == 1000
    assert output_of("the world", "copper", "refined", [[2025], [2024]]).tolist() == [[66], [0]]


def test_missing_rows_of_the_table_give_no_producers():
    assert producers("unobtainium", "mined", 2025) == ()
    assert share_of(()) != share_of(())
    assert years_known("unobtainium") == "none"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (ROW.replace("2025", "soon"), r"exposure\.csv, line 3: year: .*'soon'"),
        (ROW.replace("2025", "20255"), r"line 3: year: .*20255"),
        (ROW.replace(",14,", ",14 000,"), r"line 3: value must be a number, got '14 000'"),
        (ROW.replace(",14,", ",-14,"), r"line 3: value: .*-14"),
        (ROW.replace(",14,", ",,"), r"line 3: value: must not be empty"),
        (ROW.replace(",kt,", ",Mt,"), r"line 3: unit: .*'Mt'"),
        (ROW.replace(",kt,", ",t,"), r"line 3: unit: t, but USGS 2026 began with kt"),
        (ROW.replace("refined", "melted"), r"line 3: stage: .*'melted'"),
        (ROW.replace("reprint", "hearsay"), r"line 3: standing: .*'hearsay'"),
        (ROW.replace("reprint", "derived"), r"line 3: note: "),
        (ROW.replace("doi.org/10.5066", ""), r"line 3: address: "),
        (ROW.replace("2026-02-06", "February"), r"line 3: date: .*'February'"),
        (OTHER, r"line 3: country: Chile is in USGS 2026 twice"),
        (ROW.replace("China,", ""), r"line 3: expected 13 columns"),
    ],
)
def test_a_row_that_is_wrong_is_named_by_file_line_and_column(table, row, named):
    with pytest.raises(AnalysisError, match=named):
        table(OTHER, row)


def test_other_columns_are_refused(table):
    with pytest.raises(AnalysisError, match=r"exposure\.csv, line 1: the columns must be material, stage"):
        table(ROW, header=HEADER.replace("edition", "set"))


def test_the_schema_is_next_to_the_table():
    assert (data_folder() / "exposure.schema.json").exists()
