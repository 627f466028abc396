import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from custodes.detect.likeness import compare, count_differing_bits, liken, read_picture

WORDS = [f"word{number}" for number in range(400)]


def drawn(seed, *, size=(640, 480)):
    """A picture of coloured shapes."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        box = (x, y, x + chance.randrange(20, 200), y + chance.randrange(20, 200))
        draw.ellipse(box, fill=tuple(chance.randrange(256) for _ in range(3)))
    return picture


def saved(picture, kind="PNG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def written(seed, words=3_000):
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda picture: saved(picture.resize((200, 150))), id="smaller"),
        pytest.param(lambda picture: saved(picture, "JPEG", quality=30), id="recompressed"),
        pytest.param(lambda picture: saved(picture.crop((4, 3, 636, 477))), id="cropped a little"),
        pytest.param(lambda picture: saved(picture.convert("L")), id="without colour"),
    ],
)
def test_the_same_picture_is_known_again(change):
    for seed in range(5):
        one, other = drawn(seed), change(drawn(seed))
        alike = compare(liken(saved(one), is_image=True), liken(other, is_image=True))
        assert alike is not None
        assert alike.how == "picture"


def test_unrelated_pictures_are_far_apart():
    hashes = [read_picture(saved(drawn(seed, size=(160, 120)))) for seed in range(150)]
    differing = [count_differing_bits(form, b[0]) for n, a in enumerate(hashes) for b in hashes[:n] if b for form in a]
    assert len(differing) > 80_000
    assert min(differing) > 50


@pytest.mark.parametrize("turn", list(Image.Transpose), ids=lambda turn: turn.name)
def test_a_picture_turned_or_mirrored_is_known_again_and_said_to_be(turn):
    for seed in range(5):
        known = liken(saved(drawn(seed)), is_image=True)
        turned = liken(saved(drawn(seed).transpose(turn).resize((300, 300)), "JPEG", quality=60), is_image=True)
        alike = compare(known, turned)
        assert alike is not None
        assert alike.how == "turned"
        assert alike.confidence < compare(known, known).confidence


def test_half_of_a_text_is_known_again_and_other_words_are_not():
    whole = written(1)
    quoting = written(2, 200) + " " + whole[: len(whole) // 2]
    one, other = (liken(text.encode(), is_image=False, text=text) for text in (whole, quoting))
    assert compare(one, other).how == "text"
    assert compare(one, liken(b"x" * 99, is_image=False, text=written(3))) is None
    short = written(1, 60)
    assert compare(one, liken(short.encode(), is_image=False, text=short)) is None


def test_a_file_saved_again_has_nearly_the_same_bytes():
    data = random.Random(4).randbytes(20_000)
    changed = data[:9_000] + b"edited" + data[9_003:]
    assert compare(liken(data, is_image=False), liken(changed, is_image=False)).how == "bytes"
    assert compare(liken(data, is_image=False), liken(data, is_image=False)).how == "same"


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a"]))
def test_no_picture_however_broken_raises(data, start):
    read_picture(start + data)


def test_a_picture_of_too_many_points_and_a_plain_one_have_no_hash():
    assert read_picture(saved(Image.new("1", (9_000, 9_000)))) == ()
    assert read_picture(saved(Image.new("RGB", (200, 200), "white"))) == ()
