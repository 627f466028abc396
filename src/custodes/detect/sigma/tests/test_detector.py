from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from custodes.detect.context import Context
from custodes.detect.finding import Outcome
from custodes.detect.measure import merge_into
from custodes.detect.registry import DETECTORS
from custodes.detect.sigma.detector import HITS, conclude, tell_hits
from custodes.detect.sigma.rule import ANY, About, Correlation, Rule, RuleSet, Text
from custodes.detect.sigma.running import Rules
from custodes.detect.staff import Person, Staff
from custodes.events import BASE_EVENT, EMAIL_ACTIVITY, make_batch
from custodes.sources.tables import LogSource

SIGMA = DETECTORS["sigma"]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DANA = Person(id="p1", name="Dana", email="dana@fernwood.example", account="dana")


def rule(number="1", *, level="high", tags=("custodes.misuse.illegal",), reports=True, **about):
    said = About(number, f"Rule {number}", "r.yml", level=level, tags=tags, **about)
    return Rule(said, LogSource("linux", None, None), Text("comm", (f"tool{number}",)), reports)


def context(rules, clause="misuse.illegal", correlations=()):
    staff = Staff.of((DANA,))
    return Context(clause=clause, staff=staff, rules=Rules(RuleSet(tuple(rules), tuple(correlations))))


def batch(*tools, times=None, user="dana"):
    return make_batch(
        BASE_EVENT,
        {
            "time": times or [NOON + timedelta(minutes=n) for n in range(len(tools))],
            "source": "log",
            "position": list(range(1, len(tools) + 1)),
            "raw_data": [b'{"comm":"tool%s","user":"%s"}' % (tool.encode(), user.encode()) for tool in tools],
            "logsource.product": "linux",
            "actor.user.name": user,
        },
        rows=len(tools),
    )


def findings(batch, context):
    seen = SIGMA(batch, context)
    told = [tell_hits(key, measure, context) for key, measure in seen.measures.items() if key.name == HITS]
    others = {key: measure for key, measure in seen.measures.items() if key.name != HITS}
    return [*seen.findings, *told, *conclude(others, context)]


def test_what_a_rule_finds_is_told_once_for_a_person_and_day():
    (finding,) = findings(batch("1", "2", "1"), context([rule("1", description="It opens doors. More.")]))
    assert (finding.clause, finding.subject, finding.rule) == ("misuse.illegal", "p1", "1")
    assert (finding.at, finding.confidence, finding.outcome) == (NOON, 0.8, Outcome.YES)
    assert finding.reasons[0].text == "Rule 1. It opens doors. It fired 2 times on Tuesday 24 November."
    assert [item.locator for item in finding.evidence] == ["line 1", "line 3"]


def test_a_rule_is_a_finding_of_its_own_clause_alone():
    assert findings(batch("1"), context([rule("1")], clause="use.personal")) == []


def test_its_author_is_named_and_what_it_may_be_mistaken_about():
    (finding,) = findings(batch("1"), context([rule("1", author="Ann Author", falsepositives=("Backups", "Updates"))]))
    assert "(A rule by Ann Author.)" in finding.reasons[0].text
    assert finding.reasons[1].text == "It may be: Backups; Updates."


@pytest.mark.parametrize(("level", "sure"), [("informational", 0.2), ("critical", 0.95), ("", 0.6)])
def test_how_sure_it_is_is_the_rules_level(level, sure):
    (finding,) = findings(batch("1"), context([rule("1", level=level)]))
    assert finding.confidence == sure


def test_an_event_without_a_time_is_told_by_itself():
    (finding,) = findings(batch("1", times=[None]), context([rule("1")]))
    assert finding.at is None


def test_a_correlation_is_told_with_what_it_rests_on():
    about = About("c", "Many", "c.yml", tags=("custodes.misuse.illegal",))
    many = Correlation(about, "event_count", ("1",), timespan_seconds=600, number=3)
    (finding,) = findings(batch("1", "1", "1"), context([rule("1", reports=False)], correlations=[many]))
    assert (finding.rule, finding.subject, len(finding.evidence)) == ("c", "p1", 3)
    assert "It counted 3 from" in finding.reasons[0].text


def test_parts_of_a_batch_merge_to_the_same():
    whole, rules = batch("1", "2", "1", "1"), context([rule("1"), rule("2")])
    merged = {}
    for part in (whole.slice(2), whole.slice(0, 2)):
        merge_into(merged, SIGMA(part, rules).measures)
    assert merged == SIGMA(whole, rules).measures


def test_what_several_people_did_together_is_told_of_what_they_have_in_common():
    about = About("c", "Many", "c.yml", tags=("custodes.misuse.illegal",))
    many = Correlation(about, "event_count", ("1",), timespan_seconds=600, number=2, group_by=("src",))
    events = pa.Table.from_batches([batch("1", user="dana"), batch("1", user="carl")])
    raw = [b'{"comm":"tool1","src":"192.0.2.9"}'] * 2
    together = events.set_column(
        events.schema.get_field_index("raw_data"), "raw_data", pa.array(raw, pa.large_binary())
    ).combine_chunks()
    (finding,) = findings(
        pa.RecordBatch.from_arrays([column.combine_chunks() for column in together.columns], schema=together.schema),
        context([rule("1", reports=False)], correlations=[many]),
    )
    assert finding.subject == "192.0.2.9"


def test_a_community_rule_says_that_it_may_be_ordinary_work_and_not_that_nothing_is_known():
    community = rule("1", tags=("attack.t1033",), falsepositives=("Unknown",))
    (finding,) = findings(batch("1"), context([community]))
    assert finding.reasons[1].text == "It may be: the ordinary work of those who look after the computers."


def test_who_got_a_message_from_outside_is_not_taken_for_its_writer():
    mail = make_batch(
        EMAIL_ACTIVITY,
        {"time": [NOON], "source": "box", "position": [1], "raw_data": [b""], "logsource.category": "email",
         "email.from": ["crook@away.example"], "email.to": [["dana@fernwood.example"]], "email.subject": ["pay me"]},
        rows=1,
    )  # fmt: skip
    blackmail = Rule(
        About("b", "Blackmail", "b.yml", tags=("custodes.misuse.illegal",)),
        LogSource(None, "email", None),
        Text("subject", (ANY, "pay me", ANY)),
    )
    (finding,) = findings(mail, context([blackmail]))
    assert finding.subject == "p1"
    assert "The message came from outside; the person received it." in finding.reasons[0].text
