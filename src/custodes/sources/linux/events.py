"""What the records of one audit event tell each other.

A rule on programs asks one record for what Linux writes into several: the program (SYSCALL), its arguments (EXECVE),
the folder it ran in (CWD). So the records of arguments, files and addresses get, under Sigma's names, what their event
says.
https://github.com/SigmaHQ/sigma-specification, specification/sigma-appendix-taxonomy.md, "Process Creation Events"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TOLD = {"EXECVE", "PATH", "SOCKADDR"}
MOST_ARGUMENTS = 4096

_FROM_THE_CALL = {
    "Image": ("exe",),
    "User": ("UID", "uid"),
    "ProcessId": ("pid",),
    "ParentProcessId": ("ppid",),
    "LogonId": ("ses",),
    "SYSCALL": ("SYSCALL",),
    "AUID": ("AUID",),
    "auid": ("auid",),
}

Record = dict[str, Any]


def complete(records: Sequence[Record]) -> None:
    """Adds to each record of one event what the others tell of it."""
    call = _first(records, "SYSCALL")
    folder = _first(records, "CWD").get("cwd")
    for record in records:
        if record["type"] in TOLD:
            _tell(record, call, folder)


def _first(records: Sequence[Record], kind: str) -> Record:
    return next((record for record in records if record["type"] == kind), {})


def _tell(record: Record, call: Mapping[str, Any], folder: Any) -> None:
    for name, own in _FROM_THE_CALL.items():
        value = next((call[other] for other in own if other in call), None)
        if value is not None:
            record.setdefault(name, value)
    if record["type"] == "EXECVE":
        arguments = list(_arguments(record))
        record["CommandLine"] = " ".join(arguments)
        if arguments:
            record.setdefault("Image", arguments[0])
    if folder is not None:
        record.setdefault("CurrentDirectory", folder)
    if record["type"] == "SOCKADDR" and call.get("SYSCALL") == "connect":
        record["Initiated"] = "true"


def _arguments(record: Mapping[str, Any]) -> Iterator[str]:
    """The arguments in order; a long one is written in pieces."""
    for number in range(MOST_ARGUMENTS):
        whole = record.get(f"a{number}")
        if whole is None:
            whole = "".join(_pieces(record, number))
            if not whole and f"a{number}_len" not in record:
                return
        yield str(whole)


def _pieces(record: Mapping[str, Any], number: int) -> Iterator[str]:
    for piece in range(MOST_ARGUMENTS):
        value = record.get(f"a{number}[{piece}]")
        if value is None:
            return
        yield str(value)
