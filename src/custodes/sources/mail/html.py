"""What a reader of an HTML message sees, and where its links lead."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

Link = tuple[str, str | None]
"""Where it leads, and the words shown; None for a bare address in plain text."""

_BLOCK = re.compile(
    r"<(?=/?(?:p|div|br|tr|td|th|li|h[1-6]|table|ul|ol|blockquote|hr|center|section|pre)[\s>/])", re.IGNORECASE
)
_TAG_LIMIT = 10_000
_LONG_TAG = 16_384
_ATTRIBUTE_LIMIT = 3_000
_QUOTES = "blockquote, .gmail_quote, .gmail_attr, .yahoo_quoted, #divRplyFwdMsg, #appendonsend, .moz-cite-prefix"
_HIDDEN = '[hidden], [style*="display:none" i], [style*="display: none" i], [style*="visibility:hidden" i]'
_HIDES = re.compile(r"display:\s*none|visibility:\s*hidden|\shidden", re.IGNORECASE)
_NEVER_SHOWN = ["script", "style", "noscript", "template", "title"]
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u034f\u2007]+")
_LINES = re.compile(r" ?\n\s*\n\s*")
_NOT_FOLLOWED = ("mailto:", "tel:", "cid:", "#", "sms:")


@dataclass(slots=True)
class Page:
    """An HTML part as read."""

    text: str
    quoted: str
    links: list[Link] = field(default_factory=list)


def read_html(source: str) -> Page:
    """The visible words line by line, those quoted, and the links. Hidden text and scripts are no words."""
    if _is_tangled(source):
        return _read_tangled(source)
    tree = LexborHTMLParser(_BLOCK.sub("\n<", source))
    body = tree.body
    if body is None:
        return Page("", "")
    tree.strip_tags(_NEVER_SHOWN)
    links = [link for node in tree.css("a[href], area[href], form[action]") if (link := _link(node))]
    if _HIDES.search(source):
        for node in tree.css(_HIDDEN):
            if node.tag not in ("body", "html"):
                node.decompose()
    quoted = _take_quoted(tree) if "blockquote" in source or "gmail" in source or "RplyFwd" in source else ""
    return Page(tidy(body.text()), quoted, links)


def _link(node: LexborNode) -> Link | None:
    address = (node.attributes.get("href") or node.attributes.get("action") or "").strip()
    if not address or address.lower().startswith(_NOT_FOLLOWED):
        return None
    return re.sub(r"[\r\n\t]", "", address), tidy(node.text()).replace("\n", " ")


def _take_quoted(tree: LexborHTMLParser) -> str:
    quoted = []
    while (node := tree.css_first(_QUOTES)) is not None:
        quoted.append(tidy(node.text()))
        node.decompose()
    return "\n".join(quoted)


def tidy(text: str) -> str:
    """The words with runs of space and empty lines made one, and without signs that take no room."""
    return _LINES.sub("\n", _SPACES.sub(" ", _INVISIBLE.sub("", text))).strip()


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
    links: list[Link] = [
        (entities.unescape(found), None) for found in re.findall(r"href\s*=\s*[\"']?([^\s\"'>]{1,2000})", source)
    ]
    shown = re.sub(r"<(?:script|style)\b.*?</(?:script|style)>", " ", source, flags=re.DOTALL | re.IGNORECASE)
    return Page(tidy(entities.unescape(re.sub(r"<[^>]*>", "\n", shown))), "", links)
