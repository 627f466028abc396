import re
from collections import Counter, defaultdict
from itertools import combinations

from custodes.detect.suspicious_mail.fitting.generator.skeletons import load_kinds

MOST_SHARED = 12
"""Runs of five words that two families may have in common: a turn of phrase or two, not a paragraph."""

_BREAK = re.compile(r"[\[\]|\n]|\{[a-z0-9.]+\}")
_WORD = re.compile(r"\w+")


def list_runs(body):
    pieces = (_WORD.findall(piece.lower()) for piece in _BREAK.split(body))
    return {tuple(words[at : at + 5]) for words in pieces for at in range(len(words) - 4)}


def test_no_family_repeats_what_another_says():
    families = defaultdict(set)
    for kind in load_kinds():
        for skeleton in (skeleton for among in kind.skeletons.values() for skeleton in among):
            for run in list_runs(skeleton.body):
                families[run].add(f"{kind.label}/{skeleton.family}")
    shared = Counter(pair for among in families.values() for pair in combinations(sorted(among), 2))
    assert not {pair: count for pair, count in shared.items() if count > MOST_SHARED}


def test_runs_stop_where_words_may_change():
    assert list_runs("one two three four five {n} six [seven|eight] nine") == {("one", "two", "three", "four", "five")}
