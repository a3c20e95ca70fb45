"""Words that the templates add to what they are given."""

import pytest
from lxml import html

from analysis.binding.missing_inputs import Unanswered, model_refusal
from analysis.report.templating import _environment


@pytest.mark.parametrize("answer", ["The plant earns USD 75.6 million.", "USD 138 per tonne", "12.5 %"])
@pytest.mark.parametrize(("before", "after"), [(True, False), (False, True)])
def test_a_new_or_lost_answer_ends_with_one_full_stop(answer, before, after):
    changes = _environment("analysis.report").get_template("macros.html.j2").module.answer_changes
    item = {"title": "What?", "before": answer if before else "", "after": answer if after else "", "causes": []}
    sentence = next(line for line in str(changes([item])).splitlines() if "nswered" in line)
    assert sentence.endswith(f": {answer.removesuffix('.')}.")


def unanswered_page(*missing, arguments=""):
    macros = _environment("analysis.report").get_template("macros.html.j2").module
    found = {"reasons": ["it is missing"], "missing": missing, "arguments": arguments}
    return html.fragment_fromstring(str(macros.unanswered(found, {}, "s")), create_parent=True)


def test_a_refusal_is_in_plain_words():
    macros = _environment("analysis.report").get_template("macros.html.j2").module
    refusal = model_refusal(["growth_scenarios"], {"cluster_cny_bn": 141.0, "cluster_target_cny_bn": 130.0})
    found = {"reasons": Unanswered(refusal=refusal).reasons, "missing": [], "arguments": ""}
    words = html.fragment_fromstring(str(macros.unanswered(found, {}, "s")), create_parent=True).text_content()
    assert "must be at least size of the cluster, CNY 141 billion, not CNY 130 billion: a target" in words


def test_missing_inputs_of_one_name_are_told_apart_by_their_units():
    option = {"place": "a:1-2", "reading": "5", "why": "in the body", "pick": "x=a:1-2"}
    names = {"metal_revenue": "CNY bn", "metal_revenue_usd": "USD bn", "foil_thickness": "um"}
    missing = [{"name": name, "unit": unit, "options": [option]} for name, unit in names.items()]
    titles = [item.text_content() for item in unanswered_page(*missing).iter("summary")]
    assert [title.partition(":")[0] for title in titles] == [
        "Metal revenue in CNY billion", "Metal revenue in USD billion", "Foil thickness"
    ]  # fmt: skip


def test_a_missing_input_without_options_has_nothing_to_unfold():
    page = unanswered_page(
        {"name": "foil_thickness", "unit": "um", "options": []}, arguments="-p foil_thickness_um=VALUE"
    )
    assert not page.xpath("//details")
    assert "no figure is close enough to be listed" in page.text_content()


def test_a_value_to_set_is_asked_for_in_its_unit():
    missing = {"name": "automation_productivity_gain", "unit": "fraction", "options": []}
    page = unanswered_page(missing, arguments="-p productivity_gain=VALUE -p foil_thickness_um=VALUE")
    told = page.xpath("//p[starts-with(., 'VALUE')]")[0].text_content()
    assert told == "VALUE: productivity_gain as a share, e.g. 0.25 for 25 %; foil_thickness_um in µm"


def test_a_command_repeats_how_the_sources_were_read():
    macros = _environment("analysis.report").get_template("macros.html.j2").module
    found = {"reasons": ["it is missing"], "missing": [], "arguments": "--pick a=b:1-2"}
    page = html.fragment_fromstring(str(macros.unanswered(found, {}, "s", "--figures f.jsonl")), create_parent=True)
    assert page.xpath("//pre")[0].text_content() == "analysis run --sources s --figures f.jsonl --pick a=b:1-2"


def test_a_command_breaks_between_its_options_only():
    page = unanswered_page({"name": "x", "unit": "", "options": []}, arguments="--pick 'a=my file:1-2' -p b-c=VALUE")
    assert page.xpath("//pre")[0].text_content() == "analysis run --sources s --pick 'a=my file:1-2' -p b-c=VALUE"
    assert [item.text for item in page.xpath("//pre//span")] == ["--pick 'a=my file:1-2'", "-p b-c=VALUE"]
