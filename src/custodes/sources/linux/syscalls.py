"""The names of the system calls that rules ask for, where a record gives only their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def find_syscall(arch: Any, number: Any) -> str | None:
    """The name of a system call by the record's `arch` and `syscall`, or None."""
    if not isinstance(arch, str) or not isinstance(number, str):
        return None
    return _names().get(arch, {}).get(number)


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    text = (files(__package__) / "syscalls.yaml").read_text(encoding="utf-8")
    return {arch: {str(number): name for name, number in calls.items()} for arch, calls in yaml.safe_load(text).items()}
