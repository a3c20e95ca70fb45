"""Find the libraries that a notebook imports, and what prevents importing them in advance."""

import ast
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import EntryPoint, entry_points

# The modules to import in advance for a library: those that only define things. Modules that inspect the running
# kernel and warn or connect to it, such as tqdm.auto and matplotlib's inline backend, are left to the kernel.
MODULES: dict[str, tuple[str, ...]] = {
    "numpy": ("numpy", "numpy.random"),
    "pandas": ("pandas", "pandas.io.formats.style", "pandas.io.formats.html", "pandas.io.formats.string"),
    "matplotlib": (
        "matplotlib.pyplot",
        "matplotlib.backends.backend_agg",
        *(f"PIL.{name}ImagePlugin" for name in ("Bmp", "Gif", "Jpeg", "Png", "Ppm")),  # loaded by the first picture
    ),
    "scipy": ("scipy.stats", "scipy.optimize", "scipy.special"),
    "seaborn": ("seaborn",),
    "pint": ("pint",),
}
PRELOAD_GROUP = "warmkernels.preload"  # entry points by which other libraries name their modules
_WITH = {  # the known libraries that a library imports itself
    "pandas": {"numpy"},
    "matplotlib": {"numpy"},
    "scipy": {"numpy"},
    "seaborn": {"numpy", "pandas", "matplotlib", "scipy"},
}
_MAGIC_LINE = re.compile(r"^(\s*)(?:[\w, ]+=\s*)?(?:[%!]|\?\w|\w[\w.]*\?{1,2}\s*$).*$", re.MULTILINE)
_PYTHON_MAGIC = re.compile(r"\A\s*%%(?:time|timeit|capture|prun)\b.*\n")
_ENVIRONMENT_MAGIC = re.compile(r"^\s*%{1,2}(?:set_)?env\s+\S", re.MULTILINE)
_CHANGING = {"update", "setdefault", "pop", "clear", "popitem", "insert", "remove"}  # appended paths come last


@dataclass(frozen=True)
class Imports:
    """The known libraries that a notebook imports, and the reason for a cold kernel, None if it can be forked."""

    libraries: frozenset[str]
    cold: str | None = None

    @property
    def modules(self) -> list[str]:
        """The modules to import in advance, beginning with libraries that import others."""
        ordered = sorted(self.libraries, key=lambda name: (-len(_imported_by(name)), name))
        return list(dict.fromkeys(module for name in ordered for module in modules_of(name)))


def modules_of(library: str) -> tuple[str, ...]:
    """Return the modules to import in advance for a library, none for one that is not known.

    A library outside MODULES is known by an entry point of its own name in the group `warmkernels.preload`, which
    refers to a sequence of module names. It is loaded only if a notebook imports that library.
    """
    if library in MODULES:
        return MODULES[library]
    for entry in _entry_points():
        if entry.name == library:
            with suppress(Exception):  # a broken library fails in the notebook, where its error is shown
                return tuple(entry.load())
    return ()


@cache
def _entry_points() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=PRELOAD_GROUP))


def _imported_by(library: str) -> set[str]:
    """The known libraries that are imported along with a library's modules."""
    if library in MODULES:
        return _WITH.get(library, set())
    return {module.partition(".")[0] for module in modules_of(library)} & MODULES.keys()


def imports_of(cells: Iterable[str]) -> Imports:
    """Return the imports of the code cells of a notebook, which are parsed but not executed."""
    libraries: set[str] = set()
    changed = cold = None
    for cell in cells:
        for kind, name in _events(cell):
            if kind == "change":
                changed = changed or name
            else:
                libraries.add(name)
                if changed:
                    cold = cold or f"it changes {changed} before it imports {name}"
    for name in list(libraries):
        libraries -= _imported_by(name) - {name}
    return Imports(frozenset(libraries), cold)


@lru_cache(maxsize=512)  # a sweep executes the same cells many times
def _events(cell: str) -> list[tuple[str, str]]:
    """The imports of known libraries and the changes that an import may depend on, in the order of the lines."""
    found = [("change", "os.environ")] if _ENVIRONMENT_MAGIC.search(cell) else []
    cell = _PYTHON_MAGIC.sub("", cell)
    if cell.lstrip().startswith("%%"):
        return found
    try:
        tree = ast.parse(_MAGIC_LINE.sub(r"\1pass", cell))
    except (SyntaxError, ValueError):
        return [*found, ("change", "os.environ")] if "environ" in cell else found
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        libraries = [name.partition(".")[0] for name in names]
        found += [("import", library) for library in libraries if modules_of(library)]
        if changed := _changes(node):
            found.append(("change", changed))
    return found


def _changes(node: ast.AST) -> str | None:
    """Return what a statement changes that imports depend on: environment, search path, or warnings as errors."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
        targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
        for target in targets:
            text = ast.unparse(target.value if isinstance(target, ast.Subscript) else target)
            if text in ("os.environ", "environ", "sys.path"):
                return text
    if isinstance(node, ast.Call):
        text = ast.unparse(node.func)
        if text in ("os.putenv", "os.unsetenv", "os.chdir", "load_dotenv"):
            return text
        place, _, method = text.rpartition(".")
        if place in ("os.environ", "environ", "sys.path") and method in _CHANGING:
            return place
        action = node.args[0] if node.args else None
        if method in ("simplefilter", "filterwarnings") and isinstance(action, ast.Constant):
            return text if action.value == "error" else None
    return None
