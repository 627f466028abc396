import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.suspicious_mail.domains import Lookalikes, is_ip_address, one_slip_apart, registrable

OWN = Lookalikes(["fernwood.example", "fernwoodlibrary.org"])


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("www.example.co.uk", "example.co.uk"),
        ("mail.gov.br", "mail.gov.br"),
        ("www.fernwood.lib.il.us", "fernwood.lib.il.us"),
        ("192.168.1.9", "192.168.1.9"),
        ("", ""),
    ],
)
def test_the_registered_part_of_a_host(host, expected):
    assert registrable(host) == expected


@pytest.mark.parametrize(
    "domain",
    [
        "fernw00d.example",
        "femwood.example",
        "fernwod.example",
        "fernwoood.example",
        "fernwood-library.example",
        "mail.fernwood-secure.com",
        f"{'fеrnwood'.encode('idna').decode()}.example",  # the first е is Cyrillic
        "fernwoodlibrary.com",
    ],
)
def test_a_domain_made_to_look_like_ours_is_told(domain):
    assert OWN.find(domain) is not None


@pytest.mark.parametrize(
    "domain", ["fernwood.example", "a.fernwood.example", "elmwood.example", "wood.example", "", "."]
)
def test_ours_and_others_do_not_imitate(domain):
    assert OWN.find(domain) is None


@pytest.mark.parametrize("host", ["10.1.2.3", "2997024026", "[2001:db8::1]"])
def test_a_host_by_number_is_known_in_every_writing(host):
    assert is_ip_address(host)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_slip_apart_is_symmetric_and_never_of_the_same(left, right):
    assert one_slip_apart(left, right) == one_slip_apart(right, left)
    assert not one_slip_apart(left, left)


@given(st.text("abcdefgh", min_size=6, max_size=12), st.integers(0, 5), st.sampled_from("xyz"))
def test_any_single_slip_in_a_name_is_found(name, place, letter):
    looking = Lookalikes([f"{name}.example"])
    for other in (
        name[:place] + name[place + 1 :],
        name[:place] + letter + name[place:],
        name[:place] + letter + name[place + 1 :],
    ):
        assert looking.find(f"{other}.test") == f"{name}.example"


def test_a_short_name_is_like_another_by_chance_only():
    assert Lookalikes(["poste.example"]).find("post.example.com") is None
    assert Lookalikes(["poste.it"]).find("post.com") is None
