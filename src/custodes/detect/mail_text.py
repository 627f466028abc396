"""Reading mail batches row by row: what the mail detectors share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.events.schema import LONGEST_HOST

UNKNOWN = "unknown"
"""The subject of a finding where the message names nobody."""

RECEIVED = "The message came from outside; the person received it."
"""What a reason says where a finding concerns whom something was sent to: it was not their doing."""

RECIPIENTS = ("email.to", "email.cc", "email.bcc")


def read_mail(batch: pa.RecordBatch, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The named columns, a tuple a message. A null is "" in a text column, () in a list column, else None."""
    return zip(*(_values(batch.column(name)) for name in columns), strict=True)


def _values(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if column.null_count == 0:
        return values
    empty: Any = None
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        empty = ""
    elif pa.types.is_list(column.type):
        empty = ()
    return [empty if value is None else value for value in values]


def is_inside(address: str, context: Context) -> bool:
    """Whether the address is the employer's own or a member of staff's."""
    return bool(address) and (context.is_own(address) or context.staff.find(address) is not None)


def sent_by_us(batch: pa.RecordBatch, context: Context) -> pa.RecordBatch:
    """The messages of the batch whose sender is inside: what others sent need not be read to find what we did."""
    senders = batch.column("email.from").to_pylist()
    ours = {sender for sender in set(senders) if sender and is_inside(sender, context)}
    kept = [sender in ours for sender in senders]
    return batch if all(kept) else batch.filter(pa.array(kept, pa.bool_()))


def list_outside(addresses: Iterable[str | None], context: Context) -> list[str]:
    """The addresses that are neither the employer's nor staff's, in the order given."""
    return [address for address in addresses if address and not is_inside(address, context)]


def subject_of(address: str, context: Context) -> str:
    """Whom a sender or recipient stands for: a person's id, else the address, else "unknown"."""
    return context.staff.subject(address) if address else UNKNOWN


def recipient_subject(recipients: Iterable[str | None], context: Context) -> str:
    """Whom a message reached: its first recipient of our own, else its first, else "unknown"."""
    known = [address for address in recipients if address]
    inside = next((address for address in known if is_inside(address, context)), None)
    return subject_of(inside or (known[0] if known else ""), context)


def domain_of(address: str) -> str:
    """The part of an address after its last @; "" where there is none."""
    domain = address.rpartition("@")[2] if "@" in address else ""
    return domain if len(domain) <= LONGEST_HOST else ""
