import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.sigma.files import RuleFile
from custodes.detect.sigma.read import read_file, read_rules
from custodes.detect.sigma.rule import (
    ANY,
    ONE,
    And,
    Compare,
    Exists,
    Network,
    Not,
    Null,
    Or,
    Regex,
    SameAs,
    Text,
    TimePart,
)
from custodes.detect.sigma.tests.rulefiles import condition, id_of, read, reason, rule, selection
from custodes.sources.tables import LogSource

EACH = {
    "{A: x}": Text("A", ("x",)),
    "{A: 'x*y?z'}": Text("A", ("x", ANY, "y", ONE, "z")),
    r"{A: 'x\*y\\z'}": Text("A", (r"x*y\z",)),
    "{A: ''}": Text("A", ()),
    "{A: '**'}": Text("A", (ANY,)),
    "{A: null}": Null("A"),
    "{A: 7}": Text("A", ("7",)),
    "{A: 2.5}": Text("A", ("2.5",)),
    "{A: true}": Text("A", ("true",)),
    "{A: [x, y]}": Or((Text("A", ("x",)), Text("A", ("y",)))),
    "{A: x, B: y}": And((Text("A", ("x",)), Text("B", ("y",)))),
    "[{A: x}, {B: y}]": Or((Text("A", ("x",)), Text("B", ("y",)))),
    "{A|contains: x}": Text("A", (ANY, "x", ANY)),
    "{A|startswith: x}": Text("A", ("x", ANY)),
    "{A|endswith: x}": Text("A", (ANY, "x")),
    "{A|contains|all: [x, y]}": And((Text("A", (ANY, "x", ANY)), Text("A", (ANY, "y", ANY)))),
    "{A|cased: X}": Text("A", ("X",), cased=True),
    "{A|contains|cased: X}": Text("A", (ANY, "X", ANY), cased=True),
    "{A|base64: foo}": Text("A", ("Zm9v",)),
    "{A|wide|base64: foo}": Text("A", ("ZgBvAG8A",)),
    "{A|base64offset|contains: foo}": Or(
        (Text("A", (ANY, "Zm9v", ANY)), Text("A", (ANY, "Zvb", ANY)), Text("A", (ANY, "mb2", ANY)))
    ),
    "{A|windash: '-x'}": Or(tuple(Text("A", (dash + "x",)) for dash in "-/–—―")),
    "{A|cidr: 10.0.0.0/8}": Network("A", "10.0.0.0/8"),
    "{A|cidr: '2001:db8::/32'}": Network("A", "2001:db8::/32"),
    "{A|gt: 5}": Compare("A", "gt", 5.0),
    "{A|lte: 0.5}": Compare("A", "lte", 0.5),
    "{A|neq: x}": Not(Text("A", ("x",))),
    "{A|exists: true}": Exists("A", wanted=True),
    "{A|exists: false}": Exists("A", wanted=False),
    "{A|fieldref: B}": SameAs("A", "B"),
    "{A|fieldref|endswith: B}": SameAs("A", "B", "ends"),
    "{A|fieldref|contains: B}": SameAs("A", "B", "contains"),
    "{A|hour: 3}": TimePart("A", "hour", 3),
    "{A|re: 'a+'}": Regex("A", "a+"),
    r"{A|re|i|s: '\w.'}": Regex("A", r"\w.", "is"),
    "{A|re: 5}": Regex("A", "5"),
    "{A|re: '(?i)a*?'}": Regex("A", "a*?", "i"),
    "[x, y]": Or((Text(None, (ANY, "x", ANY)), Text(None, (ANY, "y", ANY)))),
    "{'|all': [x, 7]}": And((Text(None, (ANY, "x", ANY)), Text(None, (ANY, "7", ANY)))),
    "{'|re': 'a.'}": Regex(None, "a."),
}


