"""Words that the templates add to what they are given."""

import pytest


@pytest.mark.parametrize("answer", ["The plant earns USD 75.6 million.", "USD 138 per tonne", "12.5 %"])
@pytest.mark.parametrize(("before", "after"), [(True, False), (False, True)])
def test_a_new_or_lost_answer_ends_with_one_full_stop(answer, before, after):
    from analysis.report.templating import _environment

    changes = _environment("analysis.report").get_template("macros.html.j2").module.answer_changes
    item = {"title": "What?", "before": answer if before else "", "after": answer if after else "", "causes": []}
    sentence = next(line for line in str(changes([item])).splitlines() if "nswered" in line)
    assert sentence.endswith(f": {answer.removesuffix('.')}.")
