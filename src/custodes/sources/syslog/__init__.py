"""Syslog, and what products send over it in CEF or LEEF: put here what frames and reads its lines."""

from custodes.sources.syslog.plain import SYSLOG
from custodes.sources.syslog.source import CEF_LEEF

__all__ = ["CEF_LEEF", "SYSLOG"]
