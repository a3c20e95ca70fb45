"""Compare two pictures by their pixels, so that a different rendering passes and different content does not.

Every pixel is compared with the range of colours that the other picture has within two pixels of it. The part outside
this range is the residual: smoothing, hinting and rounding to pixels leave thin, faint traces of letters, different
content leaves more. Three measures of the residual tell the two apart, each with a threshold in the gap between the
values measured for both; `docs/nbcompare.md` shows the measurement, `tests/nbcompare/test_image_diff.py` checks it.

Another rendering changes all text or all straight lines of a picture, different content only some. So if most of both
are equal to the pixel, the two pictures were rendered alike, and every remaining difference is content.
"""

import base64
import binascii
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nbcompare.value_diff import Difference

Pixels: TypeAlias = npt.NDArray[np.int16]
_JPEG = b"\xff\xd8"  # its compression leaves traces around every edge

REACH = 2  # pixels by which an edge may move: smoothing and rounding to the pixel move it by one on either side
CROP = 3  # pixels by which the size may differ: a tight frame follows the rendered letters
# Root mean square of the residual (0 to 255) in the window where it is largest. A shape is a moved point or a letter.
SHAPE_WINDOW, SHAPE_MOST = (16, 16), 32.0
# A thin line that moved is long in one direction, unlike the traces of letters.
LINE_WINDOW, LINE_MOST = (3, 48), 47.0
# Smallest residual in a square: traces of letters and edges never fill one, a recoloured area does.
AREA_WINDOW, AREA_MOST = (7, 7), 8.0
# A faint area: one colour becomes two that differ by this much, which a palette or a colour profile hardly does.
FAINT_LEAST, FAINT_MOST = 4, 8
# Pictures that were rendered alike: the plain difference, and the share of blocks with text or straight lines that
# must be equal. Rounding of colours to a palette or by a colour profile moves them by a few levels.
ALIKE_WINDOW, ALIKE_MOST = (5, 5), 18.0
ALIKE_LINE, ALIKE_LINE_MOST = (1, 32), 14.0
BLOCK, EQUAL_LEVELS, CONTRAST = 8, 8, 60
LETTERS = 0.6  # of the largest contrast of a picture: letters are the darkest on the lightest, hatches are seldom
EQUAL_TEXT, EQUAL_WORDS, EQUAL_LINES = 0.59, 0.68, 0.15
FEW_WORDS = 8  # up to which a change of content may be one of all words, as when the two of a legend are exchanged


@dataclass(frozen=True)
class Residual:
    """The residual of two pictures: for each pixel, from 0 to 255, and the three measures."""

    pixels: npt.NDArray[np.float64]
    shape: float
    line: float
    area: float


@dataclass(frozen=True, eq=False)
class PictureDifference:
    """Two pictures that differ, as arrays of height x width x 3 from 0 to 255, and their residual."""

    before: Pixels
    after: Pixels
    residual: npt.NDArray[np.float64] | None

    def save(self, path: Path) -> None:
        """Write before, after and difference side by side as PNG, with the difference in red."""
        from PIL import Image

        parts = [self.before, self.after]
        if self.residual is not None:
            faint = self.before.mean(axis=2, keepdims=True) * 0.15 + 216.75  # shines through for orientation
            weight = np.clip(2 * self.residual / 255, 0, 1)[..., np.newaxis]
            parts.append((faint * (1 - weight) + np.array([220, 0, 0]) * weight).astype(np.int16))
        height, gap = max(part.shape[0] for part in parts), 8
        sheet = np.full((height, sum(part.shape[1] for part in parts) + gap * (len(parts) - 1), 3), 128, np.uint8)
        left = 0
        for part in parts:
            sheet[: part.shape[0], left : left + part.shape[1]] = part.astype(np.uint8)
            left += part.shape[1] + gap
        Image.fromarray(sheet).save(path)


