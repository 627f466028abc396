"""Makes a policy folder of what was imported: a draft in which a person confirms each id."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from custodes.policy.errors import PolicyError, Problem
from custodes.policy.importing.document import Imported, ImportedClause
from custodes.policy.importing.words import words_of
from custodes.policy.load import CONTROLS_FILE, TEXT_FILE, model_policy
from custodes.policy.model import Clause, Policy, Section
from custodes.policy.write import controls_text, policy_text

SURE = 0.5
"""A best match below this score becomes a remark beside the clause, not its id."""

UNTITLED = "Introduction"
"""The section of clauses that stand before the document's first heading."""

_SLUG_WORDS = 4
_EMPTY_WORD = re.compile(
    r"and|or|of|to|in|on|for|by|with|is|are|be|will|shall|may|must|not|as|at|that|this|it|from|who"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy with an id for each clause, and what a person should look at beside it."""

    policy: Policy
    notes: Mapping[str, str]
    """By clause id: the matches that did not become its id."""
    unsure: tuple[Clause, ...]
    """Clauses that are like no model clause, or not surely."""
    opening: tuple[Clause, ...]
    """Clauses that only open a list ("Staff must not:"), and need be like none."""
    unused: tuple[str, ...]
    """Model clauses that no clause of the document is."""


def draft_of(imported: Imported) -> Draft:
    """The policy that `imported` makes, with the model policy's controls for the ids that occur.

    Each model id stands once, on the clause that is surest to be it; further clauses of the same
    idea get `-2`, `-3` in reading order, and the rest a `local.` id made of their first words. The
    same document always gets the same ids.
    """
    model = model_policy()
    ids = _ids(imported.clauses)
    sections = []
    at = 0
    for section in imported.sections:
        title = section.title or UNTITLED
        named = zip(ids[at:], section.clauses, strict=False)
        sections.append(Section(title, tuple(Clause(name, clause.text, title, clause.kind) for name, clause in named)))
        at += len(section.clauses)
    policy = Policy(
        title=imported.title or "Untitled policy",
        sections=tuple(section for section in sections if section.clauses),
        controls=tuple(control for control in model.controls if control.clause in ids),
        approved_on=imported.approved_on,
        revised_on=imported.revised_on,
        timezone=model.timezone,
    )
    notes = {name: note for name, clause in zip(ids, imported.clauses, strict=True) if (note := _note(name, clause))}
    local = [clause for clause in policy.clauses if clause.id.startswith("local.")]
    opening = tuple(clause for clause in local if clause.text.endswith(":") and clause.id not in notes)
    unsure = tuple(clause for clause in local if clause not in opening)
    return Draft(policy, notes, unsure, opening, tuple(clause.id for clause in model.clauses if clause.id not in ids))


def write_folder(draft: Draft, folder: Path) -> None:
    """Writes the draft's `policy.md` and `controls.yaml`; all of it, or on any failure nothing.

    Raises PolicyError where the folder holds anything already or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PolicyError(Problem(str(folder), 0, "Something stands there already.", "Name a new folder."))
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        (made / TEXT_FILE).write_text(policy_text(draft.policy, draft.notes), encoding="utf-8")
        (made / CONTROLS_FILE).write_text(controls_text(draft.policy), encoding="utf-8")
        made.chmod(0o755)  # mkdtemp's is for its owner alone
        made.replace(folder)
    except OSError as error:
        problem = Problem(str(folder), 0, f"The folder cannot be written ({error.strerror}).", "Name another place.")
        raise PolicyError(problem) from error
    finally:
        if made is not None and made.exists():
            shutil.rmtree(made, ignore_errors=True)


def imported_as_json(imported: Imported) -> dict[str, Any]:
    """What was found, as plain values; dates are ISO text, absent ones None."""
    return {
        "title": imported.title,
        "approved_on": imported.approved_on.isoformat() if imported.approved_on else None,
        "revised_on": [day.isoformat() for day in imported.revised_on],
        "sections": [
            {"title": section.title, "clauses": [_clause_as_json(clause) for clause in section.clauses]}
            for section in imported.sections
        ],
    }


def _clause_as_json(clause: ImportedClause) -> dict[str, Any]:
    matches = [{"id": match.id, "score": match.score} for match in clause.matches]
    return {"kind": clause.kind, "text": clause.text, "matches": matches}


def _ids(clauses: tuple[ImportedClause, ...]) -> list[str]:
    owners = _owners(clauses)
    taken = set(owners)
    ids = []
    for at, clause in enumerate(clauses):
        best = _sure_id(clause)
        if best is not None and owners[best] == at:
            ids.append(best)
        else:
            ids.append(_free(best or f"local.{_slug(clause.text)}", taken))
            taken.add(ids[-1])
    return ids


def _owners(clauses: tuple[ImportedClause, ...]) -> dict[str, int]:
    """For each model id, the clause that is surest to be it; the first of equals."""
    owners: dict[str, int] = {}
    for at, clause in enumerate(clauses):
        best = _sure_id(clause)
        if best is not None and (
            best not in owners or clause.matches[0].score > clauses[owners[best]].matches[0].score
        ):
            owners[best] = at
    return owners


def _sure_id(clause: ImportedClause) -> str | None:
    return clause.matches[0].id if clause.matches and clause.matches[0].score >= SURE else None


def _free(wanted: str, taken: set[str]) -> str:
    """The id, or with the first number behind it that nobody has."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _slug(text: str) -> str:
    """An id's second part made of the first words that say something; only ASCII, as ids are."""
    words = [word for word in words_of(text) if len(word) <= 24 and not _EMPTY_WORD.fullmatch(word)]
    return "-".join(words[:_SLUG_WORDS]) or "clause"


def _note(name: str, clause: ImportedClause) -> str:
    others = [match for match in clause.matches if not re.fullmatch(rf"{re.escape(match.id)}(?:-\d+)?", name)]
    return f"also: {', '.join(f'{match.id} {match.score:.2f}' for match in others)}" if others else ""
