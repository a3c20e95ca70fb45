"""Display the explorer, and choose the figure that feeds an input; the choice is kept in picks.yaml."""

import os
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from analysis.binding.candidates import Candidate
from analysis.binding.figure_rules import load_rules
from analysis.binding.inputs import figure_names
from analysis.binding.named_figures import Binding, bind_figures
from analysis.binding.picks import drop_picks, keep_picks, parse_pick
from analysis.binding.question_files import question_files
from analysis.core.errors import AnalysisError
from analysis.core.formatting import meaning_text, name_text, readable, shown_unit, titled
from analysis.core.html_table import HtmlCell, Table, in_groups
from analysis.core.paths import installing, resolve
from analysis.core.words import capitalised, shortened
from analysis.documents.sources import PICKS, Sources, read_sources
from analysis.explorer.case import SEEDS, Case, case_of, folder_of, number_text
from analysis.notebook.provenance_links import cited_place

WIDGET = "application/vnd.jupyter.widget-view+json"
_INPUTS = ("Input", "Value", "Kind", "Band", "Meaning")
_RESULTS = ("Result", "Value", "Meaning")
_INVITATION = "To move the inputs, open this in JupyterLab (make lab) or as a dashboard (make dash)."
_MOST = 8  # candidates of an input
_SENTENCE = 220  # characters of a sentence next to a choice
_OPEN = "The candidates of each input without a figure:"
_COLUMNS = ("Candidate", "Sentence", "Place", "Why not chosen")
BY_RULE = ""  # the value of the option that lets the conditions decide


def attended() -> bool:
    """Whether anybody can move a slider: in an interactive front end, or in a dashboard.

    papermill, nbclient and nbval declare with every cell that nobody would answer `input()`; JupyterLab and
    other front ends do not. voila executes a notebook like nbclient, but then shows live widgets.
    """
    from IPython import get_ipython

    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
        return True
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return bool(kernel.get_parent("shell").get("content", {}).get("allow_stdin", False))


