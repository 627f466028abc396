"""What stands around the mail and the logs: the policy filled in, permits, correspondents, shared files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from custodes.sample.cards import PATRON_PREFIX
from custodes.sample.documents import make_docx, make_pdf
from custodes.sample.people import Member
from custodes.sample.plan import DOMAIN, TIMEZONE, Plan
from custodes.sample.systems.entra import device_id
from custodes.sample.systems.seat import HOUSE_ADDRESS, OUTSIDE_NETWORK
from custodes.sample.texts import load_text

APPROVED_ON, REVISED_ON = "2024-03-19", "2026-06-16"

INTAKE: dict[str, dict[str, list[str]]] = {
    "account": {"own_networks": [f"{HOUSE_ADDRESS}/32"]},
    "protected-places": {"hosts": [f"report.{DOMAIN}"], "networks": [], "addresses": [f"report@{DOMAIN}"]},
    "patron-records": {
        "circulation_hosts": [f"catalog.{DOMAIN}", f"ils.{DOMAIN}"],
        "circulation_senders": [f"notices@ils.{DOMAIN}"],
        "public_networks": ["10.20.0.0/16"],
        "card_prefixes": [PATRON_PREFIX],
    },
}
"""What the model policy leaves for each library to fill in."""

EXCLUDED = {"union": "staff-union.example", "attorneys": "holt-attorneys.example"}

SURE_OF_RULES = 0.2
"""So that what rules of a low level find is shown, and can be held against the truth."""
TOLD_BETTER = ("misuse.profiles",)
"""Where a register tells what a rule of a low level only asks about."""


def write_policy(folder: Path) -> None:
    """The model policy as the made-up library has adopted it."""
    model = files("custodes.policy") / "library"
    text = model.joinpath("policy.md").read_text(encoding="utf-8")
    text = text.replace("approved_on:\n", f"approved_on: {APPROVED_ON}\n", 1)
    text = text.replace("revised_on: []\n", f"revised_on: [{REVISED_ON}]\n", 1)
    (folder / "policy.md").write_text(text, encoding="utf-8", newline="\n")
    controls: dict[str, Any] = yaml.safe_load(model.joinpath("controls.yaml").read_text(encoding="utf-8"))
    controls |= {"domains": [DOMAIN], "timezone": TIMEZONE}
    for clause, control in ((clause, control) for clause, kept in controls["controls"].items() for control in kept):
        if control.get("intake") in INTAKE:
            control["parameters"] = INTAKE[control["intake"]]
        if control.get("detector") == "sigma" and clause not in TOLD_BETTER:
            control["sure"] = SURE_OF_RULES
    filled = yaml.safe_dump(controls, sort_keys=False, allow_unicode=True)
    (folder / "controls.yaml").write_text(filled, encoding="utf-8", newline="\n")


def write_lists(staff: tuple[Member, ...], folder: Path) -> None:
    """`permits.csv` and `correspondents.txt`, as `custodes check --lists` reads them."""
    it = next(person for person in staff if person.department == "Information Technology")
    communications = next(person for person in staff if person.department == "Communications")
    permits = (
        ("download", "*", "apps.printwell.example", ""),
        ("download", "*", "TypeSetterPro-Setup.exe", "2027-06-30"),
        ("newsletter", communications.id, "*", "2027-06-30"),
        ("site", communications.id, "chatterbox.example", ""),
        ("anonymiser", it.id, "veilway.example", "2027-01-31"),
        ("download", "*", "files.oldtools.example", "2025-12-31"),  # has run out
    )
    _write_rows(folder / "permits.csv", ("kind", "subject", "what", "until"), permits)
    known = "\n".join(load_text("letters")["correspondents"])
    text = f"# Firms and offices the library writes to. One domain or address a line.\n{known}\n"
    (folder / "correspondents.txt").write_text(text, encoding="utf-8", newline="\n")


def write_register(staff: tuple[Member, ...], folder: Path) -> None:
    """`devices.csv`, `accounts.csv`, `networks.csv`, and whose letters are left alone."""
    desks = [(person.device, person.id, "library", "") for person in staff]
    managed = [(device_id(f"{person.email} device"), person.id, "library", "") for person in staff]
    phones = [(device_id(f"phone of {person.account}"), person.id, "personal", "2027-06-30") for person in staff]
    everyone = " ".join(person.id for person in staff)
    accounts = (
        (f"frontdesk@{DOMAIN}", everyone, "shared", "", ""),
        (f"scanner@{DOMAIN}", staff[0].id, "service", "", ""),
        (f"tlane@{DOMAIN}", "", "person", "", "2026-08-31"),  # left in summer
    )
    networks = ((f"{HOUSE_ADDRESS}/32", "office", "US"), (f"{OUTSIDE_NETWORK}.253/32", "vpn", "CA"))
    _write_rows(folder / "devices.csv", ("device", "owner", "kind", "until"), [*desks, *managed, *phones])
    _write_rows(folder / "accounts.csv", ("account", "owner", "kind", "service", "until"), accounts)
    _write_rows(folder / "networks.csv", ("network", "kind", "country"), networks)
    (folder / "excluded").mkdir()
    for name, hosts in EXCLUDED.items():
        (folder / "excluded" / f"{name}.txt").write_text(f"{hosts}\n", encoding="utf-8", newline="\n")


def _write_rows(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def write_files(plan: Plan, staff: tuple[Member, ...], folder: Path) -> int:
    """The shared drive: a folder a department, with small files of several formats. Gives their number."""
    words, rng, written = load_text("letters"), plan.random("files"), 0
    for department in dict.fromkeys(person.department for person in staff):
        place = folder / department.lower().replace(" ", "-")
        place.mkdir()
        event, title, room = (rng.choice(words[kind]) for kind in ("events", "titles", "places"))
        minutes = [f"Notes on {event}", f"Present: {rng.randrange(3, 12)} people", f"We read {title} in the {room}."]
        hours = "".join(f"{day},{rng.randrange(9, 13)}:00,{rng.randrange(16, 22)}:00\n" for day in words["weekdays"])
        contents = {
            "notes.docx": make_docx(minutes),
            "flyer.pdf": make_pdf([event.capitalize(), f"In the {room}", "Free and open to all"]),
            "schedule.csv": f"day,from,to\n{hours}".encode(),
            "readme.txt": f"Files of {department}. Ask before deleting.\n".encode(),
        }
        for name, content in contents.items():
            (place / name).write_bytes(content)
        written += len(contents)
    return written
