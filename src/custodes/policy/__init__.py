"""The policy: its text, what keeps each clause, and how two versions differ. See docs/policy-folder.md."""

from custodes.policy.coverage import Coverage, Kept, coverage
from custodes.policy.diff import Change, Diff, diff_policies
from custodes.policy.errors import DocumentError, PolicyError, Problem
from custodes.policy.load import load_policy, model_policy, policy_of
from custodes.policy.model import Clause, Control, Policy, Section

__all__ = [
    "Change",
    "Clause",
    "Control",
    "Coverage",
    "Diff",
    "DocumentError",
    "Kept",
    "Policy",
    "PolicyError",
    "Problem",
    "Section",
    "coverage",
    "diff_policies",
    "load_policy",
    "model_policy",
    "policy_of",
]