@pytest.mark.parametrize(("fields", "expected"), EACH.items(), ids=EACH)
def test_each_form_of_the_language_becomes_its_test(tmp_path, fields, expected):
    assert condition(tmp_path, selection(fields)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("one and not two", And((Text("A", ("1",)), Not(Text("B", ("2",)))))),
        ("1 of them", Or((Text("A", ("1",)), Text("B", ("2",)), Text("C", ("3",))))),
        ("all of o*", Text("A", ("1",))),
        ("1 of t* or one", Or((Text("B", ("2",)), Text("C", ("3",)), Text("A", ("1",))))),
        ("not 1 of t*", Not(Or((Text("B", ("2",)), Text("C", ("3",)))))),
        ("[one, two]", Or((Text("A", ("1",)), Text("B", ("2",))))),
    ],
)
def test_conditions_join_selections(tmp_path, line, expected):
    text = rule(f"one: {{A: 1}}\ntwo: {{B: 2}}\nthree: {{C: 3}}\ncondition: {line}")
    assert condition(tmp_path, text) == expected


def test_a_placeholder_stands_for_each_of_its_values(tmp_path):
    text = selection("{A|expand: '%Admins%@%Domain%'}")
    values = {"Admins": ("ann", "bo*"), "Domain": ("x.example",)}
    assert condition(tmp_path, text, placeholders=values) == Or(
        (Text("A", ("ann@x.example",)), Text("A", ("bo", ANY, "@x.example")))
    )
    assert reason(tmp_path, text) == (
        "It needs a list of values named Admins; put them, one a line, into placeholders/Admins.txt of the lists folder."
    )
    assert "more than 10,000 combinations" in reason(
        tmp_path, text, placeholders={"Admins": ("x",) * 10_001, "Domain": ("y",)}
    )


def test_a_placeholder_stands_within_an_expression_too(tmp_path):
    text = selection("{A|re|expand: '^%Admins%$'}")
    assert condition(tmp_path, text, placeholders={"Admins": ("ann", "bo")}) == Or(
        (Regex("A", "^ann$"), Regex("A", "^bo$"))
    )


UNUSABLE = {
    "it is no YAML": (b"title: [", "It is not valid YAML: see line 2."),
    "it is no text": (b"\xff\xfe\x00", "It is not valid YAML"),
    "it is empty": (b"", "It holds no rule."),
    "a date that is none": (b"date: 2024-13-45", "It is not valid YAML (ValueError)."),
    "a list": (b"- a", "It is not valid Sigma"),
    "no log source": ("title: x\ndetection: {a: {B: 1}, condition: a}", "Sigma rule must have a log source"),
    "an empty log source": (selection("{A: 1}", logsource="{product: ''}"), "It does not say which logs it is for."),
    "no detection": ("title: x\nlogsource: {product: windows}", "must have a detection"),
    "no condition": (rule("a: {B: 1}"), "at least one condition"),
    "an unknown selection": (rule("a: {B: 1}\ncondition: c"), "Detection 'c' not defined"),
    "an unknown modifier": (selection("{A|sounds: x}"), "Unknown modifier"),
    "the old counting": (rule("a: {B: 1}\ncondition: a | count() > 5"), "pipe syntax"),
    "a network that is none": (selection("{A|cidr: 300.0.0.0/8}"), "Invalid CIDR"),
    "looking ahead": (selection("{A|re: 'a(?=b)'}"), "cannot be run in bounded time: “a(?=b)”."),
    "an open bracket": (selection("{A|re: '['}"), "Its regular expression is not valid: “[”."),
    "a group of its own again": (selection("{A|re: '(a)\\1'}"), "cannot be run in bounded time"),
    "null where text must be": (selection("{A|contains: null}"), "incompatible to value type of 'null'."),
    "a keyword compared": (selection("{'|gt': 5}"), "can only be asked of one"),
    "a keyword in a network": (selection("{'|cidr': 10.0.0.0/8}"), "can only be asked of one"),
    "a time that is none": (selection("{A|year: 99999999999999999999999}"), "which no time has"),
    "an id that is a number": (
        "title: x\nid: 5\nlogsource: {product: x}\ndetection: {a: {B: 1}, condition: a}",
        "Sigma",
    ),
    "aliases without end": (
        b"a: &a [x]\nb: &b [" + b"*a," * 200 + b"]\nc: &c [" + b"*b," * 200 + b"]\nd: [*c, *c]",
        "Sigma",
    ),
}


