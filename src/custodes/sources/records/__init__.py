"""Records: JSON lines, JSON documents and CSV, read over the tables of what products' names mean.

brackets   where a JSON document's values open and close, block by block
envelope   what of a document is wrapping, and what are its records
cutting    a document's records as chunks
shapes     which table a record is read by, and which of its names fill which column
values     a column's values, as its type asks
reading    records to batches
lines, document, comma   the three sources
"""
