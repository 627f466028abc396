from custodes.detect.finding import Evidence, Finding, Outcome, Reason
from custodes.detect.staff import Person, Staff
from custodes.engine.naming import Naming

DANA = Person("dwhitfield", "Dana Whitfield", "dana@fernwood.example", account="dana.w")
STAFF = Staff.of((DANA,))


def finding(subject, *, source="mail/all.mbox", locator="message 1"):
    reasons = (Reason("urgency", "It asks for an answer within the hour."),)
    return Finding("use.personal", "d", subject, None, Outcome.YES, 0.9, reasons, (Evidence(source, locator, "ab"),))


def test_people_and_accounts_are_numbered_as_they_appear():
    naming = Naming(STAFF, shows_people=False)
    subjects = [naming.show(finding(subject)).subject for subject in ("10.1.2.3", "dwhitfield", "10.1.2.4", "10.1.2.3")]
    assert subjects == ["Account 1", "Person 1", "Account 2", "Account 1"]


def test_every_alias_of_a_person_is_one_person():
    naming = Naming(STAFF, shows_people=False)
    assert naming.name("dwhitfield") == naming.name("dana.w") == "Person 1"


def test_a_mailbox_named_after_its_owner_does_not_give_the_name_away():
    naming = Naming(STAFF, shows_people=False)
    shown = naming.show(finding("dwhitfield", source="export/dana.w/dwhitfield.mbox", locator="dana.w.2026.eml"))
    assert shown.evidence[0] == Evidence("export/Person 1/Person 1.mbox", "Person 1.2026.eml", "ab")


def test_with_people_shown_a_page_names_them_and_a_line_gives_the_id():
    naming = Naming(STAFF, shows_people=True)
    assert naming.name("dwhitfield") == "Dana Whitfield (dwhitfield)"
    assert naming.show(finding("dwhitfield")).subject == "dwhitfield"
    assert naming.name("10.1.2.3") == "10.1.2.3"


def test_nobody_known_stays_unknown():
    assert Naming(STAFF, shows_people=False).name("unknown") == "unknown"
