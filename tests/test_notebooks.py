"""The committed notebooks: executed in order, in normal form, with defaults and prose that agree with the figures."""

import ast
import inspect
import json
import math
import os
import re
import subprocess
import sys

import pytest

from analysis import models
from analysis.binding.inputs import figure_names, model_inputs
from analysis.binding.question_files import short_name
from analysis.claims.presets import load_presets
from analysis.core.formatting import name_text, number
from analysis.core.references import load_references
from analysis.documents.sources import read_sources
from analysis.models import PARAMETERS
from analysis.models.evaluator import declaration_of
from analysis.notebook.cards import COVERED
from analysis.notebook.chart_style import CHARTS
from analysis.notebook.quantity_text import probability_text
from analysis.notebook.questions.growth_scenarios import NATIONAL
from analysis.notebook.record import NEVER, results_in
from analysis.runs.notebook_parameters import read_parameters
from analysis.runs.plan import find_notebooks
from warmkernels.import_scan import imports_of

from .conftest import ROOT

NOTEBOOKS = find_notebooks([])
# The explorer answers no question: it has no chart, no results and not the whole skeleton. The rest holds for it too.
EXPLORER = ROOT / "notebooks" / "explore.ipynb"
EVERY = find_notebooks([], needed=False)
SHARED = ROOT.parent / "shared" / "seeds"
MODELS = {
    path.stem: models.MODELS[short_name(path.stem)] for path in NOTEBOOKS if short_name(path.stem) in models.MODELS
}
DRAWN = [  # what has no claim has nothing to draw
    name for name, model in MODELS.items() if any(item.kind == "claim" for item in declaration_of(model).parameters)
]
# From the notes on the models, computed there independently of this code.
CHECK_VALUES = {
    "20_margin_uplift": {
        "uplift_usd_per_t": 1385,
        "uplift_ratio": 93.3333,
        "blended_profit_usd_per_t": 153.5,
        "annual_uplift_usd": 13.85e6,
        "foil_profit_share": 0.91205,
        "share_for_target": 0.0974729,
        "doubling_share": 0.0108303,
        "areal_mass_g_per_m2": 31.36,
        "area_m2_per_t": 31887.755,
        "profit_usd_per_m2": 0.043904,
        "equivalent_profit_at_reference_usd_per_t": 816.667,
        "copper_saved_per_m2": 0.416667,
        "breakeven_capex_usd_per_t_year": 9293.4627,
        "payback_years": 7.2202,
        "profit_per_tonne_multiple": 10.2333,
        "revenue_per_tonne_multiple": 1.03376,
    },
    "30_automation_effects": {
        "unit_cost_change": -0.10,
        "annual_saving_usd": 3.0e6,
        "payback_years": 3.33333,
        "discounted_payback_years": 4.0300,
        "npv_usd": 10130244.2,
        "irr": 0.2732,
        "breakeven_capex_usd": 20130244.2,
        "labour_hours_change": -0.230769,
        "energy_total_change": -0.10,
        "labour_share_productivity_alone": 0.433333,
        "labour_share_with_energy": 0.281667,
    },
    "40_growth_scenarios": {
        "historic_growth": 0.0456396,
        "required_growth": 0.2909944,
        "projected_cny_bn": 656.0172,
        "gap_cny_bn": 343.983,
        "years_to_target": 11.4461,
        "value_added_index": 110.25,
        "output_index": 103.0225,
        "value_added_over_output_growth": 0.0344828,
        "recycled_growth_needed": 0.0443864,
        "implied_cny_per_usd": 7.142857,
    },
    "50_rare_earths": {
        "implied_world_reserves_mt": 137.5,
        "implied_world_reserves_low_mt": 116.667,
        "implied_world_reserves_high_mt": 164.286,
    },
    "70_western_exposure": {
        "china_share": 0.693535,
        "concentration_points": 5072.356,
        "output_to_add": 0.387069,
        "output_to_add_t": 150_690,
        "growth_elsewhere": 1.263012,
    },
}


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


