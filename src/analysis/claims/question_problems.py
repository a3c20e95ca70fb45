"""Problems with the questions of a project; the questions of the package still work."""

from collections.abc import Collection, Mapping

from analysis.binding.concepts import concept_layers
from analysis.binding.figure_rules import FigureRule, all_rules
from analysis.binding.places import place_layers
from analysis.binding.question_files import FOLDER, notebook_of, question_files, short_name
from analysis.claims.presets import preset_problem
from analysis.core.errors import did_you_mean
from analysis.core.paths import OWN_MODELS, own_data_folder, portable, project_folder
from analysis.core.references import judgement_layers, reference_layers
from analysis.core.schemas import left_out, line_in
from analysis.models.catalog import Catalog, catalog
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import defaults_of
from analysis.models.results import results_declared


def question_problems() -> dict[str, str]:
    """Return a message for each question of the project that cannot be answered, by name."""
    rules, models = all_rules(), catalog()
    problems = {name: told for name, told in _all_problems().items() if not _is_shipped(name)}
    for name in models.files.keys() - problems.keys():
        if problem := _without_figures(name, rules.rules, models) or _in_presets(name) or _in_names(name, models):
            problems[name] = problem
    return problems | _second_notebooks()


def ignored_files() -> list[str]:
    """Return a message for each file of the project that is ignored; the shipped questions still work."""
    own = question_files().own
    of_questions = {name: told for name, told in _all_problems().items() if _is_shipped(name)}
    of_questions |= {
        name: told for name in own.keys() - of_questions.keys() if _is_shipped(name) and (told := _in_presets(name))
    }
    folder = own_data_folder() or project_folder()
    found = [left_out(folder / FOLDER / f"{name}.yaml", told) for name, told in sorted(of_questions.items())]
    layers = (reference_layers(), judgement_layers(), concept_layers(), place_layers())
    return [*filter(None, (*(item.problem for item in layers), all_rules().ignored)), *found]


def without_notebook() -> dict[str, str]:
    """Return a message for each question of the project that has a model and a file, but no notebook."""
    files = catalog().files
    return {
        name: f"{portable(files[name])} and {portable(file.path)} have no notebook; "
        f"add notebooks/NN_{name}.ipynb, such as 80_{name}.ipynb"
        for name, file in question_files().own.items()
        if name in files and notebook_of(name) is None
    }


def project_problems(but: Collection[str] = ()) -> list[str]:
    """Return one line for each question and each file of the project that cannot be used; empty in this repository.

    Those of the questions `but` are left out.
    """
    return [*unusable_files(but), *_unanswered(without_notebook(), but)]


def unusable_files(but: Collection[str] = ()) -> list[str]:
    """Return what `project_problems` returns, without the questions that only lack a notebook."""
    if own_data_folder() is None and not (project_folder() / OWN_MODELS).is_dir():
        return []
    return [*ignored_files(), *_unanswered(question_problems(), but)]


def _unanswered(problems: Mapping[str, str], but: Collection[str]) -> list[str]:
    return [f"{name} cannot be answered: {told}" for name, told in problems.items() if name not in but]


def _all_problems() -> dict[str, str]:
    return {**all_rules().problems, **catalog().problems}


def _is_shipped(name: str) -> bool:
    return name in question_files().shipped


def _without_figures(name: str, rules: Mapping[str, FigureRule], models: Catalog) -> str:
    declared = declaration_of(models.models[name])
    claims = [item.name for item in declared.parameters if item.kind == "claim"] if declared else []
    if not claims or {rule.parameter for rule in rules.values()} & set(claims):
        return ""
    file = next((portable(item.path) for item in question_files().layers(name)), "")
    if not file:
        return f"data/questions/{name}.yaml is missing, so no figure feeds {', '.join(claims)}; add the file"
    return (
        f"{file}: no figure feeds {', '.join(claims)}, declared as claims in {portable(models.files[name])}; add an "
        f"entry under `figures`, or declare them as assumptions{f' ({told})' if (told := all_rules().ignored) else ''}"
    )


def _in_presets(name: str) -> str:
    """What is wrong with the presets of a question in the project."""
    file = question_files().own.get(name)
    return preset_problem(file) if file else ""


def _in_names(name: str, models: Catalog) -> str:
    """The first name under `headline` and `explore` of a question that its model does not have."""
    file, declared = question_files().own.get(name), declaration_of(models.models[name])
    if file is None or declared is None:
        return ""
    results, parameters = results_declared(declared), list(defaults_of(models.models[name]))
    asked = [("headline", result, results, "result") for result in file.headline]
    for key, known, what in (("result", results, "result"), ("along", parameters, "parameter")):
        if key in file.explore:
            asked.append((f"explore, {key}", file.explore[key], known, what))
    for place, used, known, what in asked:
        if used not in known:
            hint = did_you_mean(used, known, "it has")
            return f"{line_in(file.path, *place.split(', '))}: the model has no {what} {used}; {hint}"
    return ""


def _second_notebooks() -> dict[str, str]:
    seen: dict[str, str] = {}
    problems = {}
    for path in sorted((project_folder() / "notebooks").glob("[0-9]*.ipynb")):
        first = seen.setdefault(short_name(path.stem), path.name)
        if first != path.name:
            problems[path.stem] = f"{path.name}: {first} asks the same question; rename one of them"
    return problems
