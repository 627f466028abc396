"""Header lines as real servers and programs write them. None of them depends on the label, but through the sender."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from random import Random
from string import ascii_uppercase, digits
from uuid import UUID

from custodes.detect.suspicious_mail.fitting.generator.domains import gibberish
from custodes.detect.suspicious_mail.fitting.generator.people import draw_person
from custodes.detect.suspicious_mail.fitting.generator.scene import Scene
from custodes.detect.suspicious_mail.fitting.generator.senders import Sender
from custodes.detect.suspicious_mail.fitting.generator.wire import encoded_word

_CAPITALS = ascii_uppercase + digits
_MAILERS = {
    "outlook": ("Microsoft Outlook 16.0", "Microsoft Office Outlook 12.0"),
    "apple": ("Apple Mail (2.3731.700.6)", "iPhone Mail (20F75)"),
    "phone": ("iPhone Mail (19G82)", "iPad Mail (18H107)"),
    "system": ("PHPMailer 6.1.4 (https://github.com/PHPMailer/PHPMailer)", "nodemailer (5.0.0)", "Sendmail", ""),
    "marketing": ("MailChimp Mailer - **CID**", "Customer.io", "SFMC", "", ""),
    "bare": ("PHPMailer 5.2.9", "Microsoft Outlook Express 6.00.2600.0000", "", ""),
    "plain": ("Mozilla Thunderbird", "", "", "mutt/1.10"),
}


def head_lines(scene: Scene, sender: Sender, subject: str, habit: str) -> list[str]:
    """All header lines but those of MIME, top to bottom."""
    rng = scene.rng
    own = [
        f"From: {_address(rng, sender.name, sender.address)}",
        *_to(scene, sender),
        f"Subject: {encoded_word(rng, subject)}",
        f"Date: {format_datetime(scene.at)}",
        f"Message-ID: <{_message_id(rng, sender)}>",
        *_extras(scene, sender, habit),
        "MIME-Version: 1.0",
    ]
    if rng.random() < 0.2:
        rng.shuffle(own)
    return [*_trace(scene, sender), *own]


def _address(rng: Random, name: str, address: str) -> str:
    if not name:
        return rng.choice((address, f"<{address}>"))
    if not name.isascii():
        return f"{encoded_word(rng, name)} <{address}>"
    needs_quotes = any(sign in name for sign in '.,@()<>[]:;"')
    quoted = name.replace("\\", "").replace('"', "'")
    return f'"{quoted}" <{address}>' if needs_quotes or rng.random() < 0.4 else f"{name} <{address}>"


def _to(scene: Scene, sender: Sender) -> list[str]:
    rng, reader = scene.rng, scene.reader
    if sender.list_name and rng.random() < 0.8:
        return [f"To: {sender.list_name}"]
    roll = rng.random()
    if roll < 0.05:
        return ["To: undisclosed-recipients:;"]
    if roll < 0.55:
        return [f"To: {reader.address}"]
    lines = [f"To: {_address(rng, reader.name, reader.address)}"]
    if roll > 0.92:
        others = ", ".join(draw_person(rng, scene.language, scene.org.domain).address for _ in range(rng.randint(1, 4)))
        lines.append(f"Cc: {others}")
    return lines


def _message_id(rng: Random, sender: Sender) -> str:
    host = sender.domain if rng.random() < 0.6 else sender.host
    return rng.choice(
        (
            f"CA{gibberish(rng, 40, 44)}=@mail.gmail.com",
            f"{UUID(int=rng.getrandbits(128))}@{host}",
            f"{rng.randrange(10**13)}.{rng.randrange(10**6)}@{host}",
            f"{gibberish(rng, 16, 24, _CAPITALS)}@{gibberish(rng, 8, 12, _CAPITALS)}.namprd04.prod.outlook.com",
            f"{gibberish(rng, 24, 32)}@{host}",
        )
    )


def _extras(scene: Scene, sender: Sender, habit: str) -> list[str]:
    rng, lines = scene.rng, []
    if sender.reply_to:
        lines.append(f"Reply-To: {_address(rng, rng.choice(('', sender.name)), sender.reply_to)}")
    if sender.list_name:
        local, _, host = sender.list_name.partition("@")
        lines += [f"List-Id: <{local}.{host}>", f"Sender: {local}-bounces@{host}", "Precedence: list"]
    elif habit == "marketing" and rng.random() < 0.7:
        lines.append(f"List-Unsubscribe: <mailto:unsubscribe-{gibberish(rng, 10, 20)}@{sender.host}>")
    mailer = rng.choice(_MAILERS.get(habit, ("",)))
    if mailer and rng.random() < 0.7:
        lines.append(f"X-Mailer: {mailer}")
    if rng.random() < 0.06:
        lines += ["X-Priority: 1 (Highest)", "Importance: High"]
    if habit in ("outlook", "owa") and rng.random() < 0.5:
        lines.append(f"Thread-Index: Ad{gibberish(rng, 28, 28)}==")
    return lines


def _trace(scene: Scene, sender: Sender) -> list[str]:
    """What servers on the way put on top: nothing in old exports, more in others."""
    rng = scene.rng
    roll = rng.random()
    if roll < 0.15:
        return []
    place = f"mx{rng.randrange(1, 5)}.{scene.reader.address.partition('@')[2]}"
    server = rng.choice(("mail.", "smtp.", "mta1.", "out.", "")) + sender.host
    address = ".".join(str(rng.randrange(1, 255)) for _ in range(4))
    arrived = format_datetime(scene.at + timedelta(seconds=rng.randrange(1, 90)))
    number = gibberish(rng, 8, 14, _CAPITALS)
    lines = [f"Return-Path: <{_envelope(rng, sender)}>"] if rng.random() < 0.7 else []
    lines.append(
        f"Received: from {server} ({server} [{address}])\n\tby {place} (Postfix) with ESMTPS id {number}\n"
        f"\tfor <{scene.reader.address}>; {arrived}"
    )
    if rng.random() < 0.5:
        desk = f"[10.{rng.randrange(255)}.{rng.randrange(255)}.{rng.randrange(255)}] (helo={gibberish(rng, 4, 10)})"
        lines.append(f"Received: from {desk}\n\tby {server} with esmtpa; {format_datetime(scene.at)}")
    if roll > 0.5:
        lines.append(f"Authentication-Results: {place};\n\t{_results(rng, sender)}")
    return lines


def _envelope(rng: Random, sender: Sender) -> str:
    if rng.random() < 0.5 and sender.is_genuine:
        return sender.address
    return f"{rng.choice(('bounce', 'bounces+' + gibberish(rng, 8, 20), 'return', 'root', 'www-data'))}@{sender.host}"


def _results(rng: Random, sender: Sender) -> str:
    """Checks pass for honest senders as a rule, and for impostors wherever the address is their own."""
    is_aligned = sender.host.endswith(sender.domain) or sender.domain.endswith(sender.host)
    if sender.is_genuine:
        spf = rng.choices(("pass", "none", "softfail", "fail"), (92, 4, 3, 1))[0]
        dkim = rng.choices(("pass", "none", "fail"), (85, 12, 3))[0]
        dmarc = "pass" if dkim == "pass" or (spf == "pass" and is_aligned) else rng.choice(("none", "fail", "none"))
    else:
        spf = rng.choices(("pass", "none", "softfail", "fail"), (45, 20, 20, 15))[0]
        dkim = rng.choices(("pass", "none", "fail"), (15, 75, 10))[0]
        dmarc = rng.choices(("fail", "none"), (60, 40))[0]
    host = sender.host
    return (
        f"spf={spf} smtp.mailfrom={host};\n\tdkim={dkim} header.d={host};\n\tdmarc={dmarc} header.from={sender.domain}"
    )
