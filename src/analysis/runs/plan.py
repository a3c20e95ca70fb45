"""Plan a run: which notebooks, in which order, and where the value of each parameter comes from."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.binding.figure_rules import load_rules
from analysis.binding.inputs import ModelInput, check_profit_basis, correlated_pairs, input_distributions, search_inputs
from analysis.binding.missing_inputs import MissingInput, Unanswered, model_refusal, settling_arguments
from analysis.binding.question_files import short_name
from analysis.claims.presets import BASE, AssumedInput, Preset, assumed_inputs, awaits_another, choose_presets
from analysis.claims.question_problems import without_notebook
from analysis.core.errors import NamedFigureError, NotebookError, ParameterError, did_you_mean
from analysis.core.paths import project_folder
from analysis.core.run_record import FigureRecord, ParameterRecord
from analysis.core.secret_names import refuse_secrets
from analysis.documents.sources import Sources
from analysis.models import MODELS
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import defaults_of
from analysis.models.sampling import SamplingPlan
from analysis.notebook.record import RESULTS_FROM
from analysis.notebook.study import of_two_places
from analysis.runs.notebook_parameters import NotebookParameters, read_parameters, unknown_parameter

_OWN_PAGES = ("index", "numbers")  # of a report; a page of a notebook has the name of the notebook
_SET_BY_THE_RUN = {"sources": "use --sources DIR", RESULTS_FROM: "it is always the folder of the run"}


@dataclass(frozen=True)
class ResolvedParameter:
    """The value of a parameter, its origin (`decided_by`), and the figure or the reason behind it."""

    value: Any
    decided_by: str
    figure: ModelInput | None = None
    because: str = ""

    @property
    def record(self) -> ParameterRecord:
        """The parameter as recorded in run.json."""
        figure: FigureRecord | None = None
        if self.figure is not None:
            named = self.figure.named
            figure = FigureRecord(
                name=named.rule.name,
                as_text=named.printed,
                section=named.section,
                caution=named.rule.caution,
                conversion=named.conversion,
                hedge_allows=(self.figure.low, self.figure.high),
                **named.figure.to_dict(),
            )
        return ParameterRecord(self.value, self.decided_by, figure, self.because)


@dataclass(frozen=True)
class Job:
    """A notebook of a run, its parameters, the resolved value of each, and why the sources cannot answer it, if so."""

    path: Path
    parameters: NotebookParameters
    resolved: Mapping[str, ResolvedParameter]
    unanswered: Unanswered | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The values that papermill injects: all except defaults."""
        return {name: item.value for name, item in self.resolved.items() if item.decided_by != "default"}


def find_notebooks(names: Sequence[str], *, needed: bool = True) -> list[Path]:
    """Return notebooks by path, or by name without number and ending; without names, all numbered notebooks."""
    known = sorted((project_folder() / "notebooks").glob("[!.]*.ipynb"))
    numbered = [path for path in known if path.name[0].isdigit()]
    if not names and not numbered:
        folder = project_folder() / "notebooks"
        raise NotebookError(
            f"{folder} contains no notebooks; run this in the folder of a project, or make one with "
            "`analysis init my_project`"
        )
    by_name = {alias: path for path in known for alias in (path.stem, short_name(path.stem))}
    asked = [_find(name, by_name) for name in names] or (numbered if needed else known)
    if not needed:
        return sorted(dict.fromkeys(asked), key=lambda path: path.name)
    chosen: dict[Path, None] = {}
    for path in sorted(asked, key=lambda path: path.name):
        _choose(path, by_name, chosen, ())
    stems: dict[str, Path] = {}
    for path in chosen:
        if path.stem.lower() in _OWN_PAGES:
            raise NotebookError(f"{path}: a report already has a page {path.stem}.html; rename the notebook")
        if path.stem in stems:
            raise NotebookError(
                f"{path} and {stems[path.stem]} have the same name; rename one, since results are stored by name"
            )
        stems[path.stem] = path
    return list(chosen)


def sources_named_by(notebooks: Sequence[str]) -> str:
    """Return the sources that the named notebooks name as their default, empty if one of several names `seeds`."""
    if not notebooks:
        return ""
    read = [read_or_problem(path) for path in find_notebooks(notebooks, needed=False)]
    if all(item.problem for item in read):
        raise NotebookError("\n".join(item.problem for item in read))
    named = {item.notebook: str(item.items["sources"].default) for item in read if "sources" in item.items}
    different = set(named.values())
    if len(different) > 1 and "seeds" not in different:
        told = ", ".join(f"{name} reads {folder}" for name, folder in named.items())
        raise NotebookError(f"{told}, and a run reads one of them; give --sources, or run one question at a time")
    return different.pop() if len(different) == 1 else ""


def needed_by(job: Job, jobs: Iterable[Job]) -> list[str]:
    """Return the names of the other notebooks of a run whose results a job reads."""
    return [
        other.path.stem
        for other in jobs
        if job.parameters.needs_results_of(other.path.stem, needs_every=other.parameters.needs_every)
    ]


