"""The device that a run uses, how much data fits on it, and where compiled steps are kept between runs."""

import os
from pathlib import Path
from typing import Any

from runtime.errors import RunError

SHARE_FOR_DATA = 0.4  # of the device's memory; the rest is for weights, activations and the compiler


def choose(device: str | None) -> None:
    """Use `device` ("cpu", "gpu" or "tpu"); with None JAX decides.

    Raises:
        RunError: there is no such device.
    """
    import jax

    if device is None:
        return
    config: Any = jax.config
    config.update("jax_platforms", device)
    try:
        first = jax.devices(device)[0]
    except RuntimeError as error:
        raise RunError(
            f"no {device} was found on this machine",
            help="leave --device out to let JAX choose, or install the JAX build for it (`pip install jax[cuda13]`)",
        ) from error
    if first.platform != jax.devices()[0].platform:  # another one had been chosen before, in this very process
        config.update("jax_default_device", first)


def current() -> Any:
    """The device that JAX puts things on."""
    import jax

    config: Any = jax.config
    return config.jax_default_device or jax.devices()[0]


def describe() -> str:
    """The device in words, such as "cpu" or "gpu: NVIDIA A100"."""
    first = current()
    kind = first.device_kind
    return str(first.platform) if kind == first.platform else f"{first.platform}: {kind}"


def cache_folder() -> Path:
    """Where compiled steps are kept: `dlc/jax` in the user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dlc" / "jax"


def keep_compiled_steps() -> None:
    """Let JAX keep what it compiled between runs.

    Measured with LeNet on two CPU cores: compiling the step takes 1.6 s the first time and 0.05 s afterwards; even
    the smallest functions gain, so no least time or size is asked for.  A user's own setting wins; where the folder
    cannot be written there is no cache.
    """
    import jax

    config: Any = jax.config
    if config.jax_compilation_cache_dir:
        return
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    if not os.access(folder, os.W_OK):
        return
    config.update("jax_compilation_cache_dir", str(folder))
    config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    config.update("jax_persistent_cache_min_entry_size_bytes", 0)


def memory_for_data() -> int:
    """The bytes of data that may live on the device for a whole run."""
    first = current()
    statistics = first.memory_stats() or {}
    total = statistics.get("bytes_limit")
    if total is None:
        try:
            total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        except (AttributeError, ValueError, OSError):  # not on this operating system
            total = 8 * 2**30
    return int(total * SHARE_FOR_DATA)
