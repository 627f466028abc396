"""Texts, calls, voicemail and chat. See docs/sources.md."""

from custodes.sources.messages.sms import SMS
from custodes.sources.messages.sound import SOUND
from custodes.sources.messages.voicemail import VOICEMAIL

MESSAGES = (SMS, VOICEMAIL, SOUND)
"""Every source of this package, the strictest first."""

__all__ = ["MESSAGES", "SMS", "SOUND", "VOICEMAIL"]
