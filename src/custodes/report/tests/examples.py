"""Results made by hand, as rich and as hostile as real ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from custodes.detect.finding import Evidence, Finding, Outcome, Reason
from custodes.engine.results import Account, ClauseResult, Results
from custodes.policy.model import Clause, Control, Policy, Section
from custodes.sources.contract import Rejected

TEXTS = {
    "Introduction": {
        "scope.document": "The Board of Trustees approves this policy and each change to it; the dates of approval and of every revision stand at its head. It is one of the library's workplace policies and is read together with them.",
        "scope.all-staff": "It binds every member of staff, full-time and part-time, beside the library's other policies and the law.",
        "scope.questions": "Questions go to your supervisor or to the IT department.",
    },
    "Confidentiality and monitoring": {
        "monitor.property": "What is opened, stored or sent on the library's systems is the library's.",
        "monitor.review": "The library may look at how its systems are used, on site and away, when it needs to check that this policy is kept or to reach information it needs for its work.",
        "monitor.protected": "Complaints, survey answers, forms and reports that are marked confidential or anonymous stay so.",
        "monitor.override": "A password may be overridden when access or security requires it.",
        "monitor.disclosure": "Mail, voicemail and text messages may have to be disclosed in court or under the Freedom of Information Act, and deleted messages may be recovered for that.",
    },
    "Appropriate use": {
        "use.purpose": "Use each system for the purpose for which the library provides it.",
        "use.personal": "Limited personal use is fine when it does not interfere with work. Personal software and messages are not stored on library systems.",
        "use.copyright": "Share protected works only with permission.",
        "use.language": "Do not use abusive, profane or offensive language.",
        "use.privacy": "Respect the privacy of patrons and of one another: what a patron borrows, asks or reads is nobody else's business, and the law says so.",
        "use.volume": "Do not send mass mail that nobody asked for, nor excessively large files.",
        "use.other-policies": "Follow the other workplace policies here as anywhere.",
    },
    "Inappropriate use": {
        "misuse.illegal": "Nothing illegal: no breaking into systems, no piracy, no extortion or blackmail, no access without authority.",
        "misuse.content": "Do not view, send or receive content that is defamatory, discriminatory, harassing or pornographic, on account of race, colour, religion, sex, pregnancy, national origin, age, disability, marital or veteran status, sexual orientation, gender identity or any other status the law protects.",
        "misuse.profiles": "No library mail account or profile on a personal device without permission; it is removed on request, and a device may be reset.",
        "misuse.identity": "Do not hide or misstate who you are.",
        "misuse.responsible": "You answer for the files that you share.",
        "misuse.report": "Who sees a breach of this policy tells a supervisor or Human Resources.",
    },
    "Security": {
        "security.logins": "Use only the logins, passwords and encryption that are yours to use.",
        "security.passwords": "Keep passwords to yourself and keep them safe.",
        "security.suspicious-mail": "Be careful with suspicious mail: a sender you do not know, odd spelling, a tone of urgency, a request for logins or personal data.",
        "security.breaches": "Report a breach of security to IT at once.",
        "security.downloads": "Download programs only with approval.",
        "security.antivirus": "Scan what you receive before you use it.",
    },
    "Violations": {
        "violations.access": "Access may be withdrawn.",
        "violations.corrective": "Corrective action is progressive and may end in termination.",
    },
}
BULLETED = ("Appropriate use", "Inappropriate use", "Security")

CONTROLS = (
    Control("monitor.review", "intake", "account"),
    Control("monitor.protected", "intake", "protected-places", {"hosts": ["reports.example"]}),
    Control("scope.document", "practice", "The board approves each version in an open meeting."),
    Control("use.purpose", "detector", "web-categories", {"categories": ("gambling", "dating"), "visits_a_day": 3}),
    Control("use.personal", "detector", "personal-time", {"minutes_a_day": 60}, sure=0.6),
    Control("use.copyright", "detector", "web-categories", {"categories": ("filesharing",)}),
    Control("use.privacy", "intake", "patron-records", {"circulation_hosts": ["circulation.example"]}),
    Control("use.privacy", "detector", "patron-data"),
    Control("use.volume", "detector", "outbound-volume", {"recipients_an_hour": 200, "megabytes_a_message": 25}),
    Control("misuse.content", "detector", "web-categories", {"categories": ("adult", "hate")}),
    Control("misuse.illegal", "detector", "web-categories", {"categories": ("hacking", "warez")}),
    Control("misuse.identity", "detector", "anonymisers"),
    Control("security.suspicious-mail", "detector", "suspicious-mail", sure=0.7),
    Control("security.passwords", "detector", "credentials", sure=0.5),
    Control("security.downloads", "detector", "downloads"),
)

REASONS: dict[str, tuple[Reason, ...]] = {
    "personal-time": (
        Reason(
            "time.over-limit",
            "74 minutes on shopping and social sites on Tuesday 24 November; the policy's limit is 60.",
        ),
        Reason("time.longest-stretch", "The longest stretch was 31 minutes, from 13:02."),
        Reason("time.sites", "Mostly dealbarn.example and chatterbox.example."),
    ),
    "suspicious-mail": (
        Reason(
            "verdict.suspicious", "A message from outside asks for a login and shows three of the policy's four signs."
        ),
        Reason("sender.display-name", "First message ever from this domain; the name shown is that of the library."),
        Reason("urgency.deadline", "“within the hour”, “or access ends”"),
        Reason(
            "link.leads-elsewhere",
            "A link shown as the library's own address leads to another site, accounts-fernwood.example.",
        ),
    ),
    "downloads": (
        Reason(
            "download.program",
            "setup-viewer.exe (18.2 MB) was downloaded from grabsoft.example; it is not on the register of what is approved.",
        ),
    ),
    "patron-data": (
        Reason(
            "patron.cards", "A message to another domain carries six different library-card numbers in a spreadsheet."
        ),
        Reason("patron.titles", "Titles and due dates stand beside them."),
    ),
    "web-categories": (
        Reason("web.category", "7 page visits to gambling sites on Wednesday 4 November."),
        Reason("web.hosts", "luckyspin.example (6), play.luckyspin.example (1)"),
    ),
}

WEEKS_BEGIN = datetime(2026, 9, 28, 13, 0, tzinfo=UTC)


def policy() -> Policy:
    """A whole policy for a library, with what keeps it."""
    sections = tuple(
        Section(
            title,
            tuple(
                Clause(name, text, title, "bullet" if title in BULLETED else "paragraph")
                for name, text in clauses.items()
            ),
        )
        for title, clauses in TEXTS.items()
    )
    return Policy(
        "Use of information systems",
        sections,
        CONTROLS,
        approved_on=date(2024, 9, 24),
        revised_on=(date(2025, 3, 18), date(2026, 6, 16)),
        domains=("fernwood.example",),
        timezone="America/Chicago",
    )


def evidence(number: int, *, source: str = "proxy/access.log.gz", unit: str = "line") -> Evidence:
    return Evidence(source, f"{unit} {number}", hashlib.sha256(str(number).encode()).hexdigest())


def finding(
    clause: str = "use.personal", detector: str = "personal-time", number: int = 1, **changes: object
) -> Finding:
    """A finding like a real one; `changes` replace its fields."""
    is_mail = detector in ("suspicious-mail", "patron-data")
    place = {"source": f"mail/2026-{10 + number % 2}.mbox", "unit": "message"} if is_mail else {}
    made = Finding(
        clause=clause,
        detector=detector,
        subject=f"Person {number * 7 % 23 + 1}",
        at=WEEKS_BEGIN + timedelta(days=number * 5 % 53, minutes=number * 37 % 480),
        outcome=Outcome.YES,
        confidence=max(0.6, 0.99 - number * 0.01),
        reasons=REASONS[detector],
        evidence=tuple(evidence(number * 311 + step, **place) for step in range(1 if is_mail else 3)),
    )
    return replace(made, **changes)


def untold(clause: str, number: int, why: str) -> Finding:
    return finding(
        clause,
        "suspicious-mail",
        number,
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(Reason("message.unreadable", why),),
    )


def clause_result(
    clause: str, detector: str, findings: int, *, unsure: int = 0, untold_too: tuple[Finding, ...] = ()
) -> ClauseResult:
    made = tuple(finding(clause, detector, number) for number in range(1, findings + 1))
    return ClauseResult(
        clause,
        yes=findings,
        could_not_tell=len(untold_too),
        unsure=unsure,
        subjects=len({item.subject for item in made}),
        people=len({item.subject for item in made}),
        by_day=Counter(item.at.date() for item in made),
        findings=(*made[:40], *untold_too),
    )


MAIL, WEB = frozenset({"Email Activity"}), frozenset({"HTTP Activity"})

ACCOUNTS = (
    Account(
        "mail/2026-10.mbox",
        "mail",
        kinds=MAIL,
        taken=6_412,
        out=6_409,
        rejected=3,
        kept=6_102,
        dropped_protected=41,
        dropped_patron=266,
        masked=118,
        rejections=(
            Rejected("mail/2026-10.mbox", "The message breaks off before its end.", 1_204, 1_204),
            Rejected("mail/2026-10.mbox", "More than 10,000 parts; a message of that shape is not read.", 5_011, 5_012),
        ),
    ),
    Account(
        "mail/2026-11.mbox",
        "mail",
        kinds=MAIL,
        taken=5_966,
        out=5_966,
        kept=5_700,
        dropped_protected=12,
        dropped_patron=254,
        masked=96,
    ),
    Account("mail/reported", "mail", kinds=MAIL, taken=73, out=73, kept=73),
    Account(
        "proxy/access.log.gz",
        "squid",
        kinds=WEB,
        taken=1_204_455,
        out=1_204_411,
        rejected=44,
        kept=1_090_300,
        dropped_protected=212,
        dropped_patron=113_899,
        masked=6,
        rejections=(
            Rejected("proxy/access.log.gz", "Not a line of this format: fields are missing.", 88_120, 88_162),
            Rejected("proxy/access.log.gz", "The time is not a number.", 900_001, 900_001),
        ),
    ),
    Account(
        "shared",
        "",
        taken=1,
        rejected=1,
        rejections=(Rejected("shared", "Neither mail nor a log that is known here.", file="minutes.docx"),),
    ),
    Account("door/events.jsonl", "jsonl", kinds=WEB, taken=4_120, out=4_120, kept=4_000, outside_period=120),
)


def rich_results(*, findings_a_clause: int = 40) -> Results:
    """Every kind of clause state, several sources, rejections."""
    many = findings_a_clause
    not_told = (
        untold("security.suspicious-mail", 3, "An encrypted attachment and no text: nothing could be read."),
        untold("security.suspicious-mail", 9, "An encrypted attachment and no text: nothing could be read."),
        untold("security.suspicious-mail", 12, "The message is one image."),
    )
    results = [
        clause_result("security.suspicious-mail", "suspicious-mail", many * 2, unsure=212, untold_too=not_told),
        clause_result("use.personal", "personal-time", many, unsure=4),
        clause_result("security.downloads", "downloads", min(many, 12)),
        clause_result("use.privacy", "patron-data", min(many, 2)),
        clause_result("use.purpose", "web-categories", min(many, 7), unsure=1),
        ClauseResult(
            "security.passwords",
            could_not_tell=1,
            findings=(untold("security.passwords", 5, "The attachment is encrypted."),),
        ),
        *(
            ClauseResult(name)
            for name in ("use.copyright", "use.volume", "misuse.content", "misuse.illegal", "misuse.identity")
        ),
    ]
    return Results(
        policy=policy(),
        accounts=ACCOUNTS,
        clauses={result.clause: result for result in results},
        started_at=datetime(2026, 11, 27, 15, 12, tzinfo=UTC),
        seconds=14.2,
        events=sum(account.kept for account in ACCOUNTS),
        first_at=datetime(2026, 9, 28, 12, 30, tzinfo=UTC),
        last_at=datetime(2026, 11, 21, 0, 10, tzinfo=UTC),
        people=60,
    )


def quiet_results() -> Results:
    """Nothing found at all."""
    rich = rich_results()
    return replace(rich, clauses={name: ClauseResult(name) for name in rich.clauses})


def empty_results() -> Results:
    """Nothing read."""
    return replace(quiet_results(), accounts=(), events=0, first_at=None, last_at=None)


HOSTILE = "<script>alert(1)</script>\x00\x1b[31m\u202egnp.exe\udcff" + "W" * 3_000


def hostile_results() -> Results:
    """Every text that comes from outside is an attack."""
    rich = rich_results(findings_a_clause=2)
    attack = finding(
        subject=HOSTILE,
        reasons=(Reason("a.b", HOSTILE), Reason(HOSTILE, HOSTILE)),
        evidence=(Evidence(HOSTILE, HOSTILE, "0" * 64),),
        rule=HOSTILE,
    )
    result = replace(
        rich.clauses["use.personal"],
        findings=(attack, replace(attack, outcome=Outcome.COULD_NOT_TELL)),
        could_not_tell=1,
    )
    account = Account(HOSTILE, "mail", taken=1, rejected=1, rejections=(Rejected(HOSTILE, HOSTILE, file=HOSTILE),))
    return replace(rich, accounts=(*rich.accounts, account), clauses={**rich.clauses, "use.personal": result})
