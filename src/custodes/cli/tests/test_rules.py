import json

import pytest
from typer.testing import CliRunner

from custodes.cli import app
from custodes.detect.sigma.tests.rulefiles import id_of, selection
from custodes.detect.sigma.tests.test_link import MANY, counting

WINDOWS = "{product: windows, category: process_creation}"
EVENT = {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1, "UtcTime": "2026-11-24 09:00:00", "user": "x"}
SAMPLES = "fires:\n  - {Image: 'C:\\nc.exe'}\nquiet:\n  - {Image: 'C:\\sync.exe'}\n"


@pytest.fixture(autouse=True)
def _kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    netcat = selection(
        r"{Image|endswith: '\nc.exe'}", title="Netcat started", logsource=WINDOWS, more="level: high\nstatus: test"
    )
    (folder / "nc.yml").write_text(netcat)
    (folder / "nc.samples.yaml").write_text(SAMPLES)
    (folder / "broken.yml").write_text("title: Broken")
    return folder


def run(*words, status=0):
    result = CliRunner().invoke(
        app, ["rules", *map(str, words)], env={"COLUMNS": "100", "TERM": "xterm", "NO_COLOR": "1"}
    )
    assert result.exit_code == status, result.output
    return result.output


def test_list_gives_counts_then_rules_by_clause_then_what_cannot_run(folder):
    lines = [line.rstrip() for line in run("list", folder).splitlines()]
    assert lines[0] == "1 rule · 1 high · 1 cannot run"
    assert lines[2] == "misuse.illegal  1"
    assert lines[3].split() == ["high", "Netcat", "started", "windows/process_creation", "·", "test"]
    assert lines[5:8] == [
        "Cannot run",
        "  Broken  broken.yml",
        "  It is not valid Sigma: Sigma rule must have a detection definitions.",
    ]
    assert lines[-1] == f'Next: custodes rules explain "TITLE" --rules {folder}'


def test_list_without_a_folder_gives_our_own():
    assert " cannot run" in run("list").splitlines()[0]
    assert "· 0 cannot run" in run("list").splitlines()[0]


def test_list_can_be_asked_for_one_clause_and_for_json(folder):
    assert json.loads(run("list", folder, "--clause", "security.logins", "--format", "json"))["rules"] == []
    told = json.loads(run("list", folder, "--format", "json"))
    assert told["counts"] == {"rules": 1, "unusable": 1}
    assert (told["rules"][0]["clause"], told["rules"][0]["logsource"]["category"]) == (
        "misuse.illegal",
        "process_creation",
    )
    assert told["unusable"][0]["title"] == "Broken"
    assert "Did you mean" in run("list", folder, "--clause", "security.login", status=2)


@pytest.mark.parametrize("word", ["netcat STARTED", id_of(1), "nc.yml", "netcat"])
def test_explain_finds_a_rule_by_title_id_file_or_part_of_its_title(folder, word):
    said = run("explain", word, "--rules", folder)
    assert "It looks at: programs being started on Windows." in said
    assert r"It fires when the program's path ends with “\nc.exe”." in said


def test_explain_takes_a_file_and_tells_why_one_cannot_run(folder):
    assert "Netcat started" in run("explain", folder / "nc.yml")
    assert "It cannot run." in run("explain", "Broken", "--rules", folder)
    assert "There is no rule “x”" in run("explain", "x", "--rules", folder, status=2).replace("\n", " ")


def test_explain_says_how_many_rules_more_have_the_words_in_their_titles(folder):
    for number in range(7):
        (folder / f"n{number}.yml").write_text(selection("{A: x}", title=f"Odd number {number}", number=10 + number))
    said = " ".join(run("explain", "odd number", "--rules", folder, status=2).replace("│", " ").split())
    assert "“Odd number 4” and 2 more; name one." in said


def test_every_command_takes_the_folder_with_the_same_word(folder):
    assert run("list", "--rules", folder) == run("list", folder)
    assert run("test", "--rules", folder) == run("test", folder)
    assert run("explain", "Netcat started", "--rules", folder).endswith(f"custodes rules test --rules {folder}\n")


def test_our_own_rules_do_well_on_their_samples():
    assert "· 0 surprises" in run("test")


