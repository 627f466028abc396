"""The rules that ship: each finds what it should, leaves near misses alone, and says of itself what a reader needs."""

import re
from pathlib import Path

import pytest
import yaml
from sigma.collection import SigmaCollection

import custodes.detect.sigma
from custodes.detect.sigma.literals import find_trigger
from custodes.detect.sigma.read import read_rules
from custodes.detect.sigma.samples import read_samples, samples_of
from custodes.detect.sigma.trial import try_samples
from custodes.policy.catalogue import CLAUSE_IDS

ROOT = Path(custodes.detect.sigma.__file__).with_name("rules")
FILES = sorted(ROOT.rglob("*.yml"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
PARAMETERS = pytest.mark.parametrize("path", FILES, ids=NAMES)
READ = {path: read_rules([path]) for path in FILES}


def _documents(path):
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


@PARAMETERS
def test_pysigma_reads_it_without_an_error(path):
    assert SigmaCollection.from_yaml(path.read_text(encoding="utf-8")).errors == []


@PARAMETERS
def test_it_can_run(path):
    assert READ[path].unusable == ()


@PARAMETERS
def test_it_says_what_a_reader_needs(path):
    *parts, last = _documents(path)
    for document in (*parts, last):
        assert re.fullmatch(r"[A-Z][^.]{8,80}", document["title"])
        assert document["description"].endswith(".")
        assert document["author"] == "The Custodes developers"
        assert document["license"] == "AGPL-3.0-or-later"
    assert last["falsepositives"]
    assert last["level"] in ("informational", "low", "medium", "high", "critical")
    clauses = [tag.removeprefix("custodes.") for tag in last["tags"] if tag.startswith("custodes.")]
    assert clauses
    assert set(clauses) <= set(CLAUSE_IDS)


@PARAMETERS
def test_it_has_samples_of_both_kinds(path):
    samples = read_samples(samples_of(path))
    assert len(samples.fires) >= 2
    assert len(samples.quiet) >= 2


@PARAMETERS
def test_it_finds_its_samples_and_leaves_the_near_misses(path):
    tried = try_samples(READ[path], read_samples(samples_of(path)))
    assert (tried.missed, tried.false_alarms) == ((), ())


def test_no_two_rules_share_an_id_or_a_title():
    documents = [document for path in FILES for document in _documents(path)]
    for name in ("id", "title"):
        values = [document[name] for document in documents]
        assert len(values) == len(set(values))


def test_every_file_of_samples_belongs_to_a_rule():
    assert {samples_of(path) for path in FILES} == set(ROOT.rglob("*.samples.yaml"))


ORDINARY = """
GET https://www.example.com/catalog/search?query=garden+books&page=2&user=guest&session=4f2a9c 200 text/html
GET http://cdn.example.net/static/app.min.js?v=12 200 application/javascript Mozilla/5.0 (Windows NT 10.0; Win64; x64)
GET https://img.example.org/photos/castle.jpg https://www.example.org/index.php 304 image/jpeg 10.0.0.7 amoss
POST https://accounts.example.com/common/oauth2/token 200 application/json
CONNECT fonts.example.com:443 200 allowed
""".casefold()
"""What most requests look like, by the values of their columns."""


@PARAMETERS
def test_an_ordinary_request_need_not_be_looked_at_for_it(path):
    for rule in READ[path].rules:
        if rule.logsource.category in {"proxy", "webserver", "dns"}:
            trigger = find_trigger(rule.condition, are_numbers_plain=True)
            assert trigger is not None
            assert [literal.text for literal in trigger.literals if literal.text in ORDINARY] == []
