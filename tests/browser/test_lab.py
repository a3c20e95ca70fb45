"""JupyterLab: a notebook runs there as it is stored, and the explorer answers to the keyboard."""

import json
import platform
import shutil
import sys
from pathlib import Path

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from analysis.cli.new_command import new_question
from analysis.core.formatting import titled
from analysis.core.paths import MARKER, PROJECT_VARIABLE
from analysis.explorer.case import case_of
from analysis.models import margin_uplift
from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: extra `lab`")
pytest.importorskip("playwright.sync_api", reason="playwright is not installed: extra `test`")

from .conftest import TIMEOUT_MS, Seen, opened, served
from .explorer import FOIL_PROFIT, Explorer, expect, move_and_reset

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
# A notebook with charts, tables and results, and the explorer. nbval proves what all of them show, and
# tests/runs/test_warm_equals_cold.py that a launched kernel, as JupyterLab has it, gives the same as a forked one.
NAMES = ["10_figures.ipynb", "explore.ipynb"]
METADATA = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}  # without it, JupyterLab asks
COMMAND = [
    *(sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", "--ServerApp.port={port}"),
    *("--ServerApp.port_retries=0", "--IdentityProvider.token=told", "--LabApp.expose_app_in_browser=True"),
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
# Opens a notebook, runs all cells as the menu does, and returns the outputs when the kernel has finished.
RUN_ALL = """async ([path, timeout]) => {
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error(`${path} takes too long`)), timeout));
    const run = async () => {
        const { commands, shell } = jupyterapp;
        const opened = await commands.execute('docmanager:open', { path, factory: 'Notebook' });
        await opened.context.ready;
        await opened.sessionContext.ready;
        shell.activateById(opened.id);
        await commands.execute('notebook:run-all-cells');
        return opened.model.toJSON().cells.filter(cell => cell.cell_type === 'code').map(cell => cell.outputs);
    };
    return Promise.race([run(), late]);
}"""
# Opens a notebook without running it, and returns whether it counts as changed once its kernel has said what it is.
CHANGED = """async path => {
    const { commands } = jupyterapp;
    const opened = await commands.execute('docmanager:open', { path, factory: 'Notebook' });
    await opened.context.ready;
    await opened.sessionContext.ready;
    const { kernel } = opened.sessionContext.session;
    await Promise.all([kernel.info, kernel.spec]);
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return opened.context.model.dirty;
}"""
CLOSE = """async () => {
    const opened = jupyterapp.shell.currentWidget;
    await opened.sessionContext.shutdown();
    opened.dispose();
}"""


@pytest.fixture(scope="module")
def seen_lab():
    return Seen()


@pytest.fixture(scope="module")
def lab_folder(tmp_path_factory):
    """A copy of the notebooks."""
    folder = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".*"))
    return folder


@pytest.fixture(scope="module")
def lab(browser, seen_lab, lab_folder):
    """One JupyterLab on a copy of the notebooks, open on one page for all tests of this module."""
    command = [*COMMAND, f"--ServerApp.root_dir={lab_folder}"]
    settings = str(NOTEBOOKS.parent / "share" / "jupyter")
    with (
        served(command, lab_folder.parent, "/lab?token=told", JUPYTER_CONFIG_PATH=settings) as address,
        opened(browser, seen_lab) as page,
    ):
        page.goto(address)
        page.wait_for_function("window.jupyterapp && document.querySelector('#jp-main-dock-panel')")
        page.evaluate("jupyterapp.restored.then(() => null)")
        yield page


def test_jupyterlab_does_not_ask_about_news(lab):
    config = json.loads(lab.locator("#jupyter-config-data").text_content())
    assert config["news"] == {"disabled": True}
    address = "/lab/api/settings/@jupyterlab/apputils-extension:notification?token=told"
    settings = lab.evaluate("address => fetch(address).then(found => found.json())", address)
    assert settings["schema"]["properties"]["fetchNews"]["default"] == "false"  # "none" asks
    expect(lab.get_by_text("notified about official Jupyter news")).to_have_count(0)


@pytest.mark.parametrize(("version", "changed"), [(platform.python_version(), False), ("3.0.0", True)])
def test_opening_a_notebook_changes_it_only_on_another_release_of_python(lab, lab_folder, version, changed):
    notebook = json.loads((NOTEBOOKS / "20_margin_uplift.ipynb").read_text(encoding="utf-8"))
    notebook["metadata"]["language_info"]["version"] = version
    name = f"of_{version}.ipynb"
    (lab_folder / name).write_text(json.dumps(notebook), encoding="utf-8")
    assert lab.evaluate(CHANGED, name) is changed
    # It stays open: closing it would cancel what the debugger asks the kernel, which counts as an error.


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_in_jupyterlab_as_it_is_stored(lab, name):
    outputs = lab.evaluate(RUN_ALL, [name, TIMEOUT_MS])
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    stored = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    assert [output for cell in outputs for output in cell if output["output_type"] == "error"] == []
    differences = [compare_outputs(*pair, Settings()) for pair in zip(stored, outputs, strict=True)]
    assert [item.message for found in differences for item in found] == []
    if name != NAMES[-1]:  # the explorer stays open for the tests below
        lab.evaluate(CLOSE)


