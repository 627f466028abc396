"""A policy as the text of its two files: what `load` reads back as the same policy."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import yaml

from custodes.policy.model import Clause, Control, Policy

_MARKUP = re.compile(r"[\\`*_\[\]<>#~|]|&(?=#?\w+;)")
_BEGINS_A_BLOCK = re.compile(r"^(?:(\d{1,9})(?=[.)])|(?=[-+=:]))")


def policy_text(policy: Policy, notes: Mapping[str, str] | None = None) -> str:
    """The content of `policy.md`. A note, by clause id, stands below its clause as a comment that no reader sees."""
    blocks = [_front_matter(policy)]
    for section in policy.sections:
        blocks.append(f"## {escape(section.title)}")
        blocks += [_clause(clause, (notes or {}).get(clause.id)) for clause in section.clauses]
    return "\n\n".join(blocks) + "\n"


def controls_text(policy: Policy) -> str:
    """The content of `controls.yaml`."""
    controls: dict[str, list[dict[str, object]]] = {}
    for control in policy.controls:
        controls.setdefault(control.clause, []).append(_control(control))
    content = {"domains": list(policy.domains), "timezone": policy.timezone, "controls": controls}
    return yaml.dump(
        content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100
    )


def escape(words: str) -> str:
    """The words on one line of Markdown that shows them as they are.

    What would read as a clause id is spaced out, for nothing can escape it.
    """
    line = " ".join(words.split()).replace("{#", "{ #")
    line = _MARKUP.sub(r"\\\g<0>", line)
    return _BEGINS_A_BLOCK.sub(lambda match: f"{match[1] or ''}\\", line)


def _front_matter(policy: Policy) -> str:
    approved_on = policy.approved_on.isoformat() if policy.approved_on else ""
    revised_on = ", ".join(day.isoformat() for day in policy.revised_on)
    title = json.dumps(policy.title, ensure_ascii=False)  # a JSON string is a YAML one
    return f"---\ntitle: {title}\napproved_on: {approved_on}\nrevised_on: [{revised_on}]\n---"


def _clause(clause: Clause, note: str | None) -> str:
    bullet, indent = ("- ", "  ") if clause.kind == "bullet" else ("", "")
    comment = f"\n{indent}<!-- {note.replace('--', '- -')} -->" if note else ""
    return f"{bullet}{escape(clause.text)} {{#{clause.id}}}{comment}"


def _control(control: Control) -> dict[str, object]:
    said: dict[str, object] = {control.kind: control.name}
    if control.sure:
        said["sure"] = control.sure
    if control.parameters:
        said["parameters"] = dict(control.parameters)
    return said


class _PlainDumper(yaml.SafeDumper):
    """Writes every value out: `load` refuses anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the dumper's interface
        return True
