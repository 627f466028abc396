"""Reading the data that ships beside the code."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where there is one: a start reads dozens of these files."""


def read_yaml(package: str, name: str) -> Any:
    """A YAML file beside a module of that package."""
    return parse_yaml(files(package).joinpath(name).read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Any:
    """YAML that we wrote ourselves."""
    return yaml.load(text, _LOADER)  # noqa: S506 - either loader is a safe one
