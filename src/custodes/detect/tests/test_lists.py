from __future__ import annotations

import gzip
import io
import pickle
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.categories import BLOCK_BYTES, Skipped, _Gathered, _read_blocks, _read_lines
from custodes.detect.errors import ListError
from custodes.detect.lists import SHIPPED, Lists, load_lists
from custodes.detect.names import NameTable, hash_lines, hash_names, number
from custodes.detect.permits import Permit

SHIPPED_LISTS = load_lists(None)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


@pytest.mark.parametrize(
    ("host", "categories"),
    [
        ("luckyspin.example", ("gambling",)),
        ("www.luckyspin.example", ("gambling",)),
        ("luckyspin.example.org", ()),
        ("notluckyspin.example", ()),
        ("veilway.example", ("anonymiser",)),
        ("abcdefgh234567.onion", ("anonymiser",)),
        ("au.download.windowsupdate.com", ("updates",)),
        ("plannedparenthood.org", ()),
        ("", ()),
        ("...", ()),
        ("a\nb.example", ()),
    ],
)
def test_a_host_has_the_categories_of_itself_and_of_what_stands_above_it(
    host: str, categories: tuple[str, ...]
) -> None:
    assert SHIPPED_LISTS.categories_of(host) == categories


def test_every_shipped_category_holds_a_few_dozen_hosts_each_a_plain_name() -> None:
    for path in SHIPPED.glob("*/domains"):
        names = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert len(names) >= 25, path
        assert len(set(names)) == len(names), path
        assert all(name == name.strip().lower() and "/" not in name for name in names), path


def test_the_site_adds_to_what_is_shipped_under_its_own_or_the_community_names(tmp_path: Path) -> None:
    write(tmp_path, "gambling/domains", "fortune.example\n")
    write(tmp_path, "social_networks/domains.gz", "meet.example\n")
    write(tmp_path, "astrology/domains", "stars.example\n")
    lists = load_lists(tmp_path)
    assert lists.categories_of("luckyspin.example") == lists.categories_of("fortune.example") == ("gambling",)
    assert lists.categories_of("meet.example") == ("social",)
    assert lists.categories_of("stars.example") == ("astrology",)
    assert "astrology" in lists.categories


@pytest.mark.parametrize(
    "line",
    ["odd.example", "ODD.Example", "odd.example\r", "  odd.example ", "*.odd.example", ".odd.example", "odd.example.",
     "https://odd.example/", "odd.example:8080", "odd.example # bought", "\ufeffodd.example"],
)  # fmt: skip
def test_a_host_is_read_however_it_is_written(tmp_path: Path, line: str) -> None:
    lists = load_lists(write(tmp_path, "mine/domains", f"{line}\nlast.example"))
    assert lists.categories_of("odd.example") == lists.categories_of("last.example") == ("mine",)


def test_a_name_in_another_script_is_found_by_its_form_in_logs(tmp_path: Path) -> None:
    assert load_lists(write(tmp_path, "mine/domains", "bücher.example\n")).categories_of("xn--bcher-kva.example")


def test_a_listed_page_does_not_speak_of_its_whole_host(tmp_path: Path) -> None:
    lists = load_lists(write(tmp_path, "mine/urls", "pages.example/club/\n"))
    assert lists.categories_of("pages.example") == ()
    assert lists.hosts_with_pages(["www.pages.example", "other.example"]) == {"www.pages.example"}
    assert lists.categories_of_page("https://www.pages.example/Club/room?id=1") == ("mine",)
    assert lists.categories_of_page("https://www.pages.example/clubs") == ()
    assert lists.categories_of_page("https://[broken") == ()


