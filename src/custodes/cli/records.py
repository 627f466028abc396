"""Commands that take records: every field of theirs is an option or argument of the command."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields
from inspect import Parameter, Signature
from typing import Any, get_type_hints


def takes_records(command: Callable[..., None]) -> Callable[..., None]:
    """The command as typer reads it: the fields of its records one after the other, put into the records when it runs.

    A field is annotated and given its default as a parameter would be. No two records may share a field's name.
    """
    records = {name: kind for name, kind in get_type_hints(command).items() if name != "return"}

    @functools.wraps(command)
    def run(**given: Any) -> None:
        made = {name: kind(**{one.name: given[one.name] for one in fields(kind)}) for name, kind in records.items()}
        command(**made)

    parameters = [parameter for record in records.values() for parameter in _parameters(record)]
    vars(run)["__signature__"] = Signature(parameters)  # where inspect looks for it
    return run


def _parameters(record: Any) -> Iterator[Parameter]:
    hints = get_type_hints(record, include_extras=True)
    for one in fields(record):
        default = Parameter.empty if one.default is MISSING else one.default
        yield Parameter(one.name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[one.name])
