import pytest

from custodes.detect.sigma.clauses import ELSE_CLAUSE, clause_map, clause_of
from custodes.detect.sigma.rule import LEVELS, About, Correlation, Null, Rule
from custodes.policy.catalogue import CLAUSE_IDS
from custodes.sources.tables import LogSource


def rule(*tags, title="x", level="medium", **logsource):
    return Rule(About("1", title, "x.yml", tags=tags, level=level), LogSource(**logsource), Null("A"))


@pytest.mark.parametrize(
    ("known", "clause"),
    [
        (rule("attack.t1003.001", "custodes.use.volume"), "use.volume"),
        (rule("attack.t1003.001", "custodes.no.such"), "security.passwords"),
        (rule("attack.t1003.001"), "security.passwords"),
        (rule("attack.t1003"), "security.passwords"),
        (rule("attack.t1566.002", "attack.initial-access"), "security.suspicious-mail"),
        (rule("attack.initial-access", "attack.t1078.004"), "security.logins"),
        (rule("attack.exfiltration"), "use.privacy"),
        (rule("attack.t1105"), "security.downloads"),
        (rule("attack.t1090.003"), "misuse.identity"),
        (rule("attack.t1090"), ELSE_CLAUSE),
        (rule("attack.t1219"), "use.personal"),
        (rule("attack.t1003", category="antivirus"), "security.antivirus"),
        (rule(product="azure", service="signinlogs"), "security.logins"),
        (rule(product="azure", service="auditlogs"), ELSE_CLAUSE),
        (rule(title="Tor Browser started"), "misuse.identity"),
        (rule(title="Storage opened"), ELSE_CLAUSE),
        (rule(title="BitTorrent client"), "use.copyright"),
        (rule(), "misuse.illegal"),
        (rule("attack.t1219.002", title="HackTool - Inveigh Execution Artefacts"), "security.passwords"),
        (rule("attack.credential-access", title="HackTool - LaZagne Execution"), "security.passwords"),
        (rule("attack.t1550", title="HackTool - Some Other Execution"), "misuse.illegal"),
        (rule("attack.t1219", title="Legit RDP session hijacked: Hijack"), "misuse.illegal"),
        (rule("attack.t1496", title="Azure Kubernetes Secret or Config Object Access"), "security.passwords"),
        (rule("attack.t1496", title="Azure Kubernetes Cluster Created or Deleted", level="low"), "monitor.review"),
        (rule("attack.t1496", title="Crypto Mining Pool"), "use.purpose"),
        (rule("attack.t1189", title="Cross Site Scripting Strings", category="webserver"), "misuse.illegal"),
        (rule("attack.discovery", title="Whoami.EXE Execution"), "monitor.review"),
        (rule("attack.discovery", title="Whoami.EXE Execution", level="high"), "misuse.illegal"),
        (rule("attack.discovery", title="PUA - Port Scanner", level="low"), "misuse.illegal"),
        (rule(title="File Deletion", level="informational"), "monitor.review"),
        (rule(title="Malicious driver", level="low"), "misuse.illegal"),
        (Correlation(About("1", "x", "x.yml", tags=("attack.t1110",)), "event_count", ("2",), 60), "security.logins"),
    ],
)
def test_a_rule_serves_the_clause_that_its_tags_its_logs_or_its_title_tell(known, clause):
    assert clause_of(known) == clause


def test_every_entry_asks_for_something_and_names_a_clause():
    for entry in clause_map():
        assert entry.clause in CLAUSE_IDS
        assert entry.tags or entry.logsources or entry.words or entry.levels
        assert entry.levels <= set(LEVELS)
