import gzip
import re
from collections import defaultdict
from datetime import date

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from custodes.sample import Plan
from custodes.sample.people import make_staff
from custodes.sample.plan import clock_base_seconds
from custodes.sample.rota import Rota
from custodes.sample.web.lines import Lines, join_lines, plain_lines
from custodes.sample.web.sites import make_pool
from custodes.sample.web.traffic import LUNCH_MOST_MINUTES, Library

SQUID = re.compile(
    rb"\d{10}\.\d{3} +\d+ 10\.\d+\.\d+\.\d+ (TCP|NONE)_\w+/\d{3} \d+ (GET|CONNECT) \S+ \S+ HIER_\w+/\S+ \S+"
)


def read_log(path) -> list[bytes]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.removesuffix(b"\n").split(b"\n")


def test_every_line_is_squids_and_in_order_of_time(folder, made):
    logs = sorted((folder / "web").iterdir(), key=lambda path: path.name, reverse=True)
    assert [path.name for path in logs] == ["access.log.3.gz", "access.log.2.gz", "access.log.1.gz", "access.log"]
    lines = [line for path in logs for line in read_log(path)]
    assert len(lines) == made.lines
    assert all(SQUID.fullmatch(line) for line in lines)
    times = [float(line.split()[0]) for line in lines]
    assert times == sorted(times)


def test_a_log_holds_every_kind_of_traffic(folder):
    text = b"\n".join(read_log(folder / "web" / "access.log")).decode()
    for sign in (
        " CONNECT ", "TCP_DENIED/407", "/304 ", "/404 ", "image/", "text/css", " 10.20.0.", "catalog.fernwood.example",
        "report.fernwood.example", "windowsupdate.com", " - HIER",
    ):  # fmt: skip
        assert sign in text, sign


@given(st.lists(st.tuples(st.integers(0, 50), st.text("abcé", max_size=4)), max_size=30), st.integers(0, 30))
def test_lines_cut_and_joined_are_the_same_lines(rows, cut):
    whole = plain_lines([at for at, _ in rows], [text + "\n" for _, text in rows])
    cut = min(cut, len(rows))
    parts = (whole.take(np.arange(cut)), whole.take(np.arange(cut, len(rows))))
    assert bytes(join_lines(*parts).as_bytes()) == "".join(text + "\n" for _, text in rows).encode()
    ordered = sorted(rows, key=lambda row: row[0])
    assert bytes(whole.in_order().as_bytes()) == "".join(text + "\n" for _, text in ordered).encode()


def test_a_slice_of_lines_gives_only_its_own_bytes():
    text = pa.array(["a\n", "bb\n", "ccc\n"]).slice(1, 2)
    assert bytes(Lines(np.array([1, 2]), text, np.array([-1, -1])).as_bytes()) == b"bb\nccc\n"


def test_nobody_spends_more_than_the_break_at_personal_sites():
    plan = Plan(staff=60, weeks=1)
    staff = make_staff(plan)
    pool = make_pool(plan)
    personal = set(pool.numbers_of("personal").tolist())
    day = date(2026, 11, 18)
    pages = Library(pool, staff, Rota(plan, staff), 4).day(day, plan.numbers("try"), frozenset({3}))
    minutes = defaultdict(set)
    for at, seat, site in zip(pages.at, pages.seat, pages.site, strict=True):
        if seat < len(staff) and site in personal:
            minutes[seat].add(int(at - clock_base_seconds(day)) // 60)
    assert len(minutes) > 5
    assert 3 not in minutes
    assert all(max(found) - min(found) <= LUNCH_MOST_MINUTES for found in minutes.values())
