"""What can be wrong with the files a site keeps for the detectors."""

from __future__ import annotations

from custodes.errors import CustodesError
from custodes.policy.errors import Problem


class ListError(CustodesError):
    """A list, the permits or the staff file cannot be used; `problems` lists every reason, in file order."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
