import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.finding import Outcome
from custodes.detect.suspicious_mail import suspicious_mail
from custodes.detect.tests.mail_events import DEFAULTS, OURS, codes, make_mail, surroundings, texts
from custodes.events import EMAIL_ACTIVITY

SURE = 0.5
CLAUSE = "security.suspicious-mail"


def look(letter, **context):
    found = suspicious_mail(make_mail(letter), surroundings(clause=CLAUSE, **context)).findings
    return found[0] if found else None


def link(address, text=None):
    return {"url_string": address, "text": text}


GUILTY = {
    "help desk from elsewhere": {
        "email.from": "desk@mail-center.example",
        "email.from_name": "IT Help Desk",
        "email.subject": "Mailbox almost full",
        "body": "Your mailbox is almost full. Verify your account within 24 hours or it will be suspended.",
        "urls": [link("https://mail-center.example/in")],
    },
    "borrowed brand": {
        "email.from": "billing@qz-payments.example",
        "email.from_name": "PayPal Service",
        "email.subject": "Your account has been limited",
        "body": "Please update your payment details to restore it.",
    },
    "look-alike of our own domain": {
        "email.from": "director@fernw00d.example",
        "email.from_name": "Ruth Okafor",
        "body": "Are you at your desk? I need a quick task done: buy some gift cards for the volunteers.",
    },
    "link that shows us and leads away": {
        "email.from_name": "Library portal",
        "body": "Please confirm your password here.",
        "urls": [link("http://elsewhere.example/x", "https://www.fernwood.example/login")],
    },
    "our name before another's domain": {
        "body": "Action required: sign in at once.",
        "urls": [link("https://fernwood.example.login-now.example/")],
    },
    "letters of another alphabet": {
        "email.subject": "Yоur аccоunt is suspеnded",
        "body": "Vеrify yоur аccоunt.",
    },
    "locked archive with its password": {
        "email.subject": "Final notice: overdue invoice",
        "body": "See the attached file. Password: 4471",
        "files": [
            {"name": "invoice.zip", "mime_type": "application/zip", "size": 900, "text": None, "is_encrypted": True}
        ],
    },
    "Spanish": {
        "email.from_name": "Soporte",
        "body": "Estimado cliente: su cuenta será suspendida. Verifique sus datos en las próximas 24 horas.",
    },
    "German": {
        "body": "Sehr geehrter Kunde, Ihr Konto wird in Kürze gesperrt. Bestätigen Sie jetzt Ihre Daten.",
    },
    "Portuguese": {
        "body": "Prezado cliente, sua conta foi bloqueada. Clique aqui e atualize seus dados hoje. Último aviso.",
    },
    "French": {
        "body": "Cher client, votre compte sera suspendu. Vérifiez vos informations immédiatement.",
    },
    "authentication failed": {
        "email.from": "ruth@fernwood.example",
        "email_auth.results": "mx.fernwood.example; spf=fail; dkim=none; dmarc=fail",
        "body": "Please process a wire transfer today, it is urgent. I will send the beneficiary.",
    },
}

INNOCENT = {
    "a colleague": {"email.from": "ruth@fernwood.example", "body": "The cart of new books is at the desk."},
    "IT's own reminder": {
        "email.from": "it@fernwood.example",
        "email.from_name": "IT",
        "body": "Please update your password by Friday: your password expires in 3 days.",
        "urls": [link("https://accounts.fernwood.example/password")],
    },
    "an honest reset": {
        "email.from": "no-reply@vendor.example",
        "body": "Click here to reset your password. The link expires in 24 hours.",
        "urls": [link("https://vendor.example/reset?t=1", "Reset password")],
    },
    "a newsletter": {
        "email.from": "news@publisher.example",
        "email.from_name": "Publisher News",
        "email.subject": "Ten new titles for your fall shelves!",
        "body": "Dear librarian, this fall we bring you ten new titles: three histories, a cookbook, four novels and two "
        "picture books. Reviews and sample chapters are on our site, and the authors will talk about them in October. "
        "Register now for our webinar. Click here to read on. You get this letter because you subscribed to it.",
        "urls": [link("https://publisher.us1.list-manage.com/track?u=1", "www.publisher.example")],
    },
    "a list that talks of lures": {
        "email.list_id": "libtech.lists.example",
        "email.reply_to": "libtech@lists.example",
        "body": 'They wrote: "your mailbox is full, verify your account within 24 hours". Two people fell for it.',
    },
    "a patron in a hurry": {
        "email.from": "linh@freepost.example",
        "email.subject": "need help today!!",
        "body": "hi i have to print my resume today, please call me back, thank you so much",
    },
    "an invoice overdue": {
        "email.from": "accounts@shelving.example",
        "body": "Our invoice 4471 is 14 days overdue. Kindly arrange payment this week.",
    },
    "a patron's Spanish": {"body": "Hola, ¿puedo renovar mi tarjeta esta semana? Muchas gracias."},
    "nothing at all": {"email.from": None, "email.to": None, "body": None},
}


@pytest.mark.parametrize("name", GUILTY)
def test_a_lure_is_found_and_each_sign_is_a_reason(name):
    finding = look(GUILTY[name])
    assert finding is not None
    assert finding.outcome is Outcome.YES
    assert finding.confidence >= SURE, texts(finding)
    assert finding.reasons[0].code.startswith("verdict.")
    assert len(finding.reasons) > 1
    assert finding.clause == CLAUSE


@pytest.mark.parametrize("name", INNOCENT)
def test_ordinary_mail_is_left_alone(name):
    finding = look(INNOCENT[name])
    assert finding is None or finding.confidence < SURE, texts(finding)


