"""A run answers what the sources allow, and says of each other question what is missing and how to choose it."""

import json
import re

import pytest

from analysis.binding.missing_inputs import settling_arguments
from analysis.binding.named_figures import search_named_figures
from analysis.cli import main
from analysis.core.errors import NamedFigureError, ParameterError
from analysis.documents.sources import read_sources
from analysis.notebook.study import study
from analysis.runs.plan import find_notebooks, plan
from analysis.runs.progress import Progress
from analysis.runs.run import run

WIRE = (
    "wire_profit_usd_per_t: float = 15.0  # USD/t, figure copper_wire_profit",
    "nb.record('doubled', 2 * wire_profit_usd_per_t)",
)
CUT = ("cost_cut: float = 0.1  # fraction, figure automation_cost_cut", "nb.record('cut', cost_cut)")
IMPORT = "from analysis import notebook as nb"
READ = (
    "found = nb.read_results(results_from)\nnb.record('left', len(found.unanswered), '')\nnb.record('read', len(found))"
)


@pytest.fixture
def questions(make_notebook, monkeypatch, without_kernels):
    """Return three notebooks: one that the article answers, one that it does not, and one that reads both."""
    reader = 'results_from: str = "x"  # results of 50_wire 60_cut'
    made = [
        make_notebook(WIRE[0], IMPORT, WIRE[1], name="50_wire"),
        make_notebook(CUT[0], IMPORT, CUT[1], name="60_cut"),
        make_notebook(reader, IMPORT, READ, name="90_both"),
    ]
    monkeypatch.setattr("analysis.runs.run.find_notebooks", lambda names: made)


def start(sources, out, **options):
    return run(sources=sources, out=out, progress=Progress(), **options)


def test_a_question_without_inputs_is_left_out_and_the_others_are_answered(questions, sources_folder, tmp_path):
    done = start(sources_folder, tmp_path / "reports")
    assert done.status == "ok"
    assert list(done.results) == ["50_wire", "90_both"]
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    first, second, _ = record["notebooks"]
    assert (first["status"], second["status"], second["page"]) == ("ok", "unanswered", None)
    assert second["unanswered"]["reasons"] == ["cut of costs by automation is missing"]
    assert not (done.folder / "unanswered.json").exists()
    assert (tmp_path / "reports" / "latest").resolve() == done.folder.resolve()
    page = done.index.read_text(encoding="utf-8")
    assert "Cut of costs by automation is missing" in page
    assert "-p cost_cut=VALUE" in page


def test_a_notebook_that_combines_runs_with_any_subset_of_answers(questions, sources_folder, tmp_path):
    done = start(sources_folder, tmp_path / "one")
    assert {name: item["value"] for name, item in done.results["90_both"].items()} == {"left": 1, "read": 1}
    (sources_folder / "article.txt").write_text("It rained in May.\n", encoding="utf-8")
    done = start(sources_folder, tmp_path / "none")
    assert {name: item["value"] for name, item in done.results["90_both"].items()} == {"left": 2, "read": 0}


def test_a_strict_run_is_an_error_and_writes_nothing(questions, sources_folder, tmp_path):
    with pytest.raises(NamedFigureError, match="automation_cost_cut"):
        start(sources_folder, tmp_path / "reports", strict=True)
    assert not (tmp_path / "reports").exists()


def test_a_run_without_an_answer_is_not_the_latest(make_notebook, sources_folder, tmp_path, capsys, without_kernels):
    wire, cut = make_notebook(WIRE[0], name="50_wire"), make_notebook(CUT[0], name="60_cut")
    command = ["--sources", str(sources_folder), "--out", str(tmp_path / "r")]
    assert main(["run", str(wire), *command]) == 0
    latest = (tmp_path / "r" / "latest").resolve()
    capsys.readouterr()
    assert main(["run", str(cut), *command]) == 1
    out = capsys.readouterr().out
    assert out.startswith("unanswered: 0 results of 0 notebooks\nanswered 0 of 1: none\n")
    assert f"still shows {latest.name}, since this run answers no question" in out
    assert (tmp_path / "r" / "latest").resolve() == latest
    assert main(["run", str(wire), str(cut), *command]) == 0  # one of two is an answer


def test_missing_results_change_the_identity_of_a_combining_notebook(questions, sources_folder, tmp_path):
    first = start(sources_folder, tmp_path / "reports")
    assert start(sources_folder, tmp_path / "reports").unchanged
    (sources_folder / "article.txt").write_text(
        "Profit per ton is $20 for copper wire. The foil is 6 microns thick. Robots cut costs by 8 %.\n",
        encoding="utf-8",
    )
    second = start(sources_folder, tmp_path / "reports")
    assert second.results["90_both"]["left"]["value"] == 0
    title = next(entry.title for entry in second.record.notebooks if entry.notebook == "60_cut")
    (status,) = (change for change in second.record.since.changes if change["kind"] == "Status")
    assert second.record.since.run_id == first.folder.name
    assert (status["where"], status["before"], status["after"]) == (title, "not answered", "answered")


