from pathlib import Path

import pytest

from custodes.events import BASE_EVENT, EMAIL_ACTIVITY, HTTP_ACTIVITY, make_batch
from custodes.policy.errors import PolicyError
from custodes.policy.model import Control, Policy
from custodes.sources.firewall import Firewall, Passed, Places

PROTECTED = {
    "hosts": ["Report.Fernwood.example"],
    "networks": ["10.30.0.0/24", "2001:db8:30::/48"],
    "addresses": ["hotline@fernwood.example"],
}
PATRON = {
    "circulation_hosts": ["catalog.fernwood.example"],
    "circulation_senders": ["notices@ils.fernwood.example"],
    "public_networks": ["10.20.0.0/16"],
    "card_prefixes": ["2"],
}
CARD = "21234567890124"


def policy_with(*controls: tuple[str, dict]) -> Policy:
    made = (Control("monitor.protected", "intake", name, parameters, line=4) for name, parameters in controls)
    return Policy("Policy", (), tuple(made), folder=Path())


FIREWALL = Firewall.of(policy_with(("protected-places", PROTECTED), ("patron-records", PATRON), ("account", {})))


def requests(*rows: tuple[str | None, str | None]):
    """A batch of requests, each a client and a host."""
    columns = {
        "src_endpoint.ip": [client for client, _ in rows],
        "http_request.url.hostname": [host for _, host in rows],
        "http_request.url.url_string": [f"http://{host}/" for _, host in rows],
        "position": list(range(len(rows))),
        "source": "access.log",
    }
    return make_batch(HTTP_ACTIVITY, columns, rows=len(rows))


def outcome(passed: Passed) -> str:
    if passed.dropped_protected + passed.dropped_patron + passed.batch.num_rows != 1:
        return "lost"
    return "protected" if passed.dropped_protected else "patron" if passed.dropped_patron else "kept"


@pytest.mark.parametrize(
    ("client", "host", "expected"),
    [
        ("10.1.0.1", "news.example", "kept"),
        ("10.1.0.1", "report.fernwood.example", "protected"),
        ("10.1.0.1", "form.report.fernwood.example", "protected"),
        ("10.1.0.1", "notreport.fernwood.example", "kept"),
        ("10.1.0.1", "report.fernwood.example.evil.example", "kept"),
        ("10.1.0.1", "fernwood.example", "kept"),
        ("10.30.0.9", "news.example", "protected"),
        ("2001:db8:30::1", "news.example", "protected"),
        ("::ffff:10.30.0.9", "news.example", "protected"),
        ("10.1.0.1", "10.30.0.9", "protected"),
        ("10.30.1.9", "news.example", "kept"),
        ("10.1.0.1", "catalog.fernwood.example", "patron"),
        ("10.20.3.4", "news.example", "patron"),
        ("10.20.3.4", "report.fernwood.example", "protected"),
        ("pc7.fernwood.example", "news.example", "kept"),
        ("10.20.3.4.5", "news.example", "kept"),
        (None, None, "kept"),
        (None, "catalog.fernwood.example", "patron"),
    ],
)
def test_a_request_is_dropped_by_its_host_or_client_and_protection_wins(client, host, expected):
    assert outcome(FIREWALL.apply(requests((client, host)))) == expected


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("https://report.fernwood.example/form", "protected"),
        ("https://catalog.fernwood.example/record/7", "patron"),
        ("https://news.example/?from=report.fernwood.example", "kept"),
        (None, "kept"),
    ],
)
def test_what_a_protected_page_loads_from_elsewhere_is_dropped_with_it(referrer, expected):
    columns = {"src_endpoint.ip": ["10.1.0.1"], "http_request.referrer": [referrer]}
    assert outcome(FIREWALL.apply(make_batch(HTTP_ACTIVITY, columns, rows=1))) == expected


