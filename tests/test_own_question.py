"""A question of one's own: three files that everything finds by their place, in a project outside of the repository."""

import json
import re
import shutil
from html import unescape

import pytest
from lxml import html

from analysis.binding.figure_rules import load_rules
from analysis.binding.named_figures import bind_figures
from analysis.binding.picks import PICKS, read_picks
from analysis.claims.presets import load_presets
from analysis.claims.question_problems import ignored_files, question_problems, without_notebook
from analysis.cli import main
from analysis.cli.new_command import init_project, new_question
from analysis.core.errors import NamedFigureError, NotebookError, ParameterError
from analysis.core.paths import MARKER, PROJECT_VARIABLE, project_folder
from analysis.core.pool import apply
from analysis.core.references import load_references
from analysis.documents.document import Document
from analysis.documents.sources import Sources, read_sources
from analysis.explorer import choose_figures
from analysis.models import MODELS, PARAMETERS
from analysis.models.catalog import model_named
from analysis.notebook import uncertainty
from analysis.notebook.questions import briefing
from analysis.notebook.record import Results
from analysis.notebook.study import study
from analysis.runs.plan import Planner, find_notebooks

from . import in_this_process

NAME = "ore_sorting"
FILE, MODEL = f"data/questions/{NAME}.yaml", f"models/{NAME}.py"
NOTEBOOK = f"notebooks/10_{NAME}.ipynb"


@pytest.fixture
def question(project):
    """A new question in an empty project; returns the folder of the project."""
    new_question(NAME, "What does sorting of ore earn?")
    return project


def changed(project, file, before, after):
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_new_question_is_three_files_and_has_no_problem(question):
    assert sorted(path.relative_to(question).as_posix() for path in question.rglob("*.*") if path.name != MARKER) == [
        FILE, MODEL, NOTEBOOK,
    ]  # fmt: skip
    assert question_problems() == {}
    assert NAME in MODELS
    assert f"{NAME}_price_usd_per_t" in PARAMETERS
    assert f"{NAME}_price" in load_rules()
    assert set(load_presets(NAME)) == {"low", "base", "high"}
    assert [path.stem for path in find_notebooks([])] == [f"10_{NAME}"]


def test_its_figures_are_not_missing_from_articles_that_it_does_not_read(question, capsys):
    for folder in ("seeds", "other"):
        (question / folder).mkdir()
        (question / folder / "a.txt").write_text("The plant sells its tin at $9,000 a tonne.\n", encoding="utf-8")
    choose_figures("seeds")
    assert "output of the plant" not in capsys.readouterr().out
    choose_figures("seeds", [f"{NAME}_output"])
    assert "output of the plant" in capsys.readouterr().out
    choose_figures("other")
    assert "output of the plant" in capsys.readouterr().out


