"""Mail for the tests of the detectors that read it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from custodes.detect.context import Context
from custodes.detect.lists import Lists
from custodes.detect.measure import Measures, merge_into
from custodes.detect.staff import Person, Staff
from custodes.events import EMAIL_ACTIVITY, make_batch

AT = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
OURS = "ana@fernwood.example"
STAFF = Staff.of(
    (
        Person("s1", "Ana Brandt", "ana@fernwood.example", "abrandt"),
        Person("s2", "Ruth Okafor", "ruth@fernwood.example", "rokafor"),
    )
)
DEFAULTS = {
    "time": AT,
    "source": "mail.mbox",
    "email.from": "someone@elsewhere.example",
    "email.to": [OURS],
    "email.size": 2000,
    "parser": "fast",
}


def make_mail(*letters):
    """A batch of messages; what a letter leaves out is as in `DEFAULTS`."""
    rows = [{**DEFAULTS, "position": n, "raw_data": b"%d" % n, **letter} for n, letter in enumerate(letters, 1)]
    columns = {name: [row.get(name) for row in rows] for name in EMAIL_ACTIVITY.names}
    return make_batch(EMAIL_ACTIVITY, columns, rows=len(rows))


def surroundings(parameters=None, *, clause="", correspondents=None, permits=(), staff=STAFF):
    return Context(
        clause=clause,
        parameters=parameters,
        staff=staff,
        lists=Lists(permits=permits, correspondents=correspondents),
        domains=frozenset(["fernwood.example"]),
        timezone=ZoneInfo("America/Chicago"),
    )


def judge_limits(detector, batches, context):
    """What the detector's limits say once the measures of all batches are merged, in order of key."""
    total: Measures = {}
    for batch in batches:
        merge_into(total, detector(batch, context).measures)
    said = (detector.limits[key.name](key, total[key], context) for key in sorted(total))
    return [finding for finding in said if finding]


def texts(finding):
    return " ".join(reason.text for reason in finding.reasons)


def codes(finding):
    return {reason.code for reason in finding.reasons}
