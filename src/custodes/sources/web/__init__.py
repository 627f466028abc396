"""Web logs: put here what reads a line of a proxy's, a web server's or a network monitor's log."""

from custodes.sources.web.combined import COMBINED
from custodes.sources.web.squid import SQUID
from custodes.sources.web.w3c import W3C_EXTENDED
from custodes.sources.web.zeek import ZEEK

__all__ = ["COMBINED", "SQUID", "W3C_EXTENDED", "WEB_LOGS", "ZEEK"]

WEB_LOGS = (ZEEK, W3C_EXTENDED, SQUID, COMBINED)
"""In the order they are asked whether they recognise a file."""
