import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes import __version__
from custodes.engine.results import Account
from custodes.report import summary
from custodes.report.tests.examples import HOSTILE, empty_results, hostile_results, rich_results
from custodes.sources.contract import Rejected


def every_rejection(results):
    """As the engine hands them: each rejected item once, in order."""
    for account in results.accounts:
        yield from account.rejections


def written(results, rejections):
    file = io.BytesIO()
    summary.write(results, rejections, file)
    return json.loads(file.getvalue())


def test_every_source_says_where_its_items_went():
    results = rich_results()
    read = written(results, every_rejection(results))
    assert list(read) == [
        "custodes",
        "policy",
        "sources",
        "findings",
        "rules",
        "seconds",
        "events",
        "events_per_second",
    ]
    assert read["custodes"] == __version__
    assert read["policy"] == {"title": "Use of information systems", "approved_on": "2024-09-24"}
    assert len(read["sources"]) == len(results.accounts)
    for source in read["sources"]:
        assert list(source) == [
            "source", "reader", "in", "spread", "out", "rejected", "kept", "dropped_protected", "dropped_patron",
            "dropped_excluded", "outside_period", "masked", "on_site", "off_site", "rejections",
        ]  # fmt: skip
        assert source["in"] == source["out"] + source["rejected"]
        assert sum(rejection["items"] for rejection in source["rejections"]) == source["rejected"]


def test_a_rejection_says_where_and_why():
    results = rich_results()
    assert written(results, every_rejection(results))["sources"][0]["rejections"][1] == {
        "locator": "5011 to 5012",
        "first": 5011,
        "last": 5012,
        "items": 2,
        "reason": "More than 10,000 parts; a message of that shape is not read.",
    }


def test_findings_are_counted_by_clause():
    results = rich_results()
    findings = written(results, every_rejection(results))["findings"]
    assert findings["security.suspicious-mail"] == {
        "yes": 80,
        "could_not_tell": 3,
        "unsure": 212,
        "subjects": 23,
        "people": 23,
    }
    assert set(findings) == set(results.clauses)


def test_nothing_read_is_still_a_document():
    read = written(empty_results(), [])
    assert read["sources"] == []
    assert read["events_per_second"] == 0


def test_hostile_names_are_written_as_they_are_or_spelled_out():
    results = hostile_results()
    source = written(results, every_rejection(results))["sources"][-1]["source"]
    assert source == HOSTILE.replace("\udcff", "\\udcff")


@settings(deadline=None, derandomize=True)
@given(st.permutations(["a", "a", "b", "b", "b", "c"]))
def test_rejections_find_their_source_in_whatever_order_they_come(order):
    accounts = tuple(Account(name, "mail", taken=n, rejected=n) for name, n in (("a", 2), ("b", 3), ("c", 1), ("d", 0)))
    results = replace(empty_results(), accounts=accounts)
    read = written(results, [Rejected(name, "why", number, number) for number, name in enumerate(order)])
    assert {source["source"]: len(source["rejections"]) for source in read["sources"]} == {
        "a": 2,
        "b": 3,
        "c": 1,
        "d": 0,
    }


@pytest.mark.parametrize(
    ("rejected", "listed", "message"),
    [
        (1, [], "counts more rejected items than are listed"),
        (0, [Rejected("a", "why", 1, 1)], "that no account counts"),
        (1, [Rejected("a", "why", 1, 2)], "more items are listed"),
        (1, [Rejected("a", "why", 1, 1), Rejected("b", "why", 1, 1)], "b: an item is listed"),
    ],
)
def test_an_account_that_does_not_balance_is_never_passed_over(rejected, listed, message):
    results = replace(empty_results(), accounts=(Account("a", "mail", taken=rejected, rejected=rejected),))
    with pytest.raises(ValueError, match=message):
        written(results, listed)


def test_rejections_are_read_only_as_they_are_written():
    results = replace(
        empty_results(), accounts=tuple(Account(name, "mail", taken=2, rejected=2) for name in ("a", "b"))
    )
    taken = []

    def coming():
        for name in ("a", "a", "b", "b"):
            taken.append(name)
            yield Rejected(name, "why", 1, 1)

    for piece in summary.pieces(results, coming()):
        if b'"source":"b"' in piece:
            break
    assert taken == ["a", "a"]
