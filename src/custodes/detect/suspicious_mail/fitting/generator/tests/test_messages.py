import email
import email.policy
from collections import Counter
from itertools import islice
from random import Random

import pytest

from custodes.detect.suspicious_mail.fitting.generator import write_messages
from custodes.detect.suspicious_mail.fitting.generator.messages import write_message
from custodes.detect.suspicious_mail.fitting.generator.skeletons import load_kinds
from custodes.events.schema import PARSER_RAW
from custodes.sources.contract import Chunk
from custodes.sources.mail.parse import parse_mail

COUNT = 600


@pytest.fixture(scope="module")
def made():
    return list(write_messages(7, COUNT))


def read(made):
    bounds, end = [], 0
    for message in made:
        bounds.append((end, end + len(message.raw)))
        end += len(message.raw)
    data = b"".join(message.raw for message in made)
    return parse_mail(Chunk(source="mail", reader="mail", data=data, bounds=tuple(bounds)))


def test_the_same_seed_gives_the_same_messages_and_another_gives_others(made):
    assert list(islice(write_messages(7, 10_000), 20)) == made[:20]
    assert [message.raw for message in write_messages(8, 5)] != [message.raw for message in made[:5]]


def test_labels_come_in_their_shares(made):
    shares = {label: count / COUNT for label, count in Counter(message.label for message in made).items()}
    assert shares == pytest.approx({"phishing": 0.4, "spam": 0.15, "ham": 0.45}, abs=0.07)


def test_sixty_in_a_hundred_are_english(made):
    assert sum("/en/" in message.family for message in made) / COUNT == pytest.approx(0.6, abs=0.07)


def test_our_own_source_reads_every_message(made):
    parsed = read(made)
    (batch,) = parsed.batches
    assert batch.num_rows == COUNT
    assert PARSER_RAW not in batch.column("parser").to_pylist()


def test_a_second_reader_finds_no_fault_in_their_form(made):
    faults = Counter()
    for message in made:
        letter = email.message_from_bytes(message.raw, policy=email.policy.default)
        faults.update(type(fault).__name__ for part in letter.walk() for fault in part.defects)
        assert letter["From"] is not None
    assert not faults


def test_hardly_two_messages_are_alike(made):
    bodies = Counter(message.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2] for message in made)
    assert len(bodies) > 0.97 * COUNT


@pytest.mark.parametrize("header", [b"Authentication-Results:", b"Received:", b"X-Mailer:", b"Return-Path:"])
def test_that_a_header_is_there_does_not_give_the_label_away(made, header):
    shares = [
        sum(header in message.raw for message in made if message.label == label)
        / sum(message.label == label for message in made)
        for label in ("phishing", "spam", "ham")
    ]
    assert max(shares) - min(shares) < 0.2


@pytest.mark.slow
def test_every_skeleton_can_be_written_many_times():
    for kind in load_kinds():
        for skeleton in (skeleton for among in kind.skeletons.values() for skeleton in among):
            for number in range(15):
                assert write_message(Random(f"{skeleton.family}/{number}"), skeleton, kind.label).raw
