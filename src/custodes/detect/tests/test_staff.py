from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.errors import ListError
from custodes.detect.staff import Person, Staff, load_staff

HEADER = "id,name,email,account,department,role,supervisor,addresses\n"
ROWS = (
    "s1,Ada Palmer,Ada@fernwood.example,apalmer,Adult,Director,,10.1.0.7 10.1.0.8\n"
    "s2,Ben Osei,ben@fernwood.example,bosei,Youth,Librarian,apalmer,\n"
)


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "staff.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_person_is_found_by_every_name_a_log_may_use(tmp_path: Path) -> None:
    staff = load_staff(write(tmp_path, HEADER + ROWS))
    for alias in ("s1", "ada@fernwood.example", "ADA@FERNWOOD.EXAMPLE", "apalmer", "FERNWOOD\\apalmer", "10.1.0.8"):
        assert staff.subject(alias) == "s1"
    assert staff.subject("Nobody@else.example") == "nobody@else.example"
    assert staff.find("apalmer@else.example") is None


def test_a_name_that_a_directory_shows_is_the_only_bearer_s(tmp_path: Path) -> None:
    other = "s3,Ben Osei,osei@fernwood.example,osei,Adult,Page,,\n"
    staff = load_staff(write(tmp_path, HEADER + ROWS + other))
    assert staff.subject("CN=Ada Palmer") == "s1"
    assert staff.subject("CN=palmer, ADA") == "s1"
    assert staff.find("CN=Ben Osei") is None
    assert staff.find("CN=Osei, Ben") is None
    assert staff.find("Ada Palmer") is None


def test_a_supervisor_named_by_account_is_kept_by_id(tmp_path: Path) -> None:
    assert [person.supervisor for person in load_staff(write(tmp_path, HEADER + ROWS)).people] == ["", "s1"]


def test_without_a_file_there_is_nobody() -> None:
    assert load_staff(None) == Staff()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_and_separator_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    text = f"Employee ID{separator}Full Name{separator}Mail\r\n7{separator}Zoë Müller{separator}zoe@x.example\r\n"
    staff = load_staff(write(tmp_path, text.encode(encoding)))
    assert staff.people == (Person("7", "Zoë Müller", "zoe@x.example"),)


def test_addresses_may_stand_between_semicolons(tmp_path: Path) -> None:
    staff = load_staff(write(tmp_path, "id,IP addresses\ns1,10.0.0.1; 10.0.0.2;FE80::1\n"))
    assert staff.people[0].addresses == ("10.0.0.1", "10.0.0.2", "fe80::1")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 0, "The file is empty"),
        ("name,email\nAda,a@x.example\n", 1, "There is no column id"),
        ("id,mail,e-mail\n1,a,b\n", 1, "Two columns are the email"),
        (HEADER + "s1,Ada,,,,,,\n,Ben,,,,,,\n", 3, "has no id"),
        (HEADER + "s1,Ada,,,,,,\n\nS1,Ben,,,,,,\n", 4, "“s1” stands on line 2 already"),
        (HEADER + "s1,Ada,,ada,,,,\ns2,Ben,,ADA,,,,\n", 3, "“ada” stands on line 2 already"),
        (HEADER + "s1,Ada,,,,,,10.0.0.1\ns2,Ben,,,,,,10.0.0.1\n", 3, "“10.0.0.1” stands on line 2 already"),
        (HEADER + "s1,Ada,,,,,s9,\n", 2, "supervisor “s9” is not on the list"),
        (HEADER + "s1,Ada,,,,,s1,\n", 2, "in a circle: s1 → s1"),
        (HEADER + "s0,Eve,,,,,s1,\ns1,Ada,,,,,s2,\ns2,Ben,,,,,s1,\n", 3, "in a circle: s1 → s2 → s1"),
        (HEADER + '"s1\nand more",Ada,,,,,,\n,Ben,,,,,,\n', 4, "has no id"),
    ],
)
def test_what_is_wrong_names_its_line_and_the_mend(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(ListError) as caught:
        load_staff(write(tmp_path, text))
    problem = caught.value.problems[0]
    assert problem.line == line
    assert what in problem.what
    assert problem.mend
    assert "staff.csv" in str(caught.value)


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="cannot be read"):
        load_staff(tmp_path / "missing.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"id,name\n" + data)
    with contextlib.suppress(ListError):
        load_staff(path)
