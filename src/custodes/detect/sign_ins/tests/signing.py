"""Sign-ins for tests, made by hand."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from custodes.detect.context import Context
from custodes.detect.devices import Register
from custodes.detect.lists import Lists
from custodes.detect.measure import Measures, merge_into
from custodes.detect.registry import DETECTORS
from custodes.detect.staff import Person, Staff
from custodes.events import AUTHENTICATION, make_batch

CHICAGO = ZoneInfo("America/Chicago")
STAFF = Staff.of(
    (
        Person("s1", "Ada Palmer", "ada@fernwood.example", "apalmer"),
        Person("s2", "Ben Osei", "ben@fernwood.example", "bosei"),
    )
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 Safari/604.1"

_COLUMNS = {
    "time": "time",
    "user": "actor.user.name",
    "ip": "src_endpoint.ip",
    "host": "device.hostname",
    "status": "status_id",
    "protocol": "auth_protocol",
    "uid": "device.uid",
    "managed": "device.is_managed",
    "agent": "http_request.user_agent",
    "country": "src_endpoint.location.country",
    "on_site": "src_endpoint.location.is_on_premises",
    "product": "logsource.product",
    "code": "metadata.event_code",
    "unmapped": "unmapped",
    "source": "source",
}
HOUSE, HOME, HOTEL = "10.1.0.7", "198.51.100.7", "203.0.113.9"


def at(local):
    return datetime.fromisoformat(local).replace(tzinfo=CHICAGO).astimezone(UTC)


def sign_in(local, **more):
    """Ada signs in from home, unless said otherwise."""
    plain = {"user": "ada@fernwood.example", "ip": HOME, "status": 1, "country": "US", "product": "azure"}
    plain |= {"agent": WINDOWS, "source": "entra.json", "protocol": "Browser"}
    if more.get("on_site"):
        plain |= {"ip": HOUSE}
    return {**plain, "time": at(local) if isinstance(local, str) else local, **more}


def make_sign_ins(events, first=1):
    columns = {name: [event.get(key) for event in events] for key, name in _COLUMNS.items()}
    places = list(range(first, first + len(events)))
    place = {"position": places, "raw_data": [b"%d" % number for number in places]}
    return make_batch(AUTHENTICATION, columns | place, rows=len(events), unit="record")


def surroundings(name, *, staff=STAFF, permits=(), register=None, **parameters):
    detector = DETECTORS[name]
    return Context(
        clause=detector.clauses[0],
        parameters=detector.parameters(**parameters),
        staff=staff,
        lists=Lists(permits=tuple(permits), register=register or Register()),
        domains=frozenset({"fernwood.example"}),
        timezone=CHICAGO,
    )


def judge(name, batches, context):
    """The findings of a whole run over the batches, as the engine makes them."""
    detector, total = DETECTORS[name], {}
    findings = []
    for batch in batches:
        seen = detector(batch, context)
        findings += seen.findings
        merge_into(total, seen.measures)
    others: Measures = {}
    for key in sorted(total):
        if decide := detector.limits.get(key.name):
            findings.append(decide(key, total[key], context))
        else:
            others[key] = total[key]
    if others:
        findings += detector.conclude(others, context)
    return [finding for finding in findings if finding]


def find(name, events, context=None):
    return judge(name, [make_sign_ins(events)], context or surroundings(name))


def codes(finding):
    return {reason.code for reason in finding.reasons}


def texts(finding):
    return " ".join(reason.text for reason in finding.reasons)
