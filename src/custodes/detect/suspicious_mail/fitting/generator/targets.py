"""Where links lead: to the company's own site, through a mailer's click counter, or wherever lures lead."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from random import Random
from string import ascii_letters, digits, hexdigits
from urllib.parse import quote

from custodes.detect.suspicious_mail.fitting.generator.domains import (
    cheap_domain,
    gibberish,
    lookalike,
    ordinary_domain,
)
from custodes.detect.suspicious_mail.fitting.generator.people import spell
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.tables import pick, word

_ALNUM = ascii_letters + digits


def draw_target(scene: Scene, manners: Mapping[str, float], home: str) -> str:
    """An address by one of the manners; `home` is the domain that truly speaks for whom the message names."""
    return MANNERS[pick(scene.rng, manners)](scene, home)


def _token(rng: Random, least: int, most: int) -> str:
    return gibberish(rng, least, most, _ALNUM)


_PAGES = (
    "account", "orders/{}", "track?id={}", "invoice/{}", "settings/security", "help", "reset?token={}", "events/{}", "blog/{}",
    "signin", "verify?t={}", "news/{}", "my/documents/{}", "checkout/{}", "renew", "item/{}", "calendar", "profile", "billing",
    "survey/{}", "register/{}", "download/{}", "login", "portal", "unsubscribe?u={}", "tickets/{}", "benefits", "holds", "",
)  # fmt: skip


def own(scene: Scene, home: str) -> str:
    """A page of the company's own site."""
    rng = scene.rng
    page = rng.choice(_PAGES).format(_token(rng, 5, rng.choice((8, 12, 40))))
    host = rng.choice(("www.", "www.", "www.", "", "my.", "account.", "app.", "secure.", "go.", "login.", "shop.")) + home
    tail = rng.choice(("", "", "", f"?utm_source=email&utm_medium={word(rng, 'services')}&utm_campaign={_token(rng, 6, 10)}"))
    return f"{'https' if rng.random() < 0.9 else 'http'}://{host}/{page}{'' if '?' in page else tail}"


def click(scene: Scene, home: str) -> str:
    """The click counter of the company or of the service that mails for it, as nearly all newsletters have."""
    rng = scene.rng
    long, short = _token(rng, 60, 220), _token(rng, 10, 24)
    number = rng.randrange(10**6, 10**8)
    return rng.choice(
        (
            f"https://u{number}.ct.sendgrid.net/ls/click?upn={long}",
            f"https://click.{rng.choice(('e', 'mail', 'email', 'news'))}.{home}/?qs={gibberish(rng, 64, 120, hexdigits[:16])}",
            f"https://links.{home}/ls/click?upn={long}",
            f"https://{home.partition('.')[0]}.us{rng.randrange(1, 22)}.list-manage.com/track/click?u={gibberish(rng, 25, 25)}&id={short}&e={short[:10]}",
            f"http://r20.rs6.net/tn.jsp?f=001{long}&c={short}==&ch={short}==",
            f"https://{short}.r.{rng.choice(('us-east-1', 'eu-west-1'))}.awstrack.me/L0/https:%2F%2F{home}%2F{short}/1/{long[:40]}",
            f"https://email.{home}/c/eJ{long}",
            f"https://trk.klclick.com/ls/click?upn={long}",
            f"https://t.{home}/r/?id=h{gibberish(rng, 8, 8, hexdigits[:16])},{short}",
            f"https://{short.lower()}.hubspotlinks.com/Ctc/{long[:70]}",
            f"https://lnks.gd/l/{long}",
            f"https://substack.com/redirect/{gibberish(rng, 8, 8, hexdigits[:16])}?j={long[:60]}",
            f"https://click.mlsend.com/link/c/{long}",
            f"https://track.{home}/f/a/{long}~~/AAAA",
        )
    )


def document(scene: Scene, home: str) -> str:
    """A document or meeting at the services where honest people keep theirs."""
    rng = scene.rng
    tenant = spell(home.partition(".")[0]) or "tenant"
    token, number = _token(rng, 28, 44), rng.randrange(10**9, 10**11)
    return rng.choice(
        (
            f"https://docs.google.com/{rng.choice(('document', 'spreadsheets', 'forms'))}/d/{token}/edit?usp=sharing",
            f"https://drive.google.com/file/d/{token}/view?usp=sharing",
            f"https://{tenant}.sharepoint.com/:{rng.choice('wxpb')}:/{rng.choice(('s', 'g', 'r'))}/{_token(rng, 5, 9)}/{token}?e={_token(rng, 6, 6)}",
            f"https://{tenant}-my.sharepoint.com/:{rng.choice('wxpb')}:/p/{scene.writer.address.partition('@')[0]}/{token}",
            f"https://us02web.zoom.us/j/{number}?pwd={token}",
            f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{token}%40thread.v2/0",
            f"https://www.dropbox.com/s/{_token(rng, 15, 15).lower()}/{word(rng, 'projects').replace(' ', '%20')}.pdf?dl=0",
            f"https://forms.gle/{_token(rng, 17, 17)}",
            f"https://www.eventbrite.com/e/{word(rng, 'topics').replace(' ', '-')}-tickets-{number}",
            f"https://doodle.com/poll/{token[:16].lower()}",
            f"https://calendly.com/{scene.writer.address.partition('@')[0]}/30min",
            f"https://www.youtube.com/watch?v={_token(rng, 11, 11)}",
            f"https://github.com/{word(rng, 'plain')}/{word(rng, 'trades')}/issues/{rng.randrange(1, 4000)}",
            f"https://en.wikipedia.org/wiki/{word(rng, 'topics').replace(' ', '_').capitalize()}",
            f"https://www.surveymonkey.com/r/{_token(rng, 7, 7).upper()}",
        )
    )


