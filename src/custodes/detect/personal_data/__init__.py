"""Personal data in text: numbers that prove themselves, and words beside what cannot; and in mail that leaves.

`find_personal_data` is for any text; the detector is in `leaving`.
"""

from custodes.detect.personal_data.find import find_personal_data
from custodes.detect.personal_data.hit import Hit, Kind
from custodes.detect.personal_data.leaving import Parameters, personal_data

__all__ = ["Hit", "Kind", "Parameters", "find_personal_data", "personal_data"]
