"""The front matter of `policy.md`: title and dates, between two lines of three hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import yaml

from custodes.policy.nodes import Entry, compose, entries, is_empty, items, line_of, refuse_unknown, text_of
from custodes.policy.problems import Problems

KEYS = ("title", "approved_on", "revised_on")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BEGIN = "Begin the file with “---”, “title: …”, “approved_on: 2024-09-24”, “---”, each on a line of its own."


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the text."""

    title: str = ""
    approved_on: date | None = None
    revised_on: tuple[date, ...] = ()


def split_front_matter(text: str, problems: Problems) -> tuple[str, str]:
    """The front matter's YAML, and the text with the front matter blanked out, so that its lines keep their numbers."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        problems.add(1, "The front matter is missing.", _BEGIN)
        return "", text
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
    if end is None:
        problems.add(1, "The front matter is not closed.", "Put a line “---” below its last line.")
        return "", ""
    return "\n".join(lines[1:end]), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def read_front_matter(text: str, problems: Problems) -> FrontMatter:
    """Title and dates from the YAML between the hyphens, which begins on line 2 of the file."""
    root = compose(text, problems, lines_before=1)
    if root is None:
        if not problems.found:
            problems.add(1, "The front matter is empty.", _BEGIN)
        return FrontMatter()
    found = entries(root, problems, what="The front matter")
    if not found and problems.found:  # no mapping: that is told already
        return FrontMatter()
    refuse_unknown(found, KEYS, problems)
    return FrontMatter(
        title=_title(found.get("title"), problems),
        approved_on=_approved_on(found.get("approved_on"), problems),
        revised_on=_revised_on(found.get("revised_on"), problems),
    )


def _title(entry: Entry | None, problems: Problems) -> str:
    title = text_of(entry.node) if entry else None
    if title is None:
        problems.add(entry.line if entry else 1, "The policy has no title.", "Write “title: ” and its name.")
    return title or ""


def _approved_on(entry: Entry | None, problems: Problems) -> date | None:
    return None if entry is None or is_empty(entry.node) else _date(entry.node, problems)


def _revised_on(entry: Entry | None, problems: Problems) -> tuple[date, ...]:
    if entry is None:
        return ()
    nodes = items(entry.node)
    if nodes is None:
        problems.add(entry.line, "“revised_on” should be a list.", "Write “revised_on: [2025-03-18]”.")
        return ()
    dates = (_date(node, problems) for node in nodes)
    return tuple(day for day in dates if day is not None)


def _date(node: yaml.Node, problems: Problems) -> date | None:
    written = text_of(node) or ""
    try:
        # Only this form: Python also reads 2024-W39-2 and 20240924, which no board writes.
        if _ISO_DATE.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass  # a thirteenth month: the same problem as any other text
    problems.add(line_of(node), f"“{written}” is no date.", "Write year-month-day, such as 2024-09-24.")
    return None
