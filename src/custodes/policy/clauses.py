"""The text of `policy.md`: headings are sections; a paragraph or bullet that ends in `{#id}` is a clause.

Prose without an id introduces; it is no clause. Clauses are kept as a reader sees them: emphasis,
links and line breaks are gone, only the words remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from custodes.policy.model import Clause, Section
from custodes.policy.problems import Problems

CLAUSE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
"""Words in lower case joined by hyphens, in two parts or more joined by full stops: `use.personal`."""

ID_FORM = "Write lower-case words with hyphens, in two parts with a full stop, such as use.personal."

_ID_AT_END = re.compile(r"\{#([^{}]*)\}\Z")
_MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading, paragraph or bullet: its words, where it begins, and the number of its section."""

    kind: Literal["heading", "paragraph", "bullet"]
    words: str
    line: int
    section: int


def read_sections(markdown: str, problems: Problems, *, title: str) -> tuple[Section, ...]:
    """The sections that hold clauses, in reading order.

    Clauses above the first heading stand in a section named `title`.
    """
    headings = [title]
    clauses: list[tuple[int, Clause]] = []
    for block in _blocks(markdown, problems):
        if block.kind == "heading":
            headings.append(_one_line(block.words))
            _refuse_id(block.words, block.line, problems, "A heading is no clause, but ends in an id.")
        elif clause := _clause(block, headings[-1], problems):
            clauses.append((block.section, clause))
    _refuse_doubles([clause for _, clause in clauses], problems)
    by_section = groupby(clauses, key=lambda numbered: numbered[0])
    return tuple(Section(headings[number], tuple(clause for _, clause in group)) for number, group in by_section)


def _blocks(markdown: str, problems: Problems) -> Iterator[_Block]:
    section = depth = line = 0
    is_heading = False
    for token in _MARKDOWN.parse(markdown):
        line = token.map[0] + 1 if token.map else line
        if token.type in {"heading_open", "paragraph_open"}:
            is_heading = token.type == "heading_open"
            section += is_heading
        elif token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
        elif token.type == "inline":
            yield _Block("heading" if is_heading else "bullet" if depth else "paragraph", _words(token), line, section)
        elif token.type == "code_block" or (token.type == "html_block" and not token.content.startswith("<!--")):
            _refuse_id(token.content, line, problems, "This is no paragraph to Markdown, but holds a clause id.")


_SEEN: dict[str, Callable[[Token], str]] = {
    "text": lambda token: token.content,
    "code_inline": lambda token: token.content,
    "image": lambda token: token.content,
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "\n",
}
"""What a reader sees of each kind of inline token. All others (emphasis, links, HTML) add no words."""


def _words(inline: Token) -> str:
    return "".join(_SEEN[token.type](token) for token in inline.children or () if token.type in _SEEN).rstrip()


def _clause(block: _Block, section: str, problems: Problems) -> Clause | None:
    found = _ID_AT_END.search(block.words)
    words = block.words[: found.start()] if found else block.words
    _refuse_id(words, block.line, problems, "An id stands inside a paragraph or is not closed.")
    if not found:
        return None
    line = block.line + block.words.count("\n", 0, found.start(1))
    if not CLAUSE_ID.fullmatch(found[1]):
        problems.add(line, f"“{found[1]}” is no clause id.", ID_FORM)
        return None
    if not words.strip():
        problems.add(line, f"The clause {found[1]} has no words.", "Write its text before the id.")
        return None
    return Clause(found[1], _one_line(words), section, "bullet" if block.kind == "bullet" else "paragraph", block.line)


def _refuse_id(words: str, line: int, problems: Problems, what: str) -> None:
    before, brace, _ = words.partition("{#")
    if brace:
        mend = "End the paragraph with {#its-section.its-name}, and leave an empty line below it."
        problems.add(line + before.count("\n"), what, mend)


def _refuse_doubles(clauses: list[Clause], problems: Problems) -> None:
    first: dict[str, Clause] = {}
    for clause in clauses:
        known = first.setdefault(clause.id, clause)
        if known is not clause:
            problems.add(
                clause.line,
                f"The id {clause.id} stands twice.",
                f"Give one another id; the first is on line {known.line}.",
            )


def _one_line(words: str) -> str:
    return " ".join(words.split())