def decode(data: bytes) -> Pixels:
    """Return a PNG or JPEG picture as pixels on white, height x width x 3; OSError if it cannot be decoded."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        coloured = picture.convert("RGBA")
    white = Image.new("RGBA", coloured.size, "white")
    return np.asarray(Image.alpha_composite(white, coloured).convert("RGB")).astype(np.int16)


def compare_pictures(before: bytes, after: bytes, factor: float = 1.0) -> tuple[str, PictureDifference | None]:
    """Return the difference in words, empty for equal pictures, and as pictures; `factor` scales the thresholds."""
    if before == after:
        return "", None
    decoded = []
    for name, data in (("stored", before), ("new", after)):
        try:
            decoded.append(decode(data))
        except (OSError, ValueError, SyntaxError) as error:  # pillow raises each of them for damaged pictures
            return f"the {name} picture cannot be decoded ({error})", None
    old, new = decoded
    if old.shape == new.shape and np.array_equal(old, new):
        return "", None
    if max(abs(old.shape[axis] - new.shape[axis]) for axis in (0, 1)) > CROP:
        sizes = [f"{pixels.shape[1]} x {pixels.shape[0]}" for pixels in (old, new)]
        return f"the size changed from {sizes[0]} to {sizes[1]} pixels", PictureDifference(old, new, None)
    old, new = _overlap(old, new)
    found = residual(old, new)
    reasons = []
    if found.area > AREA_MOST * factor:
        reasons.append(f"an area changed its colour (by {found.area:.0f} of 255)")
    if found.shape > SHAPE_MOST * factor:
        reasons.append(f"a shape differs (RMS {found.shape:.0f} of 255 in a window, limit {SHAPE_MOST * factor:g})")
    elif found.line > LINE_MOST * factor:
        reasons.append(f"a line differs (RMS {found.line:.0f} of 255 along it, limit {LINE_MOST * factor:g})")
    if reasons:
        return f"{' and '.join(reasons)}, {_where(found.pixels)}", PictureDifference(old, new, found.pixels)
    if before.startswith(_JPEG) or after.startswith(_JPEG) or not rendered_alike(old, new):
        return "", None
    plain, patch, line = plain_difference(old, new)
    if faint_area(old, new, FAINT_LEAST * factor):
        return f"a faint area changed its colour, {_where(plain)}", PictureDifference(old, new, plain)
    if patch <= ALIKE_MOST * factor and line <= ALIKE_LINE_MOST * factor:
        return "", None
    words = f"a detail differs (RMS {patch:.0f} of 255 in a patch, limit {ALIKE_MOST * factor:g}), {_where(plain)}"
    return words, PictureDifference(old, new, plain)


def compare_encoded(before: str, after: str, factor: float = 1.0) -> list[Difference]:
    """Return the difference of two pictures in Base64, if there is any."""
    if before == after:
        return []
    try:
        old, new = (base64.b64decode("".join(text.split()), validate=True) for text in (before, after))
    except binascii.Error as error:
        return [Difference(f"picture: invalid base64 ({error})")]
    words, picture = compare_pictures(old, new, factor)
    return [Difference(f"picture: {words}", picture)] if words else []


def faint_area(before: Pixels, after: Pixels, least: float = FAINT_LEAST) -> bool:
    """Whether areas of one colour have two in the other picture, `least` levels apart or more, as with a faint band."""
    from scipy import ndimage

    colours = [pixels @ np.array([1 << 16, 1 << 8, 1]) for pixels in (before, after)]  # each as one number
    plain = np.ones(before.shape[:2], bool)
    for codes in colours:
        plain &= ndimage.maximum_filter(codes, AREA_WINDOW) == ndimage.minimum_filter(codes, AREA_WINDOW)
    both = np.unique((colours[0][plain] << 24) + colours[1][plain])
    pairs = both[:, np.newaxis] >> np.arange(40, -1, -8) & 255  # the six numbers of two colours
    for one, other in ((pairs[:, :3], pairs[:, 3:]), (pairs[:, 3:], pairs[:, :3])):
        _, groups = np.unique(one, axis=0, return_inverse=True)
        lowest, highest = np.full((len(one), 3), 255), np.zeros((len(one), 3), int)
        np.minimum.at(lowest, groups.ravel(), other)
        np.maximum.at(highest, groups.ravel(), other)
        apart = (highest - lowest).max(axis=1)
        if ((apart >= least) & (apart <= FAINT_MOST)).any():
            return True
    return False


def rendered_alike(before: Pixels, after: Pixels) -> bool:
    """Whether two pictures of equal size have the same rendering: most of their text and straight lines are equal.

    A block of a straight line has equal rows or equal columns; any other block without colour and with a strong
    contrast is taken for text. Adjacent blocks of text are a word: a black hatch is one of many, though it has more
    blocks than all others. Pictures with no lines and few or no words count as alike.
    """
    from scipy import ndimage

    old, new = _blocks(before), _blocks(after)
    equal = np.abs(old - new).max(axis=(1, 2, 3), initial=0) <= EQUAL_LEVELS
    text, lines = (one & other for one, other in zip(_text_and_lines(old), _text_and_lines(new), strict=True))
    if lines.any() and equal[lines].mean() <= EQUAL_LINES:
        return False
    if not text.any() or equal[text].mean() > EQUAL_TEXT:
        return True
    grid = tuple(length // BLOCK for length in before.shape[:2])
    words, count = ndimage.label(text.reshape(grid), np.ones((3, 3)))
    if count <= FEW_WORDS:
        return True
    whole = ndimage.minimum(equal.reshape(grid).astype(int), words, range(1, count + 1))
    return float(np.mean(whole)) > EQUAL_WORDS


def plain_difference(before: Pixels, after: Pixels) -> tuple[npt.NDArray[np.float64], float, float]:
    """Return the difference of each pixel, and its root mean square in the worst patch and along the worst line."""
    plain: npt.NDArray[np.float64] = np.abs(before - after).max(axis=2).astype(float)

    squares = plain**2
    return plain, _worst(squares, ALIKE_WINDOW), max(_worst(squares, line) for line in (ALIKE_LINE, ALIKE_LINE[::-1]))


def _worst(squares: npt.NDArray[np.float64], window: tuple[int, int]) -> float:
    """The largest root mean square of the values in a window."""
    from scipy import ndimage

    means = ndimage.uniform_filter(squares, window, mode="constant")
    return float(np.sqrt(max(float(np.max(means)), 0.0)))  # sums in a filter may end below zero by a last digit


def _blocks(pixels: Pixels) -> Pixels:
    rows, columns = (pixels.shape[axis] // BLOCK for axis in (0, 1))
    whole = pixels[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK, 3)
    return whole.swapaxes(1, 2).reshape(-1, BLOCK, BLOCK, 3)


def _text_and_lines(blocks: Pixels) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which blocks have text, and which have a horizontal or vertical line."""
    ranges = np.ptp(blocks, axis=(1, 2)).max(axis=1)
    straight = np.minimum(
        np.abs(blocks - blocks[:, :1]).max(axis=(1, 2, 3), initial=0),
        np.abs(blocks - blocks[:, :, :1]).max(axis=(1, 2, 3), initial=0),
    ) <= EQUAL_LEVELS  # fmt: skip
    coloured = np.ptp(blocks, axis=3).max(axis=(1, 2), initial=0) > CONTRAST // 2
    letters = max(CONTRAST, LETTERS * float(np.max(ranges, initial=0)))
    return (ranges > letters) & ~straight & ~coloured, (ranges > CONTRAST) & straight


