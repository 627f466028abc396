"""What documents say: text files, spreadsheets, PDF, word processing, slides, and zips of these.

A hostile or damaged document can take any time and memory, or bring down the program that reads it (a spreadsheet of
two cells, the second a million rows below, does). So all but plain text is read by a process of its own, which is held
to limits and replaced where it fails. A document that could not be read is None, never an error.
"""

from custodes.sources.documents.cut import CUT_MARK, LONGEST_TEXT, is_cut, is_unread
from custodes.sources.documents.kinds import is_document
from custodes.sources.documents.read import read_document

__all__ = ["CUT_MARK", "LONGEST_TEXT", "is_cut", "is_document", "is_unread", "read_document"]
