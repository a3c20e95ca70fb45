"""The normal form keeps tags and folding, and drops volatile metadata."""

from nbformat.v4 import new_code_cell, new_notebook

from nbcompare.normal_form import normalise


def normal(**metadata):
    notebook = new_notebook(cells=[new_code_cell("1", metadata=metadata)])
    normalise(notebook)
    return dict(notebook.cells[0].metadata)


def test_tags_and_folding_stay():
    kept = {"tags": ["parameters"], "jupyter": {"source_hidden": True}}
    assert normal(**kept, execution={"iopub.status.busy": "2026"}, collapsed=True) == kept


def test_an_unfolded_cell_has_no_folding_metadata():
    assert normal(jupyter={"source_hidden": False, "outputs_hidden": False, "seen": 1}) == {}
