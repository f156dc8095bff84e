"""Reader of EML: subject, sender, date and the words of a mail; attachments are counted, not read."""

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from qa.documents.encoding import Decoded, decode
from qa.documents.html import add_page
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, reading

_SHOWN = ("From", "To", "Date")
_LONGEST_HEADER = 2_000  # characters; the parser of addresses takes quadratic time


def read_eml(content: bytes) -> Parsed:
    """Read a mail.

    Raises:
        Unreadable: It has no head of a mail, or nothing to read in it.
    """
    with reading("EML"):
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        heads = {name.lower(): value for name, value in message.raw_items()}
        if not heads.keys() & {"from", "subject", "date", "message-id"}:
            raise Unreadable("content is not a mail, whatever its name says; give it its right type")
        if any(len(str(value)) > _LONGEST_HEADER for name, value in heads.items() if name.title() in _SHOWN):
            raise Unreadable(f"a line of its head is longer than {_LONGEST_HEADER:,} characters; shorten it")
        builder = TextBuilder()
        subject = " ".join(str(message.get("Subject", ""))[:_LONGEST_HEADER].split())
        builder.add(subject, 1)
        builder.add("\n".join(f"{name}: {message[name]}" for name in _SHOWN if message[name]))
        body = message.get_body(("plain", "html"))
        decoded = _decoded(body) if body else None
        if body and decoded and decoded.text.strip():
            _add(builder, decoded.text, body.get_content_subtype())
        attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    many = f"{attached} attachments not read; save them as files" if attached else ""
    note = "; ".join(filter(None, (decoded.note if decoded else "", many)))
    return Parsed(builder.text, subject, builder.headings, encoding=decoded.encoding if decoded else None, note=note)


def _decoded(body: MIMEPart) -> Decoded:
    """The text as its head says, or as it looks when that is wrong, as it often is."""
    payload = body.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return decode(content, body.get_content_charset() or "")
    except Unreadable:
        return decode(content)


def _add(builder: TextBuilder, text: str, kind: str) -> None:
    if kind == "html":
        add_page(builder, text)
    else:
        builder.add(text.replace("\r\n", "\n").replace("\r", "\n"))