def short(scene: Scene, _home: str) -> str:
    """A shortened address, which honest mail has too."""
    host = scene.rng.choice(
        ("bit.ly", "bit.ly", "bit.ly", "tinyurl.com", "t.ly", "cutt.ly", "is.gd", "rb.gy", "rebrand.ly", "t.co", "ow.ly", "s.id",
         "qrco.de", "shorturl.at", "goo.gl", "lnkd.in", "urlz.fr", "n9.cl", "did.li", "me2.do", "x.gd", "u.to", "v.ht")
    )  # fmt: skip
    return f"https://{host}/{_token(scene.rng, 4, 8)}"


def hijacked(scene: Scene, _home: str) -> str:
    """A page hidden in the site of somebody who does not know."""
    rng = scene.rng
    site = ordinary_domain(rng, scene.language if rng.random() < 0.3 else "en")
    folder = rng.choice(
        ("wp-content/plugins/", "wp-includes/", "wp-admin/css/", ".well-known/", "images/", "cgi-bin/", "wp-content/uploads/", "js/",
         "components/com_content/", "new/", "", "", f"{_token(rng, 4, 10)}/", "~user/", "administrator/", "cache/", "tmp/")
    )  # fmt: skip
    name = rng.choice((spell(scene.brand.name), word(rng, "services"), _token(rng, 3, 12), "owa", "office", "index", "doc", "1"))
    tail = rng.choice(("", "/", ".php", ".html", "/index.php", f"/?{_token(rng, 5, 12)}", "/login.php?cmd=login_submit"))
    return f"{rng.choice(('http', 'https', 'https'))}://{rng.choice(('www.', '', ''))}{site}/{folder}{name}{tail}{_bait(scene)}"


def _bait(scene: Scene) -> str:
    """The reader's address, with which the false page greets them."""
    rng = scene.rng
    if rng.random() < 0.75:
        return ""
    address = scene.reader.address
    code = base64.b64encode(address.encode()).decode()
    return rng.choice((f"#{address}", f"?email={address}", f"#{code}", f"?e={code}", f"/{code}"))


def imitated(scene: Scene, home: str) -> str:
    """A page at a domain that looks like the true one."""
    rng = scene.rng
    page = rng.choice(("", "", "login", "signin/", "verify", "account/update", "secure/login.html", f"{_token(rng, 6, 30)}", "track.php"))
    return f"{rng.choice(('https', 'https', 'http'))}://{lookalike(rng, scene.brand.name, home)}/{page}{_bait(scene)}"


def cheap(scene: Scene, _home: str) -> str:
    """A page at a domain bought for a week."""
    rng = scene.rng
    page = rng.choice((_token(rng, 3, 9), _token(rng, 20, 90), f"{_token(rng, 5, 9)}/{_token(rng, 8, 40)}", f"{word(rng, 'services')}/", "", "4AcAbs1234"))
    host = rng.choice(("", "", f"{word(rng, 'services')}.", f"{_token(rng, 4, 12).lower()}.")) + cheap_domain(rng)
    return f"{rng.choice(('https', 'https', 'http'))}://{host}/{page}{_bait(scene)}"