def show_forms(html: str, text: str, widget: Callable[[], dict[str, Any]]) -> None:
    """Display a table as HTML and text, with a widget if somebody can use it; plain Python prints the text."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(text)
        return
    forms = widget() if attended() else {}
    display({**forms, "text/html": html, "text/plain": text}, raw=True)


def panel_of(case: Case, result: str, along: str) -> dict[str, Any]:
    """Return the form of a display that shows a case as a panel, and the choice of its figures."""
    try:
        import ipywidgets  # fails early, before anything is built
    except ImportError:
        raise AnalysisError(f"Sliders need ipywidgets; install it with {installing('lab')}") from None
    from analysis.explorer.panel import Panel, collapsed

    panel = Panel(case, result, along)
    names = figure_names(case.base).values()
    if case.sources is None or not names:
        return widget_view(panel.box)

    def reread() -> None:
        box.children = (Panel(case_of(case.model, case.sources), result, along).box, *box.children[1:])

    choices = Choices(case.sources, names, reread)
    opener, below = collapsed("Choose the figures", [choices.box])
    opener.layout.width = "max-content"
    box = ipywidgets.VBox([panel.box, opener, below])
    return widget_view(box)


def widget_view(box: Any) -> dict[str, Any]:
    """Return the form of a display that shows a widget."""
    return {WIDGET: {"version_major": 2, "version_minor": 0, "model_id": box.model_id}}


def tables(case: Case) -> tuple[str, str]:
    """Return tables of the inputs, with their bands, and of the results of a case, as HTML and as text."""
    inputs = []
    for item in case.parameters:
        value = case.start[item.name]
        band = None if item.choices else case.scale(item.name).band
        factor = shown_unit(item.unit)[0]
        low, high = (number_text(end * factor, item.unit) for end in (band.low, band.high)) if band else ("", "")
        ends = f"{low} to {high} ({band.of})" if band else ""
        shown = (
            "not set" if value is None else name_text(value) if item.choices else number_text(value * factor, item.unit)
        )
        inputs.append((titled(item.name, item.unit), shown, item.kind, ends, capitalised(meaning_text(item.meaning))))
    results = [
        (
            titled(name, item.unit),
            number_text(float(item.value) * shown_unit(item.unit)[0], item.unit),
            capitalised(meaning_text(item.meaning)),
        )
        for name, item in case.results(case.start).items()
    ]
    name = case.name.replace("_", " ")
    shown_as = (
        Table(_INPUTS, inputs, f"Inputs of {name}", numeric=("Value",), row_heads=True),
        Table(_RESULTS, results, f"Results of {name}", numeric=("Value",), row_heads=True, note=_INVITATION),
    )
    return "".join(table.html for table in shown_as), "\n\n".join(table.text for table in shown_as)


def choose_figures(sources: str = SEEDS, names: Iterable[str] | None = None) -> None:
    """Show the candidates of each named figure that the sources leave open, and let a person choose.

    `sources` is a folder of documents, from the current folder or else the project; `names` are named figures, by
    default all of them, but with the default sources none of a question that is read from an example of its own.
    In JupyterLab, or as a dashboard, every figure with candidates has a list; a choice is kept in `picks.yaml` next to
    the documents and applies to later runs. Otherwise only what is open is shown, as a table.
    """
    names = _read_from(sources) if names is None else list(names)
    found = read_sources(folder_of(sources))
    html, text = candidates_table(bind_figures(found, names), found)
    show_forms(html, text, lambda: widget_view(Choices(sources, names).box))


def _read_from(sources: str) -> list[str]:
    """The named figures that a run reads from these sources."""
    elsewhere: set[str] = set()
    if folder_of(sources).resolve() == resolve(SEEDS).resolve():
        files = question_files()
        every = (*files.shipped.values(), *files.own.values())
        elsewhere = {figure for file in every if file.example for figure in file.figures}
    return [name for name in load_rules() if name not in elsewhere]


def candidates_table(bindings: dict[str, Binding], sources: Sources) -> tuple[str, str]:
    """Return, as HTML and text, the candidates of each open choice, and near candidates of each missing figure.

    The place of each is in words, and as `--pick` takes it.
    """
    shown = {
        item.rule.meaning: item.open or [one for one in item.candidates if one.is_near_miss]
        for item in bindings.values()
        if not item.chosen
    }
    tables = {
        capitalised(meaning): Table(_COLUMNS, [_candidate_row(one, sources) for one in found[:_MOST]])
        for meaning, found in shown.items()
        if found
    }
    without = [meaning for meaning, found in shown.items() if not found]
    note = f"No figure of the sources is close enough to be listed: {'; '.join(without)}." if without else ""
    if not tables:
        words = note or "Every named figure was found."
        return f"<p>{escape(words)}</p>", words
    html, text = in_groups(tables)
    return f"<p>{_OPEN}</p>{html}{f'<p>{escape(note)}</p>' if note else ''}", "\n\n".join(
        filter(None, (_OPEN, text, note))
    )


def _candidate_row(candidate: Candidate, sources: Sources) -> tuple[Any, ...]:
    figure = candidate.figure
    why = readable(candidate.reason or "another is as good")
    return readable(figure.as_text), figure.sentence, _place(candidate, sources), why


def _place(candidate: Candidate, sources: Sources) -> HtmlCell:
    mark, place = cited_place(candidate.figure, sources), candidate.figure.place
    return HtmlCell(f"{mark.value}, {place}", f"{mark.html(str(mark.value))}<br><code>{escape(place)}</code>")


class Choices:
    """A list of candidates for each named figure; a choice is written at once, and `on_choice` is called after it."""

    def __init__(
        self, sources: str, names: Iterable[str] | None = None, on_choice: Callable[[], None] = lambda: None
    ) -> None:
        """Read the sources, relative to the project, and build the widgets."""
        import ipywidgets as widgets

        self._sources = sources
        self._on_choice = on_choice
        self.lists: dict[str, Any] = {}
        self.message = widgets.HTML()
        bindings = bind_figures(read_sources(folder_of(sources)), names)
        for name, binding in bindings.items():
            if binding.candidates:
                self.lists[name] = self._list(name, binding)
        parts = []
        for name, choice in self.lists.items():
            heading = widgets.HTML(f"<b>{escape(bindings[name].rule.meaning)}</b> ({escape(_state(bindings[name]))})")
            parts.append(widgets.VBox([heading, choice]))
        self.box = widgets.VBox([*parts, self.message])

    def _list(self, name: str, binding: Binding) -> Any:
        import ipywidgets as widgets

        chosen = binding.chosen.figure.place if binding.chosen else BY_RULE
        shown = sorted(binding.candidates, key=lambda item: item.figure.place != chosen)[:_MOST]
        options = [("let the conditions decide", BY_RULE), *((_label(item), item.figure.place) for item in shown)]
        value = chosen if binding.picked else BY_RULE
        choice = widgets.RadioButtons(options=options, value=value, layout=widgets.Layout(width="auto"))
        choice.observe(lambda change: self._keep(name, change["new"]), names="value")
        return choice

    def _keep(self, name: str, place: str) -> None:
        """Write the choice next to the sources, or show why it cannot be kept."""
        sources = read_sources(folder_of(self._sources))
        try:
            if place == BY_RULE:
                drop_picks([name], sources)
                words = f"{name}: the conditions decide again"
            else:
                keep_picks([parse_pick(f"{name}={place}")], sources)
                words = f"{name}: {place} is kept in {PICKS}"
            self._on_choice()
        except AnalysisError as error:
            words = str(error)
        self.message.value = f'<p role="status">{escape(words)}</p>'


def _state(binding: Binding) -> str:
    """What decided a binding, or what is open, in words."""
    if binding.chosen:
        by = "picked by a person" if binding.picked else "by the conditions"
        return f"{readable(binding.chosen.figure.as_text)}, {by}"
    return "several figures are as good" if binding.open else "no figure meets all conditions"


def _label(item: Candidate) -> str:
    sentence = shortened(" ".join(item.figure.sentence.split()), _SENTENCE)
    return (
        f"{readable(item.figure.as_text)}: {sentence} ({item.figure.place}{f'; {item.reason}' if item.reason else ''})"
    )
