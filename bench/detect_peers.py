"""What others' programs reach on the same data, in the same run: Presidio's patterns, two word filters, mail filters.

They are installed apart from `bench/peers-content.txt`. Nothing is fitted. Presidio has no language model here, which
is how it is fast; with one it is ten times slower. A list of words is so slow that it gets a few hundred texts of each
set, from all over it.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from detecting import Row, auc, f1, macro_f1, share

PYTHON = Path(__file__).parents[1] / ".venv-bench" / "peers-content" / "bin" / "python"
ENGINE = Path(__file__).with_name("engines") / "content_peers.py"
LIMIT_SECONDS = 600
CALLED = {"URL": "DOMAIN_NAME"}
"""What Presidio calls otherwise than the sentences do."""
STRUCTURED = frozenset((
    "CREDIT_CARD", "IBAN_CODE", "EMAIL_ADDRESS", "PHONE_NUMBER", "US_SSN", "IP_ADDRESS", "DOMAIN_NAME",
    "US_DRIVER_LICENSE",
))  # fmt: skip
MAIL_TEXTS = 300
SETS = {
    "HateCheck": ("hatecheck", "test_case", "label_gold", "hateful"),
    "Surge": ("surge", "text", "is_toxic", "Toxic"),
    "OLID": ("olid", "tweet", "subtask_a", "OFF"),
}
MOST_TEXTS = {"better-profanity": 300, "alt-profanity-check": 100_000}
MAIL_FILTERS = {"spamassassin": "7-19 % of phishing at 0.1 % false, 19 messages/s", "rspamd": "11-22 %"}


class Said(NamedTuple):
    """What an engine said of each text, and the seconds of the processor it took."""

    each: list[Any]
    seconds: float


def ask(engine: str, texts: list[str]) -> Said | None:
    """What the engine says; None where it is not installed or fails."""
    if not PYTHON.exists():
        return None
    lines = "\n".join(map(json.dumps, texts))
    command = [str(PYTHON), str(ENGINE), engine]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, input=lines, capture_output=True, text=True, check=True, timeout=LIMIT_SECONDS
        )
    except (subprocess.SubprocessError, OSError):
        return None
    *each, seconds = map(json.loads, done.stdout.splitlines())
    return Said(each, seconds)


def measure_all(data: Path) -> Iterator[Row]:
    """The lines of the table."""
    yield from _measure_presidio(data)
    for engine, most in MOST_TEXTS.items():
        yield from _measure_filter(engine, data, most)
    for name, known in MAIL_FILTERS.items():
        if shutil.which(name) is None:
            yield Row(name, "", "not installed here, left out", f"measured before: {known}")


def _measure_presidio(data: Path) -> Iterator[Row]:
    sentences = [json.loads(line) for path in data.rglob("presidio-research*.gz") for line in _lines(path)]
    said = ask("presidio", [sentence["full_text"] for sentence in sentences])
    if said is None or not sentences:
        yield Row("Presidio, patterns", "", "not installed or no data, left out")
        return
    right = total = hits = 0
    for sentence, found in zip(sentences, said.each, strict=True):
        spans = [span for span in sentence["spans"] if span["entity_type"] in STRUCTURED]
        own = [(CALLED.get(kind, kind), begin, end) for kind, begin, end in found]
        own = [one for one in own if not _is_within_mail(one, own)]
        right += sum(any(_is_hit(one, span) for one in own) for span in spans)
        total, hits = total + len(spans), hits + len(own)
    yield Row("Presidio patterns: structured, F1", "", f"{f1(min(right, hits), hits, total):.3f}")
    yield Row("Presidio patterns: structured, recall", "", share(right, total))
    texts = list(_mail_texts(data))
    if texts and (timed := ask("presidio", texts)):
        speed = sum(len(text.encode()) for text in texts) / 1e6 / timed.seconds
        yield Row("Presidio patterns: MB of mail text a second", "", f"{speed:.2f}")


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as packed:
        yield from packed


def _is_hit(found: tuple[str, int, int], span: dict[str, Any]) -> bool:
    kind, begin, end = found
    return kind == span["entity_type"] and begin < span["end_position"] and span["start_position"] < end


def _is_within_mail(found: tuple[str, int, int], every: list[tuple[str, int, int]]) -> bool:
    """Whether it is the host of an address: it is told twice, and would be held against it."""
    mails = [one for one in every if one[0] == "EMAIL_ADDRESS"]
    return found[0] == "DOMAIN_NAME" and any(begin <= found[1] and found[2] <= end for _, begin, end in mails)


def _mail_texts(data: Path) -> Iterator[str]:
    for path in sorted(data.rglob("ham-enron-berkeley*.tar.xz"))[:1]:
        with tarfile.open(path) as packed:
            files = [member for member in packed if member.isfile()][:MAIL_TEXTS]
            for member in files:
                raw = packed.extractfile(member)
                yield raw.read().decode("utf-8", "replace").partition("\n\n")[2] if raw else ""


def _measure_filter(engine: str, data: Path, most: int) -> Iterator[Row]:
    for name, (file, text, label, positive) in SETS.items():
        rows = [row for path in data.rglob(f"{file}*.csv.gz") for row in _read_csv(path)][:: _step(data, file, most)]
        said = ask(engine, [row[text] for row in rows]) if rows else None
        if said is None:
            yield Row(f"{engine}: {name}", "", "not installed or no data, left out")
            continue
        truth = [row[label] == positive for row in rows]
        guilty = [one for one, is_true in zip(said.each, truth, strict=True) if is_true]
        innocent = [one for one, is_true in zip(said.each, truth, strict=True) if not is_true]
        score = macro_f1(truth, [one >= 0.5 for one in said.each])
        speed = f"{len(rows) / max(said.seconds, 1e-9):,.0f}/s, {len(rows)} texts"
        yield Row(f"{engine}: {name}, macro F1, AUC", "", f"{score:.3f}, {auc(guilty, innocent):.3f}", speed)


def _step(data: Path, file: str, most: int) -> int:
    count = sum(1 for path in data.rglob(f"{file}*.csv.gz") for _ in _read_csv(path))
    return max(1, -(-count // most))


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path) as packed:
        yield from csv.DictReader(io.TextIOWrapper(packed, "utf-8", newline=""))
