"""What others' programs say of texts: run in an environment of its own by `detect_peers`.

    python content_peers.py ENGINE < texts.jsonl > said.jsonl

Each line in is a JSON text. Each line out is what was said of it: for `presidio` a list of [kind, begin, end], for the
others a number from 0 to 1. The last line is the seconds of the processor that it took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

LEAST_SCORE = 0.35
"""Of Presidio's patterns; what is weaker needs words beside it that only its language model sees."""


def presidio() -> Callable[[list[str]], list[Any]]:
    """Presidio's recognisers by pattern and checksum, without a language model; they fetch nothing."""
    import tldextract  # noqa: PLC0415 - only this engine has it
    from presidio_analyzer import predefined_recognizers as known  # noqa: PLC0415

    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    recognisers = [
        known.CreditCardRecognizer(),
        known.IbanRecognizer(),
        known.EmailRecognizer(),
        known.PhoneRecognizer(),
        known.UsSsnRecognizer(),
        known.IpRecognizer(),
        known.UrlRecognizer(),
        known.UsLicenseRecognizer(),
    ]
    return lambda texts: [
        [
            [one.entity_type, one.start, one.end]
            for recogniser in recognisers
            for one in recogniser.analyze(text, recogniser.supported_entities, None)
            if one.score >= LEAST_SCORE
        ]
        for text in texts
    ]


def better_profanity() -> Callable[[list[str]], list[Any]]:
    """A list of words, with their usual disguises."""
    from better_profanity import profanity  # noqa: PLC0415

    profanity.load_censor_words()
    return lambda texts: [float(profanity.contains_profanity(text)) for text in texts]


def alt_profanity_check() -> Callable[[list[str]], list[Any]]:
    """A linear model of words."""
    from profanity_check import predict_prob  # noqa: PLC0415

    return lambda texts: list(map(float, predict_prob(texts)))


ENGINES = {"presidio": presidio, "better-profanity": better_profanity, "alt-profanity-check": alt_profanity_check}


def main(engine: str, lines: Iterable[str]) -> None:
    """Say of each text what the engine says."""
    say = ENGINES[engine]()
    texts = [json.loads(line) for line in lines]
    say(["to begin with"])
    began = time.process_time()
    said = say(texts)
    seconds = time.process_time() - began
    print(*map(json.dumps, [*said, seconds]), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin)
