"""Small data files, right and wrong."""

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

NAMES = {
    ("train", "images"): "train-images-idx3-ubyte",
    ("train", "labels"): "train-labels-idx1-ubyte",
    ("test", "images"): "t10k-images-idx3-ubyte",
    ("test", "labels"): "t10k-labels-idx1-ubyte",
}


def idx_bytes(sizes: tuple[int, ...], data: bytes | None = None, magic: bytes | None = None) -> bytes:
    """An IDX file of the stated sizes; its elements count up from 0, modulo 3."""
    count = 1
    for size in sizes:
        count *= size
    data = bytes(i % 3 for i in range(count)) if data is None else data
    return (magic or bytes((0, 0, 8, len(sizes)))) + struct.pack(f">{len(sizes)}I", *sizes) + data


def write_idx(folder: Path, compress: bool = True, **replaced: bytes | None) -> Path:
    """A folder of four IDX files: 6 training and 3 test images of 4 x 5 in 3 classes.

    `train_images=...` and so on replace a file's uncompressed bytes; None leaves the file out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for (split, part), name in NAMES.items():
        rows = 6 if split == "train" else 3
        content = idx_bytes((rows, 4, 5) if part == "images" else (rows,))
        content = replaced.get(f"{split}_{part}", content)
        if content is None:
            continue
        path = folder / (f"{name}.gz" if compress else name)
        path.write_bytes(gzip.compress(content) if compress else content)
    return folder


def tar_gz(members: dict[str, bytes], link: tuple[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            item = tarfile.TarInfo(name)
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
        if link is not None:
            item = tarfile.TarInfo(link[0])
            item.type, item.linkname = tarfile.SYMTYPE, link[1]
            archive.addfile(item)
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def bomb(size: int) -> bytes:
    """A gzip file of `size` zero bytes, and nothing of that size in memory."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9) as stream:
        block = bytes(2**20)
        for _ in range(size // len(block)):
            stream.write(block)
    return buffer.getvalue()
