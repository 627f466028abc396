"""Who a message says it comes from, and whether the sending server may say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from custodes.detect.suspicious_mail.fitting.generator.companies import Company
from custodes.detect.suspicious_mail.fitting.generator.domains import (
    cheap_domain,
    gibberish,
    lookalike,
    ordinary_domain,
)
from custodes.detect.suspicious_mail.fitting.generator.people import FREE_MAIL, Person, draw_person
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.slots import speak
from custodes.detect.suspicious_mail.fitting.generator.tables import load_table, pick, word


class Sender(NamedTuple):
    """A From line and what stands behind it."""

    name: str
    """As it is shown; "" for none."""
    address: str
    home: str
    """The domain that truly speaks for whom the message names."""
    host: str
    """The domain of the server that sends it."""
    is_genuine: bool
    """Whether that server may send for the address."""
    reply_to: str = ""
    list_name: str = ""
    """The mailing list that it came through."""

    @property
    def domain(self) -> str:
        """Of the address."""
        return self.address.rpartition("@")[2]


def draw_sender(scene: Scene, manners: Mapping[str, float]) -> Sender:
    """A sender by one of the manners; who signs is then settled too."""
    return MANNERS[pick(scene.rng, manners)](scene)


def _shown(scene: Scene, otherwise: str) -> str:
    name = speak(scene, scene.skeleton.sender) or otherwise
    return "" if name == "-" else name


def _brand(scene: Scene) -> Sender:
    rng, home = scene.rng, scene.brand.domain
    below = rng.choice(("", "", "", "", "mail.", "e.", "email.", "notify.", "info.", "news.", "t.", "em."))
    address = f"{word(rng, 'roles')}@{below}{home}"
    reply_to = f"{rng.choice(('support', 'reply-' + gibberish(rng, 8, 20), 'help', 'service'))}@{home}"
    return Sender(
        name=_shown(scene, scene.brand.name),
        address=address,
        home=home,
        host=rng.choice((home, f"{below}{home}", word(rng, "mailers"), "amazonses.com")),
        is_genuine=True,
        reply_to=reply_to if rng.random() < 0.25 else "",
    )


def _mailer(scene: Scene) -> Sender:
    """Through a service that mails for others, under the company's address or the service's own."""
    rng, sender = scene.rng, _brand(scene)
    host = word(rng, "mailers")
    if rng.random() < 0.25:
        local, _, domain = sender.address.partition("@")
        address = f"{local}-{domain.replace('.', '_')}@{'shared1.' if host == 'ccsend.com' else 'in.'}{host}"
        return sender._replace(address=address, host=host, reply_to=f"{local}@{sender.home}")
    return sender._replace(host=host)


def _company(scene: Scene) -> Sender:
    scene.writer = draw_person(scene.rng, scene.language, scene.company.domain)
    return _from_person(scene, scene.writer, scene.company.domain)


def _firm(scene: Scene) -> Sender:
    scene.brand = scene.company
    domain = scene.company.domain
    address = f"{word(scene.rng, 'locals')}@{domain}"
    return Sender(_shown(scene, scene.company.name), address, domain, domain, is_genuine=True)


def _vendor(scene: Scene) -> Sender:
    """Somebody who works for the company in whose name it is written."""
    scene.writer = draw_person(scene.rng, scene.language, scene.brand.domain)
    return _from_person(scene, scene.writer, scene.brand.domain)


def _inside(scene: Scene) -> Sender:
    scene.writer = scene.colleague
    return _from_person(scene, scene.colleague, scene.org.domain)


def _office(scene: Scene) -> Sender:
    """A machine or an office at the reader's place of work."""
    rng, domain = scene.rng, scene.org.domain
    local = word(rng, "offices")
    return Sender(_shown(scene, ""), f"{local}@{domain}", domain, domain, is_genuine=True)


def _person(scene: Scene) -> Sender:
    scene.writer = draw_person(scene.rng, scene.language)
    return _from_person(scene, scene.writer, scene.company.domain)


def _from_person(scene: Scene, person: Person, home: str) -> Sender:
    rng = scene.rng
    domain = person.address.partition("@")[2]
    plain = rng.choice((person.name, person.name, person.name, f"{person.last}, {person.first}", person.first, ""))
    return Sender(_shown(scene, plain), person.address, home, domain, is_genuine=True)


def _list(scene: Scene) -> Sender:
    rng = scene.rng
    sender = rng.choice((_company, _person, _firm))(scene)
    name = f"{word(rng, 'plain')}-{rng.choice(('users', 'dev', 'announce', 'talk', 'l', 'discuss', 'help'))}"
    host = f"{rng.choice(('lists', 'groups', 'list', 'mail'))}.{ordinary_domain(rng, 'en')}"
    listed = f"{name}@{host}"
    if rng.random() < 0.3:
        return sender._replace(
            name=f"{scene.writer.name} via {name}", address=listed, host=host, reply_to=sender.address, list_name=listed
        )
    return sender._replace(
        host=host, is_genuine=rng.random() < 0.6, reply_to=listed if rng.random() < 0.4 else "", list_name=listed
    )


def _lookalike(scene: Scene) -> Sender:
    domain = lookalike(scene.rng, scene.brand.name, scene.brand.domain)
    address = f"{word(scene.rng, 'roles')}@{domain}"
    return Sender(_shown(scene, scene.brand.name), address, scene.brand.domain, domain, is_genuine=True)


