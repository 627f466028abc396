"""What a reader of an HTML message sees, and where its links lead."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

Link = tuple[str, str | None]
"""Where it leads, and the words shown; None for a bare address in plain text."""

_BLOCK = re.compile(r"<(?=[pPhHdD]|/[pPdDhHuUoO]|/?[tT][aA]|[tT][dDrRhH]|[bB][rRlL]|[lL][iI]|[uUoO][lL])")
"""Where a browser begins a line: paragraphs, headings, divisions, tables and their cells, lists, breaks, quotes."""
_LINE = "\f"
"""Put there: space to a browser, so that no text moves, and never used between words, as the line feed is."""
_NEVER_SHOWN = ["script", "style", "noscript", "template", "title"]
_HIDES = ("display:none", "display: none", "visibility:hidden", " hidden")
_HIDDEN = '[hidden], [style*="display:none" i], [style*="display: none" i], [style*="visibility:hidden" i]'
_QUOTES = "blockquote, .gmail_quote, .gmail_attr, .yahoo_quoted, #divRplyFwdMsg, #appendonsend, .moz-cite-prefix"
_QUOTE_WORDS = ("quote", "QUOTE", "RplyFwd", "moz-cite")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u034f\u2007]+")
_BREAKS = re.compile("[\r\n\t]")
_NOT_FOLLOWED = ("mailto:", "tel:", "cid:", "#", "sms:")

_TAG_LIMIT = 10_000
_LONG_TAG = 16_384
_ATTRIBUTE_LIMIT = 3_000


@dataclass(slots=True)
class Page:
    """An HTML part as read."""

    text: str = ""
    quoted: str = ""
    links: list[Link] = field(default_factory=list)


def read_links(source: str) -> Page:
    """Only the links of an HTML part whose words are told in plain text beside it."""
    if not _has_links(source):
        return Page()
    if _is_tangled(source):
        return Page(links=_read_tangled(source).links)
    return Page(links=_links(LexborHTMLParser(source), source))


def read_html(source: str) -> Page:
    """The visible words line by line, those quoted, and the links. Hidden text and scripts are no words."""
    if _is_tangled(source):
        return _read_tangled(source)
    tree = LexborHTMLParser(_BLOCK.sub(_LINE + "<", source))
    body = tree.body
    if body is None:
        return Page()
    tree.strip_tags(_NEVER_SHOWN)
    links = _links(tree, source)
    if any(word in source for word in _HIDES):
        for node in tree.css(_HIDDEN):
            if node.tag not in ("body", "html"):
                node.decompose()
    quoted = _take_quoted(tree) if any(word in source for word in _QUOTE_WORDS) else ""
    return Page(tidy(body.text()), quoted, links)


def _has_links(source: str) -> bool:
    return "href" in source or "<form" in source or "href" in source.lower()


def _links(tree: LexborHTMLParser, source: str) -> list[Link]:
    selector = "a[href]" if "<form" not in source and "<area" not in source else "a[href], area[href], form[action]"
    return [link for node in tree.css(selector) if (link := _link(node)) is not None]


def _link(node: LexborNode) -> Link | None:
    attributes = node.attributes
    address = (attributes.get("href") or attributes.get("action") or "").strip()
    if not address or address.lower().startswith(_NOT_FOLLOWED):
        return None
    return _BREAKS.sub("", address), " ".join(node.text().split())


def _take_quoted(tree: LexborHTMLParser) -> str:
    quoted = []
    while (node := tree.css_first(_QUOTES)) is not None:
        quoted.append(tidy(node.text()))
        node.decompose()
    return "\n".join(quoted)


def tidy(text: str) -> str:
    """The words of a tree line by line, runs of space made one, without empty lines and signs that take no room."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    lines = (" ".join(line.split()) for line in text.split(_LINE))
    return "\n".join(line for line in lines if line)


def _is_tangled(source: str) -> bool:
    """Whether parsing it as a browser would take more time than a message is worth (it grows with the square)."""
    if source.count("<") > _TAG_LIMIT:
        return True
    if len(source) < _LONG_TAG:
        return False
    return any(_attributes(tag) > _ATTRIBUTE_LIMIT for tag in source.split(">") if len(tag) > _LONG_TAG)


def _attributes(tag: str) -> int:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)
    return len(re.split(r"[\s/]+", bare))


def _read_tangled(source: str) -> Page:
    """The words between tags and the addresses in them, without a tree."""
    found = re.findall(r"href\s*=\s*[\"']?([^\s\"'>]{1,2000})", source, re.IGNORECASE)
    links: list[Link] = [(entities.unescape(address), None) for address in found]
    return Page(tidy(entities.unescape(_TAG.sub(_LINE, _UNSHOWN.sub(" ", source)))), links=links)


_TAG = re.compile(r"<[^<>]*>")
_UNSHOWN = re.compile(r"<(script|style)\b[^<]*(?:<(?!/\1)[^<]*)*", re.IGNORECASE)