def hosted(scene: Scene, _home: str) -> str:
    """A page where anybody can publish in a minute."""
    rng = scene.rng
    made_name = rng.choice(
        (gibberish(rng, 8, 18), f"{spell(scene.brand.name) or 'mail'}-{word(rng, 'services')}", f"{word(rng, 'services')}-{gibberish(rng, 4, 8)}")
    )
    bucket, path = gibberish(rng, 8, 20), rng.choice(("index.html", "login.html", f"{_token(rng, 5, 9)}.html", "owa.html", ""))
    content = "baf" + rng.choice(("ybei", "kreig")) + gibberish(rng, 52, 52, "abcdefghijklmnopqrstuvwxyz234567")
    return rng.choice(
        (
            f"https://{made_name}.{rng.choice(('web.app', 'firebaseapp.com', 'pages.dev', 'workers.dev', 'netlify.app', 'vercel.app', 'glitch.me', 'weebly.com', 'weeblysite.com', 'wixsite.com', 'webflow.io', 'godaddysites.com', 'square.site', 'onrender.com', 'herokuapp.com', 'azurewebsites.net', 'blogspot.com', 'framer.website', 'myportfolio.com', 'r2.dev', '000webhostapp.com', 'repl.co', 'surge.sh', 'carrd.co', 'typedream.app'))}/{path}",
            f"https://{rng.choice(('ipfs.io', 'cloudflare-ipfs.com', 'dweb.link', 'gateway.pinata.cloud', 'nftstorage.link'))}/ipfs/{content}",
            f"https://{content}.ipfs.{rng.choice(('dweb.link', 'w3s.link', 'cf-ipfs.com'))}/{path}",
            f"https://sites.google.com/view/{made_name}/home",
            f"https://storage.googleapis.com/{bucket}/{path}#{_token(rng, 8, 60)}",
            f"https://{bucket}.s3.{rng.choice(('us-east-1', 'eu-west-2', 'ap-south-1'))}.amazonaws.com/{path}",
            f"https://{bucket}.blob.core.windows.net/{gibberish(rng, 4, 9)}/{path}",
            f"https://{bucket}.z{rng.randrange(1, 40)}.web.core.windows.net/",
            f"https://firebasestorage.googleapis.com/v0/b/{made_name}.appspot.com/o/{path}?alt=media&token={_token(rng, 36, 36)}",
            f"https://{rng.choice(('form.jotform.com', 'www.123formbuilder.com', 'docs.google.com/forms/d/e', 'forms.office.com/r', 'app.formbold.com', 'tally.so/r'))}/{_token(rng, 10, 40)}",
            f"https://www.canva.com/design/{_token(rng, 11, 11)}/view",
            f"https://{made_name}.notion.site/{_token(rng, 32, 32)}",
        )
    ) + (_bait(scene) if rng.random() < 0.5 else "")  # fmt: skip


def redirected(scene: Scene, home: str) -> str:
    """A lure's page behind somebody else's door: open redirects and click counters."""
    rng = scene.rng
    true = rng.choice((hijacked, cheap, hosted))(scene, home)
    coded = quote(true, safe="")
    return rng.choice(
        (
            f"https://www.google.com/url?q={coded}&sa=D&sntz=1&usg=AOvVaw{_token(rng, 22, 22)}",
            f"https://googleads.g.doubleclick.net/pcs/click?xai={_token(rng, 60, 200)}&adurl={true}",
            f"https://www.bing.com/ck/a?!&&p={_token(rng, 60, 120)}&u=a1{base64.urlsafe_b64encode(true.encode()).decode()}",
            f"https://u{rng.randrange(10**6, 10**8)}.ct.sendgrid.net/ls/click?upn={_token(rng, 100, 240)}",
            f"https://t.co/{_token(rng, 10, 10)}",
            f"https://l.facebook.com/l.php?u={coded}&h=AT{_token(rng, 20, 40)}",
            f"https://www.google.com/amp/s/{true.partition('://')[2]}",
            f"https://{ordinary_domain(rng, 'en')}/redirect.php?url={coded}",
            f"https://www.linkedin.com/slink?code={_token(rng, 7, 8)}",
            f"https://click.{ordinary_domain(rng, 'en')}/?qs={_token(rng, 60, 90)}",
            f"https://clickproxy.retailrocket.net/?url={coded}",
            f"https://translate.google.com/translate?sl=auto&tl=en&u={coded}",
        )
    )


def numbered(scene: Scene, _home: str) -> str:
    """A server that has no name."""
    rng = scene.rng
    host = ".".join(str(rng.randrange(1, 255)) for _ in range(4))
    port = rng.choice(("", "", ":8080", ":8443"))
    return f"http://{host}{port}/{rng.choice((_token(rng, 3, 9), '~' + _token(rng, 4, 7), spell(scene.brand.name)))}/{_bait(scene)}"


def mailto(scene: Scene, _home: str) -> str:
    """An answer to some mailbox, begun for the reader."""
    rng = scene.rng
    box = f"{gibberish(rng, 6, 14)}@{rng.choice(('gmail.com', 'outlook.com', cheap_domain(rng)))}"
    return f"mailto:{box}?subject={quote(rng.choice(('Report the user', 'unusual signin activity', 'Unsubscribe', 'Secure account')))}"


def sold(scene: Scene, home: str) -> str:
    """A shop that only spam leads to."""
    return scene.rng.choice((cheap, cheap, hijacked, short, hosted))(scene, home)


MANNERS: Mapping[str, Callable[[Scene, str], str]] = {
    "own": own,
    "click": click,
    "document": document,
    "short": short,
    "hijacked": hijacked,
    "imitated": imitated,
    "cheap": cheap,
    "hosted": hosted,
    "redirected": redirected,
    "numbered": numbered,
    "mailto": mailto,
    "sold": sold,
}
