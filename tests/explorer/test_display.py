"""If nobody can move a slider, the inputs and results are shown as tables, without random ids."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from analysis import models
from analysis.core.errors import AnalysisError, NotebookError
from analysis.core.formatting import number
from analysis.explorer import display, explore_questions
from analysis.explorer.case import case_of

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def shown(monkeypatch):
    """Return the list of displayed outputs, each by MIME type."""
    found = []
    monkeypatch.setattr("IPython.get_ipython", object)
    monkeypatch.setattr("IPython.display.display", lambda forms, raw: found.append(forms))
    return found


def show(case):
    display.show_forms(*display.tables(case), lambda: display.panel_of(case, "uplift_ratio", "foil_share"))


def test_plain_python_prints_the_tables(capsys):
    show(case_of(models.margin_uplift))
    printed = capsys.readouterr().out
    assert printed.startswith("Inputs of margin uplift\n")
    assert "<table>" not in printed


def test_unattended_only_tables_are_shown(shown):
    show(case_of(models.margin_uplift))
    (forms,) = shown
    assert set(forms) == {"text/html", "text/plain"}
    for text in forms.values():
        assert "Results of margin uplift" in text
        assert number(models.margin_uplift().uplift_ratio, 4) in text
        assert "1,400 to 1,600 (hedge)" in text


@pytest.fixture
def headings(monkeypatch):
    """The questions shown, by the titles above their panels."""
    found = []
    monkeypatch.setattr("IPython.get_ipython", object)

    def collect(item, raw=False):
        if not raw and item.data.startswith("## "):  # not the reason why the sources do not answer a question
            found.append(item.data.splitlines()[0])

    monkeypatch.setattr("IPython.display.display", collect)
    return found


@pytest.mark.parametrize("question", list(models.MODELS))
def test_a_single_question_is_shown(question, headings):
    explore_questions(question=question)
    assert headings == [f"## {question.replace('_', ' ').capitalize()}"]


def test_without_a_name_every_question_is_shown(headings):
    explore_questions()
    assert len(headings) == len(models.MODELS)


def test_an_unknown_question_is_an_error_that_names_it():
    with pytest.raises(NotebookError, match="margin_uplif'"):
        explore_questions(question="margin_uplif")


def test_attended_the_panel_and_the_same_tables_are_shown(shown, monkeypatch):
    pytest.importorskip("ipywidgets")
    show(case_of(models.margin_uplift))
    monkeypatch.setattr(display, "attended", lambda: True)
    show(case_of(models.margin_uplift))
    tables, panel = shown
    assert set(panel) == {WIDGET, *tables}
    assert {form: panel[form] for form in tables} == tables


def test_attended_without_ipywidgets_is_an_error_that_says_what_to_install(shown, monkeypatch):
    monkeypatch.setattr(display, "attended", lambda: True)
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    with pytest.raises(AnalysisError, match="make setup"):
        show(case_of(models.margin_uplift))


def test_the_kernel_knows_whether_somebody_could_answer():
    """JupyterLab allows `input()` in every cell that it sends; nbclient, and so papermill, does not."""
    cell = nbformat.v4.new_code_cell("from analysis.explorer.display import attended\nprint(attended())")
    client = NotebookClient(
        nbformat.v4.new_notebook(cells=[cell]), kernel_name="python3", extra_arguments=["--log-level=ERROR"]
    )
    answers = []
    with client.setup_kernel():
        for allowed in (False, True):
            client.kc.allow_stdin = allowed
            client.execute_cell(cell, 0)
            answers.append(cell.outputs[0].text.strip())
    assert answers == ["False", "True"]


def test_voila_executes_like_nbclient_but_counts_as_attended(monkeypatch):
    assert not display.attended()
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.12")
    assert display.attended()


def test_a_notebook_saved_by_jupyterlab_matches_a_fresh_execution_and_loses_widget_ids_when_accepted():
    from nbcompare.normal_form import normalise
    from nbcompare.output_diff import compare_outputs
    from nbcompare.settings import Settings

    tables = {"text/plain": "Results"}
    saved = nbformat.v4.new_output("display_data", data={WIDGET: {"model_id": "0123abcd"}, **tables})
    fresh = nbformat.v4.new_output("display_data", data=tables)
    assert compare_outputs([saved], [fresh], Settings()) == []
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("explore()", outputs=[saved])])
    normalise(notebook)
    assert "0123abcd" not in json.dumps(notebook)
    assert notebook.cells[0].outputs[0].data == tables
