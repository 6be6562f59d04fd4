"""Images against Pillow: sizes, parts, brightness."""

import numpy as np
import pytest
from PIL import Image
from word_evaluation import evaluate

from compiler.types import Tensor
from compiler.vocabulary.base import WORDS

IMAGES = np.random.default_rng(0).integers(0, 256, (2, 12, 9, 3)).astype(np.float32)
TYPE = Tensor((12, 9, 3))


def applied(word: str, numpy: str, **config) -> np.ndarray:
    made = WORDS["value"][word](**config)
    return np.asarray(evaluate(made, (TYPE,), (IMAGES,), (True,), numpy))


@pytest.mark.parametrize("numpy", ["np", "jnp"])
@pytest.mark.parametrize("size", [(24, 18), (6, 3), (5, 20)])
def test_linear_resizing_is_pillows(numpy, size):
    found = applied("resize", numpy, size=size)
    for image, one in zip(IMAGES, found, strict=True):
        for channel in range(3):
            picture = Image.fromarray(image[..., channel], mode="F")
            expected = np.asarray(picture.resize(size[::-1], Image.Resampling.BILINEAR))
            np.testing.assert_allclose(one[..., channel], expected, rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize("numpy", ["np", "jnp"])
def test_parts_are_pillows(numpy):
    for found, box in (
        (applied("crop", numpy, top=2, left=1, height=5, width=4), (1, 2, 5, 7)),
        (applied("center_crop", numpy, size=(7, 4)), (2, 2, 6, 9)),
    ):
        for image, one in zip(IMAGES, found, strict=True):
            expected = np.asarray(Image.fromarray(image.astype(np.uint8)).crop(box))
            np.testing.assert_array_equal(one, expected)


@pytest.mark.parametrize("numpy", ["np", "jnp"])
def test_brightness_is_pillows(numpy):
    found = applied("grey", numpy)
    for image, one in zip(IMAGES, found, strict=True):
        expected = np.asarray(Image.fromarray(image.astype(np.uint8)).convert("L"), np.float32)
        np.testing.assert_allclose(one[..., 0], expected, atol=1.01)
