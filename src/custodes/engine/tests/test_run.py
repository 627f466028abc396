import dataclasses
import gzip
import tracemalloc

import pytest

from custodes.detect.finding import Outcome
from custodes.detect.lists import load_lists
from custodes.engine import bind, run
from custodes.engine.arrow import map_in_arrow, merge_partials
from custodes.engine.intake import read_chunks
from custodes.engine.tests.library import PURPOSE, make_policy, web_log
from custodes.report import jsonl
from custodes.report.account import balances
from custodes.sources.contract import Parsed
from custodes.sources.registry import SOURCES
from custodes.sources.walk import open_items

POLICY = make_policy(PURPOSE)
LISTS = load_lists(None)


@pytest.fixture
def exports(tmp_path):
    log = web_log(400)
    (tmp_path / "access.log").write_text(log + "this is no line of a log\n")
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(log.encode()))
    (tmp_path / "notes.bin").write_bytes(bytes(range(256)))
    return tmp_path


def run_over(path, *, jobs=1, policy=POLICY, **options):
    return run(read_chunks(open_items([path])), bind(policy, lists=LISTS), policy, jobs=jobs, **options)


def test_every_item_is_accounted_for(exports):
    found = run_over(exports)
    for account in found.results.accounts:
        dropped = account.dropped_protected + account.dropped_patron
        assert account.taken == account.out + account.rejected
        assert account.out == account.kept + dropped + account.outside_period
    assert sum(account.taken for account in found.results.accounts) == 400 + 1 + 400 + 1
    assert sum(account.dropped_protected for account in found.results.accounts) == 200
    assert sum(account.dropped_patron for account in found.results.accounts) == 200
    assert min(item.reason for item in found.rejections).startswith("No source reads this kind of file.")


def test_a_source_that_loses_items_makes_the_account_fail(exports):
    losing = dataclasses.replace(next(iter(read_chunks(open_items([exports / "access.log"])))), reader="losing")

    class Losing:
        name = "losing"

        def parse(self, chunk):
            (batch,) = SOURCES["squid"].parse(chunk).batches
            return Parsed((batch.slice(0, 10),))

    SOURCES["losing"] = Losing()
    try:
        (account,) = run([losing], bind(POLICY, lists=LISTS), POLICY).results.accounts
    finally:
        del SOURCES["losing"]
    assert (account.taken, account.out, account.rejected) == (401, 10, 0)
    assert not balances(account)


@pytest.mark.parametrize("jobs", [2, 8])
def test_the_number_of_workers_changes_nothing(exports, jobs):
    alone, together = run_over(exports), run_over(exports, jobs=jobs)
    assert len(alone.findings) > 0
    assert [jsonl.line(finding) for finding in alone.shown()] == [jsonl.line(finding) for finding in together.shown()]
    assert list(alone.rejections) == list(together.rejections)
    assert alone.results.accounts == together.results.accounts
    assert alone.results.clauses == together.results.clauses


def test_a_cluster_gets_the_same_findings_from_the_same_map(exports):
    plan = bind(POLICY, lists=LISTS)
    batches = [
        batch
        for chunk in read_chunks(open_items([exports]))
        if chunk.reader
        for batch in SOURCES[chunk.reader].parse(chunk).batches
    ]
    partials = list(map_in_arrow(plan)(batches))
    assert merge_partials(partials, plan) == list(run_over(exports).findings)
    assert merge_partials(reversed(partials), plan) == list(run_over(exports).findings)


def test_a_detector_that_fails_on_one_event_still_looks_at_the_others(exports, failing_detector):
    found = run_over(exports / "access.log", policy=make_policy(failing_detector))
    told = [finding for finding in found.findings if finding.outcome is Outcome.COULD_NOT_TELL]
    assert [finding.reasons[0].text for finding in told] == ["The check could not read this item (ZeroDivisionError)."]
    assert told[0].evidence[0].locator == "line 8"
    assert sum(finding.outcome is Outcome.YES for finding in found.findings) == 199


def test_a_finding_less_sure_than_its_control_asks_is_counted_and_not_shown(exports):
    strict = make_policy(type(PURPOSE)("use.purpose", "detector", "web-categories", PURPOSE.parameters, sure=1.0))
    found = run_over(exports, policy=strict)
    assert len(found.findings) == 0
    assert found.results.clauses["use.purpose"].unsure > 0


@pytest.mark.slow
def test_five_times_the_input_takes_no_more_memory(tmp_path):
    peaks = []
    for times in (3, 15):
        path = tmp_path / f"{times}.log"
        path.write_text(web_log(120_000 * times).replace("luckyspin", "quiet"))
        tracemalloc.start()
        run_over(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
