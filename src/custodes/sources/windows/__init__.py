"""Windows' own event log files. Put here what reads EVTX; what the fields mean is `sources/tables/windows.yaml`."""

from custodes.sources.windows.evtx import EVTX

__all__ = ["EVTX"]
