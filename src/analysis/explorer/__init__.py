"""What if: the inputs of a model as sliders, its chart and its numbers moving with them."""

from analysis.claims.presets import BASE
from analysis.explorer.case import Model, case_of
from analysis.explorer.display import show

__all__ = ["explore"]


def explore(
    model: Model,
    sources: str | None = "seeds",
    scenario: str = BASE,
    result: str | None = None,
    along: str | None = None,
) -> None:
    """Display the inputs of a model as sliders beside its chart and its numbers, to be moved by hand.

    `sources` is a folder of documents, a relative one starting at the project, or None for the model's own defaults;
    `scenario` is the preset to begin at.
    The chart shows `result` along the input `along`, its first result and first input unless given.
    Where nobody is there to move a slider, as under papermill and nbval, the inputs and results stand as tables.

    Raises ParameterError for a scenario that no model has, and a result or an input that this one has not;
    NamedFigureError where the sources lack a figure that the model needs; SourceError where they cannot be read.

    >>> from analysis import explore, margin_uplift
    >>> explore(margin_uplift, along="foil_profit_usd_per_tonne")
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: margin_uplift has no input foil_profit_usd_per_tonne;
    did you mean foil_profit_usd_per_t?
    """
    case = case_of(model, sources, scenario)
    numbers = [item.name for item in case.parameters if not item.choices]
    result = case.checked("result", result or next(iter(case.answers)), case.answers)
    along = case.checked("input", along or numbers[0], numbers)
    show(case, result, along)
