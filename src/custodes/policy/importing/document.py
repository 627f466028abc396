"""The way from a file to what an import proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from custodes.policy.errors import DocumentError
from custodes.policy.importing.block import Reading
from custodes.policy.importing.markup import read_html, read_markdown
from custodes.policy.importing.matching import Match, match_section
from custodes.policy.importing.recognise import decode, read_bytes, recognise
from custodes.policy.importing.structure import ClauseKind, OutlineSection, outline
from custodes.policy.importing.text import read_text
from custodes.policy.importing.word import read_docx

_MOST_BLOCKS = 3000  # headings, paragraphs and items
_LONGEST_BLOCK = 20_000  # characters


@dataclass(frozen=True, slots=True)
class ImportedClause:
    """A clause as the document words it, and the model clauses it may be, best first; none if it is like none."""

    text: str
    kind: ClauseKind
    matches: tuple[Match, ...] = ()
    level: int = 0
    """How deep a bullet is nested, from 0."""


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A heading of the document (empty before the first one) and the clauses under it."""

    title: str
    clauses: tuple[ImportedClause, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was found in a document: a proposal, for a person to confirm."""

    title: str
    sections: tuple[ImportedSection, ...]
    approved_on: date | None = None
    revised_on: tuple[date, ...] = ()
    inexact: tuple[date, ...] = ()
    """Those of the dates of which the document names only the month; the first stands for it."""

    @property
    def clauses(self) -> tuple[ImportedClause, ...]:
        """Every clause, in reading order."""
        return tuple(clause for section in self.sections for clause in section.clauses)


def import_document(path: Path) -> Imported:
    """What the document at `path` says: title, dates, sections, clauses with proposed matches.

    The kind of document is told from its content, not its name. Nothing it links to is fetched.
    Raises DocumentError, with what mends it, where it cannot be read or holds no clause.
    """
    data = read_bytes(path)
    try:
        reading = _read(path, data)
        _refuse_what_is_no_policy(path, reading)
        found = outline(reading)
    except RecursionError as error:
        raise DocumentError(
            path, "The document is nested too deep to be a policy.", "Save it as plain text."
        ) from error
    if not found.sections:
        raise DocumentError(path, "There is no clause in this document.", "Check that it holds the policy's text.")
    return Imported(
        title=found.title,
        sections=tuple(_with_matches(section) for section in found.sections),
        approved_on=found.told.approved_on,
        revised_on=found.told.revised_on,
        inexact=found.told.inexact,
    )


def _refuse_what_is_no_policy(path: Path, reading: Reading) -> None:
    """Bounds the time that reading takes: what is refused here is far from any policy."""
    longest = max((len(block.text) for block in reading.blocks), default=0)
    if len(reading.blocks) > _MOST_BLOCKS or longest > _LONGEST_BLOCK:
        raise DocumentError(path, "This is longer than any policy.", "Save the policy's pages alone, and import that.")


def _read(path: Path, data: bytes) -> Reading:
    match recognise(path, data):
        case "pdf":
            from custodes.policy.importing.pdf import read_pdf  # noqa: PLC0415 - loads slowly, and only a PDF needs it

            return read_pdf(path, data)
        case "docx":
            return read_docx(path, data)
        case "html":
            return read_html(decode(path, data))
        case "markdown":
            return read_markdown(decode(path, data))
        case "text":
            return read_text(decode(path, data))


def _with_matches(section: OutlineSection) -> ImportedSection:
    matches = match_section(section.title, [(clause.text, clause.lead_in) for clause in section.clauses])
    clauses = (
        ImportedClause(clause.text, clause.kind, found, clause.level)
        for clause, found in zip(section.clauses, matches, strict=True)
    )
    return ImportedSection(section.title, tuple(clauses))
