"""The package as a whole: what it exports, what it imports, how parameters of the models fit together."""

import ast
import inspect
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import numpy as np
import pytest

import analysis.models as models
from analysis.models import MODELS, hedge_intervals
from analysis.models.decompositions import growth_decomposition, profit_bridge
from analysis.models.evaluator import declaration_of
from analysis.models.results import results_of

FOLDER = Path(models.__file__).parent


def test_the_verbs_are_exported_in_order_of_use():
    expected = ["hedge_interval", "compute", "hedge_distribution", "simulate"]
    assert models.__all__ == [*expected, "MODELS", "PARAMETERS"]
    assert all(callable(getattr(models, name)) for name in [*expected, *MODELS])


@pytest.mark.parametrize("model", [*MODELS.values(), profit_bridge, growth_decomposition])
def test_the_signature_is_the_parameters_and_the_defaults_are_possible(model):
    signature, declared = inspect.signature(model).parameters, declaration_of(model)
    assert list(signature) == [item.name for item in declared.parameters if item.name not in declared.extras]
    declared.parameters.check({name: parameter.default for name, parameter in signature.items()})


@pytest.mark.parametrize("model", MODELS.values())
def test_the_signature_in_a_help_text_names_its_types_and_does_not_spell_them_out(model):
    shown = str(inspect.signature(model))
    assert "numpy" not in shown
    assert len(shown) < 60 * len(inspect.signature(model).parameters)
    assert set(get_type_hints(model)) == {*inspect.signature(model).parameters, "return"}  # the names can be resolved
    kind = declaration_of(model)
    assert set(get_type_hints(kind)) >= {item.name for item in fields(kind)}


AUTOMATION = {"productivity_gain": [0.0, 0.3, 1.0], "capex_usd": [0.0, 10e6, 40e6]}


@pytest.mark.parametrize(
    ("model", "arrays", "words"),
    [
        (MODELS["margin_uplift"], {"foil_share": [0.0, 0.1, 1.0], "wire_profit_usd_per_t": [10.0, 15.0]}, {}),
        (MODELS["growth_scenarios"], {"growth_per_year": [-0.05, 0.0, 0.3], "base_year": [2024, 2025, 2026]}, {}),
        (MODELS["rare_earths"], {"rare_earth_reserves_mt": [44.0, 55.0], "rare_earth_reserve_share": [0.4, 0.9]}, {}),
        (profit_bridge, {"foil_share_before": [0.0, 0.5], "foil_share_after": [0.0, 0.1, 1.0]}, {}),
        (growth_decomposition, {"price_growth": [-0.1, 0.0, 0.1], "foil_share_after": [0.0, 0.1]}, {}),
        *(
            (
                MODELS["automation_effects"],
                AUTOMATION,
                {"cost_scope": scope, "productivity_reading": "throughput", "energy_basis": basis},
            )
            for scope in models.PARAMETERS["cost_scope"].choices
            for basis in models.PARAMETERS["energy_basis"].choices
        ),
    ],
)
def test_arrays_equal_the_loop_over_numbers(model, arrays, words):
    (across, firsts), (down, seconds) = arrays.items()
    found = results_of(model(**{across: np.array(firsts)[:, np.newaxis], down: np.array(seconds)}, **words))
    shape = len(firsts), len(seconds)
    for i, j in np.ndindex(shape):
        one = results_of(model(**{across: firsts[i], down: seconds[j]}, **words))
        for name, result in one.items():
            actual = np.broadcast_to(found[name].value, shape)[i, j]
            assert actual == pytest.approx(result.value, rel=1e-11, abs=1e-13, nan_ok=True), name


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
    below += ["warmkernels.limits", "analysis.core.money_basis", "analysis.core.words"]
    if path.name == "producers.py":  # the one table that a model looks numbers up in
        below += ["analysis.core.text_files", "analysis.core.paths", "analysis.core.schemas"]
    if path.name == "unit_check.py":
        below += ["analysis.core.units"]
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
