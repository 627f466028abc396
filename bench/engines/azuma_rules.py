"""azuma: rules as objects that are asked of each event, with a parser of its own."""

from __future__ import annotations

from functools import partial

from azuma import Rule
from frame import Peer, main
from one_by_one import OneByOne, made

if __name__ == "__main__":
    main(
        Peer(
            partial(made, make=Rule.model_validate),
            lambda rules: OneByOne({name: Rule.model_validate(rule).match for name, rule in rules.items()}),
        )
    )
