"""Where data sets are looked for."""

from collections.abc import Mapping
from pathlib import Path


def cache_of_data(environment: Mapping[str, str]) -> Path:
    """Where `dlc data get` puts data sets that are given no other place: `dlc/data` in the user's cache folder."""
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dlc" / "data"


def data_folders(spec_folder: Path, data: str | Path | None, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where a source's path is looked for: beside the spec, in `--data`, in DLC_DATA, in the cache."""
    named = (data, environment.get("DLC_DATA"))
    cache = cache_of_data(environment)
    return (spec_folder, *(Path(folder) for folder in named if folder), *((cache,) if cache.is_dir() else ()))
