"""Choose the figure that feeds an input: the candidates with their sentences, and a choice kept in picks.yaml."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from analysis.claims.binding import Candidate
from analysis.claims.figure_rules import load_rules
from analysis.claims.named_figures import Binding, bind_figures
from analysis.claims.picks import Pick, drop_picks, keep_picks
from analysis.claims.question_files import question_files
from analysis.core.errors import AnalysisError
from analysis.core.formatting import readable, shortened
from analysis.core.html_table import HtmlCell, Table
from analysis.core.paths import resolve
from analysis.documents.sources import PICKS, read_sources
from analysis.explorer.case import SEEDS
from analysis.explorer.display import show_forms, widget_view

_MOST = 8  # candidates of an input
_SENTENCE = 220  # characters of a sentence next to a choice
_COLUMNS = ("Input", "Candidate", "Sentence", "Place", "Why not chosen")
BY_RULE = ""  # the value of the option that lets the conditions decide


def choose_figures(sources: str = SEEDS, names: Iterable[str] | None = None) -> None:
    """Show the candidates of each named figure that the sources leave open, and let a person choose.

    `sources` is a folder of documents, relative to the project; `names` are named figures, by default all of them, but
    for the default sources not those of a question that is read from an example of its own.
    In JupyterLab, or as a dashboard, every figure with candidates has a list; a choice is kept in `picks.yaml` next to
    the documents and applies to later runs. Otherwise only what is open is shown, as a table.
    """
    names = _read_from(sources) if names is None else list(names)
    html, text = candidates_table(bind_figures(read_sources(resolve(sources)), names))
    show_forms(html, text, lambda: widget_view(Choices(sources, names).box))


def _read_from(sources: str) -> list[str]:
    """The named figures that a run reads from these sources."""
    elsewhere: set[str] = set()
    if resolve(sources) == resolve(SEEDS):
        files = question_files()
        every = (*files.shipped.values(), *files.own.values())
        elsewhere = {figure for file in every if file.example for figure in file.figures}
    return [name for name in load_rules() if name not in elsewhere]


def candidates_table(bindings: dict[str, Binding]) -> tuple[str, str]:
    """Return the candidates of what is open or missing as HTML and as text."""
    rows = [
        (
            item.rule.meaning,
            readable(one.figure.as_text),
            one.figure.sentence,
            HtmlCell(one.figure.place, f"<code>{escape(one.figure.place)}</code>"),  # for --pick
            one.reason or "another is as good",
        )
        for item in bindings.values()
        if not item.chosen
        for one in (item.open or item.candidates)[:_MOST]
    ]
    without = [item.rule.meaning for item in bindings.values() if not item.chosen and not item.candidates]
    note = f"No figure in a fitting unit: {'; '.join(without)}." if without else ""
    if not rows:
        words = note or "Every named figure was found."
        return f"<p>{escape(words)}</p>", words
    table = Table(_COLUMNS, rows, "Candidates", note=note)
    return table.html, table.text


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
        bindings = bind_figures(read_sources(resolve(sources)), names)
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

        shown = sorted(binding.candidates, key=lambda item: not _is_chosen(item, binding))[:_MOST]
        options = [("let the conditions decide", BY_RULE), *((_label(item), item.figure.place) for item in shown)]
        chosen = binding.chosen.figure.place if binding.chosen and binding.picked else BY_RULE
        choice = widgets.RadioButtons(options=options, value=chosen, layout=widgets.Layout(width="auto"))
        choice.observe(lambda change: self._keep(name, change["new"]), names="value")
        return choice

    def _keep(self, name: str, place: str) -> None:
        """Write the choice next to the sources, or say why it cannot be kept."""
        sources = read_sources(resolve(self._sources))
        try:
            if place == BY_RULE:
                drop_picks([name], sources)
                words = f"{name}: the conditions decide again"
            else:
                source, _, span = place.rpartition(":")
                start, _, end = span.partition("-")
                keep_picks([Pick(name, source, int(start), int(end))], sources)
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


def _is_chosen(item: Candidate, binding: Binding) -> bool:
    return binding.chosen is not None and item.figure.place == binding.chosen.figure.place
