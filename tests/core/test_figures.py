"""Figure records: validation, wording and files."""

import json

import pytest

from analysis.core.errors import AnalysisError
from analysis.core.figures import Figure
from analysis.core.text_files import write_rows


def figure(**changes):
    values = {"source_id": "a", "start": 4, "end": 8, "text": "15 %", "low": 15.0, "high": 15.0, "unit": "percent"}
    return Figure(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"low": 16.0}, "low .* high"),
        ({"low": float("nan")}, "low .* high"),
        ({"high": float("inf")}, "low .* high"),
        ({"qualifier": "≈"}, "qualifier .*'≈'"),
        ({"direction": "sideways"}, "direction .*'sideways'"),
        ({"end": 9}, "span 4:9"),
    ],
)
def test_an_inconsistent_figure_is_rejected(changes, named):
    with pytest.raises(ValueError, match=named):
        figure(**changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "15 %"),
        ({"qualifier": "~", "direction": "down"}, "about 15 %, a fall"),
        ({"qualifier": "~", "sentence": "Almost 15 % of it"}, "nearly 15 %"),
        ({"qualifier": "~", "sentence": "占比近15 %"}, "nearly 15 %"),
        ({"qualifier": ">", "low": -15.0, "high": -15.0}, "less than -15 %"),
        ({"qualifier": ">", "low": -15.0, "high": -15.0, "text": "−15%"}, "more than -15 %"),
        ({"qualifier": "<=", "direction": "up"}, "at most 15 %, a rise"),
        ({"low": 6e11, "high": 6e11, "unit": "CNY", "qualifier": ">="}, "at least 600 billion CNY"),
        ({"low": 1e12, "high": 1e12, "unit": "CNY", "qualifier": ">"}, "more than 1 trillion CNY"),
        ({"low": 750.0, "high": 950.0, "unit": "USD/kg"}, "750 to 950 USD/kg"),
        ({"low": 1.34e6, "high": 1.37e6, "unit": "t"}, "1.34 to 1.37 million t"),
        ({"low": 9e8, "high": 1.5e9, "unit": "USD"}, "900 million to 1.5 billion USD"),
        ({"low": 3.95e10, "high": 3.95e10, "unit": "dimensionless"}, "39.5 billion (no unit stated)"),
        ({"low": 8.0, "high": 8.0, "unit": "day"}, "8 days"),
        ({"low": 1.0, "high": 1.0, "unit": "hour"}, "1 hour"),
        ({"low": 2.0, "high": 2.0, "unit": "multiple", "direction": "up"}, "2 times, a rise"),
    ],
)
def test_a_figure_in_words(changes, expected):
    assert figure(**changes).as_text == expected


def test_a_record_survives_a_round_trip():
    original = figure(period="2025", subject="share", sentence="It is 15 %.")
    assert Figure.from_dict(json.loads(json.dumps(original.to_dict()))) == original


def test_a_record_with_an_unknown_key_is_rejected():
    with pytest.raises(ValueError, match=r"fields.*value"):
        Figure.from_dict({**figure().to_dict(), "value": 15})


def test_all_formats_contain_the_same_figures(tmp_path):
    pandas = pytest.importorskip("pandas")
    figures = [figure(), figure(source_id="ü", period="2025", subject='a "quoted", thing')]
    for form in ("jsonl", "csv", "parquet"):
        write_rows([item.to_dict() for item in figures], tmp_path / f"f.{form}", form)
    lines = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [Figure.from_dict(line) for line in lines] == figures
    table = pandas.read_csv(tmp_path / "f.csv")
    assert table["subject"].tolist()[1] == 'a "quoted", thing'
    again = pandas.read_parquet(tmp_path / "f.parquet")
    assert again["low"].tolist() == [15.0, 15.0]
    assert again["source_id"].tolist() == ["a", "ü"]


def test_an_unwritable_file_is_named_and_leaves_no_temporary_file(tmp_path):
    (tmp_path / "f.csv").mkdir()
    with pytest.raises(AnalysisError, match=r"f\.csv: cannot be written"):
        write_rows([figure().to_dict()], tmp_path / "f.csv", "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["f.csv"]
