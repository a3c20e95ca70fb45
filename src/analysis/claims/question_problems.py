"""What is wrong with the questions of a project: none of it stops the questions of the package."""

from collections.abc import Mapping

from analysis.claims.figure_rules import FigureRule, all_rules
from analysis.claims.presets import load_presets
from analysis.claims.question_files import question_files, short_name
from analysis.core.errors import ParameterError
from analysis.core.paths import portable, project_folder
from analysis.core.schemas import line_in
from analysis.core.suggestions import did_you_mean
from analysis.models.catalog import Catalog, catalog
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import defaults_of


def question_problems() -> dict[str, str]:
    """Return a message for each question of the project that cannot be answered, by name.

    A question cannot be answered if its model or its file cannot be used, if it has a model with claims and no figure
    feeds any of them, or if another notebook has its name; the latter are named with their number.
    """
    rules, models = all_rules(), catalog()
    problems = {name: told for name, told in _all_problems().items() if not _is_shipped(name)}
    for name in models.files.keys() - problems.keys():
        if problem := _without_figures(name, rules.rules, models) or _unknown_in_presets(name, models):
            problems[name] = problem
    return problems | _second_notebooks()


def ignored_files() -> list[str]:
    """Return a message for each file of the project that is left out of a question of the package."""
    return [told for name, told in _all_problems().items() if _is_shipped(name)]


def _all_problems() -> dict[str, str]:
    return {**all_rules().problems, **catalog().problems}


def _is_shipped(name: str) -> bool:
    return name in question_files().shipped


def _without_figures(name: str, rules: Mapping[str, FigureRule], models: Catalog) -> str:
    declared = declaration_of(models.models[name])
    claims = [item.name for item in declared.parameters if item.kind == "claim"] if declared else []
    if not claims or {rule.parameter for rule in rules.values()} & set(claims):
        return ""
    file = next((portable(item.path) for item in question_files().layers(name)), f"data/questions/{name}.yaml")
    return (
        f"{file}: no figure feeds {', '.join(claims)}, declared as claims in {portable(models.files[name])}; add an "
        "entry under `figures`, or declare them as assumptions"
    )


def _unknown_in_presets(name: str, models: Catalog) -> str:
    """The first parameter in the presets of a question that its model does not have, or a value that it cannot take."""
    known = defaults_of(models.models[name])
    for file in question_files().layers(name):
        for preset, entry in file.presets.items():
            for parameter in entry["parameters"] or {}:
                if parameter not in known:
                    where = line_in(file.path, "presets", preset, "parameters", parameter)
                    return f"{where}: the model has no such parameter; {did_you_mean(parameter, known, 'it has')}"
    try:
        load_presets(name)
    except ParameterError as error:
        return f"data/questions/{name}.yaml, presets: {error}"
    return ""


def _second_notebooks() -> dict[str, str]:
    seen: dict[str, str] = {}
    problems = {}
    for path in sorted((project_folder() / "notebooks").glob("[0-9]*.ipynb")):
        first = seen.setdefault(short_name(path.stem), path.name)
        if first != path.name:
            problems[path.stem] = f"{path.name}: {first} asks the same question; rename one of them"
    return problems