def test_a_new_question_runs_at_once_on_its_example(question, monkeypatch, capsys):
    (question / "some" / "folder").mkdir(parents=True)
    monkeypatch.chdir(question / "some" / "folder")
    monkeypatch.delenv(PROJECT_VARIABLE)
    assert project_folder() == question
    assert main(["run", NAME]) == 0
    (report,) = (question / "reports").glob("*_base")
    results = json.loads((report / "results.json").read_text(encoding="utf-8"))[f"10_{NAME}"]
    assert results["margin_usd_per_t"]["value"] == 2000.0
    assert results["profit_usd_per_year"]["value"] == 24e6
    card = html.fromstring((report / "index.html").read_text(encoding="utf-8")).xpath(
        "//article[contains(@class, 'answer')]"
    )
    words = " ".join(card[0].text_content().split())
    assert "USD 24 million a year" in card[0].xpath("//strong[@class='big']")[0].text_content()
    assert "14.2 to 45.5 million" in words  # of draws
    assert "Ore sorting cost: at the ends of its 90 % range, USD" in words  # what would change it
    assert "The plant earns" in words
    # In this process: that workers and kernels find the project is shown by the run, and by the tests of sweeps.
    in_this_process.use(monkeypatch)
    monkeypatch.setattr("analysis.runs.sweep.apply", lambda function, items, **more: apply(function, items))
    table = main(["sweep", NAME, "-p", f"{NAME}_cost_usd_per_t=6000,8000", "--out", str(question / "sweep")])
    assert table == 0
    assert "3000" in (question / "sweep" / "results.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        (FILE, f"parameter: {NAME}_output_t", "parameter: outpt", rf"{NAME}\.yaml, line 9, .*feeds: .*outpt"),
        (FILE, "unit: [t]", "unit: [USD]", rf"{NAME}\.yaml, line 7, .*unit: USD does not convert into t"),
        (FILE, "unit: [t]", "unit: [florins]", rf"{NAME}\.yaml, line 7, .*florins"),
        (FILE, "unit: [USD/t]", "unit: [USD/oz]", rf"{NAME}\.yaml, line .*USD/oz.*ozt"),
        (FILE, "_output_t, unit: t}", "_output_t, unit: kt}", "line 9, .*kt.*declared in t"),
        (FILE, "measures: [price]", "measures: [prize]", r"line 20, .*measures: .*'prize'.*price\?"),
        (FILE, "figures:", "figurs:", "line 2.*figurs"),
        (FILE, f"{NAME}_cost_usd_per_t: {{value", "costs: {value", "presets, low, parameters, costs"),
        (
            FILE,
            "headline: [margin_usd_per_t",
            "headline: [margin_usd",
            rf"data/questions/{NAME}\.yaml, line \d+, headline",
        ),
        (
            FILE,
            "{result: profit_usd_per_year",
            "{result: profit",
            "explore, result: .*no result profit; .*profit_usd_per_year",
        ),
        (FILE, f"along: {NAME}_price", f"along: {NAME}_prize", "explore, along: .*no parameter .*prize"),
        (FILE, "value: default x 1.25", "value: defalt x 1.25", r"line 32, presets, low, .*'defalt x 1.25'.*default x"),
        (FILE, "value: default x 1.25", "value: -7", r"line 32, presets, low, .*-7"),
        (
            FILE,
            "value: default x 1.25",
            "value: claim x 0.5",
            "line 32, presets, low, .*no figure feeds this .*'claim x",
        ),
        (
            FILE,
            "value: default x 1.25",
            "value: high of hedge",
            "line 32, presets, low, .*'high of hedge' has no value",
        ),
        (FILE, "value: default x 1.25", "value: reference ZZ9", r"line 32, presets, low, .*ZZ9"),
        (MODEL, "from numpy", "import no_such_module\nfrom numpy", rf"models/{NAME}\.py, line 7: .*no_such_module"),
        (MODEL, "@dataclass(frozen", "class (", rf"models/{NAME}\.py, line \d+: SyntaxError"),
        (
            MODEL,
            '"margin_usd_per_t *',
            '"margins *',
            r"\.py, line \d+: .*uses 'margins' .*did you mean margin_usd_per_t\?\Z",
        ),
        (MODEL, '"t", "claim"', '"t", "clam"', rf"models/{NAME}\.py, line 15: .*kind 'clam'; .*claim"),
        (MODEL, '"t", "claim"', '"tt", "claim"', rf"models/{NAME}\.py, line 15: .*'tt'"),
        (
            MODEL,
            f"{NAME}_output_t: Array",
            f"{NAME}_outpt_t: Array",
            rf"line \d+: .*argument {NAME}_outpt_t; .*output_t",
        ),
        (MODEL, f"def {NAME}(", "def other(", f"no model {NAME}"),
        (MODEL, f"{NAME}_output_t: ArrayLike = ", f"{NAME}_output_t: ArrayLike = -", r"line 15: .*at least 0 t, got -"),
        (MODEL, "PARAMETERS = ", "1 / 0\nPARAMETERS = ", "line 13: ZeroDivisionError"),
        (MODEL, "PARAMETERS = ", "raise SystemExit(3)\nPARAMETERS = ", "line 13: SystemExit"),
        (MODEL, "    return evaluate(OreSorting, locals())", "    return 5", r"\.py: .*it returns no OreSorting"),
        (MODEL, '"USD/t", "margin', '"florins", "margin', r"line 29: margin_usd_per_t: .*'florins'"),
        (MODEL, "Outcome, result", "Outcome, resutl", "line 11: ImportError: .*resutl"),
        (MODEL, f'"{NAME}_price_usd_per_t - ', '"profit_usd_per_year - ', r"line \d+: .*goes round: margin"),
        (MODEL, '"margin_usd_per_t * ', '"margin_usd_per_t ** * ', r"line 32: .*cannot be read.*invalid syntax"),
        (FILE, "figures:", "figures: [", r"line 4: .*begins in line 2"),
        (FILE, "figures:", "\tfigures:", "line 2: .*tab"),
        (FILE, "figures:", "<<<<<<< HEAD\nfigures:", "line 2: a merge conflict; resolve it"),
        (MODEL, "PARAMETERS = ", ">>>>>>> theirs\nPARAMETERS = ", r"line 13: SyntaxError: a merge conflict"),
    ],
)
def test_an_error_names_file_line_and_rule_and_stops_no_other_question(question, file, before, after, words):

    changed(question, file, before, after)
    problems = question_problems()
    assert list(problems) == [NAME]
    assert re.search(words, problems[NAME]), problems[NAME]
    assert "margin_uplift" in MODELS
    assert "copper_wire_profit" in load_rules()


