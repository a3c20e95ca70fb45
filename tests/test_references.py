"""Independent reference figures are read whole, and a wrong row is named."""

import inspect

import pytest

from analysis import models
from analysis.errors import AnalysisError, UnitError
from analysis.references import load_references

HEADER = "id,series,region,period,value,low,high,unit,publisher,title,published,place,standing,note\n"


def test_the_defaults_that_cite_a_reference_have_its_value():
    defaults = inspect.signature(models.growth_scenarios).parameters
    latest = load_references()["RC2024"]
    assert (defaults["recycled_latest_mt"].default, defaults["recycled_latest_year"].default) == (latest.value, 2024)
    assert latest.unit == "Mt"
    assert inspect.signature(models.margin_uplift).parameters["copper_density_g_per_cm3"].default == 8.96
    assert load_references()["CUDEN"].value == 8.96


def test_derived_values_follow_from_what_they_name():
    references = load_references()
    rate = references["FX2025"].value
    assert references["FG25D"].value == round(5300 / rate)
    assert references["JCCAP"].value == round(114_000 / rate)
    assert references["FSPREAD"].value == round(13_800 / rate)
    assert references["FF2024"].value == round(17_272 / 1.13 / references["FX2024"].value)


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        ("A,s,r,2025,1,,,t,,title,2025,place,primary,", AnalysisError, "line 2: publisher is empty"),
        ("A,s,r,2025,one,,,t,p,title,2025,place,primary,", AnalysisError, "line 2: value is 'one', wanted is a number"),
        ("A,s,r,2025,1,,,furlongish,p,title,2025,place,primary,", UnitError, "unknown unit 'furlongish'"),
        ("A,s,r,2025,1,,,t,p,title,2025,place,hearsay,", AnalysisError, "line 2: standing is 'hearsay'"),
    ],
)
def test_a_wrong_row_names_line_and_column(tmp_path, row, error, message):
    path = tmp_path / "reference.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(error, match=message):
        load_references(path)


def test_an_id_may_stand_only_once(tmp_path):
    path = tmp_path / "reference.csv"
    path.write_text(HEADER + "A,s,r,2025,1,,,t,p,title,2025,place,primary,\n" * 2, encoding="utf-8")
    with pytest.raises(AnalysisError, match="line 3: the id A stands in an earlier line too"):
        load_references(path)
