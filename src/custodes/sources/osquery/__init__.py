"""The results log of osquery. Put here what reads its lines; what the fields mean is `sources/tables/osquery.yaml`."""

from custodes.sources.osquery.results import OSQUERY

__all__ = ["OSQUERY"]