def test_the_subject_is_whoever_of_us_got_it():
    letter = GUILTY["borrowed brand"]
    assert look({**letter, "email.to": ["x@other.example", OURS]}).subject == "s1"
    assert look({**letter, "email.to": ["x@other.example"]}).subject == "x@other.example"
    assert look({**letter, "email.to": None}).subject == "unknown"


def test_an_unknown_sender_alone_is_no_sign_and_beside_others_is():
    plain = {"body": "Could you tell me your opening hours?"}
    alone = look(plain, correspondents=frozenset(["vendor.example"]))
    assert alone is None or alone.confidence < SURE
    guilty = GUILTY["borrowed brand"]
    assert "sender.unknown" in codes(look(guilty, correspondents=frozenset()))
    assert "sender.unknown" not in codes(look(guilty, correspondents=None))


def test_a_known_sender_is_treated_with_care_unless_something_deceives():
    pressing = {"body": "Urgent action required: confirm your account details within 24 hours."}
    known = frozenset(["elsewhere.example"])
    assert look(pressing, correspondents=known).confidence < look(pressing).confidence
    deceiving = {**pressing, "urls": [link("http://203.0.113.9/"), link("http://3.223.8.8/a")]}
    assert look(deceiving, correspondents=known).confidence == look(deceiving).confidence


def reasons_of(letter):
    return codes(look(letter))


LURE = {"email.from": "doctor@clinic.example", "email.from_name": "Dr. Ben"}
MONEY = "You are the beneficiary of 520,000. Claim your prize money: confirm your bank details"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (f"{MONEY} and write to dr.ben@gmail.com.", "request.write-elsewhere"),
        (f"{MONEY} and call us on +1 (888) 555-0132.", "request.call"),
    ],
)
def test_another_way_to_answer_than_by_answering_is_a_sign(body, code):
    assert code in reasons_of(LURE | {"body": body})
    assert code not in reasons_of(LURE | {"body": MONEY})


def test_the_address_of_someone_written_to_and_one_on_a_list_are_no_other_way_to_answer():
    letter = LURE | {"body": f"{MONEY} and write to dr.ben@gmail.com."}
    assert "request.write-elsewhere" not in reasons_of(letter | {"email.cc": ["Dr.Ben@gmail.com"]})
    assert "request.write-elsewhere" not in reasons_of(letter | {"email.list_id": "talk.lists.example"})


def test_a_free_mailbox_is_not_the_mail_of_the_company_that_gives_it():
    letter = {"email.from": "notary@gmail.com", "email.from_name": "Notary", "body": MONEY}
    letter["email_auth.results"] = "mx.fernwood.example; dmarc=pass"
    assert look(letter).confidence > SURE


def test_no_authentication_result_says_nothing_and_a_list_may_break_them():
    letter = GUILTY["authentication failed"]
    without = look({**letter, "email_auth.results": None})
    assert without is None or "sender.failed-authentication" not in codes(without)
    on_a_list = look({**letter, "email.list_id": "all.lists.example"})
    assert on_a_list is None or "sender.failed-authentication" not in codes(on_a_list)


@pytest.mark.parametrize(
    "letter",
    [
        {"email_auth.results": "mx.example; spf=pass; dkim=pass; dmarc=pass"},
        {"email.list_id": "news.example"},
        {"time": None},
    ],
)
def test_headers_that_give_a_collection_away_change_nothing(letter):
    guilty = GUILTY["borrowed brand"]
    assert look({**guilty, **letter}).reasons == look(guilty).reasons


def test_what_could_not_be_read_is_told_only_of_mail_from_outside():
    raw = {"body": "x", "parser": "raw"}
    assert look(raw).outcome is Outcome.COULD_NOT_TELL
    assert look({**raw, "email.from": "ruth@fernwood.example"}) is None
    locked = {
        "files": [{"name": "a.pdf", "mime_type": "application/pdf", "size": 9, "text": None, "is_encrypted": True}]
    }
    assert look(locked).reasons[0].code == "unread.locked"


def test_a_body_of_five_megabytes_and_control_characters_are_no_trouble():
    finding = look({"body": "word \x00\x1b[2J\u202e" * 400_000})
    assert finding is None or finding.confidence < SURE


@pytest.mark.parametrize("column", [name for name in EMAIL_ACTIVITY.names if name not in ("source", "raw_data")])
def test_any_column_may_be_null(column):
    suspicious_mail(make_mail({**GUILTY["borrowed brand"], column: None}), surroundings())


def test_lists_may_hold_nulls():
    letter = {"email.to": [None, OURS], "urls": [None, link(None)], "files": [None, dict.fromkeys(("name", "text"))]}
    assert look({**GUILTY["borrowed brand"], **letter}).subject == "s1"


words = st.text(max_size=60) | st.sampled_from([text for letter in GUILTY.values() if (text := letter.get("body"))])


@settings(max_examples=150)
@given(words, words, words, st.lists(st.tuples(words, words | st.none()), max_size=3))
def test_whatever_is_written_a_finding_has_reasons_and_no_whole_address(name, subject, body, urls):
    letter = {
        **DEFAULTS,
        "email.from": "very.long.secret.name@elsewhere.example",
        "email.from_name": name.encode("utf-8", "replace").decode(),
        "email.subject": subject.encode("utf-8", "replace").decode(),
        "body": body.encode("utf-8", "replace").decode(),
        "urls": [
            link(f"http://{a}".encode("utf-8", "replace").decode(), b and b.encode("utf-8", "replace").decode())
            for a, b in urls
        ],
    }
    if finding := look(letter):
        assert finding.reasons
        assert "very.long.secret.name@" not in texts(finding)
