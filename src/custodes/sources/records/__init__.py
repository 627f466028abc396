"""Records: JSON lines, JSON documents and CSV, read over the tables of what products' names mean.

brackets   where a JSON document's values open and close, block by block
envelope   what of a document is wrapping, and what are its records
cutting    a document's records as chunks
rows       a CSV file's rows as chunks
shapes     which table a record is read by, and which of its names fill which column
mattering  which names matter to which table, and which of them stand in a chunk
peek       lines known by these fields alone, and what many of them say alike read once
values     a column's values, as its type asks; times
gathering  the events of one kind, column by column
reading    records to events
lines, document, comma   the three sources
"""

from custodes.sources.records.comma import CSV
from custodes.sources.records.document import JSON_DOCUMENT
from custodes.sources.records.lines import JSON_LINES

RECORDS = (JSON_DOCUMENT, JSON_LINES, CSV)

__all__ = ["RECORDS"]
