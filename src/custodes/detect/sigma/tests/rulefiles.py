"""Small rules as YAML, for tests."""

import textwrap
from uuid import UUID

from custodes.detect.sigma.read import read_rules


def rule(detection, *, number=1, title="Something", more="", logsource="{product: windows}"):
    """A rule whose detection is the given YAML; its id is made of the number."""
    return (
        f"title: {title}\nid: {id_of(number)}\nlogsource: {logsource}\n{more}\n"
        f"detection:\n{textwrap.indent(textwrap.dedent(detection).strip(), '  ')}\n"
    )


def selection(fields, **others):
    """A rule of one selection: a YAML mapping or list in flow style."""
    return rule(f"selection: {fields}\ncondition: selection", **others)


def id_of(number):
    return str(UUID(int=number))


def read(folder, *texts, placeholders=None):
    """The rules of files with these texts."""
    for number, text in enumerate(texts):
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{number:02}.yml").write_bytes(data)
    return read_rules([folder], placeholders)


def condition(folder, text, **others):
    rules = read(folder, text, **others)
    assert rules.unusable == ()
    return rules.rules[0].condition


def reason(folder, *texts, **others):
    (unusable,) = read(folder, *texts, **others).unusable
    return unusable.reason
