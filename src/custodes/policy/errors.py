"""What can be wrong with a policy folder or an employer's document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from custodes.errors import CustodesError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands, what is wrong, and what to write instead."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.what} {self.mend}"


class PolicyError(CustodesError):
    """A policy folder cannot be used; `problems` lists every reason found, in file order."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class DocumentError(CustodesError):
    """An employer's document cannot be read as a policy."""

    def __init__(self, path: Path, what: str, mend: str) -> None:
        self.path = path
        super().__init__(f"{path}: {what} {mend}")
