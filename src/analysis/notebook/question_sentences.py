"""The sentence of each question for the briefing, from the template in its file data/questions/<name>.yaml."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from analysis.binding.question_files import QuestionFile, question_files, short_name
from analysis.core.errors import NotebookError, did_you_mean
from analysis.core.schemas import line_in
from analysis.models.catalog import PARAMETERS
from analysis.notebook.record import ANSWER, SENTENCES, Results, record_sentence

DEFAULT = "{answer}"
VERDICTS = "verdicts"  # the table of verdicts by input, which the notebook on verification records
_VERDICT, _PERCENT = "verdict of ", " in percent"


def question_sentences(results: Results) -> None:
    """Show and record a sentence for each question that has an answer, in the order of the notebooks.

    The template is `briefing` in the file of the question, by default its answer. In it, `{answer}` is the answer,
    `{card_answer}`, `{card_number}`, `{card_range}` and `{card_change}` are the sentences of its card,
    `{verdict of foil_profit_usd_per_t}` the verdict on the claim behind an input, `{payback_years}` a result,
    `{china_share in percent}` a fraction in percent and `{material of chosen}` a row of a recorded table. Raises
    NotebookError for a part that is none of these; for a template of the project, it prints the error and shows the
    answer instead.
    """
    for notebook, found in results.items():
        layers = question_files().layers(short_name(notebook))
        if layers and ANSWER in found:
            template = next((file.briefing for file in reversed(layers) if file.briefing), DEFAULT)
            try:
                parts = _parts(template, notebook, results, layers[-1])
            except NotebookError as error:
                if not layers[-1].own:
                    raise
                print(f"{error}; the answer is shown instead")
                template, parts = DEFAULT, _parts(DEFAULT, notebook, results, layers[-1])
            record_sentence(f"sentence_{short_name(notebook)}", template, **parts)


def _parts(template: str, notebook: str, results: Results, file: QuestionFile) -> dict[str, Any]:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(template) if field]
    except ValueError as error:
        raise NotebookError(f"{line_in(file.path, 'briefing')}: {error}; each part is written as {{NAME}}") from None
    return {field: _part(field, notebook, results, file) for field in fields}


def _part(field: str, notebook: str, results: Results, file: QuestionFile) -> Any:
    """One part of a template, as a mark that leads back to its result."""
    if results[notebook].get(field, {}).get("unit") in SENTENCES:
        return results.sentence(notebook, field)
    if field.startswith(_VERDICT):
        claim = field.removeprefix(_VERDICT)
        if claim not in PARAMETERS:  # "not stated" would be said of a claim that nobody can state
            hint = did_you_mean(claim, PARAMETERS, "name an input of a model", listed=False)
            raise NotebookError(f"{line_in(file.path, 'briefing')}: no model has an input {claim}; {hint}")
        judge = next((name for name, found in results.items() if VERDICTS in found), "")
        return results.line(judge, VERDICTS, claim) if judge else "not checked"
    row, _, table = field.partition(" of ")
    if table in results[notebook]:
        return results.line(notebook, table, row)
    name = field.removesuffix(_PERCENT)
    if name not in results[notebook]:
        where = line_in(file.path, "briefing")
        raise NotebookError(
            f"{where}: {notebook} records no {name}; use {{answer}}, {{verdict of INPUT}}, or one of "
            f"{', '.join(results[notebook])}"
        )
    return results.quote(notebook, name, 3 if field != name else 4, percent=field != name)


def headline_results(results: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return for each notebook with scenarios the results that the briefing compares: `headline`, or the first ones."""
    wanted = {}
    for notebook, found in results.items():
        cases = found.get("scenarios", {}).get("value")
        if isinstance(cases, Mapping) and cases:
            named = [name for file in question_files().layers(short_name(notebook)) for name in file.headline]
            recorded = next(iter(cases.values()))
            wanted[notebook] = [name for name in named if name in recorded] or list(recorded)[:3]
    return wanted
