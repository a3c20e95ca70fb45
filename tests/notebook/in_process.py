"""A notebook's code in this process, without a kernel: what it says, its titles, and what it records.

Charts are drawn but neither laid out nor rendered, tables are kept as they are, so that a notebook takes a part of a
second.
"""

import importlib
import json
import pkgutil
import sys
from dataclasses import dataclass, field

from ..conftest import ROOT


@dataclass
class Said:
    """What a notebook said: sentences and parts of its card by name, titles and alternative texts, results by name."""

    sentences: dict = field(default_factory=dict)
    cards: dict = field(default_factory=dict)
    titles: list = field(default_factory=list)
    results: dict = field(default_factory=dict)
    scope: dict = field(default_factory=dict)

    @property
    def words(self):
        """All that a reader meets outside tables."""
        return [*self.sentences.values(), *self.cards.values(), *self.titles]


def code_of(name):
    """The code cells of a notebook, but for its parameters."""
    notebook = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [
        compile("".join(cell["source"]), f"{name}, {cell['id']}", "exec")
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", ())
    ]


def execute(monkeypatch, name, given, cells=None):
    """Execute the code of a notebook on these parameters, its first cells where `cells` says how many."""
    import matplotlib

    from analysis import notebook
    from analysis.notebook import chart_style, display_tables

    for module in pkgutil.iter_modules(notebook.__path__, "analysis.notebook."):
        importlib.import_module(module.name)  # before names are replaced, so that none keeps a replacement
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    said = Said(scope={"sources": "seeds", **given})

    def shown(data, **kwargs):
        for item in data.get("application/vnd.metals-analysis.results+json", {}).get("results", ()):
            said.results[item["name"]] = item
            if item["unit"] in ("answer", "sentence", "caveat"):
                said.sentences[item["name"]] = item["value"]
            if item["unit"] == "card":
                said.cards[item["name"]] = item["value"]

    def drawn(figure, alt, source, *, title=None, key=False):
        own = [axes.get_title(loc="left") for axes in figure.axes]
        said.titles += [words for words in (alt, *own, title) if words]
        plt.close(figure)

    monkeypatch.setattr("IPython.display.display", shown)
    monkeypatch.setattr("analysis.notebook.charts.heat_map", lambda *args: None)  # seaborn renders it to place it
    replaced = {
        chart_style.chart: drawn,
        display_tables.table: lambda *rows, **kwargs: None,
    }
    for place, module in list(sys.modules.items()):  # wherever they were imported
        if place.startswith("analysis."):
            for own, new in replaced.items():
                if vars(module).get(own.__name__) is own:
                    monkeypatch.setattr(module, own.__name__, new)
    try:
        for cell in code_of(name)[:cells]:
            exec(cell, said.scope)
    finally:
        plt.close("all")
    return said
