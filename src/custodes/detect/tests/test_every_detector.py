"""What holds for every detector there is, whatever it is given."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

import custodes.detect
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome
from custodes.detect.known_images import KnownImages
from custodes.detect.likeness import liken
from custodes.detect.lists import load_lists
from custodes.detect.measure import merge_into
from custodes.detect.registry import DETECTORS
from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.running import Rules
from custodes.detect.staff import Person, Staff
from custodes.detect.tests.any_events import PLANTED, batches, likely_batch
from custodes.detect.tests.attachments import DAMAGED, LOCKED, WRONG_PICTURES
from custodes.detect.works import Work, Works
from custodes.events import EMAIL_ACTIVITY, make_batch
from custodes.events.schema import KINDS
from custodes.sources.mail.files import describe_file
from custodes.sources.mail.letter import Attachment

STAFF = Staff.of(
    (
        Person("s001", "Ada Palmer", "apalmer@fernwood.example", "apalmer", addresses=("10.1.0.7", "fpl-0001")),
        Person("s014", "Ben Osei", "bosei@fernwood.example", "bosei", supervisor="s001"),
    )
)
SHIPPED_RULES = Path(custodes.detect.__file__).parent / "sigma" / "rules"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
SIGNS = ("a", "@", "4", " ", "word ", "a@b.c ", "4111-", "https://x.example/ ", "\n> ", "<b>", "\x00", "password: ")
MEGABYTE = 1_000_000
MOST_SECONDS = 60
"""Of the processor, for twice 50 MB."""


@pytest.fixture(scope="module")
def surroundings():
    return Context(
        staff=STAFF,
        lists=load_lists(None),
        rules=Rules(load_rules([SHIPPED_RULES])),
        domains=frozenset({"fernwood.example"}),
        timezone=ZoneInfo("America/Chicago"),
    )


def looks(name, batch, surroundings) -> list[Finding]:
    """All that the detector says of the batch, by limits and conclusions too, for each clause it serves."""
    one, findings = DETECTORS[name], []
    for clause in one.clauses[:1] if name != "sigma" else one.clauses:
        context = Context(
            clause=clause,
            parameters=one.parameters(),
            staff=surroundings.staff,
            lists=surroundings.lists,
            rules=surroundings.rules,
            domains=surroundings.domains,
            timezone=surroundings.timezone,
        )
        seen = one(batch, context)
        measures = {}
        merge_into(measures, seen.measures)
        judged = [
            one.limits[key.name](key, measure, context) for key, measure in measures.items() if key.name in one.limits
        ]
        others = {key: measure for key, measure in measures.items() if key.name not in one.limits}
        concluded = one.conclude(others, context) if others and one.conclude else ()
        findings += [*seen.findings, *filter(None, judged), *concluded]
    return findings


def assert_fit_to_show(findings):
    for finding in findings:
        assert finding.reasons
        for reason in finding.reasons:
            assert re.fullmatch(r"[a-z][a-z-]*(\.[a-z0-9-]+)+", reason.code), reason
            assert reason.text.strip(), reason
            assert not ADDRESS.search(reason.text), reason
            assert not LONG_NUMBER.search(reason.text), reason
            assert not any(secret in reason.text for secret in PLANTED), reason


def reads(name) -> list[str]:
    return [kind for kind, schema in KINDS.items() if schema in DETECTORS[name].reads]


PAIRS = [(name, kind) for name in sorted(DETECTORS) for kind in reads(name)]


@pytest.mark.parametrize("kind", sorted({kind for _, kind in PAIRS}))
def test_whatever_comes_is_looked_at_and_every_finding_says_why_without_repeating_what_is_secret(kind, surroundings):
    names = [name for name, read in PAIRS if read == kind]

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(batches(KINDS[kind]))
    def holds(batch):
        for name in names:
            assert_fit_to_show(looks(name, batch, surroundings))

    holds()


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_of_what_could_be_every_finding_says_why_without_repeating_what_is_secret(name, kind, surroundings):
    for seed in range(8):
        assert_fit_to_show(looks(name, likely_batch(KINDS[kind], Random(seed), 60), surroundings))


@pytest.mark.parametrize(("name", "kind"), PAIRS)
@pytest.mark.parametrize("rows", [0, 3])
def test_of_empty_columns_nothing_is_found(name, kind, rows, surroundings):
    columns = {"source": ["x"] * rows, "position": list(range(1, rows + 1)), "raw_data": [b""] * rows}
    findings = looks(name, make_batch(KINDS[kind], columns, rows=rows), surroundings)
    assert_fit_to_show(findings)
    assert all(finding.outcome != "yes" for finding in findings)


@pytest.mark.slow
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    ("name", "kind"), [pair for pair in PAIRS if pair[1] in ("Email Activity", "Communication", "Base Event")]
)
def test_fifty_megabytes_of_text_are_looked_at_in_bounded_time(name, kind, sign, surroundings):
    text = sign * (50 * MEGABYTE // len(sign))
    ours, theirs = "apalmer@fernwood.example", "someone@freepost.example"
    columns = {
        "source": ["x", "x"], "position": [1, 2], "raw_data": [b"", b""], "body": [text, text], "message": [text, text],
        "email.from": [theirs, ours], "email.to": [[ours], [theirs]], "email.subject": [text[:MEGABYTE]] * 2,
        "communication.from": ["apalmer", "bosei"],
    }  # fmt: skip
    fitting = {column: values for column, values in columns.items() if column in KINDS[kind].names}
    batch = make_batch(KINDS[kind], fitting, rows=2)
    began = time.process_time()
    assert_fit_to_show(looks(name, batch, surroundings))
    assert time.process_time() - began < MOST_SECONDS


READING_DOCUMENTS = ("credentials", "language", "content-text", "threats", "patron-data", "personal-data")
HOLDING_FILES = ("shared-works",)
LOOKING_AT_PICTURES = ("known-images",)
"""The detectors that read what is attached, by what of it they need."""
MOST_SECONDS_A_MESSAGE = 15
"""On the clock, for one attachment and all detectors."""


def judge_attachment(file, surroundings) -> dict[str, list[Finding]]:
    """What each detector of mail says of a message of ours that leaves with such a file."""
    name, mime_type, content = file
    message = EmailMessage()
    message["From"], message["To"] = "apalmer@fernwood.example", "someone@elsewhere.example"
    message.set_content("As we spoke of, here is the file for you. Please let me know when it has come.")
    main, sub = mime_type.split("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    columns = {
        "source": ["x"], "position": [1], "raw_data": [message.as_bytes()], "email.from": ["apalmer@fernwood.example"],
        "email.to": [["someone@elsewhere.example"]], "email.subject": ["The file"], "body": [message.get_body().get_content()],
        "files": [[describe_file(Attachment(name, mime_type, content))]], "time": [datetime(2026, 11, 24, tzinfo=UTC)],
    }  # fmt: skip
    batch = make_batch(EMAIL_ACTIVITY, columns, rows=1)
    return {one: looks(one, batch, surroundings) for one, kind in PAIRS if kind == "Email Activity"}


@pytest.fixture(scope="module")
def listed(surroundings):
    """The same surroundings where the site keeps a register of works and a list of pictures."""
    work = Work(
        "A Chronicle", "A Press", liken(b"a work of others " * 400, is_image=False, text="a work of others " * 400)
    )
    lists = replace(surroundings.lists, works=Works((work,)), images=KnownImages({"0f" * 32: "known"}))
    return replace(surroundings, lists=lists)


@pytest.mark.parametrize(
    ("file", "telling"),
    [
        *((name, (*READING_DOCUMENTS, *HOLDING_FILES)) for name in LOCKED),
        *((name, READING_DOCUMENTS) for name in DAMAGED),
        *((name, LOOKING_AT_PICTURES) for name in WRONG_PICTURES if name != "nothing"),
        ("nothing", ()),
    ],
)
def test_what_an_attachment_hides_is_told_by_every_detector_that_reads_it_in_bounded_time(file, telling, listed):
    began = time.monotonic()
    said = judge_attachment((LOCKED | DAMAGED | WRONG_PICTURES)[file], listed)
    assert time.monotonic() - began < MOST_SECONDS_A_MESSAGE
    for name, findings in said.items():
        assert_fit_to_show(findings)
        assert not any(finding.outcome is Outcome.YES for finding in findings if name in READING_DOCUMENTS), name
    silent = [name for name in telling if not any(one.outcome is Outcome.COULD_NOT_TELL for one in said[name])]
    assert silent == []
