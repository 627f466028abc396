"""Events that products write in CEF or LEEF, with or without a syslog header: put here what frames and reads them."""

from custodes.sources.syslog.source import CEF_LEEF

__all__ = ["CEF_LEEF"]
