"""Texts and chat, as phones and chat programs give them out. The forms' addresses stand in the sources' own tests."""

from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import orjson

from custodes.detect.sigma.tests.real.case import AT, Case, cases, iso, json_lines


class Said(NamedTuple):
    words: str = "See this."
    file: str | None = None


TEXTS = {
    "messages/easy-work-by-text": (
        Said("Hi, I'm Emily from HR. We have a remote part-time job, earn $150-$400 daily. Contact me on WhatsApp"),
        Said("The part-time position at the branch pays $21.40 an hour, applications close Friday."),
    ),
    "messages/code-asked-for": (
        Said("Hi, I sent my code to your phone by mistake. Please text me back the 6-digit code you received."),
        Said("Your verification code is 384756. Do not share it with anyone; we never ask you to send us the code."),
    ),
    "messages/gift-cards-by-text": (
        Said("It's Ruth, new phone. Can you pick up 4 Apple gift cards? Scratch them and text me the codes."),
        Said("The gift cards for the winners are in the safe."),
    ),
    "messages/parcel-or-toll-by-text": (
        Said("USPS: your package is on hold for an incomplete address. Confirm at https://usps-parcel.top/a"),
        Said("Your package is at the front desk."),
    ),
}
CHATS = {
    "messages/help-desk-in-chat": (
        Said("Hello, this is IT support. Please open Quick Assist and give me the code."),
        Said("The help desk will replace TeamViewer next month."),
    ),
    "messages/password-in-chat": (
        Said("the password for the label printer is Maple!2026"),
        Said("Your password is wrong again, ask IT"),
    ),
    "messages/program-in-chat": (Said(file="fix.ps1"), Said(file="exe-list.txt")),
}
VOICEMAILS = {
    "messages/swindle-by-voicemail": (
        Said("This is the Social Security Administration. Your number has been suspended. Press one to speak to us."),
        Said("Hello, this is Ann from the credit card company's print shop. Call me back when you can."),
    ),
}


def sms(said: Said) -> bytes:
    what = f'address="+13125550101" date="{AT.timestamp() * 1000:.0f}" type="1" body={quoteattr(said.words)}'
    return f"<?xml version='1.0' encoding='UTF-8' ?>\n<smses count=\"1\">\n  <sms {what} />\n</smses>".encode()


def mms(said: Said) -> bytes:
    part = f'<part seq="0" ct="text/plain" text={quoteattr(said.words)} />'
    people = '<addr address="+13125550101" type="137" /><addr address="insert-address-token" type="151" />'
    what = f'date="{AT.timestamp() * 1000:.0f}" msg_box="1" address="+13125550101" m_type="132"'
    return f'<smses count="1"><mms {what}><parts>{part}</parts><addrs>{people}</addrs></mms></smses>'.encode()


def slack(said: Said) -> bytes:
    files = [{"id": "F1", "name": said.file, "mimetype": "text/plain", "size": 5}] if said.file else []
    whole = {"type": "message", "text": said.words, "user": "U01", "ts": f"{AT.timestamp():.6f}", "files": files}
    return orjson.dumps([whole], option=orjson.OPT_INDENT_2)


def teams(said: Said) -> bytes:
    shared = {"id": "1", "contentType": "reference", "contentUrl": "https://files.example/x", "name": said.file}
    return json_lines(
        {
            "id": "1795532400000",
            "messageType": "message",
            "createdDateTime": iso(AT),
            "chatId": "19:c@thread.v2",
            "from": {"user": {"id": "u1", "displayName": "Ann Roe", "userIdentityType": "aadUser"}},
            "body": {"contentType": "html", "content": f"<p>{said.words}</p>"},
            "attachments": [shared] if said.file else [],
        }
    )


def asterisk(said: Said) -> bytes:
    call = 'callerid="Ann Roe" <3125550101>\norigtime=1795532400\nduration=12'
    return f"[message]\norigmailbox=100\n{call}\ntranscription={said.words}\n".encode()


def freeswitch(said: Said) -> bytes:
    call = {"created_epoch": 1795532400, "username": "100", "cid_number": "3125550101", "message_len": 12}
    return orjson.dumps(call | {"message_transcription": said.words})


CASES: list[Case] = [
    *cases("asterisk", asterisk, VOICEMAILS),
    *cases("freeswitch", freeswitch, VOICEMAILS),
    *cases("sms", sms, TEXTS),
    *cases("mms", mms, TEXTS),
    *cases("slack", slack, CHATS),
    *cases("teams", teams, CHATS),
]
