"""Files that come with ordinary letters."""

from __future__ import annotations

from custodes.sample.documents import make_docx, make_pdf
from custodes.sample.mail.wire import Attachment
from custodes.sample.plan import DOMAIN


def make_attachment(kind: str, facts: dict[str, str]) -> Attachment:
    """A document of that kind: `pdf`, `csv`, `ics` (an invitation) or `docx`."""
    number = facts["n"]
    if kind == "pdf":
        lines = [f"Document {number}", f"Amount due: ${facts['amount']}", facts["date"]]
        return Attachment(f"document-{number}.pdf", "application/pdf", make_pdf(lines))
    if kind == "csv":
        return Attachment(
            f"numbers-{number}.csv", "text/csv", f"day,visits\nMonday,{number}\nTuesday,{facts['count']}\n".encode()
        )
    if kind == "ics":
        event = f"BEGIN:VEVENT\nUID:{number}@{DOMAIN}\nSUMMARY:{facts['event']}\nEND:VEVENT"
        text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}\nEND:VCALENDAR\n"
        return Attachment("invite.ics", "text/calendar", text.encode())
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Attachment(f"draft-{number}.docx", mime, make_docx([facts["event"], facts["title"], facts["weekday"]]))
