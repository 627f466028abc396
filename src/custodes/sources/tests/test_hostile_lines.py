"""What a stranger may write in a line, 200 KB of it, wherever a reader looks for something by an expression.

One that takes as long as the square of its length would hang for minutes here.
"""

import io

import pytest

from custodes.sources.contract import Item
from custodes.sources.registry import SOURCES

SIZE_BYTES = 200_000
AT = b"1795506158"
MAIL = b"From a.b Tue Nov 24 07:00:00 2026\nDate: Tue, 24 Nov 2026 07:00:00 +0000\n"
FILES = {
    "mail": [
        MAIL + b'From: @\nTo: "@\nCc: <@\nSubject: @\nReceived: @\n\n@ Original @ From: x forwarded wrote:\n',
        MAIL + b"From: a.b\nContent-Type: text/plain; charset=@; name=@\nContent-Disposition: attachment; @\n\n@\n",
        MAIL + b"From: a.b\nContent-Type: multipart/mixed\n\n--a@\nContent-Type: text/html\n\n<p @ <a href=@>\n--a--\n",
        MAIL + b"From: a.b\nX-MS-Journal-Report:\nContent-Type: text/plain\n\nSender: @\nTo: @\n",
    ],
    "voicemail": [
        b'[message]\norigmailbox=1\ncallerid="shop" <3@\norigtime=' + AT + b"\nx@\ny;@\nz=1@2\n",
        b"[message]\norigmailbox=1\ncallerid=@\norigtime=" + AT + b"\n",
        b"BEGIN:VCARD\nX-MAILBOX:1\nX-CALLER;@\nX-VOICE@:1@x\n",
    ],
    "teams": [
        b'[{"messageType":"message","chatId":"x","body":{"contentType":"html","content":"<img @ <emoji alt=@"}}]'
    ],
    "slack": [b'[{"type":"message","user":"U01","text":"@ <http://a|@","ts":"' + AT + b'.000200"}]'],
    "sms": [b'<smses count="1"><sms address="@" date="' + AT + b'000" type="1" body="@" @ /></smses>'],
    "w3c": [b"#Fields: date time c-ip cs(@ cs-uri\n2026-11-24 07:42:38 10.1.0.5 @ /\n"],
    "combined": [b'10.1.0.5 - @ [24/Nov/2026:07:42:38 +0000] "GET /@ HTTP/1.1" 200 5 "@" "u@a"\n'],
    "squid": [AT + b".123    120 10.1.0.5 TCP_MISS/200 5120 GET @http://@ @ HIER_DIRECT/192.0.2.1 text/html\n"],
    "zeek": [b"#separator \\x09\n#path\thttp\n#fields\tts\tmethod\thost\turi\n" + AT + b".1\tGET\t@\t/@\n"],
    "auditd": [
        b"type=USER_CMD msg=audit(" + AT + b".243:7): pid=9 @ msg='@\n",
        b"type=EXECVE msg=audit(" + AT + b'.243:7): argc=2 a0="@" a={@\n',
        b"type=@ msg=audit(" + AT + b".243:7): x\n",
    ],
    "journald": [b'{"__REALTIME_TIMESTAMP":"' + AT + b'000000","SYSLOG_IDENTIFIER":"sysmon","MESSAGE":"<Event>@"}\n'],
    "cef": [
        b"Nov 24 07:42:38@ h CEF:0|A|@|1|7|B|3|src=10.1.0.5 @ rt=@ request=@\n",
        b"LEEF:2.0|A|@|1|7|^|src=1^devTime=@^devTimeFormat=yyyy@\n",
    ],
    "syslog": [
        b"Nov 24 07:42:38 web1 sshd[8]: Failed password for @ from @ port 22 ssh2\n",
        b"Nov 24 07:42:38 web1 sudo: dana : @ ; TTY=@ ; USER=@ ; COMMAND=@\n",
        b"Nov 24 07:42:38 web1 dovecot: imap-login: Disconnected (auth failed @: user=<@>, method=@, rip=@\n",
        b"Nov 24 07:42:38 web1 gdm: pam_unix(x:auth): authentication failure; @ rhost=@ user=@\n",
        b'<86>1 2026-11-24T07:42:38Z web1 sshd 8 - [x@ y="@"] @\n',
        b"Nov 24 07:42:38@ gw1 @: %SYS-5-CONFIG_I: @\n",
        b"Nov 24 07:42:38 gw1 %ASA-6-113005: AAA user authentication Rejected : reason = @ : @\n",
        b"@ web1 sshd[8]: @\n",
    ],
    "errorlog": [
        b"[Tue Nov 24 07:42:38 2026] [error] [client @] @, referer: @\n",
        b'2026/11/24 07:42:38 [error] 8#0: *6 user "@": password mismatch, client: @, request: "@", host: "@"\n',
        b'2026/11/24 07:42:38 [error] 8#0: *6 user "@" was not found in "@", client: @, client: @\n',
    ],
    "osquery": [
        b'{"name":"pack_@","hostIdentifier":"h","calendarTime":"@","unixTime":1,"action":"added","columns":{}}\n'
    ],
    "jsonl": [b'{"timestamp":"@","host":{"name":"@"},"url":{"full":"@"}}\n'],
    "csv": [b'Channel,EventID,TimeCreated,@\nSystem,7045,2026-11-24T13:42:38Z,"@\n'],
}
ATTACKS = (
    *(" ", "'", "=", "\\\\", "1", "x", "[", "(", "<", "{", ";", ","),
    *('\\"', "a={", 'a=\\"', ' alt=\\"x\\"', "=?a?q?", "x@"),
)


@pytest.mark.parametrize("reader", FILES)
def test_no_line_takes_as_long_as_the_square_of_its_length(reader):
    source = SOURCES[reader]
    for file in FILES[reader]:
        for attack in ATTACKS:
            data = file.replace(b"@", attack.encode() * (SIZE_BYTES // len(attack)))
            source.recognises(data[:65536])
            for chunk in source.cut(Item("x", None, io.BytesIO(data), data[:65536])):
                assert source.parse(chunk).taken == chunk.count_items()
