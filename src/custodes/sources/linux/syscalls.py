"""The names of the system calls that rules ask for, where a record gives only their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from custodes.shipped import read_yaml


def find_syscall(arch: Any, number: Any) -> str | None:
    """The name of a system call by the record's `arch` and `syscall`, or None."""
    if not isinstance(arch, str) or not isinstance(number, str):
        return None
    return _names().get(arch, {}).get(number)


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    read = read_yaml(__package__, "syscalls.yaml")
    return {arch: {str(number): name for name, number in calls.items()} for arch, calls in read.items()}
