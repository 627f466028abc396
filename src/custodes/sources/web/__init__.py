"""Web logs: put here what reads a line of a proxy's or a web server's log."""

from custodes.sources.web.combined import COMBINED
from custodes.sources.web.squid import SQUID

__all__ = ["COMBINED", "SQUID"]
