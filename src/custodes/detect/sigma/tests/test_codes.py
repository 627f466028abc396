"""Windows events whose code, or whose fields, stand under other names than rules use."""

import orjson
import pytest

from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.rule import About, And, Rule, Text
from custodes.sources.contract import Chunk
from custodes.sources.registry import SOURCES
from custodes.sources.tables import LogSource


def fires(logsource: LogSource, asked: dict[str, str], record: dict) -> bool:
    rule = Rule(About("a", "A", "a.yml"), logsource, And(tuple(Text(name, (text,)) for name, text in asked.items())))
    parsed = SOURCES["jsonl"].parse(Chunk("events.jsonl", "jsonl", orjson.dumps(record)))
    return any(True for batch in parsed.batches for _ in Matcher([rule]).match(batch))


@pytest.mark.parametrize("name", ["EventID", "EVENTID", "eventid", "Event ID"])
def test_a_record_that_has_a_name_in_two_spellings_is_asked_for_the_one_that_the_rule_writes(name):
    record = {"Channel": "Security", "EventID": 1, "EVENTID": 2, "eventid": 3, "Event ID": 4}
    assert fires(LogSource("windows"), {name: str(record[name])}, record)


def test_a_process_creation_of_the_security_channel_answers_to_sysmons_names():
    record = {"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\a.exe", "ParentProcessName": "C:\\b.exe"}
    record |= {"SubjectLogonId": "0x3e7", "MandatoryLabel": "S-1-16-12288"}
    asked = {"Image": "C:\\a.exe", "ParentImage": "C:\\b.exe", "LogonId": "0x3e7", "IntegrityLevel": "S-1-16-12288"}
    assert fires(LogSource("windows", "process_creation"), asked, record)


@pytest.mark.parametrize("code", ["1", "4624"])
def test_an_event_with_two_codes_is_found_by_each(code):
    assert fires(LogSource("windows"), {"EventID": code}, {"Channel": "Security", "EventID": [1, 4624]})
