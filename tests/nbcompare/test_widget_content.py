"""What widgets show is compared: the content of Output widgets, and what changed after a display."""

import nbformat

from nbcompare.check import accept, check_notebook
from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings
from nbcompare.widget_content import MIME, add_contents, add_stored_contents, lacks_changes, values

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


def slider(value):
    """The display of a slider that had the value 3 when it was displayed, as a fresh execution returns it."""
    fresh = [display("a")]
    add_contents(fresh, {"a": {"value": value}}, {"a": {"value": 3}})
    return fresh


def test_a_value_set_after_the_display_is_compared():
    assert compare_outputs(slider(5), slider(5), Settings()) == []
    for before, after in ((5, 8), (3, 8), (5, 3)):
        found = compare_outputs(slider(before), slider(after), Settings())
        assert [item.message.partition("value")[0] for item in found] == ["widget: "]


def test_a_widget_stored_without_its_changes_passes_and_is_accepted_with_them():
    stored = [display("a")]
    assert compare_outputs(stored, slider(5), Settings()) == []
    assert lacks_changes(stored, slider(5))
    assert lacks_changes(stored, slider(3))
    assert not lacks_changes(slider(5), slider(5))


def test_the_values_of_a_loop_of_widgets_are_listed_once():
    loop = {"a": {"children": ["IPY_MODEL_b", "IPY_MODEL_a"]}, "b": {"children": ["IPY_MODEL_a"], "value": 3, "_x": 1}}
    assert values("a", loop) == {"children[0].value": 3}


def test_a_cell_that_sets_a_widget_after_its_display_is_checked(tmp_path):
    code = "import ipywidgets\nslider = ipywidgets.IntSlider(3)\ndisplay(slider)\nslider.value = 5"
    path = tmp_path / "slider.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
    accept(check_notebook(path))
    accepted = path.read_text()
    report = check_notebook(path)
    assert report.ok
    assert report.text == accepted
    path.write_text(accepted.replace("slider.value = 5", "slider.value = 8"))
    assert "value: from 5 to 8" in check_notebook(path).cells[0].differences[0].message
