"""Augmentation against loops over single examples, SciPy and Pillow, given the same draws."""

import colorsys
import math

import jax
import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from word_evaluation import PROGRAM

COUNT, HEIGHT, WIDTH = 40, 11, 9
IMAGES = np.random.default_rng(0).random((COUNT, HEIGHT, WIDTH, 3)).astype(np.float32)
KEY = jax.random.key(3)


def made(helper: str, x=IMAGES, **arguments) -> np.ndarray:
    return np.asarray(jax.jit(lambda key, x: PROGRAM[helper](key, x, **arguments))(KEY, x))


def uniform(key, low=0.0, high=1.0, count=COUNT):
    return np.asarray(jax.random.uniform(key, (count,), minval=low, maxval=high))


@pytest.mark.parametrize("axis", [1, 2])
def test_flip(axis):
    flips = np.asarray(jax.random.bernoulli(KEY, 0.3, (COUNT,)))
    expected = [np.flip(image, axis - 1) if flip else image for image, flip in zip(IMAGES, flips, strict=True)]
    np.testing.assert_array_equal(made("random_flip", p=0.3, axis=axis), expected)
    many = np.tile(IMAGES[:1], (5000, 1, 1, 1))
    share = (made("random_flip", many, p=0.3, axis=axis) != many).any((1, 2, 3)).mean()
    assert abs(share - 0.3) < 0.03


def starts(rooms):
    keys = jax.random.split(KEY, len(rooms))
    drawn = [np.asarray(jax.random.randint(key, (COUNT,), 0, room)) for key, room in zip(keys, rooms, strict=True)]
    return np.stack(drawn, axis=-1)


@pytest.mark.parametrize(("padding", "size"), [(4, (11, 9)), (0, (6, 5)), (2, (13, 4))])
def test_crop(padding, size):
    found = made("random_window", padding=(padding, padding), size=size)
    places = starts([HEIGHT + 2 * padding - size[0] + 1, WIDTH + 2 * padding - size[1] + 1])
    for image, one, (top, left) in zip(IMAGES, found, places, strict=True):
        padded = np.zeros((HEIGHT + 2 * padding, WIDTH + 2 * padding, 3), np.float32)
        padded[padding : padding + HEIGHT, padding : padding + WIDTH] = image
        np.testing.assert_array_equal(one, padded[top : top + size[0], left : left + size[1]])


def test_shift_of_a_sequence():
    sequences = np.random.default_rng(1).random((COUNT, 12, 2)).astype(np.float32)
    found = made("random_window", sequences, padding=(3,), size=(12,))
    moves = 3 - starts([7])[:, 0]
    assert set(moves.tolist()) == set(range(-3, 4))
    for sequence, one, move in zip(sequences, found, moves, strict=True):
        expected = np.zeros_like(sequence)
        for i in range(12):
            if 0 <= i - move < 12:
                expected[i] = sequence[i - move]
        np.testing.assert_array_equal(one, expected)


def rectangles(key, area, ratio):
    keys = jax.random.split(key, 4)
    share = uniform(keys[0], *area) * HEIGHT * WIDTH
    sides = np.exp(uniform(keys[1], *np.log(ratio)))
    rows = np.clip(np.round(np.sqrt(share * sides)), 1, HEIGHT)
    columns = np.clip(np.round(np.sqrt(share / sides)), 1, WIDTH)
    top = np.floor(uniform(keys[2]) * (HEIGHT - rows + 1))
    left = np.floor(uniform(keys[3]) * (WIDTH - columns + 1))
    return np.stack([top, left, rows, columns], axis=-1).astype(int)


def test_erase():
    area, ratio = (0.05, 0.3), (0.5, 2.0)
    found = made("random_erase", p=0.6, area=area, ratio=ratio, value=7.0)
    chance, place = jax.random.split(KEY)
    erased = np.asarray(jax.random.bernoulli(chance, 0.6, (COUNT,)))
    for image, one, chosen, (top, left, rows, columns) in zip(
        IMAGES, found, erased, rectangles(place, area, ratio), strict=True
    ):
        expected = image.copy()
        if chosen:
            expected[top : top + rows, left : left + columns] = 7
        np.testing.assert_array_equal(one, expected)
    assert 0 < erased.mean() < 1


def test_cutout():
    found = made("cutout", size=4)
    keys = jax.random.split(KEY)
    middles = [
        np.asarray(jax.random.randint(key, (COUNT,), 0, side)) for key, side in zip(keys, (HEIGHT, WIDTH), strict=True)
    ]
    for image, one, y, x in zip(IMAGES, found, *middles, strict=True):
        expected = image.copy()
        expected[max(y - 2, 0) : y + 2, max(x - 2, 0) : x + 2] = 0
        np.testing.assert_array_equal(one, expected)


def test_rotation_is_scipys():
    found = made("random_rotate", degrees=40.0)
    for image, one, angle in zip(IMAGES, found, uniform(KEY, -40, 40), strict=True):
        expected = ndimage.rotate(image, -float(angle), reshape=False, order=1)
        inside = (slice(2, -2), slice(2, -2))  # at the edge, SciPy's constant begins half a pixel elsewhere
        np.testing.assert_allclose(one[inside], expected[inside], atol=2e-4)


