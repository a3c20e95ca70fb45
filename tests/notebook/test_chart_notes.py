"""Notes beside points of a chart cross neither lines nor each other."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from analysis.notebook.chart_notes import note_at, place_notes


def drawn(*slopes, words="this run: 5 years"):
    """Lines through the middle of axes with a note at their first point of the middle, once it is placed."""
    figure, axes = plt.subplots()
    for slope in slopes:
        axes.plot([-1, 1], [-slope, slope])
    axes.set(xlim=(-1, 1), ylim=(-1, 1))
    note_at(axes, words, (0, 0))
    figure.canvas.draw()
    return figure, axes


def crossed(axes, slopes):
    """Whether one of the lines runs through the note."""
    box = axes.texts[0].get_window_extent()
    (left, low), (right, high) = axes.transData.inverted().transform(box)
    along = np.linspace(left, right, 200)
    return any(((low < slope * along) & (slope * along < high)).any() for slope in slopes)


@pytest.mark.parametrize("slopes", [(0.5,), (-0.5,), (0.0,), (3.0,), (0.4, -0.4), (0.0, 1.5)])
def test_a_note_is_placed_where_no_line_crosses_it(slopes):
    figure, axes = drawn(*slopes)
    place_notes(axes, figure.canvas.get_renderer())
    assert not crossed(axes, slopes)
    plt.close(figure)


def test_a_note_too_wide_for_either_side_is_centred_and_stays_inside():
    with plt.style.context("default"):  # whatever style another test has set
        figure, axes = drawn(0.0, words="this run: " + "a long quantity " * 3)
        axes.texts[0].set_fontsize(8)
        place_notes(axes, figure.canvas.get_renderer())
    box = axes.texts[0].get_window_extent()
    assert axes.bbox.x0 <= box.x0 < box.x1 <= axes.bbox.x1
    assert not crossed(axes, (0.0,))
    plt.close(figure)


def test_a_note_that_is_not_placed_can_be_crossed():
    figure, axes = drawn(-0.5)
    assert crossed(axes, (-0.5,))
    plt.close(figure)


def test_two_notes_at_one_point_do_not_cover_each_other_and_stay_inside():
    figure, axes = drawn(0.5)
    note_at(axes, "this run: 7 years", (0, 0))
    note_at(axes, "a note at the right edge", (0.95, 0))
    place_notes(axes, figure.canvas.get_renderer())
    first, second, last = (note.get_window_extent() for note in axes.texts)
    assert not first.overlaps(second)
    assert last.x1 <= axes.bbox.x1
    plt.close(figure)


def test_a_line_without_a_finite_point_crosses_no_note():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [np.nan, np.nan])
    note_at(axes, "a note", (0.5, 0.5))
    place_notes(axes, figure.canvas.get_renderer())
    assert axes.texts[0].get_text() == "a note"
    plt.close(figure)


def test_axes_without_lines_keep_their_notes_and_axes_without_notes_their_texts():
    figure, axes = plt.subplots()
    axes.text(0.5, 0.5, "a text")
    place_notes(axes, figure.canvas.get_renderer())
    note_at(axes, "a note", (0.5, 0.5))
    place_notes(axes, figure.canvas.get_renderer())
    assert axes.texts[0].get_position() == (0.5, 0.5)
    plt.close(figure)
