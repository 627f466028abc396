"""The firewall at the intake: put here what decides which events nobody may look at."""

from custodes.sources.firewall.apply import Firewall, Passed
from custodes.sources.firewall.places import Places

__all__ = ["Firewall", "Passed", "Places"]
