"""Explore a model: its inputs as sliders, with a chart and a table of results that follow them."""

from analysis.binding.inputs import figure_names
from analysis.binding.question_files import question_files, question_title
from analysis.claims.presets import BASE
from analysis.core.errors import NamedFigureError
from analysis.explorer.case import case_of
from analysis.explorer.display import attended, choose_figures, panel_of, show_forms, tables
from analysis.models.catalog import MODELS, Model, model_named
from analysis.models.parameters import defaults_of

__all__ = ["choose_figures", "explore", "explore_questions"]


def explore(
    model: Model | str,
    sources: str | None = "seeds",
    scenario: str = BASE,
    result: str | None = None,
    along: str | None = None,
) -> None:
    """Display the inputs of a model as sliders, with a chart and a table of its results.

    `model` is a model or its name.
    `sources` is a folder of documents, from the current folder or else the project; None uses the defaults.
    `scenario` is the preset to start from.
    The chart shows `result` as a function of the input `along`; the defaults are the first result and the first input.
    If nobody can move a slider, as under papermill and nbval, the inputs and results are shown as tables.
    Below the sliders, the figures of the sources can be chosen among their candidates; if one is missing, the choice
    comes first.

    Raises ParameterError for a scenario that no model has, or a result or an input that this model does not have;
    NamedFigureError if the sources lack a figure that the model needs; SourceError if they cannot be read.

    >>> from analysis import explore, margin_uplift
    >>> explore(margin_uplift, along="foil_profit_usd_per_tonne")
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: margin_uplift has no input foil_profit_usd_per_tonne;
    did you mean foil_profit_usd_per_t?
    """
    model = model_named(model) if isinstance(model, str) else model
    try:
        case = case_of(model, sources, scenario)
    except NamedFigureError as error:
        if sources is None or not attended():
            raise
        print(f"{error}\nChoose below, then run this cell again.")
        choose_figures(sources, figure_names(defaults_of(model)).values())
        return
    numbers = [item.name for item in case.parameters if not item.choices]
    result = case.checked("result", result or next(iter(case.answers)), case.answers)
    along = case.checked("input", along or numbers[0], numbers)
    show_forms(*tables(case), lambda: panel_of(case, result, along))


def explore_questions(sources: str | None = "seeds", scenario: str = BASE, question: str = "") -> None:
    """Display a panel for every question with a model, in the order of the notebooks, under the title of each.

    `question` is the name of one, to display it alone.
    The chart is the one that `explore` in the file of a question names. A question whose figures the sources do not
    state has the reason in place of its panel.

    Raises NotebookError for a question that has no model.
    """
    from IPython.display import Markdown, display

    names = [name for name in question_files().names if name in MODELS]
    if question:
        model_named(question)  # raises for an unknown one
        names = [question]
    for name in names:
        chart = {key: value for file in question_files().layers(name) for key, value in file.explore.items()}
        heading = [f"## {name.replace('_', ' ').capitalize()}", question_title(name), chart.pop("note", "")]
        display(Markdown("\n\n".join(part for part in heading if part)))
        try:
            explore(name, sources, scenario, **chart)
        except NamedFigureError as error:
            display(Markdown(f"Not answered by these sources:\n\n```text\n{error}\n```"))
