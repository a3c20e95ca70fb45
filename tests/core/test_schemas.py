"""Every file of data/ has a schema; errors name the file, the line and the key."""

import json

import jsonschema
import pytest
import yaml

from analysis.core.errors import AnalysisError, ParameterError
from analysis.core.paths import data_folder
from analysis.core.schemas import check_row, read_checked_yaml

RULE = {"meaning": "a price", "kind": "claim", "unit": ["USD/t"]}
PRESET = {"meaning": "less of it", "parameters": {"share": {"value": 0.1, "because": "assumption"}}}
ROW = {"claim": "copper_price", "verdict": "confirmed", "reason": "why", "references": "AB12 CD34"}

OUTPUT = {
    "material": "copper", "stage": "mined", "year": 2025, "country": "Chile", "value": 5.0, "unit": "kt",
    "edition": "2026", "publisher": "an office", "title": "a table", "date": "2026", "address": "office.example",
    "standing": "primary", "note": None,
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    """Write a YAML file and return its path."""

    def write(text):
        path = tmp_path / "x.yaml"
        path.write_text(text if isinstance(text, str) else yaml.safe_dump(text), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", sorted(data_folder().glob("*.schema.json")), ids=lambda path: path.name)
def test_a_schema_is_valid_and_describes_every_column(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all("description" in item for item in schema.get("properties", {}).values())


def test_every_table_and_yaml_file_of_data_has_a_schema():
    files = [
        path for path in data_folder().rglob("*") if path.suffix in (".yaml", ".csv") and path.name != "figures.csv"
    ]
    names = {"questions" if path.parent.name == "questions" else path.stem for path in files}
    names |= {"picks", "scenarios"}  # beside sources, and a part of the file of a question
    assert names == {path.name.removesuffix(".schema.json") for path in data_folder().glob("*.schema.json")}


def test_valid_files_are_read(write):
    assert read_checked_yaml(write({"price": RULE}), "named_figures") == {"price": RULE}
    assert read_checked_yaml(write({"low": PRESET}), "scenarios") == {"low": PRESET}
    assert read_checked_yaml(write("# nothing yet\n"), "scenarios") == {}
    check_row(ROW, "judgements", "x.csv, line 2")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("low: [1", "line 1"),
        ("- low\n", "line 1: .*mapping"),
        ("low:\n  meaning: m\n", "line 1, low: parameters"),
        ("low:\n  meaning: m\n  parameters:\n  because: x\n", "line 4, low: .*because"),
        ("low:\n  meaning:\n  parameters: {}\n", "line 2, low, meaning: "),
        ("low:\n  meaning: m\n  parameters: [a]\n", "line 3, low, parameters: "),
        ("low:\n  meaning: m\n  parameters:\n    a:\n      value: 1\n", "line 4, low, parameters, a: because"),
        ("low:\n  meaning: m\n  parameters: {}\nlow:\n  meaning: n\n  parameters: {}\n", "line 4: .*low"),
        ("low:\n  meaning: m\n  parameters: {}\n2025:\n  meaning: n\n  parameters: {}\n", "line 4: .*2025"),
    ],
)
def test_an_invalid_file_is_reported_with_line_and_key(write, text, named):
    with pytest.raises(ParameterError, match=rf"x\.yaml, {named}"):
        read_checked_yaml(write(text), "scenarios", ParameterError)


@pytest.mark.parametrize("change", [{"verdict": "maybe"}, {"reason": ""}, {"references": "see below"}, {"more": "x"}])
def test_an_invalid_row_is_reported_with_column_and_value(change):
    ((column, value),) = change.items()
    with pytest.raises(AnalysisError, match=rf"x\.csv, line 2: .*{column}") as caught:
        check_row(ROW | change, "judgements", "x.csv, line 2")
    assert value in str(caught.value)


def test_an_unreadable_file_is_named(tmp_path):
    with pytest.raises(AnalysisError, match=r"none\.yaml"):
        read_checked_yaml(tmp_path / "none.yaml", "scenarios")
    (tmp_path / "latin.yaml").write_bytes("low: caf\xe9".encode("latin-1"))
    with pytest.raises(AnalysisError, match=r"latin\.yaml, line 1: byte 8"):
        read_checked_yaml(tmp_path / "latin.yaml", "scenarios")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"direction": "sideways"}, "must be one of up, down, none, got 'sideways' (leave it out for any direction)"),
        ({"meaning": 7}, "must be text, got 7 (what the figure is, in words)"),
        ({"things": []}, "must have at least 1 entries, got [] (a list of concepts of data/concepts.yaml)"),
    ],
)
def test_what_a_key_means_follows_what_is_wrong_and_is_no_value_to_write(write, content, said):
    with pytest.raises(AnalysisError) as raised:
        read_checked_yaml(write({"price": RULE | content}), "named_figures")
    assert str(raised.value).endswith(said)


@pytest.mark.parametrize(
    ("key", "said"),
    [("feds", "unknown key feds; did you mean feeds?"), ("xyzzy", "unknown key xyzzy; the keys are meaning, kind, ")],
)
def test_an_unknown_key_is_told_with_the_one_that_is_meant(write, key, said):
    with pytest.raises(AnalysisError) as raised:
        read_checked_yaml(write({"price": RULE | {key: {"parameter": "share"}}}), "named_figures")
    assert said in str(raised.value)


def test_a_text_that_is_too_short_and_a_number_that_is_too_small_say_so():
    with pytest.raises(AnalysisError, match=r"title: must have at least 2 characters, got 'x' \(title of the table"):
        check_row({**OUTPUT, "title": "x"}, "exposure", "x.csv, line 2")
    with pytest.raises(AnalysisError, match=r"year: must be at least 1900, got 20 \(calendar year"):
        check_row({**OUTPUT, "year": 20}, "exposure", "x.csv, line 2")