def test_colours():
    factors = uniform(KEY, 0.6, 1.4)
    bright, contrast, saturated = (
        made(f"random_{name}", amount=0.4) for name in ("brightness", "contrast", "saturation")
    )
    for i, factor in enumerate(factors):
        image = IMAGES[i].astype(np.float64)
        grey = (0.299 * image[..., 0] + 0.587 * image[..., 1] + 0.114 * image[..., 2])[..., None]
        np.testing.assert_allclose(bright[i], factor * image, rtol=1e-5)
        np.testing.assert_allclose(contrast[i], image.mean() + factor * (image - image.mean()), rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(saturated[i], grey + factor * (image - grey), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        made("colour_jitter", brightness=0.0, contrast=0.0, saturation=0.0, hue=0.0), IMAGES, rtol=1e-5, atol=1e-6
    )
    grown = made("colour_jitter", brightness=0.5, contrast=0.0, saturation=0.0, hue=0.0) / IMAGES
    np.testing.assert_allclose(grown.mean((1, 2, 3)), uniform(jax.random.split(KEY, 4)[0], 0.5, 1.5), rtol=1e-4)


@pytest.mark.parametrize("amount", [0.1, 0.5])
def test_hues_are_turned_as_in_hsv(amount):
    grey = np.repeat(IMAGES[..., :1], 3, axis=-1)
    images = np.where(np.arange(IMAGES.shape[2])[:, None] % 3 == 0, grey, IMAGES)
    turned = made("colour_jitter", images, brightness=0.0, contrast=0.0, saturation=0.0, hue=amount)
    turns = uniform(jax.random.split(KEY, 4)[3], -amount, amount)
    assert np.unique(turns).size == len(images)
    for image, one, turn in zip(images, turned, turns, strict=True):
        for before, after in zip(image.reshape(-1, 3), one.reshape(-1, 3), strict=True):
            hue, saturation, value = colorsys.rgb_to_hsv(*map(float, before))
            expected = colorsys.hsv_to_rgb((hue + float(turn)) % 1, saturation, value)
            np.testing.assert_allclose(after, expected, atol=2e-5)


def test_resized_crops_are_pillows():
    area, ratio, size = (0.3, 0.9), (0.75, 1.3333), (16, 14)
    found = made("random_resized_crop", size=size, area=area, ratio=ratio)
    for image, one, (top, left, rows, columns) in zip(IMAGES, found, rectangles(KEY, area, ratio), strict=True):
        box = (left, top, left + columns, top + rows)
        edge = math.ceil(size[0] / rows), math.ceil(size[1] / columns)  # there, Pillow sees no pixel outside of the box
        inside = (slice(edge[0], -edge[0]), slice(edge[1], -edge[1]))
        for channel in range(3):
            picture = Image.fromarray(np.ascontiguousarray(image[..., channel]), mode="F")
            expected = np.asarray(picture.resize(size[::-1], Image.Resampling.BILINEAR, box=box))
            np.testing.assert_allclose(one[..., channel][inside], expected[inside], atol=2e-3)


@pytest.mark.parametrize("channels", [(), (2,)])
def test_spectrograms_are_masked(channels):
    sounds = np.random.default_rng(2).random((COUNT, 20, 10, *channels)).astype(np.float32)
    found = made("spec_augment", sounds, time=6, frequency=3, masks=2, value=-1.0)
    expected, key = sounds.copy(), KEY
    for axis, most, side in ((1, 6, 20), (2, 3, 10)):
        for _ in range(2):
            key, length, start = jax.random.split(key, 3)
            width = np.asarray(jax.random.randint(length, (COUNT,), 0, most + 1))
            first = np.floor(uniform(start) * (side - width + 1)).astype(int)
            for i in range(COUNT):
                part = slice(first[i], first[i] + width[i])
                expected[(i, part) if axis == 1 else (i, slice(None), part)] = -1
    np.testing.assert_array_equal(found, expected)


def test_mixup_pairs_each_example_with_the_next():
    share = np.random.default_rng(3).random(COUNT).astype(np.float32)
    found = np.asarray(PROGRAM["mixup"](IMAGES, share))
    for i in range(COUNT):
        other = IMAGES[(i + 1) % COUNT]
        np.testing.assert_allclose(found[i], share[i] * IMAGES[i] + (1 - share[i]) * other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("helper", ["random_flip", "random_window", "cutout", "random_rotate", "random_brightness"])
def test_each_example_is_drawn_for_by_itself(helper):
    """Many copies of one image do not come out alike, and another key draws anew."""
    arguments = {
        "random_flip": {"p": 0.5, "axis": 2},
        "random_window": {"padding": (3, 3), "size": (HEIGHT, WIDTH)},
        "cutout": {"size": 3},
        "random_rotate": {"degrees": 30.0},
        "random_brightness": {"amount": 0.3},
    }[helper]
    same = np.tile(IMAGES[:1], (50, 1, 1, 1))
    first = made(helper, same, **arguments)
    assert len(np.unique(first.reshape(50, -1), axis=0)) >= (2 if helper == "random_flip" else 15)
    again = np.asarray(PROGRAM[helper](jax.random.key(4), same, **arguments))
    assert (again != first).any()