def test_figures_outside_the_limits_of_a_parameter_leave_the_question_unanswered(make_notebook, tmp_path):
    (tmp_path / "a.txt").write_text("Robots in the smelter cut its costs by 140 %.\n", encoding="utf-8")
    path = make_notebook(CUT[0], CUT[1])
    job = plan([path], read_sources(tmp_path), strict=False)[0]
    assert "a:39-44" in job.unanswered.reasons[0]
    assert job.unanswered.arguments == ""
    with pytest.raises(ParameterError, match="a:39-44"):
        plan([path], read_sources(tmp_path))


CUTS = ["automation_cost_cut", "automation_energy_cut"]


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        (
            "Costs fell by 8 % and energy use by 9 %.",
            [],
            "--pick automation_cost_cut=a:14-17 --pick automation_energy_cut=a:36-39",
        ),
        # One figure fits both but for its cause; it is proposed once.
        (
            "It cut its use of energy, and so its costs, by 8 %.",
            [],
            "--pick automation_cost_cut=a:47-50 -p energy_cut=VALUE",
        ),
        ("Costs fell by 8 %.", ["a:14-17"], "-p cost_cut=VALUE -p energy_cut=VALUE"),
        ("Costs fell by 140 %.", [], "-p cost_cut=VALUE -p energy_cut=VALUE"),  # more than the whole
        ("Robots could cut costs by 8 %.", [], "-p cost_cut=VALUE -p energy_cut=VALUE"),  # a forecast
        (  # what fell is not the cost of the sentence before
            "A strike cost a week. The mill made 90,000 t of zinc in 2025, 8 % less than in 2024.",
            [],
            "-p cost_cut=VALUE -p energy_cut=VALUE",
        ),
        (  # nothing says what the share is of
            "The robots run at night. They hold 8 % of the floor.",
            [],
            "-p cost_cut=VALUE -p energy_cut=VALUE",
        ),
        ("Inflation is 8 %.", [], "-p cost_cut=VALUE -p energy_cut=VALUE"),  # nothing about costs
    ],
)
def test_a_command_proposes_near_figures_and_each_for_one_input(tmp_path, text, taken, expected):
    (tmp_path / "a.txt").write_text(f"{text}\n", encoding="utf-8")
    missing = search_named_figures(read_sources(tmp_path), CUTS)[1].values()
    assert settling_arguments(list(missing), [], {}, taken) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            "The mine is deep. Its roads are long. Nobody lives there. Lima makes battery foil.",
            "-p wire_profit_usd_per_t=VALUE --pick lithium_foil_profit=a:47-52",
        ),
        ("The mine is deep.", "-p wire_profit_usd_per_t=VALUE -p foil_profit_usd_per_t=VALUE"),
    ],
)
def test_no_figure_is_proposed_for_a_product_that_its_article_never_names(tmp_path, more, expected):
    text = f"The copper company says that it made profit of $2.10 on every pound last quarter. {more}"
    (tmp_path / "a.txt").write_text(f"{text}\n", encoding="utf-8")
    missing = search_named_figures(read_sources(tmp_path), ["copper_wire_profit", "lithium_foil_profit"])[1].values()
    assert settling_arguments(list(missing), [], {}, ()) == expected


def test_a_command_asks_for_values_where_the_model_refuses_the_figures(tmp_path):
    text = "In 2026 the output of the cluster was worth 900 billion yuan; its target is 700 billion yuan by 2030."
    (tmp_path / "a.txt").write_text(f"{text}\n", encoding="utf-8")
    names = ["copper_cluster_size", "copper_cluster_target"]
    missing = list(search_named_figures(read_sources(tmp_path), names)[1].values())
    assert settling_arguments(missing, [], {}, ()).count("--pick") == 2
    assert settling_arguments(missing, ["growth_scenarios"], {}, ()).count("=VALUE") == 2


def test_a_claim_that_no_result_uses_need_not_be_in_the_sources(tmp_path):
    reserves = "China has rare earth reserves of 48 million tonnes, 42 % of the world's rare earth reserves."
    (tmp_path / "a.txt").write_text(f"{reserves}\n", encoding="utf-8")
    (job,) = plan(find_notebooks(["rare_earths"]), read_sources(tmp_path), strict=True)
    assert job.resolved["rare_earth_reserves_mt"].value == 48
    assert job.resolved["rare_earth_stock_rise"].value is None
    assert (
        study({"sources": str(tmp_path), "rare_earth_reserves_mt": 48.0}, "rare_earths").extras["rare_earth_stock_rise"]
        is None
    )
    rise = "A rare earth share rose by 9 % in a day."
    (tmp_path / "a.txt").write_text(f"{reserves} {rise}\n", encoding="utf-8")
    (job,) = plan(find_notebooks(["rare_earths"]), read_sources(tmp_path), strict=True)
    assert job.resolved["rare_earth_stock_rise"].value == 0.09


