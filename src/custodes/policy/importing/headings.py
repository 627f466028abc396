"""Which blocks are headings: by style, number, capitals, bold or size letters, or by standing alone.

Formats differ in what they tell; the reasons are tried from the surest down, each block beside its
neighbours, because "3. Appropriate use" is a heading only when "4." does not follow at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from custodes.policy.importing.block import Block
from custodes.policy.importing.dates import find_dates
from custodes.policy.importing.markers import find_bare_number, find_marker, follows, style_of
from custodes.policy.importing.run_ins import with_run_ins
from custodes.policy.importing.speech import says_something

_LONGEST_WORDS = 13
LARGER = 1.12
"""Letters this much taller than the usual ones make a heading."""

_SURE_SPEECH = re.compile(
    r"(?i)\b(?:shall|must|should|cannot|reserves|agrees?|is|are|was|were|don't|do not|not to|may not)\b"
)
_MANUAL = re.compile(
    r"(?i)^(?:signature|signed|date|name|printed name|by|attest|ayes?|nays?|absent|abstain(?:ed)?|moved|seconded)\b"
)


def mark_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every heading known as one: its kind, and its text without number and colon."""
    tidy = [_without_typed_number(block) for block in blocks]
    strong = _strong(tidy)
    styles = sum(strong)
    marked = []
    for at, block in enumerate(tidy):
        is_heading = strong[at] or _is_plain(tidy, strong, at, others=styles)
        marked.append(_as_heading(block) if is_heading else block)
    return with_run_ins(_joined_titles(marked))


