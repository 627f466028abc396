import io
from dataclasses import replace

import pytest
from rich.console import Console

from custodes.engine.results import Account
from custodes.policy.model import Control
from custodes.report import table
from custodes.report.tests.examples import empty_results, hostile_results, quiet_results, rich_results


def printed(results, width=100, **changes):
    file = io.StringIO()
    table.render(results, Console(file=file, width=width, **changes))
    return file.getvalue()


def test_the_worst_comes_first():
    lines = printed(rich_results()).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("yes"))
    assert lines[first].split() == ["yes", "whom", "not", "told", "unsure", "clause"]
    assert lines[first + 1].split()[:5] == ["80", "23", "3", "212", "security.suspicious-mail"]
    assert lines[first + 2].split()[:5] == ["40", "23", "0", "4", "use.personal"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_it_keeps_to_the_width(width):
    assert all(len(line) <= width for line in printed(rich_results(), width).splitlines())


def test_every_clause_looked_for_is_there():
    said = printed(rich_results())
    assert all(clause in said for clause in rich_results().clauses)


def test_it_is_plain_where_nobody_sits_at_a_terminal():
    assert "\x1b" not in printed(rich_results())
    assert "\x1b" not in printed(hostile_results())


def test_what_nobody_could_look_at_has_no_nought_but_a_reason():
    only_mail = replace(quiet_results(), accounts=(Account("a.mbox", "mail", taken=1, out=1, kept=1),))
    rows = [line for line in printed(only_mail, 300).splitlines() if "security.downloads" in line]
    assert len(rows) == 1
    assert rows[0].startswith("Not looked at: no web log was read.")


def test_what_hid_a_part_of_a_clause_is_named_once_with_its_clauses():
    controls = tuple(
        Control(clause, "detector", name)
        for clause in ("use.personal", "misuse.identity")
        for name in ("outbound-volume", "sigma")
    )
    accounts = (Account("a", "mail", taken=1, out=1, kept=1, kinds=frozenset({"Email Activity"})),)
    policy = replace(rich_results().policy, controls=controls, domains=())
    said = printed(replace(quiet_results(), policy=policy, accounts=accounts, people=0), 300)
    lines = [line for line in said.splitlines() if line.startswith("Looked at in part")]
    assert lines == ["Looked at in part: no domain of your own was named (--domain). use.personal, misuse.identity"]


def test_it_does_not_claim_to_show_names():
    assert "The counts here name nobody." in printed(replace(rich_results(), shows_people=True), 300)


def test_hostile_text_cannot_move_the_cursor():
    said = printed(hostile_results(), force_terminal=True, no_color=True)
    assert "\x1b[31m" not in said
    assert "\u202e" not in said


def test_it_ends_on_the_account_and_what_to_do_next():
    said = printed(rich_results(), 300)
    assert "It balances: 1,221,027 in = 1,220,979 out + 48 rejected." in said
    assert said.rstrip().endswith("--format html --out report.html")


def test_a_loss_is_loud():
    lossy = replace(rich_results(), accounts=(Account("a.mbox", "mail", taken=2, out=1),))
    assert "It does not balance for a.mbox" in printed(lossy, 300)


def test_nothing_read_is_no_error():
    assert "nothing was seen that its 29 clauses speak of" in printed(empty_results())