@pytest.mark.parametrize(("text", "expected"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_run_is_listed_with_the_reason(tmp_path, text, expected):
    assert expected in reason(tmp_path, text)
    assert "\n" not in reason(tmp_path, text)


def test_what_a_rule_says_of_itself_does_not_keep_it_from_running(tmp_path):
    more = "level: dire\nstatus: [x]\ndate: yesterday\ntags: [nodot]\nauthor: [Ann, Bo]\nfalsepositives: none known"
    about = read(tmp_path, selection("{A: 1}", title=r'"A\x07 \e[31mtitle\n"', more=more)).rules[0].about
    assert (about.title, about.level, about.author, about.falsepositives) == (
        "A [31mtitle",
        "medium",
        "Ann, Bo",
        ("none known",),
    )


def test_a_rule_without_id_is_known_by_its_name_and_else_by_its_content(tmp_path):
    bare = "title: x\nlogsource: {product: x}\ndetection: {a: {B: 1}, condition: a}"
    rules = read(tmp_path, bare, f"name: odd\n{bare}", f"{bare}\n---\n{bare}").rules
    assert [len(known.about.id) for known in rules] == [32, 3, 32, 32]
    assert len({known.about.id for known in rules}) == 4


def test_a_broken_document_takes_no_other_of_its_file_with_it(tmp_path):
    rules = read(tmp_path, f"{selection('{A: 1}')}---\n- nothing\n---\n{selection('{A: 2}', number=2)}")
    assert (len(rules.rules), len(rules.unusable)) == (2, 1)


def test_documents_may_build_on_each_other(tmp_path):
    rules = read(
        tmp_path,
        "action: global\ntitle: x\nlogsource: {product: linux}\n---\n"
        f"id: {id_of(1)}\ndetection: {{a: {{B: 1}}, condition: a}}\n---\n"
        f"id: {id_of(2)}\ndetection: {{a: {{B: 2}}, condition: a}}\n",
    )
    assert [(known.about.title, known.condition) for known in rules.rules] == [
        ("x", Text("B", ("1",))),
        ("x", Text("B", ("2",))),
    ]


def test_log_sources_are_read_in_small_letters(tmp_path):
    (known,) = read(tmp_path, selection("{A: 1}", logsource="{product: Windows, service: Security}")).rules
    assert known.logsource == LogSource("windows", None, "security")


def test_folders_are_walked_in_order_and_what_is_no_rule_file_is_passed_over(tmp_path):
    for name in ("b/z.yml", "b/a.yaml", "a.yml", "b/a.samples.yaml", ".git/x.yml", "b/.hidden.yml", "readme.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(selection("{A: 1}", title=name).replace(id_of(1), ""))
    rules = read_rules([tmp_path])
    assert [known.about.file for known in rules.rules] == ["a.yml", "b/a.yaml", "b/z.yml"]
    (alone,) = read_rules([tmp_path / "b/z.yml"]).rules
    assert alone.about.file == "z.yml"


def test_a_file_too_large_or_gone_is_told(tmp_path):
    (tmp_path / "large.yml").write_bytes(b" " * ((1 << 20) + 1))
    (told,) = read_rules([tmp_path]).unusable
    assert told.reason == "It is larger than any rule (1 MiB); it was not read."
    (told,) = read_rules([tmp_path / "gone.yml"]).unusable
    assert told.reason == "It cannot be opened: No such file or directory."


WORDS = (
    "title id logsource detection condition correlation filter product selection |re |all |cidr |expand %x% * ( [ { } ] "
    ": - , ' \" & * ! | > ? # \n \n\n  --- \x00 é \ud7ff action global null 1 9e9 2024-01-01 and or not 1 of them"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=40).map("".join) | st.binary(max_size=200).map(bytes.hex))
def test_no_text_at_all_raises(text):
    assert read_file(RuleFile("x.yml", text.encode()), {})


@given(st.data())
def test_no_rule_that_lost_or_gained_some_bytes_raises(data):
    good = (selection("{A|re|i: 'a+', B|contains|all: [x, 'y*'], C|cidr: 10.0.0.0/8}") + "level: high\n").encode()
    begin = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(begin, min(len(good), begin + 9)))
    bad = good[:begin] + data.draw(st.binary(max_size=4)) + good[end:]
    assert read_file(RuleFile("x.yml", bad), {})
