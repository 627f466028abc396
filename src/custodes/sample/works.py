"""Made-up works of others, and copies of them: a story, a cover, and a picture that nobody wants to see."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from custodes.detect.likeness import liken
from custodes.detect.works import Work, write_work
from custodes.sample.documents import make_docx, make_pdf, make_zip
from custodes.sample.texts import load_text, vary

STORY, COVER, UNWANTED, OTHER = "The Salt Orchard", "The Quiet Ferry", "unwanted", "flyer"
OWNER = "Lantern Press"
PARAGRAPHS, SHAPES, SIDE = 60, 40, 512
JPEG_QUALITY, SMALLER = 55, 320
_TURNS = {"mirrored": Image.Transpose.FLIP_LEFT_RIGHT, "turned": Image.Transpose.ROTATE_90}


@cache
def story(title: str) -> tuple[str, ...]:
    """The paragraphs of a story of that title, the same for every sample."""
    rng, words = Random(title), load_text("stories")  # noqa: S311 - made-up data, no secret
    sentences = words["sentences" if title == STORY else "others"]
    facts = [{name: rng.choice(values) for name, values in words["facts"].items()} for _ in range(PARAGRAPHS)]
    return tuple(" ".join(vary(rng.choice(sentences), rng, fact) for _ in range(5)) for fact in facts)


@cache
def picture(name: str) -> Image.Image:
    """A picture of that name: discs and bars in many colours."""
    rng = Random(name)  # noqa: S311 - made-up data, no secret
    image = Image.new("RGB", (SIDE, SIDE), _colour(rng))
    draw = ImageDraw.Draw(image)
    for number in range(SHAPES):
        left, top, width, height = (rng.randrange(SIDE * 3 // 4), rng.randrange(SIDE * 3 // 4), *_size(rng))
        shape = draw.ellipse if number % 2 else draw.rectangle
        shape((left, top, left + width, top + height), fill=_colour(rng))
    return image


def _colour(rng: Random) -> tuple[int, int, int]:
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


def _size(rng: Random) -> tuple[int, int]:
    return rng.randrange(20, SIDE // 3), rng.randrange(20, SIDE // 3)


def copy_of(work: str, ending: str, *, form: str = "whole") -> bytes:
    """A copy of a story or a picture as a file with that ending; `form` says what was done to it.

    `whole` is as it is; `part` is two thirds of a story; `small` a picture made smaller, `mirrored` one turned over,
    `turned` one on its side. An archive holds the story as plain text.
    """
    if ending in ("jpg", "png"):
        return _save(_altered(picture(work), form), ending)
    if ending == "zip":
        return make_zip("book.txt", copy_of(work, "txt", form=form))
    paragraphs = list(story(work))[: PARAGRAPHS * 2 // 3 if form == "part" else PARAGRAPHS]
    if ending == "docx":
        return make_docx(paragraphs)
    return make_pdf(paragraphs) if ending == "pdf" else "\n\n".join(paragraphs).encode()


def _altered(image: Image.Image, form: str) -> Image.Image:
    if form == "small":
        return image.resize((SMALLER, SMALLER))
    if form in _TURNS:
        return image.transpose(_TURNS[form])
    return image


def _save(image: Image.Image, ending: str) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG" if ending == "jpg" else "PNG", quality=JPEG_QUALITY)
    return file.getvalue()


def write_works(folder: Path) -> None:
    """The register of works, and the list of pictures that must not be there, below a lists folder."""
    (folder / "works").mkdir()
    text = "\n\n".join(story(STORY))
    works = (
        Work(STORY, OWNER, liken(copy_of(STORY, "docx"), is_image=False, text=text)),
        Work(COVER, OWNER, liken(copy_of(COVER, "png"), is_image=True, text=None)),
    )
    (folder / "works" / "register.jsonl").write_bytes(b"".join(map(write_work, works)))
    (folder / "images").mkdir()
    unwanted = liken(copy_of(UNWANTED, "png"), is_image=True, text=None)
    (folder / "images" / "unwanted.txt").write_text(f"{unwanted.pdq}\n", encoding="utf-8", newline="\n")
