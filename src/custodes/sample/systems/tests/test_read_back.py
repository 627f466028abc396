"""What the sample writes is read by the sources, whole, and every place that the truth names is the planted thing."""

import csv
import json
from collections import defaultdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from custodes.detect.finding import locate
from custodes.sample import Plan, make_sample
from custodes.sources.registry import recognise
from custodes.sources.walk import open_items

SOURCES = {
    "auditd", "cef", "csv", "journald", "json", "jsonl", "mail", "osquery", "slack", "sms", "sound", "teams",
    "voicemail", "w3c", "zeek",
}  # fmt: skip


def place(source, locator):
    """A numbered item is named beside its source, a file below it."""
    return f"{source}{' ' if ' ' in locator else '/'}{locator}"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return make_sample(Plan(staff=10, weeks=2, seed=5), tmp_path_factory.mktemp("systems") / "library")


@pytest.fixture(scope="module")
def read(library):
    """The time and the text of every event by its place, the sources that read them, and what was rejected."""
    events, readers, rejected = {}, set(), []
    for item in open_items([library.folder / "logs", library.folder / "messages"]):
        source = recognise(item.head)
        assert source is not None, item.name
        readers.add(source.name)
        for chunk in source.cut(item):
            parsed = source.parse(chunk)
            assert parsed.taken == chunk.count_items()
            rejected += parsed.rejected
            for batch in parsed.batches:
                times, raw = batch.column("time").to_pylist(), batch.column("raw_data").to_pylist()
                for row in range(batch.num_rows):
                    name, locator = locate(batch, row)
                    events[place(name.removeprefix(f"{library.folder}/"), locator)] = times[row], raw[row]
    return events, readers, rejected


@pytest.fixture(scope="module")
def rows(library):
    rows = map(json.loads, (library.folder / "truth.jsonl").read_text().splitlines())
    return [row for row in rows if row["evidence"][0]["source"].startswith(("logs/", "messages/"))]


def test_every_file_is_recognised_and_nothing_is_rejected(library, read):
    events, readers, rejected = read
    assert rejected == []
    assert readers == SOURCES
    assert len(events) == library.records


def test_every_place_the_truth_names_holds_an_event_of_that_day(read, rows):
    for row in rows:
        at = [read[0][place(item["source"], item["locator"])][0] for item in row["evidence"]]
        assert {moment.astimezone(ZoneInfo("America/Chicago")).date().isoformat() for moment in at} == {row["day"]}
        assert abs((min(at) - datetime.fromisoformat(row["at"]).astimezone(UTC)).total_seconds()) < 1


def test_the_event_is_the_persons(library, read, rows):
    with (library.folder / "staff.csv").open() as file:
        people = {row["id"]: row for row in csv.DictReader(file)}
    missing = defaultdict(list)
    for row in rows:
        person = people[row["subject"]]
        names = [person["account"], person["email"], person["name"], *person["addresses"].split()]
        said = b"\n".join(read[0][place(item["source"], item["locator"])][1] for item in row["evidence"]).decode()
        if not any(name in said for name in names) and f"/{person['account']}/" not in row["evidence"][0]["source"]:
            missing[row["kind"]].append(row)
    # What strangers do from outside is told of a server or of many; one thing the service itself did; and some
    # accounts are nobody's.
    assert set(missing) <= {
        "server-guessed", "no-server-guessed", "no-server-refused", "chat-help-desk", "no-mailbox-opened",
        "record-off-server", "no-record-off-server", "swindle-by-voicemail", "no-swindle-by-voicemail",
        "account-of-nobody", "no-account-of-nobody",
    }  # fmt: skip


def test_files_hold_mostly_what_is_ordinary(library, read, rows):
    planted = {place(item["source"], item["locator"]) for row in rows for item in row["evidence"]}
    assert len(planted) < 0.5 * len(read[0])


def test_no_two_planted_things_share_a_place(rows):
    places = [place(item["source"], item["locator"]) for row in rows for item in row["evidence"]]
    assert len(places) == len(set(places))
