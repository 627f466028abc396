import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import custodes.policy
from custodes.cli import app
from custodes.detect.models import read_taught

LIBRARY = Path(custodes.policy.__file__).with_name("library")

LETTER = "From: {sender}\nTo: ana@fernwood.example\nSubject: {subject}\nDate: {day} Jan 2026 {hour:02}:00:00 +0000\n\n{body}\n"
WORDS = ("shelf", "branch", "budget", "story", "desk", "volunteer", "reading", "catalog")


def write_folder(folder, count, sender, body):
    folder.mkdir()
    for n in range(count):
        letter = LETTER.format(
            sender=sender(n),
            subject=f"{WORDS[n % 8]} {WORDS[n // 8 % 8]} x{n}",
            day=n % 28 + 1,
            hour=n % 24,
            body=body(n),
        )
        (folder / f"{n:04}.eml").write_text(letter)
    return folder


@pytest.fixture
def mail(tmp_path):
    ordinary = write_folder(
        tmp_path / "ordinary",
        320,
        lambda n: f"p@office{n % 45}.example",
        lambda n: f"About the {WORDS[n % 8]} and {WORDS[n % 5]}, see you.",
    )
    reported = write_folder(
        tmp_path / "reported",
        60,
        lambda n: f"q{n}@lure{n}.example",
        lambda n: f"Claim your wallet voucher {'abcdefghij'[n % 10] * 3} now, note {n}.",
    )
    return ordinary, reported


def run(*arguments):
    return CliRunner().invoke(app, ["train", "suspicious-mail", *map(str, arguments)])


def test_what_is_learned_is_written_and_told_in_plain_words(mail, tmp_path):
    ordinary, reported = mail
    out = tmp_path / "lists" / "models" / "suspicious-mail.json"
    result = run("--ordinary", ordinary, "--reported", reported, "--out", out)
    assert result.exit_code == 0, result.output
    assert "Learned from 320 ordinary messages and 60 reported messages." in result.output
    assert "by chance" in result.output
    taught = read_taught(out.read_bytes())
    assert taught.about in result.output
    assert taught.knows("office3.example")
    assert b"voucher" not in out.read_bytes()


def test_too_little_is_refused_and_nothing_written(mail, tmp_path):
    ordinary, reported = mail
    out = tmp_path / "suspicious-mail.json"
    result = run("--ordinary", reported, "--reported", ordinary, "--out", out)
    assert result.exit_code == 2
    assert "too little to learn from" in result.output
    assert not out.exists()


def test_mail_with_whom_the_site_excludes_teaches_nothing_and_is_told_as_a_number(mail, tmp_path):
    ordinary, reported = mail
    lists = tmp_path / "lists"
    (lists / "excluded").mkdir(parents=True)
    (lists / "excluded" / "union.txt").write_text("office3.example\n")
    out = lists / "models" / "suspicious-mail.json"
    result = run("--ordinary", ordinary, "--reported", reported, "--lists", lists, "--out", out)
    assert result.exit_code == 0, result.output
    assert "8 messages were left out unread: the policy or your lists set them apart." in result.output
    assert "Learned from 312 ordinary messages and 60 reported messages." in result.output
    taught = read_taught(out.read_bytes())
    assert not taught.knows("office3.example")
    assert taught.knows("office4.example")


def test_a_policy_s_protected_addresses_teach_nothing(mail, tmp_path):
    ordinary, reported = mail
    folder = tmp_path / "policy"
    shutil.copytree(LIBRARY, folder)
    controls = folder / "controls.yaml"
    controls.write_text(controls.read_text().replace("addresses: []", "addresses: [p@office3.example]"))
    out = tmp_path / "suspicious-mail.json"
    result = run("--ordinary", ordinary, "--reported", reported, "--policy", folder, "--out", out)
    assert "8 messages were left out unread" in result.output
    assert not read_taught(out.read_bytes()).knows("office3.example")
