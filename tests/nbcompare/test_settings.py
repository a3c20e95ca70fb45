"""Tolerances and markers from tags, comments and metadata; malformed ones are named."""

import pytest

from nbcompare import UnusableNotebookError
from nbcompare.settings import MARKERS, Settings, cell_settings, notebook_settings


def cell(source="", *tags):
    return {"source": source, "metadata": {"tags": list(tags)}}


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        (cell("", "rtol=1e-3"), "rtol", 1e-3),
        (cell("", "atol: 0.5"), "atol", 0.5),
        (cell("x = 1  \n  # regression: rtol=1e-2, picture=3"), "picture", 3.0),
        (cell("# Regression: rtol=1e-2"), "rtol", 1e-2),
        (cell("", "raises-exception"), "raises", True),
        (cell("", "nbval-skip"), "skip", True),
        (cell("# NBVAL_IGNORE_OUTPUT\n1"), "check", False),
        (cell("#NBVAL_CHECK_OUTPUT"), "check", True),
        (cell("x = '# NBVAL_SKIP'"), "skip", False),
        (cell("", "rtol-of-nothing", "ratol=5", "hide-input"), "rtol", Settings().rtol),
    ],
)
def test_settings_of_a_cell(given, name, value):
    assert getattr(cell_settings(given), name) == value


def test_the_most_specific_setting_wins():
    whole = notebook_settings({"regression": {"rtol": 1e-3, "atol": 1e-9}})
    found = cell_settings(cell("# regression: rtol=1e-5", "rtol=1e-4"), whole)
    assert (found.rtol, found.atol, found.explicit) == (1e-5, 1e-9, True)
    assert cell_settings(cell("# NBVAL_CHECK_OUTPUT", "nbval-ignore-output")).check


def test_only_a_given_tolerance_is_explicit():
    assert not cell_settings(cell("", "atol=1e-9", "raises-exception")).explicit


@pytest.mark.parametrize(
    "tag", ["rtol=", "rtol=a", "rtol=1e-3x", "rtol=-1", "rtol=1", "rtol=nan", "atol=inf", "atol=-1"]
)
def test_a_malformed_tag_is_named(tag):
    with pytest.raises(UnusableNotebookError, match=f"the tag '{tag}'.*must be a number"):
        cell_settings(cell("", tag))


@pytest.mark.parametrize("comment", ["rtl=1", "1e-3", "rtol"])
def test_a_malformed_comment_is_rejected(comment):
    with pytest.raises(UnusableNotebookError, match="the comment '# regression: "):
        cell_settings(cell(f"# regression: {comment}"))


def test_an_empty_comment_is_rejected():
    with pytest.raises(UnusableNotebookError, match=r"the comment .* is empty"):
        cell_settings(cell("# regression:\nrtol = 1"))


@pytest.mark.parametrize("metadata", [3, {"rtol": "much"}, {"rtol": True}, {"rtl": 1e-3}, {"rtol": None}])
def test_malformed_metadata_is_rejected(metadata):
    with pytest.raises(UnusableNotebookError, match='the metadata "regression"'):
        notebook_settings({"regression": metadata})


def test_the_markers_match_nbval():
    from nbval.plugin import comment_markers

    ours = {"check": "check", "check_exception": "raises", "skip": "skip"}
    theirs = {name: (found if isinstance(found, tuple) else (found, True)) for name, found in comment_markers.items()}
    assert {name: {ours[marker]: value} for name, (marker, value) in theirs.items()} == dict(MARKERS)
