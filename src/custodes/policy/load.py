"""From a folder to a policy, or to the list of everything that has to be mended in it."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from custodes.policy.clauses import read_sections
from custodes.policy.controls import Controls, read_controls
from custodes.policy.errors import PolicyError, Problem
from custodes.policy.front_matter import FrontMatter, read_front_matter, split_front_matter
from custodes.policy.model import Policy, Section
from custodes.policy.problems import Problems, read_text

TEXT_FILE, CONTROLS_FILE = "policy.md", "controls.yaml"
_TWO_FILES = "A policy folder holds policy.md, the text, and controls.yaml, what keeps it."


def load_policy(folder: Path) -> Policy:
    """The policy of a folder that holds `policy.md` and `controls.yaml` (docs/policy-folder.md).

    Raises PolicyError with every problem of both files. A control for a clause that the text does not
    have is none: coverage shows it.
    """
    if not folder.is_dir():
        raise PolicyError(Problem(str(folder), 0, "There is no such folder.", _TWO_FILES))
    of_text, of_controls = Problems(str(folder / TEXT_FILE)), Problems(str(folder / CONTROLS_FILE))
    front_matter, sections = _read_text(folder / TEXT_FILE, of_text)
    controls = _read_controls(folder / CONTROLS_FILE, of_controls)
    if found := of_text.in_order() + of_controls.in_order():
        raise PolicyError(*found)
    return Policy(
        front_matter.title,
        sections,
        controls.controls,
        front_matter.approved_on,
        front_matter.revised_on,
        controls.domains,
        controls.timezone,
        folder,
    )


def policy_of(folder: Path | None) -> Policy:
    """The policy of a folder; the model policy where none is given."""
    return model_policy() if folder is None else load_policy(folder)


def model_policy() -> Policy:
    """The model policy for public libraries that comes with Custodes."""
    with as_file(files("custodes.policy") / "library") as folder:
        return replace(load_policy(folder), folder=None)  # its place on this machine is nobody's concern


def _read_text(path: Path, problems: Problems) -> tuple[FrontMatter, tuple[Section, ...]]:
    text = read_text(path, problems, if_missing=_TWO_FILES)
    if text is None:
        return FrontMatter(), ()
    yaml_part, markdown = split_front_matter(text, problems)
    front_matter = FrontMatter() if problems.found else read_front_matter(yaml_part, problems)
    sections = read_sections(markdown, problems, title=front_matter.title)
    if not sections and not problems.found:
        problems.add(
            0,
            "The policy has no clause.",
            "End each paragraph or bullet that binds with an id, such as {#use.personal}.",
        )
    return front_matter, sections


def _read_controls(path: Path, problems: Problems) -> Controls:
    text = read_text(path, problems, if_missing="Write “controls: {}” into it to begin with nothing kept.")
    return Controls() if text is None else read_controls(text, problems)
