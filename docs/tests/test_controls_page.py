from dataclasses import fields
from pathlib import Path

import custodes.detect  # noqa: F401 - registers every detector
from custodes.detect.registry import DETECTORS
from custodes.sources.firewall.rules import INTAKE

PAGE = (Path(__file__).parents[1] / "controls.md").read_text(encoding="utf-8")


def written(default):
    """A default as one writes it in YAML."""
    if isinstance(default, tuple):
        return f"[{', '.join(_quoted(word) for word in default)}]"
    return str(default).lower() if isinstance(default, bool) else str(default)


def _quoted(word):
    return f'"{word}"' if word.isdecimal() else word  # else YAML makes a number of it


def section(title):
    """The rows of the table under a heading, each a list of its cells."""
    part = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def named(rows):
    """Each row under the name that stands in its first cell or in the nearest above."""
    name, found = "", {}
    for first, *others in rows:
        name = first.strip("`") or name
        found.setdefault(name, []).append(others)
    return found


def test_every_detector_stands_on_the_page_with_the_clauses_it_serves():
    serves = {
        name: {word.strip("` ") for word in rows[0][0].split(",")} for name, rows in named(section("Detectors")).items()
    }
    assert serves == {name: set(detector.clauses) for name, detector in DETECTORS.items()}


def test_every_parameter_of_a_detector_stands_on_the_page_with_its_default():
    stands = {
        (name, *(cell.strip("`") for cell in row[1:3]))
        for name, rows in named(section("Detectors")).items()
        for row in rows
        if row[1]
    }
    exists = {
        (name, part.name, written(part.default))
        for name, detector in DETECTORS.items()
        for part in fields(detector.parameters)
    }
    assert sorted(stands) == sorted(exists)


def test_every_parameter_says_what_it_means():
    assert [row for rows in named(section("Detectors")).values() for row in rows if not row[3]] == []


def test_every_rule_of_the_intake_stands_on_the_page_with_its_parameters():
    stands = {
        name: {row[0].strip("`") for row in rows} - {""} for name, rows in named(section("Rules of the intake")).items()
    }
    assert stands == {name: set(parameters) for name, parameters in INTAKE.items()}
