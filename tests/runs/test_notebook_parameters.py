"""Parameters of a notebook are read without executing it; values are converted and validated."""

import json

import pytest

from analysis.core.errors import NotebookError, ParameterError
from analysis.runs.notebook_parameters import NotebookParameter, NotebookParameters, read_parameters


def test_names_types_defaults_and_comments_are_read(make_notebook):
    path = make_notebook(
        'foil_share: float = 0.10  # fraction, assumption, s = tonnes of foil\nbase_year: int = 2025\nname = "x"\n'
        "growth: float | None = None  # fraction/year\nsizes: list[float] = [1.0, -2.0]\n"
        "cost: float = 1e3  # USD/t, figure copper_wire_profit"
    )
    items = read_parameters(path).items
    assert {name: (item.type, item.default, item.optional) for name, item in items.items()} == {
        "foil_share": (float, 0.10, False),
        "base_year": (int, 2025, False),
        "name": (str, "x", False),
        "growth": (float, None, True),
        "sizes": (list, [1.0, -2.0], False),
        "cost": (float, 1000.0, False),
    }
    assert items["foil_share"].comment == "fraction, assumption, s = tonnes of foil"
    assert "figure copper_wire_profit" in items["cost"].comment


def test_the_comment_of_a_wrapped_assignment_is_read(make_notebook):
    path = make_notebook('a: str = (\n    "x"  # text, figure some_figure\n)')
    assert "figure some_figure" in read_parameters(path).items["a"].comment


def test_needed_notebooks_are_read_from_the_comment(make_notebook):
    path = make_notebook('results_from: str = "notebooks"  # folder, results of margin_uplift growth_scenarios')
    assert read_parameters(path).needs == ("margin_uplift", "growth_scenarios")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("print(1)", "line 1: .*assignments"),
        ("a, b = 1, 2", "line 1: .*names"),
        ("a = 1\na = 2", "line 2: a is assigned twice"),
        ("a: float = ", "line 1: invalid syntax"),
    ],
)
def test_only_plain_assignments_are_allowed(make_notebook, cell, message):
    with pytest.raises(NotebookError, match=message):
        read_parameters(make_notebook(cell))


def test_other_types_choices_and_imports_are_read(make_notebook):
    cell = (
        "import datetime\nfrom typing import Literal, Optional\nday = datetime.date(2026, 1, 31)\nnothing = None\n"
        'mode: Literal["fast", "exact"] = "fast"\nrate: Optional[float] = None\nweight: int | str = 3\n'
        "grid: list[int] | None = None\nphase: complex = 1j"
    )
    parameters = read_parameters(make_notebook(cell))
    assert {name: (item.type, item.optional) for name, item in parameters.items.items()} == {
        "day": (object, True),
        "nothing": (object, True),
        "mode": (str, False),
        "rate": (float, True),
        "weight": (object, True),
        "grid": (list, True),
        "phase": (object, True),
    }
    given = {"day": "2026-02-28", "nothing": "[1]", "mode": "exact", "rate": "2", "weight": "many"}
    assert parameters.convert(given) == {
        "day": "2026-02-28",
        "nothing": [1],
        "mode": "exact",
        "rate": 2.0,
        "weight": "many",
    }
    with pytest.raises(ParameterError, match=r"mode .*'fast', 'exact'.*'slow'"):
        parameters.convert({"mode": "slow"})


def test_a_parameter_computed_from_another_is_not_left_with_its_old_value(make_notebook):
    parameters = read_parameters(make_notebook("a = 1\nb = a + 1"))
    assert parameters.convert({"b": "5"}) == {"b": 5}
    assert parameters.convert({"a": "2", "b": "3"}) == {"a": 2, "b": 3}
    with pytest.raises(ParameterError, match="b is computed from a"):
        parameters.convert({"a": "2"})


def test_a_byte_order_mark_is_accepted(make_notebook):
    path = make_notebook("a = 1")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert list(read_parameters(path).items) == ["a"]


def test_a_notebook_without_the_tag_has_no_parameters(make_notebook):
    assert read_parameters(make_notebook("a = 1", tags=())).items == {}


def test_two_cells_with_the_tag_are_an_error(make_notebook):
    path = make_notebook("a = 1", "b = 2")
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][2]["metadata"]["tags"] = ["parameters"]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(NotebookError, match=r"50_small\.ipynb .*parameters"):
        read_parameters(path)


def test_a_missing_or_invalid_notebook_is_named(tmp_path):
    path = tmp_path / "x.ipynb"
    with pytest.raises(NotebookError, match=r"x\.ipynb"):
        read_parameters(path)
    path.write_text("not json", encoding="utf-8")
    with pytest.raises(NotebookError, match=r"x\.ipynb, line 1"):
        read_parameters(path)


