"""The firewall at the intake: put here what decides which events nobody may look at."""

from custodes.sources.firewall.apply import Firewall, Passed
from custodes.sources.firewall.places import Places
from custodes.sources.firewall.rules import read_address, read_host

__all__ = ["Firewall", "Passed", "Places", "read_address", "read_host"]
