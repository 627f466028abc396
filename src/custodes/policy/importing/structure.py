"""From blocks to a policy's outline: title, dates, sections, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from custodes.policy.importing.block import Block, Reading
from custodes.policy.importing.dates import Told, find_dates, names_a_date, read_dates, without_dates
from custodes.policy.importing.headings import is_title_like, mark_headings
from custodes.policy.importing.markers import style_of
from custodes.policy.importing.pages import is_page_number

ClauseKind = Literal["paragraph", "bullet"]

_CONTENTS = re.compile(r"(?i)(?:table of )?contents|in this (?:policy|document)|on this page")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\w{0,5}\s*$|…{2,}\s*\d+\s*$|\t\s*\d{1,3}\s*$|[._]{4,}\s*\d{1,3}\s*$")
_TAIL_NUMBER = re.compile(r"[\s.…·]+\d{1,3}$")
_TITLE_WORDS = re.compile(
    r"(?i)\b(?:polic(?:y|ies)|agreement|guidelines|standards?|rules|procedures?|code|handbook|acceptable use|appropriate use)\b"
)
_SECTION_WORDS = re.compile(
    r"(?i)(?:the )?(?:purpose|scope|introduction|overview|background|preamble|general|definitions|policy|policy statement|statement|"
    r"applicability|intent|objectives?|foreword|summary|why .*|who .*)(?: (?:and|of|&) .*)?"
)
_TITLE_LABEL = re.compile(r"(?i)^(?:policy\s+)?(?:title|name|subject)\s*:\s*")
_EMPLOYER = re.compile(
    r"(?i)\b(?:librar(?:y|ies)|district|system|county|city|village|town(?:ship)?|trustees|directors|department)$"
)
_SIGNED = re.compile(
    r"(?i)_{3,}|\.{8,}\s*$|^(?:employee|staff|supervisor|witness)(?:[’']?s)?(?: member)? (?:signature|name)\b"
    r"|^(?:signature|signed|printed name|print name|employee name|name \(print|date:?$|attest|by:)"
    r"|^(?:president|secretary|vice[- ]president|treasurer|chair(?:person|man|woman)?|director|library director|executive director)"
    r"(?:,? (?:of the )?(?:library )?board(?: of (?:library )?(?:trustees|directors))?)?,?(?: [\w ]{0,30})?$"
)
_VOTED = re.compile(
    r"(?i)^(?:(?:a )?motion\b|moved\b|it was moved|(?:trustee|commissioner|director|mrs?\.|ms\.|dr\.) \w+ (?:moved|made)|roll call|ayes?\b|nays?\b|yeas?\b|absent\b|abstain(?:ed|ing|s)?\s*[:\d–-]|"
    r"abstentions?\b|vote\b|seconded|second(?:ed)? by|there being no further|respectfully submitted|call to order|present:|minutes\b|meeting adjourned)"
)
_RECORD = re.compile(
    r"(?i)^(?:policy (?:no\.?|number|#|owner|type|category|id)|document (?:no\.?|number|id|owner)|version\b|category|department|owner|"
    r"responsible (?:office|party|department)|section no|legal references?|references?|cross[- ]references?|(?:phone|telephone|tel|fax)\b[.:]|www\.|https?:|page \d|©|copyright ©)"
)


@dataclass(frozen=True, slots=True)
class OutlineClause:
    """One clause of the document, and the sentence that introduces its list, if one does."""

    text: str
    kind: ClauseKind
    level: int = 0
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A heading, empty where the text begins without one, and its clauses."""

    title: str
    clauses: tuple[OutlineClause, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a document is made of."""

    title: str
    told: Told
    sections: tuple[OutlineSection, ...]


def outline(reading: Reading) -> Outline:
    """The outline of what a reader found."""
    blocks = mark_headings(_without_contents([block for block in reading.blocks if block.text.strip()]))
    told = read_dates([*_dated(blocks), *reading.furniture])
    title, start = _find_title(blocks)
    if len(title.split()) <= 2 and (running := _running_title(reading.furniture)):
        title, start = running, 0
    body = _without_front(blocks, start)
    return Outline(title or reading.title, told, tuple(_sections(body)))


def _dated(blocks: Iterable[Block]) -> Iterable[str]:
    return (f"{block.lead} {block.text[len(block.lead) :]}" if block.lead else block.text for block in blocks)


def _without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a table of contents: lines with leaders, and what stands below its heading and returns later."""
    kept: list[Block] = []
    later = _later_texts(blocks)
    in_contents = False
    for at, block in enumerate(blocks):
        plain = _plain(block.text)
        if _CONTENTS.fullmatch(block.text.strip(" :.")) and len(blocks) > at + 2:
            in_contents = True
        elif _LEADERS.search(block.text) and not _SIGNED.match(block.text):
            in_contents = True
        elif is_page_number(block.text) and not block.marker:
            continue
        elif in_contents and (later.get(plain, -1) > at or _TAIL_NUMBER.search(block.text)) and len(block.text) < 120:
            continue
        else:
            in_contents = False
            kept.append(block)
    return kept


def _later_texts(blocks: Sequence[Block]) -> dict[str, int]:
    """Where each text stands last."""
    return {_plain(block.text): at for at, block in enumerate(blocks)}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]+", " ", _TAIL_NUMBER.sub("", text.lower())).strip()


