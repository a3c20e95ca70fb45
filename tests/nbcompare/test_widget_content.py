"""What Output widgets show is compared, also if the notebook stored it as the states of its widgets."""

import nbformat

from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings
from nbcompare.widget_content import MIME, add_contents, add_stored_contents

VIEW = "application/vnd.jupyter.widget-view+json"


def display(model="top"):
    return {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "Tab()", VIEW: {"model_id": model}}}


def states(text, *ids):
    top, inner = ids or ("top", "inner")
    shown = [{"output_type": "stream", "name": "stdout", "text": text}]
    return {top: {"children": [f"IPY_MODEL_{inner}"]}, inner: {"outputs": shown}}


def test_a_changed_content_is_named_whatever_the_ids_of_the_widgets():
    before, same, other = [display()], [display("a")], [display("a")]
    add_contents(before, states("42\n"))
    add_contents(same, states("42\n", "a", "b"))
    add_contents(other, states("43\n", "a", "b"))
    assert compare_outputs(before, same, Settings()) == []
    assert "from 42 to 43" in compare_outputs(before, other, Settings())[0].message


def test_a_content_that_was_never_stored_is_named():
    fresh = [display()]
    add_contents(fresh, states("42\n"))
    assert "is not stored" in compare_outputs([display()], fresh, Settings())[0].message


def test_widgets_without_content_and_loops_of_widgets_add_nothing():
    outputs = [display(), display("unknown")]
    add_contents(outputs, {"top": {"children": ["IPY_MODEL_top"]}})
    assert all(MIME not in output["data"] for output in outputs)


def test_the_states_in_the_metadata_of_a_notebook_are_read():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(display())])])
    models = {name: {"state": state} for name, state in states("42\n").items()}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": models}}
    add_stored_contents(notebook)
    assert notebook.cells[0].outputs[0].data[MIME]["shown"][0][0]["text"] == "42\n"
