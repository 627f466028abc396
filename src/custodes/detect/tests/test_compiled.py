import hyperscan
import pytest

from custodes.detect.compiled import WORTH_KEEPING, compile_database

EXPRESSIONS = [rb"pass\w+", rb"urgent", *(rb"word %d" % number for number in range(WORTH_KEEPING))]


def found(database, text):
    numbers = []
    database.scan(text, match_event_handler=lambda number, *_: numbers.append(number))
    return sorted(set(numbers))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "custodes"


def make():
    return compile_database(EXPRESSIONS, flags=hyperscan.HS_FLAG_CASELESS)


def test_what_is_kept_finds_the_same(cache):
    first, second = make(), make()
    assert len(list(cache.iterdir())) == 1
    for database in (first, second):
        assert found(database, b"Urgent: your PASSWORD") == [0, 1]


def test_other_expressions_are_kept_apart(cache):
    make()
    compile_database(EXPRESSIONS[:-1], flags=hyperscan.HS_FLAG_CASELESS)
    assert len(list(cache.iterdir())) == 2


def test_a_few_are_not_worth_a_file(cache):
    assert found(compile_database(EXPRESSIONS[:2], flags=0), b"urgent") == [1]
    assert not cache.exists()


@pytest.mark.parametrize("damage", [lambda data: data[:100], lambda data: data[:-1] + b"x", lambda _: b""])
def test_what_is_damaged_is_compiled_again(cache, damage):
    make()
    (kept,) = cache.iterdir()
    kept.write_bytes(damage(kept.read_bytes()))
    assert found(make(), b"urgent") == [1]


def test_without_a_folder_to_keep_it_in_it_still_works(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert found(make(), b"urgent") == [1]


def test_a_relative_folder_is_ignored_as_the_standard_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    make()
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert len(list((tmp_path / "home/.cache/custodes").iterdir())) == 1
