"""Error logs of web servers: put here what reads Apache's and NGINX's. Their access logs are in `sources/web`."""

from custodes.sources.errorlog.source import ERROR_LOG

__all__ = ["ERROR_LOG"]
