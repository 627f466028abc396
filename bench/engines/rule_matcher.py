"""sigma-rule-matcher: rules as objects that are asked of each event, on pySigma's parser."""

from __future__ import annotations

from functools import partial

from frame import Peer, main
from one_by_one import OneByOne, made
from sigma.rule import SigmaRule
from sigma_rule_matcher import RuleMatcher


def _make(rule: dict[str, object]) -> RuleMatcher:
    return RuleMatcher(SigmaRule.from_dict(rule))


if __name__ == "__main__":
    main(
        Peer(
            partial(made, make=_make), lambda rules: OneByOne({name: _make(rule).match for name, rule in rules.items()})
        )
    )