def residual(before: Pixels, after: Pixels) -> Residual:
    """Return the residual of two pictures of equal size: their difference beyond the reach of an edge."""
    from scipy import ndimage

    pixels = np.zeros(before.shape[:2])
    box = _box((before != after).any(axis=2))
    if box is not None:  # there is no residual far from the pixels that differ, and these are few
        pixels[box] = np.maximum(_outside(before[box], after[box]), _outside(after[box], before[box]))
    squares = pixels**2

    return Residual(
        pixels,
        _worst(squares, SHAPE_WINDOW),
        max(_worst(squares, line) for line in (LINE_WINDOW, LINE_WINDOW[::-1])),
        float(np.max(ndimage.minimum_filter(pixels, AREA_WINDOW, mode="constant"))),
    )


def _outside(pixels: Pixels, other: Pixels) -> npt.NDArray[np.float64]:
    """How far each pixel is outside the range of colours that the other picture has within reach."""
    from scipy import ndimage

    size = (2 * REACH + 1, 2 * REACH + 1, 1)
    over = pixels - ndimage.maximum_filter(other, size)
    under = ndimage.minimum_filter(other, size) - pixels
    beyond: npt.NDArray[np.float64] = np.maximum(np.maximum(over, under), 0).max(axis=2).astype(float)
    return beyond


def _overlap(before: Pixels, after: Pixels) -> tuple[Pixels, Pixels]:
    """The parts of two pictures of similar size that agree best."""
    height, width = (min(before.shape[axis], after.shape[axis]) for axis in (0, 1))

    def cuts(pixels: Pixels) -> list[Pixels]:
        rows, columns = pixels.shape[0] - height, pixels.shape[1] - width
        return [pixels[y : y + height, x : x + width] for y in range(rows + 1) for x in range(columns + 1)]

    pairs = [(one, other) for one in cuts(before) for other in cuts(after)]
    return pairs[0] if len(pairs) == 1 else min(pairs, key=lambda pair: float(np.abs(pair[0] - pair[1]).mean()))


def _box(mask: npt.NDArray[Any]) -> tuple[slice, slice] | None:
    """The part of a picture with every marked pixel and everything within reach of them."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    (top, bottom), (left, right) = ((int(found[0]), int(found[-1])) for found in (rows, columns))
    reach = 2 * REACH + 1
    return slice(max(top - reach, 0), bottom + reach + 1), slice(max(left - reach, 0), right + reach + 1)


def _where(pixels: npt.NDArray[np.float64]) -> str:
    """The place of the largest residual, in words."""
    box = _box(pixels > 0.5 * float(np.max(pixels)))
    assert box is not None, "a difference without a pixel that differs"
    return f"between x {box[1].start} and {box[1].stop}, y {box[0].start} and {box[0].stop}"
