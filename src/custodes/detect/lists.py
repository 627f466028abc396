"""Lists that a site keeps: categories of web hosts, permits, and known correspondents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lists:
    """Category lists, permits and correspondents. Empty by default: then nothing is known."""

    def categories_of(self, host: str) -> tuple[str, ...]:
        """The categories of a host (lower case), its own or those of a domain above it; sorted."""
        return ()
