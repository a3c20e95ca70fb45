"""Picking: a choice is kept beside the sources, checked against the text, and keeps place, hedge and uncertainty."""

import json
import re
from datetime import date

import pytest

from analysis.binding.figure_rules import load_rules
from analysis.binding.inputs import model_inputs, search_inputs
from analysis.binding.picks import keep_picks, parse_pick, read_picks
from analysis.claims.verdicts import verify
from analysis.cli import main
from analysis.core.errors import AnalysisError, NamedFigureError, ParameterError
from analysis.documents.sources import read_sources
from analysis.notebook.questions.verification import claims_that_feed
from analysis.runs.chosen_sources import chosen_sources

from ..conftest import ROOT

TEXT = (
    "Foil at last\n\nIn Suwon battery foil could leave a profit of about $430 per tonne. "
    "Copper wire left a profit of $31 a tonne.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "korea.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def place(words):
    start = TEXT.index(words)
    return f"korea:{start}-{start + len(words)}"


def pick(folder, name, where):
    keep_picks([parse_pick(f"{name}={where}")], read_sources(folder))


def test_a_pick_feeds_the_input_with_its_place_and_its_hedge(folder):
    with pytest.raises(NamedFigureError, match="foil_profit"):
        model_inputs(read_sources(folder), ["foil_profit_usd_per_t"])
    pick(folder, "lithium_foil_profit", place("$430 per tonne"))
    found = model_inputs(read_sources(folder), ["foil_profit_usd_per_t"])["foil_profit_usd_per_t"]
    assert found.value == 430
    assert found.named.figure.place == place("$430 per tonne")
    assert found.low < 430 < found.high
    assert found.distribution is not None


def test_picks_are_stored_once_per_name_and_are_not_read_as_a_document(folder):
    pick(folder, "lithium_foil_profit", place("$430 per tonne"))
    pick(folder, "copper_wire_profit", place("$31"))
    pick(folder, "copper_wire_profit", place("$31 a tonne"))
    sources = read_sources(folder)
    assert {name: item.text for name, item in read_picks(sources).items()} == {
        "lithium_foil_profit": "$430 per tonne",
        "copper_wire_profit": "$31 a tonne",
    }
    assert sources.skipped == ()


def test_a_changed_article_is_an_error_with_the_old_text_and_the_new(folder):
    pick(folder, "lithium_foil_profit", place("$430 per tonne"))
    (folder / "korea.txt").write_text(TEXT.replace("430", "480"), encoding="utf-8")
    with pytest.raises(NamedFigureError) as error:
        model_inputs(read_sources(folder), ["foil_profit_usd_per_t"])
    for words in ("picks.yaml", "lithium_foil_profit", "'$430 per tonne'", "'$480 per tonne'", "--pick"):
        assert words in str(error.value)


@pytest.mark.parametrize(
    "edited",
    [
        TEXT.replace("Foil at last", "Foil, at last"),
        TEXT.replace("In Suwon", "The mill has 31 looms.\n\nIn Suwon"),
        TEXT.replace("left a profit of $31", "left a\nprofit of $31"),
        TEXT.replace("Copper wire", "\n\nCopper wire").replace("Foil at last\n\n", ""),
        TEXT + "Aluminium wire left a profit of $31 a tonne.\n",
        "Copper rod left a profit of $31 a tonne. " + TEXT,
    ],
)
def test_a_pick_follows_its_sentence_when_the_article_is_edited_elsewhere(folder, edited):
    pick(folder, "copper_wire_profit", place("$31 a tonne"))
    kept = (folder / "picks.yaml").read_bytes()
    (folder / "korea.txt").write_text(edited, encoding="utf-8")
    sources = read_sources(folder)
    found = model_inputs(sources, ["wire_profit_usd_per_t"])["wire_profit_usd_per_t"].named.figure
    assert re.search(r"Copper wire\s+left a\s+profit of \Z", edited[: found.start])
    assert (found.text, read_picks(sources)["copper_wire_profit"].place) == ("$31 a tonne", found.place)
    assert (folder / "picks.yaml").read_bytes() == kept


@pytest.mark.parametrize(
    ("edited", "now"),
    [
        (TEXT.replace("Copper wire", "Tinned wire"), "'Tinned wire left a profit of $31 a tonne.'"),
        (TEXT.replace("Copper wire", "In 2029, copper wire"), "'In 2029, copper wire left a profit of $31 a tonne.'"),
        ("Late news.\n" + TEXT.replace("$31", "$310"), "'$310 a tonne' at korea"),
        (TEXT.replace("Foil at last", "Copper wire left a profit of $31 a tonne."), "2 times"),
        (TEXT.partition(" Copper")[0], "no longer"),
        ("Nothing is left.\n", "it has no figure"),
    ],
)
def test_a_pick_whose_sentence_has_changed_or_is_there_twice_is_an_error_with_both(folder, edited, now):
    where = place("$31 a tonne")
    pick(folder, "copper_wire_profit", where)
    (folder / "korea.txt").write_text(edited, encoding="utf-8")
    with pytest.raises(NamedFigureError) as error:
        read_picks(read_sources(folder))
    for words in ("picks.yaml", f"'$31 a tonne' was picked at {where}", "'Copper wire left", now, "--pick"):
        assert words in str(error.value)


def test_of_two_figures_of_one_sentence_the_picked_one_is_followed(tmp_path):
    text = "Copper wire left $31 a tonne, its wire of aluminium $310 a tonne and $0.31 a kilogram.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    start = text.index("$31 ")
    pick(tmp_path, "copper_wire_profit", f"a:{start}-{start + len('$31 a tonne')}")
    (tmp_path / "a.txt").write_text(f"News of $31 a tonne.\n\n{text}", encoding="utf-8")
    found = read_picks(read_sources(tmp_path))["copper_wire_profit"]
    assert found.start == start + len("News of $31 a tonne.\n\n")


def test_a_pick_of_an_earlier_version_counts_while_its_place_has_its_text(folder):
    old = f"copper_wire_profit: {{place: '{place('$31 a tonne')}', text: $31 a tonne}}\n"
    (folder / "picks.yaml").write_text(old, encoding="utf-8")
    assert read_picks(read_sources(folder))["copper_wire_profit"].place == place("$31 a tonne")
    (folder / "korea.txt").write_text(f"News. {TEXT}", encoding="utf-8")
    with pytest.raises(NamedFigureError, match=r"was picked at korea:\d+-\d+, which .*'\$31 a tonne' at korea"):
        read_picks(read_sources(folder))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("lithium_foil_profit:\n  place: korea:1-5\n", "picks.yaml, line 1.*text"),
        ("lithium_foil_profit: {place: korea, text: x}\n", "lithium_foil_profit.*'korea'"),
        ("foil_profit: {place: 'korea:1-5', text: x}\n", "foil_profit.*lithium_foil_profit"),
        ("lithium_foil_profit: {place: 'corea:1-5', text: x}\n", "lithium_foil_profit.*'corea'.*korea"),
        ("lithium_foil_profit: {place: 'korea:0-4', text: Foil}\n", "lithium_foil_profit.*korea:0-4.*430"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(folder, content, named):
    (folder / "picks.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(AnalysisError, match=f"(?s){named}"):
        model_inputs(read_sources(folder), ["foil_profit_usd_per_t"])


@pytest.mark.parametrize(
    "content",
    [
        "lithium_foil_profit: {place: korea, text: x}\n",
        "lithium_foil_profit: {place: 'korea:1-5'}\n",
        "lithium_foil_profit: {place: 'corea:1-5', text: x}\n",
        "lithium_foil_profit: {place: 'korea:0-4', text: Foil}\n",
        f"foil_thickness: {{place: '{place('$31 a tonne')}', text: $31 a tonne}}\n",
    ],
)
def test_every_error_names_the_file_of_picks_from_the_folder_of_the_project(folder, content, monkeypatch):
    monkeypatch.setenv("ANALYSIS_PROJECT", str(folder.parent))
    (folder / "picks.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(AnalysisError, match=f"^{folder.name}/picks.yaml, "):
        model_inputs(read_sources(folder), ["foil_profit_usd_per_t", "foil_thickness_um"])


@pytest.mark.parametrize("command", [["inputs"], ["run", "western_exposure"]])
@pytest.mark.parametrize("earlier", [None, "$31 a tonne"])
def test_a_picked_figure_whose_unit_does_not_convert_is_refused_and_not_kept(folder, capsys, command, earlier):
    if earlier:
        pick(folder, "copper_wire_profit", place(earlier))
    before = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    wrong = f"foil_thickness={place('$31 a tonne')}"
    assert main([*command, "--sources", str(folder), "--pick", wrong]) == 1
    assert re.search(r"foil_thickness.*USD/t.*um", capsys.readouterr().err)
    assert [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] == before
    assert main(["inputs", "--sources", str(folder)]) == 0


def test_an_unusable_pick_in_the_file_is_named_with_what_to_do(folder):
    (folder / "picks.yaml").write_text(
        f"foil_thickness: {{place: '{place('$31 a tonne')}', text: $31 a tonne}}\n", encoding="utf-8"
    )
    with pytest.raises(NamedFigureError, match=r"foil_thickness.*USD/t.*um.*removing the entry from picks\.yaml"):
        model_inputs(read_sources(folder), ["foil_thickness_um"])


@pytest.mark.parametrize("command", [["inputs"], ["run", "margin_uplift"]])
def test_a_pick_that_the_question_refuses_is_not_kept(tmp_path, capsys, command):
    """A figure in the right unit whose value the limits of the parameter or the model exclude."""
    text = "Copper wire left a profit of $31 a tonne. Its battery foil, 6 microns thick, left a profit of $900 a tonne."
    text += " The film is 0 microns thick.\n"
    (tmp_path / "korea.txt").write_text(text, encoding="utf-8")
    start = text.index("0 microns")
    wrong = f"foil_thickness=korea:{start}-{start + len('0 microns')}"
    assert main([*command, "--sources", str(tmp_path), "--pick", wrong]) == 1
    assert re.search(r"--pick foil_thickness: margin_uplift refuses .*foil_thickness_um", capsys.readouterr().err)
    assert not (tmp_path / "picks.yaml").exists()


@pytest.mark.parametrize(
    "words", ["foil_thickness", "foil_thickness=korea", "foil_thickness=korea:1", "foil=korea:1-2"]
)
def test_a_malformed_pick_is_refused(words):
    with pytest.raises(ParameterError, match=words.partition("=")[0]):
        parse_pick(words)


def test_the_command_lists_each_choice_the_runners_up_and_why(folder, capsys):
    assert main(["inputs", "--sources", str(folder)]) == 0
    out = capsys.readouterr().out
    assert f"copper_wire_profit: 31 USD/t ({place('$31 a tonne')}" in out
    assert "forecast" in out.partition("lithium_foil_profit")[2]
    assert f"--pick lithium_foil_profit={place('$430 per tonne')}" in out


def test_the_command_prints_one_object_and_keeps_a_pick(folder, capsys):
    picked = f"lithium_foil_profit={place('$430 per tonne')}"
    assert main(["inputs", "--sources", str(folder), "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert "lithium_foil_profit" not in before["found"]
    assert before["missing"]["lithium_foil_profit"][0]["why"]
    assert main(["inputs", "--sources", str(folder), "--json", "--pick", picked]) == 0
    after = json.loads(capsys.readouterr().out)
    assert after["found"]["lithium_foil_profit"]["low"] == 430
    assert main(["inputs", "--sources", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == after


def test_an_open_choice_is_printed_ready_to_copy(folder, capsys):
    (folder / "other.txt").write_text("In Suwon copper wire left a profit of $35 a tonne.\n", encoding="utf-8")
    assert main(["inputs", "--sources", str(folder)]) == 0
    assert f"--pick copper_wire_profit={place('$31 a tonne')}" in capsys.readouterr().out
    assert main(["inputs", "--sources", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["found"]["copper_wire_profit"]
    assert found["ambiguous"]
    assert [item["low"] for item in found["candidates"]] == [31, 35]


def test_the_terminal_tells_what_a_pick_fails_and_what_was_not_chosen(tmp_path, capsys):
    text = "We brought in robots. Costs were about 9% of sales. The robots cut costs by nearly 30%.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    pick = f"automation_cost_cut=a:{text.index('9%')}-{text.index('9%') + 2}"
    assert main(["inputs", "automation_effects", "--sources", str(tmp_path), "--pick", pick]) == 0
    lines = capsys.readouterr().out.split("\nautomation_energy_cut")[0].splitlines()
    assert lines[0].startswith("automation_cost_cut: about 9 %")
    assert "    - direction: it is a level, not a fall" in lines
    assert "    + part: in the body" in lines
    assert [line.split(" (")[0] for line in lines if line.startswith("    not")] == [
        "    not chosen: nearly 30 %, a fall"
    ]


def test_a_picked_figure_is_a_claim_with_a_verdict_whatever_it_fails(folder):
    pick(folder, "lithium_foil_profit", place("$430 per tonne"))
    sources = read_sources(folder)
    claim = claims_that_feed(verify(sources), sources)["foil_profit_usd_per_t"]
    assert claim.claim.named.figure.place == place("$430 per tonne")
    assert claim.label


def test_the_verdict_of_a_parameter_is_on_the_article_that_feeds_it(tmp_path):
    for name, profit in (("a", 900), ("b", 50_000)):
        text = f"Battery foil earns a profit of ${profit} a tonne."
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    keep_picks([parse_pick("lithium_foil_profit=a:31-42")], read_sources(tmp_path))
    sources = read_sources(tmp_path)
    assert claims_that_feed(verify(sources), sources)["foil_profit_usd_per_t"].claim.source_id == "a"


def test_a_pick_in_an_article_of_a_later_day_does_not_count(folder, tmp_path):
    """The kernels of a run read the list of articles that it has chosen."""
    (folder / "early.txt").write_text(
        "Old foil\n\nSEOUL, 3 May 2019 - A tonne of foil weighs a tonne.\n", encoding="utf-8"
    )
    (folder / "korea.txt").write_text(f"SUWON, 3 May 2026 - {TEXT}", encoding="utf-8")
    start = (folder / "korea.txt").read_text(encoding="utf-8").index("$430")
    pick(folder, "lithium_foil_profit", f"korea:{start}-{start + len('$430 per tonne')}")
    out = tmp_path.parent / f"{tmp_path.name}_out"
    for day, names in ((date(2026, 5, 3), {"lithium_foil_profit"}), (date(2026, 5, 2), set())):
        with chosen_sources(folder, out, as_of=day) as chosen:
            assert read_picks(chosen.read).keys() == names
            assert read_picks(read_sources(ROOT / chosen.parameter)).keys() == names
    (folder / "korea.txt").unlink()
    with (
        chosen_sources(folder, out, as_of=date(2026, 5, 2)) as chosen,
        pytest.raises(NamedFigureError, match="no source 'korea'"),
    ):
        read_picks(chosen.read)


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (
            "Copper wire left a profit of EUR 38 a tonne.",
            "copper_wire_profit",
            "38 EUR/t: EUR does not convert into USD",
        ),
        ("Battery foil earned a profit of £900 per tonne.", "lithium_foil_profit", "900 GBP/t: GBP does not convert"),
        ("Our profit per tonne of copper rod came to JPY 5,200.", "copper_wire_profit", "5,200 JPY/t: JPY does not"),
        ("The profit on battery foil was about 4 euros per kilogram.", "lithium_foil_profit", "4 EUR/kg: EUR does not"),
        ("Copper wire sells for EUR 9,000 a tonne.", "copper_wire_profit", ""),
        ("Copper wire left a profit of 2 percent.", "copper_wire_profit", ""),
        ("Copper wire will leave a profit of EUR 38 a tonne in 2031.", "copper_wire_profit", ""),
    ],
)
def test_a_figure_that_fails_by_its_currency_alone_is_the_nearest_and_says_so(tmp_path, capsys, text, name, told):
    (tmp_path / "a.txt").write_text(f"Mill reports\n\n{text}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("The premium for cathode was $185/t in 2025.\n", encoding="utf-8")
    assert main(["inputs", "margin_uplift", "--sources", str(tmp_path)]) == 0
    head, *lines = capsys.readouterr().out.partition(f"{name}: not found; ")[2].splitlines()
    assert head == ("nearest:" if told else "figures in its unit, none with a word for it:")
    assert ("does not convert" in lines[0]) == bool(told)
    assert told in lines[0]
    assert ("--pick" in lines[0]) == (not told)
    problem = search_inputs(read_sources(tmp_path), [load_rules()[name].parameter])[1][load_rules()[name].parameter]
    picks = [bool(option.pick) for option in problem.record.options]
    assert picks[:1] == [False] if told else all(picks)
    assert told in str(problem)
    assert "choose it: add --pick" in str(problem)
    assert "=a:" not in str(problem) or not told


def test_a_warehouse_says_stocks(tmp_path, capsys):
    (tmp_path / "a.md").write_text(
        "# Copper\n\n| Warehouse | Change |\n| --- | --- |\n| Busan | -5.7% |\n", encoding="utf-8"
    )
    assert main(["inputs", "--sources", str(tmp_path)]) == 0
    assert "'Warehouse' says stocks" in capsys.readouterr().out


def test_one_figure_is_listed_by_its_name(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Battery foil earns $900 a tonne, copper wire $20 a tonne.\n", encoding="utf-8")
    assert main(["inputs", "lithium_foil_profit", "--sources", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("lithium_foil_profit: 900 USD/t")
    assert "copper_wire_profit" not in out
