"""From page views to the lines a proxy logs: the page, its parts, and the connection they came through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from custodes.sample.web.lines import Columns, Lines, write_lines
from custodes.sample.web.sites import Pool
from custodes.sample.web.traffic import Floats, Integers, Pages

PAGES_A_SLICE = 12_000
PARTS_A_PAGE = 4.4
FROM_ELSEWHERE = 0.2
"""Share of a page's parts that come from hosts many pages share."""

TUNNEL, PAGE, PART = 0, 1, 2
_RESULTS: tuple[tuple[tuple[str, float], ...], ...] = (
    (("TCP_TUNNEL/200", 0.965), ("TCP_DENIED/407", 0.03), ("TCP_TUNNEL/503", 0.005)),
    (
        ("TCP_MISS/200", 0.87),
        ("TCP_REFRESH_UNMODIFIED/304", 0.05),
        ("TCP_MISS/302", 0.04),
        ("TCP_MISS/404", 0.02),
        ("TCP_MISS/301", 0.013),
        ("TCP_MISS/500", 0.007),
    ),
    (
        ("TCP_MISS/200", 0.52),
        ("TCP_MEM_HIT/200", 0.2),
        ("TCP_HIT/200", 0.09),
        ("TCP_REFRESH_UNMODIFIED/304", 0.13),
        ("TCP_INM_HIT/304", 0.03),
        ("TCP_MISS_ABORTED/000", 0.01),
        ("TCP_DENIED/403", 0.01),
        ("TCP_MISS/404", 0.01),
    ),
)


class Proxy:
    """Writes what the proxy logs for page views of the people and computers it knows."""

    def __init__(self, pool: Pool, clients: list[str], users: list[str]) -> None:
        sites = pool.sites
        self._tunnel = np.array([site.tunnel for site in sites])
        self._page = np.array([(site.first_page, site.pages) for site in sites])
        self._part = np.array([(site.first_part, site.parts) for site in sites])
        self._is_tunnel = np.zeros(len(pool.requests), dtype=np.bool_)
        self._is_tunnel[self._tunnel] = True
        self._elsewhere = pool.numbers_of("shared")
        self._requests, self._typical = pool.requests, pool.bytes_typical
        unfetched = [f"HIER_NONE/- {answer.rpartition(' ')[2]}" for answer in pool.answers.to_pylist()]
        self._answers = pa.concat_arrays([pool.answers, pa.array(unfetched)])
        self._clients, self._users = pa.array(clients), pa.array([*users, "-"])
        names = [name for table in _RESULTS for name, _ in table]
        self._results = pa.array(names)
        self._steps = np.concatenate(
            [np.cumsum([share for _, share in table]) + row for row, table in enumerate(_RESULTS)]
        )
        self._is_unfetched = np.array(["HIT" in name or "DENIED" in name for name in names])
        self._is_anonymous = np.array([name == "TCP_DENIED/407" for name in names])
        self._is_short = np.array([not name.endswith("/200") for name in names])

    def slices(self, pages: Pages, rng: np.random.Generator) -> Iterator[tuple[float, Lines]]:
        """The lines of the pages, a slice at a time, each with the second before which no later slice has lines."""
        for first in range(0, len(pages), PAGES_A_SLICE):
            part = pages.take(np.arange(first, min(first + PAGES_A_SLICE, len(pages))))
            after = first + PAGES_A_SLICE
            yield float(pages.at[after]) if after < len(pages) else float("inf"), self._lines(part, rng)

    def _lines(self, pages: Pages, rng: np.random.Generator) -> Lines:
        opening = np.flatnonzero(pages.opens)
        parts = np.where(self._part[pages.site, 1] > 0, rng.poisson(PARTS_A_PAGE, len(pages)), 0)
        owner = np.repeat(np.arange(len(pages)), parts)
        site = np.where(
            rng.random(len(owner)) < FROM_ELSEWHERE,
            self._elsewhere[rng.integers(0, len(self._elsewhere), len(owner))],
            pages.site[owner],
        )
        at = np.concatenate(
            [pages.at[opening], pages.at + 0.15, pages.at[owner] + 0.3 + rng.exponential(0.7, len(owner))]
        )
        request = np.concatenate(
            [self._tunnel[pages.site[opening]], _pick(self._page[pages.site], rng), _pick(self._part[site], rng)]
        )
        kind = np.repeat([TUNNEL, PAGE, PART], [len(opening), len(pages), len(owner)])
        kind[self._is_tunnel[request]] = TUNNEL
        return self._written(
            at, np.concatenate([pages.seat[opening], pages.seat, pages.seat[owner]]), request, kind, rng
        )

    def _written(
        self, at: Floats, seat: Integers, request: Integers, kind: Integers, rng: np.random.Generator
    ) -> Lines:
        result = np.minimum(np.searchsorted(self._steps, kind + rng.random(len(at)) * 0.999999), len(self._steps) - 1)
        lengths = self._typical[request] * rng.lognormal(0, 0.6, len(at))
        lengths = np.where(self._is_short[result], rng.integers(280, 4_100, len(at)), lengths)
        fetched = ~self._is_unfetched[result]
        elapsed = np.where(fetched, rng.lognormal(4.4, 0.9, len(at)), rng.integers(0, 4, len(at)))
        order = np.argsort(at, kind="stable")
        return write_lines(
            Columns(
                at_ms=(at[order] * 1000).astype(np.int64),
                elapsed_ms=elapsed[order].astype(np.int64),
                clients=_take(self._clients, seat[order]),
                results=_take(self._results, result[order]),
                lengths=lengths[order].astype(np.int64),
                requests=_take(self._requests, request[order]),
                users=_take(self._users, np.where(self._is_anonymous[result], len(self._users) - 1, seat)[order]),
                answers=_take(self._answers, (request + len(self._requests) * ~fetched)[order]),
            )
        )


def _pick(stretches: npt.NDArray[np.int64], rng: np.random.Generator) -> Integers:
    """One request of each stretch (first, count), the first ones more often."""
    return stretches[:, 0] + (stretches[:, 1] * rng.random(len(stretches)) ** 2).astype(np.int64)


def _take(values: pa.Array, rows: Integers) -> pa.Array:
    return values.take(pa.array(rows))