def mail(**columns):
    lists = {"email.to", "email.cc", "email.bcc"}
    named = {f"email.{name}": value for name, value in columns.items() if name not in {"body", "files", "urls"}}
    rest = {name: [columns[name]] for name in ("body", "files", "urls") if name in columns}
    given = {name: [value if name not in lists or value is None else list(value)] for name, value in named.items()}
    return make_batch(EMAIL_ACTIVITY, given | rest, rows=1)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"from": "ana@fernwood.example", "to": ["bo@fernwood.example"]}, "kept"),
        ({"from": "ana@fernwood.example", "to": ["bo@x.example", "hotline@fernwood.example"]}, "protected"),
        ({"from": "ana@fernwood.example", "cc": ["any@report.fernwood.example"]}, "protected"),
        ({"from": "ana@fernwood.example", "bcc": ["hotline@fernwood.example"]}, "protected"),
        ({"from": "hotline@fernwood.example", "to": ["ana@fernwood.example"]}, "protected"),
        ({"from": "form@report.fernwood.example", "to": None}, "protected"),
        ({"from": "ana@fernwood.example", "reply_to": "hotline@fernwood.example"}, "protected"),
        ({"from": "notices@ils.fernwood.example", "to": ["pat@home.example"]}, "patron"),
        ({"from": "notices@ils.fernwood.example", "to": ["hotline@fernwood.example"]}, "protected"),
        ({"from": "ana@fernwood.example", "to": ["notices@ils.fernwood.example"]}, "kept"),
        ({"from": None}, "kept"),
    ],
)
def test_mail_is_dropped_by_its_addresses_and_protection_wins(columns, expected):
    assert outcome(FIREWALL.apply(mail(**columns))) == expected


def test_an_event_of_no_kind_is_dropped_by_its_client():
    batch = make_batch(BASE_EVENT, {"src_endpoint.ip": ["10.20.0.1", "10.30.0.1", "10.1.0.1"]}, rows=3)
    passed = FIREWALL.apply(batch)
    assert (passed.dropped_protected, passed.dropped_patron, passed.batch.num_rows) == (1, 1, 1)


def test_what_remains_keeps_its_order_and_knows_nothing_of_what_was_dropped():
    passed = FIREWALL.apply(
        requests(
            ("10.1.0.1", "a.example"), ("10.20.0.1", "b.example"), (None, "report.fernwood.example"), ("10.1.0.2", None)
        )
    )
    assert passed.batch.column("position").to_pylist() == [0, 3]
    assert passed.batch.column("src_endpoint.ip").to_pylist() == ["10.1.0.1", "10.1.0.2"]
    assert passed.batch.column("http_request.url.hostname").to_pylist() == ["a.example", None]
    assert passed.batch.column("http_request.url.hostname").dictionary.to_pylist() == ["a.example"]
    assert passed.batch.column("src_endpoint.ip").dictionary.to_pylist() == ["10.1.0.1", "10.1.0.2"]


def test_a_slice_and_an_empty_batch_are_filtered_as_they_stand():
    batch = requests(("10.20.0.1", "a.example"), ("10.1.0.1", "report.fernwood.example"), ("10.1.0.1", "a.example"))
    passed = FIREWALL.apply(batch.slice(1))
    assert (passed.dropped_protected, passed.dropped_patron, passed.batch.num_rows) == (1, 0, 1)
    assert FIREWALL.apply(batch.slice(0, 0)).batch.num_rows == 0


def test_patron_details_in_what_remains_are_counted_wherever_they_stand():
    url = make_batch(
        HTTP_ACTIVITY,
        {"http_request.url.url_string": [f"http://x.example/{CARD}"], "http_request.referrer": [CARD]},
        rows=1,
    )
    assert FIREWALL.apply(url).masked == 2
    letter = mail(
        subject=f"card {CARD}",
        body=f"Overdue: Gatsby\n{CARD}",
        files=[{"name": f"{CARD}.txt", "text": CARD}, {"name": None, "text": None}],
        urls=[{"url_string": f"http://x.example/{CARD}", "text": None}],
    )
    assert FIREWALL.apply(letter).masked == 6


def test_without_a_policy_nothing_is_dropped_and_cards_are_masked():
    firewall = Firewall.of(Policy("Policy", ()))
    assert firewall == Firewall()
    assert firewall.apply(requests(("10.20.0.1", "report.fernwood.example"))).batch.num_rows == 1
    assert firewall.mask.mask(CARD) == "[library card]"


