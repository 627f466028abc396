"""The mailboxes: ordinary correspondence, and what is planted in it."""
