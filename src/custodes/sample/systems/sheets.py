"""Tables in files, as offices pass them on: of people, of books, of counts."""

from __future__ import annotations

from mimetypes import guess_type
from random import Random

from custodes.sample.documents import make_docx, make_pdf, make_xlsx, make_zip
from custodes.sample.numbers import made_numbers
from custodes.sample.texts import load_text

LEAST_ROWS, MOST_ROWS = 14, 40
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def rows_of(kind: str, rng: Random) -> list[str]:
    """So many rows of a table, with semicolons between the cells."""
    return [_row(kind, rng) for _ in range(rng.randrange(LEAST_ROWS, MOST_ROWS))]


def _row(kind: str, rng: Random) -> str:
    one, titles = made_numbers(rng), load_text("letters")["titles"]
    cells = {
        "people": (one["patron"], one["street"], one["phone"], one["born"]),
        "people-ssn": (one["patron"], one["ssn"], one["street"]),
        "books": (rng.choice(titles), one["patron"], f"978{rng.randrange(10**9, 10**10)}"),
        "counts": (rng.choice(_DAYS), str(rng.randrange(900)), str(rng.randrange(900))),
        "items": (
            rng.choice(titles),
            f"3193{rng.randrange(10**9, 10**10)}",
            f"{rng.randrange(1000)}.{rng.randrange(100)}",
        ),
    }
    return ";".join(cells[kind])


def write_sheet(name: str, rows: list[str]) -> bytes:
    """The rows as a file of the kind that the name's ending says; in an archive they are a CSV file."""
    ending = name.rpartition(".")[2]
    if ending == "xlsx":
        return make_xlsx([row.split(";") for row in rows])
    if ending == "zip":
        return make_zip(name.replace(".zip", ".csv"), "\n".join(rows).encode())
    plain = [row.replace(";", "  ") for row in rows]
    return (
        {"pdf": make_pdf, "docx": make_docx}[ending](plain) if ending in ("pdf", "docx") else "\n".join(rows).encode()
    )


def mime_of(name: str) -> str:
    """The media type of a file of that name."""
    return guess_type(name)[0] or "application/octet-stream"
