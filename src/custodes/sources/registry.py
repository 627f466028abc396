"""Every source by its name, and which of them reads a file."""

from __future__ import annotations

from custodes.sources.contract import Source
from custodes.sources.errorlog import ERROR_LOG
from custodes.sources.linux import AUDITD, JOURNALD
from custodes.sources.mail import MAIL
from custodes.sources.messages import MESSAGES
from custodes.sources.osquery import OSQUERY
from custodes.sources.records import RECORDS
from custodes.sources.syslog import CEF_LEEF, SYSLOG
from custodes.sources.web import WEB_LOGS
from custodes.sources.windows import EVTX

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (EVTX, *MESSAGES, *WEB_LOGS, CEF_LEEF, SYSLOG, ERROR_LOG, AUDITD, OSQUERY, JOURNALD, *RECORDS, MAIL)
}
"""In the order they are asked whether they recognise a file: the strictest first."""


def recognise(head: bytes, name: str | None = None) -> Source | None:
    """The source that reads content beginning like this, or None; `name` chooses one without looking."""
    if name is not None:
        return SOURCES.get(name)
    return next((source for source in SOURCES.values() if source.recognises(head)), None)