def test_a_pick_for_a_broken_question_is_kept_and_stops_no_other_question(question):
    (question / "news").mkdir()
    (question / "news" / "a.txt").write_text("The plant sells its tin at $9,000 a tonne.\n", encoding="utf-8")
    picks = question / "news" / PICKS
    picks.write_text(f"{NAME}_price:\n  place: a:27-41\n  text: $9,000 a tonne\n", encoding="utf-8")
    assert read_picks(read_sources(question / "news")).keys() == {f"{NAME}_price"}
    changed(question, FILE, "unit: [USD/t]", "unit: [florins]")
    before = picks.read_bytes()
    assert read_picks(read_sources(question / "news")) == {}
    assert picks.read_bytes() == before
    changed(question, FILE, "unit: [florins]", "unit: [USD/t]")
    changed(question, f"news/{PICKS}", f"{NAME}_price", f"{NAME}_prize")
    with pytest.raises(NamedFigureError, match=f"{PICKS}, {NAME}_prize: unknown .* mean {NAME}_price"):
        read_picks(read_sources(question / "news"))


def test_a_model_of_a_project_is_not_known_elsewhere_and_the_message_says_why(question, tmp_path, monkeypatch):
    assert model_named(NAME)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.delenv(PROJECT_VARIABLE)
    with pytest.raises(NotebookError, match=f"{NAME}.*{PROJECT_VARIABLE}"):
        model_named(NAME)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"- a\n- b\n", r"line 1: must be a mapping"),
        (b"figures:\n  a: {meaning: \xff}\n", r"line 2: byte 24 is not valid UTF-8"),
        (b"presets:\n  low: 2026-13-01\n", r": invalid YAML"),
        (b"", r"no figure feeds"),
        (None, r"is missing, so no figure feeds"),
    ],
)
def test_a_file_that_is_not_a_question_is_named(question, text, words):
    (question / FILE).write_bytes(text or b"")
    if text is None:
        (question / FILE).unlink()
    assert re.search(rf"data/questions/{NAME}\.yaml.*{words}", question_problems()[NAME])
    assert "copper_wire_profit" in load_rules()


def without_tags(text):
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["metadata"].pop("tags", None)
    return json.dumps(notebook)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:40], rf"10_{NAME}\.ipynb, line \d+: not a valid notebook"),
        (lambda text: "<<<<<<< HEAD\n" + text, r"line 1: .*merge conflict"),
        (lambda text: '{"cells": []}', r"not a valid notebook"),
        (lambda text: "", r"line 1: not a valid notebook"),
        (without_tags, rf"no cell has the tag parameters.*model:{NAME}"),
    ],
)
def test_a_broken_notebook_is_named_and_stops_no_other_notebook(question, make_notebook, change, words):
    path = question / NOTEBOOK
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    other = make_notebook("a: int = 1", "a")
    broken, sound = Planner([path, other], None).jobs(strict=False)
    assert re.search(words, broken.parameters.problem), broken.parameters.problem
    assert "a" in sound.parameters.items
    with pytest.raises(NotebookError, match=words):
        Planner([path], None)


