"""Sentences on the figures of the sources: how many there are, and what the sources say of them."""

from analysis.core.words import counted
from analysis.notebook.provenance_links import Mark
from analysis.notebook.record import Quoted, filled


def stated(figures: int, sources: int, hedged: int, used: int) -> Quoted:
    """Return how many figures the sources state, with a hedge, and fit inputs of models.

    >>> stated(34, 4, 16, 0).text
    'The sources state 34 figures in 4 documents, 16 of them with a hedge. None of them fits an input of a model.'
    >>> stated(1, 1, 0, 1).text, stated(0, 2, 0, 0).text
    ('The sources state 1 figure in 1 document, without a hedge. It fits an input of a model.', \
'No figure was found in 2 documents.')
    """
    if not figures:
        words = "No figure was found in {sources}."
    elif figures == 1:
        words = f"The sources state {{figures}} in {{sources}}, with{'' if hedged else 'out'} a hedge. "
        words += f"It fits {'an' if used else 'no'} input of a model."
    else:
        words = f"The sources state {{figures}} in {{sources}}, {hedged or 'none'} of them with a hedge. "
        fit = "fit inputs" if used > 1 else "fits an input"
        words += f"{'{used}' if used else 'None'} of them {fit} of a model."
    return filled(
        words,
        figures=Mark(counted(figures, "figure"), "result", "figures_total"),
        sources=Mark(counted(sources, "document"), "result", "sources_total"),
        used=Mark(used, "result", "figures_in_models"),
    )


def caveat(figures: int, lost: int, cautious: int, sources: int) -> Quoted:
    """Return how many hedges are `lost` in highlights, and how many sources are `cautious` about their figures.

    >>> caveat(1, 0, 0, 7).text
    'No warning about their own figures was found in the sources.'
    >>> caveat(34, 3, 3, 4).text
    '3 figures are hedged in the body of an article but not in its highlights. 3 of 4 sources warn about their own \
figures.'
    """
    if not figures:
        return filled("No figure was found in the sources.")
    is_are = "figure is" if lost == 1 else "figures are"
    words = f"{{lost}} {is_are} hedged in the body of an article but not in its highlights. " if lost else ""
    if not cautious:
        its, where = ("its", "source") if sources == 1 else ("their", "sources")
        words += f"No warning about {its} own figures was found in the {where}."
    else:
        who = "The source" if sources == 1 else "{cautious} of {sources} sources"
        words += f"{who} {'warns about its' if cautious == 1 else 'warn about their'} own figures."
    return filled(
        words,
        lost=Mark(lost, "result", "hedges_lost_in_highlights"),
        cautious=Mark(cautious, "result", "sources_with_a_caveat"),
        sources=Mark(sources, "result", "sources_total"),
    )
