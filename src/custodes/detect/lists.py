"""Lists that a site keeps: categories of web hosts, permits, and known correspondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from custodes.detect.categories import CategoryTables, Skipped, read_categories
from custodes.detect.devices import Register, load_register
from custodes.detect.errors import ListError
from custodes.detect.excluded import load_excluded
from custodes.detect.known_images import KnownImages, load_known_images
from custodes.detect.models import Models, load_models
from custodes.detect.names import Match
from custodes.detect.own_numbers import OwnNumbers, load_own_numbers
from custodes.detect.permits import Permit, load_permits
from custodes.detect.staff import Staff
from custodes.detect.tables import read_text
from custodes.detect.works import Works, load_works
from custodes.policy.errors import Problem
from custodes.sources.firewall import Places

SHIPPED = Path(__file__).with_name("data") / "categories"
"""A few dozen well-known hosts a category: enough to begin with, no substitute for a kept list."""

LONGEST_HOST = 253  # octets: RFC 1035, section 2.3.4
PERMITS, CORRESPONDENTS = "permits.csv", "correspondents.txt"
"""Files of the lists folder."""
MOST_LABELS = 12
MOST_STEPS = 12
"""Labels of a host and steps of a path that are looked at; no list goes deeper."""
REMEMBERED_HOSTS = 100_000
STEPS_LISTED = 12
"""No list names a page more steps below its host."""


@dataclass(frozen=True, eq=False)
class Lists:
    """Category lists, permits and correspondents. Empty by default: then nothing is known."""

    tables: CategoryTables = field(default_factory=CategoryTables)
    permits: tuple[Permit, ...] = ()
    correspondents: frozenset[str] | None = None
    """Known addresses and domains, lower case; None where the site keeps no such list."""
    register: Register = field(default_factory=Register)
    """Devices, accounts and networks."""
    models: Models = field(default_factory=Models)
    """What the site's own records taught."""
    works: Works = field(default_factory=Works)
    images: KnownImages = field(default_factory=KnownImages)
    excluded: Places = field(default_factory=Places)
    """What no detector looks at."""
    own_numbers: OwnNumbers = field(default_factory=OwnNumbers)
    """Accounts, cards and phones of the library itself."""
    _known: dict[str, tuple[Match, ...]] = field(default_factory=dict, repr=False)
    """Answers given already; a memory only, left behind when the lists go to a worker."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Lists, tuple(getattr(self, item.name) for item in fields(self) if item.name != "_known")

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Lines of the category lists that are no names, by file."""
        return self.tables.skipped

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category there is a list of, sorted."""
        return tuple(sorted(self.tables.hosts.categories))

    def categories_of(self, host: str) -> tuple[str, ...]:
        """The categories of a host (lower case), its own or those of a domain above it; sorted."""
        return tuple(match.category for match in self.match_all([host])[0])

    def match_all(self, hosts: Sequence[str]) -> list[tuple[Match, ...]]:
        """For each host (lower case) its categories, each with the listed name nearest to it; quick for many."""
        known = self._known
        if unknown := {host: None for host in hosts if host not in known}:
            if len(known) + len(unknown) > REMEMBERED_HOSTS:
                known.clear()
                unknown = dict.fromkeys(hosts)
            found = self.tables.hosts.find([(host, ending) for host in unknown for ending in _endings(host)])
            known.update((host, found.get(host, ())) for host in unknown)
        return [known[host] for host in hosts]

    def hosts_with_pages(self, hosts: Sequence[str]) -> frozenset[str]:
        """Those of the hosts of which single pages are listed: only their addresses need be looked up."""
        asked = [(host, ending) for host in hosts for ending in _endings(host)] if len(self.tables.pages) else []
        return frozenset(self.tables.page_hosts.find(asked))

    def categories_of_page(self, url: str) -> tuple[str, ...]:
        """The categories that list this very page, or a path above it; not those of its whole host."""
        host, steps = _split(url)
        paths = ["/".join(steps[:count]) for count in range(min(len(steps), STEPS_LISTED), 0, -1)]
        asked = [(url, f"{ending}/{path}") for ending in _endings(host) for path in paths]
        return tuple(match.category for match in self.tables.pages.find(asked).get(url, ()))

    def knows_correspondent(self, address: str) -> bool | None:
        """Whether the site listed the address, its domain or a domain above; None where it keeps no list."""
        if self.correspondents is None:
            return None
        address = address.strip().lower()
        domain = address.rpartition("@")[2]
        return address in self.correspondents or any(ending in self.correspondents for ending in _endings(domain))


def load_lists(folder: Path | None, staff: Staff | None = None) -> Lists:
    """The shipped categories and what the site's folder adds, in the layout of `docs/lists.md`.

    Raises ListError naming file, line and mend where the folder or one of its files cannot be used, or where it
    names as an owner someone whom the staff list does not have.
    """
    if folder is None:
        return Lists(read_categories([SHIPPED]))
    if not folder.is_dir():
        raise ListError(Problem(str(folder), 0, "There is no such folder.", "Name the folder that holds the lists."))
    permits = folder / PERMITS
    correspondents = folder / CORRESPONDENTS
    return Lists(
        read_categories([SHIPPED, folder]),
        load_permits(permits) if permits.exists() else (),
        _load_correspondents(correspondents) if correspondents.exists() else None,
        register=load_register(folder, staff),
        models=load_models(folder),
        works=load_works(folder),
        images=load_known_images(folder),
        excluded=load_excluded(folder),
        own_numbers=load_own_numbers(folder),
    )


def _load_correspondents(path: Path) -> frozenset[str]:
    entries: dict[str, int] = {}
    for line, text in enumerate(read_text(path).splitlines(), 1):
        if entry := text.partition("#")[0].strip().lower():
            entries.setdefault(entry.removeprefix("*.").removeprefix("@"), line)
    if wrong := [(entry, line) for entry, line in entries.items() if not _is_address_or_domain(entry)]:
        mend = "Write one mail address or domain a line."
        raise ListError(*(Problem(str(path), line, f"“{entry}” is neither.", mend) for entry, line in wrong))
    return frozenset(entries)


def _is_address_or_domain(entry: str) -> bool:
    local, _, domain = entry.rpartition("@")
    return "." in domain and not any(letter.isspace() or letter in ",;/<>" for letter in local + domain)


def _endings(host: str) -> list[str]:
    """The host and each domain above it, the nearest first."""
    labels = host[-LONGEST_HOST:].split(".")[-MOST_LABELS:]
    return [".".join(labels[start:]) for start in range(len(labels))]


def _split(url: str) -> tuple[str, list[str]]:
    """The host and the steps of the path, lower case; no steps where the address cannot be read."""
    try:
        parts = urlsplit(url.lower())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", []
    return host, [step for step in parts.path.split("/") if step][:MOST_STEPS]
