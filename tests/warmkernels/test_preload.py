"""Other libraries declare the modules to import in advance by an entry point."""

from importlib.metadata import EntryPoint

import pytest

from warmkernels import import_scan
from warmkernels.import_scan import PRELOAD_GROUP, imports_of, modules_of


@pytest.fixture
def declare(monkeypatch, tmp_path):
    """Return a function that declares entry points by name and reference."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "shop_preload.py").write_text("MODULES = ('shop.models', 'numpy', 'scipy.stats')\n", encoding="utf-8")

    def set_entry_points(**references):
        found = tuple(EntryPoint(name, reference, PRELOAD_GROUP) for name, reference in references.items())
        monkeypatch.setattr(import_scan, "_entry_points", lambda: found)
        import_scan._events.cache_clear()

    yield set_entry_points
    import_scan._events.cache_clear()


def test_a_declared_library_is_known_with_its_own_imports(declare):
    declare(shop="shop_preload:MODULES")
    found = imports_of(["import shop", "import numpy", "import pandas"])
    assert found.libraries == {"shop", "pandas"}
    assert found.modules[:3] == ["shop.models", "numpy", "scipy.stats"]


@pytest.mark.parametrize("reference", ["no_such_module:MODULES", "shop_preload:NOTHING"])
def test_a_broken_declaration_leaves_the_library_to_the_kernel(declare, reference):
    declare(shop=reference)
    assert modules_of("shop") == ()
    assert imports_of(["import shop"]).libraries == frozenset()


def test_this_project_declares_its_modules():
    assert "analysis.models" in modules_of("analysis")
    assert imports_of(["from analysis import show", "import numpy"]).libraries == {"analysis"}
