"""The claims behind a result have their verdict with its reason."""

import pytest

from analysis.core.run_record import RunRecord, read_record
from analysis.notebook.record import RecordedResult
from analysis.report.claim_rows import ONLY_ITS_YEAR, ClaimIndex

FIGURE = {"source_id": "a1", "start": 7, "end": 10, "name": "copper_wire_profit", "as_text": "15 USD/t"}
RUN = {
    "run_id": "r",
    "sources": [{"source_id": "a1", "publisher": "Ore Weekly", "title": "Wire", "published": "2031-02-03"}],
    "notebooks": [
        {
            "notebook": "20_margin",
            "parameters": {
                "wire": {"value": 1, "figure": FIGURE, "decided_by": "figure"},
                "foil": {"value": 1, "figure": FIGURE, "decided_by": "-p"},
            },
        }
    ],
}


def claims_of(run, results, notebook, *inputs):
    return ClaimIndex.of(read_record(RunRecord, run), results).of_result(notebook, RecordedResult(1, inputs=inputs))


@pytest.mark.parametrize(
    ("tables", "verdict", "because"),
    [
        ({"verdicts": {"wire": "confirmed"}, "short_reasons": {"wire": "two agree"}}, "confirmed", "two agree"),
        ({"verdicts": {"wire": "confirmed"}}, "confirmed", ""),
        ({}, "", ""),
    ],
)
def test_a_verdict_has_its_reason_in_one_clause(tables, verdict, because):
    results = {"60_checks": {name: RecordedResult(table, "table") for name, table in tables.items()}}
    (found,) = claims_of(RUN, results, "20_margin", "wire", "foil")  # foil was replaced for the run
    assert (found.verdict, found.because, found.address) == (verdict, because, "sources/a1.html#f7-10")
    assert found.source == "Ore Weekly, 2031-02-03"


def test_a_source_without_publisher_and_title_is_named_by_its_file():
    source = {"source_id": "ore_news", "publisher": None, "title": None, "published": "2031-02-03"}
    figure = {"value": 1, "figure": {**FIGURE, "source_id": "ore_news"}, "decided_by": "figure"}
    run = {"run_id": "r", "sources": [source], "notebooks": [{"notebook": "20_margin", "parameters": {"wire": figure}}]}
    (found,) = claims_of(run, {}, "20_margin", "wire")
    assert found.source == "ore news, 2031-02-03"


@pytest.mark.parametrize(("decided_by", "told"), [("-p", ONLY_ITS_YEAR), ("figure", "")])
def test_of_an_amount_that_the_run_sets_itself_the_year_may_still_be_used(decided_by, told):
    figure = {**FIGURE, "name": "copper_cluster_target", "as_text": "300 billion CNY"}
    parameters = {
        "cluster_target_cny_bn": {"value": 1, "figure": figure, "decided_by": decided_by},
        "target_year": {"value": 1, "figure": figure, "decided_by": "figure"},
    }
    run = {**RUN, "notebooks": [{"notebook": "40_growth", "parameters": parameters}]}
    (found,) = claims_of(run, {}, "40_growth", *parameters)
    assert found.conversion == told


def test_a_result_that_uses_only_the_year_of_a_claim_has_the_verdict_on_the_claim():
    figure = {"value": 1, "figure": {**FIGURE, "name": "copper_cluster_target"}, "decided_by": "figure"}
    run = {**RUN, "notebooks": [{"notebook": "40_growth", "parameters": {"target_year": figure}}]}
    results = {"60_checks": {"verdicts": RecordedResult({"cluster_target_cny_bn": "quoted correctly"}, "table")}}
    (found,) = claims_of(run, results, "40_growth", "target_year")
    assert found.verdict == "quoted correctly"