def test_a_question_of_a_project_runs_in_jupyterlab(lab, lab_folder, monkeypatch):
    project = lab_folder / "own"
    project.mkdir()
    (project / MARKER).touch()
    monkeypatch.setenv(PROJECT_VARIABLE, str(project))  # here; JupyterLab finds it by the folder of the notebook
    made = new_question("ore_sorting", "What does sorting of ore earn?")
    cells = lab.evaluate(RUN_ALL, [f"own/{made.notebook.as_posix()}", TIMEOUT_MS])
    outputs = [output for cell in cells for output in cell]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    answers = [text for output in outputs if "earns" in (text := str(output.get("data", {}).get("text/html", "")))]
    assert any("USD 24 million a year" in text for text in answers), answers
    lab.evaluate(CLOSE)


def test_a_figure_chosen_in_jupyterlab_is_kept_for_the_next_run(lab, lab_folder):
    project = lab_folder / "two_mills"
    (project / "articles").mkdir(parents=True)
    (project / MARKER).touch()
    for name, profit in (("release", 22), ("note", 35)):
        text = f"Invented example.\n\nRod\n\nThe mill made a profit of ${profit} per tonne of copper wire in 2027.\n"
        (project / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    cell = new_code_cell(
        "from analysis.explorer import choose_figures\nchoose_figures('articles', ['copper_wire_profit'])"
    )
    (project / "choose.ipynb").write_text(writes(new_notebook(cells=[cell], metadata=METADATA)), encoding="utf-8")
    lab.evaluate(RUN_ALL, ["two_mills/choose.ipynb", TIMEOUT_MS])
    shown = lab.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(shown).to_contain_text("several figures are as good")
    shown.get_by_role("radio", name="$35 per tonne").or_(shown.get_by_label("USD 35 per tonne")).check()
    expect(shown.get_by_role("status")).to_contain_text("is kept in picks.yaml")
    assert "note:" in (project / "articles" / "picks.yaml").read_text(encoding="utf-8")
    lab.evaluate(RUN_ALL, ["two_mills/choose.ipynb", TIMEOUT_MS])
    expect(shown).to_contain_text("picked by a person")
    lab.evaluate(CLOSE)


@pytest.fixture(scope="module")
def explorer(lab):
    """The first panel of the explorer, left open by the test above."""
    if "explore.ipynb" not in (lab.evaluate("jupyterapp.shell.currentWidget?.context?.path") or ""):
        lab.evaluate(RUN_ALL, ["explore.ipynb", TIMEOUT_MS])
    lab.locator(".explorer").first.wait_for()
    return Explorer(lab).shown()


def test_a_slider_changes_chart_and_results_and_reset_restores_them(explorer, lab):
    move_and_reset(explorer, lab)


def test_the_band_is_drawn_where_the_hedge_of_the_figure_is(explorer):
    case = case_of(margin_uplift)
    for name in ("wire_profit_usd_per_t", "foil_profit_usd_per_t", "foil_thickness_um"):
        found, scale = case.inputs[name], case.scale(name)
        expected = [(value - scale.low) / (scale.high - scale.low) for value in (found.low, found.high)]
        assert explorer.band(name) == pytest.approx(expected, abs=0.005)


def test_a_rejected_value_shows_an_error_until_the_next_valid_one(explorer, lab):
    growth = Explorer(lab, 2).shown()
    field = growth.field(titled("cluster_target_cny_bn", "CNY bn"))
    field.fill("500")  # below the size of the cluster
    field.press("Enter")
    alert = growth.panel.get_by_role("alert")
    expect(alert).to_contain_text("cluster_target_cny_bn")
    expect(growth.panel.locator("tbody tr")).to_have_count(0)
    field.fill("1000")
    field.press("Enter")
    expect(alert).to_have_count(0)


def test_the_values_can_be_copied(explorer, lab):
    lab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer.panel.get_by_role("button", name="Copy what is set").click()
    field = explorer.field(FOIL_PROFIT)
    field.fill("1500")
    field.press("Enter")
    text = "analysis run margin_uplift -p foil_profit_usd_per_t=1500.0"
    expect(explorer.panel.get_by_label("As parameters of a run")).to_have_value(text)
    explorer.panel.get_by_role("button", name="Copy", exact=True).first.click()
    expect(explorer.panel.get_by_role("button", name="Copied")).to_have_count(1)
    assert lab.evaluate("navigator.clipboard.readText()") == text


def test_jupyterlab_raises_no_errors_and_requests_nothing_from_other_machines(explorer, seen_lab):
    assert seen_lab.errors == []
    assert seen_lab.outside == []
