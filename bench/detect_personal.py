"""Personal data: what is found in synthetic sentences, what is wrongly found in ordinary mail, and how fast.

    script/bench detect --data DIR --only personal

Read below `DIR`, wherever they lie: `presidio-research*.jsonl.gz` (sentences made from templates, MIT),
`nannigalaxy*.jsonl.gz` (sentences, MIT), and mail as `ham-lists-2019-2026*`, `ham-enron-berkeley*` (a folder or a
packed tar of messages) and `lists*.mbox` (plain or packed with xz). A hit is one of the same kind whose place
overlaps; only kinds with a form are counted. The figures of peers were measured on another part of the same templates
and mail.
"""

from __future__ import annotations

import gzip
import json
import lzma
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from detecting import Row, f1, share, show

from custodes.detect.context import Context
from custodes.detect.personal_data import Kind, Parameters, find_personal_data, personal_data
from custodes.events import EMAIL_ACTIVITY, make_batch
from custodes.sources.mail.message import read_message

CALLED = {
    Kind.CARD: "CREDIT_CARD",
    Kind.IBAN: "IBAN_CODE",
    Kind.EMAIL: "EMAIL_ADDRESS",
    Kind.PHONE: "PHONE_NUMBER",
    Kind.SOCIAL_SECURITY: "US_SSN",
    Kind.IP: "IP_ADDRESS",
    Kind.URL: "DOMAIN_NAME",
    Kind.LICENSE: "US_DRIVER_LICENSE",
}
"""The kinds that have a form, and what the sentences call them."""
CHECKED = {Kind.CARD, Kind.IBAN, Kind.ROUTING, Kind.LIBRARY_CARD}
"""Those with check digits."""
OURS, THEIRS = "someone@here.example", "someone@there.example"
MBOX_MESSAGES = 6000


def measure_all(data: Path) -> Iterator[Row]:
    """The lines of the table."""
    sentences = list(_read_sentences(data, "presidio-research*.jsonl*"))
    if sentences:
        yield from _measure_sentences(sentences)
    if others := list(_read_sentences(data, "nannigalaxy*.jsonl*")):
        yield from _measure_flags(others)
    for name, texts in _read_mail(data):
        yield from _measure_mail(name, texts)


def main(data: Path) -> None:
    """Print the table."""
    show("Personal data", measure_all(data))


def _read_sentences(data: Path, pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted(data.rglob(pattern)):
        content = path.read_bytes()
        yield from map(json.loads, (gzip.decompress(content) if path.suffix == ".gz" else content).splitlines())


def _measure_sentences(sentences: Iterable[dict[str, Any]]) -> Iterator[Row]:
    counts = {name: Counter[str]() for name in CALLED.values()}
    for sentence in sentences:
        _count(sentence, counts)
    total = sum(counts.values(), Counter())
    right, true, said = total["right"], total["true"], total["said"]
    score = f1(right, said, true)
    yield Row(
        "structured, F1 (all templates of the file)",
        ">= 0.97",
        f"{score:.3f}",
        "Presidio patterns 0.876",
        met=score >= 0.97,
    )
    yield Row("structured, recall", ">= 95 %", share(right, true), "78.8 %", met=right >= 0.95 * true)
    yield Row("structured, precision", "", share(said - total["false"], said), "98.5 %")
    for name, count in counts.items():
        yield Row(f"  {name.lower()}", "", f"{count['right']} of {count['true']}, {count['false']} false")


def _count(sentence: dict[str, Any], counts: dict[str, Counter[str]]) -> None:
    spans = [span for span in sentence["spans"] if span["entity_type"] in counts]
    hits = [hit for hit in find_personal_data(sentence["full_text"]) if hit.kind in CALLED]
    met = {
        (place, number)
        for place, hit in enumerate(hits)
        for number, span in enumerate(spans)
        if CALLED[hit.kind] == span["entity_type"]
        and hit.start < span["end_position"]
        and span["start_position"] < hit.end
    }
    found, grounded = {number for _, number in met}, {place for place, _ in met}
    for number, span in enumerate(spans):
        counts[span["entity_type"]].update(true=1, right=number in found)
    for place, hit in enumerate(hits):
        counts[CALLED[hit.kind]].update(said=1, false=place not in grounded)


def _measure_flags(sentences: list[dict[str, Any]]) -> Iterator[Row]:
    flagged = [bool(find_personal_data(sentence["text"])) for sentence in sentences]
    guilty = [flag for flag, sentence in zip(flagged, sentences, strict=True) if sentence["has_pii"]]
    innocent = [flag for flag, sentence in zip(flagged, sentences, strict=True) if not sentence["has_pii"]]
    yield Row("sentences with personal data flagged", "", share(sum(guilty), len(guilty)), "Presidio patterns 60 %")
    yield Row("sentences without flagged", "0", share(sum(innocent), len(innocent)), "0 of 18", met=not any(innocent))


def _read_mail(data: Path) -> Iterator[tuple[str, list[str]]]:
    for name in ("ham-lists-2019-2026", "ham-enron-berkeley"):
        if raws := list(_messages(data, name)):
            yield name, list(map(_words, raws))
    for path in sorted({*data.rglob("lists*.mbox"), *data.rglob("lists*.mbox.xz")})[:1]:
        content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        yield "lists, an mbox", [_words(b"From " + raw) for raw in content.split(b"\nFrom ")[:MBOX_MESSAGES]]


def _messages(data: Path, name: str) -> Iterator[bytes]:
    for path in sorted(data.rglob(f"{name}*")):
        if path.is_dir():
            yield from (file.read_bytes() for file in sorted(path.iterdir()) if file.is_file())
        elif ".tar" in path.name:
            with tarfile.open(path) as packed:
                yield from (packed.extractfile(member).read() for member in packed if member.isfile())  # type: ignore[union-attr]


def _words(raw: bytes) -> str:
    message = read_message(raw)
    return f"{message.letter.subject}\n{message.body}\n{message.quoted}"


def _measure_mail(name: str, texts: list[str]) -> Iterator[Row]:
    find_personal_data("")  # compiles what is looked for
    seconds, found = _timed(lambda: [find_personal_data(text) for text in texts])
    megabytes = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    wrong = sum(any(hit.kind in CHECKED for hit in hits) for hits in found)
    shown = _count_shown(texts)
    yield Row(f"{name}: a check-digit kind found", "<= 0.1 %", share(wrong, len(texts)), met=wrong <= len(texts) / 1000)
    yield Row(f"{name}: shown, had it left", "", share(shown, len(texts)))
    speed = megabytes / seconds
    yield Row(
        f"{name}: MB a second, one core",
        ">= 5",
        f"{speed:.1f} ({megabytes:.1f} MB)",
        "Presidio patterns 0.32",
        met=speed >= 5,
    )


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    done = act()
    return time.process_time() - began, done


def _count_shown(texts: list[str]) -> int:
    """How many messages would be shown if one of ours had sent them out."""
    columns = {
        "source": "mail",
        "position": list(range(len(texts))),
        "raw_data": [b""] * len(texts),
        "email.from": [OURS] * len(texts),
        "email.to": [[THEIRS]] * len(texts),
        "email.subject": [text.partition("\n")[0] for text in texts],
        "body": [text.partition("\n")[2] for text in texts],
    }
    context = Context(clause="use.privacy", parameters=Parameters(), domains=frozenset(["here.example"]))
    found = personal_data(make_batch(EMAIL_ACTIVITY, columns, rows=len(texts)), context)
    return sum(finding.confidence >= 0.5 for finding in found.findings)
