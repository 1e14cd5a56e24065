"""Reads the data files that come with the package; with libyaml where it is there, because a start waits for it."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_data_file(package: str, name: str) -> Any:
    """The plain data of one YAML file."""
    text = files(package).joinpath(name).read_text("utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  both loaders are safe ones
