"""The contracts of pyproject.toml hold and can fail, and importing the package loads nothing heavy."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter import cli

from analysis.cli import commands

from .conftest import ROOT

LINT = "import sys; sys.path.insert(0, 'src'); from importlinter import cli; sys.exit(cli.lint_imports(no_cache=True))"


def lint(folder: Path) -> int:
    return subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True).returncode


def test_a_subpackage_imports_only_from_subpackages_below_it(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS


def test_the_contracts_detect_an_upward_import(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert lint(tmp_path) == 0
    for below, above in (
        ("core/figures.py", "analysis.extraction.patterns"),
        ("models/finance.py", "analysis.extraction.extract"),
        ("notebook/plots.py", "analysis.runs.run"),
        ("../warmkernels/client.py", "nbcompare.value_diff"),
        ("../nbcompare/value_diff.py", "analysis.core.errors"),
    ):
        module = tmp_path / "src" / "analysis" / below
        before = module.read_text(encoding="utf-8")
        module.write_text(f"import {above}\n{before}", encoding="utf-8")
        assert lint(tmp_path) == 1, f"{below} may import {above}"
        module.write_text(before, encoding="utf-8")


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(); print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {"numpy", "pandas", "pint", "matplotlib", "papermill", "scipy", "yaml", "charset_normalizer"}
HEAVY |= {"trafilatura", "lxml", "pypdf", "pdfminer", "ftfy", "tqdm", "distributed", "asyncio", "multiprocessing"}


@pytest.mark.parametrize("module", ["analysis", "analysis.extraction"])
def test_the_import_of_the_package_and_of_the_reading_loads_nothing_heavy(module):
    assert not loaded_after(f"import {module}") & HEAVY


COMPILED_AFTER = """
import re, sys
compile_pattern, compiled = re._compile, []
def record(pattern, flags):
    compiled.append((sys._getframe(2).f_globals["__name__"], pattern))
    return compile_pattern(pattern, flags)
re._compile = record
%s
print([(module, pattern) for module, pattern in compiled if module.startswith("analysis")])
"""


def test_importing_the_reading_compiles_no_pattern():
    def compiled_after(statement: str) -> str:
        code = COMPILED_AFTER % statement
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()

    assert compiled_after("import analysis.extraction") == "[]"
    reading = "from analysis.extraction import extract_figures; extract_figures('Costs fell 5%.')"
    assert "analysis.core.lazy_regex" in compiled_after(reading), "the recorder sees what is compiled"


def test_the_help_of_every_command_appears_without_a_heavy_import():
    assert {"run", "extract", "sweep"} <= set(commands.commands)
    statement = f"from analysis.cli import main; [main([name, '--help']) for name in {list(commands.commands)}]"
    assert not loaded_after(statement) & (HEAVY | {"jsonschema", "nbformat", "jinja2"})


def test_rejecting_a_parameter_loads_no_papermill_or_plotting_library():
    heavy = {"papermill", "matplotlib", "pandas", "nbconvert", "scipy", "seaborn"}
    assert not loaded_after("import analysis.cli, analysis.runs.plan") & heavy


def test_reading_english_loads_no_other_language():
    reading = "from analysis.extraction import extract_figures; extract_figures({!r})"
    assert "analysis.extraction.chinese" not in loaded_after(reading.format("Output rose by 5% in the year."))
    assert "analysis.extraction.chinese" in loaded_after(reading.format("铜产量增长5%。"))


def test_every_test_that_the_page_on_security_names_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    texts = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 12
    assert {name for name in named if f"def {name}(" not in texts} == set()