def read_or_problem(path: Path) -> NotebookParameters:
    """Read the parameters of a notebook; one that cannot be read has none, and a problem."""
    try:
        return read_parameters(path)
    except NotebookError as error:
        return NotebookParameters(path.stem, {}, problem=str(error).replace(str(path), path.name))


class Planner:
    """Resolves the parameters of notebooks for one set of sources, once or for each set of a sweep."""

    def __init__(self, notebooks: Iterable[Path], sources: Sources | None) -> None:
        """Read the parameters of the notebooks, and their figures in the sources; None leaves the figures out."""
        self._read = [(path, read_or_problem(path)) for path in notebooks]
        broken = [parameters.problem for _, parameters in self._read if parameters.problem]
        if broken and len(broken) == len(self._read):
            raise NotebookError("\n".join(broken))
        self._sound = [path.stem for path, parameters in self._read if not parameters.problem]
        self._every = {name: None for _, parameters in self._read for name in parameters.items}
        self._inputs, self._problems = search_inputs(sources, self._every) if sources else ({}, {})
        self._assumed = assumed_inputs(self._problems, self._inputs)
        self._presets: dict[str, dict[str, Preset]] = {}  # by scenario; a sweep uses few of them many times

    def jobs(
        self, scenario: str = BASE, given: Mapping[str, Any] | None = None, *, strict: bool = True, assume: bool = False
    ) -> list[Job]:
        """Resolve every parameter of every notebook: the default, then a figure, then the scenario, then `given`.

        With `strict`, a missing figure is an error; with `assume`, only one for which there is no assumed value.
        """
        given, every = given or {}, self._every
        _check_names(given, self._read)
        if scenario not in self._presets:
            self._presets[scenario] = choose_presets(scenario, self._sound, self._inputs)
        presets = self._presets[scenario]
        jobs: list[Job] = []
        missing: list[MissingInput] = []
        for path, parameters in self._read:
            refused: list[str] = [parameters.problem] if parameters.problem else []
            assumed = {} if strict and not assume else self._assumed
            resolved = _decide(parameters, self._inputs, assumed, presets.get(path.stem), given, refused)
            if refused and strict:
                raise ParameterError(refused[0])
            resolved = _check_uncertainty(path.stem, resolved, every)
            lacking = [
                self._problems[name]
                for name, item in resolved.items()
                if item.decided_by == "default" and item.value is not None and name in self._problems
                if strict or not awaits_another(self._problems[name], self._problems)
            ]
            missing += lacking
            unanswered = None if strict else _unanswered(parameters, resolved, lacking, refused)
            jobs.append(Job(path, parameters, resolved, unanswered))
        if missing and strict:
            raise NamedFigureError("\n".join(dict.fromkeys(map(str, missing))))
        return jobs

    def left_out(self, job: Job) -> dict[str, str]:
        """Return the results that the notebook of a model leaves out, each with the reason."""
        model = MODELS[short_name(job.path.stem)]
        kind = declaration_of(model)
        values = {name: job.resolved[name].value for name in defaults_of(model)}
        assumed = {name: item for name, item in self._assumed.items() if values.get(name) == item.value}
        return of_two_places(kind, values, defaults_of(model), self._inputs, assumed) if kind else {}


def _unanswered(
    parameters: NotebookParameters,
    resolved: Mapping[str, ResolvedParameter],
    lacking: Sequence[MissingInput],
    refused: Sequence[str],
) -> Unanswered | None:
    """Why the sources cannot answer a notebook; None if they can."""
    values = {name: item.value for name, item in resolved.items()}
    if lacking or refused:
        missing = tuple(dict.fromkeys(lacking))
        taken = [item.figure.named.figure.place for item in resolved.values() if item.figure]
        return Unanswered(missing, "; ".join(refused), settling_arguments(missing, parameters.models, values, taken))
    if any(item.decided_by == "-p" for item in resolved.values()):
        return None
    refusal = model_refusal(parameters.models, values)
    return Unanswered(refusal=refusal) if refusal else None


def refuse_picks(jobs: Iterable[Job], picked: Collection[str]) -> None:
    """Raise NamedFigureError if a question refuses its inputs because of a figure among those just `picked`."""
    for job in jobs:
        values = {name: item.value for name, item in job.resolved.items()}
        refusal = job.unanswered.refusal if job.unanswered else model_refusal(job.parameters.models, values)
        for name in sorted(picked):
            parameter = load_rules()[name].parameter
            if parameter and re.search(rf"\b{parameter}\b", refusal):
                raise NamedFigureError(f"--pick {name}: {short_name(job.path.stem)} refuses its inputs: {refusal}")


def check_names(notebooks: Iterable[Path], given: Iterable[str]) -> None:
    """Raise ParameterError for a name that none of the notebooks has; this is fast, since it reads no sources."""
    _check_names(given, [(path, read_or_problem(path)) for path in notebooks])


def check_parameters(notebooks: Iterable[Path], given: Mapping[str, Any], scenario: str = BASE) -> None:
    """Raise ParameterError for a name, value or scenario that a run would refuse, without reading any sources."""
    Planner(notebooks, None).jobs(scenario, given)


