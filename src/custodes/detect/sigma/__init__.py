"""Sigma: the community's rules, read by pySigma and run unchanged. See docs/rules.md."""
