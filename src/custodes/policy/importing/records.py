"""Lines about the document itself: numbers, owners, dates, votes, signatures. They are no clauses."""

from __future__ import annotations

import re

from custodes.policy.importing.dates import find_dates, names_a_date, without_dates

_BOARD = r"(?:,? (?:of the )?(?:library )?board(?: of (?:library )?(?:trustees|directors))?)?"
_SIGNED = re.compile(
    rf"""(?ix) _{{3,}} | \.{{8,}}\s*$
    | ^(?: (?:employee|staff|supervisor|witness)(?:[’']?s)?(?:\ member)?\ (?:signature|name)\b
      | signature | signed\b | print(?:ed)?\ name | name\ \(print | date:?$ | attest | by:
      | (?: president|secretary|vice[-\ ]president|treasurer|chair(?:person|man|woman)?
          | (?:library\ |executive\ )?director ) {_BOARD.replace(" ", "[ ]")},?(?:\ [\w\ ]{{0,30}})?$ )"""
)
_VOTED = re.compile(
    r"""(?ix) ^(?: (?:a\ )?motion\ (?:by|to|was|made|is|carried|passed|and|seconded) | (?:it\ was\ )?moved\b
      | (?:trustee|commissioner|director|mrs?\.|ms\.|dr\.)\ \w+\ (?:moved|made) | (?:ayes?|nays?|yeas?)\b | roll\ call
      | (?:absent|present|abstain(?:ed|ing)?|abstentions?|vote)\s*[:\d–-] | second(?:ed)?\ by
      | there\ being\ no\ further | respectfully\ submitted | call\ to\ order | minutes\ of\b | meeting\ adjourned )"""
)
_NUMBERED = re.compile(
    r"""(?ix) ^(?: (?:policy|document)\ (?:no\.?|number|\#|id)(?!\w)
      | (?:policy\ |document\ )?(?:owner|type|category|department|version|section|file|code)\s*(?:no\.?|number)?\s*[:\#]
      | responsible\ (?:office|party|department|person)\s*: | version\ [\d.]+$
      | (?:legal\ |cross[-\ ])?references?\s*: | (?:phone|telephone|tel|fax)\b[.:]
      | www\. | https?: | page\ \d | © | copyright\ (?:©|\d) )"""
)
_LONGEST_RECORD_WORDS = 12
_WORDS_OF_A_DATE_LINE = re.compile(
    r"(?i)and|the|for|was|were|this|that|board|trustees|directors|library|public|district|village|city|town|county|of|on|"
    r"by|at|dates?|policy|last|first|next|meeting|regular|special|held|resolution|ordinance|number|vote|unanimous(?:ly)?|"
    r"day|history|revision|version|been|has|have|its|with"
)


def is_signature(text: str) -> bool:
    """Whether `text` is a line to sign on, or the office of the person who signs there."""
    return _SIGNED.search(text) is not None


def is_vote(text: str) -> bool:
    """Whether `text` tells how a board voted, as minutes do."""
    return _VOTED.match(text) is not None


def is_numbering(text: str) -> bool:
    """Whether `text` gives a policy's number, owner or address."""
    return _NUMBERED.match(text) is not None and len(text.split()) <= _LONGEST_RECORD_WORDS


def is_record(text: str) -> bool:
    """Whether `text` is about the document and binds nobody.

    A line with dates is one if hardly a word is left without them; a sentence that says something
    else of "this policy" beside its dates is a clause.
    """
    if is_numbering(text) or is_vote(text):
        return True
    has_date = bool(find_dates(text))
    if not has_date and not names_a_date(text):
        return False
    words = re.findall(r"[A-Za-z]{3,}", without_dates(text))
    left = sum(1 for word in words if not _WORDS_OF_A_DATE_LINE.fullmatch(word))
    is_sentence = text.rstrip().endswith(".") and re.match(r"(?i)(?:this|the)\b.*\bpolicy\b", text) is not None
    return left <= (4 if has_date and not is_sentence else 0)
