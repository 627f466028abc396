"""Texts, calls, voicemail and chat. See docs/sources.md."""

from custodes.sources.messages.slack import SLACK
from custodes.sources.messages.sms import SMS
from custodes.sources.messages.sound import SOUND
from custodes.sources.messages.teams import TEAMS
from custodes.sources.messages.voicemail import VOICEMAIL

MESSAGES = (SMS, VOICEMAIL, SOUND, SLACK, TEAMS)
"""Every source of this package, the strictest first."""

__all__ = ["MESSAGES", "SLACK", "SMS", "SOUND", "TEAMS", "VOICEMAIL"]
