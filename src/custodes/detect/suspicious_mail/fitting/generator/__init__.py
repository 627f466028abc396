"""Made-up mail to fit and test suspicious mail on: phishing, spam, and the honest mail that looks like them.

Texts are our own, written after what has been going round since 2015; no message of a corpus is in them. Names,
numbers and domains are drawn, nothing is ever sent or fetched, and no file carries anything harmful. `texts/` holds
what is said, `facts/` the names, addresses and programs' habits; the modules put them together.
"""

from __future__ import annotations

from custodes.detect.suspicious_mail.fitting.generator.made import Label, Made
from custodes.detect.suspicious_mail.fitting.generator.messages import write_messages

__all__ = ["Label", "Made", "write_messages"]