def test_several_controls_add_up():
    firewall = Firewall.of(
        policy_with(("protected-places", {"hosts": ["a.example"]}), ("protected-places", {"hosts": ["b.example"]}))
    )
    assert firewall.protected.hosts == {"a.example", "b.example"}


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("protected-place", {}, "There is no intake rule “protected-place”. Did you mean “protected-places”?"),
        ("protected-places", {"host": []}, "protected-places has no parameter “host”. Did you mean “hosts”?"),
        ("account", {"hosts": []}, "account has no parameter “hosts”. Known here: own_networks."),
        ("protected-places", {"hosts": "a.example"}, "hosts must be a list. Write hosts: [first, second]."),
        (
            "protected-places",
            {"hosts": ["https://a.example/"]},
            (
                "hosts holds “https://a.example/”, which cannot be used. "
                "Write the name of the host alone, such as reports.fernwood.example; all below it is meant too."
            ),
        ),
        (
            "protected-places",
            {"networks": ["10.20.0.0/99"]},
            "networks holds “10.20.0.0/99”, which cannot be used. Write a network such as 10.20.0.0/16 or 2001:db8::/32.",
        ),
        (
            "protected-places",
            {"addresses": ["hotline"]},
            "addresses holds “hotline”, which cannot be used. Write a whole mail address, such as reports@fernwood.example.",
        ),
        (
            "patron-records",
            {"card_prefixes": [2]},
            (
                "card_prefixes holds “2”, which cannot be used. "
                'Write the digits that card numbers begin with, in quotes, such as "2" or "21234".'
            ),
        ),
        (
            "patron-records",
            {"circulation_hosts": [None]},
            "circulation_hosts holds “None”, which cannot be used. Write the name",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_line_and_the_mend(name, parameters, message):
    lines = dict.fromkeys(parameters, 9)
    control = Control("use.privacy", "intake", name, parameters, line=4, lines=lines)
    with pytest.raises(PolicyError) as caught:
        Firewall.of(Policy("Policy", (), (control,)))
    (problem,) = caught.value.problems
    assert problem.line == (9 if parameters else 4)
    assert str(problem).startswith(f"controls.yaml, line {problem.line}: {message}")


def test_every_problem_of_every_rule_is_told_at_once():
    with pytest.raises(PolicyError) as caught:
        Firewall.of(policy_with(("protected-places", {"hosts": ["a b", "*.c"]}), ("guess", {})))
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    "columns",
    [
        {"email.from": ["Ada@FIRM.example"]},
        {"email.to": [["ben@fernwood.example", "ada+case7@firm.example"]]},
        {"email.bcc": [["rep@mail.staff-union.example"]]},
        {"raw_data": [b"From: ben@fernwood.example\r\nX-Forwarded-To: <ada@firm.example>\r\n\r\nhello"]},
    ],
)
def test_mail_with_whom_the_site_excludes_is_dropped_and_counted_as_such(columns):
    excluded = Places(frozenset({"staff-union.example"}), addresses=frozenset({"ada@firm.example"}))
    firewall = Firewall.of(policy_with(("protected-places", PROTECTED)), excluded)
    plain = {"position": [0], "source": "mail", "raw_data": [b"From: ben@fernwood.example\r\n\r\nhello"]}
    passed = firewall.apply(make_batch(EMAIL_ACTIVITY, plain | columns, rows=1))
    assert (passed.dropped_excluded, passed.dropped_protected, passed.batch.num_rows) == (1, 0, 0)
    assert firewall.apply(make_batch(EMAIL_ACTIVITY, plain, rows=1)).batch.num_rows == 1


def test_what_touches_a_protected_place_too_counts_as_protected():
    firewall = Firewall.of(policy_with(("protected-places", PROTECTED)), Places(frozenset({"fernwood.example"})))
    passed = firewall.apply(requests(("10.1.0.1", "report.fernwood.example"), ("10.1.0.1", "www.fernwood.example")))
    assert (passed.dropped_protected, passed.dropped_excluded, passed.batch.num_rows) == (1, 1, 0)


@pytest.mark.parametrize(
    "field",
    [
        b"To: =?utf-8?q?ada=40firm.example?= <x@y.example>",
        b"To: =?utf-8?B?YWRhQGZpcm0uZXhhbXBsZQ==?= <x@y.example>",
        b"List-Id: Union <local.staff-union.example>",
        b"Authentication-Results: mx.example; dkim=pass header.d=staff-union.example",
    ],
)
def test_a_name_that_is_set_apart_is_met_wherever_a_header_may_write_it(field):
    excluded = Places(frozenset({"staff-union.example"}), addresses=frozenset({"ada@firm.example"}))
    record = b"From: ben@fernwood.example\r\n" + field + b"\r\n\r\nhello"
    batch = make_batch(EMAIL_ACTIVITY, {"position": [0], "source": "mail", "raw_data": [record]}, rows=1)
    assert Firewall.of(policy_with(), excluded).apply(batch).dropped_excluded == 1
