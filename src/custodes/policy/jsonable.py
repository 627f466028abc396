"""Policies, differences and coverage as plain values, ready for any JSON writer. Dates are ISO text."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from custodes.policy.coverage import Coverage
from custodes.policy.diff import ChangeKind, Diff
from custodes.policy.model import Clause, Control, Policy

Json = dict[str, Any]


def policy_as_json(policy: Policy) -> Json:
    """The whole policy: sections, clauses, and under each clause what keeps it."""
    sections = [
        {"title": section.title, "clauses": [_clause(policy, clause) for clause in section.clauses]}
        for section in policy.sections
    ]
    settings = {"domains": list(policy.domains), "timezone": policy.timezone}
    return {**_version(policy), **settings, "sections": sections}


def diff_as_json(diff: Diff) -> Json:
    """Both versions' heads, how many clauses of each kind, and every clause with its word diff."""
    counted = Counter(change.kind for change in diff.changes)
    changes = [
        {
            "id": change.id,
            "kind": change.kind,
            "has_moved": change.has_moved,
            "old": _place(change.old),
            "new": _place(change.new),
            "spans": [{"kind": span.kind, "text": span.text} for span in change.spans],
        }
        for change in diff.changes
    ]
    return {
        "old": _version(diff.old),
        "new": _version(diff.new),
        "counts": {kind: counted[kind] for kind in get_args(ChangeKind)},
        "renamed": [{"old": pair.old, "new": pair.new} for pair in diff.renamed],
        "changes": changes,
    }


def coverage_as_json(found: Coverage) -> Json:
    """Counts first; then each clause with what keeps it, and the controls no clause asks for."""
    clauses = [
        {
            "id": kept.clause.id,
            "section": kept.clause.section,
            "state": kept.state,
            "controls": [_control(control) for control in kept.controls],
        }
        for kept in found.clauses
    ]
    unkept = [kept.clause.id for kept in found.list_clauses("nothing")]
    unasked = [{"clause": control.clause, **_control(control), "line": control.line} for control in found.unasked]
    counts = {
        "clauses": len(found.clauses),
        "kept": len(found.list_clauses("kept")),
        "in_part": len(found.list_clauses("in part")),
        "unkept": len(unkept),
        "unasked": len(unasked),
    }
    return {"counts": counts, "unkept": unkept, "unasked": unasked, "clauses": clauses}


def _version(policy: Policy) -> Json:
    return {
        "title": policy.title,
        "approved_on": policy.approved_on.isoformat() if policy.approved_on else None,
        "revised_on": [day.isoformat() for day in policy.revised_on],
    }


def _clause(policy: Policy, clause: Clause) -> Json:
    controls = [_control(control) for control in policy.list_controls(clause.id)]
    return {"id": clause.id, "kind": clause.kind, "text": clause.text, "line": clause.line, "controls": controls}


def _place(clause: Clause | None) -> Json | None:
    return {"section": clause.section, "kind": clause.kind, "text": clause.text} if clause else None


def _control(control: Control) -> Json:
    return {
        "kind": control.kind,
        "name": control.name,
        "parameters": dict(control.parameters),
        "sure": control.sure,
    }
