"""Mail: mailboxes (mbox), Maildirs, folders of messages, single messages. See docs/sources.md."""

from custodes.sources.mail.source import MAIL

__all__ = ["MAIL"]
