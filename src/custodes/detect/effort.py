"""How much is spent on what a hostile person may have written: so much and no more, without asking a clock.

A detector is the same everywhere, so it may not stop when time is up. It pays for each look instead: a price that was
measured once, in units of about a millionth of a second. When a text or a message has used up its share, the rest of
it is not looked at, and whoever looked has to say so.
"""

from __future__ import annotations

FOR_ANY_TEXT = 60_000
"""Units for a text besides those for its characters: short letters and tables may be dense."""
FOR_FOUR_CHARACTERS = 3
FOR_A_MESSAGE = 2_000_000
CHARACTERS_A_UNIT = 10
"""What costs one unit only to be read through."""


class Effort:
    """What may still be spent on one message, and on the text of it that was begun last."""

    __slots__ = ("_for_message", "_for_text")

    def __init__(self, units: int = FOR_A_MESSAGE) -> None:
        self._for_message = units
        self._for_text = 0

    def begin(self, characters: int) -> bool:
        """From here on what is spent is spent on a text of that length; whether there is anything to spend."""
        self._for_text = min(self._for_message, FOR_ANY_TEXT + characters * FOR_FOUR_CHARACTERS // 4)
        return self.spend(characters // CHARACTERS_A_UNIT)

    @property
    def left(self) -> int:
        """Units left for the text begun last; never below 0."""
        return max(0, self._for_text)

    def spend(self, units: int) -> bool:
        """Whether there was something left to spend it from; only then may the look be taken."""
        is_left = self._for_text > 0
        if is_left:
            self._for_text -= units
            self._for_message -= units
        return is_left
