"""Hidden and borrowed identities in mail.

spoofed   our address as the sender's, from somebody else
alike     addresses made to look like ours
shown     names that do not go with the account
detector  what these say together
"""

from custodes.detect.identity.detector import identity

__all__ = ["identity"]
