"""The columns of events under the names of Sigma's rules.

`read_columns` and `read_rows` give an event's fields to judge a rule by; `texts` gives every event as one text,
quickly, to find those that a rule may concern at all.
"""

from custodes.detect.sigma.names.names import sigma_columns
from custodes.detect.sigma.names.rows import read_columns, read_rows
from custodes.detect.sigma.names.texts import texts

__all__ = ["read_columns", "read_rows", "sigma_columns", "texts"]