@pytest.mark.parametrize(
    ("kind", "default", "given", "expected"),
    [
        (float, 1.0, "1e3", 1000.0),
        (float, 1.0, 5, 5.0),
        (float, 1.0, "-0.5", -0.5),
        (int, 1, "2027", 2027),
        (int, 1, 2027.0, 2027),
        (int, 1, "9007199254740993", 9007199254740993),
        (int, 1, "1e6", 1_000_000),
        (bool, True, "false", False),
        (bool, True, "Yes", True),
        (str, "a", "b", "b"),
        (list, [1], "[2, 3]", [2, 3]),
    ],
)
def test_a_value_is_converted_to_the_type_of_its_parameter(kind, default, given, expected):
    converted = NotebookParameter("x", kind, default).convert(given)
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("kind", "default", "given", "message"),
    [
        (float, 1.0, "abc", r"x .*number.*'abc'.*1\.0"),
        (float, 1.0, True, "x .*number.*True"),
        (float, 1.0, None, "x .*number.*None"),
        (int, 1, "1.5", r"x .*whole number.*'1\.5'"),
        (bool, True, "perhaps", "x .*true or false.*'perhaps'"),
        (str, "a", 5, "x .*text.*5"),
        (list, [1], "(1, 2)", "x .*list"),
        (list, [1], "__import__('os')", "x .*list"),
        (float, 0.1, "nan", "x .*'nan'"),
        (float, 0.1, float("inf"), "x .*inf"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(kind, default, given, message):
    with pytest.raises(ParameterError, match=message):
        NotebookParameter("x", kind, default).convert(given)


@pytest.mark.parametrize("given", ["none", "null", "", None])
def test_an_optional_parameter_takes_none(given):
    assert NotebookParameter("x", float, None, optional=True).convert(given) is None


def test_a_model_parameter_must_be_within_its_limits():
    share = NotebookParameter("foil_share", float, 0.1)
    assert share.convert("1") == 1.0
    with pytest.raises(ParameterError, match=r"foil_share .*1\.5"):
        share.convert("1.5")
    with pytest.raises(ParameterError, match=r"foil_share .*nan"):
        share.convert("nan")


def test_a_mistyped_parameter_gets_a_suggestion(make_notebook):
    parameters = read_parameters(make_notebook("foil_share = 0.1\nhorizon_years = 10.0"))
    with pytest.raises(ParameterError) as caught:
        parameters.convert({"foil_shar": "0.2", "qqq": "1", "horizon_years": "x"})
    assert str(caught.value).splitlines() == [
        "50_small has no parameter foil_shar; did you mean foil_share?",
        "50_small has no parameter qqq; it has foil_share, horizon_years.",
        "50_small: horizon_years must be a number, got 'x' (e.g. 10.0)",
    ]


def test_a_model_tag_adds_the_parameters_of_the_model(make_notebook):
    path = make_notebook("foil_share: float = 0.2", tags=("parameters", "model:margin_uplift"))
    items = read_parameters(path).items
    assert items["foil_share"].default == 0.2  # what the cell shows is the notebook's own
    assert items["capex_usd_per_t_year"].default == 10000.0
    assert items["wire_profit_usd_per_t"].type is float
    assert items["wire_profit_usd_per_t"].comment.endswith("figure copper_wire_profit")
    assert (items["draws"].type, items["hedges"].type) == (int, dict)
    found = read_parameters(path).convert({"capex_usd_per_t_year": "12000", "hedges": "{'foil_share': 'about'}"})
    assert found == {"capex_usd_per_t_year": 12000.0, "hedges": {"foil_share": "about"}}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"capex_usd_per_t_yaer": "1"}, "capex_usd_per_t_year"),
        ({"discount_rate": "dear"}, "discount_rate"),
        ({"foil_share": "1.5"}, "foil_share"),
        ({"unit_profit_source": "eur"}, "unit_profit_source"),
        ({"draws": "1.5"}, "draws"),
        ({"hedges": "about"}, "hedges"),
    ],
)
def test_parameters_of_the_model_are_validated_too(make_notebook, given, named):
    path = make_notebook("sources: str = 'seeds'", tags=("parameters", "model:margin_uplift"))
    with pytest.raises(ParameterError, match=named):
        read_parameters(path).convert(given)


def test_optional_and_integer_parameters_of_a_model_keep_their_type(make_notebook):
    path = make_notebook("sources: str = 'seeds'", tags=("parameters", "model:growth_scenarios"))
    found = read_parameters(path).convert({"growth_per_year": "none", "base_year": "2024", "revenue_year": "2025"})
    assert found == {"growth_per_year": None, "base_year": 2024, "revenue_year": 2025}


def test_an_unknown_model_is_named(make_notebook):
    path = make_notebook("a = 1", tags=("parameters", "model:margins"))
    with pytest.raises(NotebookError, match=r"50_small\.ipynb, tag model:margins"):
        read_parameters(path)


def test_a_parameter_of_a_notebook_without_parameters_says_what_to_do():
    with pytest.raises(ParameterError, match=r"alpha .*tag parameters"):
        NotebookParameters("20_small", {}).convert({"alpha": "0.1"})