def _strong(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks are headings for a reason of their own, in order: a number may go on from the last heading's."""
    found = []
    last = ""
    for at, block in enumerate(blocks):
        found.append(_is_strong(blocks, at, last_number=last))
        last = block.marker if found[-1] and block.marker else last
    return found


def is_title_like(text: str) -> bool:
    """Whether `text` names something rather than saying something: short, a capital first, no stop, no verb."""
    words = text.rstrip(":").split()
    if not words or len(words) > _LONGEST_WORDS or len(text) > 100:
        return False
    if text[-1] in ".,;?!" or not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘("):
        return False
    return not says_something(text) and not find_dates(text) and "@" not in text and "___" not in text


def _may_head(text: str) -> bool:
    """Whether a line may be a heading: it names, asks, or is too short to be a rule ("Never do this", "Don't")."""
    if is_title_like(text) or _is_question_like(text):
        return True
    words = len(text.split())
    if words > 6 or not text[0].isupper() or text[-1] in ".:;,!?" or find_dates(text):
        return False
    return words <= 2 or not _SURE_SPEECH.search(text)


def _is_question_like(text: str) -> bool:
    """A heading that asks or points ("Who must follow it", "If the policy is broken"): no stop behind its verb."""
    opens = re.match(
        r"(?i)(?:who|what|when|where|which|why|how|if|things|using|keeping|staying|our|your|about)\b", text
    )
    return opens is not None and text[0].isupper() and text[-1] not in ".:;,!" and not find_dates(text)


def is_caps(text: str) -> bool:
    """Whether `text` is in capitals throughout."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 2 and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def _without_typed_number(block: Block) -> Block:
    """A number typed into a styled heading or a bold paragraph is taken off like any other."""
    if block.marker and block.marker != "#":
        return block
    marker = find_marker(block.text)
    if marker is None and (block.kind == "heading" or block.bold or block.size > LARGER):
        marker = find_bare_number(block.text)
    if marker is None or (marker.is_bullet and block.kind == "heading"):
        return block
    text = block.text[marker.end :].strip()
    kind = "item" if block.kind == "paragraph" else block.kind
    lead = block.lead[marker.end :].strip() if block.lead.startswith(marker.text) else block.lead
    return replace(block, text=text, kind=kind, marker=marker.text, lead=lead) if text else block


def _is_strong(blocks: Sequence[Block], at: int, *, last_number: str) -> bool:
    block = blocks[at]
    style = style_of(block.marker) if block.marker else ""
    if block.kind == "heading" or style == "bullet" or not block.text or _MANUAL.match(block.text):
        return block.kind == "heading"
    if _stands_out(block):
        return True
    if style in {"word", "sign"}:
        return _may_head(block.text.rstrip(".") if len(block.text.split()) <= 5 else block.text)
    return bool(style) and _may_head(block.text) and not _is_in_a_list(blocks, at, last_number)


def _stands_out(block: Block) -> bool:
    """Whether a short line is underlined, in capitals, in larger letters, or bold and no rule in bold."""
    if block.underlined and len(block.text.split()) <= _LONGEST_WORDS:
        return True
    if not _is_short(block.text) or find_dates(block.text):
        return False
    if is_caps(block.text) or block.size > LARGER:
        return True
    is_name = len(block.text.split()) <= 4 or not _SURE_SPEECH.search(block.text) or _is_question_like(block.text)
    return block.bold and is_name


def _is_short(text: str) -> bool:
    words = text.split()
    ends_like_a_sentence = text[-1] in ",;?!" or (text[-1] == "." and len(words) > 6)
    return len(words) <= _LONGEST_WORDS and len(text) <= 110 and not ends_like_a_sentence and "____" not in text


def _is_in_a_list(blocks: Sequence[Block], at: int, last_number: str) -> bool:
    """Whether a numbered block stands next to its own neighbour in number, or under a sentence that opens a list."""
    block = blocks[at]
    before = blocks[at - 1] if at else None
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if before is not None and before.kind != "heading" and _opens_a_list(before.text):
        return True
    beside_before = before is not None and bool(before.marker) and follows(block.marker, before.marker)
    beside_after = after is not None and bool(after.marker) and follows(after.marker, block.marker)
    is_repeated = after is not None and after.marker == block.marker  # the heading of that number is the next one
    goes_on = bool(last_number) and follows(block.marker, last_number) and not is_repeated
    return (beside_before and not goes_on) or beside_after or after is None


def _opens_a_list(text: str) -> bool:
    return text.endswith((":", ",", ";")) and says_something(text)


def _is_plain(blocks: Sequence[Block], strong: Sequence[bool], at: int, *, others: int) -> bool:
    """A short line of its own before a text, where nothing but its standing alone makes it a heading."""
    block = blocks[at]
    if block.marker or block.kind != "paragraph" or at + 1 >= len(blocks) or _MANUAL.match(block.text):
        return False
    if len(block.text.split()) > 9 or not _may_head(block.text):
        return False
    after, before = blocks[at + 1], blocks[at - 1] if at else None
    if before is not None and not strong[at - 1] and before.text.endswith(":") and says_something(before.text):
        return False
    if block.text.endswith(":") and others >= 3:
        return after.kind == "paragraph" and not after.marker and not strong[at + 1]
    return strong[at + 1] or after.kind == "item" or len(after.text.split()) > 9 or after.text[-1:] in ".:;"


def _as_heading(block: Block) -> Block:
    text = re.sub(r"\s*:$", "", block.text)
    if is_caps(text) or len(text.split()) <= 6:
        text = text.rstrip(".")
    return replace(block, text=text, kind="heading", lead="")


def _joined_titles(blocks: Sequence[Block]) -> list[Block]:
    """Makes one heading of "Article IV" and the line below it, and of the lines of a heading that wraps."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and last.kind == block.kind == "heading" and not block.marker and _continues(last, block):
            text = block.text if not last.text else f"{last.text} {block.text}"
            joined[-1] = replace(last, text=text)
        else:
            joined.append(block)
    return joined


def _continues(first: Block, then: Block) -> bool:
    if not first.text:
        return True
    dangling = (
        re.search(r"(?i)\b(?:and|of|the|for|on|in|to|with|or|&|use)$|[,/–—-]$", first.text) or then.text[:1].islower()
    )
    return bool(dangling) and first.size == then.size and first.level == then.level and first.bold == then.bold
