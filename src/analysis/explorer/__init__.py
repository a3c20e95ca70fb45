"""Explore a model: its inputs as sliders, with a chart and a table of results that follow them."""

from analysis.claims.inputs import figure_names
from analysis.claims.presets import BASE
from analysis.core.errors import NamedFigureError
from analysis.explorer.case import Model, case_of
from analysis.explorer.choice import choose_figures
from analysis.explorer.display import attended, show
from analysis.models.parameters import defaults_of

__all__ = ["choose_figures", "explore"]


def explore(
    model: Model,
    sources: str | None = "seeds",
    scenario: str = BASE,
    result: str | None = None,
    along: str | None = None,
) -> None:
    """Display the inputs of a model as sliders, with a chart and a table of its results.

    `sources` is a folder of documents, relative to the project, or None to use the defaults of the model.
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
    show(case, result, along)
