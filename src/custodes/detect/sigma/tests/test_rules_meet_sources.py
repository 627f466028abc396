"""Each rule of ours is met by files as products write them: recognised, cut, read, held against the firewall, matched."""

import io
from pathlib import Path

import pytest

import custodes.detect.sigma
from custodes.detect.sigma.read import read_rules
from custodes.detect.sigma.tests.real import cloud, dns, mail, messages, sign_ins, software, web
from custodes.detect.sigma.trial import Trial
from custodes.policy.model import Policy
from custodes.sources.contract import Item
from custodes.sources.firewall import Firewall
from custodes.sources.premises import Premises
from custodes.sources.registry import recognise

ROOT = Path(custodes.detect.sigma.__file__).with_name("rules")
CASES = [*web.CASES, *dns.CASES, *mail.CASES, *software.CASES, *messages.CASES, *sign_ins.CASES, *cloud.CASES]
RULES = {case.rule: read_rules([ROOT / f"{case.rule}.yml"]) for case in CASES}
FIREWALL, PREMISES = Firewall.of(Policy("Ours", (), ())), Premises()


def read(file):
    """The events of a file, as the rules get to see them; nothing of it may be rejected."""
    item = Item("a file", None, io.BytesIO(file), file[: 1 << 16])
    source = recognise(item.head)
    for chunk in source.cut(item):
        parsed = source.parse(chunk)
        assert parsed.rejected == ()
        for batch in parsed.batches:
            yield PREMISES.mark(FIREWALL.apply(batch).batch)


def fires(rules, file):
    """Whether one of the rules finds something in the file."""
    trial = Trial(rules)
    told = [fired for batch in read(file) for fired in trial.look(batch)]
    return bool([*told, *trial.end()])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_real_file_is_met_by_its_rule_and_a_near_miss_is_not(case):
    rules = RULES[case.rule]
    assert (fires(rules, case.fires), fires(rules, case.quiet)) == (True, False)
