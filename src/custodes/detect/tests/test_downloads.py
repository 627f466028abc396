from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from custodes.detect.permits import Permit
from custodes.detect.programs import LONGEST_NAME, find_program
from custodes.detect.tests.web_events import at, context_of, find, get, texts

WHEN = at("2026-11-24 10:00:00")
CONTEXT = context_of("downloads")
BINARY = "application/octet-stream"


def fetch(path: str = "/dl/Setup.exe", **more: Any) -> dict[str, Any]:
    return get(
        more.pop("host", "dl.cornersoft.example"),
        more.pop("time", WHEN),
        **{"path": path, "type": BINARY, "length": 2_000_000, **more},
    )


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/Setup.exe", BINARY),
        ("/Setup.EXE?session=1#top", BINARY),
        ("/My%20Setup.msi", None),
        ("/get?id=12", "application/x-msdownload"),
        ("/tool.dmg", "application/x-apple-diskimage"),
        ("/tool.deb", "application/vnd.debian.binary-package"),
        ("/install.ps1", "text/plain"),
        ("/report.docm", "application/vnd.ms-word.document.macroenabled.12"),
        ("/ext.xpi", "application/x-xpinstall"),
        ("/winbar-setup-1.2.zip", "application/zip"),
        ("/disk.iso", BINARY),
        ("/app.jar", "application/java-archive"),
    ],
)
def test_a_program_is_known_by_name_or_type(path: str, content_type: str | None) -> None:
    (finding,) = find("downloads", [fetch(path, type=content_type)], CONTEXT)
    assert finding.subject == "s1"
    assert finding.confidence >= 0.6
    assert "dl.cornersoft.example on Tuesday 24 November" in texts(finding)


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("a landing page", fetch("/setup.exe", type="text/html")),
        ("a page named like one", fetch("/setup.exe.html", type="text/html")),
        ("a picture", fetch("/setup.exe", type="image/png")),
        ("a document", fetch("/minutes.pdf", type="application/pdf")),
        ("an archive of documents", fetch("/board-packet.zip", type="application/zip")),
        ("too small", fetch(length=50_000)),
        ("of unknown size", fetch(length=None)),
        ("denied", fetch(action=2)),
        ("not found", fetch(code=404)),
        ("moved elsewhere", fetch(code=302)),
        ("only asked about", fetch(method="HEAD")),
        ("our own", fetch(host="intranet.fernwood.example")),
        ("an update", fetch(host="au.download.windowsupdate.com")),
        ("a package of the system", fetch("/pool/m/mutt.deb", host="deb.debian.org")),
        ("no host", fetch(host=None)),
        ("no time", fetch(time=None)),
        ("no address", fetch(url=None)),
        ("the whole host's name", fetch("", url="https://tool.run")),
    ],
)
def test_what_is_no_program_or_not_a_persons_doing_is_no_finding(name: str, event: dict[str, Any]) -> None:
    assert not find("downloads", [event], CONTEXT), name


def test_the_parts_of_one_file_are_one_finding() -> None:
    parts = [fetch(code=206, time=WHEN + timedelta(seconds=index)) for index in range(30)]
    (finding,) = find("downloads", parts, CONTEXT)
    assert "1 program was fetched from dl.cornersoft.example on Tuesday 24 November: Setup.exe." in texts(finding)


def test_a_site_that_offers_installers_adds_to_it() -> None:
    (plain,) = find("downloads", [fetch()], CONTEXT)
    (known,) = find("downloads", [fetch(host="www.grabsoft.example")], CONTEXT)
    assert known.confidence > plain.confidence
    assert "download.site" in [reason.code for reason in known.reasons]


@pytest.mark.parametrize(
    ("permit", "silent"),
    [
        (Permit("download", "*", "cornersoft.example"), True),
        (Permit("download", "s1", "setup.exe"), True),
        (Permit("download", "apalmer", "application/octet-stream"), True),
        (Permit("download", "s1", "setup.exe", date(2026, 11, 1)), False),
        (Permit("download", "s2", "setup.exe"), False),
        (Permit("site", "*", "cornersoft.example"), False),
    ],
)
def test_a_permit_silences(permit: Permit, silent: bool) -> None:
    assert bool(find("downloads", [fetch()], context_of("downloads", permits=[permit]))) is not silent


def test_a_permit_for_one_file_leaves_the_others() -> None:
    context = context_of("downloads", permits=[Permit("download", "*", "setup.exe")])
    (finding,) = find("downloads", [fetch(), fetch("/other.exe", time=WHEN + timedelta(minutes=1))], context)
    assert "other.exe" in texts(finding)
    assert "Setup.exe" not in texts(finding)
    assert [item.locator for item in finding.evidence] == ["line 2"]


def test_a_name_is_made_safe_to_show() -> None:
    program = find_program("https://x.example/%00%1b[31m" + "a" * 500 + "%E2%80%AE.exe", "")
    assert program is not None
    assert program.name.isprintable()
    assert len(program.name) <= LONGEST_NAME
    assert program.name.endswith(".exe")
    assert find_program("https://[broken/setup.exe", "") is not None
