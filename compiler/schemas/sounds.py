"""Sounds in files: what libsndfile says of them."""

import io
import re
from typing import TYPE_CHECKING, Any

from compiler.schemas.errors import BadFile

if TYPE_CHECKING:
    from soundfile import SoundFile

SUFFIXES = (".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3")
FORMATS = ("WAV", "WAVEX", "RF64", "FLAC", "OGG", "MP3")
WIDTHS = {"PCM_U8": 1, "PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "FLOAT": 4, "DOUBLE": 8}
"""The bytes of a sample in a WAV file, where it is not compressed."""
UNKNOWN = (1, 18)
REASONS = {
    24: "the header states 0 samples a second",
    32: "the header states 0 channels",
    64: "the header of the samples' form is damaged, or they are compressed in a way that is not read",
    71: "the file is cut off before its samples, or has none",
}
"""libsndfile's numbers for files that are of no kind that it knows, and for errors that its words do not explain."""
CONVERT = "convert it to WAV, FLAC, OGG or MP3"
AGAIN = "fetch or copy the file again, or leave it out"


def library(place: str) -> Any:
    """soundfile; raises `BadFile` where it cannot be used."""
    # It imports NumPy: a tenth of a second, which only a spec that reads sounds pays for.
    try:
        import soundfile
    except (ModuleNotFoundError, OSError) as missing:
        raise BadFile(f"reading sounds needs soundfile: {missing}", place=place, help="pip install soundfile") from None
    return soundfile


def open_sound(content: bytes, place: str) -> "SoundFile":
    """A sound whose header is read and whose samples are not: `samplerate`, `channels`, `frames`.

    Raises:
        BadFile: the header is wrong, or states more than the file holds.
    """
    soundfile = library(place)
    try:
        found: SoundFile = soundfile.SoundFile(io.BytesIO(content))
    except soundfile.LibsndfileError as error:
        if error.code in UNKNOWN:
            begins = f"it begins with {content[:4].hex(' ')}"
            raise BadFile(f"this is no sound that can be read: {begins}", place=place, help=CONVERT) from error
        reason = REASONS.get(error.code, f"the sound cannot be read: {error.error_string}")
        raise BadFile(reason, place=place, help=AGAIN) from error
    if found.format not in FORMATS:
        raise BadFile(f"this is a sound in the format {found.format}", place=place, help=CONVERT)
    if found.format in ("WAV", "WAVEX"):
        verify_header(found, place)
    if not found.frames:
        raise BadFile("the file holds no samples", place=place, help="leave it out")
    return found


def verify_header(found: "SoundFile", place: str) -> None:
    """Raise `BadFile` where a WAV file is not as its header states: libsndfile goes on with what is there."""
    log = found.extra_info
    stated = {key.strip(): int(number) for key, number in re.findall(r"^([\w ]+?)\s*: (\d+)", log, re.MULTILINE)}
    align, bits = stated.get("Block Align"), stated.get("Bit Width")
    width = WIDTHS.get(found.subtype)
    if width is not None and align is not None and align != width * found.channels:
        reason = f"the header states {found.channels} channels of {bits} bits in {align} bytes"
        raise BadFile(reason, place=place, help=AGAIN)
    cut = re.search(r"^data : (\d+) \(should be (\d+)\)", log, re.MULTILINE)
    if cut is not None and int(cut[1]) > int(cut[2]):
        frames = found.frames * int(cut[1]) // max(int(cut[2]), 1)
        reason = f"the file ends after {found.frames:,} of the {frames:,} frames that its header states"
        raise BadFile(reason, place=place, help=AGAIN)
