"""Two classes of changed matplotlib pictures, and the gap between them that contains the thresholds."""

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from analysis.notebook import chart_style
from nbcompare import image_diff
from nbcompare.image_diff import compare_pictures, decode, residual

from . import proof
from .proof import bars, lines

RENDERINGS = {
    "hinting": {"text.hinting": "no_hinting"},
    "letters": {"text.antialiased": False},
    "edges": {"lines.antialiased": False, "patch.antialiased": False},
    "all": {"text.antialiased": False, "lines.antialiased": False, "patch.antialiased": False},
}
CONTENTS = {
    "a bar by 3 %": (bars, {"values": (3.0, 5.18, 2.0, 4.0)}),
    "a colour": (bars, {"colours": ("C1", "C0", "C0", "C0")}),
    "a faint colour": (bars, {"colours": ("C0", "C1", "#2f87c4", "C0")}),
    "no legend": (bars, {"legend": False}),
    "a line by 3 %": (lines, {"shift": 0.1}),
    "a thin line": (lines, {"target": 2.3}),
    "a point": (lines, {"point": 1.15}),
}
SIZES = (72, 100, 200)


@cache
def with_palette(png):
    with Image.open(io.BytesIO(png)) as picture:
        return chart_style.with_palette(picture.convert("RGB"))


@cache
def _drawn(content, more):
    return proof.draw(content, **{name: dict(value) if name == "rc" else value for name, value in more})


def draw(content, rc=None, **more):
    """A picture of the proof, each drawn once."""
    given = {**more, **({"rc": tuple(rc.items())} if rc else {})}
    return _drawn(content, tuple(sorted(given.items())))


def measured(one, other):
    return residual(decode(one), decode(other))


def exceeds(found):
    """The ratio of the residual to the threshold; above one, the pictures differ."""
    return max(
        found.shape / image_diff.SHAPE_MOST, found.line / image_diff.LINE_MOST, found.area / image_diff.AREA_MOST
    )


@pytest.mark.parametrize("dpi", SIZES)
@pytest.mark.parametrize("content", [bars, lines])
@pytest.mark.parametrize("name", RENDERINGS)
def test_another_rendering_is_well_below_the_thresholds(content, name, dpi):
    assert exceeds(measured(draw(content, dpi=dpi), draw(content, rc=RENDERINGS[name], dpi=dpi))) < 0.95


@pytest.mark.parametrize("dpi", SIZES)
@pytest.mark.parametrize("name", CONTENTS)
def test_different_content_is_well_above_a_threshold(name, dpi):
    content, change = CONTENTS[name]
    assert exceeds(measured(draw(content, dpi=dpi), draw(content, dpi=dpi, **change))) > 1.1


@pytest.mark.parametrize("dpi", SIZES)
@pytest.mark.parametrize("content", [bars, lines])
@pytest.mark.parametrize("name", RENDERINGS)
def test_palettes_do_not_move_another_rendering_closer_to_a_threshold(content, name, dpi):
    pair = (draw(content, dpi=dpi), draw(content, rc=RENDERINGS[name], dpi=dpi))
    assert exceeds(measured(*map(with_palette, pair))) < 0.95


@pytest.mark.parametrize("dpi", SIZES)
@pytest.mark.parametrize("name", CONTENTS)
def test_palettes_do_not_hide_different_content(name, dpi):
    content, change = CONTENTS[name]
    pair = (draw(content, dpi=dpi), draw(content, dpi=dpi, **change))
    assert exceeds(measured(*map(with_palette, pair))) > 1.1


def encoded(pixels, form="PNG", **options):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, form, **options)
    return buffer.getvalue()


def test_equal_pixels_are_equal_pictures_in_any_file():
    pixels = decode(draw(bars)).astype(np.uint8)
    assert compare_pictures(encoded(pixels), encoded(pixels, compress_level=0, dpi=(300, 300))) == ("", None)
    words, _ = compare_pictures(encoded(pixels), encoded(pixels, "JPEG", quality=95))
    assert words == ""


def test_transparency_is_compared_on_white():
    clear = np.zeros((40, 60, 4), np.uint8)
    assert compare_pictures(encoded(clear), encoded(np.full((40, 60, 3), 255, np.uint8))) == ("", None)


def test_sizes_that_differ_by_more_than_a_frame_are_named():
    small, large = np.zeros((40, 60, 3), np.uint8), np.zeros((48, 60, 3), np.uint8)
    words, picture = compare_pictures(encoded(small), encoded(large))
    assert words == "the size changed from 60 x 40 to 60 x 48 pixels"
    assert picture.residual is None


def test_an_undecodable_picture_is_a_difference():
    words, picture = compare_pictures(b"no picture", draw(bars))
    assert "the stored picture cannot be decoded" in words
    assert picture is None
    assert "the new picture cannot be decoded" in compare_pictures(draw(bars), draw(bars)[:200])[0]


def test_the_difference_picture_shows_three_pictures_and_marks_the_place(tmp_path):
    words, picture = compare_pictures(draw(bars), draw(bars, values=(3.0, 5.5, 2.0, 4.0)))
    picture.save(tmp_path / "difference.png")
    with Image.open(tmp_path / "difference.png") as image:
        sheet = np.asarray(image.convert("RGB")).astype(int)
    height, width = picture.before.shape[:2]
    assert sheet.shape[:2] == (height, 3 * width + 16)
    assert np.array_equal(sheet[:, :width], picture.before)
    assert np.array_equal(sheet[:, width + 8 : 2 * width + 8], picture.after)
    marked = np.argwhere((sheet[..., 0] - sheet[..., 1])[:, 2 * width + 16 :] > 100)
    assert marked.size
    assert (picture.residual[tuple(marked.T)] > 50).all()
    assert "between x" in words


def test_a_factor_widens_the_thresholds():
    one, other = draw(bars), draw(bars, values=(3.0, 5.18, 2.0, 4.0))
    assert compare_pictures(one, other)[0]
    assert not compare_pictures(one, other, factor=40)[0]


def _with_words(place):
    def drawn(words):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(3, 2), dpi=100)
        axes = figure.subplots()
        axes.set_axis_off()
        place(axes, words)
        buffer = io.BytesIO()
        figure.savefig(buffer)
        return buffer.getvalue()

    return drawn


FEW_WORDS = {
    "pie": (lambda axes, words: axes.pie([3, 7], labels=words), ["Cu", "Zn"], ["Zn", "Cu"]),
    "legend": (
        lambda axes, words: axes.legend([axes.plot([0, 1])[0], axes.plot([1, 0])[0]], words),
        ["Cu", "Zn"],
        ["Zn", "Cu"],
    ),
    "title": (lambda axes, words: axes.set_title(words), "n = 128", "n = 182"),
}


@pytest.mark.parametrize("name", FEW_WORDS)
def test_a_change_of_all_words_of_a_picture_with_few_is_seen(name):
    place, before, after = FEW_WORDS[name]
    draw = _with_words(place)
    assert compare_pictures(draw(before), draw(before))[0] == ""
    assert "differs" in compare_pictures(draw(before), draw(after))[0]
