"""Notebooks are committed in one form: executing and rewriting twice changes nothing."""

import json

from analysis.runs.normal_form import execute_in_place


def test_a_notebook_is_executed_and_stripped_of_what_differs_each_time(make_notebook):
    path = make_notebook("a: int = 2", "print(a)", "a * 21")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["papermill"] = {"duration": 3}
    notebook["cells"][2]["metadata"] = {"execution": {"iopub.status.busy": "2026-01-02"}, "tags": ["kept"]}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    execute_in_place(path)
    once = path.read_bytes()
    done = json.loads(once)
    assert [cell["id"] for cell in done["cells"]] == ["cell-01", "cell-02", "cell-03", "cell-04"]
    assert [cell["execution_count"] for cell in done["cells"][1:]] == [1, 2, 3]
    assert done["cells"][2]["metadata"] == {"tags": ["kept"]}
    assert done["cells"][3]["outputs"][0]["data"]["text/plain"] == ["42"]
    assert set(done["metadata"]) == {"kernelspec", "language_info"}
    execute_in_place(path)
    assert path.read_bytes() == once