def test_a_profit_after_tax_leaves_the_question_unanswered(make_notebook, tmp_path):
    (tmp_path / "a.txt").write_text("The net profit per ton is $20 for copper wire.\n", encoding="utf-8")
    profit = "wire_profit_usd_per_t: float = 15.0  # USD/t, figure copper_wire_profit"
    path = make_notebook(profit, "wire_profit_usd_per_t")
    job = plan([path], read_sources(tmp_path), strict=False)[0]
    assert "wire_profit_usd_per_t" in job.unanswered.reasons[0]
    assert plan([path], read_sources(tmp_path), given={"wire_profit_usd_per_t": 20.0})[0].unanswered is None
    with pytest.raises(ParameterError, match="net"):
        plan([path], read_sources(tmp_path))


def test_the_command_line_says_in_few_lines_what_to_do(questions, sources_folder, tmp_path, capsys):
    arguments = ["run", "--sources", str(sources_folder), "--out", str(tmp_path / "reports")]
    (sources_folder / "article.txt").write_text(
        "Profit per ton is about $20 for copper wire. Costs fell by 8 %.\n", encoding="utf-8"
    )
    assert main(arguments) == 0
    printed = capsys.readouterr()
    lines = (printed.out + printed.err).splitlines()
    assert len(lines) <= 15
    assert any(line.startswith("answered 2 of 3: wire, both") for line in lines)
    command = next(line for line in lines if line.startswith("  analysis run"))
    pick = re.search(r"--pick (automation_cost_cut=article:\d+-\d+)", command)[1]
    assert main([*arguments, "--pick", pick]) == 0
    assert "not answered" not in capsys.readouterr().out
    assert main([*arguments, "--strict"]) == 0
    (sources_folder / "picks.yaml").unlink()
    assert main([*arguments, "--strict"]) == 1
    assert "automation_cost_cut" in capsys.readouterr().err


def test_a_question_with_many_missing_inputs_has_a_command_that_asks_for_each_in_its_unit(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("The mill has 40 looms.\n", encoding="utf-8")
    command = ["run", "growth_scenarios", "--out", str(tmp_path / "out"), "--sources"]
    assert main([*command, str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert " more inputs), for example:\n" in out
    asked = re.findall(r"-p (\w+)=VALUE", out)
    assert len(asked) > 2
    assert all(f"{name} in CNY bn" in out or f"{name} in USD bn" in out for name in asked)


def test_what_follows_from_an_open_input_is_not_asked_for(tmp_path):
    for place, revenue in (("Hunan", 900), ("Yunnan", 980)):
        text = f"# {place}\n\nRevenue of {place}'s non-ferrous metals industry was {revenue} billion yuan in 2025.\n"
        (tmp_path / f"{place}.md").write_text(text, encoding="utf-8")
    (job,) = plan(find_notebooks(["growth_scenarios"]), read_sources(tmp_path), strict=False)
    assert {item.name for item in job.unanswered.missing} >= {"industry_revenue"}
    assert "industry_revenue_usd" not in {item.name for item in job.unanswered.missing}
    assert "(900 billion CNY and 980 billion CNY)" in job.unanswered.reasons[-1]


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_command_proposes_the_figure_of_the_article_of_the_others(tmp_path, name):
    for one, profit in (("a", 900), ("b", 700)):
        text = f"Battery foil earns a profit of ${profit} a tonne.\n"
        (tmp_path / f"{one}.txt").write_text(text, encoding="utf-8")
    missing = search_named_figures(read_sources(tmp_path), ["lithium_foil_profit"])[1].values()
    arguments = settling_arguments(list(missing), [], {}, [f"{name}:3-5"])
    assert re.fullmatch(r"--pick lithium_foil_profit=(\w+):[\d-]+", arguments)[1] == name


def test_candidates_that_differ_are_told_apart_by_their_sentences(tmp_path):
    for name, profit in (("a", 900), ("b", 700)):
        text = f"Battery foil earns a profit of ${profit} a tonne.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    problem = search_named_figures(read_sources(tmp_path), ["lithium_foil_profit"])[1]["lithium_foil_profit"]
    assert [item.why for item in problem.record.options] == [
        "“Battery foil earns a profit of $900 a tonne.”",
        "“Battery foil earns a profit of $700 a tonne.”",
    ]
