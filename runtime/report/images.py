"""Arrays as pictures: PNG in data URIs."""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 256  # of an edge: a report holds many


def is_image(shape: tuple[Any, ...], kind: str = "real") -> bool:
    """Whether an example of this shape is shown as a picture: [h, w], [h, w, 1] or [h, w, 3], at least 6 by 6."""
    if kind not in ("real", "int", "bool") or len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in (1, 3)):
        return False
    return all(isinstance(edge, int) and edge >= 6 for edge in shape[:2])


def fold_pictures(array: np.ndarray, size: tuple[int, ...] | None) -> np.ndarray:
    """Examples as pictures: [n, h, w] or [n, h, w, 3]; `size` folds vectors."""
    if size is not None:
        colors = array[0].size // int(np.prod(size[:2]))
        array = array.reshape(len(array), size[0], size[1], colors)
    return array[..., 0] if array.ndim == 4 and array.shape[3] == 1 else array


def scale_of(array: np.ndarray) -> tuple[float, float]:
    """The values that are black and white: those of the usual range that holds all, or the least and the largest."""
    finite = array[np.isfinite(array)] if array.dtype.kind == "f" else array
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    for usual in ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)):
        if usual[0] <= low and high <= usual[1] and (usual[1] != 255 or high > 127):
            return usual
    return low, high if high > low else low + 1


def image_of(picture: np.ndarray, scale: tuple[float, float]) -> "Image.Image":
    """One picture [h, w] or [h, w, 3], from black to white within the scale."""
    from PIL import Image

    low, high = scale
    values = np.nan_to_num((picture.astype(np.float64) - low) / (high - low))
    return Image.fromarray((values.clip(0, 1) * 255).round().astype(np.uint8))


def png(picture: np.ndarray, scale: tuple[float, float]) -> str:
    """One picture [h, w] or [h, w, 3] as a data URI."""
    image = image_of(picture, scale)
    if max(image.size) > MOST_PIXELS:
        image.thumbnail((MOST_PIXELS, MOST_PIXELS))
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return "data:image/png;base64," + b64encode(file.getvalue()).decode("ascii")


def heat(matrix: np.ndarray, colors: Mapping[str, tuple[int, int, int]]) -> str:
    """A large confusion matrix as a picture: each row's shares, right ones in one colour, wrong ones in another."""
    from PIL import Image

    total = matrix.sum(axis=1, keepdims=True)
    strength = np.sqrt(matrix / np.maximum(total, 1))[..., None]
    tint = np.where(np.eye(len(matrix), dtype=bool)[..., None], colors["right"], colors["wrong"])
    pixels = (255 + strength * (tint - 255.0)).round().astype(np.uint8)
    zoom = max(1, 480 // len(matrix))
    image = Image.fromarray(np.kron(pixels, np.ones((zoom, zoom, 1), np.uint8)))
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return "data:image/png;base64," + b64encode(file.getvalue()).decode("ascii")
