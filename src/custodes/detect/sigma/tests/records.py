"""Runs for tests, from what a correlation would count."""

from datetime import timedelta

from custodes.detect.finding import Evidence
from custodes.detect.sigma.occurrences import EPOCH, Run, pack, pack_event


def run_of(correlation, steps) -> Run:
    """A run of steps (`at_us`, `rule`, `value`), in their order."""
    return Run([_record(correlation, *step) for step in steps], ["log"])


def _record(correlation, at_us, rule, value):
    at = EPOCH + timedelta(microseconds=at_us)
    event = pack_event(Evidence("log", f"{at_us} {rule} {value}", "00"), "ann")
    return pack(event, at=at, rule=correlation.rules.index(rule), group='["g"]', value=value, onward=())
