"""Fitting the weights of suspicious mail: never imported while detecting."""
