"""Detectors. Importing this package registers every one of them; see `registry.DETECTORS`."""
