"""The truth is only worth something if every locator points at the very thing that was planted."""

import csv
import json
import mailbox
from collections import defaultdict
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import getaddresses
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from custodes.sample.tests.test_web import read_log

PERSONAL = ("dealbarn", "chatterbox", "pixelquest", "watchall", "scoreline", "freepost", "heartlink")
HOSTS = {
    "gambling": "luckyspin", "dating": "heartlink", "filesharing": "bigswarm", "adult": "afterdark", "hate": "truthfront",
    "warez": "keygenhub", "hacking": "sploitmart", "anonymiser": ("veilway", "onionstep"), "tor": (":9001", ":9030", ":9050", ":9150"),
    "refused": "TCP_DENIED/403", "permitted-vpn": "veilway", "own-program": "software.fernwood", "long-personal": PERSONAL,
    "short-personal": PERSONAL, "landing-page": "text/html", "refused-program": "TCP_DENIED/403", "own-page": "chatterbox",
    "stray-ad": ("luckyspin", "heartlink", "fernwoodherald"),
}  # fmt: skip
TO_AND_FRO = ("private-letters", "few-private", "letters-to-a-firm", "letters-to-a-volunteer")


@pytest.fixture(scope="module")
def rows(folder):
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def people(folder):
    with (folder / "staff.csv").open() as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def logs(folder):
    return {f"web/{path.name}": [line.decode() for line in read_log(path)] for path in (folder / "web").iterdir()}


@pytest.fixture(scope="module")
def boxes(folder):
    found = {}
    for path in (folder / "mail").glob("*.mbox"):
        box = mailbox.mbox(path)
        found[f"mail/{path.name}"] = [box.get_bytes(key) for key in box.iterkeys()]
        box.close()
    return found


def lines_of(row, logs):
    return [logs[item["source"]][int(item["locator"].removeprefix("line ")) - 1] for item in row["evidence"]]


def on_web(rows):
    return [row for row in rows if row["evidence"][0]["source"].startswith("web/")]


def test_every_planted_thing_has_evidence_and_a_sentence(rows):
    for row in rows:
        assert row["evidence"], row
        assert row["note"].endswith(".")
    assert {row["clause"] for row in rows if row["violation"]} == {
        "monitor.review", "use.purpose", "use.personal", "use.copyright", "use.privacy", "use.volume", "use.language", "misuse.illegal",
        "misuse.content", "misuse.profiles", "misuse.identity", "security.logins", "security.passwords",
        "security.suspicious-mail", "security.breaches", "security.downloads", "security.antivirus",
    }  # fmt: skip
    assert {row["clause"] for row in rows if not row["violation"]} == {
        row["clause"] for row in rows if row["violation"]
    }


def test_every_line_named_is_the_persons_and_of_the_kind_planted(rows, people, logs):
    for row in on_web(rows):
        person = people[row["subject"]]
        signs = HOSTS.get(row["kind"], "")
        for line in lines_of(row, logs):
            fields = line.split()
            assert fields[7] == person["account"] or (fields[7] == "-" and fields[2] in person["addresses"].split())
            assert any(sign in line for sign in ((signs,) if isinstance(signs, str) else signs)), (row["kind"], line)


def test_every_line_named_falls_on_the_day_named(rows, logs):
    for row in on_web(rows):
        for line in lines_of(row, logs):
            at = datetime.fromtimestamp(float(line.split()[0]), ZoneInfo("America/Chicago"))
            assert at.date().isoformat() == row["day"]


def test_what_counts_by_the_day_is_dated_from_its_midnight(rows):
    for row in (row for row in rows if row["kind"] in ("gambling", "long-personal", "tor")):
        local = datetime.fromisoformat(row["at"]).astimezone(ZoneInfo("America/Chicago"))
        assert local.strftime("%F %H:%M") == f"{row['day']} 00:00"


def test_a_visit_has_pages_enough_and_a_stray_one_has_not(rows, logs):
    for row in on_web(rows):
        pages = [line for line in lines_of(row, logs) if "luckyspin" in line or "heartlink" in line]
        if row["kind"] in ("gambling", "dating"):
            assert len(pages) >= 5
        elif row["kind"] in ("stray-ad", "refused"):
            assert len(pages) == 1


def test_over_the_hour_is_over_it_and_under_is_under(rows, people, logs):
    """Counted from all of the log, so that ordinary personal use beside it cannot spoil the truth."""
    minutes = defaultdict(set)
    owner = {
        name: person["id"] for person in people.values() for name in (person["account"], *person["addresses"].split())
    }
    for lines in logs.values():
        for line in lines:
            at, _, client, result, _, _, url, user, _, kind = line.split()
            subject = owner.get(user) or owner.get(client)
            is_page = not kind.startswith(("image/", "application/", "text/css", "text/plain", "font/"))
            is_personal = any(f"{name}.example" in url for name in PERSONAL)
            if subject and is_personal and is_page and "DENIED" not in result:
                moment = datetime.fromtimestamp(float(at), ZoneInfo("America/Chicago"))
                minutes[subject, moment.date().isoformat()].add(moment.hour * 60 + moment.minute)
    for row in rows:
        found = sorted(minutes[row["subject"], row["day"]])
        active = sum(min(3, after - before) for before, after in pairwise(found)) + bool(found)
        if row["kind"] == "long-personal":
            assert active >= 65
        elif row["kind"] == "short-personal":
            assert 40 <= active <= 58


def test_every_message_named_is_the_persons(rows, people, boxes):
    for row in rows:
        for item in row["evidence"]:
            if item["source"] in boxes:
                message = message_from_bytes(
                    boxes[item["source"]][int(item["locator"].removeprefix("message ")) - 1], policy=policy.compat32
                )
                email = people[row["subject"]]["email"]
                incoming = row["clause"] == "security.suspicious-mail" or row["kind"] == "patron-question"
                both = row["kind"] in TO_AND_FRO
                names = ("From", "To") if both else ("To",) if incoming else ("From",)
                assert email in [address for _, address in getaddresses([message[name] for name in names])]


def test_a_reported_message_is_the_one_in_the_box(rows, folder, boxes, made):
    reported = 0
    for row in rows:
        for box, file in pairwise(row["evidence"]):
            if file["source"] == "mail/reported":
                number = int(box["locator"].removeprefix("message ")) - 1
                assert (folder / "mail" / "reported" / file["locator"]).read_bytes().strip() == boxes[box["source"]][
                    number
                ].strip()
                reported += 1
    assert reported == made.reported > 0


def test_mass_mail_reaches_hundreds_outside(rows, boxes):
    for row in (row for row in rows if row["clause"] == "use.volume" and not row["kind"].startswith("large-")):
        outside = set()
        for item in row["evidence"]:
            message = message_from_bytes(
                boxes[item["source"]][int(item["locator"].removeprefix("message ")) - 1], policy=policy.compat32
            )
            addresses = getaddresses([message["To"] or "", message["Bcc"] or ""])
            outside |= {address for _, address in addresses if not address.endswith("fernwood.example")}
        if row["violation"]:
            assert len(outside) > 220, row["kind"]
        elif row["kind"] != "newsletter":
            assert len(outside) <= 60
