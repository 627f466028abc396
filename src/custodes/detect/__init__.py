"""Detectors. Importing this package registers every one of them; see `registry.DETECTORS`."""

from custodes.detect import anonymisers, downloads, personal_time, web_categories

__all__ = ["anonymisers", "downloads", "personal_time", "web_categories"]