def _find_title(blocks: Sequence[Block]) -> tuple[str, int]:
    """The document's title and the index of the first block after it; empty where it begins without one."""
    front = _front(blocks)
    named = [at for at in front if _TITLE_WORDS.search(blocks[at].text) and not _is_section_name(blocks[at])]
    usual = [at for at in front if not _is_section_name(blocks[at])]
    usual = [at for at in usual if not _EMPLOYER.search(blocks[at].text)] or usual
    if not (named or usual):
        return "", 0
    best = min(named or usual[:1], key=lambda at: (-_weight(blocks[at]), at))
    return _TITLE_LABEL.sub("", re.sub(r"\s*:$", "", blocks[best].text)), best + 1


def _running_title(furniture: Iterable[str]) -> str:
    """A page header that names the policy, for documents whose title stands nowhere else."""
    named = (re.sub(r"\s{3,}.*|\s*\|.*|\s*[Pp]age \d.*", "", line) for line in furniture)
    return next((line for line in named if re.search(r"(?i)\b(?:policy|agreement|guidelines)\b", line) and is_title_like(line)), "")


def _weight(block: Block) -> float:
    """How much a line of the title block looks like the title: a first-level heading, then larger letters."""
    if block.kind != "heading":
        return 0.0
    return 10.0 - block.level if block.level else block.size


def _front(blocks: Sequence[Block]) -> list[int]:
    """The blocks of the title block: short lines before the first sentence or numbered heading."""
    front = []
    headings = 0
    for at, block in enumerate(blocks[:12]):
        if block.marker and block.kind == "item" or (block.kind == "heading" and block.marker and at):
            break
        if block.kind != "heading" and not _is_front_line(block):
            break
        if block.kind == "heading" and _is_section_name(block):
            break
        headings += block.kind == "heading"
        front.append(at)
    titles = (at for at in front if is_title_like(blocks[at].text) or blocks[at].kind == "heading")
    return [at for at in titles if not _RECORD.match(blocks[at].text)]


def _is_front_line(block: Block) -> bool:
    text = block.text
    return (len(text.split()) <= 12 and text[-1] not in ".:;") or _is_record(text)


def _is_section_name(block: Block) -> bool:
    return bool(block.marker) or _SECTION_WORDS.fullmatch(block.text.strip(" :.")) is not None


def _without_front(blocks: Sequence[Block], start: int) -> list[Block]:
    """The blocks after the title; letterheads and records between it and the first sentence are not clauses."""
    body = list(blocks[start:])
    while body and body[0].kind == "paragraph" and not body[0].marker and _is_front_line(body[0]):
        body.pop(0)
    return body


def _sections(blocks: Sequence[Block]) -> Iterable[OutlineSection]:
    """The sections in order. One without clauses is kept only above its own subsections."""
    title, level = "", _Level(0, "")
    clauses: list[Block] = []
    for block in [*blocks, Block("", "heading")]:
        if block.kind != "heading":
            clauses.append(block)
            continue
        made = _clauses(clauses)
        if made or (title and block.text and not clauses and level.is_above(block)):
            yield OutlineSection(title, tuple(made))
        title, level, clauses = block.text, _Level(block.level, style_of(block.marker) if block.marker else ""), []


@dataclass(frozen=True, slots=True)
class _Level:
    depth: int
    style: str

    def is_above(self, block: Block) -> bool:
        if self.depth and block.level:
            return self.depth < block.level
        return bool(self.style) and bool(block.marker) and style_of(block.marker) != self.style


def _clauses(blocks: Sequence[Block]) -> list[OutlineClause]:
    made: list[OutlineClause] = []
    leads: dict[int, str] = {}
    signed = False
    for block in blocks:
        signed = signed or _SIGNED.search(block.text) is not None
        if not _is_clause(block, after_signature=signed):
            continue
        depth = block.level if block.kind == "item" else -1
        lead_in = " ".join(leads[above] for above in sorted(leads) if above < depth)
        made.append(OutlineClause(block.text, _kind(block), max(depth, 0), lead_in))
        leads = {above: text for above, text in leads.items() if above < depth}
        if block.text.endswith((":", "–", "—")) or (depth >= 0 and len(block.text.split()) <= 25):
            leads[depth] = block.text
    return made


def _kind(block: Block) -> ClauseKind:
    """Legal numbering (1.2, § 4, Section 3) counts paragraphs; any other number or sign makes a list."""
    is_list = block.kind == "item" and style_of(block.marker) not in ("legal", "sign", "word")
    return "bullet" if is_list else "paragraph"


def _is_clause(block: Block, *, after_signature: bool) -> bool:
    text = block.text
    if not any(letter.isalpha() for letter in text) or _SIGNED.search(text) or _VOTED.match(text) or _is_record(text):
        return False
    short = len(text.split()) <= 8 and text[-1] not in ".:;!"
    return not (after_signature and short and (block.kind == "paragraph" or block.marker[:1].isupper()))


def _is_record(text: str) -> bool:
    """A line about the document (number, owner, dates), not a clause: little is left without its dates."""
    if _RECORD.match(text) and len(text.split()) <= 12:
        return True
    if not (find_dates(text) or names_a_date(text)):
        return False
    left = [word for word in re.findall(r"[A-Za-z]{3,}", without_dates(text)) if word.lower() not in _BOARD_WORDS]
    if not find_dates(text):
        return not left
    says_policy = re.match(r"(?i)(?:this|the)\b.*\bpolicy\b", text) and text.rstrip().endswith(".")
    return len(left) <= (0 if says_policy else 4) or _VOTED.search(text) is not None


_BOARD_WORDS = frozenset(
    "the and for was were this that board trustees directors library public district village city town county of on by at "
    "date dates policy last first next meeting regular special held resolution ordinance number vote unanimous unanimously "
    "day history revision version been has have its with".split()
)
