"""Personal data in text: numbers that prove themselves, and words beside what cannot."""

from custodes.detect.personal_data.find import find_personal_data
from custodes.detect.personal_data.hit import Hit, Kind

__all__ = ["Hit", "Kind", "find_personal_data"]
