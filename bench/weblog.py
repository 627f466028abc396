"""A Squid log of any length for measuring: many people, hosts by Zipf's law, no two lines alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np

HOSTS, PEOPLE, LINES_A_PIECE = 20_000, 300, 100_000
BEGINS_AT = 1_790_000_000
TYPES = ("text/html", "image/png", "application/javascript", "text/css", "application/json")


def write_squid_log(path: Path, lines: int, *, seed: int = 1) -> None:
    """Write `lines` lines (about 140 bytes each) to `path`."""
    random = np.random.default_rng(seed)
    with path.open("w") as file:
        for begin in range(0, lines, LINES_A_PIECE):
            count = min(LINES_A_PIECE, lines - begin)
            hosts = random.zipf(1.3, count) % HOSTS
            people, kinds = random.integers(0, PEOPLE, count), random.integers(0, len(TYPES), count)
            took, sizes = random.integers(1, 9999, count), random.integers(200, 200_000, count)
            file.writelines(
                f"{BEGINS_AT + n // 12}.{n % 1000:03} {took[i]:6} 10.1.{people[i] // 250}.{people[i] % 250} "
                f"TCP_MISS/200 {sizes[i]} GET http://www.site{hosts[i]}.example/part{n % 97}/page?item={n} "
                f"user{people[i]} HIER_DIRECT/10.0.0.1 {TYPES[kinds[i]]}\n"
                for i, n in enumerate(range(begin, begin + count))
            )