by_name = pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
numbered = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_the_explorer_is_checked_and_accepted_but_no_part_of_a_run_unless_named():
    assert set(EVERY) - set(NOTEBOOKS) == {EXPLORER}
    assert find_notebooks(["explore"]) == find_notebooks([str(EXPLORER)]) == [EXPLORER]


@by_name
def test_it_is_executed_in_order_without_errors_and_in_normal_form(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert [output for cell in code for output in cell["outputs"] if output["output_type"] in ("error", "stream")
            and output.get("name") != "stdout"] == []  # fmt: skip
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{n:02d}" for n in range(1, len(notebook["cells"]) + 1)]
    assert {key for cell in notebook["cells"] for key in cell["metadata"]} <= {"tags", "jupyter"}


@by_name
def test_folded_cells_are_folded_for_every_tool(path):
    for cell in cells(path):
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
        assert folded == ("hide-input" in cell["metadata"].get("tags", []))


@by_name
def test_code_cells_are_short_and_define_nothing(path):
    for cell in cells(path):
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            assert len(source(cell).splitlines()) <= 15, source(cell)
            assert not re.search(r"^\s*(?:def|class) |warnings\.|autoreload", source(cell), re.MULTILINE)


def faults_of_shape(found):
    """What is wrong with the shape of a notebook: the answer first, few parameters, and not too many cells."""
    code = [cell for cell in found if cell["cell_type"] == "code"]
    tagged = [cell for cell in found if "parameters" in cell["metadata"].get("tags", [])]
    faults = []
    if len(found) > 25:
        faults.append("cells")
    if sum(isinstance(line, (ast.Assign, ast.AnnAssign)) for line in ast.parse(source(tagged[0])).body) > 8:
        faults.append("parameters")
    if found[0]["cell_type"] != "markdown" or found[1] is not tagged[0] or code[0] is not tagged[0]:
        faults.append("order")
    if len(code) < 3 or not re.search(r"(?:record_(?:card|sentence)|question_sentences)\(", source(code[2])):
        faults.append("answer")
    return faults


@numbered
def test_the_answer_comes_first_and_parameters_and_cells_are_few(path):
    assert faults_of_shape(cells(path)) == []


@numbered
def test_evidence_and_model_come_before_uncertainty_and_the_appendix_is_last(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    titles = ["".join(cell["source"]).split("\n")[0] for cell in cells if cell["cell_type"] == "markdown"]
    titles = [title for title in titles if not title.startswith("###")]
    wanted = ["## Evidence", "## Model", "## How far to trust it", "## Scenarios", "## Appendix"]
    found = [title for title in titles if title in wanted]
    assert found == sorted(found, key=wanted.index)
    assert titles[-1] == wanted[-1]


def test_faults_of_shape_are_seen():
    def cell(text, kind="code", tags=()):
        return {"cell_type": kind, "source": text, "metadata": {"tags": list(tags)}}

    title, parameters = cell("# What?", "markdown"), cell("a = 1", tags=["parameters"])
    answer = [cell("import numpy"), cell("nb.record_sentence('answer', 'Yes.')")]
    assert faults_of_shape([title, parameters, *answer]) == []
    assert faults_of_shape([title, parameters, cell("import numpy"), *answer]) == ["answer"]
    assert faults_of_shape([parameters, title, *answer]) == ["order"]
    assert faults_of_shape([title, parameters, *answer, *[cell("1")] * 22]) == ["cells"]
    assert faults_of_shape([title, parameters, *answer, *[cell("1")] * 21]) == []
    many = cell("\n".join(f"a{n} = 1" for n in range(9)), tags=["parameters"])
    assert faults_of_shape([title, many, *answer]) == ["parameters"]


@pytest.mark.parametrize("name", MODELS)
def test_a_notebook_takes_its_formulas_from_the_model(name):
    text = "\n".join(source(cell) for cell in cells(ROOT / "notebooks" / f"{name}.ipynb"))
    assert "nb.equations(" in text
    assert re.findall(r"from analysis\.models\.(?:questions\.(?!rare_earths)|finance)\S* import", text) == []


@by_name
def test_prose_carries_no_typed_numbers(path):
    for cell in cells(path):
        text = source(cell)
        if cell["cell_type"] == "markdown":
            prose = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
            assert re.findall(r"\d+", prose) == [], text
        else:
            assert [sentence for sentence in typed_sentences(text) if re.search(r"\d", sentence)] == []


def typed_sentences(text):
    """The texts that are typed in calls of `record_sentence`."""
    called = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    for call in called:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "record_sentence":
            yield "".join(node.value for node in ast.walk(call.args[1]) if isinstance(node, ast.Constant))


def test_a_typed_number_in_a_sentence_is_seen():
    text = "nb.record_sentence('answer', 'Foil earns 1385 ' f'{way} than wire.', way=more)"
    assert list(typed_sentences(text)) == ["Foil earns 1385  than wire."]


@by_name
def test_outputs_hold_no_machine_path_and_no_address(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"/home/|/root/|/tmp/|[A-Z]:\\\\|0x[0-9a-f]{8,}", text) == []


@numbered
def test_every_chart_says_what_it_shows(path):
    pictures = [
        output for cell in cells(path) for output in cell.get("outputs", ()) if "image/png" in output.get("data", {})
    ]
    assert pictures
    for output in pictures:
        assert len(output["metadata"]["image/png"]["alt"]) > 20


@by_name
def test_comments_name_the_figure_that_feeds_the_parameter(path):
    items = read_parameters(path).items
    named = {name: re.search(r"\bfigure (\w+)", item.comment) for name, item in items.items()}
    assert {name: match[1] for name, match in named.items() if match} == figure_names(items)
    for name, item in items.items():
        if name in PARAMETERS and PARAMETERS[name].unit and item.comment.split(",")[0] != "assumption":
            assert item.comment.split(",")[0] == PARAMETERS[name].unit


@pytest.mark.parametrize("name", MODELS)
def test_the_defaults_match_the_model_and_the_figures(name):
    items = read_parameters(ROOT / "notebooks" / f"{name}.ipynb").items
    for parameter, default in inspect.signature(MODELS[name]).parameters.items():
        assert items[parameter].default == default.default, parameter
    for parameter, found in model_inputs(read_sources(ROOT / items["sources"].default), items).items():
        default = items[parameter].default  # None for a claim that no result uses: it may be missing
        assert default is None or default == pytest.approx(found.value, rel=1e-12), parameter


@pytest.mark.parametrize("name", CHECK_VALUES)
def test_the_recorded_results_are_the_check_values(name):
    results = results_in(ROOT / "notebooks" / f"{name}.ipynb")
    for result, expected in CHECK_VALUES[name].items():
        assert results[result]["value"] == pytest.approx(expected, rel=1e-5 if expected != 0.2732 else 2e-4), result


def test_every_number_of_the_briefing_is_quoted_from_a_result():
    stored = {path.stem: results_in(path) for path in NOTEBOOKS}
    said = [item for item in stored["90_briefing"].values() if item["unit"] in ("sentence", "caveat")]
    assert [item["unit"] for item in said].count("sentence") >= 6
    for item in said:
        quoted = [range(start, end) for start, end, _ in item["quotes"]]
        numbers = re.finditer(r"\d+", item["value"].replace(COVERED, len(COVERED) * " "))
        loose = [match[0] for match in numbers if not any(match.start() in q for q in quoted)]
        assert loose == [], item["value"]
        for start, end, target in item["quotes"]:
            notebook, _, name = target.rpartition("/")
            words = item["value"][start:end]
            if name in load_references():  # the number of a publisher, then who and when
                rate, _, about = words.partition(" (")
                assert agrees(rate, {"value": load_references()[name].value})
                assert load_references()[name].publisher in about
            elif re.search(r"\d", words):  # a reading, such as which costs a cut reaches, is a parameter in words
                horizon = re.search(r" within (\d+) years", words)  # which the words of a payback name as well
                if horizon:
                    words = words.replace(horizon[0], "")
                    assert int(horizon[1]) == inspect.signature(MODELS[notebook]).parameters["horizon_years"].default
                if years := re.search(r" from (\d{4}) to (\d{4})$", words):  # of the reference behind a default
                    words = words[: years.start()]
                    assert load_references()[NATIONAL].period == f"{years[1]}/{years[2]}"
                entry = stored[notebook or "90_briefing"].get(name)
                if entry is None:  # a parameter, which the page of numbers lists as well
                    entry = {"value": inspect.signature(MODELS[notebook]).parameters[name].default}
                assert agrees(words, entry)


def agrees(words, entry):
    """Whether the numbers in words are those of a record, in its unit, in percent, or in millions or billions."""
    if isinstance(entry["value"], dict):
        return words in entry["value"].values()
    numbers = [abs(value) * scale for value in entry.values() if isinstance(value, (int, float)) for scale in SCALES]
    return all(
        any(is_rounded(text.replace(",", ""), value) for value in numbers)
        for text in re.findall(r"\d[\d,]*(?:\.\d+)?", words)
    )


SCALES = (1, 100, 1e-3, 1e-6, 1e-9)


def is_rounded(text, value):
    figures = text.replace(".", "").lstrip("0")
    digits = len(figures if "." in text else figures.rstrip("0")) or 1  # 570 may be 574.5 in two digits
    return float(f"{value:.{digits}g}") == float(text) or math.isclose(float(text), value, rel_tol=0.005)


def test_a_number_that_is_not_in_the_record_is_seen():
    entry = {"value": 1385.0, "low": 360.94, "high": 1524.1, "unit": "USD/t"}
    assert agrees("USD 361 to 1,520 per tonne", entry)
    assert agrees("1,385 USD/t more", entry)
    assert agrees("USD 360 to 1,500 per tonne", entry)
    assert not agrees("USD 371 to 1,520 per tonne", entry)
    assert not agrees("USD 361 to 1,540 per tonne", entry)
    assert not agrees("USD 13.9 per tonne", entry)


def test_figures_csv_is_current(tmp_path):
    from analysis.core.text_files import write_rows

    write_rows([item.to_dict() for item in read_sources(ROOT / "seeds").figures], tmp_path / "figures.csv", "csv")
    fresh = (tmp_path / "figures.csv").read_text(encoding="utf-8")
    assert (ROOT / "data" / "figures.csv").read_text(encoding="utf-8") == fresh, "run `make figures`"


def test_plain_papermill_takes_parameters_that_the_cell_shows_and_others(tmp_path):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/50_rare_earths.ipynb", str(out)]
    command += ["-p", "rare_earth_reserves_mt", "60", "-p", "seed", "7", "-p", "rare_earth_stock_rise", "1.5"]
    command += ["-p", "draws", "1024", "--no-progress-bar", "--log-level", "ERROR"]
    # What papermill can do without: the grammar takes longer to import than all the rest.
    (tmp_path / "rfc3987_syntax.py").write_text("raise ImportError\n", encoding="utf-8")
    light = os.environ | {"PYTHONPATH": str(tmp_path), CHARTS: "none"}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=light)
    implied = results_in(out)["implied_world_reserves_mt"]
    assert (implied["value"], implied["unit"]) == (150.0, "Mt")
    assert "150 %, set for this run" in out.read_text(encoding="utf-8")


def test_all_notebooks_share_one_fork_server():
    code = {path: [source(cell) for cell in cells(path) if cell["cell_type"] == "code"] for path in EVERY}
    assert len({tuple(imports_of(found).modules) for found in code.values()}) == 1


def test_the_explorer_stores_tables_of_every_model_and_nothing_random():
    outputs = [output for cell in cells(EXPLORER) for output in cell.get("outputs", ())]
    heads, panels = outputs[::2], outputs[1::2]  # a panel is a table, or a text where the seeds do not answer
    assert len(heads) == len(panels) == len(MODELS)
    assert {form for output in heads for form in output["data"]} == {"text/markdown", "text/plain"}
    unanswered = [output["data"]["text/markdown"] for output in panels if "text/html" not in output["data"]]
    assert all("Not answered by these sources" in "".join(text) for text in unanswered)
    assert len(panels) - len(unanswered) >= 5
    assert "widget" not in EXPLORER.read_text(encoding="utf-8").replace("ipywidgets", "")
    assert results_in(EXPLORER) == {}


def test_the_explorer_runs_by_name_with_its_own_parameters(tmp_path, without_kernels):
    from analysis.runs.run import run

    done = run(["explore"], sources=ROOT / "seeds", given={"scenario": "high"}, out=tmp_path)
    assert done.status == "ok"
    claims = model_inputs(read_sources(ROOT / "seeds"), inspect.signature(models.margin_uplift).parameters)
    high = load_presets("margin_uplift", claims)["high"]
    shown = json.dumps(cells(done.folder / "explore.ipynb"))
    assert number(models.margin_uplift(**high.values).blended_profit_usd_per_t, 4) in shown


# That two runs with the same seed record the same is what nbval proves: it compares a fresh run with what is stored.


@pytest.mark.parametrize("name", DRAWN)
def test_every_model_has_three_layers_of_uncertainty(name):
    ranges = [item for item in results_in(ROOT / "notebooks" / f"{name}.ipynb").values() if "layers" in item]
    assert ranges
    for item in ranges:
        assert sorted(item["layers"]) == ["assumptions", "evidence", "wording"]
        assert item["high"] == NEVER or item["low"] < item["high"]
        for layer in ("wording", "assumptions"):
            low, high = item["layers"][layer]
            assert low <= item["value"] <= high
    shown = json.dumps(cells(ROOT / "notebooks" / f"{name}.ipynb"))
    assert "draws, seed 1: converged" in shown
    assert "[chart] Histogram" in shown


def test_one_event_has_one_probability():
    results = results_in(ROOT / "notebooks" / "40_growth_scenarios.ipynb")
    chance, year = results["probability_of_target"]["mean"], results["target_year"]["value"]
    assert probability_text(chance) in results["card_number"]["value"]
    briefing = results_in(ROOT / "notebooks" / "90_briefing.ipynb")
    assert probability_text(chance) in briefing["sentence_growth_scenarios"]["value"]
    shown = json.dumps([cell.get("outputs", []) for cell in cells(ROOT / "notebooks" / "40_growth_scenarios.ipynb")])
    assert f">{year}</td>" in shown
    assert f">{100 * chance:.3g}" in shown  # of the fan


def test_the_briefing_joins_the_scenarios_and_the_ranges_of_all_notebooks():
    outputs = [cell.get("outputs", []) for cell in cells(ROOT / "notebooks" / "90_briefing.ipynb")]
    for result in ("annual_uplift_usd", "npv_usd", "probability_of_target", "implied_world_reserves_mt"):
        assert name_text(result) in json.dumps(outputs, ensure_ascii=False).lower()
    assert "assumptions" in json.dumps(outputs).lower()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the original articles are not here (../shared/seeds)")
def test_the_originals_give_the_same_results_as_the_briefs(tmp_path, without_kernels):
    from analysis.runs.run import run

    done = run(["margin_uplift"], sources=SHARED, out=tmp_path)
    assert done.status == "ok"
    assert done.results["20_margin_uplift"] == results_in(ROOT / "notebooks" / "20_margin_uplift.ipynb")
