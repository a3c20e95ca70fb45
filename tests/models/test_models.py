"""The package as a whole: what it exports, what it imports, how parameters of the models fit together."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import analysis.models as models
from analysis.models import MODELS, hedge_intervals
from analysis.models.evaluator import declaration_of

FOLDER = Path(models.__file__).parent


def test_the_verbs_are_exported_in_order_of_use():
    expected = ["hedge_interval", "compute", "hedge_distribution", "simulate"]
    assert models.__all__ == [*expected, "MODELS", "PARAMETERS"]
    assert all(callable(getattr(models, name)) for name in [*expected, *MODELS])


def test_a_name_in_two_models_is_the_same_parameter():
    for model in MODELS.values():
        for parameter in declaration_of(model).parameters:
            assert models.PARAMETERS[parameter.name] == parameter


def test_every_parameter_has_a_unit_or_choices():
    for name, parameter in models.PARAMETERS.items():
        assert name == parameter.name
        assert parameter.unit or parameter.choices
        assert (parameter.kind == "reading") == bool(parameter.choices)


def test_every_name_that_ends_in_a_unit_has_that_unit():
    endings = {
        "_usd_per_t": "USD/t",
        "_cny_bn": "CNY bn",
        "_usd_bn": "USD bn",
        "_mt": "Mt",
        "_um": "um",
        "_cny_per_t": "CNY/t",
    }
    for name, parameter in models.PARAMETERS.items():
        for ending, unit in endings.items():
            if name.endswith(ending):
                assert parameter.unit == unit, name


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_models_import_only_from_floors_below_and_scipy_only_inside_functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    own = {name for name in imported if name.startswith("analysis")}
    below = ["analysis.models", "analysis.core.errors", "analysis.core.html_table", "analysis.core.formatting"]
    below += ["warmkernels.limits", "analysis.core.money_basis", "analysis.core.errors"]
    if path.name == "producers.py":  # the one table that a model looks numbers up in
        below += ["analysis.core.text_files", "analysis.core.paths", "analysis.core.schemas"]
    if path in (FOLDER / "catalog.py", FOLDER / "__init__.py"):  # these find the models by their place, and check them
        below += ["analysis.core.paths", "analysis.core.text_files", "analysis.core.units"]
    assert all(name.startswith(tuple(below)) for name in own), own
    at_the_top = {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom) if node.level == 0}
    assert not [name for name in at_the_top if name.startswith(("scipy", "pandas"))]


def test_importing_the_models_loads_neither_scipy_nor_pandas():
    code = "import sys, analysis.models; print([m for m in ('scipy', 'pandas', 'pint') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_conventions_of_the_hedges_match_the_notes():
    assert (hedge_intervals.ABOUT_DIVISOR, hedge_intervals.BOUND_DIVISOR, hedge_intervals.MASS_WITHIN_ONE_GRAIN) == (
        3,
        6,
        0.9,
    )