def test_a_question_without_its_notebook_is_told_which_file_is_missing(question, capsys):
    (question / NOTEBOOK).unlink()
    assert f"NN_{NAME}.ipynb" in without_notebook()[NAME]
    assert main(["inputs", "--sources", str(question / FILE)]) == 0
    assert f"{NAME} cannot be answered: models/{NAME}.py" in capsys.readouterr().err


def test_a_question_whose_claims_no_figure_feeds_is_named(question):
    text = (question / FILE).read_text(encoding="utf-8")
    start, end = text.index("figures:"), text.index("# Words")
    (question / FILE).write_text(f"{text[:start]}figures: {{}}\n\n{text[end:]}", encoding="utf-8")
    assert f"no figure feeds {NAME}_output_t" in question_problems()[NAME]


def test_a_broken_question_has_a_card_and_the_others_are_answered(question, make_notebook, capsys, without_kernels):
    changed(question, MODEL, "from numpy", "import no_such_module\nfrom numpy")
    other = make_notebook("a: int = 1", "a")
    assert main(["run", f"10_{NAME}", str(other), "--sources", str(question / FILE)]) == 0, capsys.readouterr().err
    assert "no_such_module" in capsys.readouterr().out
    assert "no_such_module" in (question / "reports" / "latest" / "index.html").read_text(encoding="utf-8")
    assert main(["run", NAME]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_parameter_that_another_model_declares_otherwise_is_named(question):
    text = (question / MODEL).read_text(encoding="utf-8").replace(f"{NAME}_output_t", "foil_share")
    (question / MODEL).write_text(text, encoding="utf-8")
    (problem,) = question_problems().values()
    assert "line 15" in problem
    assert "(t, claim, output of the plant in a year, low=0) here" in problem
    assert "foil in the tonnage" in problem
    assert "in the model margin_uplift" in problem


def test_two_questions_of_one_name_are_named(question):
    shutil.copy(question / NOTEBOOK, question / "notebooks" / f"20_{NAME}.ipynb")
    assert list(question_problems()) == [f"20_{NAME}"]
    with pytest.raises(ParameterError, match=NAME):
        new_question(NAME, "Again?")
    with pytest.raises(ParameterError, match="margin_uplift"):
        new_question("margin_uplift", "Again?")
    shutil.copy(question / MODEL, question / "models" / "margin_uplift.py")
    assert question_problems().keys() == {f"20_{NAME}"}  # the shipped model is used


def test_own_figures_references_and_presets_extend_or_replace_shipped_ones_by_name(project):
    folder = project / "data" / "questions"
    folder.mkdir(parents=True)
    (folder / "margin_uplift.yaml").write_text(
        "figures:\n  foil_thickness: {meaning: gauge, kind: claim, unit: [um], measures: [thickness],"
        " feeds: {parameter: foil_thickness_um, unit: um}}\n"
        "presets:\n  mine: {meaning: mine, parameters: {foil_share: {value: 0.2, because: assumption}}}\n",
        encoding="utf-8",
    )
    assert load_rules()["foil_thickness"].meaning == "gauge"
    assert {"low", "base", "high", "mine"} <= set(load_presets("margin_uplift"))
    header, first, *_ = (project_data() / "reference.csv").read_text(encoding="utf-8-sig").splitlines()
    name, *_ = first.split(",")
    rows = [header, first.replace(name, "ZZ1", 1)]
    (project / "data" / "reference.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert {name, "ZZ1"} <= set(load_references())
    (folder / "growth_scenarios.yaml").write_text("figures: 1\n", encoding="utf-8")
    assert question_problems() == {}
    assert len(ignored_files()) == 1


def project_data():
    from analysis.core.paths import data_folder

    return data_folder()


def test_words_of_a_question_apply_only_to_its_figures(question):
    from analysis.binding.concepts import load_concepts, vocabulary

    assert "made in a year" in load_concepts(NAME)["measure"]
    assert "made in a year" not in load_concepts("margin_uplift")["measure"]
    (mention,) = vocabulary("measure", "mass", NAME).mentions("It made nothing.")
    assert mention.concept == "made in a year"


def test_a_project_has_what_its_commands_need(tmp_path, monkeypatch):
    made = init_project(tmp_path / "mine")
    assert all(path.exists() for path in made)
    assert "-p nbcompare.plugin" in (tmp_path / "mine" / "pytest.ini").read_text(encoding="utf-8")  # for --nbval
    monkeypatch.chdir(tmp_path / "mine" / "notebooks")
    assert project_folder() == tmp_path / "mine"
    assert "90_briefing" in [path.stem for path in find_notebooks([])]
    with pytest.raises(ParameterError, match="mine"):
        init_project(tmp_path / "mine")
    (tmp_path / "bare").mkdir()
    monkeypatch.setenv(PROJECT_VARIABLE, str(tmp_path / "bare"))
    with pytest.raises(NotebookError, match="analysis init"):
        find_notebooks([])


@pytest.mark.parametrize("name", ["Ore", "ore-sorting", "9ores", "", "ore sorting"])
def test_a_name_that_cannot_be_a_module_is_refused(project, name):
    with pytest.raises(ParameterError, match="name"):
        new_question(name, "What?")


BROKEN = {
    "reference.csv": ("id,quantity\nZZ1,price\n", "line 1"),
    "judgements.csv": ("claim,verdict,reason,references\nx,maybe,so,\n", "line 2: verdict"),
    "concepts.yaml": ("measure:\n  made:\n    word: [make]\n", "line 3, measure, made"),
    "named_figures.yaml": ("my_price:\n  meaning: price\n  kind: claim\n", "line 1, my_price"),
    "questions/margin_uplift.yaml": ("presets:\n  low: {meaning: low, parameters: 7}\n", "line 2, presets, low"),
    "questions/rare_earths.yaml": (
        "presets:\n  low: {meaning: low, parameters: {reservs: {value: 7, because: assumption}}}\n",
        "line 2, presets, low, parameters, reservs",
    ),
    "questions/automation_effects.yaml": ("figures:\n  a: {meaning: a, kind: claim, unit: [pood]}\n", "line 2.*pood"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_malformed_file_of_the_project_is_left_out_and_named(question, name, make_notebook, capsys, without_kernels):
    text, words = BROKEN[name]
    path = question / "data" / name
    path.write_text(text, encoding="utf-8")
    (told,) = ignored_files()
    assert re.match(rf"data/{re.escape(name)}, {words}", told), told
    assert question_problems() == {}
    assert load_references()
    assert load_presets("margin_uplift")
    assert load_presets("rare_earths")["low"].meaning != "low"
    assert "copper_wire_profit" in load_rules()
    other = make_notebook("a: int = 1", "a")
    arguments = ["run", str(other), "--sources", str(question / FILE), "--out", str(question / "reports")]
    assert main(arguments) == 0
    assert told in capsys.readouterr().err
    assert told in unescape((question / "reports" / "latest" / "index.html").read_text(encoding="utf-8"))
    assert main([*arguments, "--strict"]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "before", "after", "broken"),
    [
        (FILE, "value: default x 1.25", "value: reference ZZ1", "reference.csv"),
        (FILE, "measures: [price]", "measures: [mine]", "concepts.yaml"),
    ],
)
def test_a_question_that_needs_a_broken_file_says_so(question, file, before, after, broken):
    changed(question, file, before, after)
    (question / "data" / broken).write_text(BROKEN[broken][0], encoding="utf-8")
    assert f"data/{broken}, line" in question_problems()[NAME]


def test_unusable_questions_are_named_by_commands_that_run_no_notebook(question, capsys):
    changed(question, MODEL, "from numpy", "import no_such_module\nfrom numpy")
    for command in (["inputs"], ["extract"]):
        assert main([*command, *(["--sources"] if command == ["inputs"] else []), str(question / FILE)]) == 0
        assert f"{NAME} cannot be answered: models/{NAME}.py, line 7" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["broken", NAME])
def test_a_broken_question_file_is_told_by_a_run_of_another_question(
    question, name, make_notebook, capsys, without_kernels
):
    (question / "data" / "questions" / f"{name}.yaml").write_text("a: [b", encoding="utf-8")
    other = make_notebook("a: int = 1", "a")
    (question / "article.md").write_text("Output was 5 tonnes.\n", encoding="utf-8")
    arguments = ["run", str(other), "--sources", str(question / "article.md"), "--out", str(question / "reports")]
    assert main(arguments) == 0
    told = f"{name} cannot be answered: data/questions/{name}.yaml, line 1"
    assert told in capsys.readouterr().err
    assert main([*arguments, "--strict"]) == 2
    assert told in capsys.readouterr().err


def test_questions_that_read_different_sources_ask_for_one(question, monkeypatch, capsys):
    monkeypatch.chdir(question)
    assert main(["new", "nickel_plant"]) == 0
    capsys.readouterr()
    assert main(["run", NAME, "nickel_plant"]) == 2
    told = capsys.readouterr().err
    assert f"10_{NAME} reads {FILE}" in told
    assert "--sources" in told
    assert not list(question.glob("reports/*"))


def test_a_default_that_the_sources_state_differently_is_said(question, capsys):
    article = question / "articles" / "a.md"
    article.parent.mkdir()
    article.write_text(
        "# Example opens its plant\n\nThe plant made 15,000 tonnes of metal in 2025, sold at $9,000 a tonne.\n"
    )
    assert study({"sources": str(article)}, NAME).values[f"{NAME}_output_t"] == 12000.0
    (line,) = capsys.readouterr().out.splitlines()
    assert f"{NAME}_output_t" in line
    assert "15,000 t" in line
    study({"sources": str(article), f"{NAME}_output_t": 15000.0}, NAME)
    assert not capsys.readouterr().out


def test_a_name_that_the_model_lacks_is_said_with_the_one_that_was_meant(question):
    found = study({"sources": str(question / FILE)}, NAME)
    assert str(found.text("margin_usd_per_t")) == "USD 2,000 per tonne"
    for ask, name in ((found.text, "margn_usd_per_t"), (found.interval, f"{NAME}_prize_usd_per_t")):
        with pytest.raises(ParameterError, match=rf"{NAME} has no .*{name}; did you mean"):
            ask(name)
    with pytest.raises(ParameterError, match="margn_usd_per_t; did you mean margin_usd_per_t"):
        uncertainty(found, ["margn_usd_per_t"])


def test_inputs_of_one_question_lists_only_its_figures(question, monkeypatch, capsys):
    monkeypatch.chdir(question)
    assert main(["inputs", NAME, "--sources", FILE]) == 0
    told = capsys.readouterr().out
    assert f"{NAME}_price: more than 9,000 USD/t" in told
    assert "lithium_foil_profit" not in told
    assert main(["inputs", "no_such_question", "--sources", FILE]) == 2


def test_inputs_of_one_question_are_read_where_its_notebook_says(question, monkeypatch, capsys):
    """As a run of the question does; the seeds state no such price."""
    monkeypatch.chdir(question)
    assert main(["inputs", NAME]) == 0
    assert f"{NAME}_price: more than 9,000 USD/t" in capsys.readouterr().out


def test_a_metal_that_the_package_lacks_is_defined_by_the_question(question):
    changed(question, FILE, "measures: [price]", "measures: [price]\n    metals: [unobtainium]")
    told = question_problems()[NAME]
    assert re.search(r"line 21, .*metals: .*'unobtainium'.*`concepts`: \{metal: \{unobtainium: \{words", told), told
    changed(question, FILE, "concepts:\n", "concepts:\n  metal:\n    unobtainium:\n      words: [unobtainium]\n")
    assert not question_problems()


@pytest.mark.parametrize("template", ["{margins_usd_per_t}", "{answer", "{verdict of outpt_t}"])
def test_a_briefing_that_cannot_be_filled_shows_the_answer(question, monkeypatch, capsys, template):
    shown = {}
    monkeypatch.setattr(briefing, "record_sentence", lambda name, text, **parts: shown.update({name: text}))
    path = question / FILE
    text = re.sub(r"^briefing: .*$", f'briefing: "{template}"', path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(text, encoding="utf-8")
    results = Results(
        {f"80_{NAME}": {"answer": {"value": "The plant earns.", "unit": "answer", "quotes": []}}}, "results"
    )
    briefing.question_sentences(results)
    assert shown == {f"sentence_{NAME}": "{answer}"}
    assert re.search(r"data/questions/.*\.yaml, line \d+, briefing: ", capsys.readouterr().out)


def test_a_question_without_its_model_is_told_which_file_is_missing(question):
    (question / MODEL).unlink()
    assert re.search(rf"line 9, .*no file {MODEL}", question_problems()[NAME])


def test_a_result_whose_equation_gives_another_unit_is_refused_with_both(question):
    changed(question, MODEL, '"USD/year", "profit', '"USD/t", "profit')
    told = question_problems()[NAME]
    assert re.search(rf"{MODEL}, line \d+: profit_usd_per_year: its equation gives USD, but its unit is USD/t; ", told)
    assert NAME not in MODELS


@pytest.mark.parametrize("unit", ["USD/tonne", "USD/metric_ton", "USD/kilogram", "USD/pound", "USD/troy_ounce"])
def test_a_unit_may_be_spelled_as_its_registry_allows(question, unit):
    changed(question, FILE, "unit: [USD/t]", f"unit: [{unit}]")
    (question / "news").mkdir()
    (question / "news" / "a.txt").write_text("The plant sells the metal at $9,000 a tonne.\n", encoding="utf-8")
    bound = bind_figures(read_sources(question / "news"), [f"{NAME}_price"])[f"{NAME}_price"]
    assert [item.figure.low for item in bound.candidates] == [9000]


def test_an_amount_of_an_unknown_material_feeds_a_question_with_its_own_words(question, capsys):
    article = question / "a.md"
    article.write_text(
        "# Example opens its plant\n\nThe plant made 15,000 tonnes of old tailings in 2025.\n", encoding="utf-8"
    )
    assert main(["inputs", NAME, "--sources", str(article)]) == 0
    assert f"{NAME}_output: 15,000 t" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "sentence", "found"),
    [
        # developed on
        ("smelting", "Smelting costs the mine about $88 a tonne.", 88),
        ("acid", "Sulphuric acid sells for $130 a tonne.", 130),
        ("storage", "Storage earns the port $18 a tonne.", 18),
        ("lime", "Lime is priced at $95 a tonne.", 95),
        ("coke", "Coke was bought for $310 a tonne.", 310),
        ("anode*", "Anodes now cost just under $700 a tonne.", 700),
        ("freight*", "Freight from Riga to the mill costs $40 a tonne.", 40),
        ("freight*", "Freight aside, rolling costs $40 a tonne.", None),
        ("freight*", "Handling at the freight terminal costs $40 a tonne.", None),
        ("scrap", "The scrap yard earns $640 a tonne.", None),
        # held out
        ("trucking", "Ore is cheap to crush, but trucking costs the pit nearly $4.10 a tonne.", 4.1),
        ("dross", "Dross fetches $900 a tonne.", 900),
        ("rent", "Rent for the yard costs it $3 a tonne.", 3),
        ("packing", "The director said packing costs $6 a tonne.", 6),
        ("packing", "Without packing the rod costs $610 a tonne.", None),
        ("dross", "A dealer in dross pays $900 a tonne for aluminium.", None),
    ],
)
def test_a_verb_states_the_amount_of_its_subject(question, word, sentence, found):
    changed(question, FILE, "measures: [price]", "measures: [own thing]")
    changed(question, FILE, "  measure:\n", f"  measure:\n    own thing:\n      words: [{word}]\n")
    document = Document("a", question / "a.txt", f"Mill reports\n\nThe mill gave its numbers. {sentence}\n", "0")
    bound = bind_figures(Sources((document,)), [f"{NAME}_price"])[f"{NAME}_price"]
    assert (bound.chosen.figure.low if bound.chosen else None) == found


def test_a_word_of_the_question_in_the_next_clause_measures_nothing(question):
    changed(question, FILE, "measures: [price]", "measures: [own thing]")
    changed(question, FILE, "  measure:\n", "  measure:\n    own thing:\n      words: [freight*, freight cost*]\n")
    for sentence, found in (
        ("The rod costs $40 a tonne, and freight is included.", False),
        ("Costs came to $40 for each tonne of freight.", True),
    ):
        document = Document("a", question / "a.txt", f"Mill reports\n\nThe mill gave its numbers. {sentence}\n", "0")
        bound = bind_figures(Sources((document,)), [f"{NAME}_price"])[f"{NAME}_price"]
        assert bool(bound.chosen) == found
