"""What a log leaves out, and what therefore could not be told: once a log and question, never once an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyarrow as pa

from custodes.detect.columns import read_words
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Measures, Seen, first_seen
from custodes.detect.prose import count
from custodes.detect.registry import Decide
from custodes.detect.sign_ins.reading import SignIn, is_public, see

UNKNOWN = "unknown"

NO_COUNTRY = "sign-ins.no-country"
NO_DEVICE = "sign-ins.no-device"
NO_PROTOCOL = "sign-ins.no-protocol"

_LACKS: Mapping[str, Callable[[SignIn], bool]] = {
    NO_COUNTRY: lambda one: not one.country and not one.is_on_site and is_public(one.address),
    NO_DEVICE: lambda one: not (one.is_on_site or one.is_managed is not None or one.device_id or one.computer),
    NO_PROTOCOL: lambda one: not one.protocol,
}
_TEXTS = {
    NO_COUNTRY: "from elsewhere do not say from which country they came, so whether anybody could have travelled "
    "between them could not be told.",
    NO_DEVICE: "from elsewhere do not say from which device they came, so whether it is a registered one could not "
    "be told.",
    NO_PROTOCOL: "do not say by which protocol, so whether it is an outdated one could not be told.",
}


def measure_untold(batch: pa.RecordBatch, sign_ins: Iterable[SignIn], question: str) -> Measures:
    """How many of the sign-ins lack what the question needs, by log."""
    lacks, sources = _LACKS[question], read_words(batch, "source")
    by_source: dict[str, list[SignIn]] = {}
    for one in filter(lacks, sign_ins):
        by_source.setdefault(sources.words[sources.codes[one.row]], []).append(one)
    return {
        Key(question, UNKNOWN, source): Measure(Kind.COUNT, len(lacking), first_seen(_earliest(batch, lacking)))
        for source, lacking in by_source.items()
    }


def _earliest(batch: pa.RecordBatch, sign_ins: list[SignIn]) -> Iterator[Seen]:
    moments = sorted(one.at_us for one in sign_ins)[:EVIDENCE_KEPT]
    return (see(batch, one) for one in sign_ins if one.at_us <= moments[-1])


def untold_by(detector: str) -> Decide:
    """The limit by which a detector says that it could not tell."""

    def tell(key: Key, measure: Measure, context: Context) -> Finding:
        return Finding(
            clause=context.clause,
            detector=detector,
            subject=UNKNOWN,
            at=measure.seen[0].at,
            outcome=Outcome.COULD_NOT_TELL,
            confidence=0.0,
            reasons=(Reason(key.name, f"{count(measure.value, 'sign-in')} {_TEXTS[key.name]}"),),
            evidence=tuple(seen.evidence for seen in measure.seen),
        )

    return tell
