"""Sounds in WAV files."""

from typing import Any

from compiler.vocabulary.sources.media import Wav
from runtime.data.sources import sounds
from runtime.data.sources.joining import Find
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """As `sounds`, of files whose names end in `.wav`."""
    return sounds.load(arguments, find, Wav.suffixes)
