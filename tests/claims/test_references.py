"""Reference figures and judgements are read in full, and an invalid row is named."""

import inspect
import re
from dataclasses import replace

import pytest

from analysis import models
from analysis.binding.figure_rules import load_rules
from analysis.claims.verdicts import quantities_of
from analysis.core.errors import AnalysisError
from analysis.core.references import load_judgements, load_references
from analysis.models import PARAMETERS

from ..conftest import ROOT, models_of_seeds

COLUMNS = (
    "id quantity series region scope period value low high unit currency tax_basis profit_basis publisher claimant "
    "standing title published address place origin independent kept note"
)
HEADER = ",".join(COLUMNS.split()) + "\n"
GOOD = (
    "AA1,copper_price,a series,world,,2025,1,,,USD/t,USD,,,an office,,research,a table,2025,https://office.example,"
    "page 1,primary,yes,,"
)


def test_model_defaults_that_cite_a_reference_equal_it():
    defaults = inspect.signature(models.growth_scenarios).parameters
    latest = load_references()["RC2024"]
    assert (defaults["recycled_latest_mt"].default, defaults["recycled_latest_year"].default) == (latest.value, 2024)
    assert latest.unit == "Mt"
    assert inspect.signature(models.margin_uplift).parameters["copper_density_g_per_cm3"].default == 8.96
    assert load_references()["CUDEN"].value == 8.96


def test_derived_references_follow_from_the_rows_that_they_cite():
    references = load_references()
    rate = references["FX2025"].value
    assert references["FG25DU"].value == round(references["FG25D"].value / rate)
    assert references["JCCAPU"].value == round(references["JCCAP"].value / rate)
    assert references["JCCAPFU"].value == round(references["JCCAPFT"].value / references["FX2021"].value)
    assert references["FSPREADU"].value == round(references["FSPREAD"].value / rate)
    assert references["FF2024U"].value == round(references["FF2024"].value / 1.13 / references["FX2024"].value)
    for edition in ("2011", "2015", "2017", "2018", "2022", "2025", "2026"):
        china, world, share = (references[f"RE{edition}{suffix}"] for suffix in ("", "W", "S"))
        assert share.value == pytest.approx(china.value / world.value, abs=6e-4)
    assert references["CUG2026"].value == pytest.approx(
        references["CU2026"].value / references["CU2025"].value - 1, abs=6e-5
    )


def test_every_row_has_one_value_and_its_origin():
    references = load_references()
    assert len(references) > 200
    for item in references.values():
        low, high = item.interval
        assert low <= item.value <= high
        assert item.publisher
        assert item.origin != "derived" or item.note
    assert {item.region for item in references.values() if item.quantity == "exchange_rate"} == {"China/US"}


