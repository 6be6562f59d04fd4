"""WAV files: what their headers say.  Source: IBM and Microsoft, "Multimedia Programming Interface", 1991."""

import struct

from compiler.schemas.errors import BadFile
from dsl.immutable import immutable

SUFFIXES = (".wav", ".wave")
WHOLE, REAL, EXTENSIBLE = 1, 3, 0xFFFE
FORMS = {
    (WHOLE, 8): "u1",
    (WHOLE, 16): "<i2",
    (WHOLE, 24): "i3",
    (WHOLE, 32): "<i4",
    (REAL, 32): "<f4",
    (REAL, 64): "<f8",
}
"""How a sample is stored, as NumPy writes it; 24 bits have no type of their own."""
FASTEST = 10**6
AGAIN = "fetch or copy the file again, or leave it out"


@immutable
class Sound:
    """`rate` in samples a second, `frames` of `channels` samples each, stored in `form` from byte `start` on."""

    rate: int
    channels: int
    frames: int
    form: str
    start: int


def sound(content: bytes, place: str) -> Sound:
    """What a file's header says.  Raises `BadFile` where it is wrong, or states more than the file holds."""
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        begins = content[:4].hex(" ")
        raise BadFile(f"this is no WAV file: it begins with {begins}", place=place, help="convert it to WAV")
    at, form = 12, b""
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        at += 8
        if kind == b"fmt ":
            form = content[at : at + size]
        elif kind == b"data":
            return described(form, at, size, len(content), place)
        at += size + size % 2
    reason = "the file is cut off before its samples" if form else "the file has no header of its samples' form"
    raise BadFile(reason, place=place, help=AGAIN)


def described(form: bytes, start: int, size: int, length: int, place: str) -> Sound:
    if len(form) < 16:
        raise BadFile("the samples come before the header of their form", place=place, help=AGAIN)
    tag, channels, rate, _, align, bits = struct.unpack_from("<HHIIHH", form)
    if tag == EXTENSIBLE and len(form) >= 26:
        tag = struct.unpack_from("<H", form, 24)[0]
    if (tag, bits) not in FORMS:
        reason = f"the samples are compressed or of {bits} bits (form {tag:#x})"
        raise BadFile(reason, place=place, help="convert the file to PCM of 16 bits")
    if not 0 < rate <= FASTEST or not channels or align != channels * bits // 8:
        reason = f"the header states {channels} channels of {bits} bits in {align} bytes, {rate:,} a second"
        raise BadFile(reason, place=place, help=AGAIN)
    if start + size > length:
        reason = (
            f"the file ends after {(length - start) // align:,} of the {size // align:,} frames that its header states"
        )
        raise BadFile(reason, place=place, help=AGAIN)
    if size < align:
        raise BadFile("the file holds no samples", place=place, help="leave it out")
    return Sound(rate, channels, size // align, FORMS[tag, bits], start)