def test_a_list_longer_than_a_block_is_read_whole(tmp_path: Path) -> None:
    hosts = [f"host{index}.example" for index in range(BLOCK_BYTES // 10)]
    lists = load_lists(write(tmp_path, "mine/domains", "\n".join(hosts)))
    assert all(found and found[0].listed == host for host, found in zip(hosts, lists.match_all(hosts), strict=True))


@pytest.mark.parametrize(
    ("name", "content", "line", "what"),
    [
        ("permits.csv", "kind,subject,what,until\ndownlod,*,x.example,\n", 2, "no permit of kind “downlod”"),
        ("permits.csv", "kind,subject,what,until\nsite,,x.example,\n", 2, "whom it is for"),
        ("permits.csv", "kind,subject,what,until\nsite,*,,\n", 2, "what it is for"),
        ("permits.csv", "kind,subject,what,until\nsite,*,x.example,31.12.2026\n", 2, "“31.12.2026” is not a date"),
        ("permits.csv", "kind,what\nsite,x.example\n", 1, "no column subject"),
        ("correspondents.txt", "good@x.example\nnot an address\n", 2, "“not an address” is neither"),
    ],
)
def test_what_is_wrong_names_file_line_and_mend(tmp_path: Path, name: str, content: str, line: int, what: str) -> None:
    with pytest.raises(ListError) as caught:
        load_lists(write(tmp_path, name, content))
    problem = caught.value.problems[0]
    assert problem.line == line
    assert what in problem.what
    assert problem.mend
    assert Path(problem.file) == tmp_path / name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("good.example\n0.0.0.0 bad.example\n", "domains, line 2: skipped; it is more than one name."),
        ("# note\n\none two\ngood.example\n", "domains, line 3: skipped; it is more than one name."),
        (
            "a b\ngood.example\nc\0d\ne f\n",
            "domains: 3 lines skipped, the first of them line 1; they are more than one name.",
        ),
        ("x" * BLOCK_BYTES + "\ngood.example\na b\n", "domains, line 3: skipped; it is more than one name."),
        ("good.example\nother.example\n", ""),
    ],
)
def test_lines_that_are_no_names_are_skipped_counted_and_told_once(tmp_path: Path, content: str, told: str) -> None:
    lists = load_lists(write(tmp_path, "mine/domains", content))
    assert lists.categories_of("good.example") == ("mine",)
    assert lists.categories_of("bad.example") == ()
    assert [str(skipped).rpartition("/")[2] for skipped in lists.skipped] == [told] * bool(told)


def test_a_folder_as_ut1_lays_it_out_is_read(tmp_path: Path) -> None:
    write(tmp_path, "adult/domains", "club.example\n198.51.100.7\n")
    write(tmp_path, "adult/urls", "pages.example/~club\npages.example/club/index.html?x=1\n")
    write(tmp_path, "adult/expressions", "(^|[-.?+=/_0-9])(sex|xxx)([-.?+=/_0-9]|$)\n[\n")
    write(tmp_path, "adult/usage", "black\n")
    write(tmp_path, "global_usage", "NAME: adult\n")
    (tmp_path / "porn").symlink_to("adult", target_is_directory=True)
    (tmp_path / "club").symlink_to("adult", target_is_directory=True)
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "round").symlink_to("round")
    lists = load_lists(tmp_path)
    assert lists.categories_of("www.club.example") == ("adult", "club")
    assert lists.categories_of("198.51.100.7") == ("adult", "club")
    assert lists.categories_of_page("http://pages.example/~club/room") == ("adult", "club")
    assert lists.categories_of("sex.example") == ()
    assert lists.skipped == ()


def test_a_category_that_is_linked_under_another_of_its_names_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "adult/domains", "".join(f"host{number}.example\n" for number in range(1000)))
    before = len(load_lists(tmp_path).tables.hosts)
    (tmp_path / "porn").symlink_to("adult", target_is_directory=True)
    assert len(load_lists(tmp_path).tables.hosts) == before


@pytest.mark.slow
def test_a_million_names_are_read_in_seconds(tmp_path: Path) -> None:
    write(tmp_path, "adult/domains", "".join(f"host-{number}.example\n" for number in range(1_000_000)))
    began = time.process_time()
    assert load_lists(tmp_path).categories_of("host-999999.example") == ("adult",)
    assert time.process_time() - began < 3


def test_a_damaged_packed_list_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "mine/domains.gz", "a.example\n" * 1000)
    path = tmp_path / "mine/domains.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ListError, match="cannot be read"):
        load_lists(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="no such folder"):
        load_lists(tmp_path / "missing")


