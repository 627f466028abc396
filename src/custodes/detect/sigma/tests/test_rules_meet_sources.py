"""Each rule of ours is met by files as products write them: recognised, cut, read, held against the firewall, matched."""

import io
from functools import cache

import pytest

from custodes.detect.sigma.files import OWN_RULES
from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.read import read_rules
from custodes.detect.sigma.tests.real import cloud, dns, mail, messages, servers, sign_ins, software, web
from custodes.detect.sigma.trial import Trial
from custodes.policy.model import Policy
from custodes.sources.contract import Item
from custodes.sources.firewall import Firewall
from custodes.sources.premises import Premises
from custodes.sources.registry import recognise

WRITERS = (cloud, dns, mail, messages, servers, sign_ins, software, web)
CASES = [case for writer in WRITERS for case in writer.CASES]
RULES = {
    str(path.relative_to(OWN_RULES).with_suffix("")): read_rules([path]) for path in sorted(OWN_RULES.rglob("*.yml"))
}
FIREWALL, PREMISES = Firewall.of(Policy("Ours", (), ())), Premises()


@cache
def read(file):
    """The events of a file, as the rules get to see them; nothing of it may be rejected."""
    item = Item("a file", None, io.BytesIO(file), file[: 1 << 16])
    source = recognise(item.head)
    parsed = [source.parse(chunk) for chunk in source.cut(item)]
    assert [one.rejected for one in parsed if one.rejected] == []
    return [PREMISES.mark(FIREWALL.apply(batch).batch) for one in parsed for batch in one.batches]


def fires(rules, file):
    """Whether one of the rules finds something in the file."""
    trial = Trial(rules)
    told = [fired for batch in read(file) for fired in trial.look(batch)]
    return bool([*told, *trial.end()])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_real_file_is_met_by_its_rule_and_a_near_miss_is_not(case):
    rules = RULES[case.rule]
    assert (fires(rules, case.fires), fires(rules, case.quiet)) == (True, False)


@pytest.mark.parametrize("name", RULES)
def test_each_rule_of_a_file_is_met_those_that_are_counted_too(name):
    files = [case.fires for case in CASES if case.rule == name]
    hits = {hit.rule.about.title for file in files for batch in read(file) for hit in _matcher(name).match(batch)}
    assert hits == {rule.about.title for rule in RULES[name].rules}


@cache
def _matcher(name):
    return Matcher(RULES[name].rules)
