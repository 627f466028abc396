from pathlib import Path

from custodes.detect.sigma.clauses import clause_of
from custodes.detect.sigma.files import OWN_RULES
from custodes.detect.sigma.names import sigma_columns
from custodes.detect.sigma.read import read_rules
from custodes.events import KINDS

PAGE = Path(__file__).parents[1] / "own-rules.md"
HEADINGS = {
    "web": "Web",
    "dns": "Name lookups",
    "mail": "Mail",
    "sign-in": "Sign-ins",
    "cloud": "Mail and files in the cloud",
    "linux": "Servers",
    "software": "Software and devices",
    "messages": "Chat, texts and voicemail",
}


def words(source):
    return " ".join(word for word in source if word)


def expected():
    """For each heading the rows of its table, as the rules say."""
    tables = {heading: [] for heading in HEADINGS.values()}
    read = read_rules([OWN_RULES])
    sources = {rule.about.id: {words(rule.logsource)} for rule in read.rules}
    sources |= {rule.about.name: sources[rule.about.id] for rule in read.rules}
    for one in read.correlations:
        sources[one.about.id] = set().union(*(sources[rule] for rule in one.rules))
        sources[one.about.name] = sources[one.about.id]
    for rule in (*read.rules, *read.correlations):
        if rule.reports:
            about = rule.about
            alarms = "; ".join(about.falsepositives)
            cells = [about.title, clause_of(rule), ", ".join(sorted(sources[about.id])), about.level, alarms]
            tables[HEADINGS[about.file.partition("/")[0]]].append(f"| {' | '.join(cells)} |")
    return {heading: sorted(rows) for heading, rows in tables.items()}


def test_every_rule_stands_on_the_page_as_it_is():
    rows = [row for heading in expected().values() for row in heading]
    page = PAGE.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row not in page] == []
    assert len([line for line in page if line.count(" | ") == 4 and not line.startswith(("| what", "| ---"))]) == len(
        rows
    )


def test_every_name_of_a_message_stands_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    for kind in ("Email Activity", "Communication"):
        columns = sigma_columns(KINDS[kind])
        names = {name for names in columns.values() for name in names} - {*columns}
        assert {name for name in names if f"`{name}`" not in page} == set()
