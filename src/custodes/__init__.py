"""Custodes puts an employer's information systems use policy into force, clause by clause.

This is the core: pure Python, without Django and without a network of its own.
"""

__version__ = "0.1.0"