def test_correspondents_are_known_by_address_by_domain_or_not_at_all(tmp_path: Path) -> None:
    assert load_lists(None).knows_correspondent("a@x.example") is None
    assert load_lists(tmp_path).knows_correspondent("a@x.example") is None
    text = "# vendors\nAda@one.example\n@two.example\nthree.example # books\n\n"
    lists = load_lists(write(tmp_path, "correspondents.txt", text))
    for address in ("ada@one.example", "ADA@ONE.example", "any@two.example", "x@mail.three.example"):
        assert lists.knows_correspondent(address) is True
    assert lists.knows_correspondent("ben@one.example") is False
    assert lists.knows_correspondent("") is False


@pytest.mark.parametrize(
    ("what", "thing", "on", "covered"),
    [
        ("x.example", "x.example", "2026-11-24", True),
        ("x.example", "dl.x.example", "2026-11-24", True),
        ("*.x.example", "dl.x.example", "2026-11-24", True),
        ("x.example", "notx.example", "2026-11-24", False),
        ("setup-*.exe", "setup-12.exe", "2026-11-24", True),
        ("*", "anything", "2026-11-24", True),
        ("x.example", "x.example", "2026-12-31", True),
        ("x.example", "x.example", "2027-01-01", False),
    ],
)
def test_a_permit_covers_a_thing_until_its_last_day(
    tmp_path: Path, what: str, thing: str, on: str, covered: bool
) -> None:
    write(tmp_path, "permits.csv", f"kind,subject,what,until\ndownload,*,{what},2026-12-31\n")
    (permit,) = load_lists(tmp_path).permits
    assert permit.covers(thing, date.fromisoformat(on)) is covered


def test_lists_go_to_a_worker_and_answer_the_same_there(tmp_path: Path) -> None:
    write(tmp_path, "mine/domains", "a.example\n")
    write(tmp_path, "mine/urls", "b.example/x\n")
    write(tmp_path, "permits.csv", "kind,subject,what,until\nsite,s1,a.example,\n")
    lists = load_lists(write(tmp_path, "correspondents.txt", "c.example\n"))
    lists.categories_of("a.example")
    there: Lists = pickle.loads(pickle.dumps(lists))
    assert there.categories_of("www.a.example") == ("mine",)
    assert there.categories_of_page("http://b.example/x/y") == ("mine",)
    assert there.permits == (Permit("site", "s1", "a.example"),)
    assert there.knows_correspondent("x@c.example") is True


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=300), max_size=40))
def test_a_table_finds_what_was_put_in_and_nothing_else(names: list[str]) -> None:
    held, others = names[::2], [f"{name}-other" for name in names]
    table = NameTable(["one"], [number(hash_names(held), 0)])
    found = table.find([(name, name) for name in (*held, *others)])
    assert set(found) == set(held) | (set(others) & set(held))


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), min_size=1, max_size=30))
def test_a_line_has_the_same_hash_whatever_stands_around_it(lines: list[bytes]) -> None:
    together = hash_lines(b"".join(line + b"\n" for line in lines))
    assert [hash_lines(line + b"\n")[0] for line in lines] == together.tolist()


@given(
    st.lists(st.sampled_from(["a.example", "A.Example", ".b.example", "c.example.", "", "d.example\r", "e_1.example"]))
)
def test_plain_lines_are_read_the_same_quickly_and_with_care(lines: list[str]) -> None:
    quick, careful = _Gathered(), _Gathered()
    block = "".join(f"{line}\n" for line in lines).encode()
    _read_blocks(Path("domains"), io.BytesIO(block), 0, quick)
    _read_lines(Skipped("domains", 0, 0), 1, block, 0, careful)
    assert [numbers.tolist() for numbers in quick.hosts if len(numbers)] == [
        numbers.tolist() for numbers in careful.hosts if len(numbers)
    ]


def test_a_name_takes_eight_bytes() -> None:
    table = NameTable(["one"], [number(hash_names(f"host{index}.example" for index in range(50_000)), 0)])
    assert len(pickle.dumps(table)) < 50_000 * 8 + 1_000
