"""Logs of Linux itself. Put here what reads the audit daemon's log and the journal; `sources/syslog` reads syslog."""

from custodes.sources.linux.auditd import AUDITD
from custodes.sources.linux.journald import JOURNALD

__all__ = ["AUDITD", "JOURNALD"]