def _lookalike_inside(scene: Scene) -> Sender:
    """Almost the reader's own place of work."""
    domain = lookalike(scene.rng, scene.org.domain.partition(".")[0], scene.org.domain)
    address = scene.colleague.address.partition("@")[0]
    scene.writer = scene.colleague
    return Sender(_shown(scene, scene.colleague.name), f"{address}@{domain}", scene.org.domain, domain, is_genuine=True)


def _hijacked(scene: Scene) -> Sender:
    """A mailbox of somebody who has nothing to do with it."""
    rng = scene.rng
    domain = ordinary_domain(rng, rng.choice((scene.language, "en", "pt", "de", "es", "ja", "it", "pl", "tr", "fr")))
    person = draw_person(rng, rng.choice((scene.language, "en")), domain)
    address = rng.choice((f"{word(rng, 'locals')}@{domain}", person.address, person.address))
    reply_to = draw_person(rng, "en").address if rng.random() < 0.15 else ""
    return Sender(
        _shown(scene, scene.brand.name),
        address,
        scene.brand.domain,
        domain,
        is_genuine=rng.random() < 0.85,
        reply_to=reply_to,
    )


def _known(scene: Scene) -> Sender:
    """The taken-over mailbox of a real partner: it all fits."""
    return _company(scene)


def _cheap(scene: Scene) -> Sender:
    rng, domain = scene.rng, cheap_domain(scene.rng)
    local = rng.choice(
        (
            word(rng, "roles"),
            word(rng, "roles"),
            gibberish(rng, 5, 14),
            gibberish(rng, 5, 14),
            word(rng, "locals"),
            "return",
        )
    )
    return Sender(
        _shown(scene, scene.brand.name), f"{local}@{domain}", scene.brand.domain, domain, is_genuine=rng.random() < 0.8
    )


def _free(scene: Scene) -> Sender:
    rng = scene.rng
    language = rng.choice((scene.language, "en"))
    claimed = f"{word(rng, 'roles').replace('-', '')}{rng.randrange(9999)}@{rng.choice(FREE_MAIL['en'])}"
    address = rng.choice((draw_person(rng, language).address, draw_person(rng, language).address, claimed))
    reply_to = draw_person(rng, "en").address if rng.random() < 0.3 else ""
    host = address.partition("@")[2]
    return Sender(
        _shown(scene, scene.writer.name), address, scene.brand.domain, host, is_genuine=True, reply_to=reply_to
    )


def _boss(scene: Scene) -> Sender:
    """A superior's name over a mailbox that anybody can have."""
    rng = scene.rng
    scene.writer = scene.colleague
    own = scene.colleague.address.partition("@")[0]
    local = rng.choice(
        (own, own, f"office{rng.randrange(999)}", f"executive.mail{rng.randrange(99)}", "private.desk01")
    )
    host = rng.choice((*FREE_MAIL["en"], cheap_domain(rng), ordinary_domain(rng, "en")))
    return Sender(_shown(scene, scene.colleague.name), f"{local}@{host}", scene.org.domain, host, is_genuine=True)


def _forged(scene: Scene, company: Company, otherwise: str) -> Sender:
    rng = scene.rng
    address = f"{word(rng, 'roles')}@{company.domain}"
    host = rng.choice((ordinary_domain(rng, "en"), cheap_domain(rng)))
    reply_to = draw_person(rng, "en", rng.choice(("", host))).address if rng.random() < 0.25 else ""
    return Sender(_shown(scene, otherwise), address, company.domain, host, is_genuine=False, reply_to=reply_to)


def _forged_brand(scene: Scene) -> Sender:
    return _forged(scene, scene.brand, scene.brand.name)


def _forged_inside(scene: Scene) -> Sender:
    scene.writer = scene.colleague
    sender = _forged(scene, scene.org, scene.colleague.name)
    return sender._replace(address=scene.colleague.address) if scene.rng.random() < 0.4 else sender


def _oneself(scene: Scene) -> Sender:
    """The reader's own address, as proof that it was broken into."""
    host = ordinary_domain(scene.rng, "en")
    return Sender(_shown(scene, ""), scene.reader.address, scene.org.domain, host, is_genuine=False)


def _abused(scene: Scene) -> Sender:
    """An honest service that lets anybody send: its checks pass."""
    rng = scene.rng
    tenant = gibberish(rng, 6, 14)
    host = rng.choice((f"{tenant}.onmicrosoft.com", f"{tenant}.firebaseapp.com", *load_table("words")["open_senders"]))
    return Sender(
        _shown(scene, scene.brand.name), f"{word(rng, 'roles')}@{host}", scene.brand.domain, host, is_genuine=True
    )


MANNERS: Mapping[str, Callable[[Scene], Sender]] = {
    "brand": _brand,
    "mailer": _mailer,
    "company": _company,
    "firm": _firm,
    "vendor": _vendor,
    "inside": _inside,
    "office": _office,
    "person": _person,
    "list": _list,
    "lookalike": _lookalike,
    "lookalike-inside": _lookalike_inside,
    "hijacked": _hijacked,
    "known": _known,
    "cheap": _cheap,
    "free": _free,
    "boss": _boss,
    "forged-brand": _forged_brand,
    "forged-inside": _forged_inside,
    "oneself": _oneself,
    "abused": _abused,
}
