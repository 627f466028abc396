"""What people write to and of each other: obscene, harassing, threatening or sexual words, and attacks on a group.

Three detectors, one for each clause that speaks of it. They read what a person wrote, not what the person only quotes,
and weigh whether abuse is said or spoken about. They read English, and say so of what is in another language. They
know words and turns of phrase, not what two people mean to each other: a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding
from custodes.detect.language.findings import Looked, find_in
from custodes.detect.language.unread import LOCKED, UNREAD, could_not_tell, list_unread, note_unread
from custodes.detect.language.writings import READS, read_writings
from custodes.detect.measure import Key, Measure, Measures
from custodes.detect.registry import Detection, detector

LANGUAGE, CONTENT, THREATS = "language", "content-text", "threats"


@dataclass(frozen=True, slots=True)
class LanguageParameters:
    """Which kinds of language are looked for."""

    kinds: tuple[str, ...] = ("profane", "harassing")


@dataclass(frozen=True, slots=True)
class ContentParameters:
    """Which kinds of content, and attacks on which characteristics."""

    kinds: tuple[str, ...] = ("attack", "harassing", "sexual")
    characteristics: tuple[str, ...] = (
        "race or color",
        "religion",
        "sex",
        "sexual orientation",
        "gender identity",
        "national origin or ancestry",
        "age",
        "disability",
        "marital or family status",
        "military or veteran status",
        "citizenship or immigration status",
    )


@detector(
    LANGUAGE,
    clauses=("use.language",),
    reads=READS,
    parameters=LanguageParameters,
    looks_at="Obscene and harassing words in mail, texts, chat and voicemail.",
)
def language(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message with words of the kinds looked for."""
    return _look(batch, Looked(LANGUAGE, frozenset(context.parameters.kinds), None), context)


@detector(
    CONTENT,
    clauses=("misuse.content",),
    reads=READS,
    parameters=ContentParameters,
    looks_at="Discriminatory, harassing and sexual words in mail, texts, chat and voicemail.",
)
def content_text(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message with content of the kinds looked for."""
    wanted = context.parameters
    return _look(batch, Looked(CONTENT, frozenset(wanted.kinds), frozenset(wanted.characteristics)), context)


@detector(
    THREATS,
    clauses=("misuse.illegal",),
    reads=READS,
    looks_at="Threats and extortion in mail, texts, chat and voicemail.",
)
def threats(batch: pa.RecordBatch, context: Context) -> Detection:
    """A finding for each message that threatens somebody."""
    return _look(batch, Looked(THREATS, frozenset({"threatening"}), None), context)


def _look(batch: pa.RecordBatch, looked: Looked, context: Context) -> Detection:
    findings: list[Finding] = []
    measures: Measures = {}
    for writing in read_writings(batch, context):
        unread = list_unread(writing)
        for what in unread if writing.is_ours else ():
            note_unread(measures, writing, what, batch, context)
        is_english = set(unread) <= {LOCKED}  # in other languages our words mean something else
        if is_english and (found := find_in(writing, looked, batch, context)):
            findings.append(found)
    return Detection(tuple(findings), measures)


@language.limit(UNREAD)
def unread_by_language(key: Key, measure: Measure, context: Context) -> Finding | None:
    """Messages of a day that could not be read."""
    return could_not_tell(LANGUAGE, key, measure, context)


@content_text.limit(UNREAD)
def unread_by_content(key: Key, measure: Measure, context: Context) -> Finding | None:
    """Messages of a day that could not be read."""
    return could_not_tell(CONTENT, key, measure, context)


@threats.limit(UNREAD)
def unread_by_threats(key: Key, measure: Measure, context: Context) -> Finding | None:
    """Messages of a day that could not be read."""
    return could_not_tell(THREATS, key, measure, context)
