"""Small pictures and sounds, right and wrong."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def encoded(pixels: np.ndarray, form: str = "PNG", **options) -> bytes:
    """A picture file of the pixels: [h, w] grey, [h, w, 3] coloured, [h, w, 4] with transparency."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, form, **options)
    return buffer.getvalue()


def grey(value: int = 7, height: int = 4, width: int = 5) -> bytes:
    return encoded(np.full((height, width), value, np.uint8))


def coloured(value: int = 7, height: int = 4, width: int = 5) -> bytes:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0] = value
    return encoded(pixels)


def of_mode(mode: str, form: str, **options) -> bytes:
    """A picture of 5 x 4 pixels in one of Pillow's modes."""
    buffer = io.BytesIO()
    Image.new(mode, (5, 4)).save(buffer, form, **options)
    return buffer.getvalue()


def animated() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("L", (5, 4), value) for value in (0, 99, 200)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header states any size, with hardly any pixels behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


def wav(samples: np.ndarray, rate: int = 8000, tag: int = 1, bits: int = 16, stated: int | None = None) -> bytes:
    """A WAV file of integers (or floats, tag 3), [frames] or [frames, channels]; `stated` is the size it claims."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    data = (
        b"".join(int(x).to_bytes(3, "little", signed=True) for x in samples.ravel())
        if bits == 24
        else samples.tobytes()
    )
    align = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    body += b"data" + struct.pack("<I", len(data) if stated is None else stated) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body