@pytest.mark.parametrize(
    ("column", "text", "named"),
    [
        ("publisher", "", "publisher"),
        ("quantity", "", "quantity"),
        ("quantity", "Copper Price", "quantity"),
        ("value", "", "value"),
        ("value", "one", "value"),
        ("value", "44; 120", "value"),
        ("value", "inf", "value"),
        ("value", "1_000", "value"),
        ("low", "2", "value"),  # the value 1 is below it
        ("unit", "", "unit"),
        ("unit", "furlongish", "unit"),
        ("period", "H1 2025", "period"),
        ("period", "2025-13", "period"),
        ("period", "2025-02-30", "period"),
        ("period", "2025/2024", "period"),  # ends before it begins
        ("published", "yesterday", "published"),
        ("published", "2025-99", "published"),
        ("origin", "hearsay", "origin"),
        ("origin", "derived", "note"),  # the formula is missing
        ("independent", "maybe", "independent"),
        ("id", "copper", "id"),
        ("currency", "CNY", "currency"),  # the unit is in dollars
        ("currency", "", "currency"),
        ("tax_basis", "taxed", "tax_basis"),
        ("profit_basis", "clean", "profit_basis"),
        ("standing", "hearsay", "standing"),
        ("address", "a shelf", "address"),
    ],
)
def test_an_invalid_row_names_line_column_and_value(tmp_path, column, text, named):
    columns = HEADER.strip().split(",")
    row = dict(zip(columns, GOOD.split(","), strict=True)) | {column: text}
    path = tmp_path / "reference.csv"
    path.write_text(HEADER + ",".join(row.values()) + "\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=rf"reference\.csv, line 2: {named}\b") as caught:
        load_references(path)
    assert text in str(caught.value) or named != column


def test_the_error_for_an_invalid_row_explains_the_column(tmp_path):
    path = tmp_path / "reference.csv"
    path.write_text(HEADER + GOOD.replace("primary", "hearsay") + "\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"origin.*'hearsay'.*read at the publisher"):
        load_references(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,value\nA,1\n", r"reference\.csv.*: .*id, quantity, series"),
        (HEADER + GOOD + "\n" + GOOD + "\n", "line 3: id: .*AA1"),
        (HEADER + GOOD + ",more\n", "line 2: .*24 columns"),
        (HEADER + "AA1,copper_price\n", "line 2: .*24 columns"),
    ],
)
def test_a_file_with_wrong_columns_or_duplicate_ids_is_refused(tmp_path, text, words):
    path = tmp_path / "reference.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match=words):
        load_references(path)


def test_a_valid_row_is_read(tmp_path):
    path = tmp_path / "reference.csv"
    path.write_text(HEADER + GOOD + "\n", encoding="utf-8")
    assert load_references(path)["AA1"].interval == (1, 1)


def test_a_file_with_a_byte_order_mark_is_read_and_one_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "reference.csv"
    path.write_text("\ufeff" + HEADER + GOOD + "\n", encoding="utf-8")
    assert list(load_references(path)) == ["AA1"]
    other = tmp_path / "other.csv"
    other.write_bytes((HEADER + GOOD.replace("an office", "a b\xfcro") + "\n").encode("cp1252"))
    with pytest.raises(AnalysisError, match=r"other\.csv, line 2: byte \d+"):
        load_references(other)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AnalysisError, match=r"none\.csv: .*No such file"):
        load_references(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,perhaps,why,", "line 2: verdict: .*'perhaps'"),
        ("x,confirmed,,", "line 2: reason"),
        (",confirmed,why,", "line 2: claim"),
        ("x,confirmed,why,XX99", "line 2: references: .*XX99"),
        ("x,confirmed,why,see below", "line 2: references: .*'see below'"),
        ("x,confirmed,why,\nx,confirmed,why,", r"line 3: claim: .*\bx\b"),
    ],
)
def test_an_invalid_judgement_names_line_and_column(tmp_path, row, words):
    path = tmp_path / "judgements.csv"
    path.write_text("claim,verdict,reason,references\n" + row + "\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=words):
        load_judgements(path)


def test_judgements_cite_references_that_exist():
    for item in load_judgements().values():
        assert set(item.references) <= set(load_references())


def _identifiers(text):
    return set(re.findall(r"\b[A-Z]{2}[A-Z0-9]+\b", text))


def unused(references, cited):
    """The rows that no rule, preset, judgement or default names and that do not say what they are kept for."""
    rules = {name for rule in load_rules().values() for name in quantities_of(rule.verify)}
    rules |= {"exchange_rate", "vat_rate", "copper_price"}  # conversions, and the chart of the milestone
    used = {row.id for row in references.values() if row.quantity in rules or row.id in cited or row.kept}
    for row in references.values():  # what a derived row is computed from
        if row.id in used and row.origin == "derived":
            used |= _identifiers(row.note or "")
    return set(references) - used


def test_every_row_is_used_or_says_what_it_is_kept_for():
    references = load_references()
    cited = {name for item in load_judgements().values() for name in item.references} | {"CUDEN", "RC2024"}
    for path in (ROOT / "data" / "questions").glob("*.yaml"):
        cited |= _identifiers(path.read_text(encoding="utf-8"))
    assert unused(references, cited) == set()
    free = replace(references["FX2025"], id="ZZ1", quantity="number_of_clouds", kept=None)
    assert unused(references | {"ZZ1": free}, cited) == {"ZZ1"}


def test_every_optional_input_has_a_source_or_is_an_assumption():
    documented = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    known = load_references()
    for name in {name for model in models_of_seeds().values() for name in inspect.signature(model).parameters}:
        parameter = PARAMETERS[name]
        if parameter.kind not in ("assumption", "constant") or parameter.name in ("draws", "seed"):
            continue
        own = parameter.source.startswith(("assumption: ", "computed "))
        cited = set(re.findall(r"\b[A-Z][A-Z0-9]*\d+[A-Z]*\b|\b[A-Z]{5,}\b", parameter.source)) - {"USD"}
        assert own or cited, parameter.name
        assert cited <= known.keys(), parameter.name
        row = next((line for line in documented.splitlines() if f"`{parameter.name}`" in line and "|" in line), "")
        assert parameter.source in row, parameter.name


def test_no_fact_is_stated_twice_by_the_same_publisher():
    found = {}
    for row in load_references().values():
        key = (row.quantity, row.region, row.scope, row.period, row.unit, row.publisher, row.title, row.series)
        found.setdefault(key, []).append(row.id)
    assert [names for names in found.values() if len(names) > 1] == []


def test_every_source_has_an_address_that_a_reader_can_open():
    for row in load_references().values():
        assert row.address.startswith("https://"), row.id
        assert "github.com" not in row.address, row.id


def test_prices_fees_and_profits_say_what_kind_of_money_they_are():
    for row in load_references().values():
        if row.unit in ("CNY/t", "USD/t", "CNY bn", "CNY mn", "USD bn"):
            assert row.currency == row.unit[:3], row.id
        if row.quantity == "copper_price_growth":
            assert row.currency, row.id
        if "13 % value added tax" in (row.note or "") and row.unit == "CNY/t":
            assert row.tax_basis, row.id
        if "gross" in row.quantity:
            assert row.profit_basis == "gross", row.id
