"""Finding the names of staff inside other text: `export/Kowalski, Sofia.mbox`, `skowalski-2026.eml`.

A text is read as words; one to a few neighbouring words that together spell a name of someone on the
staff list are that name, whatever stands between them. What it cannot see: nicknames, initials alone,
names misspelt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from custodes.detect.staff import Person, Staff

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
WORDS_A_NAME = 5
SHORTEST_NAME, SHORTEST_SURNAME, SHORTEST_NUMBER = 3, 4, 6
"""Below these many characters a word is too often just a word, or a number just a number."""
BEGINNING = 3
"""By so many characters it is told whether a word may begin a name."""


class _Names:
    """Names by their words, joined by `between`. Most words begin none of them, which is asked first."""

    def __init__(self, owners: Mapping[str, str], *, between: str) -> None:
        self._owners = owners
        self._between = between
        self._looked_at = None if between else BEGINNING
        """How much of a word is compared: all of it, or where words are run together its beginning."""
        self._beginnings = (
            {name.partition(between)[0] for name in owners}
            if between
            else {name[:length] for name in owners for length in range(BEGINNING + 1)}
        )

    def __bool__(self) -> bool:
        return bool(self._owners)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Begin, end and owner of each name, longest first from each word on."""
        if self._beginnings.isdisjoint(word[: self._looked_at] for word in _words(text)):
            return
        words = [(word.start(), word.end(), _squash(word[0])) for word in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            owner, count = self._owner(words[at : at + WORDS_A_NAME])
            if owner is not None:
                yield words[at][0], words[at + count - 1][1], owner
            at += count

    def _owner(self, words: Sequence[tuple[int, int, str]]) -> tuple[str | None, int]:
        """Whose name the longest beginning of these words is, and how many words that are; None and 1 if nobody's."""
        if words[0][2][: self._looked_at] in self._beginnings:
            for count in range(len(words), 0, -1):
                owner = self._owners.get(self._between.join(word for _, _, word in words[:count]))
                if owner is not None:
                    return owner, count
        return None, 1


class NamesInText:
    """Replaces the names of staff in a text by what `pseudonym` gives for the person's id."""

    def __init__(self, staff: Staff, pseudonym: Callable[[str], str]) -> None:
        self._staff = staff
        self._pseudonym = pseudonym
        in_text: dict[str, str] = {}
        in_paths: dict[str, str] = {}
        for person in staff.people:
            for name in _names(person):
                in_text.setdefault(" ".join(_words(name)), person.id)
            for name in (*_names(person), *_short_names(person)):
                in_paths.setdefault("".join(_words(name)), person.id)
        self._in_text = _Names(in_text, between=" ")
        self._in_paths = _Names(in_paths, between="")
        """Words run together, for a file may be named so."""

    def replace(self, text: str) -> str:
        """The text without accounts, addresses and whole names of staff. A surname alone may be a word, and stays."""
        return self._replace(text, self._in_text)

    def replace_in_path(self, path: str) -> str:
        """The same for a path, where a surname alone is taken for a name."""
        return self._replace(path, self._in_paths)

    def _replace(self, text: str, names: _Names) -> str:
        if not names:
            return text
        text = _ADDRESS.sub(self._replace_address, text)
        pieces, end = [], 0
        for begin, stop, owner in names.find(text):
            pieces += [text[end:begin], self._pseudonym(owner)]
            end = stop
        return "".join([*pieces, text[end:]])

    def _replace_address(self, match: re.Match[str]) -> str:
        person = self._staff.find(match[0])
        return self._pseudonym(person.id) if person else match[0]


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


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower())
    return [_squash(word) for word in _WORD.findall(text)]


def _squash(text: str) -> str:
    """Letters and digits only, without case and accents."""
    if text.isascii() and text.isalnum():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())