def test_a_sample_that_comes_out_otherwise_is_told(folder):
    assert run("test", folder).startswith("1 rule file · 2 samples · 0 surprises · 1 without samples")
    (folder / "nc.samples.yaml").write_text(
        SAMPLES.replace("sync.exe", "nc.exe").replace("C:\\nc.exe'}\nq", "C:\\x.exe'}\nq")
    )
    said = run("test", folder, status=1)
    assert "sample 1 of `fires` did not fire" in said
    assert "sample 1 of `quiet` fired" in said
    (folder / "broken.samples.yaml").write_text(SAMPLES)
    assert "Sigma rule must have a detection" in run("test", folder, status=1)
    (folder / "nc.samples.yaml").write_text("fires: [1]")
    assert "nc.samples.yaml" in run("test", folder, status=2).replace("\n", "")


def test_rules_are_tried_on_events_and_only_the_place_is_told(folder, tmp_path):
    events = tmp_path / "events.jsonl"
    events.write_text("".join(json.dumps(EVENT | {"Image": image}) + "\n" for image in (r"C:\a.exe", r"C:\NC.exe")))
    said = run("test", folder, "--events", events)
    assert said.startswith("2 events · 1 rule fired, 1 time in all")
    assert "Netcat started" in said
    assert "line 2" in said
    assert "line 1" not in said
    assert "NC.exe" not in said


def test_what_counts_events_is_tried_too_and_what_cannot_be_read_is_told(folder, tmp_path):
    (folder / "many.yml").write_text(counting(MANY.replace("failed", id_of(1)).replace("10", "2"), title="Many"))
    events = tmp_path / "events.jsonl"
    events.write_text((json.dumps(EVENT | {"Image": r"C:\nc.exe"}) + "\n") * 3 + "{\n")
    said = run("test", folder, "--events", events, status=3)
    assert said.startswith("3 events · 1 rule fired, 1 time in all")
    assert "Many" in said
    assert "Not read" in said


def test_events_that_the_site_s_lists_set_apart_are_only_counted(folder, tmp_path):
    (tmp_path / "lists" / "excluded").mkdir(parents=True)
    (tmp_path / "lists" / "excluded" / "union.txt").write_text("staff-union.example\n")
    asked = selection("{cs-host: staff-union.example}", title="Union visited", logsource="{category: proxy}", number=3)
    (folder / "union.yml").write_text(asked)
    events = tmp_path / "access.log"
    events.write_text(
        "1790000000.000 12 10.1.0.1 TCP_MISS/200 900 GET http://staff-union.example/ d HIER_DIRECT/- text/html\n"
    )
    assert "Union visited" in run("test", folder, "--events", events)
    said = run("test", folder, "--events", events, "--lists", tmp_path / "lists")
    assert said.startswith("0 events · 0 rules fired, 0 times in all · 1 left out unread")
    assert "Union visited" not in said


def test_a_folder_of_lists_that_is_not_there_is_refused(folder, tmp_path):
    run("test", folder, "--lists", tmp_path / "list", status=2)


def test_nothing_unseen_in_a_rule_reaches_the_screen(folder):
    hidden = selection("{Image: x}", title='"Plain \\u202Eevil \\e[31m"', logsource=WINDOWS, number=2)
    (folder / "hidden.yml").write_text(hidden)
    (folder / "bad\x1b[31m.yml").write_text('title: "No \\u202Erule"')
    for said in (run("list", folder), run("explain", id_of(2), "--rules", folder)):
        assert "Plain \ufffdevil" in said
        assert not set(said) & {"\u202e", "\x1b"}
    as_json = run("list", folder, "--format", "json")
    assert not set(as_json) & {"\u202e", "\x1b"}
    assert any("\u202eevil" in rule["title"] for rule in json.loads(as_json)["rules"])


@pytest.mark.parametrize("words", [["explain", "\x1b[31m"], ["test", "FOLDER"], ["list", "FOLDER"]])
def test_nothing_unseen_in_what_one_names_or_in_a_mistake_reaches_the_screen(folder, words):
    odd = folder.parent / "ru\x1bles\u202e"
    folder.rename(odd)
    (odd / "nc.samples.yaml").write_text("nothing: []")
    said = run(*(odd if word == "FOLDER" else word for word in words), status=0 if words[0] == "list" else 2)
    assert not set(said) & {"\u202e", "\x1b"}


def test_a_card_in_a_file_s_name_is_masked(folder, tmp_path):
    event = json.dumps(EVENT | {"Image": r"C:\nc.exe"})
    (tmp_path / "ann-21234567890124.jsonl").write_text(event + "\n{\n")
    said = run("test", folder, "--events", tmp_path / "ann-21234567890124.jsonl", status=3)
    assert "Netcat started" in said
    assert "Not read" in said
    assert "21234567890124" not in said.replace("\n", "")
