"""Finding the names of staff inside other text: `export/Kowalski, Sofia.mbox`, `skowalski-2026.eml`.

A text is read as words; one to a few neighbouring words that together spell a name of someone on the
staff list are that name, whatever stands between them. What it cannot see: nicknames, initials alone,
names misspelt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from custodes.detect.staff import Person, Staff

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
WORDS_A_NAME = 5
SHORTEST_NAME, SHORTEST_SURNAME, SHORTEST_NUMBER = 3, 4, 6
"""Below these many characters a word is too often just a word, or a number just a number."""


class NamesInText:
    """Replaces the names of staff in a text by what `pseudonym` gives for the person's id."""

    def __init__(self, staff: Staff, pseudonym: Callable[[str], str]) -> None:
        self._staff = staff
        self._pseudonym = pseudonym
        self._in_text: dict[str, str] = {}
        """By the words of a name, with a space between."""
        self._in_paths: dict[str, str] = {}
        """By the words run together, for a file may be named so."""
        for person in staff.people:
            for name in _names(person):
                self._in_text.setdefault(" ".join(_words(name)), person.id)
            for name in (*_names(person), *_short_names(person)):
                self._in_paths.setdefault("".join(_words(name)), person.id)

    def replace(self, text: str) -> str:
        """The text without accounts, addresses and whole names of staff. A surname alone may be a word, and stays."""
        return self._replace(text, self._in_text, between=" ")

    def replace_in_path(self, path: str) -> str:
        """The same for a path, where a surname alone is taken for a name."""
        return self._replace(path, self._in_paths, between="")

    def _replace(self, text: str, owners: dict[str, str], *, between: str) -> str:
        if not owners:
            return text
        text = _ADDRESS.sub(self._replace_address, text)
        pieces, end = [], 0
        for begin, stop, owner in _find(text, owners, between):
            pieces += [text[end:begin], self._pseudonym(owner)]
            end = stop
        return "".join([*pieces, text[end:]])

    def _replace_address(self, match: re.Match[str]) -> str:
        person = self._staff.find(match[0])
        return self._pseudonym(person.id) if person else match[0]


def _find(text: str, owners: dict[str, str], between: str) -> Iterator[tuple[int, int, str]]:
    """Begin, end and owner of each name, longest first from each word on."""
    words = [(word.start(), word.end(), _squash(word[0])) for word in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        for count in range(min(WORDS_A_NAME, len(words) - at), 0, -1):
            owner = owners.get(between.join(word for _, _, word in words[at : at + count]))
            if owner is not None:
                yield words[at][0], words[at + count - 1][1], owner
                at += count
                break
        else:
            at += 1


def _names(person: Person) -> Iterator[str]:
    """What names the person and nothing else."""
    for name in (person.id, person.account, person.email, person.email.partition("@")[0]):
        squashed = _squash(name)
        if len(squashed) >= (SHORTEST_NUMBER if squashed.isdigit() else SHORTEST_NAME):
            yield name
    parts = person.name.split()
    if len(parts) > 1:
        first, *_, last = parts
        yield from (person.name, f"{last} {' '.join(parts[:-1])}", f"{first} {last}", f"{last} {first}")


def _short_names(person: Person) -> Iterator[str]:
    """What may also be words of a sentence, but in a path is a name."""
    parts = person.name.split()
    if len(parts) > 1:
        first, *_, last = parts
        yield from (f"{first[0]} {last}", f"{last} {first[0]}")
    if parts and len(_squash(parts[-1])) >= SHORTEST_SURNAME:
        yield parts[-1]


def _words(name: str) -> list[str]:
    return [_squash(word) for word in _WORD.findall(name)]


def _squash(text: str) -> str:
    """Letters and digits only, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())
