"""Reads an employer's own policy document and proposes which model clauses its clauses are. See docs/importing.md.

Readers (`text`, `markup`, `word`, `pdf`) make blocks; `headings` and `structure` find sections and
clauses in them alike for all formats; `dates` and `matching` read the words; `folder` writes what a
person then confirms. Nothing that a document links to is ever fetched.
"""

from custodes.policy.importing.document import Imported, ImportedClause, ImportedSection, import_document
from custodes.policy.importing.folder import Draft, draft_of, imported_as_json, write_folder
from custodes.policy.importing.matching import Match, find_matches

__all__ = [
    "Draft",
    "Imported",
    "ImportedClause",
    "ImportedSection",
    "Match",
    "draft_of",
    "find_matches",
    "import_document",
    "imported_as_json",
    "write_folder",
]
