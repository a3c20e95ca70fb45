"""The normal form keeps what the metadata of a cell says about it, and drops what differs each time."""

from nbformat.v4 import new_code_cell, new_notebook

from nbcompare.normal_form import normalise


def normal(**metadata):
    notebook = new_notebook(cells=[new_code_cell("1", metadata=metadata)])
    normalise(notebook)
    return dict(notebook.cells[0].metadata)


def test_tags_and_folding_stay():
    kept = {"tags": ["parameters"], "jupyter": {"source_hidden": True}}
    assert normal(**kept, execution={"iopub.status.busy": "2026"}, collapsed=True) == kept


def test_a_cell_that_is_not_folded_says_nothing_of_it():
    assert normal(jupyter={"source_hidden": False, "outputs_hidden": False, "seen": 1}) == {}
