"""The report as one self-contained page: no script, nothing from elsewhere, and a policy that says so."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from custodes.engine.results import Results
from custodes.report.page import lay_out
from custodes.report.shown import shown
from custodes.report.words import counted

PIECES_TOGETHER = 40
"""How many of the template's pieces are joined before they are handed on."""


def render(results: Results) -> Iterator[str]:
    """The page, some kilobytes at a time; every piece can be encoded as UTF-8."""
    style = _style()
    stream = (
        _environment().get_template("page.html").stream(page=lay_out(results), style=style, style_hash=_hash(style))
    )
    stream.enable_buffering(PIECES_TOGETHER)
    yield from stream


def _style() -> str:
    return (files("custodes.report") / "templates" / "report.css").read_text(encoding="utf-8")


def _hash(style: str) -> str:
    """The stylesheet's hash as a Content-Security-Policy names it (CSP Level 3, section 2.3.1)."""
    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("custodes.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": "{:,}".format, "counted": counted, "shown": shown}
    return environment