def _check_names(given: Iterable[str], read: Sequence[tuple[Path, NotebookParameters]]) -> None:
    refuse_secrets(given)
    every = {name: None for _, parameters in read for name in parameters.items}
    where = ", ".join(path.stem for path, _ in read)
    wrong = []
    for name in given:
        if name in _SET_BY_THE_RUN:
            raise ParameterError(f"{name} is set by the run itself; {_SET_BY_THE_RUN[name]}")
        if name not in every:
            wrong.append(unknown_parameter(name, every, where))
    if wrong:
        raise ParameterError("\n".join(wrong))


def plan(
    notebooks: Iterable[Path],
    sources: Sources,
    scenario: str = BASE,
    given: Mapping[str, Any] | None = None,
    *,
    strict: bool = True,
) -> list[Job]:
    """Resolve every parameter of every notebook once, see `Planner`."""
    return Planner(notebooks, sources).jobs(scenario, given, strict=strict)


def _check_uncertainty(
    notebook: str, resolved: dict[str, ResolvedParameter], every: Mapping[str, Any]
) -> dict[str, ResolvedParameter]:
    """Reject invalid distributions and correlations before a kernel starts, and give each notebook only its own."""
    values = {name: item.value for name, item in resolved.items()}
    try:
        for name in ("hedges", "correlations"):
            if isinstance(values.get(name), Mapping):
                own = {key: item for key, item in values[name].items() if _concerns(key, values, every)}
                resolved = {**resolved, name: replace(resolved[name], value=own)}
                values[name] = own
        input_distributions({}, values, values.get("hedges"))
        SamplingPlan(correlations=correlated_pairs(values, values.get("correlations")))
    except ParameterError as error:
        raise ParameterError(f"{notebook}: {error}") from None
    return resolved


def _concerns(words: object, own: Mapping[str, Any], every: Mapping[str, Any]) -> bool:
    """Whether a key names parameters of this notebook, or of none at all, which is then rejected as unknown."""
    names = str(words).replace(",", " ").split()
    return all(name in own for name in names) or not all(name in every for name in names)


def _choose(path: Path, by_name: Mapping[str, Path], chosen: dict[Path, None], above: tuple[Path, ...]) -> None:
    """Add a notebook after those that it needs."""
    if path in above:
        raise NotebookError(f"{path.name} needs its own results, through {above[-1].name}")
    parameters = read_or_problem(path)
    if parameters.needs_every:
        numbered = sorted({one for one in by_name.values() if one.name[0].isdigit()}, key=lambda one: one.name)
        for one in numbered:
            if not read_or_problem(one).needs_every:
                _choose(one, by_name, chosen, (*above, path))
    for need in parameters.needs:
        _choose(_find(need, by_name), by_name, chosen, (*above, path))
    chosen[path] = None


def _find(name: str, by_name: Mapping[str, Path]) -> Path:
    if name in by_name:
        return by_name[name]
    path = Path(name)
    if path.suffix.lower() == ".ipynb" or len(path.parts) > 1:
        if path.suffix.lower() == ".ipynb" and path.is_file():
            return path.resolve()
        raise NotebookError(f"{name}: no such notebook; check the path")
    if told := without_notebook().get(name):
        raise NotebookError(told)
    stems = ", ".join(sorted({path.stem for path in by_name.values()}))
    hint = did_you_mean(name, by_name, f"the notebooks are {stems}", listed=False)
    raise NotebookError(f"no notebook {name}; {hint}")


def _decide(
    parameters: NotebookParameters,
    inputs: Mapping[str, ModelInput],
    assumed: Mapping[str, AssumedInput],
    preset: Preset | None,
    given: Mapping[str, Any],
    refused: list[str],
) -> dict[str, ResolvedParameter]:
    """Resolve the parameters of a notebook; no figure is needed if the scenario or `given` sets its parameter."""
    items = parameters.items
    resolved = {name: ResolvedParameter(item.default, "default") for name, item in items.items()}
    chosen = parameters.convert({name: value for name, value in given.items() if name in items})
    planned = parameters.convert(preset.values) if preset else {}
    reading = next((part["profit_basis"] for part in (chosen, planned) if "profit_basis" in part), None)
    if reading is None and "profit_basis" in items:
        reading = items["profit_basis"].default
    for name, found in inputs.items():
        if name in items and name not in planned and name not in chosen:
            try:
                check_profit_basis(found, reading)
                resolved[name] = ResolvedParameter(items[name].convert(found.value), "figure", found, found.assumed)
            except ParameterError as error:
                place = f"{found.named.figure.place} ({found.printed})"
                refused.append(f"{place}: {error}; correct the source or set -p {name}=VALUE")
    for name, item in assumed.items():
        if name in items:
            resolved[name] = ResolvedParameter(items[name].convert(item.value), "assumed", None, item.because)
    for name, value in planned.items():
        resolved[name] = ResolvedParameter(value, "scenario", inputs.get(name), preset.reasons[name] if preset else "")
    return resolved | {name: ResolvedParameter(value, "-p", inputs.get(name)) for name, value in chosen.items()}
