from ipaddress import ip_network

import pytest

from custodes.events import BASE_EVENT, EMAIL_ACTIVITY, make_batch
from custodes.sources.premises import PLACE, Premises, count_places

LIBRARY = Premises((ip_network("198.51.100.0/24"), ip_network("2001:db8::/32")))


@pytest.mark.parametrize(
    ("address", "with_networks", "without"),
    [
        ("10.1.2.3", True, True),
        ("192.168.0.9", True, True),
        ("fd00::7", True, True),
        ("::ffff:10.1.2.3", True, True),
        ("198.51.100.7", True, None),
        ("2001:db8::1", True, None),
        ("100.64.0.1", False, None),
        ("8.8.8.8", False, None),
        ("2a00:1450::1", False, None),
        ("::ffff:8.8.8.8", False, None),
        ("pc-12.fernwood.example", None, None),
        (None, None, None),
    ],
)
def test_an_address_tells_where_something_was_done(address, with_networks, without):
    assert LIBRARY.is_own(address) is with_networks
    assert Premises().is_own(address) is without


def test_what_a_format_knows_by_itself_stays():
    batch = make_batch(
        BASE_EVENT, {"src_endpoint.ip": ["10.0.0.1", "8.8.8.8", None], PLACE: [False, None, None]}, rows=3
    )
    marked = LIBRARY.mark(batch)
    assert marked.column(PLACE).to_pylist() == [False, False, None]
    assert count_places(marked) == (0, 2)
    assert marked.schema.equals(batch.schema, check_metadata=True)


def test_mail_and_empty_batches_are_left_as_they_are():
    for batch in (make_batch(EMAIL_ACTIVITY, {}, rows=2), make_batch(BASE_EVENT, {}, rows=0)):
        assert LIBRARY.mark(batch) is batch
        assert count_places(batch) == (0, 0)
