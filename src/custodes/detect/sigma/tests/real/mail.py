"""Messages as mail programs write them: RFC 5322, MIME."""

import io
import zipfile
from email.message import EmailMessage
from typing import NamedTuple

from custodes.detect.sigma.tests.real.case import AT, Case, cases

OUTSIDE, DIRECTOR = "someone@elsewhere.example", "director@fernwood.example"


class Letter(NamedTuple):
    body: str = "See the attachment."
    subject: str = "Hello"
    sender: str = OUTSIDE
    files: tuple[str, ...] = ()
    locked: bool = False
    headers: tuple[tuple[str, str], ...] = ()


def attached(name: str, **more: object) -> Letter:
    return Letter(files=("note.txt", name), **more)  # type: ignore[arg-type]


def answered_at(mailbox: str, body: str) -> Letter:
    return Letter(body, "Urgent", DIRECTOR, headers=(("Reply-To", mailbox),))


WALLET = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
LETTERS = {
    "mail/answers-go-to-a-private-mailbox": (
        answered_at("r.okafor.office@gmail.com", "Please pay the attached invoice today."),
        answered_at("r.okafor.office@gmail.com", "We meet on Tuesday.")._replace(subject="Next meeting"),
    ),
    "mail/blackmail": (
        Letter(
            f"I have hacked your system and recorded you. Send 900 USD in bitcoin to {WALLET} "
            "or I will send the video to all your contacts."
        ),
        Letter(f"Donate bitcoin to the friends of the library: {WALLET}"),
    ),
    "mail/call-this-number": (
        Letter(
            "Your Geek Squad order of $399.99 has been charged. To cancel the subscription call our support team "
            "at +1 (808) 555-0142.",
            sender="billing.desk.4711@gmail.com",
        ),
        Letter("Please order two Norton anthologies. Call the publisher at 800-555-0100.", sender="ann@gmail.com"),
    ),
    "mail/code-to-scan": (
        Letter("Scan the QR code below with your phone to keep your Microsoft authenticator working."),
        Letter("Scan the QR code at the door. See you there."),
    ),
    "mail/database-attached": (attached("Archive.PST"), attached("new-titles.mrc")),
    "mail/errand-for-the-director": (
        Letter("Are you available? I'm in a meeting and can't talk. I need a quick favor done."),
        Letter("Are you free for lunch on Friday? I'm in a meeting until noon."),
    ),
    "mail/gift-cards": (
        Letter("I need you to get some gift cards for the volunteers. Scratch the back and send me the codes."),
        Letter("Winners of the summer reading program may pick up their gift cards at the desk."),
    ),
    "mail/key-file-attached": (attached("id_rsa"), attached("id_rsa.pub")),
    "mail/locked-archive-with-its-password": (
        attached("Doc_4711.zip", body="See the document.\nArchive password: 7745", locked=True),
        attached("Doc_4711.zip", body="See the document.\nArchive password: 7745"),
    ),
    "mail/macro-document": (attached("Contract.DOCM"), attached("Contract.docx")),
    "mail/new-bank-account": (
        Letter("I would like to change my direct deposit information before the next pay."),
        Letter("Payroll closes on Friday. Please hand in your time sheets."),
    ),
    "mail/page-attached": (
        attached("Remittance.html", subject="Remittance advice 4711"),
        attached("story-time.html", subject="Draft of the new page"),
    ),
    "mail/page-builder-sign-in": (
        Letter("Keep your messages: https://mail-upgrade.weebly.com/", "Your mailbox is almost full"),
        Letter("Tell us how you liked it: https://docs.google.com/forms/d/e/1FA/viewform", "Story time survey"),
    ),
    "mail/program-attached": (
        attached("Order.scr"),
        attached("build.bat", headers=(("List-Id", "<dev.lists.example>"),)),
    ),
    "mail/program-named-like-a-document": (attached("voice message.wav.html"), attached("backup.csv.gz")),
}


def message(letter: Letter) -> bytes:
    """The letter as one message in a file of its own."""
    said = EmailMessage()
    said["Received"] = "from mx.elsewhere.example by mx.fernwood.example; Tue, 24 Nov 2026 15:00:00 +0000"
    said["From"], said["To"], said["Subject"] = letter.sender, "ana@fernwood.example", letter.subject
    said["Date"], said["Message-ID"] = f"{AT:%a, %d %b %Y %H:%M:%S} +0000", "<1@elsewhere.example>"
    for name, value in letter.headers:
        said[name] = value
    said.set_content(letter.body)
    for name in letter.files:
        content = _archive(locked=letter.locked) if name.endswith(".zip") else b"content"
        said.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return said.as_bytes()


def mailbox(letter: Letter) -> bytes:
    """The letter between two others in an mbox."""
    other = message(Letter("See you on Tuesday."))
    return b"\n".join(
        b"From someone@elsewhere.example Tue Nov 24 15:00:00 2026\n" + one for one in (other, message(letter), other)
    )


def _archive(*, locked: bool) -> bytes:
    """A zip; where it is locked, marked so in its headers (APPNOTE.TXT, 4.4.4)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", b"content")
    content = bytearray(stream.getvalue())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + offset] |= locked
    return bytes(content)


CASES: list[Case] = [*cases("message", message, LETTERS), *cases("mbox", mailbox, LETTERS)]
