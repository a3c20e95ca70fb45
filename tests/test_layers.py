"""A module imports only from lower floors; text and models never meet; nothing heavy is loaded on import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "analysis"
FLOORS = {
    "analysis": 0,  # __init__ holds the version
    "deferred": 0,
    "errors": 0,
    "locks": 0,
    "markup": 0,
    "paths": 0,
    "quiet": 0,
    "units": 0,
    "wording": 0,
    "figures": 1,
    "figure_files": 1,
    "pool": 1,
    "text": 2,
    "models": 2,
    "partitions": 2,
    "corpus": 3,
    "named_figures": 3,
    "references": 3,
    "scenarios": 3,
    "inputs": 4,
    "verification": 5,
    "show": 5,
    "explorer": 6,
    "pages": 6,
    "runs": 7,
    "regression": 8,
    "options": 8,
    "cli": 9,
    "__main__": 10,
}
SAME_FLOOR = {
    ("figure_files", "figures"),
    ("units", "errors"),
    ("paths", "errors"),
}  # one step inside a floor, without a way back


def part_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "analysis"


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name == "analysis" or name.startswith("analysis.")}


def violations(own: str, imported: set[str]) -> list[str]:
    wrong = []
    for name in imported:
        other = part_of(name)
        other = other if other in FLOORS else "analysis"
        allowed = other == own or FLOORS[other] < FLOORS[own] or (own, other) in SAME_FLOOR
        if not allowed:
            wrong.append(f"{own} imports {name}")
    return wrong


# The package itself is the roof: it names verbs of every floor and loads none of them, as the last tests show.
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_lower_floors(path):
    relative = path.relative_to(PACKAGE).with_suffix("")
    own = relative.parts[0] if relative.parts[0] != "__init__" else "analysis"
    assert own in FLOORS, f"{relative} stands on no floor: add it to FLOORS and to docs/architecture.md"
    assert violations(own, imports_of(path)) == []


@pytest.mark.parametrize(
    ("own", "name"),
    [
        ("figures", "analysis.text.grammar.WORD"),
        ("models", "analysis.text.extract.extract_figures"),
        ("text", "analysis.models.margin.uplift"),
        ("show", "analysis.runs.run.run"),
        ("named_figures", "analysis.inputs.model_inputs"),
    ],
)
def test_the_check_itself_finds_a_step_up(own, name):
    assert violations(own, {name}) == [f"{own} imports {name}"]


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_analysis_loads_nothing_heavy():
    heavy = {"numpy", "pandas", "pint", "matplotlib", "papermill", "scipy", "yaml", "charset_normalizer"}
    heavy |= {"trafilatura", "lxml", "pypdf", "ftfy", "tqdm", "distributed", "asyncio", "multiprocessing"}
    assert not loaded_after("import analysis") & heavy


def test_refusing_a_parameter_does_not_load_papermill_or_a_plotting_library():
    heavy = {"papermill", "matplotlib", "pandas", "nbconvert", "scipy", "seaborn"}
    assert not loaded_after("import analysis.cli, analysis.runs.plan") & heavy
