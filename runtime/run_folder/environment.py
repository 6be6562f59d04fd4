"""Under which conditions a run was made: what environment.json holds, so that it can be made again."""

import json
import os
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from compiler.descriptor import Experiment
from runtime.run_folder import storage

NAME = "environment.json"
PACKAGES = ("jax", "flax", "optax", "numpy")


def describe(experiment: Experiment, *, command: str, fingerprints: Mapping[str, str], started: str) -> dict[str, Any]:
    """Versions, device, cores, seeds, data and command; nothing that names a user or a folder beyond what was typed."""
    return {
        "command": command,
        "started": started,
        "seed": experiment.seed,
        **surroundings(),
        "versions": {"python": platform.python_version(), "dlc": experiment.compiler} | versions(),
        "hypers": dict(experiment.hypers),
        "data": dict(fingerprints),
    }


def surroundings() -> dict[str, Any]:
    """The machine, as far as a result's last bits depend on it."""
    from runtime.device import device

    return {
        "device": device.describe(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def changed(before: Mapping[str, Any]) -> list[str]:
    """What is not as it was when a run began, in words: "jax 0.10.0, now 0.11.1"."""
    now = {**surroundings(), **versions()}
    return [f"{key} {value}, now {now[key]}" for key, value in before.items() if now.get(key, value) != value]


def versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # imported from a checkout
            found[package] = "unknown"
    return found


def read(folder: Path) -> dict[str, Any]:
    """What a run's file holds; {} where the run ended before it."""
    return storage.json_of(folder, NAME, {str: object}) or {}


def write(folder: Path, environment: Mapping[str, Any]) -> None:
    storage.replaced(folder / NAME, (json.dumps(environment, indent=2) + "\n").encode())
