"""An event as XML, as Sysmon for Linux writes it into the journal and Windows shows it."""

from __future__ import annotations

from typing import Any

from lxml import etree

from custodes.sources.windows.fields import ATTRIBUTES, TEXT, read_fields

LONGEST = 1 << 18
"""Characters of the longest text that is read."""


def read_xml(text: str) -> dict[str, Any] | None:
    """The fields of the event, as those of an EVTX record; None where the text is no event.

    Entities of a document's own are not resolved, and nothing is fetched.
    """
    if len(text) > LONGEST or not text.lstrip().startswith("<Event"):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        event = etree.fromstring(text.strip().encode(errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return read_fields({_name(part): _nest(part) for part in event if isinstance(part.tag, str)})


def _nest(element: etree._Element) -> Any:
    """An element as the parser of EVTX files gives it."""
    nested: dict[str, Any] = {ATTRIBUTES: dict(element.attrib)} if element.attrib else {}
    unnamed: list[str] = []
    for inner in element:
        if not isinstance(inner.tag, str):
            continue
        if _name(inner) != "Data":
            nested[_name(inner)] = _nest(inner)
        elif name := inner.get("Name"):
            nested[name] = inner.text
        else:
            unnamed.append(inner.text or "")
    if unnamed:
        nested["Data"] = unnamed
    if not nested:
        return element.text
    if element.text and element.text.strip():
        nested[TEXT] = element.text
    return nested


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
