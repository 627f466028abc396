"""The columns of events under the names of Sigma's rules."""

from custodes.detect.sigma.names.names import read_columns, sigma_columns
from custodes.detect.sigma.names.texts import texts

__all__ = ["read_columns", "sigma_columns", "texts"]
